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

function count(form) {
  const bar = form?.querySelector("[data-bulk]");
  if (!bar) return;
  const chosen = form.querySelectorAll("input[data-select]:checked").length;
  bar.dataset.count = String(chosen);
  bar.querySelector("[data-bulk-count]").textContent = String(chosen);
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches?.("[data-select-all]")) {
    for (const other of box.closest("form").querySelectorAll("input[data-select]")) other.checked = box.checked;
  } else if (!box.matches?.("[data-select]")) {
    return;
  }
  for (const row of box.closest("form").querySelectorAll("tr, [data-row]")) {
    const mine = row.querySelector("input[data-select]");
    if (mine) row.setAttribute("aria-selected", String(mine.checked));
  }
  count(box.closest("form"));
});
