"""A question as SPARQL: one sub-select per condition, joined.

The terms that count are computed from the vocabulary of the version, as for Cypher. Each sub-select begins with them, so that an
engine looks up the edges that lead to them, and reads no others. The patterns that lead to the units are sub-selects of one step
each: Oxigraph joins these as sets, but looks up adjacent patterns one by one for every study.

Ids of studies and units are joined last, as sets, too. Only a person needs them: to look up all takes as long as the rest of a
question that few studies meet, so ``by_iris`` leaves them out for the program. In lists of edges, which nobody but the program
reads, studies, units and terms are IRIs. ``kg.stores.sparql_rows`` turns IRIs into ids.

SPARQL has no parameters. The text holds only ids and IRIs: of terms, which ``read_question`` took from the vocabulary, and of
the reviews, in which ``review_iri`` has escaped every special character. No text of a caller enters a query.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from rdflib import URIRef

from kg.ontology.vocabulary import Condition, Facet, Level, Vocabulary
from kg.query.compiled import LEGEND, Query, counted_terms
from kg.questions.question import Completeness, Question, barred_beside
from kg.questions.reasons import CERTAIN, Reason
from kg.rdf.data_iris import further_unit_iri, review_iri, study_iri
from kg.rdf.iris import LACUNA, TERM, local_name, namespace_of, open_property

_PREFIXES = (
    f"PREFIX lacuna: <{LACUNA}>",
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
    f"PREFIX term: <{TERM}>",
)
_COARSE = Reason.TOO_COARSE.mark
_BY_UNIT = "ORDER BY ?review ?study ?unit"
_IDS = "  { SELECT ?s ?study { ?s skos:notation ?study } } { SELECT ?u ?unit { ?u skos:notation ?unit } }"
_IRIS = "(?s AS ?study) (?u AS ?unit)"
_UNIT = "SELECT ?review ?study ?unit"
AT = "at"
"""The column of ``by_iris`` that says where a row belongs."""
_OF_UNIT = "\n  { SELECT ?u ("
_STUDY = re.compile(r"\?s\b")
_UNITS = re.compile(r"^  \{ SELECT \?s \?u \{ .* \?s (\S+) \?u \} \} \}\n", re.MULTILINE)
_FURTHER = re.compile(r"\bFurtherUnit \. \?s \S+ \?u\b")
_WIDTH, _LISTED = 120, " " * 7


def compile_question(vocabulary: Vocabulary, question: Question, reviews: Sequence[str], title: str) -> Query:
    """The SPARQL of a question asked of reviews (their ids); the title is its first line."""
    columns = question.expanded(vocabulary)
    projected = [
        f'(COALESCE(?{name}_, "{CERTAIN}") AS ?{name})' if condition.excluded else f"?{name}"
        for name, condition in columns.items()
    ]
    if question.asks_year:
        # First, as in Cypher: both texts return the same columns in the same order.
        projected.insert(0, f'(IF(BOUND(?published), "{CERTAIN}", "{Reason.NOT_CHARTED.mark}") AS ?year)')
    lines = [
        f"# {' '.join(title.split())}",
        *(f"# {line}" for line in LEGEND),
        *_PREFIXES,
        f"{_UNIT} {' '.join(projected)} {{",
        *_units(question.completeness, reviews),
    ]
    # What is excluded comes last: OPTIONAL and MINUS are about what stands before them.
    for name, condition in sorted(columns.items(), key=lambda item: item[1].excluded):
        asked = f"{name}: {'not ' if condition.excluded else ''}{', '.join(condition.terms)}"
        lines += _filled("  #", asked.split())
        barred = barred_beside(columns.values(), condition)
        lines += _condition(vocabulary, question.completeness, name, condition, barred)
    if question.asks_year:
        lines.append("  OPTIONAL { SELECT ?s ?published { ?s lacuna:year ?published } }")
        within = [f"?published >= {each.first} && ?published <= {each.last}" for each in [question.years] if each]
        within += [f"(?published < {each.first} || ?published > {each.last})" for each in question.not_years]
        lines.append(f"  FILTER(!BOUND(?published) || {' && '.join(within)})")
    lines += [_IDS, "}", _BY_UNIT]
    return Query("sparql", "\n".join(lines) + "\n", {})


def by_iris(text: str, reviews: Callable[[], Iterable[str]]) -> str:
    """A compiled question without what only a person needs; any other text as it is.

    Args:
        text: the question. In place of the review, study and unit its rows then have ``?at``: the IRI of a charted unit, or that
            of the study whose further unit is meant.
        reviews: gives the ids of all stored reviews. Where all are asked, the query does not look up which studies each review
            includes, nor (unless a condition is about studies) to which study a unit belongs.
    """
    head, _, body = text.partition(f"\n{_UNIT} ")  # a title is one line, so none of it is in the rest
    if f"\n{_IDS}\n" not in body:
        return text
    # One IRI a row: Oxigraph looks up the text of each that it returns, which takes as long as two joins of the row.
    body = _body_by_iris(body.replace(f"{_IDS}\n", ""), reviews())
    return f"{head}\nSELECT (COALESCE(?of, ?u) AS ?{AT}) {body}"


def _body_by_iris(text: str, reviews: Iterable[str]) -> str:
    included = f"{_included(sorted(reviews))}\n"
    if included in text:
        text = text.replace(included, "", 1)
        units = _UNITS.search(text)
        if units and _OF_UNIT in text and len(_STUDY.findall(text)) == len(_STUDY.findall(units[0])):
            return _without_studies(text.replace(units[0], "", 1), units[1], reviews)
    text = text.replace("{ SELECT ?s ?u { {", "{ SELECT ?s ?u ?of { {", 1)
    return _FURTHER.sub(r"\g<0> BIND(?s AS ?of)", text, count=1)


def _without_studies(text: str, further: str, reviews: Iterable[str]) -> str:
    """The text of a question to all reviews in which conditions bind the units and none is about a study.

    Studies are looked up only for further units: those from which the edge ``further`` leads there.
    """
    body, _, _ = text.rpartition("}")
    iris = ", ".join(f"<{further_unit_iri(id_)}>" for id_ in sorted(reviews))
    return (
        f"{body}  OPTIONAL {{ SELECT ?u ?of {{ ?u a lacuna:FurtherUnit . ?of {further} ?u }} }}\n"
        f"  FILTER(BOUND(?of) || ?u NOT IN ({iris}))\n}}\n"
    )


def compile_edges(_: Vocabulary, facet: Facet, completeness: Completeness, reviews: Sequence[str]) -> Query:
    """The SPARQL that lists the terms to which a facet was charted or left open (see ``cypher.compile_edges``)."""
    subject = _subject(facet.level)
    lines = [
        f"# Every {' '.join(facet.label.split())} that was charted or left open",
        *_PREFIXES,
        f"SELECT ?review {_IRIS} ?term ?mark {{",
        *_units(completeness, reviews),
        f"  {{ SELECT {subject} ?term ?mark {{",
        f'      {{ {subject} {written(facet.property_iri)} ?term BIND("{CERTAIN}" AS ?mark) }} UNION',
        f"      {{ {{ SELECT ?possible ?term {{ ?term a {written(facet.class_iri)} . ?possible lacuna:possibleTerm ?term }} }}",
        *_open_edges(subject, completeness, "mark"),
        "    } }",
        f"}} {_BY_UNIT} ?term ?mark",
    ]
    return Query("sparql", "\n".join(lines) + "\n", {})


def compile_edges_together(
    _: Vocabulary,
    facets: Sequence[Facet],
    completeness: Completeness,
    reviews: Sequence[str],
    studies: Sequence[str] | None = None,
) -> Query:
    """The SPARQL of ``compile_edges`` for several facets (see ``cypher.compile_edges_together``), with a row for each edge."""
    level = facets[0].level
    subject = _subject(level)
    lines = [
        f"# Every {level} with the terms of these facets to which it was charted or left open",
        *_PREFIXES,
        f"SELECT ?review {_IRIS} ?term ?mark {{",
        *_only(reviews, studies),
        *_units(completeness, reviews),
        f"  {{ SELECT {subject} ?term ?mark {{",
        "      { VALUES ?charted {",
        *_filled(_LISTED, (written(facet.property_iri) for facet in facets)),
        f'      }} {subject} ?charted ?term BIND("{CERTAIN}" AS ?mark) }} UNION',
        "      { { SELECT ?possible ?term { VALUES ?facet {",
        *_filled(_LISTED, (written(facet.class_iri) for facet in facets)),
        "      } ?term a ?facet . ?possible lacuna:possibleTerm ?term } }",
        *_open_edges(subject, completeness, "mark"),
        "    } }",
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
        f"SELECT ?review {_IRIS} ?year {{",
        *_only(reviews, studies),
        *_units(completeness, reviews),
        "  OPTIONAL { SELECT ?s ?year { ?s lacuna:year ?year } }",
        f"}} {_BY_UNIT}",
    ]
    return Query("sparql", "\n".join(lines) + "\n", {})


def _only(reviews: Sequence[str], studies: Sequence[str] | None) -> list[str]:
    """The restriction to studies of some keys, in any of the reviews."""
    if studies is None:
        return []
    iris = (f"<{study_iri(review, key)}>" for review in reviews for key in studies)
    return [f"  VALUES ?s {{ {' '.join(iris)} }}"]


def _units(completeness: Completeness, reviews: Sequence[str]) -> list[str]:
    # The further unit is reached by an open edge, as possibilities are: by its class, or all open edges would be read.
    further = "|".join(f"lacuna:{kind}NotCharted" for kind in _kinds(completeness))
    return [
        _included(reviews),
        f"  {{ SELECT ?s ?u {{ {{ ?s lacuna:hasUnit ?u }} UNION {{ ?u a lacuna:FurtherUnit . ?s {further} ?u }} }} }}",
    ]


def _included(reviews: Iterable[str]) -> str:
    asked = " ".join(f"<{review_iri(id_)}>" for id_ in reviews)
    return f"  {{ SELECT ?review ?s {{ VALUES ?r {{ {asked} }} ?r skos:notation ?review ; lacuna:includes ?s }} }}"


def _condition(
    vocabulary: Vocabulary, completeness: Completeness, name: str, condition: Condition, barred: Condition | None
) -> list[str]:
    facet = vocabulary.facets[condition.facet]
    subject, charted = _subject(facet.level), written(facet.property_iri)
    counted, near = counted_terms(vocabulary, condition, barred)
    if condition.excluded:
        begin, column, sure = "OPTIONAL ", f"{name}_", dict.fromkeys(near, _COARSE)
    else:
        begin, column = "", name
        sure = {term: CERTAIN if term in counted else _COARSE for term in near}
    lines = [
        f"  {begin}{{ SELECT {subject} (MIN(COALESCE(?reason, ?sure)) AS ?{column}) {{",
        "      VALUES (?term ?sure) {",
        *_filled(_LISTED, (f'({written(vocabulary.term_iri(term))} "{mark}")' for term, mark in sure.items())),
        "      }",
        f"      {{ {subject} {charted} ?term }} UNION",
        "      { ?possible lacuna:possibleTerm ?term .",
        *_open_edges(subject, completeness, "reason"),
        f"    }} GROUP BY {subject} }}",
    ]
    if condition.excluded:
        lines += [
            "  # A charted value at or below an excluded term makes the condition false.",
            f"  MINUS {{ SELECT DISTINCT {subject} {{",
            "      VALUES ?term {",
            *_filled(_LISTED, (written(vocabulary.term_iri(term)) for term in counted)),
            f"      }} {subject} {charted} ?term",
            "    } }",
        ]
    return lines


def _open_edges(subject: str, completeness: Completeness, reason: str) -> list[str]:
    """From the subject to ?possible by an open edge, with its reason in a variable; it closes the group that it stands in."""
    edges = [
        f'{{ {subject} {written(open_property(kind, each))} ?possible BIND("{each.mark}" AS ?{reason}) }}'
        for kind in _kinds(completeness)
        for each in Reason
        if (each.has_open_edge if kind == "leftOpen" else each.can_be_closed)
    ]
    return [f"        {edge} UNION" for edge in edges[:-1]] + [f"        {edges[-1]} }}"]


def _subject(level: Level) -> str:
    return "?s" if level == "study" else "?u"


def _kinds(completeness: Completeness) -> tuple[str, ...]:
    return ("leftOpen",) if completeness == "all" else ("leftOpen", "closedByCoders")


def _filled(margin: str, words: Iterable[str]) -> list[str]:
    """Words in lines, each behind a margin."""
    lines = [margin]
    for word in words:
        if len(lines[-1]) + len(word) >= _WIDTH and lines[-1] != margin:
            lines.append(margin)
        lines[-1] += f" {word}"
    return lines


def written(iri: URIRef) -> str:
    """The IRI of a class, property or term in a query: with a prefix, if it is one of Lacuna's."""
    prefix = {str(LACUNA): "lacuna", str(TERM): "term"}.get(namespace_of(iri))
    return f"{prefix}:{local_name(iri)}" if prefix else f"<{iri}>"


def id_of(variable: str) -> str:
    """The id of a term, as an expression on the variable with its IRI."""
    return f'REPLACE(STR({variable}), "^.*[/#]", "")'
