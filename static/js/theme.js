// Light, dark, or as the device. The choice is a cookie, so that the server writes it into the
// first byte of the page and nothing flashes; it is also kept with the person where they sign in.
import { post } from "./post.js";

const YEAR = 31536000;
const root = document.documentElement;

function chosen() {
  return /(?:^|; )theme=(auto|light|dark)/.exec(document.cookie)?.[1] ?? root.dataset.theme ?? "auto";
}

function show(value) {
  if (value === "auto") delete root.dataset.theme;
  else root.dataset.theme = value;
  for (const button of document.querySelectorAll("[data-theme-value]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeValue === value));
  }
  document.dispatchEvent(new CustomEvent("theme-changed"));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-theme-value]");
  if (!button) return;
  const value = button.dataset.themeValue;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${value}; Max-Age=${YEAR}; Path=/; SameSite=Lax${secure}`;
  show(value);
  const url = button.closest("[data-theme-switch]")?.dataset.url;
  if (url) post(url, { theme: value });
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (!root.dataset.theme) document.dispatchEvent(new CustomEvent("theme-changed"));
});

// Paper is white, whatever the screen is.
let onScreen = null;
addEventListener("beforeprint", () => {
  onScreen = root.dataset.theme ?? "auto";
  show("light");
});
addEventListener("afterprint", () => show(onScreen ?? "auto"));

show(chosen());
