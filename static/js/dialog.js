// Dialogs and menus. data-opens="<id>" opens, data-closes closes; Esc and a click outside too.
const openers = new WeakMap();

export function open(dialog, opener = document.activeElement) {
  if (!dialog || dialog.open) return;
  openers.set(dialog, opener);
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("opened"));
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) {
    event.preventDefault();
    const menu = opener.closest("details[data-menu]");
    if (menu) menu.open = false;
    open(document.getElementById(opener.dataset.opens), menu?.querySelector("summary") ?? opener);
    return;
  }
  const closer = event.target.closest?.("[data-closes]");
  if (closer) {
    closer.closest("dialog")?.close();
    return;
  }
  // On the backdrop: a click on the dialog element itself, outside its box.
  if (event.target instanceof HTMLDialogElement && event.target.matches(":modal")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("close", (event) => {
  const opener = openers.get(event.target);
  if (opener?.isConnected) opener.focus();
  openers.delete(event.target);
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const items = [...menu.querySelectorAll(".menu-list :is(a, button, input, select)")].filter((item) => item.offsetParent);
    if (!items.length || event.target.matches("input, select")) return;
    event.preventDefault();
    const at = items.indexOf(document.activeElement);
    items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length].focus();
  }
});

// A menu never leaves the window: it flips to the side that has room.
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("details[data-menu]") || !menu.open) return;
  for (const other of document.querySelectorAll("details[data-menu][open]")) {
    if (other !== menu && !other.contains(menu)) other.open = false;
  }
  const list = menu.querySelector(".menu-list");
  const box = list?.getBoundingClientRect();
  if (!box) return;
  const over = Math.max(box.right - (innerWidth - 8), 0) || Math.min(box.left - 8, 0);
  list.style.translate = over ? `${-over}px 0` : "";
}, true);
