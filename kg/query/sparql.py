"""A question as SPARQL: one sub-select per condition, joined.

``FILTER EXISTS`` over paths is 100 times slower. The patterns that lead to the units are sub-selects of one pattern each, too:
Oxigraph joins these as sets, but looks up adjacent patterns one by one for every study, which takes 20 times as long at
100,000 studies.

SPARQL has no parameters. The text holds only IRIs: of terms, which ``read_question`` took from the vocabulary, and of the
reviews, in which ``review_iri`` has escaped every special character. No text of a caller enters a query.
"""

from collections.abc import Sequence

from rdflib import Literal, URIRef

from kg.ontology.vocabulary import Condition, Facet, Level, Vocabulary
from kg.query.compiled import LEGEND, Query
from kg.questions.question import Completeness, Question, barred_beside
from kg.questions.reasons import CERTAIN, Reason
from kg.rdf.data_iris import review_iri
from kg.rdf.iris import LACUNA, TERM, local_name, namespace_of

_PREFIXES = (
    f"PREFIX lacuna: <{LACUNA}>",
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>",
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
    f"PREFIX term: <{TERM}>",
)
_COARSE = Reason.TOO_COARSE.mark
_NEAR = "?x skos:broader* ?t , ?near . ?v lacuna:possibleTerm? ?near ."
"""To ?v: a term that has a term ?x at or below ?t at or below it, and the possibilities of that term."""
_NO_MARK = "~"
"""Sorts behind every mark: no edge speaks against an excluded condition."""


def compile_question(vocabulary: Vocabulary, question: Question, reviews: Sequence[str], title: str) -> Query:
    """The SPARQL of a question asked of reviews (their ids); the title is its first line."""
    columns = question.expanded(vocabulary)
    names = (["year"] if question.asks_year else []) + list(columns)
    projected = []
    for name, condition in columns.items():
        projected.append(
            f'(IF(?{name}_ = "{_NO_MARK}", "{CERTAIN}", ?{name}_) AS ?{name})' if condition.excluded else f"?{name}"
        )
    if question.asks_year:
        # First, as in Cypher: both texts return the same columns in the same order.
        projected.insert(0, f'(IF(BOUND(?published), "{CERTAIN}", "{Reason.NOT_CHARTED.mark}") AS ?year)')
    lines = [
        f"# {' '.join(title.split())}",
        *(f"# {line}" for line in LEGEND),
        *_PREFIXES,
        f"SELECT DISTINCT ?review ?study ?unit {' '.join(projected)} {{",
        *_units(question.completeness, reviews),
    ]
    if question.asks_year:
        lines.append("  OPTIONAL { SELECT ?s ?published { ?s lacuna:year ?published } }")
        within = [f"?published >= {each.first} && ?published <= {each.last}" for each in [question.years] if each]
        within += [f"(?published < {each.first} || ?published > {each.last})" for each in question.not_years]
        lines.append(f"  FILTER(!BOUND(?published) || {' && '.join(within)})")
    for name, condition in columns.items():
        if condition.excluded:
            lines += _excluded(vocabulary, question.completeness, name, condition)
        else:
            barred = barred_beside(columns.values(), condition)
            lines += _included(vocabulary, question.completeness, name, condition, barred)
    lines += ["}", f"ORDER BY ?review ?study ?unit {' '.join('?' + name for name in names)}"]
    return Query("sparql", "\n".join(lines) + "\n", {})


def compile_edges(_: Vocabulary, facet: Facet, completeness: Completeness, reviews: Sequence[str]) -> Query:
    """The SPARQL that lists the terms to which a facet was charted or left open (see ``cypher.compile_edges``)."""
    lines = [
        f"# Every {' '.join(facet.label.split())} that was charted or left open",
        *_PREFIXES,
        "SELECT ?review ?study ?unit ?term ?mark {",
        *_units(completeness, reviews),
        *_edges(facet, completeness),
        f"  {{ SELECT ?v ?t {{ ?t a {written(facet.class_iri)} . ?v lacuna:possibleTerm? ?t }} }}",
        f'  BIND(COALESCE(?reason, "{CERTAIN}") AS ?mark)',
        f"  BIND({id_of('?t')} AS ?term)",
        "} ORDER BY ?review ?study ?unit ?term ?mark",
    ]
    return Query("sparql", "\n".join(lines) + "\n", {})


