// The map as one file: other pairs of facets, folding, arrow keys, and the answers of the cells from the data of the file.
"use strict";

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const [rowsBox, columnsBox] = ["rows", "columns"].map((name) => document.querySelector(`select[name=${name}]`));
const foldAll = document.querySelector("[data-fold=all]");
const answer = byId("answer");
const tables = [...document.querySelectorAll(".crossed")];
let shown = tables[0];

// --- Which pair is shown

const show = (rows, columns) => {
  shown = tables.find((each) => each.dataset.rows === rows && each.dataset.columns === columns);
  for (const each of tables) each.hidden = each !== shown;
  [rowsBox.value, columnsBox.value] = [rows, columns];
  fold();
};

// A facet is never crossed with itself: chosen for both sides, it changes places with the other one.
const choose = (changed, other) => {
  const before = [shown.dataset.rows, shown.dataset.columns];
  if (rowsBox.value === columnsBox.value) other.value = before[other === rowsBox ? 1 : 0];
  show(rowsBox.value, columnsBox.value);
};
rowsBox.addEventListener("change", () => choose(rowsBox, columnsBox));
columnsBox.addEventListener("change", () => choose(columnsBox, rowsBox));
document.querySelector("[data-exchange]").addEventListener("click", () => show(columnsBox.value, rowsBox.value));

// --- Folding: a term's row or column shows if all terms that it stands under are unfolded

const buttons = () => [...shown.querySelectorAll("[data-fold]")];
const isOpen = (button) => button.getAttribute("aria-expanded") === "true";

const fold = () => {
  const rows = [...shown.querySelectorAll("tbody tr")];
  const heads = [...shown.querySelectorAll("thead th")];
  for (const axis of [rows, heads]) {
    const open = new Map();
    for (const each of axis) {
      const button = each.querySelector("[data-fold]");
      each.hidden = !(open.get(each.dataset.under) ?? true);
      open.set(each.dataset.id, !each.hidden && (!button || isOpen(button)));
    }
  }
  heads.forEach((head, index) => {
    for (const row of rows) row.cells[index + 1].hidden = head.hidden;
  });
  foldAll.textContent = buttons().every(isOpen) ? "Fold all" : "Unfold all";
};

const setOpen = (chosen, open) => {
  for (const each of chosen) each.setAttribute("aria-expanded", open);
  fold();
};
foldAll.addEventListener("click", () => setOpen(buttons(), !buttons().every(isOpen)));

// Unfolds what a cell stands under.
const reveal = (cell) => {
  const heads = [...shown.querySelectorAll("thead th")];
  const rows = [...shown.querySelectorAll("tbody tr")];
  const above = [];
  for (const [axis, start] of [[rows, cell.parentNode], [heads, heads[cell.cellIndex - 1]]]) {
    for (let at = start; (at = axis.find((each) => each.dataset.id === at.dataset.under)); ) {
      above.push(...at.querySelectorAll("[data-fold]"));
    }
  }
  setOpen(above, true);
};

const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
for (const table of tables) {
  table.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fold]");
    if (button) setOpen([button], !isOpen(button));
  });
  table.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = event.target.closest("td");
    if (!step || !cell) return;
    const rows = table.querySelectorAll("tbody tr");
    let [row, column] = [cell.parentNode.sectionRowIndex, cell.cellIndex];
    let next;
    do {
      [row, column] = [row + step[0], column + step[1]];
      next = rows[row]?.cells[column];
    } while (next && (next.hidden || rows[row].hidden));
    const target = next?.querySelector("a, span");
    if (!target) return;
    target.focus();
    event.preventDefault();
  });
}

// --- Answers

// Text is only ever set as text, never as HTML: titles and labels are of others.
const make = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};
const verdict = (name) => byId("verdicts").content.querySelector(`.${name}`).cloneNode(true);
const list = (number) => data.lists[number].map((entry) => Object.assign({}, ...entry.map((each) => data.items[each])));
const interval = (bounds) => `[${bounds.certain}, ${bounds.upper ?? "not known"}]`;
const phrase = (open) => `${data.facets[open.facet] ?? open.facet.replaceAll("-", " ")} ${data.reasons[open.reason]}`;
const title = (text) => make("h3", {}, text);

const study = (each) => {
  const line = [each.citation];
  if (each.reference !== null) line.push(` [${each.reference}]`);
  if (each.title) line.push(`. ${each.title}`);
  if (each.doi) line.push(". ", make("a", { href: `https://doi.org/${each.doi}`, rel: "noreferrer" }, `doi:${each.doi}`));
  return make("li", {}, ...line);
};

const possible = (each) => {
  const units = each.units.map((unit) => {
    const name = unit.id.endsWith("further-unit") ? "further units" : unit.id;
    return make("li", {}, `${name}: ${unit.open.map(phrase).join("; ")}`);
  });
  const count = `${units.length} ${units.length === 1 ? "unit" : "units"}`;
  const line = study(each);
  line.append(make("details", {}, make("summary", {}, count), make("ul", {}, ...units)));
  return line;
};

const studies = (found) => {
  const certain = list(found.certain);
  const open = list(found.possible);
  const parts = [title(`Certain: ${certain.length}`)];
  if (certain.length) parts.push(make("ul", { class: "studies" }, ...certain.map(study)));
  else parts.push(make("p", {}, "No charted study certainly is one."));
  if (open.length) parts.push(title(`Possible: ${open.length}`));
  for (const [head, hinted, silent] of [
    ["Something named could be it", true, false],
    ["A facet asked for was not charted", false, false],
    ["Not named in what was read", false, true],
  ]) {
    const some = open.filter((each) => each.hinted === hinted && each.silent === silent);
    if (!some.length) continue;
    parts.push(make("h4", {}, `${head}: ${some.length}`), make("ul", { class: "studies" }, ...some.map(possible)));
  }
  return parts;
};

