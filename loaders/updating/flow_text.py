"""The flow as lines of text: one number a line, or, of several rounds, one line for each stage with a column for each round."""

from collections.abc import Iterator, Sequence

from kg.ontology.vocabulary import Vocabulary
from kg.review.model import FlowCount

_VIA = {"databases": "databases", "other": "other methods"}


def flow_lines(vocabulary: Vocabulary, counted: Sequence[FlowCount]) -> Iterator[str]:
    """The lines; a stage that a column does not have is left empty in it."""
    columns = list(dict.fromkeys((each.round, each.via) for each in counted))
    columns.sort(key=lambda column: column == (None, None))  # the whole stands last, as a sum does
    names = [_name(*column) for column in columns] if columns != [(None, None)] else [""]
    widths = [max(7, len(name)) for name in names]
    if any(names):
        yield "  ".join(name.rjust(width) for name, width in zip(names, widths, strict=True))
    numbers = {(each.stage, each.reason, each.round, each.via): f"{each.count or 0:,}" for each in counted}
    boxes = dict.fromkeys((each.stage, each.reason) for each in counted)
    for stage, reason in sorted(boxes, key=lambda box: box[1] is not None):
        cells = (numbers.get((stage, reason, *column), "") for column in columns)
        label = vocabulary.terms[stage].label + (f", {vocabulary.terms[reason].label}" if reason else "")
        yield "  ".join([*(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)), label])


def _name(round_: int | None, via: str | None) -> str:
    if round_ is None:
        return "all rounds"
    return f"round {round_}" + (f", {_VIA[via]}" if via else "")
