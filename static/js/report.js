// Writing in a report: a suggestion is inserted with one click, a table grows by a row, and after
// a conflict one's own text is kept knowingly. Saving itself is autosave.js.
function typed(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function insertText(form, text) {
  const area = form.querySelector("textarea[name=text]");
  const line = `- ${text}`;
  area.value = area.value.trim() ? `${area.value.trimEnd()}\n${line}` : line;
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  typed(area);
}

function addRow(form) {
  const rows = form.querySelector("[data-rows]");
  const fresh = rows.lastElementChild.cloneNode(true);
  const number = rows.children.length;
  fresh.querySelectorAll("input").forEach((input, column) => {
    input.name = `cell-${number}-${column}`;
    input.value = "";
    input.removeAttribute("value");
    input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+-\d+$/, `${number + 1}-${column + 1}`));
  });
  rows.append(fresh);
  return fresh;
}

function insertRow(form, text) {
  const cells = text.split("｜");
  const rows = [...form.querySelectorAll("[data-rows] > tr")];
  const empty = rows.find((row) => [...row.querySelectorAll("input")].every((input) => !input.value.trim()));
  const inputs = (empty ?? addRow(form)).querySelectorAll("input");
  cells.forEach((cell, column) => { if (inputs[column]) inputs[column].value = cell.trim(); });
  inputs[0].focus();
  typed(inputs[0]);
}

document.addEventListener("click", (event) => {
  const suggestion = event.target.closest?.("[data-suggestion]");
  if (suggestion) {
    const form = document.getElementById(suggestion.dataset.for);
    if (form.querySelector("[data-rows]")) insertRow(form, suggestion.dataset.suggestion);
    else insertText(form, suggestion.dataset.suggestion);
    return;
  }
  const adds = event.target.closest?.("[data-add-row]");
  if (adds) {
    addRow(adds.closest("form")).querySelector("input").focus();
    return;
  }
  const mine = event.target.closest?.("[data-keep-mine]");
  if (mine) {
    const form = document.getElementById(mine.dataset.keepMine);
    form.elements.version.value = mine.dataset.version;
    form.dispatchEvent(new CustomEvent("save-now"));
    mine.closest("dialog")?.close();
  }
});