const nearMisses = (found) => {
  if (found.near_misses === null) return [];
  const misses = list(found.near_misses).map((each) => {
    const rest = `: ${each.bounds.certain} (${each.citations.join(", ")})`;
    return make("li", {}, find(each.href) ? make("a", { href: `#${each.href}` }, each.text) : each.text, rest);
  });
  const none = make("p", {}, "None: even with any one condition dropped or broadened, no charted study is certain.");
  return [title("Near misses"), misses.length ? make("ul", {}, ...misses) : none];
};

const readings = (found) => {
  const others = list(found.sensitivity).map((each) =>
    make("li", {}, `${each.text}: `, verdict(each.verdict), ` ${interval(each.bounds)}`));
  return others.length ? [title("Other readings"), make("ul", {}, ...others)] : [];
};

const claims = (found) => {
  const said = list(found.claims).map((each) => {
    const judged = make("b", {}, each.reconciliation.replaceAll("-", " "));
    const section = make("span", { class: "source" }, each.section);
    return make("li", {}, `${each.text} `, section, " ", judged, each.reason ? `: ${each.reason}` : "");
  });
  return said.length ? [title("What the review itself says"), make("ul", {}, ...said)] : [];
};

const drawBounds = (bounds, population) => {
  const whole = population.included ?? Math.max(bounds.possible, population.charted, 1);
  const known = { ...bounds, upper: bounds.upper ?? 0 };
  for (const name of ["certain", "reported", "possible", "upper"]) {
    answer.querySelector(`rect.${name}`).setAttribute("width", (600 * known[name]) / Math.max(whole, 1));
    answer.querySelector(`li.${name} b`).textContent = bounds[name] ?? "not known";
  }
  const words = `Certain ${bounds.certain}, reported ${bounds.reported}, possible ${bounds.possible}`;
  answer.querySelector("svg").setAttribute("aria-label", `${words}, at most ${bounds.upper ?? "not known"}, of ${whole}`);
};

// The cell of an address such as /ask?unit-operation=coating&pat-modality=nir-spectroscopy, if this file has it.
const find = (address) => {
  const [path, query] = address.split("?");
  if (path !== "/ask" || !query) return null;
  for (const map of data.maps) {
    const sides = [map.rows, map.columns];
    const places = sides.map((side) => {
      const terms = new URLSearchParams(query).getAll(side.facet);
      return terms.map((term) => side.terms.indexOf(term)).filter((place) => place >= 0);
    });
    for (const row of places[0]) {
      for (const column of places[1]) {
        const terms = [map.rows.terms[row], map.columns.terms[column]];
        const href = map.href.replace("{row}", terms[0]).replace("{column}", terms[1]);
        const cell = map.cells[row * map.columns.terms.length + column];
        if (canonical(href) === canonical(address) && !cell.barred) return { map, cell, terms, href };
      }
    }
  }
  return null;
};
const canonical = (address) => [...new URLSearchParams(address.split("?")[1])].map(String).sort().join("&");

const link = (found) => {
  const sides = [found.map.rows.facet, found.map.columns.facet];
  const [row, column] = shown.dataset.rows === sides[0] ? found.terms : [...found.terms].reverse();
  const line = [...shown.querySelectorAll("tbody tr")].find((each) => each.dataset.id === row);
  const head = [...shown.querySelectorAll("thead th")].find((each) => each.dataset.id === column);
  return line.cells[head.cellIndex].querySelector("a");
};

let opened = null;
const open = () => {
  const found = find(location.hash.slice(1));
  if (!found) return;
  const { map, cell } = found;
  const sides = [map.rows.facet, map.columns.facet];
  if (![sides.join(), [...sides].reverse().join()].includes([shown.dataset.rows, shown.dataset.columns].join())) show(...sides);
  opened?.removeAttribute("aria-current");
  opened = link(found);
  opened.setAttribute("aria-current", "true");
  reveal(opened.closest("td"));
  const outcome = data.items[cell.outcome];
  byId("asked").textContent = found.terms.map((term) => data.terms[term]).join(" × ");
  const marks = [verdict(outcome.verdict)];
  if (outcome.kind) marks.push(" ", make("span", { class: "kind" }, outcome.kind.replaceAll("-", " ")));
  answer.querySelector(".marks").replaceChildren(...marks);
  byId("sentence").firstElementChild.textContent = map.opening + cell.sentence;
  drawBounds(outcome.bounds, map.population);
  const next = cell.next_study ? [title("What to study next"), make("p", {}, cell.next_study)] : [];
  byId("found").replaceChildren(...next, ...studies(cell), ...nearMisses(cell), ...readings(cell), ...claims(cell));
  const separator = found.href.includes("?") ? "&" : "?";
  byId("address").textContent = `${found.href}${separator}version=${map.dataset}`;
  answer.hidden = false;
  byId("asked").focus();
};

const close = () => {
  answer.hidden = true;
  opened?.removeAttribute("aria-current");
  history.replaceState(null, "", "#maps");
  opened?.focus();
};
answer.querySelector("[data-close]").addEventListener("click", close);
answer.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});

const copy = document.querySelector("[data-copy]");
copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText(byId("sentence").innerText.trim());
  copy.textContent = "Copied";
});

for (const each of document.querySelectorAll(".scripted, .map [data-fold]")) each.hidden = false;
addEventListener("hashchange", open);
show(rowsBox.value, columnsBox.value);
open();
