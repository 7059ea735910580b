"""A question as Cypher for Ladybug and Neo4j, readable enough to be pasted into Neo4j Browser.

What is asked stands at the top, term by term. For each condition the text follows one edge, charted to a term or open to a
possibility. The matching terms are parameters, computed from the vocabulary of the version and listed at the end: walking
``BROADER`` again from every unit took up to seven times as long, and edges from each term to all that it counts for twice.
Each condition is a step of its own: Ladybug plans one step quickly, but several conditions in one step take three times as long
for each one added.
"""

from collections.abc import Mapping, Sequence

from kg.ontology.vocabulary import Condition, Facet, Vocabulary
from kg.property_graph.schema import relationship_type
from kg.query.compiled import LEGEND, Parameter, Query, counted_terms
from kg.questions.question import Completeness, Question, barred_beside
from kg.questions.reasons import CERTAIN, Reason

_COARSE = Reason.TOO_COARSE.mark
_UNITS = "EvidenceUnit|FurtherUnit"
_TERMS = "Term|Possibility"
_LEGEND = (
    "Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that",
    "have one of those below them.",
)


def compile_question(vocabulary: Vocabulary, question: Question, reviews: Sequence[str], title: str) -> Query:
    """The Cypher of a question asked of reviews (their ids); the title is its first line."""
    columns = question.expanded(vocabulary)
    opened = _opened(question.completeness)
    parameters: dict[str, Parameter] = {"reviews": list(reviews)}
    lines = [
        f"MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|{opened}]->(u:{_UNITS})",
        "WHERE r.id IN $reviews",
    ]
    variables = ["r", "s", "u"]  # what WITH passes on to the next step
    if question.asks_year:
        if question.years:
            parameters |= {"year_first": question.years.first, "year_last": question.years.last}
            lines.append("  AND (s.year IS NULL OR s.year >= $year_first AND s.year <= $year_last)")
        for number, each in enumerate(question.not_years, start=1):
            first, last = f"not_year_{number}_first", f"not_year_{number}_last"
            parameters |= {first: each.first, last: each.last}
            lines.append(f"  AND (s.year IS NULL OR s.year < ${first} OR s.year > ${last})")
        lines += [
            f"WITH r, s, u, CASE WHEN s.year IS NULL THEN '{Reason.NOT_CHARTED.mark}' ELSE '{CERTAIN}' END AS year",
        ]
        variables.append("year")
    counted: dict[str, list[str]] = {}
    for column, condition in columns.items():
        counted[column], near = counted_terms(vocabulary, condition, barred_beside(columns.values(), condition))
        parameters |= {column: counted[column], f"{column}_near": near}
    returned = [*variables[3:], *columns]
    # The most selective conditions first: the fewer units remain, the less work for each later step.
    for column in sorted(columns, key=lambda name: (columns[name].excluded, len(counted[name]), name)):
        condition = columns[column]
        lines += ["", *_step(vocabulary.facets[condition.facet], opened, column, condition, ", ".join(variables))]
        variables.append(column)
    footer = [
        "",
        f"RETURN {', '.join(['r.id AS review', 's.id AS study', 'u.id AS unit', *returned])}",
        "ORDER BY review, study, unit",
    ]
    text = [*_header(title, columns, reviews), *lines, *footer, "", *_settings(parameters)]
    return Query("cypher", "\n".join(text) + "\n", parameters)


def compile_edges(vocabulary: Vocabulary, facet: Facet, completeness: Completeness, reviews: Sequence[str]) -> Query:
    """The Cypher that lists, per study and unit, the terms to which a facet was charted or left open, for voids and matrices.

    Columns: ``review``, ``study``, ``unit``, ``term`` and ``mark``: ``certain`` where it was charted, else why it is open.
    """
    opened = _opened(completeness)
    subject = "s" if facet.level == "study" else "u"
    return Query(
        "cypher",
        f"// Every {_in_a_comment(facet.label)} that was charted or left open\n"
        f"MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|{opened}]->(u:{_UNITS})\n"
        f"WHERE r.id IN $reviews\n"
        f"MATCH ({subject})-[e:{_charted(facet)}|{opened}]->(v:{_TERMS})\n"
        f"WHERE v.id IN $terms\n"
        f"RETURN r.id AS review, s.id AS study, u.id AS unit, v.id AS term, coalesce(e.reason, '{CERTAIN}') AS mark\n"
        f"ORDER BY review, study, unit, term, mark\n",
        {"reviews": list(reviews), "terms": [term.id for term in vocabulary.of_facet(facet.id)]},
    )


