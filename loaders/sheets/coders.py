"""Coders whose name is written in several ways: one coder each."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.errors import Cell, Fault
from loaders.sheets.records import ChartedRecord


def one_spelling(records: Iterable[ChartedRecord], experts: Sequence[str] = ()) -> list[Fault]:
    """Give each coder one spelling throughout, and return a notice for each that had another one.

    Names that differ only in case, spaces or Unicode form are one coder's. The spelling of ``experts`` in ``review.yaml``
    holds, else the most frequent one, in composed form.
    """
    spellings: dict[str, dict[str, list[ChartedRecord]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        if (cell := record.cells.get("coder")) and cell.value:
            spellings[name_key(cell.value)][cell.value].append(record)
    notices: list[Fault] = []
    for key, by_spelling in spellings.items():
        known = [expert for expert in experts if name_key(expert) == key]
        holds = known[0] if known else most_frequent({text: len(rows) for text, rows in by_spelling.items()})
        for text, rows in by_spelling.items():
            if text != holds:
                notices += _respell(rows, text, holds, told=bool(known) or len(by_spelling) > 1)
    return notices


def _respell(records: Sequence[ChartedRecord], text: str, holds: str, *, told: bool) -> Iterator[Fault]:
    first = records[0].cells["coder"]
    for record in records:
        record.cells["coder"] = replace(record.cells["coder"], value=holds)
        record.charted = {facet: replace(charted, coder=holds) for facet, charted in record.charted.items()}
        record.is_respelt = True
    if told:
        rule = f"{_visible(text, holds)} and {holds!r} are read as one coder, {holds!r}."
        yield Fault(Cell(first.sheet, first.row, first.column, first.value, first.address), rule)


def most_frequent(spellings: Mapping[str, int]) -> str:
    """The spelling of a name that holds, by how often each was written: the most frequent one, in composed form."""
    composed: Counter[str] = Counter()
    for text, number in spellings.items():
        composed[unicodedata.normalize("NFC", text)] += number
    return min(composed, key=lambda text: (-composed[text], text))


def name_key(text: str) -> str:
    """What all spellings of a person's name have in common; hyphens and other signs tell people apart."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Zs") and not sign.isspace())


def _visible(text: str, holds: str) -> str:
    """A text in quotes, with its code points where it looks like the other one."""
    if unicodedata.normalize("NFC", text) != unicodedata.normalize("NFC", holds):
        return repr(text)
    return f"{text!r} ({text.encode('ascii', 'backslashreplace').decode()})"
