// Moving in a list (data-list): its rows are <tr>s of the body or elements with data-row.
// Also the bulk bar, which appears with a selection.
function rows() {
  const list = document.querySelector(".side-panel[open] [data-list]") ?? document.querySelector("main [data-list]");
  return list ? [...list.querySelectorAll("tbody > tr, [data-row]")].filter((row) => row.offsetParent) : [];
}

function here() {
  return document.querySelector("[data-list] .here");
}

export function moveInList(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(here());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  here()?.classList.remove("here");
  const row = all[next];
  row.classList.add("here");
  row.scrollIntoView({ block: "nearest" });
  (row.querySelector("[data-row-link]") ?? row.querySelector("a[href], button"))?.focus({ preventScroll: true });
  return true;
}

export function openInList() {
  const link = here()?.querySelector("[data-row-link]") ?? here()?.querySelector("a[href]");
  link?.click();
  return Boolean(link);
}

export function selectInList() {
  const box = here()?.querySelector("input[data-select]");
  box?.click();
  return Boolean(box);
}

// The boxes of a form, in the order of the page: also those that name it by form="…".
function boxes(form) {
  return [...(form?.elements ?? [])].filter((one) => one.matches("input[data-select]"));
}

function count(form) {
  const bar = form?.querySelector("[data-bulk]");
  if (!bar) return;
  const all = boxes(form);
  const chosen = all.filter((box) => box.checked).length;
  bar.dataset.count = String(chosen);
  bar.querySelector("[data-bulk-count]").textContent = String(chosen);
  for (const box of all) {
    const row = box.closest("tr, [data-row]");
    // Only a table's row may say so; in a list the tick itself says it.
    if (row?.matches("tr")) row.setAttribute("aria-selected", String(box.checked));
    box.closest("[data-chip]")?.classList.toggle("is-ticked", box.checked);
  }
}

// Shift and a click tick everything from the box before to this one.
let lastBox = null;
document.addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches?.("input[data-select]")) return;
  if (event.shiftKey && lastBox?.isConnected && lastBox.form === box.form) {
    const all = boxes(box.form);
    const [from, to] = [all.indexOf(lastBox), all.indexOf(box)].sort((one, other) => one - other);
    for (const one of all.slice(from, to + 1)) if (!one.disabled) one.checked = box.checked;
    count(box.form);
  }
  lastBox = box;
});

document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches?.("[data-select-all]")) {
    for (const other of boxes(box.form)) if (!other.disabled) other.checked = box.checked;
  } else if (!box.matches?.("[data-select]")) {
    return;
  }
  count(box.form);
});

document.addEventListener("reset", (event) => setTimeout(() => count(event.target)));
// Days that were repainted, and pages that came back, show what is ticked in them now.
document.addEventListener("htmx:afterSettle", () => {
  for (const bar of document.querySelectorAll("[data-bulk]")) count(bar.closest("form"));
});
