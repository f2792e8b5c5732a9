// The side panel. Beside the page on a wide screen, over it on a narrow one; Esc closes it and
// the focus goes back to what opened it.
const panel = document.querySelector("[data-side-panel]");
const body = document.getElementById("side-panel-body");
const empty = body?.innerHTML ?? "";
let opener = null;

function show(from) {
  opener = from;
  if (panel.open) return;
  if (matchMedia("(min-width: 64rem)").matches) panel.show();
  else panel.showModal();
}

if (panel) {
  document.addEventListener("htmx:beforeRequest", (event) => {
    // Something inside the link may ask for a part of its own, such as the bell's count.
    const from = event.detail.target === body && event.detail.elt.closest?.("[data-panel]");
    if (!from) return;
    body.innerHTML = empty;
    body.scrollTop = 0;
    show(from);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== body) return;
    const heading = body.querySelector("h1, h2");
    if (heading) {
      heading.tabIndex = -1;
      panel.setAttribute("aria-label", heading.textContent.trim());
      heading.focus({ preventScroll: true });
    } else {
      body.focus({ preventScroll: true });
    }
  });

  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.target === body) panel.close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open || event.defaultPrevented) return;
    if (document.querySelector("dialog:modal:not([data-side-panel])")) return;
    event.preventDefault();
    panel.close();
  });

  panel.addEventListener("close", () => {
    if (opener?.isConnected) opener.focus();
    opener = null;
  });
}
