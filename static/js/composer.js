// The composer: several forms save one post. What one of them is told about the version the others
// must know too; hashtag sets are put into their field; a box shows what hangs on it.
document.addEventListener("autosaved", (event) => {
  const saved = event.target.closest?.("form[data-composer]");
  if (!saved) return;
  for (const form of document.querySelectorAll("form[data-composer]")) {
    if (form !== saved && form.elements.version) form.elements.version.value = saved.elements.version.value;
  }
});

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
  if (part) part.hidden = !box.checked;
});

// What only one kind of post has: the fields of the others are hidden and not sent.
document.addEventListener("change", (event) => {
  const kind = event.target.closest?.("form[data-composer] select[name=kind]");
  if (!kind) return;
  for (const part of kind.form.querySelectorAll("[data-for-kind]")) {
    part.hidden = part.disabled = part.dataset.forKind !== kind.value;
  }
});
