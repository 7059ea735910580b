// Pages work without this script: it adds copying, and folding and arrow keys to the map.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).innerText.trim());
    button.textContent = "Copied";
  });
}

const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
for (const map of document.querySelectorAll(".map")) {
  map.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = event.target.closest("td");
    if (!step || !cell) return;
    let [row, column] = [cell.parentNode.sectionRowIndex, cell.cellIndex];
    let next;
    do {
      [row, column] = [row + step[0], column + step[1]];
      next = map.querySelectorAll("tbody tr")[row]?.cells[column];
    } while (next && (next.hidden || next.parentNode.hidden));
    const link = next?.querySelector("a");
    if (link) {
      link.focus();
      event.preventDefault();
    }
  });
}

// Folding: a term's row or column shows if all terms that it stands under are unfolded.
for (const map of document.querySelectorAll(".map")) {
  const rows = [...map.querySelectorAll("tbody tr")];
  const heads = [...map.querySelectorAll("thead th")];
  const all = document.querySelector("[data-fold=all]");
  const buttons = [...map.querySelectorAll("[data-fold]")];

  const show = () => {
    for (const axis of [rows, heads]) {
      const open = new Map();
      for (const each of axis) {
        const above = open.get(each.dataset.under) ?? true;
        const fold = each.querySelector("[data-fold]");
        each.hidden = !above;
        open.set(each.dataset.id, above && (!fold || fold.getAttribute("aria-expanded") === "true"));
      }
    }
    heads.forEach((head, index) => {
      for (const row of rows) row.cells[index + 1].hidden = head.hidden;
    });
    const folded = buttons.some((each) => each.getAttribute("aria-expanded") === "false");
    all.textContent = folded ? "Unfold all" : "Fold all";
  };

  const set = (chosen, value) => {
    for (const each of chosen) each.setAttribute("aria-expanded", value);
    show();
  };

  for (const each of [all, ...buttons]) each.hidden = false;
  for (const each of buttons) each.addEventListener("click", () => set([each], each.getAttribute("aria-expanded") !== "true"));
  all.addEventListener("click", () => set(buttons, all.textContent === "Unfold all"));
}