def compile_edges_together(
    vocabulary: Vocabulary,
    facets: Sequence[Facet],
    completeness: Completeness,
    reviews: Sequence[str],
    studies: Sequence[str] | None = None,
) -> Query:
    """The Cypher that lists what ``compile_edges`` lists, of several facets of a level, in any order and in fewer rows.

    There is one row for each review, term and mark, with the columns ``studies`` and ``units``, lists of equal length, in place
    of ``study`` and ``unit``. The argument ``studies`` has the keys of the only studies that count; None: all do.
    """
    # Engines send, and their drivers read, a fraction of the rows.
    opened, level = _opened(completeness), facets[0].level
    charted = "|".join(map(_charted, facets))
    where, parameters = _asked_of(reviews, studies)
    of_facets = ""
    if len(facets) < sum(facet.level == level for facet in vocabulary.charted_facets):
        # Edges left open have one type whatever the facet.
        of_facets = "WHERE v.id IN $terms\n"
        parameters["terms"] = [term.id for facet in facets for term in vocabulary.of_facet(facet.id)]
    return Query(
        "cypher",
        f"// Every {level} with the terms of these facets to which it was charted or left open\n"
        f"MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|{opened}]->(u:{_UNITS})\n"
        f"{where}\n"
        f"MATCH ({'s' if level == 'study' else 'u'})-[e:{charted}|{opened}]->(v:{_TERMS})\n"
        f"{of_facets}"
        f"RETURN r.id AS review, v.id AS term, coalesce(e.reason, '{CERTAIN}') AS mark,\n"
        f"  collect(s.id) AS studies, collect(u.id) AS units\n",
        parameters,
    )


def compile_units(
    _: Vocabulary, completeness: Completeness, reviews: Sequence[str], studies: Sequence[str] | None = None
) -> Query:
    """The Cypher that lists all units: ``review``, ``study``, ``unit``, and ``year``, null where that was not charted.

    ``studies`` as of ``compile_edges_together``.
    """
    where, parameters = _asked_of(reviews, studies)
    return Query(
        "cypher",
        f"// Every unit with the year of its study\n"
        f"MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|{_opened(completeness)}]->(u:{_UNITS})\n"
        f"{where}\n"
        f"RETURN r.id AS review, s.id AS study, u.id AS unit, s.year AS year\n"
        f"ORDER BY review, study, unit\n",
        parameters,
    )


def literal(value: Parameter) -> str:
    """A parameter's value as it is written in Cypher."""
    if isinstance(value, list):
        return "[" + ", ".join(literal(each) for each in value) + "]"
    return str(value) if isinstance(value, int) else _quoted(value)


def _asked_of(reviews: Sequence[str], studies: Sequence[str] | None) -> tuple[str, dict[str, Parameter]]:
    """The condition on reviews and, where these are named, on studies, with its parameters."""
    if studies is None:
        return "WHERE r.id IN $reviews", {"reviews": list(reviews)}
    return "WHERE r.id IN $reviews AND s.id IN $studies", {"reviews": list(reviews), "studies": list(studies)}


def _opened(completeness: Completeness) -> str:
    return "LEFT_OPEN" if completeness == "all" else "LEFT_OPEN|CLOSED_BY_CODERS"


def _step(facet: Facet, opened: str, column: str, condition: Condition, variables: str) -> tuple[str, ...]:
    """The lines of one condition: from the unit (or study) to all near terms, keeping the best mark."""
    subject = "s" if facet.level == "study" else "u"
    walk = f"MATCH ({subject})-[e:{_charted(facet)}|{opened}]->(t:{_TERMS})"
    where = f"WHERE t.id IN ${column}_near"
    if not condition.excluded:
        # min keeps the best mark: "certain" sorts before "coarse", and both before every reason (see ``questions.reasons``).
        counts = f"WHEN t.id IN ${column} THEN '{CERTAIN}' ELSE '{_COARSE}'"
        mark = f"min(CASE WHEN e.reason IS NOT NULL THEN e.reason {counts} END)"
        return walk, where, f"WITH {variables}, {mark} AS {column}"
    mark = f"min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IS NOT NULL THEN '{_COARSE}' END)"
    false = f"max(CASE WHEN e.reason IS NULL AND t.id IN ${column} THEN 1 ELSE 0 END)"
    # OPTIONAL: a unit without any edge to a near term certainly does not have what is excluded, so it must stay.
    return (
        f"OPTIONAL {walk}",
        where,
        f"WITH {variables}, coalesce({mark}, '{CERTAIN}') AS {column}, {false} AS has_one",
        "WHERE has_one = 0",
    )


def _header(title: str, columns: Mapping[str, Condition], reviews: Sequence[str]) -> list[str]:
    """The title, what is asked of which reviews, by column, and what the marks mean."""
    asked = [
        f"//   {column}: {'not ' if condition.excluded else ''}{', '.join(condition.terms)}"
        for column, condition in columns.items()
    ]
    return [
        f"// {_in_a_comment(title)}",
        f"// Asked of {_in_a_comment(', '.join(reviews))}:",
        *asked,
        *(f"// {line}" for line in LEGEND),
    ]


def _settings(parameters: Mapping[str, Parameter]) -> list[str]:
    """What the parameters mean, and the command that sets them in Neo4j Browser: last, because it is long."""
    assignments = ", ".join(f"{name}: {literal(value)}" for name, value in parameters.items())
    return [*(f"// {line}" for line in _LEGEND), f"// :params {{{assignments}}}"]


def _in_a_comment(text: str) -> str:
    return " ".join(text.split())


def _charted(facet: Facet) -> str:
    return relationship_type(str(facet.property_name))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{escaped}'"
