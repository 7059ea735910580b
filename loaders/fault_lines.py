"""Faults and warnings as lines for people: many of one kind are told together."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.errors import Fault, shortened

MOST_ALIKE = 20
"""Of one kind that are all shown."""
SHOWN = 3
"""Of a kind with more than that."""
_MOST_COLUMNS = 5

# What differs between faults of one kind: values in quotes, numbers, and ids.
_VALUES = re.compile(r"""'[^']*'|"[^"]*"|[0-9][0-9,.]*|\b\w+(?:-\w+)+\b""")


def fault_lines(faults: Iterable[Fault], most: int = MOST_ALIKE) -> list[str]:
    """A line for each fault, in order; of a kind with more than ``most``, the first ones and how many more there are."""
    kinds: dict[tuple[str, str], list[Fault]] = defaultdict(list)
    for fault in faults:
        kinds[fault.cell.sheet, _kind(fault)].append(fault)
    lines: list[str] = []
    for alike in kinds.values():
        few = alike if len(alike) <= most else alike[:SHOWN]
        lines += map(str, few)
        if len(few) < len(alike):
            lines.append(_more(alike[SHOWN:]))
    return lines


def _kind(fault: Fault) -> str:
    column = fault.cell.written.column
    names = [re.escape(name) for name in {column, column.partition(".")[0]} if name]
    rule = re.sub(rf"\b({'|'.join(names)})\b", "…", fault.rule) if names else fault.rule
    return _VALUES.sub("…", rule)


def _more(faults: Sequence[Fault]) -> str:
    rows = sorted({fault.cell.row for fault in faults if fault.cell.row})
    columns = list(dict.fromkeys(fault.cell.written.column for fault in faults if fault.cell.column))
    where = f" rows {rows[0]:,} to {rows[-1]:,}" if len(rows) > 1 else f" row {rows[0]:,}" if rows else ""
    if columns:
        named = ", ".join(shortened(column) for column in columns[:_MOST_COLUMNS])
        further = f" and {len(columns) - _MOST_COLUMNS} more" if len(columns) > _MOST_COLUMNS else ""
        where += f" column{'s' if len(columns) > 1 else ''} {named}{further}"
    return f"{faults[0].cell.sheet}{where}: {len(faults):,} more of the same kind."
