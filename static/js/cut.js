// The frame of what goes out of a picture: dragged, moved by arrow keys, or by the sliders, which
// hold the truth and are what is sent. The same sums stand in calendar_app/cutting.py.
const RATIOS = { "1:1": 1, "4:5": 4 / 5, "9:16": 9 / 16, "16:9": 16 / 9, "1.91:1": 1.91 };

function parts(stage) {
  const form = stage.closest("form");
  return { form, frame: stage.querySelector("[data-cut-frame]"), ratio: form.elements.ratio.value };
}

function sums(stage) {
  const { form, ratio } = parts(stage);
  const width = Number(stage.dataset.width);
  const height = Number(stage.dataset.height);
  const wanted = RATIOS[ratio] / (width / height);
  const scale = Math.max(0.1, Number(form.elements.size.value) / 100);
  const w = (wanted <= 1 ? wanted : 1) * scale;
  const h = (wanted <= 1 ? 1 : 1 / wanted) * scale;
  return { w, h, x: (Number(form.elements.x.value) / 100) * (1 - w), y: (Number(form.elements.y.value) / 100) * (1 - h), width, height };
}

function draw(stage) {
  const { form, frame, ratio } = parts(stage);
  const says = form.querySelector("[data-cut-says]");
  frame.hidden = !RATIOS[ratio];
  for (const one of form.querySelectorAll("[data-cut-value]")) one.disabled = !RATIOS[ratio];
  if (!RATIOS[ratio]) {
    says.textContent = "";
    return;
  }
  const { w, h, x, y, width, height } = sums(stage);
  Object.assign(frame.style, { left: `${x * 100}%`, top: `${y * 100}%`, width: `${w * 100}%`, height: `${h * 100}%` });
  says.textContent = `${Math.round(w * width)} × ${Math.round(h * height)} ${says.dataset.pixels}`;
}

function shift(stage, dx, dy) {
  const { form } = parts(stage);
  const { w, h, x, y } = sums(stage);
  const share = (value, length) => (length > 0.999 ? 50 : Math.round((Math.min(Math.max(value, 0), 1 - length) / (1 - length)) * 100));
  form.elements.x.value = share(x + dx, w);
  form.elements.y.value = share(y + dy, h);
  draw(stage);
}

function stageOf(node) {
  return node?.closest?.("form")?.querySelector("[data-cut]") ?? null;
}

for (const stage of document.querySelectorAll("[data-cut]")) draw(stage);
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-cut-value], [name=ratio]")) return;
  const stage = stageOf(event.target);
  if (stage) draw(stage);
});

document.addEventListener("keydown", (event) => {
  const frame = event.target.closest?.("[data-cut-frame]");
  if (!frame) return;
  const stage = stageOf(frame);
  const step = event.shiftKey ? 0.05 : 0.01;
  const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  if (moves[event.key]) shift(stage, ...moves[event.key]);
  else if (["+", "=", "-"].includes(event.key)) {
    const size = parts(stage).form.elements.size;
    size.value = Number(size.value) + (event.key === "-" ? -2 : 2);
    draw(stage);
  } else return;
  event.preventDefault();
});

let held = null;
document.addEventListener("pointerdown", (event) => {
  const frame = event.target.closest?.("[data-cut-frame]");
  if (!frame) return;
  held = { stage: stageOf(frame), x: event.clientX, y: event.clientY };
  frame.setPointerCapture(event.pointerId);
  frame.focus();
});
document.addEventListener("pointermove", (event) => {
  if (!held) return;
  const box = held.stage.getBoundingClientRect();
  // One slider step may be less than a pixel: what is left over stays for the next move.
  const before = sums(held.stage);
  shift(held.stage, (event.clientX - held.x) / box.width, (event.clientY - held.y) / box.height);
  const after = sums(held.stage);
  held.x += (after.x - before.x) * box.width;
  held.y += (after.y - before.y) * box.height;
});
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { held = null; });
