"""The pages in ``docs/terms/``: a tree of terms for each facet, and an index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.ontology.vocabulary import Facet, Term, Vocabulary
from loaders.generate.alignments import Alignment

_INDEX = """\
# Terms

Version {version}: {terms} terms in {facets} facets, made from `ontology/` by `make bless`. Every term has an anchor
(`unit-operation.md#lyophilization`) and an IRI (`https://w3id.org/lacuna/term/lyophilization`). The IRIs are not registered
at w3id.org yet, so they do not resolve. `lacuna terms WORD` finds a term by its label or a synonym.

| facet | level | terms | what |
| --- | --- | --- | --- |
"""

_LEVELS = {
    "study": "Charted once per study.",
    "unit": "Charted per evidence unit.",
    "review": "Said of the review itself and of its process; never a column of a charting sheet.",
}

_MATCHES = {
    "skos:exactMatch": "the same as",
    "skos:closeMatch": "nearly",
    "skos:broadMatch": "narrower than",
    "skos:narrowMatch": "broader than",
    "skos:relatedMatch": "associated with",
}
"""Each predicate in words, from our term to the other."""


def term_pages(vocabulary: Vocabulary, alignments: Iterable[Alignment]) -> dict[str, str]:
    """The pages in Markdown, by file name."""
    matches: dict[str, list[Alignment]] = defaultdict(list)
    for each in alignments:
        matches[each.term].append(each)
    facets = [vocabulary.facets[id_] for id_ in sorted(vocabulary.facets)]
    pages = {f"{facet.id}.md": _page(vocabulary, facet, matches) for facet in facets}
    index = _INDEX.format(version=vocabulary.version, terms=len(vocabulary.terms), facets=len(facets))
    return {"README.md": index + "".join(_row(vocabulary, facet) for facet in facets)} | pages


def _row(vocabulary: Vocabulary, facet: Facet) -> str:
    count = sum(1 for _ in vocabulary.of_facet(facet.id))
    what = vocabulary.terms[facet.id].definition
    return f"| [{facet.label}]({facet.id}.md) | {facet.level} | {count} | {what} |\n"


def _page(vocabulary: Vocabulary, facet: Facet, matches: Mapping[str, list[Alignment]]) -> str:
    property_ = f" In RDF: `<{facet.property_iri}>`." if facet.charted else ""
    title = facet.label[:1].upper() + facet.label[1:]
    head = f"# {title}\n\n{_LEVELS[facet.level]}{property_} [All facets](README.md)\n\n"
    below: dict[str, list[Term]] = defaultdict(list)
    for term in vocabulary.of_facet(facet.id):
        for broader in term.broader:
            below[broader].append(term)
    # One set for the whole page: a term with several broader ones is written out once.
    tree = "".join(_tree(vocabulary.terms[facet.id], below, matches, set(), 0))
    old = [term for _, term in sorted(vocabulary.deprecated.items()) if term.facet == facet.id]
    return head + tree + ("\n## Deprecated\n\n" if old else "") + "".join(_item(term, matches) for term in old)


def _tree(
    term: Term,
    below: Mapping[str, list[Term]],
    matches: Mapping[str, list[Alignment]],
    shown: set[str],
    depth: int,
) -> Iterator[str]:
    """The lines of a term and of all below it; a term reached a second time is only linked."""
    indent = "  " * depth
    if term.id in shown:  # below a second broader term; a page must not have an anchor twice
        yield f"{indent}- [{term.label}](#{term.id})\n"
        return
    shown.add(term.id)
    yield indent + _item(term, matches).replace("\n  ", f"\n{indent}  ")
    for narrower in below[term.id]:
        yield from _tree(narrower, below, matches, shown, depth + 1)


def _item(term: Term, matches: Mapping[str, list[Alignment]]) -> str:
    """The line of one term: anchor, label, id and definition; then synonyms, replacements, rank and matches."""
    also = [f"Also: {', '.join(term.synonyms)}."] if term.synonyms else []
    instead = ", ".join(f"[{id_}](#{id_})" for id_ in term.replaced_by)
    replaced = [f"Replaced by {instead}."] if instead else []
    aligned = [
        f"{reads} {', '.join(_linked(each) for each in matches.get(term.id, ()) if each.predicate == predicate)}"
        for predicate, reads in _MATCHES.items()
        if any(each.predicate == predicate for each in matches.get(term.id, ()))
    ]
    ranked = [f"Rank {term.rank}."] if term.rank else []
    more = [*also, *replaced, *ranked, *([f"Means: {'; '.join(aligned)}."] if aligned else [])]
    first = f'- <a id="{term.id}"></a>**{term.label}** `{term.id}`: {term.definition}'
    return "<br>\n  ".join([first, *more]) + "\n"


def _linked(alignment: Alignment) -> str:
    return f"[{alignment.label}]({alignment.iri}) ({alignment.curie.partition(':')[0]})"
