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

const linesOf = (table) => [...table.querySelectorAll("tbody tr:not(.uncharted)")];
const rowsOf = (table) => linesOf(table).filter((line) => line.dataset.id);
const headsOf = (table) => [...table.querySelectorAll("thead th[data-id]")];
const buttonsOf = (table) => [...table.querySelectorAll("[data-fold]")];
const isOpen = (button) => button.getAttribute("aria-expanded") === "true";
const isShown = (cell) => !cell.hidden && !cell.parentNode.hidden;
const targetOf = (cell) => cell?.querySelector("a, span[tabindex]");

// Of all cells of a table the tab key reaches one, the last that was visited.
const visited = new Map();
const visit = (table, target) => {
  if (visited.get(table)) visited.get(table).tabIndex = -1;
  visited.set(table, target);
  if (target) target.tabIndex = 0;
};

const fold = () => {
  const heads = headsOf(shown);
  for (const axis of [rowsOf(shown), heads]) {
    const open = new Map();
    for (const each of axis) {
      const button = each.querySelector("[data-fold]");
      each.hidden = !(open.get(each.dataset.under) ?? true);
      open.set(each.dataset.id, !each.hidden && (!button || isOpen(button)));
    }
  }
  const lines = linesOf(shown);
  for (const head of heads) for (const line of lines) line.cells[head.cellIndex].hidden = head.hidden;
  foldAll.textContent = buttonsOf(shown).every(isOpen) ? "Fold all" : "Unfold all";
  const current = visited.get(shown);
  if (!current || !isShown(current.closest("td"))) {
    const cells = lines.flatMap((line) => [...line.cells].slice(1));
    visit(shown, targetOf(cells.find((cell) => isShown(cell) && targetOf(cell))));
  }
};

const setOpen = (chosen, open) => {
  for (const each of chosen) each.setAttribute("aria-expanded", open);
  fold();
};
foldAll.addEventListener("click", () => setOpen(buttonsOf(shown), !buttonsOf(shown).every(isOpen)));

// Unfolds what a cell stands under.
const reveal = (cell) => {
  const heads = headsOf(shown);
  const above = [];
  for (const [axis, start] of [
    [rowsOf(shown), cell.parentNode],
    [heads, heads.find((head) => head.cellIndex === cell.cellIndex)],
  ]) {
    for (let at = start; (at = axis.find((each) => each.dataset.id === at?.dataset.under)); ) above.push(...buttonsOf(at));
  }
  setOpen(above, true);
};

const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
for (const table of tables) {
  for (const target of table.querySelectorAll("td a, td span[tabindex]")) target.tabIndex = -1;
  table.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fold]");
    if (button) setOpen([button], !isOpen(button));
  });
  table.addEventListener("focusin", (event) => {
    if (event.target === targetOf(event.target.closest("td"))) visit(table, event.target);
  });
  table.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = event.target.closest("td");
    if (!step || !cell) return;
    event.preventDefault();
    const lines = linesOf(table);
    let [line, column] = [lines.indexOf(cell.parentNode), cell.cellIndex];
    let next;
    do {
      [line, column] = [line + step[0], column + step[1]];
      next = lines[line]?.cells[column];
    } while (next && !(isShown(next) && targetOf(next)));
    targetOf(next)?.focus();
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
const phrase = (open) => `${data.labels.facets[open.facet] ?? open.facet.replaceAll("-", " ")} ${data.labels.reasons[open.reason]}`;
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
    return make("li", {}, find(each.href) && !find(each.href).cell.barred ? make("a", { href: `#${each.href}` }, each.words) : each.words, rest);
  });
  const none = make("p", {}, "None: even with any one condition dropped or broadened, no charted study is certain.");
  return [title("Near misses"), misses.length ? make("ul", {}, ...misses) : none];
};

const readings = (found) => {
  const others = list(found.sensitivity).map((each) =>
    make("li", {}, `${each.words}: `, verdict(each.verdict), ` ${interval(each.bounds)}`));
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

// What a file has of an address such as /ask?unit-operation=coating&pat-modality=nir-spectroscopy: a cell of two facets, or
// the total of one.
const parameters = (address) => new URLSearchParams(address.split("?")[1]);
const canonical = (address) => [...parameters(address)].map(String).sort().join("&");
const find = (address) => {
  if (!address.startsWith("/ask?")) return null;
  const asked = (facet, terms) => parameters(address).getAll(facet).filter((term) => terms.includes(term));
  for (const map of data.maps) {
    for (const row of asked(map.rows.facet, map.rows.terms)) {
      for (const column of asked(map.columns.facet, map.columns.terms)) {
        const place = map.rows.terms.indexOf(row) * map.columns.terms.length + map.columns.terms.indexOf(column);
        const href = map.href.replace("{row}", row).replace("{column}", column);
        if (canonical(href) === canonical(address)) return { part: map, cell: map.cells[place], terms: [row, column], href };
      }
    }
  }
  for (const facet of data.facets) {
    for (const term of asked(facet.facet, facet.terms)) {
      const href = facet.href.replace("{term}", term);
      const cell = facet.cells[facet.terms.indexOf(term)];
      if (canonical(href) === canonical(address)) return { part: facet, cell, terms: [term], href };
    }
  }
  return null;
};

// The link of a cell or total, in the table that is shown or, if that has none, in the first that has one.
const linkTo = (found) => {
  const wanted = canonical(found.href);
  const has = (table) =>
    [...table.querySelectorAll("tbody a")].find((each) => canonical(each.getAttribute("href")) === wanted);
  const table = has(shown) ? shown : tables.find(has);
  show(table.dataset.rows, table.dataset.columns);
  return has(table);
};

let opened = null;
const open = () => {
  const found = find(location.hash.slice(1));
  if (!found || found.cell.barred) return;
  const { part, cell } = found;
  opened?.closest("td").removeAttribute("data-open");
  opened = linkTo(found);
  opened.closest("td").dataset.open = "";
  visit(shown, opened);
  reveal(opened.closest("td"));
  opened.scrollIntoView({ block: "nearest", inline: "center" });
  const outcome = data.items[cell.outcome];
  byId("asked").textContent = found.terms.map((term) => data.labels.terms[term]).join(" × ");
  const marks = [verdict(outcome.verdict)];
  if (outcome.kind) marks.push(" ", make("span", { class: "kind" }, outcome.kind.replaceAll("-", " ")));
  answer.querySelector(".marks").replaceChildren(...marks);
  byId("sentence").firstElementChild.textContent = part.opening + cell.sentence;
  drawBounds(outcome.bounds, data.population);
  const next = cell.next_study ? [title("What to study next"), make("p", {}, cell.next_study)] : [];
  byId("found").replaceChildren(...next, ...studies(cell), ...nearMisses(cell), ...readings(cell), ...claims(cell));
  byId("address").textContent = `${found.href}&version=${data.dataset}`;
  answer.hidden = false;
  byId("asked").focus();
};

const close = () => {
  answer.hidden = true;
  opened?.closest("td").removeAttribute("data-open");
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
