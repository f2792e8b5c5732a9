// A table that fits its frame lets its head stick to the window instead of to the frame, and
// needs no tab stop of its own; one that does not fit scrolls inside the frame.
const watcher = new ResizeObserver((entries) => {
  for (const entry of entries) fit(entry.target);
});

function fit(frame) {
  if (frame.classList.contains("table-frame-tall")) return;
  const table = frame.querySelector("table");
  frame.classList.remove("table-fits");
  const fits = Boolean(table) && table.scrollWidth <= frame.clientWidth + 1;
  frame.classList.toggle("table-fits", fits);
  if (fits) frame.removeAttribute("tabindex");
  else frame.tabIndex = 0;
}

function find(root) {
  for (const frame of root.querySelectorAll(".table-frame")) watcher.observe(frame);
}

find(document);
document.addEventListener("htmx:load", (event) => find(event.target.parentNode ?? document));

// Where tabs scroll sideways, the one that is shown is in view.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const bar = tab.parentElement;
  if (tab.offsetLeft + tab.offsetWidth > bar.offsetLeft + bar.clientWidth) bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
}
