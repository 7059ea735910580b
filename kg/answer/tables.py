"""What a stored question asks besides, row by row: for every year, for every term of a facet, or questions to compare."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from kg.answer.models import Form, Share, Table, TableRow, bounds_body, where
from kg.evaluation.evaluate import judgement
from kg.evaluation.verdict import Bounds
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.catalogue import StoredQuestion, under
from kg.questions.question import Question, YearRange, charted_facet, with_conditions
from kg.review.model import Population
from kg.versions.dataset import Dataset


class Row(NamedTuple):
    """A row's label and question."""

    label: str
    question: Question


def rows_of(vocabulary: Vocabulary, stored: StoredQuestion, question: Question) -> tuple[Row, ...]:
    """The rows of a stored question's table, for the question as it is asked; none where it has no table.

    Raises:
        BadQuestion: the table names what the vocabulary does not have.
    """
    table = stored.asked.table
    if table is None:
        return ()
    if table.by == "year":
        years = table.range
        return tuple(
            Row(str(year), replace(question, years=YearRange(year, year)))
            for year in range(years.first, years.last + 1)
        )
    if table.by:
        return tuple(_by_term(vocabulary, question, charted_facet(vocabulary, f"{stored.name}, by", table.by).id))
    return tuple(
        Row(each.label, under(own, own.definition, question.completeness))
        for each in table.compare
        for own in (each.read(vocabulary),)
    )


def table_of(
    dataset: Dataset, stored: StoredQuestion, question: Question, review: str, k: int, href: Callable[[Question], str]
) -> Table | None:
    """The table of a stored question as it is asked, or None; ``href`` gives the address of a row's question."""
    asked = stored.asked.table
    if asked is None:
        return None
    found = []
    for row in rows_of(dataset.vocabulary, stored, question):
        judged = judgement(dataset, row.question, review, k)
        found.append(
            TableRow(
                label=row.label,
                where=where(row.question),
                definition=row.question.definition,
                verdict=judged.verdict,
                bounds=bounds_body(judged.bounds),
                share=share(judged.bounds, dataset.population(review)),
                certain=tuple(judged.certain),
                possible=tuple(judged.possible),
                href=href(row.question),
            )
        )
    form: Form = "comparison" if asked.compare else "trend" if asked.by == "year" else "breakdown"
    return Table(form=form, by=asked.by, rows=tuple(found))


def share(bounds: Bounds, population: Population) -> Share | None:
    """The bounds as shares of what is included, to four places; None where nobody knows how many that are."""
    if not population.included or bounds.upper is None:
        return None
    least, most = (round(number / population.included, 4) for number in (bounds.certain, bounds.upper))
    return Share(least=least, most=most)


def _by_term(vocabulary: Vocabulary, question: Question, facet: str) -> Iterator[Row]:
    """The question for each term below the facet's top, in place of any value at all."""
    any_value = Condition.of(facet, [facet])
    rest = replace(question, conditions=tuple(each for each in question.conditions if each != any_value))
    for term in vocabulary.of_facet(facet):
        if term.id != facet:
            yield Row(term.label, with_conditions(rest, Condition.of(facet, [term.id])))
