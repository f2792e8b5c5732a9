// The composer: several forms save one post. What one of them is told about the version the others
// must know too; hashtag sets are put into their field; a box shows what hangs on it.
document.addEventListener("autosaved", (event) => {
  const saved = event.target.closest?.("form[data-composer]");
  if (!saved) return;
  for (const form of document.querySelectorAll("form[data-composer]")) {
    if (form !== saved && form.elements.version) form.elements.version.value = saved.elements.version.value;
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-insert]");
  const field = button && document.getElementById(button.dataset.into);
  if (!field) return;
  const before = field.value.trimEnd();
  field.value = before ? `${before} ${button.dataset.insert}` : button.dataset.insert;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

document.addEventListener("change", (event) => {
  const box = event.target.closest?.("[data-shows]");
  const part = box && document.getElementById(box.dataset.shows);
  if (part) part.hidden = !box.checked;
});
