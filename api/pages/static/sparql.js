// The page works without this script: it makes the text field an editor with colours, marks, keys and completion.
"use strict";

const form = document.querySelector("#editor");
const field = form.elements.query;
const run = form.querySelector("button[value=html]");
const syntax = document.querySelector("#syntax");
const LONGEST_ADDRESS = 6000; // in characters; a longer query is sent as the body of a request

const NAMES = `PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?kind ?iri {
  { ?iri a owl:Class BIND("class" AS ?kind) } UNION
  { VALUES ?is { owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty } ?iri a ?is BIND("property" AS ?kind) } UNION
  { SELECT DISTINCT ?iri ?kind { ?s ?iri ?o BIND("property" AS ?kind) } } UNION
  { ?iri skos:inScheme ?scheme BIND("term" AS ?kind) }
  FILTER(isIRI(?iri))
}`;

// The editor's own completers ask other servers; ours know what is in this version.
const names = { class: [], property: [], term: [] };
const isTerm = (editor) => /^(term:|<https:\/\/w3id\.org\/lacuna\/term\/)/.test(editor.getCompleteToken().string);
const completers = {
  prefixes: { get: () => field.dataset.prefixes.split("\n") },
  class: { get: () => names.class },
  property: { get: () => names.property },
  term: { get: () => names.term, isValidCompletionPosition: isTerm, autoShow: true },
};
for (const [kind, ours] of Object.entries(completers)) {
  const from = kind === "term" ? "class" : kind;
  Yasqe.forkAutocompleter(from, { ...ours, name: `lacuna-${kind}`, bulk: true, persistenceId: null }, false);
}
Yasqe.defaults.autocompleters = ["variables", "lacuna-prefixes"];

const submit = () => form.requestSubmit(run);
const editor = new Yasqe(field.parentNode, {
  value: field.value.trimEnd(),
  persistenceId: null,
  createShareableLink: null,
  consumeShareLink: null,
  showQueryButton: false,
  resizeable: false,
  editorHeight: null,
  screenReaderLabel: "Query",
  extraKeys: { "Ctrl-Enter": submit, "Cmd-Enter": submit, "Ctrl-S": false, Tab: false, "Shift-Tab": false },
});
field.hidden = true;
field.required = false; // a field that does not show cannot be pointed at
field.after(editor.rootEl);
editor.refresh();
document.querySelector("#keys").hidden = false;
document.querySelector("label[for=query]").addEventListener("click", () => editor.focus());

editor.on("focus", async function load() {
  editor.off("focus", load);
  const asked = await fetch(`${form.action.split("#")[0]}?query=${encodeURIComponent(NAMES)}`, { headers: { Accept: "text/csv" } });
  if (!asked.ok) return;
  for (const line of (await asked.text()).split(/\r?\n/).slice(1)) {
    const [kind, iri] = line.split(",");
    if (iri) names[kind].push(iri);
  }
  for (const kind of Object.keys(names)) editor.enableCompleter(`lacuna-${kind}`);
});

// What the parser expects, as text that shows and is read out; the editor's own hint has a style that the policy refuses.
let waiting;
const tell = () => {
  const mark = editor.rootEl.querySelector(".parseErrorIcon");
  if (mark) mark.onmouseover = mark.onmouseout = null;
  const line = mark?.closest(".CodeMirror-gutter-wrapper")?.querySelector(".CodeMirror-linenumber")?.textContent;
  const said = mark ? `Line ${line} cannot be read.` : "";
  if (syntax.textContent !== said) syntax.textContent = said;
};
editor.on("changes", () => {
  clearTimeout(waiting);
  waiting = setTimeout(tell, 500);
});
tell();

form.addEventListener("submit", () => {
  field.value = editor.getValue();
  form.method = encodeURIComponent(field.value).length > LONGEST_ADDRESS ? "post" : "get";
});
