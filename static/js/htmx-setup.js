// What happens when a request is refused, slow or lost. The rule: nothing typed is thrown away.
import { say } from "./toast.js";
import { word } from "./words.js";

const FELT = 300; // milliseconds before waiting is shown

function wholePage(text) {
  return /^\s*(<!--[\s\S]*?-->\s*)*<!doctype/i.test(text);
}

/** The sentence an error page carries, else our own for that status. */
function sentence(xhr) {
  const text = xhr.responseText ?? "";
  if (wholePage(text)) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const said = page.querySelector("[data-error-sentence]")?.textContent.trim();
    if (said) return said;
  } else if (text && text.length < 400 && !text.includes("<")) {
    return text;
  }
  return word({ 403: "forbidden", 404: "gone", 410: "gone", 413: "too-large" }[xhr.status]
    ?? (xhr.status >= 500 ? "broken" : "refused"));
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  const page = wholePage(xhr.responseText ?? "");
  if (xhr.status >= 400) {
    // A refused form answers with itself, errors beside the fields: that is swapped in. Anything
    // else (an error page, plain words) leaves the page as it is and is said in a toast.
    const isPart = !page && (xhr.responseText ?? "").trimStart().startsWith("<");
    event.detail.shouldSwap = isPart && xhr.status < 500;
    if (!event.detail.shouldSwap) say(sentence(xhr), { tone: "bad" });
  } else if (page && event.detail.target !== document.body) {
    // Signed out meanwhile: the sign-in page came back through a redirect.
    event.detail.shouldSwap = false;
    if (new URL(xhr.responseURL, location.href).pathname.includes("/login")) {
      say(word("expired"), { tone: "bad" });
    } else {
      location.assign(xhr.responseURL);
    }
  }
});

// Leaving the page cuts off what is under way; that is no lost line.
let leaving = false;
addEventListener("beforeunload", () => { leaving = true; setTimeout(() => { leaving = false; }, 5000); });
addEventListener("pageshow", () => { leaving = false; });
document.addEventListener("htmx:sendError", () => { if (!leaving) say(word("offline"), { tone: "bad" }); });
document.addEventListener("htmx:timeout", () => say(word("offline"), { tone: "bad" }));

// The first field in error takes the focus, so that its sentence is read out.
document.addEventListener("htmx:afterSettle", (event) => {
  const wrong = event.detail.elt?.querySelector?.("[aria-invalid='true']");
  if (wrong && event.detail.xhr?.status >= 400) wrong.focus();
});

const waiting = new WeakMap();
document.addEventListener("htmx:beforeRequest", (event) => {
  const target = event.detail.target;
  if (!target || event.detail.elt.closest?.("[data-job]")) return;
  waiting.set(event.detail.xhr, setTimeout(() => target.setAttribute("aria-busy", "true"), FELT));
});
document.addEventListener("htmx:afterRequest", (event) => {
  clearTimeout(waiting.get(event.detail.xhr));
  event.detail.target?.removeAttribute("aria-busy");
});

// A finished job may lead on by itself.
document.addEventListener("htmx:load", (event) => {
  const job = event.target.closest?.("[data-job]");
  if (!job || job.hasAttribute("hx-get")) return;
  document.body.dispatchEvent(new CustomEvent("job-ended", { bubbles: true, detail: { status: job.dataset.job } }));
  if (job.dataset.follow) location.assign(job.dataset.follow);
});

for (const name of ["online", "offline"]) {
  addEventListener(name, () => {
    const bar = document.querySelector("[data-offline]");
    if (bar) bar.hidden = navigator.onLine;
  });
}
