"""The PRISMA flow, counted from records and decisions, and compared with what is stated.

Boxes after M. J. Page et al., The PRISMA 2020 statement, BMJ 372:n71 (2021), figure 1; rounds and their columns after its
flow diagram for updated reviews which included searches of databases, registers and other sources.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple, get_args

from kg.review.model import FlowCount, Via
from loaders.records.files import DUPLICATES_FILE, RECORDS_FILE, SCREENING
from loaders.records.folder import Found
from loaders.records.screening import REASONS, STAGES, Stage
from loaders.records.searches import DATABASES

COUNTED = "count-counted"
_SHEETS = f"{SCREENING}*.csv"
_TITLE, _FULL = STAGES
VIAS: tuple[Via, ...] = get_args(Via)
IDENTIFIED = ("stage-identified-databases", "stage-identified-other")
"""The stages at which records come in, in the order of the columns."""
INCLUDED = "stage-included"


class Progress(NamedTuple):
    """What is still to be decided before the flow is final: pairs that may be duplicates, and records by stage."""

    unsure_pairs: int
    open_at: dict[Stage, int]
    conflicts: dict[Stage, int]

    @property
    def is_final(self) -> bool:
        """Whether nothing is left to decide."""
        return not (self.unsure_pairs or any(self.open_at.values()))


def counted_flow(found: Found) -> tuple[FlowCount, ...]:
    """The boxes of the flow, as far as decisions have come; where there were several rounds of searching, of each of them, too.

    What is identified is counted in records, what is screened in records without duplicates, what is sought and assessed in
    reports, and what is included in studies. Records before the first round of the folder are elsewhere, so there is no whole.
    """
    rounds = found.searches.rounds
    parts = _parts(found)
    boxes = _boxes(found, parts.values()) if rounds[0] == 1 else []
    for round_ in rounds if rounds != (1,) else ():
        columns = [parts[round_, via] for via in VIAS]
        boxes += (replace(each, round=round_) for each in _boxes(found, columns))
        for via, column, other in zip(VIAS, columns, IDENTIFIED[::-1], strict=True):
            if all(each.records for each in columns):
                of_column = (replace(each, round=round_, via=via) for each in _boxes(found, [column]))
                boxes += (each for each in of_column if each.stage != other)
    return tuple(boxes)


class _Part(NamedTuple):
    """What counts in one column of one round: records, groups of duplicates (each by its first record), and studies."""

    records: list[str]
    heads: list[str]
    studies: list[str]


def _parts(found: Found) -> dict[tuple[int, Via], _Part]:
    """All records by round and column; a group, and a study, counts where the earliest of its records does.

    So a record that an earlier round had already is a duplicate of the later one, and one that databases and other methods
    found is a duplicate of the other methods.
    """
    parts: dict[tuple[int, Via], _Part] = defaultdict(lambda: _Part([], [], []))
    place: dict[str, tuple[int, Via]] = {}  # databases come before other methods, in the alphabet too
    for each in found.records:
        via = VIAS[found.searches.kind_of(each.file) not in DATABASES]
        place[each.record] = found.searches.round_of(each.file), via
        parts[place[each.record]].records.append(each.record)
    for head, group in found.groups.members.items():
        parts[min(place[each] for each in group)].heads.append(head)
    for study, reports in included_studies(found).items():
        records = (each for head in reports for each in found.groups.members[head])
        parts[min(place[each] for each in records)].studies.append(study)
    return parts


def _boxes(found: Found, parts: Iterable[_Part]) -> list[FlowCount]:
    """The boxes of some columns together."""
    among = list(parts)
    records, heads, studies = ([each for part in among for each in part[kind]] for kind in range(3))
    from_databases = sum(found.searches.kind_of(found.by_key[each].file) in DATABASES for each in records)
    screened = [found.screening.of(head, _TITLE).decision for head in heads]
    held = [found.screening.of(head, _FULL) for head, first in zip(heads, screened, strict=True) if first == "include"]
    full = Counter(each.decision for each in held)
    reasons = Counter(each.reason for each in held if each.decision == "exclude")
    counts = [
        _count(IDENTIFIED[0], from_databases, RECORDS_FILE),
        _count(IDENTIFIED[1], len(records) - from_databases, RECORDS_FILE),
        _count("stage-duplicates-removed", len(records) - len(heads), DUPLICATES_FILE),
        _count("stage-screened", sum(each is not None for each in screened), _SHEETS),
        _count("stage-excluded-screening", screened.count("exclude"), _SHEETS),
        _count("stage-not-retrieved", full["not-retrieved"], _SHEETS),
        _count("stage-assessed", full["include"] + full["exclude"], _SHEETS),
        _count("stage-excluded-fulltext", full["exclude"], _SHEETS),
        _count(INCLUDED, len(studies), _SHEETS),
    ]
    by_reason = [
        _count("stage-excluded-fulltext", number, _SHEETS, reason) for reason, number in sorted(reasons.items())
    ]
    return [*counts, *(each for each in by_reason if each.reason != REASONS)]


def reports_sought(found: Found) -> list[str]:
    """The records (each the first of its duplicates) that title and abstract let pass."""
    return [head for head in found.groups.members if found.screening.of(head, _TITLE).decision == "include"]


def included_reports(found: Found) -> list[str]:
    """The records (each the first of its duplicates) that are included after reading."""
    return [head for head in reports_sought(found) if found.screening.of(head, _FULL).decision == "include"]


def included_studies(found: Found) -> dict[str, list[str]]:
    """The included reports by the keys of the studies that they are about; one without a key is a study of its own."""
    studies: dict[str, list[str]] = defaultdict(list)
    for head in included_reports(found):
        studies[found.screening.of(head, _FULL).study or head].append(head)
    return dict(studies)


def progress(found: Found) -> Progress:
    """What is left to decide."""
    at: dict[Stage, list[str]] = {_TITLE: list(found.groups.members), _FULL: reports_sought(found)}
    open_at = {stage: found.screening.open_at(stage, heads) for stage, heads in at.items()}
    return Progress(
        len(found.groups.unsure),
        {stage: len(heads) for stage, heads in open_at.items()},
        {stage: sum(found.screening.of(head, stage).in_conflict for head in heads) for stage, heads in open_at.items()},
    )


def disagreements(stated: Sequence[FlowCount], counted: Sequence[FlowCount]) -> list[str]:
    """A sentence for each box that is stated and counted differently."""
    by_box = {box(each): each.count for each in counted}
    return [
        f"{', '.join(filter(None, box(each)))}: {each.count:,} stated, {by_box[box(each)]:,} counted"
        for each in stated
        if box(each) in by_box and each.count is not None and each.count != by_box[box(each)]
    ]


def box(count: FlowCount) -> tuple[str, str, str, str]:
    """What tells a number of the flow from others: stage, reason, round and column, each empty where there is none."""
    return count.stage, count.reason or "", f"round {count.round}" if count.round else "", count.via or ""


def _count(stage: str, count: int, source: str, reason: str | None = None) -> FlowCount:
    return FlowCount(stage, COUNTED, count, reason=reason, source=source)
