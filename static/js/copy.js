// <button data-copy="#field"> copies what the field holds and says so in its own words.
import { say } from "./toast.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const field = document.querySelector(button.dataset.copy);
  if (!field) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Without HTTPS a browser may withhold the clipboard; the selected text can still be copied.
    if (!document.execCommand("copy")) return;
  }
  say(button.dataset.copied ?? "");
});