def compile_all_edges(
    vocabulary: Vocabulary,
    level: Level,
    completeness: Completeness,
    reviews: Sequence[str],
    studies: Sequence[str] | None = None,
) -> Query:
    """The SPARQL of all edges of a level (see ``cypher.compile_all_edges``)."""
    facets = [facet for facet in vocabulary.charted_facets if facet.level == level]
    properties = " ".join(written(facet.property_iri) for facet in facets)
    classes = " ".join(written(facet.class_iri) for facet in facets)
    subject = "?s" if level == "study" else "?u"
    kinds = " ".join(f"lacuna:{kind}" for kind in _kinds(completeness))
    lines = [
        f"# Every term of each {level} that was charted or left open",
        *_PREFIXES,
        "SELECT ?review ?study ?unit ?term ?mark {",
        *_only(studies),
        *_units(completeness, reviews),
        f"      {{ VALUES ?charted {{ {properties} }} {subject} ?charted ?v }} UNION",
        f"      {{ VALUES ?kind {{ {kinds} }} ?open rdfs:subPropertyOf ?kind ; lacuna:reason ?reason . {subject} ?open ?v }}",
        f"  {{ SELECT ?v ?t {{ VALUES ?class {{ {classes} }} ?t a ?class . ?v lacuna:possibleTerm? ?t }} }}",
        f'  BIND(COALESCE(?reason, "{CERTAIN}") AS ?mark)',
        f"  BIND({id_of('?t')} AS ?term)",
        "}",
    ]
    return Query("sparql", "\n".join(lines) + "\n", {})


def compile_units(
    _: Vocabulary, completeness: Completeness, reviews: Sequence[str], studies: Sequence[str] | None = None
) -> Query:
    """The SPARQL of all units (see ``cypher.compile_units``)."""
    lines = [
        "# Every unit with the year of its study",
        *_PREFIXES,
        "SELECT ?review ?study ?unit ?year {",
        *_only(studies),
        *_units(completeness, reviews),
        "  OPTIONAL { SELECT ?s ?year { ?s lacuna:year ?year } }",
        "} ORDER BY ?review ?study ?unit",
    ]
    return Query("sparql", "\n".join(lines) + "\n", {})


def _only(studies: Sequence[str] | None) -> list[str]:
    return [] if studies is None else [f"  VALUES ?study {{ {' '.join(Literal(key).n3() for key in studies)} }}"]


def _units(completeness: Completeness, reviews: Sequence[str]) -> list[str]:
    # The further unit is reached by an open edge, as possibilities are: by its class, or all open edges would be read.
    further = "|".join(f"lacuna:{kind}NotCharted" for kind in _kinds(completeness))
    return [
        f"  VALUES ?r {{ {' '.join(f'<{review_iri(id_)}>' for id_ in reviews)} }} ?r skos:notation ?review .",
        "  { SELECT ?r ?s { ?r lacuna:includes ?s } } { SELECT ?s ?study { ?s skos:notation ?study } }",
        f"  {{ SELECT ?s ?u {{ {{ ?s lacuna:hasUnit ?u }} UNION {{ ?u a lacuna:FurtherUnit . ?s {further} ?u }} }} }}",
        "  { SELECT ?u ?unit { ?u skos:notation ?unit } }",
    ]


