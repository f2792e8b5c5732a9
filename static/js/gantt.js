// The bars of a Gantt chart: carried by pointer or by keys. Nothing changes before the server has
// shown what would move and the person has agreed.
import { open } from "./dialog.js";
import { word } from "./words.js";

const DAY = 86_400_000;
let held = null; // {bar, shift, stretch, x, moved, edge}

function chartOf(bar) {
  return bar.closest("[data-gantt]");
}

function say(bar, text) {
  chartOf(bar).querySelector("[data-gantt-says]").textContent = text;
}

function dayAfter(text, count) {
  const day = new Date(Date.parse(`${text}T00:00:00Z`) + count * DAY);
  return `${day.getUTCMonth() + 1}/${day.getUTCDate()}`;
}

function width(bar) {
  return Number(chartOf(bar).dataset.dayWidth);
}

function pickUp(bar, extra = {}) {
  letGo();
  held = { bar, shift: 0, stretch: 0, ...extra };
  bar.classList.add("is-held");
  bar.setAttribute("aria-pressed", "true");
}

/** Put the drawing back; the server draws the new plan. */
function letGo() {
  if (!held) return;
  const { bar } = held;
  bar.classList.remove("is-held");
  bar.removeAttribute("aria-pressed");
  bar.removeAttribute("transform");
  const whole = bar.querySelector(".gantt-whole");
  if (whole?.dataset.width) whole.setAttribute("width", whole.dataset.width);
  held = null;
}

function draw() {
  const { bar, shift, stretch } = held;
  bar.setAttribute("transform", `translate(${shift * width(bar)} 0)`);
  const whole = bar.querySelector(".gantt-whole");
  if (whole) {
    whole.dataset.width ??= whole.getAttribute("width");
    whole.setAttribute("width", Math.max(width(bar) - 2, Number(whole.dataset.width) + stretch * width(bar)));
  }
  const begins = dayAfter(bar.dataset.start, shift);
  const ends = dayAfter(bar.dataset.due, shift + stretch);
  say(bar, `${word("gantt-begins")} ${begins}, ${word("gantt-ends")} ${ends}`);
}

function drop() {
  const { bar, shift, stretch } = held;
  const how = stretch ? `stretch=${stretch}` : `shift=${shift}`;
  const url = `${bar.dataset.url}?${how}`;
  letGo();
  if (!shift && !stretch) {
    say(bar, word("gantt-left"));
    return;
  }
  window.htmx.ajax("GET", url, { target: "#gantt-preview", swap: "innerHTML" }).then(() => {
    const sheet = document.getElementById("gantt-sheet");
    if (sheet?.querySelector("#move-preview")) open(sheet, bar);
  });
}

document.addEventListener("keydown", (event) => {
  const bar = event.target.closest?.("[data-bar]");
  if (!bar) return;
  const carrying = held?.bar === bar;
  if (event.key === "Enter" || event.key === " ") {
    if (carrying) {
      drop();
    } else {
      pickUp(bar);
      say(bar, word("gantt-held"));
    }
  } else if (carrying && event.key === "Escape") {
    letGo();
    say(bar, word("gantt-left"));
  } else if (carrying && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    const step = event.key === "ArrowRight" ? 1 : -1;
    // One or the other: a shift keeps the length, a stretch keeps the first day.
    if (event.shiftKey && !("milestone" in bar.dataset)) {
      held.stretch += step;
      held.shift = 0;
    } else {
      held.shift += step;
      held.stretch = 0;
    }
    draw();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("focusout", (event) => {
  if (held && !held.pointer && event.target === held.bar) letGo();
});

document.addEventListener("pointerdown", (event) => {
  const bar = event.target.closest?.("[data-bar]");
  if (!bar || event.button !== 0) return;
  const whole = bar.querySelector(".gantt-whole");
  const box = whole?.getBoundingClientRect();
  // The last few pixels are the handle of the last day.
  const edge = Boolean(box) && event.clientX > box.right - 7 && box.width > 20;
  pickUp(bar, { pointer: true, id: event.pointerId, x: event.clientX, edge });
  bar.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  if (!held?.pointer || held.id !== event.pointerId) return;
  const days = Math.round((event.clientX - held.x) / width(held.bar));
  if (held.edge) held.stretch = days;
  else held.shift = days;
  draw();
});

document.addEventListener("pointerup", (event) => {
  if (held?.pointer && held.id === event.pointerId) drop();
});
document.addEventListener("pointercancel", letGo);

// A long chart opens where today is, with a little of what was before.
function showToday(root) {
  for (const line of root.querySelectorAll?.(".gantt-today") ?? []) {
    const scroll = line.closest(".gantt-scroll");
    if (scroll) scroll.scrollLeft = Math.max(0, Number(line.getAttribute("x1")) - scroll.clientWidth / 3);
  }
}
showToday(document);
document.addEventListener("htmx:load", (event) => showToday(event.target));
