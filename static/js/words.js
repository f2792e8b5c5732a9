// Sentences in the reader's language, from the template element in _words.html.
let words = null;

export function word(key) {
  if (!words) {
    words = new Map();
    const source = document.getElementById("words");
    for (const item of source ? source.content.querySelectorAll("[data-key]") : []) {
      words.set(item.dataset.key, item.textContent.trim());
    }
  }
  return words.get(key) ?? "";
}
