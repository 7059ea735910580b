"""The in-memory reference: sections 2 and 3 of the gap semantics sentence by sentence, for clarity, used only in tests."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.question import Completeness, Question
from kg.review.depth import Depth
from kg.review.model import Charted, EvidenceUnit, Review, Status, Study

Row = dict[str, str]

FURTHER_UNIT = "further-unit"


class Known(NamedTuple):
    """What is known of one study or unit on one facet: the charted terms, the open ones, and why they are open."""

    charted: tuple[str, ...]
    left_open: tuple[str, ...]
    reason: str


def rows(vocabulary: Vocabulary, review: Review, question: Question) -> list[Row]:
    """Every study and unit for which no condition is false, with the mark of each condition: certain, coarse or a reason."""
    found = []
    for study in review.studies:
        for id_, unit in _units(vocabulary, review, study, question.completeness):
            marks = _marks(vocabulary, review, study, unit, question)
            if marks is not None:
                found.append({"review": review.id, "study": study.id, "unit": id_, **marks})
    return sorted(found, key=lambda row: (row["study"], row["unit"]))


def edge_rows(vocabulary: Vocabulary, review: Review, facet: str, completeness: Completeness) -> list[Row]:
    """Every term to which a facet of a study and unit was charted, and every one at which it is open, with its mark."""
    found = []
    for study in review.studies:
        for id_, unit in _units(vocabulary, review, study, completeness):
            known = _known(review, facet, _charting(vocabulary, study, unit, facet), completeness)
            marked = [(term, "certain") for term in known.charted] + [(term, known.reason) for term in known.left_open]
            found += [
                {"review": review.id, "study": study.id, "unit": id_, "term": term, "mark": mark}
                for term, mark in marked
            ]
    return sorted(found, key=lambda row: (row["study"], row["unit"], row["term"], row["mark"]))


def covered(vocabulary: Vocabulary, review: Review, question: Question) -> bool:
    """Whether a statement that is relied on says that no uncharted study has any value on a facet that is asked for."""
    conditions = list(question.conditions)
    if question.definition:
        conditions += vocabulary.definitions[question.definition].conditions
    return any(
        "uncharted" in _closed(review, condition.facet, question.completeness, None)
        for condition in conditions
        if not condition.excluded
    )


def _units(
    vocabulary: Vocabulary, review: Review, study: Study, completeness: Completeness
) -> Iterator[tuple[str, EvidenceUnit]]:
    """The charted units, and where nobody relied on says that these are all, one further unit with nothing charted."""
    for unit in study.units:
        yield f"{study.id}/{unit.id}", unit
    on_units = [each for unit in study.units for each in unit.charted]
    read = [depth for each in (*study.charted, *on_units) for depth in _ever_read(each)]
    if "values" not in _closed(review, "evidence-unit", completeness, read):
        yield FURTHER_UNIT, EvidenceUnit(FURTHER_UNIT, _nothing_named(vocabulary))


def _nothing_named(vocabulary: Vocabulary) -> tuple[Charted, ...]:
    """What is known of a unit that nobody charted: a coder looked at the study, and no further combination is named."""
    return tuple(Charted(facet, Status.NOT_REPORTED) for facet in vocabulary.facets)


def _ever_read(charted: Charted) -> list[Depth]:
    return [*charted.read, *(depth for other in charted.others for depth in other.read)]


def _marks(vocabulary: Vocabulary, review: Review, study: Study, unit: EvidenceUnit, question: Question) -> Row | None:
    """The mark of every column, or None where a condition is false."""
    marks: Row = {}
    if question.years or question.not_years:
        if study.year is not None and not _in_time(study.year, question):
            return None
        marks["year"] = "certain" if study.year is not None else "not-charted"
    columns = question.expanded(vocabulary)
    for column, condition in columns.items():
        same_facet = [each for each in columns.values() if each.facet == condition.facet]
        charting = _charting(vocabulary, study, unit, condition.facet)
        known = _known(review, condition.facet, charting, question.completeness)
        mark = _mark(vocabulary, known, condition, same_facet)
        if mark is None:
            return None
        marks[column] = mark
    return marks


def _mark(vocabulary: Vocabulary, known: Known, condition: Condition, same_facet: list[Condition]) -> str | None:
    """The mark of a condition, judged together with the others on its facet; None where it is false."""
    barred = _under(vocabulary, [term for each in same_facet if each.excluded for term in each.terms])
    if condition.excluded:
        return _negative(vocabulary, known, barred)
    return _positive(vocabulary, known, condition.terms, _all_terms(vocabulary, condition.facet) - barred)


def _in_time(year: int, question: Question) -> bool:
    """Whether a year lies in the range asked for, and in none of those excluded."""
    wanted = question.years
    if wanted and not wanted.first <= year <= wanted.last:
        return False
    return not any(each.first <= year <= each.last for each in question.not_years)


def _positive(vocabulary: Vocabulary, known: Known, asked: tuple[str, ...], outside: set[str]) -> str | None:
    """The mark of ``in {asked}``, where only the terms outside the negated conditions count."""
    wanted = _under(vocabulary, asked) & outside
    if any(term in wanted for term in known.charted):
        return "certain"
    if any(_under(vocabulary, [term]) & wanted for term in known.charted):
        return "coarse"
    if any(_under(vocabulary, [term]) & wanted for term in known.left_open):
        return known.reason
    return None


def _negative(vocabulary: Vocabulary, known: Known, barred: set[str]) -> str | None:
    """The mark of ``not in {…}``, where ``barred`` are all the terms under the negated ones."""
    if any(term in barred for term in known.charted):
        return None
    if any(_under(vocabulary, [term]) & barred for term in known.charted):
        return "coarse"
    if any(_under(vocabulary, [term]) & barred for term in known.left_open):
        return known.reason
    return "certain"


def _known(review: Review, facet: str, charting: Charted | None, completeness: Completeness) -> Known:
    """The table of section 2; everything open is open at the facet's top term, unless candidates are listed."""
    if charting is None:
        return Known((), (facet,), "not-charted")
    closed = _closed(review, facet, completeness, charting.read)
    match charting.status:
        case Status.CODED:
            return Known(charting.terms, () if "values" in closed else (facet,), "not-exhaustive")
        case Status.NOT_REPORTED:
            return Known((), () if "silence" in closed else (facet,), "not-reported")
        case Status.UNCLEAR:
            return Known((), charting.terms if charting.terms else (facet,), "unclear")
        case Status.NONE | Status.NOT_APPLICABLE:
            return Known((), (), "false")


def _closed(review: Review, facet: str, completeness: Completeness, read: Iterable[Depth] | None) -> set[str]:
    """What the statements relied on close on a facet, in a cell for which so much was read (None: in no cell, at all)."""
    makers = ["review"] if completeness == "review" else ["review", "coders"]
    relied_on = [each for each in review.completeness if each.facet == facet and each.maker in makers]
    if read is not None:
        relied_on = [each for each in relied_on if set(each.depths) & set(read)]
    return {closed for each in relied_on for closed in each.closes}


def _charting(vocabulary: Vocabulary, study: Study, unit: EvidenceUnit, facet: str) -> Charted | None:
    holder = study if vocabulary.facets[facet].level == "study" else unit
    for charting in holder.charted:
        if charting.facet == facet:
            return charting
    return None


def _all_terms(vocabulary: Vocabulary, facet: str) -> set[str]:
    return {term.id for term in vocabulary.terms.values() if term.facet == facet}


def _under(vocabulary: Vocabulary, terms: Iterable[str]) -> set[str]:
    """The terms and everything narrower."""
    under = set(terms)
    while narrower := {term.id for term in vocabulary.terms.values() if under & set(term.broader)} - under:
        under |= narrower
    return under
