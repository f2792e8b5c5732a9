// The composer: several forms save one post. What one of them is told about the version the others
// must know too; hashtag sets are put into their field; a box shows what hangs on it.
import { say } from "./toast.js";
import { word } from "./words.js";

const forms = () => [...document.querySelectorAll("form[data-composer]")];
// What stands on the server as far as this page knows: form → field → value.
const known = new WeakMap();

function typed(field) {
  return field.type === "checkbox" ? (field.checked ? field.value : "") : field.value;
}

function begun(field) {
  if (field.type === "checkbox") return field.defaultChecked ? field.value : "";
  if (!field.options) return field.defaultValue;
  return ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? "";
}

for (const form of forms()) {
  const fields = [...form.elements].filter((field) => field.name && field.type !== "hidden");
  known.set(form, Object.fromEntries(fields.map((field) => [field.name, begun(field)])));
}

function learn(form, sent) {
  const values = known.get(form) ?? {};
  for (const name of Object.keys(values)) values[name] = sent?.get(name) ?? "";
}

document.addEventListener("autosaved", (event) => {
  const saved = event.target.closest?.("form[data-composer]");
  if (!saved) return;
  const before = event.detail?.sent?.get("version");
  learn(saved, event.detail?.sent);
  for (const form of forms()) {
    // A form that stands at another number has not seen somebody's change yet: it will be told.
    const number = form !== saved && form.elements.version;
    if (number && number.value === before) number.value = saved.elements.version.value;
  }
});

// Somebody else has saved meanwhile. What only they changed is taken over, what only this page
// changed is kept; the words that both changed are shown beside each other for a person to decide.
document.addEventListener("autosave-conflict", (event) => {
  const form = event.target.closest?.("form[data-composer]");
  if (!form) return;
  const { fields, names, standing, html, sent } = event.detail;
  const values = known.get(form);
  const both = [];
  for (const [name, theirs] of Object.entries(fields)) {
    const field = form.elements[name];
    if (!field || typed(field) === theirs) continue;
    if (typed(field) === values[name]) put(field, theirs, names[name]);
    else if (theirs !== values[name]) both.push(name);
  }
  form.querySelector("[data-conflict]")?.remove();
  const settle = () => {
    learn(form, sent);
    Object.assign(values, fields);
    form.elements.version.value = standing;
    form.dispatchEvent(new CustomEvent("save-now"));
  };
  if (!both.length) {
    settle();
    say(word("merged"));
    return;
  }
  form.insertAdjacentHTML("afterbegin", html);
  const panel = form.querySelector("[data-conflict]");
  for (const line of panel.querySelectorAll("[data-conflict-field]")) line.hidden = !both.includes(line.dataset.conflictField);
  panel.addEventListener("click", (click) => {
    const take = click.target.closest("[data-conflict-take]")?.dataset.conflictTake;
    if (!take) return;
    if (take === "theirs") for (const name of both) put(form.elements[name], fields[name], names[name]);
    panel.remove();
    settle();
    form.elements[both[0]].focus();
  });
  const said = form.querySelector("[data-saved-at]");
  if (said) said.textContent = ""; // the panel says it, and what to do
  panel.scrollIntoView({ block: "nearest" });
});

function put(field, value, name = value) {
  if (field.options && ![...field.options].some((one) => one.value === value)) field.add(new Option(name, value));
  if (field.type === "checkbox") field.checked = value !== "";
  else field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// data-insert goes to the end of the field named in data-into; data-once leaves out words that stand
// there already, data-join="paragraph" begins a new paragraph.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-insert]");
  const field = button && document.getElementById(button.dataset.into);
  if (!field) return;
  const before = field.value.trimEnd();
  let words = button.dataset.insert;
  if (button.dataset.once !== undefined) {
    const there = new Set(before.split(/\s+/));
    words = words.split(/\s+/).filter((one) => !there.has(one)).join(" ");
    if (!words) return;
  }
  const gap = button.dataset.join === "paragraph" ? "\n\n" : " ";
  field.value = before ? `${before}${gap}${words}` : words;
  button.closest("details[data-menu]")?.removeAttribute("open");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

document.addEventListener("change", (event) => {
  const box = event.target.closest?.("[data-shows]");
  const part = box && document.getElementById(box.dataset.shows);
  if (!part) return;
  part.hidden = !box.checked;
  // A text of its own begins with the shared one: nobody wants to start from nothing.
  const own = part.querySelector("textarea");
  const shared = document.getElementById(box.dataset.begins ?? "");
  if (box.checked && own && shared && !own.value.trim()) {
    own.value = shared.value;
    own.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

// What only one kind of post has: the fields of the others are hidden and not sent.
document.addEventListener("change", (event) => {
  const kind = event.target.closest?.("form[data-composer] select[name=kind]");
  if (!kind) return;
  for (const part of kind.form.querySelectorAll("[data-for-kind]")) {
    part.hidden = part.disabled = part.dataset.forKind !== kind.value;
  }
});

// These forms are saved by themselves; Enter in a line or Ctrl+Enter saves now and stays here.
document.addEventListener("submit", (event) => {
  if (!event.target.matches?.("form[data-composer]")) return;
  event.preventDefault();
  event.target.dispatchEvent(new CustomEvent("save-now"));
});

// data-replace in the checks: the word goes out of every field that holds it, however it is written
// (ＣＰ值, cp值), as calendar_app.checks.words.plain compares it.
function replaced(text, word, by) {
  const wanted = plain(word);
  const signs = [...text];
  let found = "";
  for (let at = 0; at < signs.length; ) {
    let end = at;
    let here = "";
    while (end < signs.length && here.length < wanted.length) here += plain(signs[end++]);
    if (wanted && here === wanted) {
      found += by;
      at = end;
    } else found += signs[at++];
  }
  return found;
}

function plain(text) {
  return text.normalize("NFKC").toLowerCase();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-replace]");
  if (!button) return;
  let done = 0;
  for (const field of forms().flatMap((form) => [...form.elements])) {
    if (!field.matches("textarea, input:not([type]), input[type=text]")) continue;
    const text = replaced(field.value, button.dataset.replace, button.dataset.with);
    if (text === field.value) continue;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    done += 1;
  }
  button.disabled = done > 0;
});
