// @ in a text area with data-mentions="<id of a listbox>" offers the names that fit what follows it.
// While names are offered the text area is a combobox (WAI-ARIA): arrows choose, Enter and Tab take
// the name, Esc closes the list; the focus never leaves the text. Without names it is a text area.
const LONGEST = 40; // letters after @ that could still be a name

let field = null; // in which names are offered
let from = -1; // where its @ stands
let chosen = -1;
let closed = -1; // the @ whose list was closed by Esc stays closed

function listOf(area) {
  return document.getElementById(area.dataset.mentions);
}

function offered() {
  return field?.isConnected ? [...listOf(field).children].filter((option) => !option.hidden) : [];
}

// Where the @ before the caret stands, and what was typed after it; null where none could be meant.
function asked(area) {
  if (area.selectionStart !== area.selectionEnd) return null;
  const before = area.value.slice(0, area.selectionStart);
  const at = before.lastIndexOf("@");
  if (at < 0 || /[\w.+-]$/.test(before.slice(0, at))) return null; // an e-mail address
  const words = before.slice(at + 1);
  return words.length > LONGEST || words.includes("\n") ? null : { at, words: words.toLocaleLowerCase() };
}

// 0: begins like it; 1: holds it (林子晴 is found by 子晴); null: does not fit.
function rank(name, words) {
  const plain = name.toLocaleLowerCase();
  if (plain.startsWith(words)) return 0;
  return words && !words.includes(" ") && plain.includes(words) ? 1 : null;
}

function offer(area) {
  const question = asked(area);
  if (!question || question.at === closed) return close();
  const list = listOf(area);
  const ranked = [...list.children].map((option) => [rank(option.dataset.name, question.words), option]);
  for (const [place, option] of ranked) option.hidden = place === null;
  const fitting = ranked.filter(([place]) => place !== null).sort((a, b) => a[0] - b[0]);
  if (!fitting.length) return close();
  if (field !== area) close();
  for (const [, option] of fitting) list.append(option);
  field = area;
  from = question.at;
  closed = -1;
  list.hidden = false;
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-expanded": "true", "aria-controls": list.id,
  })) area.setAttribute(name, value);
  choose(0);
}

function choose(place) {
  const options = offered();
  chosen = (place + options.length) % options.length;
  // Also the hidden ones: exactly one option is ever said to be selected.
  for (const option of listOf(field).children) option.setAttribute("aria-selected", String(option === options[chosen]));
  field.setAttribute("aria-activedescendant", options[chosen].id);
  options[chosen].scrollIntoView({ block: "nearest" });
}

function close() {
  if (!field) return;
  const list = listOf(field);
  if (list) list.hidden = true;
  for (const name of ["role", "aria-autocomplete", "aria-haspopup", "aria-expanded", "aria-controls", "aria-activedescendant"]) {
    field.removeAttribute(name);
  }
  field = null;
  from = chosen = -1;
}

function take(option) {
  const area = field;
  const caret = area.selectionStart;
  const gap = area.value[caret] === " " ? "" : " ";
  area.setRangeText(`@${option.dataset.name}${gap}`, from, caret, "end");
  close();
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.matches?.("textarea[data-mentions]") || event.isComposing) return;
  if (area.value[closed] !== "@") closed = -1;
  offer(area);
});

document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.("textarea[data-mentions]")) offer(event.target);
});

// Before the page's own keys: while names are offered these four belong to the list.
document.addEventListener("keydown", (event) => {
  if (!field || event.target !== field || event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const options = offered();
  if (!options.length) return;
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen - 1);
  else if (event.key === "Enter" || event.key === "Tab") take(options[chosen]);
  else if (event.key === "Escape") {
    closed = from;
    close();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

// The caret has left the name: nothing is asked any more.
document.addEventListener("selectionchange", () => {
  if (field && (document.activeElement !== field || asked(field)?.at !== from)) close();
});

document.addEventListener("focusout", (event) => {
  if (event.target === field) close();
});

// Pressing on a name must not take the focus away before it is taken.
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest?.(".mention-list")) event.preventDefault();
});
document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.(".mention-list")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const option = event.target.closest?.(".mention-list > [role=option]");
  if (option && field && listOf(field) === option.parentElement) take(option);
});
