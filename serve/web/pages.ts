// Small help on pages that have all they need without it: a record and its words
// light up together, and what changes in the store changes in the page.
import "./live";

const lit = (records: string[], on: boolean) => {
  for (const id of records) {
    document.getElementById("c-" + id)?.classList.toggle("lit", on);
    for (const mark of document.querySelectorAll(`mark[data-records~="${CSS.escape(id)}"]`)) mark.classList.toggle("lit", on);
  }
};

for (const mark of document.querySelectorAll<HTMLElement>(".text mark[data-records]")) {
  const records = (mark.dataset.records ?? "").split(" ");
  mark.addEventListener("pointerenter", () => lit(records, true));
  mark.addEventListener("pointerleave", () => lit(records, false));
}
for (const card of document.querySelectorAll<HTMLElement>(".card[data-record]")) {
  const records = [card.dataset.record ?? ""];
  for (const [on, off] of [["pointerenter", "pointerleave"], ["focusin", "focusout"]]) {
    card.addEventListener(on, () => lit(records, true));
    card.addEventListener(off, () => lit(records, false));
  }
}

// Fields left empty need not stand in the address.
for (const form of document.querySelectorAll<HTMLFormElement>("form.filters")) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if ((field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && field.name && !field.value) field.disabled = true;
    }
  });
}
