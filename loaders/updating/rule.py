"""The rule that finds duplicates: the library bib-dedupe, which prefers to miss one to joining two publications."""

import warnings
from collections.abc import Collection, Sequence
from importlib.metadata import version

from loaders.records.duplicates import RULE, Decision, Verdict
from loaders.records.record import Record

_WITH_AUTHOR = Record("", 0, "Nothing", authors="Nobody, N.")
_VERDICTS: dict[str, Verdict] = {"duplicate": "same", "maybe": "unsure"}


def found_by_rule(records: Sequence[Record], decided: Collection[frozenset[str]], today: str) -> list[Decision]:
    """What the rule says of pairs of records on which nothing is decided yet: the same, or unsure."""
    if len(records) < 2:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pandas, about the library's own use of it
        # It brings pandas, which takes a second that other commands should not wait.
        import pandas as pd  # noqa: PLC0415
        from bib_dedupe import bib_dedupe  # noqa: PLC0415

        # Where no record at all has an author, the library fails; so one more has, which is like no other.
        rows = [_row(number, record) for number, record in enumerate((*records, _WITH_AUTHOR))]
        ready = bib_dedupe.prep(pd.DataFrame(rows), cpu=1, verbosity_level=0)[:-1].fillna("")
        pairs = bib_dedupe.block(ready, cpu=1, verbosity_level=0)
        matched = bib_dedupe.match(pairs, cpu=1, verbosity_level=0)
        labels = zip(matched["ID_1"], matched["ID_2"], matched["duplicate_label"], strict=True)
        found = {(min(pair), max(pair)): str(label) for one, other, label in labels if (pair := (int(one), int(other)))}
    name = f"{RULE} {version('bib-dedupe')}"
    decisions = (
        Decision(records[one].record, records[other].record, _VERDICTS[label], name, today)
        for (one, other), label in sorted(found.items())
        if label in _VERDICTS
    )
    return [each for each in decisions if each.pair not in decided]


def _row(number: int, record: Record) -> dict[str, str]:
    """A record by the columns of the library; numbered, because keys may have any sign in them."""
    return {
        "ID": str(number),
        "ENTRYTYPE": record.type or "article",
        "title": record.title,
        "author": record.authors.replace("; ", " and "),
        "year": record.year,
        "journal": record.journal,
        "volume": record.volume,
        "number": record.number,
        "pages": record.pages,
        "doi": record.doi,
        "abstract": "",
    }
