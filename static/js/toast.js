// Short notices at the foot of the page. They never hold anything that is not said elsewhere,
// except the way back: a toast with "undo" stays longer.
import { word } from "./words.js";
import { post } from "./post.js";
import { open } from "./dialog.js";

const STAYS = 6000;
const STAYS_WITH_ACT = 12000;

function dismiss(toast) {
  toast.remove();
}

function equip(toast, undoUrl) {
  let timer = 0;
  const stay = undoUrl ? STAYS_WITH_ACT : STAYS;
  const start = () => {
    clearTimeout(timer);
    if (!toast.classList.contains("toast-bad")) timer = setTimeout(() => dismiss(toast), stay);
  };
  if (undoUrl) {
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "toast-act";
    undo.textContent = word("undo");
    undo.dataset.undoUrl = undoUrl;
    undo.addEventListener("click", () => takeBack(toast, undoUrl));
    toast.append(undo);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast-act";
  close.setAttribute("aria-label", word("close"));
  close.textContent = "✕";
  close.addEventListener("click", () => dismiss(toast));
  toast.append(close);
  // Read at one's own pace: it stays while pointed at or focused.
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusout", start);
  start();
}

async function takeBack(toast, url) {
  const response = await post(url, {});
  dismiss(toast);
  if (response?.ok) location.reload();
  else say(word(response ? "gone" : "offline"), { tone: "bad" });
}

export function say(text, { tone = "good", undo = "" } = {}) {
  const shelf = document.getElementById("toasts");
  if (!shelf || !text) return;
  // The same sentence is not said twice, however often a poll fails; but each act has its own way back.
  const old = [...shelf.querySelectorAll(".toast-text")].find((one) => one.textContent === text);
  if (old && !undo) return;
  old?.closest(".toast")?.remove();
  const toast = document.createElement("div");
  toast.className = tone === "bad" ? "toast toast-bad" : "toast";
  const words = document.createElement("p");
  words.className = "toast-text";
  words.textContent = text;
  toast.append(words);
  shelf.append(toast);
  equip(toast, undo);
}

/** Press the newest undo there is; without one, ask about the person's last act. */
export function undoLast() {
  const buttons = document.querySelectorAll("#toasts [data-undo-url]");
  const last = buttons[buttons.length - 1];
  // It may be days old, so it is never taken back by one stray letter.
  const ask = document.getElementById("undo-last");
  if (last) last.click();
  else if (ask) open(ask);
  return Boolean(last ?? ask);
}

for (const toast of document.querySelectorAll("[data-toast]")) {
  const tag = (toast.dataset.tags ?? "").split(" ").find((part) => part.startsWith("undo:"));
  equip(toast, tag ? tag.slice(5) : "");
}

// A view can answer with HX-Trigger: {"toast": {"text": "…", "tone": "bad", "undo": "/…"}}.
document.addEventListener("toast", (event) => {
  const detail = event.detail ?? {};
  say(detail.text ?? detail.value ?? "", detail);
});
