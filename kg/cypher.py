"""A question as Cypher that Ladybug and Neo4j both understand, short enough to be read and pasted into Neo4j Browser.

The text walks: a charted edge, or one that is left open, then BROADER. Values stay parameters. One relationship type is
walked twice in one MATCH only where the two walks cannot share an edge (down from one term and up to another through
their narrower term): Neo4j would lose rows in silence otherwise.
"""

from kg.property_graph import relationship_type
from kg.query import CERTAIN, LEGEND, TOO_COARSE, Parameter, Query
from kg.question import Question, barred_beside
from kg.vocabulary import DEEPEST, Condition, Facet, Vocabulary

_UP = f"[:BROADER*0..{DEEPEST}]"


def compile_question(vocabulary: Vocabulary, question: Question, review: str, title: str) -> Query:
    """The Cypher of a question asked of one review (its id); the title is its first line."""
    columns = question.expanded(vocabulary)
    opened = "LEFT_OPEN" if question.completeness == "all" else "LEFT_OPEN|CLOSED_BY_CHARTERS"
    parameters: dict[str, Parameter] = {"review": review}
    parameters |= {column: list(condition.terms) for column, condition in columns.items()}
    lines = [
        f"MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|{opened}]->(u:EvidenceUnit)",
        "WHERE r.id = $review",
    ]
    kept = ["s", "u"]
    if question.years:
        parameters |= {"year_first": question.years.first, "year_last": question.years.last}
        lines += [
            "  AND (s.year IS NULL OR s.year >= $year_first AND s.year <= $year_last)",
            f"WITH s, u, CASE WHEN s.year IS NULL THEN 'not-charted' ELSE '{CERTAIN}' END AS year",
        ]
        kept.append("year")
    for column, condition in columns.items():
        facet = vocabulary.facets[condition.facet]
        barred = None if condition.excluded else barred_beside(columns, condition)
        lines += ["", *_step(facet, opened, column, condition, barred, ", ".join(kept))]
        kept.append(column)
    returned = ["s.id AS study", "u.id AS unit", *kept[2:]]
    header = [f"// {' '.join(title.split())}", *_parameters(parameters), *(f"// {line}" for line in LEGEND)]
    footer = ["", f"RETURN DISTINCT {', '.join(returned)}", f"ORDER BY {', '.join(['study', 'unit', *kept[2:]])}"]
    return Query("cypher", "\n".join([*header, *lines, *footer]) + "\n", parameters)


def compile_terms(
    vocabulary: Vocabulary, facet: Facet, barred: tuple[str, ...], question: Question, review: str
) -> Query:
    """The Cypher that lists, per study and unit, every term of a facet with its truth, for matrices.

    Columns: ``study``, ``unit``, ``term`` and ``mark`` (``certain``, or what keeps it open). Terms that a unit cannot
    have beside the ``barred`` ones are left out.
    """
    opened = "LEFT_OPEN" if question.completeness == "all" else "LEFT_OPEN|CLOSED_BY_CHARTERS"
    parameters: dict[str, Parameter] = {"review": review, "facet": facet.id}
    condition = "WHERE t.facet = $facet"
    if barred:
        parameters["barred"] = list(barred)
        condition += f" AND {_outside('barred')}"
    return Query(
        "cypher",
        f"// Every {facet.label} that a unit has or may have\n"
        f"MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|{opened}]->(u:EvidenceUnit)\n"
        f"WHERE r.id = $review\n"
        f"{_walk(facet, opened)}\n"
        f"{condition}\n"
        f"RETURN s.id AS study, u.id AS unit, t.id AS term, {_MARK} AS mark\n"
        f"ORDER BY study, unit, term\n",
        parameters,
    )


def literal(value: Parameter) -> str:
    """A parameter's value as it is written in Cypher."""
    if isinstance(value, list):
        return "[" + ", ".join(literal(each) for each in value) + "]"
    return str(value) if isinstance(value, int) else _quoted(value)


_MARK = f"min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN '{CERTAIN}' ELSE '{TOO_COARSE}' END)"


def _walk(facet: Facet, opened: str) -> str:
    """From the subject by a charted (or open) edge to v, down to a narrower-or-equal x, up to the asked term t."""
    subject = "s" if facet.level == "study" else "u"
    charted = relationship_type(str(facet.property_name))
    return f"MATCH ({subject})-[e:{charted}|{opened}]->(v:Term)<-{_UP}-(x:Term)-{_UP}->(t:Term)"


def _outside(column: str) -> str:
    """That x is neither one of the terms of a parameter nor narrower than one."""
    return f"NOT EXISTS {{ MATCH (x)-{_UP}->(b:Term) WHERE b.id IN ${column} }}"


def _step(
    facet: Facet, opened: str, column: str, condition: Condition, barred: str | None, kept: str
) -> tuple[str, ...]:
    if not condition.excluded:
        where = f"WHERE t.id IN ${column}"
        if barred:
            where += f" AND {_outside(barred)}"
        return (_walk(facet, opened), where, f"WITH {kept}, {_MARK} AS {column}")
    mark = f"min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN v.id IS NOT NULL THEN '{TOO_COARSE}' END)"
    false = "max(CASE WHEN e.reason IS NULL AND x.id = v.id THEN 1 ELSE 0 END)"
    return (
        f"OPTIONAL {_walk(facet, opened)}",
        f"WHERE t.id IN ${column}",
        f"WITH {kept}, coalesce({mark}, '{CERTAIN}') AS {column}, {false} AS has_one",
        "WHERE has_one = 0",
    )


def _parameters(parameters: dict[str, Parameter]) -> tuple[str, ...]:
    """The parameters as the command that sets them in Neo4j Browser."""
    return ("// :params {" + ", ".join(f"{name}: {literal(value)}" for name, value in parameters.items()) + "}",)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{escaped}'"
