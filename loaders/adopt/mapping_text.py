"""``mapping.yaml`` as text: written to be read and edited, every guess with how sure it is."""

import json
from collections.abc import Iterator, Mapping, Sequence

from kg.review.depth import DEPTHS
from kg.spelling import counted
from loaders.adopt.guesses.guess import Guess, Sure
from loaders.adopt.guesses.plan import LEVELS, TITLES, Plan
from loaders.adopt.proposal import Proposal
from loaders.mapped.words import fold, one_line

_TOP = """\
# How {table} is read. lacuna adopt wrote this file; edit it, then run: lacuna check {folder}
# The table itself is never changed. Behind each guess stands how sure it is:
#   sure     its name or content says so
#   likely   much speaks for it
#   unsure   the most careful of several readings: please decide
# What a value means is the id or the name of a term (lacuna terms WORD finds them), several with ";" between, or
# none (the source says that there is none), not applicable, not reported, unclear, "unclear: TERM" (that term, or none),
# or not charted (it says nothing).
# A value that is the name of a term needs no line. An empty cell is not charted, unless a column says "empty: not reported".
"""
_VALUES = """\
# What marks of absence mean, in every column of a facet that does not say otherwise.
"""
_COLUMNS = """\
# Every column of the table: its facet; or note: true, which keeps its text; or leave_out: and why.
"""
_MOST_NAMED = 12


def mapping_text(proposal: Proposal) -> str:
    """The text of a whole ``mapping.yaml``."""
    parts = [
        _TOP.format(table=one_line(proposal.table), folder=one_line(proposal.review)),
        "\n".join(_table(proposal)) + "\n",
        "\n".join(_study(proposal)) + "\n",
        "\n".join(_rows(proposal)) + "\n",
    ]
    if proposal.common:
        lines = (_value(1, value, guess, proposal.marks.get(value, 0)) for value, guess in proposal.common.items())
        parts.append(_VALUES + "values:\n" + "\n".join(lines) + "\n")
    parts.append(_COLUMNS + ("columns:\n" if proposal.plans else "columns: {}\n"))
    return "\n".join(parts) + columns_text(proposal.plans, proposal.common)


def columns_text(plans: Sequence[Plan], common: Mapping[str, Guess]) -> str:
    """The entries of columns below ``columns:``."""
    covered = {fold(value): guess for value, guess in common.items()}
    return "\n".join("\n".join(_column(plan, covered)) + "\n" for plan in plans)


def values_lines(values: Mapping[str, Guess], indent: int) -> list[str]:
    """Lines of ``values:``."""
    return [_value(indent, value, guess, 0) for value, guess in values.items()]


def quoted(text: str) -> str:
    """A text in double quotes, as YAML reads it back."""
    written = json.dumps(text, ensure_ascii=False)
    for sign in "\x85\u2028\u2029\ufeff":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written


def _table(proposal: Proposal) -> Iterator[str]:
    grid, heading = proposal.grid, proposal.heading
    yield f"table: {quoted(proposal.table)}"
    if grid.sheet:
        others = [title for title in proposal.sheets if title != grid.sheet]
        beside = f"  # {proposal.sheet_guess.comment}; not read: {one_line(', '.join(others), 100)}" if others else ""
        yield f"sheet: {quoted(grid.sheet)}{beside}"
    if grid.separator:
        yield f"cells_separated_by: {quoted(grid.separator)}  # likely"
        sure = "likely: not UTF-8; check a name with an accent" if grid.encoding == "windows-1252" else "sure"
        yield f"encoding: {grid.encoding}  # {sure}"
    two = ": the upper row names groups of columns" if len(heading.rows) > 1 else ""
    yield f"heading: {_flow(map(str, heading.rows))}  # {heading.sure}: the row{'s' if two else ''} of the headings{two}"


def _study(proposal: Proposal) -> Iterator[str]:
    yield "study:"
    for key, (names, guess) in proposal.study.in_order():
        if key == "key":
            yield '  # The key tells studies apart: rows with the same key are one study. Several columns together: ["A", "B"]'
        written = quoted(names[0]) if len(names) == 1 else _flow(map(quoted, names))
        yield f"  {key}: {written}  # {guess.comment}"
    if proposal.study.fill_down:
        yield f"  # A row without a key goes on with the study above. {proposal.study.fill_down.comment}"
        yield "  fill_down: true"
    yield ""
    yield "# What the team read of each study, any of " + ", ".join(DEPTHS) + "."
    yield "# unsure: the table does not say. While it is empty, no statement of completeness applies."
    yield "read: []"


def _rows(proposal: Proposal) -> Iterator[str]:
    if proposal.left_out:
        yield "# Rows that are no study, by their text: all of it, or that of the first cell (… at the end: by its beginning)."
        yield "rows_left_out:"
        for label, why in proposal.left_out.items():
            yield f"  {quoted(label)}: {quoted(why)}  # likely"
    else:
        yield "rows_left_out: {}"


def _column(plan: Plan, common: Mapping[str, Guess]) -> Iterator[str]:
    filled = f"; {counted(plan.filled, 'row')} filled" if plan.filled else ""
    why = f": {one_line(plan.guess.why, 120)}" if plan.guess.why else ""
    yield f"  # {plan.guess.sure}: {TITLES[plan.kind]}{why}{filled}"
    if plan.by_name:
        named = sorted(plan.by_name.items(), key=lambda each: (-each[1], each[0]))
        shown = ", ".join(f"{one_line(value, 40)} ({count})" for value, count in named[:_MOST_NAMED])
        more = f", and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
        yield f"  # Terms by their names: {shown}{more}"
    if plan.level:
        yield f"  # {LEVELS[plan.level]}; lacuna:level in ontology/{plan.facets[0]}.ttl says so"
    yield f"  {quoted(plan.name)}:"
    if plan.leave_out:
        yield f"    leave_out: {quoted(plan.leave_out)}"
    if plan.facets:
        yield f"    facet: {plan.facets[0] if len(plan.facets) == 1 else _flow(plan.facets)}"
    if plan.separators:
        yield f"    separators: {_flow(map(quoted, plan.separators))}  # likely"
    values = {
        value: guess
        for value, guess in sorted(plan.values.items(), key=lambda each: each[0].casefold())
        if fold(value) not in common or common[fold(value)].text != guess.text
    }
    if plan.facets and values:
        yield "    values:"
        yield from (_value(3, value, guess, 0) for value, guess in values.items())
    if plan.note:
        yield "    note: true"


def _value(indent: int, value: str, guess: Guess, count: int) -> str:
    seen = f" ({count} cells)" if count else ""
    meaning = quoted(guess.text) if ":" in guess.text else guess.text
    return f"{'  ' * indent}{quoted(value)}: {meaning}  # {one_line(guess.comment, 160)}{seen}"


def _flow(texts: "Iterator[str] | Sequence[str]") -> str:
    return f"[{', '.join(texts)}]"


def unsure(plans: Sequence[Plan]) -> list[str]:
    """The columns of which something is unsure."""
    return [
        plan.name
        for plan in plans
        if plan.guess.sure is Sure.UNSURE or any(guess.sure is Sure.UNSURE for guess in plan.values.values())
    ]
