// The calendar by mouse and by keys. A chip with data-move can be dropped on another day: the day
// is posted, the server answers with the days that changed and each takes its own place.
//
// Keys: arrows walk over days, Home and End over the week; Enter opens the first thing of a day.
// x ticks the chip that has the focus (or the first of the day) for an act on many.
// m picks up the chip that has the focus (or the first of the day), arrows carry it, Enter drops
// it, Esc puts it back.
import { word } from "./words.js";

const STEP = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
let carried = null; // the chip that is on its way by keys
let dragged = null;

function calendar() {
  return document.querySelector("[data-calendar]");
}

function days() {
  return [...(calendar()?.querySelectorAll("[data-day]") ?? [])];
}

function say(text) {
  const place = document.querySelector("[data-calendar-says]");
  if (place) place.textContent = text;
}

function focusDay(day) {
  for (const one of days()) one.tabIndex = -1;
  day.tabIndex = 0;
  day.focus();
}

function label(day) {
  return day.querySelector("[aria-label]")?.getAttribute("aria-label") ?? day.dataset.day;
}

function drop(chip, day) {
  if (!chip?.dataset.move || !day || day.contains(chip) || day.hasAttribute("data-past")) return false;
  const address = new URL(chip.dataset.move, location.href);
  address.search = location.search;
  const values = { day: day.dataset.day, version: chip.dataset.version ?? "" };
  const kept = day.dataset.day;
  window.htmx.ajax("POST", address.pathname + address.search, { values, swap: "none", source: day }).then(() => {
    const there = calendar()?.querySelector(`[data-day="${kept}"]`);
    if (there?.id.startsWith("day-")) focusDay(there);
  });
  return true;
}

document.addEventListener("dragstart", (event) => {
  const chip = event.target.closest?.("[data-chip][data-move]");
  if (!chip) return;
  dragged = chip;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", chip.dataset.chip);
  chip.classList.add("is-carried");
  calendar()?.classList.add("is-dragging");
});

document.addEventListener("dragover", (event) => {
  const day = event.target.closest?.("[data-calendar] [data-day]");
  if (!dragged || !day || day.hasAttribute("data-past")) return;
  event.preventDefault();
  for (const one of days()) one.classList.toggle("is-target", one === day);
});

document.addEventListener("drop", (event) => {
  const day = event.target.closest?.("[data-calendar] [data-day]");
  if (!dragged || !day) return;
  event.preventDefault();
  drop(dragged, day);
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-carried");
  dragged = null;
  calendar()?.classList.remove("is-dragging");
  for (const one of days()) one.classList.remove("is-target");
});

function putDown() {
  carried?.classList.remove("is-carried");
  carried = null;
  for (const one of days()) one.classList.remove("is-target");
}

function walk(event, day) {
  const all = days();
  const at = all.indexOf(day);
  const week = Math.floor(at / 7) * 7;
  const next = event.key === "Home" ? all[week] : event.key === "End" ? all[Math.min(week + 6, all.length - 1)] : all[at + STEP[event.key]];
  if (!next) return;
  event.preventDefault();
  focusDay(next);
  if (carried) {
    for (const one of all) one.classList.toggle("is-target", one === next);
    say(`${word("carried")} ${label(next)}`);
  }
}

document.addEventListener("keydown", (event) => {
  const day = event.target.closest?.("[data-calendar] [data-day]");
  if (!day || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, select, textarea")) return;
  if (event.key in STEP || event.key === "Home" || event.key === "End") walk(event, day);
  else if (event.key === "m" && !carried) {
    const chip = event.target.closest("[data-chip][data-move]") ?? day.querySelector("[data-chip][data-move]");
    if (!chip) return;
    event.preventDefault();
    event.stopPropagation();
    carried = chip;
    chip.classList.add("is-carried");
    focusDay(day);
    say(word("picked"));
  } else if (event.key === "x") {
    const chip = event.target.closest("[data-chip]") ?? day.querySelector("[data-chip]");
    const box = chip?.querySelector("input[data-select]");
    if (!box) return;
    event.preventDefault();
    event.stopPropagation();
    box.click();
  } else if (event.key === "Enter" && carried) {
    event.preventDefault();
    event.stopPropagation();
    const chip = carried;
    putDown();
    if (!drop(chip, day)) say(word("kept"));
  } else if (event.key === "Enter" && event.target === day) {
    const first = day.querySelector(".chip-link, .calendar-date a");
    if (first) { event.preventDefault(); event.stopPropagation(); first.focus(); }
  } else if (event.key === "Escape" && carried) {
    event.preventDefault();
    putDown();
    say(word("kept"));
  }
}, true);

// The first day that Tab reaches is today, or the first one shown.
function settle() {
  if (!calendar() || days().some((day) => day.tabIndex === 0)) return;
  const first = calendar().querySelector(".is-today[data-day]") ?? days()[0];
  if (first) first.tabIndex = 0;
}
settle();
document.addEventListener("htmx:afterSettle", settle);
