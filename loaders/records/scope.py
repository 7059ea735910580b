"""What a review searched, and when, as ``searches.yaml`` has it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.review.model import NOT_STATED, SearchStrategy
from loaders.records.files import SEARCHES_FILE
from loaders.records.searches import DATABASES, Search, Searches, read_queries

_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def searched(folder: Path, searches: Searches, stated: SearchStrategy) -> SearchStrategy:
    """The search strategy of a review: what ``review.yaml`` states stays, the rest is taken from the searches.

    Raises:
        Refused: a file of queries is no delimited text, or exceeds what may be read of a sheet.
    """
    if not searches.searches:
        return stated
    databases = dict.fromkeys(each.source for each in searches.searches if each.kind in DATABASES)
    days = [each.date or "" for each in searches.searches]
    # Only where every search has its day, and in a form that can be compared, is the last of them known.
    last = max(days) if all(map(_DAY.fullmatch, days)) else NOT_STATED
    return replace(
        stated,
        databases=stated.databases or tuple(databases),
        last_search=last if stated.last_search == NOT_STATED else stated.last_search,
        source=stated.source or f"{SEARCHES_FILE}: {'; '.join(_in_words(folder, searches))}",
    )


def _in_words(folder: Path, searches: Searches) -> list[str]:
    """Of each source, in each round, when it was searched and with how many queries."""
    together: dict[tuple[int, str], list[Search]] = defaultdict(list)
    for each in searches.searches:
        together[each.round, each.source].append(each)
    return [
        f"{source} ({', '.join(_facts(folder, round_ if len(searches.rounds) > 1 else 0, of_source))})"
        for (round_, source), of_source in sorted(together.items(), key=lambda item: item[0][0])
    ]


def _facts(folder: Path, round_: int, searches: Sequence[Search]) -> list[str]:
    queries = {query for each in searches for query in read_queries(folder, each)[0]}
    days = sorted({each.date for each in searches if each.date})
    facts = [f"round {round_}"] if round_ else []
    facts.append(" to ".join(dict.fromkeys((days[0], days[-1]))) if days else "day not stated")
    facts.append(f"{len(queries):,} quer{'y' if len(queries) == 1 else 'ies'}" if queries else "queries not stated")
    return facts
