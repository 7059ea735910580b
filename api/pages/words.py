"""Words and addresses that templates need for ids: labels, citations, and the questions that conditions ask."""

from collections.abc import Iterable, Mapping

from api.models import TermDetail
from kg.answer.links import address
from kg.answer.models import Change, QuestionBody, Sensitivity
from kg.answer.words import change_text, label_of, reading_text, title_of
from kg.evaluation.models import ConditionBody
from kg.evaluation.verdict import SPARSE_BELOW
from kg.questions.question import NOT, YearRange
from kg.versions.dataset import Dataset


def words_of(dataset: Dataset) -> Mapping[str, object]:
    """The functions, by their names in templates."""
    vocabulary = dataset.vocabulary

    def label(id_: str) -> str:
        """The label of an id."""
        return label_of(vocabulary, id_)

    def cited(id_: str, reviews: Iterable[str]) -> str:
        """How a study of some reviews is cited."""
        charted = dataset.evidence(reviews).cited_study(id_)
        return next((study.citation for _, study in charted if study.citation), id_)

    def asks(where: Iterable[ConditionBody], definition: str | None, reviews: Iterable[str]) -> str:
        """The address of a question, by its conditions."""
        pairs = [_parameter(each) for each in where]
        pairs += [("definition", definition)] if definition else []
        return address("/ask", pairs, dataset.evidence(reviews), SPARSE_BELOW)

    def changed(change: Change) -> str:
        """A change of one condition in words."""
        return change_text(vocabulary, change)

    def read(other: Sensitivity) -> str:
        """Another reading in words."""
        return reading_text(vocabulary, other)

    def title(question: QuestionBody) -> str:
        """The text of a question, and how it was read where that is not as usual."""
        return title_of(vocabulary, question)

    return {
        "label": label,
        "cited": cited,
        "asks": asks,
        "change_text": changed,
        "reading_text": read,
        "title_of": title,
    }


def broad_columns(term: TermDetail, dataset: Dataset) -> Mapping[str, object]:
    """``shown``: the cells of a term's row of the map that are shown, of the top term and of those right below it."""
    if term.row is None:
        return {"shown": ()}
    facet, terms = term.row.facet, dataset.vocabulary.terms
    broad = [cell for cell in term.row.cells if cell.column == facet or facet in terms[cell.column].broader]
    return {"shown": sorted(broad, key=lambda cell: (cell.column != facet, terms[cell.column].label.casefold()))}


def _parameter(condition: ConditionBody) -> tuple[str, str]:
    """A condition as ``/ask`` takes it."""
    if condition.first is not None and condition.last is not None:
        return condition.facet, str(YearRange(condition.first, condition.last))
    if condition.not_in:
        return f"{NOT}{condition.facet}", ",".join(condition.not_in)
    return condition.facet, ",".join(condition.in_ or ())
