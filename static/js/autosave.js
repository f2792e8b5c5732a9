// <form data-autosave="/address" data-autosave-delay="800">: what is typed is posted when typing
// pauses, and the form says when ("已儲存 10:42"). A refusal or a lost line keeps the text and says
// so; the next key, or coming back online, tries again. The version the server hands back
// ({"version": 4}) goes into the field named "version", so that two people's edits do not
// silently overwrite each other: a conflict answers 409 with a sentence in "error" (and sends
// "autosave-conflict" when the answer names fields). After each saving the form sends
// "autosaved" with what was sent, so that parts of the page may ask again.
import { csrfToken, renewToken } from "./post.js";
import { word } from "./words.js";

const states = new WeakMap();

function state(form) {
  if (!states.has(form)) states.set(form, { timer: 0, sending: false, again: false, edits: 0 });
  return states.get(form);
}

function note(form, text, tone = "") {
  const place = form.querySelector("[data-saved-at]") ?? document.querySelector(`[data-saved-at="${form.id}"]`);
  if (!place) return;
  place.textContent = text;
  place.dataset.tone = tone;
}

function send(form, body) {
  // The token in the header is the one that counts; the one in the form may be older.
  body.delete("csrfmiddlewaretoken");
  const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
  return fetch(form.dataset.autosave, { method: "POST", body, headers, credentials: "same-origin" });
}

async function save(form) {
  const own = state(form);
  clearTimeout(own.timer);
  if (own.sending) { own.again = true; return; }
  own.sending = true;
  const edits = own.edits;
  note(form, word("saving"));
  try {
    const sent = new FormData(form);
    let response = await send(form, sent);
    // Signed in again in another tab: the page's token is that of the session before.
    const token = response.status === 403 ? await renewToken() : "same";
    if (token === "renewed") response = await send(form, sent);
    const json = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
    if (response.ok && !response.redirected) {
      if (own.edits === edits) delete form.dataset.dirty; // typed on meanwhile: not saved yet
      if (json.version !== undefined && form.elements.version) form.elements.version.value = json.version;
      const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
      note(form, json.text ?? `${word("saved")} ${clock.format(new Date())}`, json.tone ?? "good");
      form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true, detail: { sent } }));
    } else {
      form.dataset.dirty = "yes";
      note(form, json.error ?? (response.redirected || token === "out" ? word("expired") : word("unsaved")), "bad");
      if (json.fields) form.dispatchEvent(new CustomEvent("autosave-conflict", { bubbles: true, detail: { ...json, sent } }));
    }
  } catch {
    form.dataset.dirty = "yes";
    note(form, word("offline"), "bad");
  }
  own.sending = false;
  if (own.again) { own.again = false; save(form); }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-autosave]");
  if (!form) return;
  form.dataset.dirty = "yes";
  form.toggleAttribute("data-guard", true);
  const own = state(form);
  own.edits += 1;
  clearTimeout(own.timer);
  own.timer = setTimeout(() => save(form), Number(form.dataset.autosaveDelay) || 800);
});

document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.("form[data-autosave][data-dirty]");
  if (form) save(form);
});

document.addEventListener("save-now", (event) => save(event.target), true);

// Whoever leaves in the second before the next saving takes nothing with them.
addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-autosave][data-dirty]")) {
    if (state(form).sending) continue;
    const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
    const sent = { method: "POST", body: new FormData(form), headers, credentials: "same-origin", keepalive: true };
    fetch(form.dataset.autosave, sent).catch(() => {});
  }
});

addEventListener("online", () => {
  for (const form of document.querySelectorAll("form[data-autosave][data-dirty]")) save(form);
});
