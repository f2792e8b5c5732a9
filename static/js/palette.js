// Ctrl/⌘ K: rooms, then everything on the page marked data-palette.
import { word } from "./words.js";

const palette = document.getElementById("palette");
const input = palette?.querySelector("[data-palette-input]");
const list = document.getElementById("palette-list");
let at = 0;

function options() {
  return [...list.querySelectorAll("[role=option]")].filter((option) => !option.hidden);
}

function mark() {
  const all = options();
  at = Math.min(Math.max(at, 0), Math.max(all.length - 1, 0));
  all.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  if (all[at]) {
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

function filter() {
  const wanted = input.value.trim().toLowerCase();
  for (const option of list.querySelectorAll("[role=option]")) {
    option.hidden = Boolean(wanted) && !option.textContent.toLowerCase().includes(wanted);
  }
  at = 0;
  mark();
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
    filter();
    input.focus();
  });
  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at += event.key === "ArrowDown" ? 1 : -1;
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = options()[at];
      if (option) location.assign(option.dataset.href);
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
  });
}
