"""Reporting checklist: what a review asks studies to report, and which charted study does.

Each item names the facets and terms by which it is charted (``ontology/checklist.yaml``). For a study an item is

* reported: some unit has such a value, or the source says that there is none;
* unclear: a coder looked, and what was charted leaves it open (an ambiguous source, too broad a term, or no statement that
  all values were charted);
* not-charted: no coder has looked;
* not-reported: a coder looked, and it is not there;
* not-applicable: it makes no sense for this study.

Of several units the first in this list holds. Of an item with several facets the first decides; where it is reported, the last
in this list holds of all. An item that no facet holds is not chartable: it has no counts, which is not 0.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter

from kg.evaluation.models import Body, ConditionBody, PopulationBody, condition_body, population_body
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.paths import ONTOLOGY
from kg.questions.question_file import ConditionList
from kg.questions.reading import read_question
from kg.review.model import Charted, Review, Status, Study
from kg.versions.population import Population
from kg.yaml_file import read_yaml

CHECKLIST = ONTOLOGY / "checklist.yaml"

Reported = Literal["reported", "unclear", "not-charted", "not-reported", "not-applicable"]
_ORDER: tuple[Reported, ...] = get_args(Reported)
_NAME = Annotated[str, StringConstraints(pattern="^[a-z-]+$")]


class _ItemFile(ConditionList):
    id: _NAME
    text: str


class _PriorityFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    priority: str
    items: tuple[_ItemFile, ...]


@dataclass(frozen=True)
class Item:
    """One thing to report. The first condition says what it is, the others qualify it; without any, it is not chartable."""

    id: str
    priority: str
    text: str
    conditions: tuple[Condition, ...]


class StudyItem(Body):
    """Whether a study reports an item, and where the coders looked (empty: nowhere)."""

    study: str
    citation: str
    status: Reported
    sources: tuple[str, ...]


class ItemBody(Body):
    """One item. Where it is not ``chartable``, ``where``, ``counts`` and ``studies`` are null."""

    review: str
    id: str
    priority: str
    text: str
    chartable: bool
    where: tuple[ConditionBody, ...] | None
    counts: dict[Reported, int] | None
    studies: tuple[StudyItem, ...] | None


class ChecklistBody(Body):
    """All items of one review; the counts are of its charted studies."""

    review: str
    population: PopulationBody
    items: tuple[ItemBody, ...]


@cache
def _written() -> tuple[_PriorityFile, ...]:
    return TypeAdapter(tuple[_PriorityFile, ...]).validate_python(read_yaml(CHECKLIST))


def read_checklist(vocabulary: Vocabulary) -> tuple[Item, ...]:
    """The items in the order of the review's table.

    Raises:
        BadQuestion: an item names a facet or term that the vocabulary does not have.
    """
    return tuple(
        Item(item.id, each.priority, item.text, _conditions(vocabulary, item))
        for each in _written()
        for item in each.items
    )


def checklist(vocabulary: Vocabulary, review: Review) -> ChecklistBody:
    """Which charted study of a review reports which item."""
    items = [_item(vocabulary, review, each) for each in read_checklist(vocabulary)]
    population = Population.of(review.remaining, len(review.studies))
    return ChecklistBody(review=review.id, population=population_body(population), items=tuple(items))


def _conditions(vocabulary: Vocabulary, item: _ItemFile) -> tuple[Condition, ...]:
    # Each is read by itself, because a question would put them in canonical order and the first one decides.
    return tuple(condition for pair in item.pairs for condition in read_question(vocabulary, [pair]).conditions)


def _item(vocabulary: Vocabulary, review: Review, item: Item) -> ItemBody:
    studies, counts = None, None
    if item.conditions:
        studies = tuple(_study(vocabulary, review, study, item) for study in review.studies)
        counts = {status: sum(each.status == status for each in studies) for status in _ORDER}
    return ItemBody(
        review=review.id,
        id=item.id,
        priority=item.priority,
        text=item.text,
        chartable=bool(item.conditions),
        where=tuple(condition_body(each) for each in item.conditions) or None,
        counts=counts,
        studies=studies,
    )


def _study(vocabulary: Vocabulary, review: Review, study: Study, item: Item) -> StudyItem:
    statuses: list[Reported] = []
    sources: set[str] = set()
    for unit in study.units:
        # An item may combine facets of both levels.
        charted = {each.facet: each for each in (*study.charted, *unit.charted)}
        found = [charted.get(condition.facet) for condition in item.conditions]
        sources |= {each.source for each in found if each and each.source}
        each_facet = [_status(vocabulary, review, *pair) for pair in zip(item.conditions, found, strict=True)]
        # The first facet says whether the item is reported; the others can only weaken that.
        is_named = each_facet[0] == "reported"
        statuses.append(max(each_facet, key=_ORDER.index) if is_named else each_facet[0])
    return StudyItem(
        study=study.id,
        citation=study.citation or study.id,
        status=min(statuses, key=_ORDER.index, default="not-charted"),
        sources=tuple(sorted(sources)),
    )


def _status(vocabulary: Vocabulary, review: Review, condition: Condition, charted: Charted | None) -> Reported:
    """The status of one condition of an item by the charting of its facet."""
    if charted is None:
        return "not-charted"
    wanted = vocabulary.with_narrower(condition.terms)
    met = any(term in wanted for term in charted.terms)
    meets = met or bool(wanted & vocabulary.with_narrower(charted.terms))
    match charted.status:
        case Status.NOT_APPLICABLE:
            return "not-applicable"
        case Status.NOT_REPORTED:
            return "not-reported"
        case Status.NONE:
            return "reported"
        case Status.UNCLEAR:
            return "unclear" if meets or not charted.terms else "not-reported"
        case Status.CODED:
            # Not reported only if all values were charted; otherwise the coder may have left the item out.
            closed = any(
                "values" in review.closes(maker, condition.facet, charted.read) for maker in ("review", "coders")
            )
            return "reported" if met else "not-reported" if closed and not meets else "unclear"


def render_checklist(found: Iterable[ChecklistBody]) -> str:
    """Checklists as text: for every item how many of the charted studies report it, and which."""
    return "\n".join(line for each in found for line in _lines(each))


def _lines(found: ChecklistBody) -> Iterator[str]:
    population = found.population
    rest = (
        "how many more are included is not stated"
        if population.included is None
        else f"{population.uncharted} uncharted"
    )
    yield f"{found.review}: {population.charted} charted studies; {rest}."
    priority = ""
    for item in found.items:
        if item.priority != priority:
            priority = item.priority
            yield f"\n{priority}"
        if item.counts is None or item.studies is None:
            yield f"  {item.id}: {item.text}\n    not chartable"
            continue
        counts = ", ".join(f"{status.replace('-', ' ')} {number}" for status, number in item.counts.items() if number)
        yield f"  {item.id}: {item.text}\n    {counts}"
        reporting = ", ".join(each.study for each in item.studies if each.status == "reported")
        if reporting:
            yield f"    reported by {reporting}"
