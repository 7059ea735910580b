// Pages work without this script: it adds copying, and to the map folding, arrow keys and answers beside it.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).innerText.trim());
    button.textContent = "Copied";
  });
}

// The map: folding, arrow keys and names of cells.
const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
for (const map of document.querySelectorAll(".map")) {
  const lines = [...map.querySelectorAll("tbody tr:not(.uncharted)")];
  const rows = lines.filter((line) => line.dataset.id);
  const heads = [...map.querySelectorAll("thead th[data-id]")];
  const all = document.querySelector("[data-fold=all]");
  const buttons = [...map.querySelectorAll("[data-fold]")];
  const inside = (cell) => cell?.querySelector("a, span[tabindex]");
  const targets = lines.flatMap((line) => [...line.cells].slice(1).map(inside)).filter(Boolean);
  const shown = (cell) => cell && !cell.hidden && !cell.parentNode.hidden;

  // Of all cells the tab key reaches one, the last that was visited.
  let current;
  const visit = (target) => {
    if (current) current.tabIndex = -1;
    current = target;
    if (current) current.tabIndex = 0;
  };

  // A term's row or column shows if all terms that it stands under are unfolded.
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
    for (const head of heads) for (const line of lines) line.cells[head.cellIndex].hidden = head.hidden;
    const folded = buttons.some((each) => each.getAttribute("aria-expanded") === "false");
    all.textContent = folded ? "Unfold all" : "Fold all";
    if (!current || !shown(current.closest("td"))) visit(targets.find((each) => shown(each.closest("td"))));
  };

  const set = (chosen, value) => {
    for (const each of chosen) each.setAttribute("aria-expanded", value);
    show();
  };

  for (const each of buttons) {
    each.hidden = false;
    each.addEventListener("click", () => set([each], each.getAttribute("aria-expanded") !== "true"));
  }
  all.hidden = !buttons.length;
  all.addEventListener("click", () => set(buttons, all.textContent === "Unfold all"));
  for (const each of targets) each.tabIndex = -1;
  show();
  document.querySelector(".keys").hidden = false;

  map.addEventListener("focusin", (event) => {
    if (targets.includes(event.target)) visit(event.target);
  });
  map.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = event.target.closest("td");
    if (!step || !cell) return;
    event.preventDefault();
    let [line, column] = [lines.indexOf(cell.parentNode), cell.cellIndex];
    let next;
    do {
      [line, column] = [line + step[0], column + step[1]];
      next = lines[line]?.cells[column];
    } while (next && !(shown(next) && inside(next)));
    inside(next)?.focus();
  });
  map.addEventListener("pointerover", (event) => {
    const link = event.target.closest("tbody td a");
    if (!link || link.title) return;
    const cell = link.closest("td");
    const column = map.querySelector("thead tr").cells[cell.cellIndex];
    link.title = `${cell.parentNode.cells[0].textContent} × ${column.textContent}: ${link.getAttribute("aria-label")}`;
  });
}

// The answer of a cell, beside the map: what its own page has, but for the certificate.
const answer = document.querySelector("#answer");
if (answer) {
  let opener;
  const close = () => {
    answer.hidden = true;
    opener?.closest("td, li").removeAttribute("data-open");
    opener?.focus();
    opener = null;
  };
  const button = (text, does) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", does);
    return made;
  };
  const open = async (link) => {
    if (opener) opener.closest("td, li").removeAttribute("data-open");
    opener = link;
    link.closest("td, li").dataset.open = "";
    answer.ariaBusy = "true";
    try {
      const said = await fetch(link.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await said.text(), "text/html").querySelector("main");
      if (opener !== link) return; // closed, or another was opened meanwhile
      const title = document.createElement("h2");
      title.tabIndex = -1;
      title.textContent = page.querySelector("h1").textContent;
      const whole = document.createElement("a");
      whole.href = link.href;
      whole.textContent = "The whole answer";
      const bar = document.createElement("p");
      bar.append(whole, " ", button("Close", close));
      for (const each of page.querySelectorAll("h1, .certificate, .copy, nav, form")) each.remove();
      answer.replaceChildren(bar, title, ...page.childNodes);
      answer.hidden = false;
      title.focus();
    } catch {
      location.href = link.href;
    } finally {
      answer.ariaBusy = "false";
    }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".map tbody a, .mini tbody a, .surprising a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !answer.hidden) close();
  });
}
