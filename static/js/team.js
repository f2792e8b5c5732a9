// A name from the team line dropped on an empty slot gives the slot to that person. The same by
// keys: "a" on a slot opens its panel with the list of people under the cursor.
let person = null;

function slot(target) {
  const chip = target.closest?.('[data-calendar] [data-chip^="s"]');
  return chip && !chip.closest("[data-past]") ? chip : null;
}

function mark(chip) {
  for (const one of document.querySelectorAll(".chip.is-target")) one.classList.toggle("is-target", one === chip);
  chip?.classList.add("is-target");
}

document.addEventListener("dragstart", (event) => {
  const name = event.target.closest?.("[data-person]");
  if (!name) return;
  person = name;
  event.dataTransfer.effectAllowed = "link";
  event.dataTransfer.setData("text/plain", name.textContent.trim());
});

document.addEventListener("dragover", (event) => {
  if (!person) return;
  const chip = slot(event.target);
  mark(chip);
  if (chip) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const chip = person && slot(event.target);
  if (!chip) return;
  event.preventDefault();
  const line = person.closest("[data-assign]");
  const values = { slot: chip.dataset.chip.slice(1), person: person.dataset.person, version: chip.dataset.version ?? "" };
  window.htmx.ajax("POST", line.dataset.assign + location.search, { values, swap: "none", source: line });
});

document.addEventListener("dragend", () => {
  person = null;
  mark(null);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "a" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("input, select, textarea")) return;
  const chip = slot(event.target);
  if (!chip) return;
  event.preventDefault();
  event.stopPropagation();
  document.addEventListener("htmx:afterSettle", () => document.querySelector("#side-panel-body #person")?.focus(), { once: true });
  chip.querySelector(".chip-link")?.click();
}, true);
