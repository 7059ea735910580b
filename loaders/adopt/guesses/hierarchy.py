"""Hierarchy that a table shows: levels within one value, and columns of narrower values beside those of broader ones."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from loaders.adopt.guesses.cell_values import Values
from loaders.adopt.guesses.plan import Plan
from loaders.adopt.guesses.study_columns import Body
from loaders.adopt.guesses.study_names import own_part

_ARROW = re.compile(r"\s*(?:>|→|»|::|›)\s*")
_COLON = re.compile(r":\s+")


def levels_within(value: str, others: Collection[str]) -> list[str]:
    """The levels of a value, broadest first: ``Drying > Freeze drying``, or ``Drying: spray`` where others begin alike."""
    parts = [part for part in _ARROW.split(value) if part]
    if len(parts) > 1:
        return parts
    broad, colon, narrow = value.partition(": ")
    alike = sum(other.startswith(f"{broad}: ") or other == broad for other in others)
    return [broad, narrow] if colon and narrow and alike > 1 else [value]


class Levels(NamedTuple):
    """A column of narrower values, one of broader ones, and the broader value of each narrower."""

    narrow: str
    broad: str
    parents: Mapping[str, str]


def parents_of_columns(body: Body, plans: Mapping[str, Plan], values: Mapping[str, Values]) -> Iterator[Levels]:
    """Neighbouring own facets of which one divides the other by its name, such as category and subcategory."""
    own = [name for name in body.index if name in plans and plans[name].kind == "own" and plans[name].by_name]
    for broad, narrow in pairwise(own):
        if not _divides(own_part(broad), own_part(narrow)) or values[broad].separators or values[narrow].separators:
            continue
        parents = _parents(body, broad, narrow)
        if parents and len(set(parents.values())) < len(parents):
            yield Levels(narrow, broad, parents)


def _divides(broad: str, narrow: str) -> bool:
    if narrow.startswith("sub") and narrow.removeprefix("sub").lstrip("- ") == broad:
        return True
    one, two = re.fullmatch(r"(.*?)\s*(\d)", broad), re.fullmatch(r"(.*?)\s*(\d)", narrow)
    return bool(one and two and "level" in broad and one[1] == two[1] and int(two[2]) == int(one[2]) + 1)


def _parents(body: Body, broad: str, narrow: str) -> dict[str, str]:
    """The one broader value of each narrower; empty where one has several, or none."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in body.rows:
        if text := body.text(row, narrow):
            found[text].add(body.text(row, broad))
    if any(len(parents) != 1 or "" in parents for parents in found.values()):
        return {}
    return {value: next(iter(parents)) for value, parents in found.items()}
