// Ctrl/⌘ K: rooms, everything on the page marked data-palette, and what the server finds in the
// workspace: pages, posts, tasks, days in words. What is here answers at once, the server a moment
// later; an answer that was overtaken by further typing is dropped.
import { word } from "./words.js";

const WAITS = 140; // milliseconds after the last letter
const palette = document.getElementById("palette");
const input = palette?.querySelector("[data-palette-input]");
const list = document.getElementById("palette-list");
const nothing = palette?.querySelector("[data-palette-empty]");
const says = palette?.querySelector("[data-palette-says]");
let at = 0;
let asked = 0;
let timer = null;
let pending = null; // Enter was pressed before the answer came
let answered = ""; // what the lines of the server are about

function options() {
  return [...list.querySelectorAll("[role=option]")].filter((option) => !option.hidden);
}

function mark() {
  const all = options();
  at = Math.min(Math.max(at, 0), Math.max(all.length - 1, 0));
  for (const option of list.querySelectorAll("[aria-selected=true]")) option.setAttribute("aria-selected", "false");
  if (all[at]) {
    all[at].setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

function filter() {
  const wanted = input.value.trim().toLowerCase();
  for (const option of list.querySelectorAll("[role=option]:not([data-found])")) {
    option.hidden = Boolean(wanted) && !option.textContent.toLowerCase().includes(wanted);
  }
  at = 0;
  mark();
}

function forget() {
  for (const old of list.querySelectorAll("[data-found]")) old.remove();
}

async function ask(words) {
  const mine = ++asked;
  let text = "";
  try {
    const response = await fetch(`${input.dataset.find}?q=${encodeURIComponent(words)}`, { headers: { "HX-Request": "true" } });
    if (response.ok && !response.redirected) text = await response.text();
  } catch {
    // No connection: what is on the page is still found.
  }
  if (mine !== asked) return;
  answered = words;
  const answer = new DOMParser().parseFromString(`<ul>${text}</ul>`, "text/html");
  forget();
  const here = new Set([...list.querySelectorAll("[role=option]")].filter((one) => !one.hidden).map((one) => new URL(one.dataset.href, location.href).href));
  const found = [...answer.querySelectorAll("[data-found]")].filter((one) => !here.has(new URL(one.dataset.href, location.href).href));
  list.append(...found.map((one) => document.importNode(one, true)));
  at = 0;
  mark();
  const count = options().length;
  nothing.hidden = count > 0;
  says.textContent = count ? `${count}` : nothing.textContent;
  if (pending === words) go(options()[0]);
  pending = null;
}

function go(option) {
  if (option) location.assign(option.dataset.href);
}

function typed() {
  filter();
  clearTimeout(timer);
  asked += 1;
  pending = null;
  nothing.hidden = true;
  const words = input.value.trim();
  if (!words || !input.dataset.find) {
    forget();
    mark();
    return;
  }
  timer = setTimeout(() => { timer = null; ask(words); }, WAITS);
}

function enter() {
  const words = input.value.trim();
  if (!words || !input.dataset.find || answered === words) { go(options()[at]); return; }
  // What was typed is not answered yet: its first line is what is meant.
  pending = words;
  if (timer !== null) { clearTimeout(timer); timer = null; ask(words); }
}

if (palette && input) {
  palette.addEventListener("opened", () => {
    for (const old of list.querySelectorAll("[data-from-page]")) old.remove();
    for (const [index, link] of [...document.querySelectorAll("main a[data-palette]")].entries()) {
      const option = document.createElement("li");
      option.className = "menu-item";
      option.id = `palette-page-${index}`;
      option.setAttribute("role", "option");
      option.dataset.fromPage = "";
      option.dataset.href = link.href;
      option.textContent = link.textContent.trim() || word("close");
      list.append(option);
    }
    input.value = "";
    typed();
    input.focus();
  });
  input.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
  input.addEventListener("compositionend", typed);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at += event.key === "ArrowDown" ? 1 : -1;
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      enter();
    }
  });
  list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
}
