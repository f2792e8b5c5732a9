// A drop zone (data-drop) round a file input. Chosen files add up over several drops, are listed,
// and can be taken out; the input holds exactly what the list shows. Nothing is read here: the
// server looks into the files.
import { word } from "./words.js";

const UNITS = ["B", "KB", "MB", "GB"];

function size(bytes) {
  let step = 0;
  while (bytes >= 1024 && step < UNITS.length - 1) { bytes /= 1024; step += 1; }
  return `${bytes.toFixed(step && bytes < 10 ? 1 : 0)} ${UNITS[step]}`;
}

function same(a, b) {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
}

function put(zone, files) {
  const input = zone.querySelector("[data-drop-input]");
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  zone.chosen = files;
  draw(zone);
}

function add(zone, more) {
  const input = zone.querySelector("[data-drop-input]");
  const kept = input.multiple ? zone.chosen ?? [] : [];
  const fresh = [...more].filter((file) => !kept.some((old) => same(old, file)));
  put(zone, input.multiple ? [...kept, ...fresh] : fresh.slice(0, 1));
  if (fresh.length && zone.hasAttribute("data-drop-sends")) input.form?.requestSubmit();
}

function draw(zone) {
  const list = zone.querySelector("[data-drop-files]");
  const files = zone.chosen ?? [];
  list.hidden = !files.length;
  list.replaceChildren(...files.map((file) => {
    const row = document.createElement("li");
    row.className = "drop-file";
    const name = document.createElement("span");
    name.textContent = file.name;
    const weight = document.createElement("span");
    weight.className = "quiet small nowrap";
    weight.textContent = size(file.size);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "btn btn-ghost btn-sm";
    remove.textContent = word("remove");
    remove.setAttribute("aria-label", `${word("remove")} ${file.name}`);
    remove.addEventListener("click", () => {
      put(zone, zone.chosen.filter((other) => other !== file));
      zone.querySelector("[data-drop-choose]").focus();
    });
    row.append(name, weight, remove);
    return row;
  }));
  zone.dispatchEvent(new CustomEvent("files-chosen", { bubbles: true, detail: { count: files.length } }));
  // Buttons that make sense only with files.
  for (const button of zone.closest("form")?.querySelectorAll("[data-needs-files]") ?? []) button.disabled = !files.length;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-drop-choose]");
  if (button) button.closest("[data-drop]").querySelector("[data-drop-input]").click();
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-drop-input]")) {
    const zone = event.target.closest("[data-drop]");
    add(zone, event.target.files);
  }
});

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (!zone || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    zone.classList.add("drop-over");
  });
}
document.addEventListener("dragleave", (event) => {
  const zone = event.target.closest?.("[data-drop]");
  if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("drop-over");
});
document.addEventListener("drop", (event) => {
  const zone = event.target.closest?.("[data-drop]");
  if (!zone) return;
  event.preventDefault();
  zone.classList.remove("drop-over");
  if (event.dataTransfer?.files.length) add(zone, event.dataTransfer.files);
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const zone = event.target.querySelector?.("[data-drop]");
  if (!zone || !event.detail.lengthComputable || !zone.chosen?.length) return;
  const box = zone.querySelector("[data-drop-progress]");
  const percent = Math.round((100 * event.detail.loaded) / event.detail.total);
  box.hidden = false;
  box.querySelector("progress").value = percent;
  box.querySelector("[data-drop-said]").textContent = percent < 100 ? `${word("sending")} ${percent}%` : word("sent");
});
document.addEventListener("htmx:afterRequest", (event) => {
  const box = event.target.querySelector?.("[data-drop-progress]");
  if (box) box.hidden = true;
});
