// Shortcuts. Single letters are off while typing, while an input method is composing, while a
// dialog is open, with a modifier held, and when the person switched them off.
import { open } from "./dialog.js";
import { post } from "./post.js";
import { undoLast } from "./toast.js";
import { moveInList, openInList, selectInList } from "./lists.js";

const GO_WAITS = 1200; // milliseconds after g
let goUntil = 0;

function typing(target) {
  return Boolean(target.closest?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable='true']"));
}

function composing(event) {
  // 229: browsers that do not report isComposing for the key that ends a composition.
  return event.isComposing || event.keyCode === 229;
}

function lettersOn() {
  return document.body.dataset.singleKeys !== "off";
}

function submit(target) {
  const form = target.closest?.("form") ?? document.querySelector("form[data-main-form]");
  if (!form) return false;
  form.requestSubmit();
  return true;
}

function save(target) {
  const form = target.closest?.("form") ?? document.querySelector("form[data-autosave], form[data-main-form]");
  if (!form) return false;
  if (form.hasAttribute("data-autosave")) form.dispatchEvent(new CustomEvent("save-now"));
  else form.requestSubmit();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (composing(event) || event.defaultPrevented) return;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key === "Enter") {
    if (submit(event.target)) event.preventDefault();
  } else if (command && event.key.toLowerCase() === "s" && !event.shiftKey && !event.altKey) {
    if (save(event.target)) event.preventDefault();
  } else if (command && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open(document.getElementById("palette"));
  } else if (command && event.key.toLowerCase() === "z" && !event.shiftKey && !typing(event.target)) {
    if (undoLast()) event.preventDefault();
  } else if (!command && !event.altKey && !typing(event.target) && !document.querySelector("dialog:modal")) {
    if (lettersOn() && letter(event)) event.preventDefault();
    else if (event.key === "Enter" && document.activeElement === document.body && openInList()) event.preventDefault();
  }
});

function letter(event) {
  const now = Date.now();
  if (now < goUntil) {
    goUntil = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key.toLowerCase())}"]`);
    if (link) location.assign(link.href);
    return Boolean(link);
  }
  switch (event.key) {
    case "?": open(document.getElementById("keys")); return true;
    case "g": goUntil = now + GO_WAITS; return true;
    case "/": {
      const search = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
      if (search) search.focus();
      else open(document.getElementById("palette"));
      return true;
    }
    case "j": return moveInList(1);
    case "k": return moveInList(-1);
    case "x": return selectInList();
    case "u": return undoLast();
  }
  // A page's own act: <button data-key="r"> is pressed by r.
  if (/^[a-z]$/.test(event.key)) {
    const act = document.querySelector(`.here [data-key="${event.key}"], main [data-key="${event.key}"]`);
    if (act) { act.click(); return true; }
  }
  return false;
}

document.addEventListener("change", (event) => {
  const box = event.target.closest?.("[data-single-keys-switch]");
  if (!box) return;
  document.body.dataset.singleKeys = box.checked ? "on" : "off";
  if (box.dataset.url) post(box.dataset.url, { single_keys: box.checked ? "on" : "off" });
});

// The sheet tells the keys of the page one is on, too.
const sheet = document.getElementById("keys");
sheet?.addEventListener("opened", () => {
  const part = sheet.querySelector("[data-keys-here]");
  const place = part.querySelector(".keys");
  const acts = [...document.querySelectorAll("main [data-key]")].filter((act) => act.offsetParent);
  const lines = new Map(acts.map((act) => [act.dataset.key, act.textContent.trim()]));
  const rows = [...lines].map(([key, text]) => {
    const row = document.createElement("div");
    const words = document.createElement("span");
    const mark = document.createElement("kbd");
    words.textContent = text;
    mark.className = "kbd";
    mark.textContent = key;
    row.append(words, mark);
    return row;
  });
  const notes = [...document.querySelectorAll("main [data-keys-note]")].map((note) => {
    const words = document.createElement("p");
    words.className = "keys-note";
    words.textContent = note.textContent.trim();
    return words;
  });
  place.replaceChildren(...rows, ...notes);
  part.hidden = rows.length + notes.length === 0;
});
