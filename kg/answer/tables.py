"""The table of a stored question: by year, by term of a facet, or questions compared."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from kg.answer.links import ask_address
from kg.answer.models import Form, Share, Table, TableRow
from kg.evaluation.around import Around
from kg.evaluation.models import bounds_body, where
from kg.evaluation.verdict import Bounds
from kg.ontology.applicability import barring
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.catalogue import StoredQuestion, with_reading
from kg.questions.question import Question, YearRange, with_conditions
from kg.questions.reading import charted_facet
from kg.versions.evidence import EvidenceBase
from kg.versions.population import Population


class RowQuestion(NamedTuple):
    """The label and question of a row."""

    label: str
    question: Question


def rows_of(vocabulary: Vocabulary, stored: StoredQuestion, question: Question) -> tuple[RowQuestion, ...]:
    """The rows of a stored question's table, for the question as it is asked; none where it has no table.

    Raises:
        BadQuestion: the table names what the vocabulary does not have.
    """
    table = stored.spec.table
    if table is None:
        return ()
    if table.by == "year":
        years = table.range
        return tuple(
            RowQuestion(str(year), replace(question, years=YearRange(year, year)))
            for year in range(years.first, years.last + 1)
        )
    if table.by:
        return tuple(_by_term(vocabulary, question, charted_facet(vocabulary, f"{stored.name}, by", table.by).id))
    return tuple(
        RowQuestion(each.label, with_reading(compared, compared.definition, question.completeness))
        for each in table.compare
        for compared in (each.read(vocabulary),)
    )


def table_of(
    evidence: EvidenceBase, beside: Around, stored: StoredQuestion, question: Question, k: int
) -> Table | None:
    """The table of a stored question as it is asked; None where it has none."""
    spec = stored.spec.table
    if spec is None:
        return None
    rows = []
    for row in rows_of(evidence.vocabulary, stored, question):
        found = beside.outline(row.question, k)
        rows.append(
            TableRow(
                label=row.label,
                where=where(row.question),
                definition=row.question.definition,
                verdict=found.verdict,
                bounds=bounds_body(found.bounds),
                share=share(found.bounds, evidence.population),
                certain=found.certain,
                possible=found.possible,
                href=ask_address(evidence, row.question, k),
            )
        )
    # Questions to compare have no ``by``.
    form: Form = "comparison" if spec.compare else "trend" if spec.by == "year" else "breakdown"
    return Table(form=form, by=spec.by, rows=tuple(rows))


def share(bounds: Bounds, population: Population) -> Share | None:
    """The bounds as shares of what is included, to four places; None where a number is not known."""
    if not population.included or bounds.upper is None:
        return None
    least, most = (round(number / population.included, 4) for number in (bounds.certain, bounds.upper))
    return Share(least=least, most=most)


def _by_term(vocabulary: Vocabulary, question: Question, facet: str) -> Iterator[RowQuestion]:
    """The question for each term below the facet's top that applies, in place of any value at all."""
    any_value = Condition.of(facet, [facet])
    # Such a condition only says that the facet matters; beside a term it would be redundant and change the address.
    rest = replace(question, conditions=tuple(each for each in question.conditions if each != any_value))
    for term in vocabulary.of_facet(facet):
        row = with_conditions(rest, Condition.of(facet, [term.id]))
        if term.id != facet and not barring(vocabulary, row.expanded(vocabulary).values()):
            yield RowQuestion(term.label, row)
