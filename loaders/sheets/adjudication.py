"""Choice between the codings of several coders on one facet of one study or unit."""

from collections.abc import Sequence
from dataclasses import replace

from kg.errors import Cell, Fault
from kg.review.depth import rank
from kg.review.model import Charted
from kg.review.rows import cell_text


def decide(charted: Sequence[Charted]) -> tuple[Charted, list[Fault]]:
    """The assertion that holds, with the others beside it, and a fault for every undecided difference.

    A deeper reading by a later pass supersedes a shallower one. Of those left, the one with the latest reason
    (``FACET.reason``) holds. Without a reason all must have the same coding, and the deepest holds.

    Args:
        charted: one assertion of each coder, at least one.
    """
    if len(charted) == 1:  # most are
        return charted[0], []
    # Rows are never edited: a correction is a further row, so that the history of the charting stays in the sheet.
    in_order = sorted(charted, key=lambda each: each.activity)
    left = [each for each in in_order if not any(_supersedes(other, each) for other in in_order)]
    reasoned = [each for each in left if each.reason]
    holds = reasoned[-1] if reasoned else max(left, key=lambda each: rank(each.read))
    faults = []
    if len(reasoned) > 1 and reasoned[-2].activity.charted_on == holds.activity.charted_on:
        rule = f"is a reason given on the same day as that of {_by(reasoned[-2])}: only one of the two rows can decide."
        faults.append(Fault(_cell(holds, "reason"), rule))
    elif not reasoned:
        for other in left:
            if other.coding != holds.coding:
                rule = (
                    f"differs from what {_by(holds)} charted: {cell_text(holds)!r}. To decide, add a row with the name of the "
                    f"coder who decides, the value that holds, and {holds.facet}.reason."
                )
                faults.append(Fault(_cell(other), rule))
    return replace(holds, others=tuple(each for each in in_order if each is not holds)), faults


def _supersedes(one: Charted, other: Charted) -> bool:
    """Whether an assertion rests on a deeper reading than another, and was not made on an earlier day."""
    # Of an unstated depth nobody knows whether it is shallower.
    deeper = rank(one.read) > rank(other.read) > 0
    return deeper and not (one.charted_on and other.charted_on and one.charted_on < other.charted_on)


def _cell(charted: Charted, companion: str = "") -> Cell:
    cell = charted.cell or Cell("-", 0, charted.facet)
    return replace(cell, column=f"{charted.facet}.{companion}", value=charted.reason or "") if companion else cell


def _by(charted: Charted) -> str:
    where = f" (row {charted.cell.row} of {charted.cell.sheet})" if charted.cell else ""
    return f"{charted.coder or 'another row'}{where}"
