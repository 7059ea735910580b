"""The PRISMA flow, counted from records and decisions, and compared with what is stated.

Boxes after M. J. Page et al., The PRISMA 2020 statement, BMJ 372:n71 (2021), figure 1.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from kg.review.model import FlowCount
from loaders.records.files import DUPLICATES_FILE, RECORDS_FILE, SCREENING
from loaders.records.folder import Found
from loaders.records.screening import REASONS, STAGES, Stage
from loaders.records.searches import DATABASES

COUNTED = "count-counted"
_SHEETS = f"{SCREENING}*.csv"
_TITLE, _FULL = STAGES


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
    """The boxes of the flow, as far as decisions have come.

    What is identified is counted in records, what is screened in records without duplicates, what is sought and assessed in
    reports, and what is included in studies.
    """
    from_databases = sum(found.searches.kind_of(record.file) in DATABASES for record in found.records)
    screened = [found.screening.of(head, _TITLE).decision for head in found.groups.members]
    sought = reports_sought(found)
    held = [found.screening.of(head, _FULL) for head in sought]
    full = Counter(each.decision for each in held)
    reasons = Counter(each.reason for each in held if each.decision == "exclude")
    counts = [
        _count("stage-identified-databases", from_databases, RECORDS_FILE),
        _count("stage-identified-other", len(found.records) - from_databases, RECORDS_FILE),
        _count("stage-duplicates-removed", found.groups.duplicates, DUPLICATES_FILE),
        _count("stage-screened", sum(each is not None for each in screened), _SHEETS),
        _count("stage-excluded-screening", screened.count("exclude"), _SHEETS),
        _count("stage-not-retrieved", full["not-retrieved"], _SHEETS),
        _count("stage-assessed", full["include"] + full["exclude"], _SHEETS),
        _count("stage-excluded-fulltext", full["exclude"], _SHEETS),
        _count("stage-included", len(included_studies(found)), _SHEETS),
    ]
    by_reason = [
        _count("stage-excluded-fulltext", number, _SHEETS, reason) for reason, number in sorted(reasons.items())
    ]
    return (*counts, *(each for each in by_reason if each.reason != REASONS))


def reports_sought(found: Found) -> list[str]:
    """The records (each the first of its duplicates) that title and abstract let pass."""
    return [head for head in found.groups.members if found.screening.of(head, _TITLE).decision == "include"]


def included_reports(found: Found) -> list[str]:
    """The records (each the first of its duplicates) that are included after reading."""
    return [head for head in reports_sought(found) if found.screening.of(head, _FULL).decision == "include"]


def included_studies(found: Found) -> list[str]:
    """The keys of the studies that the included reports are about; a report without a key stands for a study of its own."""
    keys = [found.screening.of(head, _FULL).study or head for head in included_reports(found)]
    return list(dict.fromkeys(keys))


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
    by_box = {(each.stage, each.reason): each.count for each in counted}
    return [
        f"{each.stage}{f', {each.reason}' if each.reason else ''}: {each.count:,} stated, {by_box[box]:,} counted"
        for each in stated
        if (box := (each.stage, each.reason)) in by_box and each.count is not None and each.count != by_box[box]
    ]


def _count(stage: str, count: int, source: str, reason: str | None = None) -> FlowCount:
    return FlowCount(stage, COUNTED, count, reason=reason, source=source)
