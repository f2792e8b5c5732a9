// The order of a row of media: a card is dragged before or behind another; buttons do the same.
import { post } from "./post.js";
import { say } from "./toast.js";

let carried = null;

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-arranges] > [data-use]");
  if (!card) return;
  carried = card;
  event.dataTransfer.effectAllowed = "move";
  card.classList.add("is-carried");
});

document.addEventListener("dragover", (event) => {
  const card = carried && event.target.closest?.("[data-arranges] > [data-use]");
  if (!card || card === carried || card.parentElement !== carried.parentElement) return;
  event.preventDefault();
  const box = card.getBoundingClientRect();
  card.parentElement.insertBefore(carried, event.clientX < box.left + box.width / 2 ? card : card.nextSibling);
});

document.addEventListener("drop", (event) => {
  if (carried && event.target.closest?.("[data-arranges]")) event.preventDefault();
});

document.addEventListener("dragend", async () => {
  if (!carried) return;
  const row = carried.parentElement;
  carried.classList.remove("is-carried");
  carried = null;
  const order = [...row.querySelectorAll("[data-use]")].map((one) => one.dataset.use).join(",");
  const answer = await post(row.dataset.arranges, { order, version: row.dataset.version ?? "" });
  const told = answer?.ok ? await answer.json() : null;
  say(told ? row.dataset.said : row.dataset.failed, { tone: told ? "good" : "bad" });
  if (!told) return;
  // The words beside it are saved against the number of the post as it stands now.
  for (const form of document.querySelectorAll("form[data-composer]")) {
    const number = form.elements.version;
    // Only where nobody else has saved in between: then the words know it, and are told.
    if (number && Number(number.value) === told.version - 1) number.value = told.version;
  }
  document.body.dispatchEvent(new CustomEvent("autosaved"));
});
