"""A review's header with the flow and the number of included studies that are counted from its records."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kg.errors import Cell, Fault, Refused
from kg.ontology.vocabulary import Vocabulary
from kg.review.model import ReviewHeader
from kg.review.to_yaml import REVIEW_FILE
from loaders.records.flow import box, counted_flow, disagreements, included_studies, progress
from loaders.records.folder import has_records, read_found


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
    flow = (*header.flow, *(each for each in counted if box(each) not in known))
    is_whole = found.searches.rounds[0] == 1
    included = len(included_studies(found)) if is_whole and progress(found).is_final else None
    notices = [_notice("flow", f"{line}. What is stated stays.") for line in disagreements(header.flow, counted)]
    if None not in (included, header.included) and included != header.included:
        notices.append(
            _notice("included", f"{header.included:,} studies stated, {included:,} counted. What is stated stays.")
        )
    kept = included if header.included is None else header.included
    return Counted(replace(header, flow=flow, included=kept), notices=(*found.notices, *notices))


def _notice(place: str, rule: str) -> Fault:
    return Fault(Cell(REVIEW_FILE, 0, place), rule)