def _included(
    vocabulary: Vocabulary, completeness: Completeness, name: str, condition: Condition, barred: Condition | None
) -> list[str]:
    facet = vocabulary.facets[condition.facet]
    subject = _subject(facet)
    return [
        f"  {{ SELECT {subject} (MIN(?mark) AS ?{name}) {{",
        "      { SELECT ?v (MIN(?how) AS ?sure) {",
        f"          VALUES ?t {{ {_terms(vocabulary, condition)} }}",
        f"          {_NEAR}",
        *(f"    {line}" for line in _minus_barred(vocabulary, barred)),
        f'          BIND(IF(?x = ?v, "{CERTAIN}", "{_COARSE}") AS ?how)',
        "        } GROUP BY ?v }",
        *_edges(facet, completeness),
        "      BIND(COALESCE(?reason, ?sure) AS ?mark)",
        f"    }} GROUP BY {subject} }}",
    ]


def _excluded(vocabulary: Vocabulary, completeness: Completeness, name: str, condition: Condition) -> list[str]:
    facet = vocabulary.facets[condition.facet]
    subject = _subject(facet)
    kept = "lacuna:Study" if facet.level == "study" else "lacuna:EvidenceUnit lacuna:FurtherUnit"
    return [
        f"  {{ SELECT {subject} (MIN(?mark) AS ?{name}_) {{",
        f'      {{ VALUES ?kept {{ {kept} }} {subject} a ?kept . BIND("{_NO_MARK}" AS ?mark) }}',
        "      UNION {",
        f"        {{ SELECT DISTINCT ?v {{ VALUES ?t {{ {_terms(vocabulary, condition)} }}",
        f"            {_NEAR} }} }}",
        *(f"  {line}" for line in _edges(facet, completeness)),
        f'        BIND(COALESCE(?reason, "{_COARSE}") AS ?mark) }}',
        f"    }} GROUP BY {subject} }}",
        # A charted value at or below an excluded term makes the condition false.
        f"  MINUS {{ VALUES ?t {{ {_terms(vocabulary, condition)} }} ?v skos:broader* ?t . "
        f"{subject} {written(facet.property_iri)} ?v }}",
    ]


def _edges(facet: Facet, completeness: Completeness) -> list[str]:
    """From the subject to ?v by a charted edge, or by an open one, which has a ?reason."""
    subject = _subject(facet)
    kinds = " ".join(f"lacuna:{kind}" for kind in _kinds(completeness))
    return [
        f"      {{ {subject} {written(facet.property_iri)} ?v }} UNION",
        f"      {{ VALUES ?kind {{ {kinds} }} ?open rdfs:subPropertyOf ?kind ; lacuna:reason ?reason . {subject} ?open ?v }}",
    ]


def _minus_barred(vocabulary: Vocabulary, barred: Condition | None) -> list[str]:
    return [f"      MINUS {{ VALUES ?b {{ {_terms(vocabulary, barred)} }} ?x skos:broader* ?b }}"] if barred else []


def _mark(variable: str) -> str:
    return f'BIND(COALESCE(?reason, IF(?x = ?v, "{CERTAIN}", "{_COARSE}")) AS ?{variable})'


def _subject(facet: Facet) -> str:
    return "?s" if facet.level == "study" else "?u"


def _kinds(completeness: Completeness) -> tuple[str, ...]:
    return ("leftOpen",) if completeness == "all" else ("leftOpen", "closedByCoders")


def _terms(vocabulary: Vocabulary, condition: Condition) -> str:
    return " ".join(written(vocabulary.term_iri(term)) for term in condition.terms)


def written(iri: URIRef) -> str:
    """The IRI of a class, property or term in a query: with a prefix, if it is one of Lacuna's."""
    prefix = {str(LACUNA): "lacuna", str(TERM): "term"}.get(namespace_of(iri))
    return f"{prefix}:{local_name(iri)}" if prefix else f"<{iri}>"


def id_of(variable: str) -> str:
    """The id of a term, as an expression on the variable with its IRI."""
    return f'REPLACE(STR({variable}), "^.*[/#]", "")'
