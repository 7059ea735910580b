"""A review's header with the flow and the number of included studies that are counted from its records."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kg.errors import Cell, Fault, Refused
from kg.ontology.vocabulary import Vocabulary
from kg.review.model import FlowCount, ReviewHeader
from kg.review.to_yaml import REVIEW_FILE
from loaders.records.files import SCREENING
from loaders.records.flow import COUNTED, INCLUDED, box, counted_flow, disagreements, included_studies, progress
from loaders.records.folder import has_records, read_found
from loaders.records.scope import searched


class Counted(NamedTuple):
    """A header with what was counted, the faults of the files, and notices where what is stated was counted otherwise."""

    header: ReviewHeader
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()


def counted_of(folder: Path, vocabulary: Vocabulary, header: ReviewHeader) -> Counted:
    """The header of a corpus folder, whose own statements stay; as it is where the folder holds no records.

    The number of included studies is only taken from the files once nothing is left to decide.
    """
    if not has_records(folder):
        return Counted(header)
    try:
        found = read_found(folder, vocabulary)
    except Refused as refused:
        return Counted(header, tuple(refused.faults))
    if found.faults:
        return Counted(header, tuple(found.faults))
    counted = counted_flow(found)
    known = {box(each) for each in header.flow}
    counted = (*counted, *_all_included(found.searches.rounds, header.flow, counted))
    flow = (*header.flow, *(each for each in counted if box(each) not in known))
    is_whole = found.searches.rounds[0] == 1
    included = len(included_studies(found)) if is_whole and progress(found).is_final else None
    notices = [_notice("flow", f"{line}. What is stated stays.") for line in disagreements(header.flow, counted)]
    if None not in (included, header.included) and included != header.included:
        notices.append(_notice("included", f"{header.included:,} stated, {included:,} counted. What is stated stays."))
    kept = included if header.included is None else header.included
    search = searched(folder, found.searches, header.search)
    return Counted(replace(header, flow=flow, included=kept, search=search), notices=(*found.notices, *notices))


def _all_included(
    rounds: Sequence[int], stated: Sequence[FlowCount], counted: Sequence[FlowCount]
) -> Iterator[FlowCount]:
    """The studies of all rounds, where ``review.yaml`` states those of each round before the first one of the folder."""
    if rounds[0] == 1:
        return
    included = {each.round: each.count for each in (*counted, *stated) if (each.stage, each.via) == (INCLUDED, None)}
    numbers = [included.get(round_) for round_ in range(1, rounds[-1] + 1)]
    known = [number for number in numbers if number is not None]
    if len(known) == len(numbers):
        source = f"{REVIEW_FILE}, {SCREENING}*.csv"
        yield FlowCount(INCLUDED, COUNTED, sum(known), source=source)


def _notice(place: str, rule: str) -> Fault:
    return Fault(Cell(REVIEW_FILE, 0, place), rule)
