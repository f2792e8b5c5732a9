// One bubble for every data-tip: on hover, on focus, on touch; Esc hides it.
const bubble = document.createElement("div");
bubble.className = "tip";
bubble.hidden = true;
bubble.setAttribute("aria-hidden", "true"); // the same words stand in the control, for screen readers
document.body.append(bubble);
let shown = null;

function show(target) {
  const text = target.dataset.tip;
  if (!text || shown === target) return;
  shown = target;
  // Inside a modal dialog only its own children are above the backdrop.
  (target.closest("dialog") ?? document.body).append(bubble);
  bubble.textContent = text;
  bubble.hidden = false;
  const at = target.getBoundingClientRect();
  const box = bubble.getBoundingClientRect();
  const above = at.top - box.height - 6;
  const left = Math.min(Math.max(8, at.left + at.width / 2 - box.width / 2), innerWidth - box.width - 8);
  bubble.style.left = `${left}px`;
  bubble.style.top = `${above > 4 ? above : at.bottom + 6}px`;
}

function hide() {
  bubble.hidden = true;
  shown = null;
}

document.addEventListener("pointerover", (event) => {
  const target = event.target.closest?.("[data-tip]");
  if (target) show(target);
  else if (shown && shown !== document.activeElement) hide();
});
document.addEventListener("focusin", (event) => {
  const target = event.target.closest?.("[data-tip]");
  if (target) show(target);
  else hide();
});
document.addEventListener("focusout", hide);
document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-tip]");
  if (target) show(target);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && shown) hide();
});
addEventListener("scroll", hide, true);
