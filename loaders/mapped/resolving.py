"""What the values of a mapped column say about its facets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.errors import Cell
from kg.ontology.vocabulary import Facet, Vocabulary
from kg.review.model import Status
from loaders.mapped.mapping import Column
from loaders.mapped.words import fold, pieces
from loaders.sheets.absence import NOT_CHARTED, STATUSES, status_word
from loaders.sheets.cells import CellCoding, read_cell

Coded = Mapping[str, CellCoding]
"""Codings by facet."""


@dataclass(frozen=True)
class Meaning:
    """What one value says: codings by facet, none if it says nothing; or why it cannot be understood.

    ``notice`` says how it was understood where that is not plain.
    """

    codings: Coded = field(default_factory=dict)
    rule: str = ""
    nearest: tuple[str, ...] = ()
    notice: str = ""


class ColumnReader:
    """The meaning of each value of one column, found once."""

    def __init__(self, vocabulary: Vocabulary, column: Column, common: Mapping[str, str]) -> None:
        self._vocabulary = vocabulary
        self._facets: list[Facet] = [vocabulary.facets[id_] for id_ in column.facet]
        self._separators: Sequence[str] = column.separators
        self.empty = column.empty
        self._targets = {fold(value): target for value, target in {**common, **column.values}.items()}
        self._known: dict[str, Meaning] = {}

    def values(self, text: str) -> list[str]:
        """The values of a cell: all of it where that means something, else what its separators divide."""
        whole = self.meaning(text)
        if not self._separators or not whole.rule:
            return [text]
        return pieces(text, self._separators)

    def meaning(self, value: str) -> Meaning:
        """What a value says: by the mapping, else as the id or name of a term, or as a status."""
        folded = fold(value)
        if folded not in self._known:
            said = self._targets.get(folded)
            meaning = self.target(value if said is None else said)
            # What the mapping says wrongly is a fault of the mapping, which names its line.
            self._known[folded] = meaning if said is None else replace(meaning, notice="", rule="", nearest=())
        return self._known[folded]

    def target(self, text: str) -> Meaning:
        """What a text says that names terms, a status, or nothing."""
        if fold(text) == NOT_CHARTED:
            return Meaning()
        if len(self._facets) == 1 or status_word(text):
            return self._by_facet(text, self._facets)
        return self._of_several(text)

    def _by_facet(self, text: str, facets: Sequence[Facet]) -> Meaning:
        codings: dict[str, CellCoding] = {}
        notice = ""
        for facet in facets:
            read = read_cell(self._vocabulary, facet, Cell("", 0, facet.id, text))
            if read.coding is None:
                fault = read.faults[0] if read.faults else None
                return Meaning(rule=fault.rule, nearest=fault.nearest) if fault else Meaning()
            codings[facet.id] = read.coding
            notice = notice or next((each.rule for each in read.notices), "")
        return Meaning(codings, notice=notice)

    def _of_several(self, text: str) -> Meaning:
        """The meaning in a column of several facets, in which each term must be of one of them alone."""
        found: dict[str, list[str]] = {}
        status, _, candidates = text.partition(":")
        is_unclear = status_word(status) == "unclear"
        for part in (each.strip() for each in (candidates if is_unclear else text).split(";")):
            facets = [facet.id for facet in self._facets if self._vocabulary.find(facet.id, part)]
            if len(facets) > 1:
                ids = tuple(term.id for each in facets if (term := self._vocabulary.find(each, part)))
                return Meaning(rule=f"{part!r} is a term of {' and of '.join(facets)}: say which.", nearest=ids)
            if not facets:
                names = [facet.id for facet in self._facets]
                close = [id_ for name in names for id_ in self._vocabulary.nearest(name, part)[:2]]
                rule = f"{part!r} is neither a term of {' or '.join(names)} nor a status."
                return Meaning(rule=rule, nearest=tuple(close) or tuple(STATUSES))
            found.setdefault(facets[0], []).append(part)
        by_id = {facet.id: facet for facet in self._facets}
        before = "unclear: " if is_unclear else ""
        meanings = [self._by_facet(before + "; ".join(parts), [by_id[name]]) for name, parts in found.items()]
        notice = next((each.notice for each in meanings if each.notice), "")
        return Meaning({name: coding for each in meanings for name, coding in each.codings.items()}, notice=notice)


def within_cell(codings: Sequence[CellCoding]) -> Sequence[CellCoding]:
    """The codings of one facet in one cell; of a doubt beside terms it cannot be told which of them it is about."""
    doubts = [coding for coding in codings if coding.status is Status.UNCLEAR]
    terms = {term for coding in codings for term in coding.terms}
    return [CellCoding(Status.UNCLEAR, tuple(sorted(terms)))] if doubts and terms else codings


def combined(codings: Sequence[CellCoding]) -> CellCoding | str:
    """Several codings of one facet as one, or the rule that they break.

    Terms are joined. A status stands beside terms only where another column has these: of columns for single terms, one
    says "yes" and the others "not reported". Where a column has candidates, all terms are.
    """
    if any(coding.status is Status.UNCLEAR and coding.terms for coding in codings):
        return CellCoding(Status.UNCLEAR, tuple(sorted({term for coding in codings for term in coding.terms})))
    terms = [coding for coding in codings if coding.status is Status.CODED]
    if terms:
        return CellCoding(Status.CODED, tuple(sorted({term for coding in terms for term in coding.terms})))
    different = list(dict.fromkeys(codings))
    if len(different) == 1:
        return different[0]
    return f"says {' and '.join(sorted(coding.status.replace('-', ' ') for coding in different))} of the same facet."


def coding_text(coding: CellCoding) -> str:
    """A coding as the cell of a charting sheet says it."""
    terms = "; ".join(coding.terms)
    if coding.status is Status.CODED:
        return terms
    status = coding.status.replace("-", " ")
    return f"{status}: {terms}" if terms else status
