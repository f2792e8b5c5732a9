// Small helps for forms: filters that send on change, a period from two dates, and a warning
// before leaving what is not saved (form[data-guard]).
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submits], .toolbar form select, form.toolbar select, form.toolbar input[type=date]")) {
    event.target.form?.requestSubmit();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-range-form]")) {
    const from = form.querySelector("[data-range-from]").value;
    const to = form.querySelector("[data-range-to]").value;
    // Either order is understood.
    const [start, end] = from <= to ? [from, to] : [to, from];
    form.querySelector("[data-range-code]").value = `${start}..${end}`;
  }
  // A form is sent once, however often it is clicked.
  if (!event.defaultPrevented && form.method === "post" && !form.matches("[hx-post], [data-autosave]")) {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  }
  delete form.dataset.dirty;
});

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-guard")) form.dataset.dirty = "yes";
});

addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-dirty]")) event.preventDefault();
});
