"""Rows below a heading that hold no study: totals, notes, headings again or of sections, what explains columns."""

import re
from collections.abc import Callable, Mapping, Sequence

from loaders.adopt.guesses.study_columns import Body, StudyGuess
from loaders.mapped.grid import Grid
from loaders.mapped.left_out import A_NUMBER, ONE_CELL, PREFIX, TOTALS, row_label, row_text, row_texts
from loaders.mapped.words import fold

_TOTALS = re.compile(
    r"^(?:grand |sub)?(?:totals?|sum|mean|average|median|sd|std|standard deviation|count|overall|min|max|range|n|percent|%|"
    r"gesamt|summe|mittelwert|anzahl|total general|moyenne)\b[^a-z]*(?:\(.*\)|of .*|studies|number.*)?$"
)
_LEGEND = re.compile(r"([\w./?*–—-]{1,15})\s*(?:=|:|–|means)\s*([^;,.|\n]{3,60})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BY_NAME = re.compile(r"(?:min|max|sum|range|mean|n)\b.*(?:19|20)\d\d", re.IGNORECASE)
"""A study by an author whose name is also a word of totals."""
_LONGEST = 60


def repeated_headings(grid: Grid, heading: Sequence[int]) -> dict[str, str]:
    """Rows that say again what the heading says, as tables have that were cut into pages: why, by their text."""
    above = [grid.texts(row) for row in heading]
    return {
        row_text(grid, row): "it repeats the heading"
        for row in grid.rows
        if row > max(heading) and any(_repeats(grid.texts(row), texts) for texts in above)
    }


def _repeats(texts: Mapping[int, str], names: Mapping[int, str]) -> bool:
    same = sum(fold(text) == fold(names.get(column, "")) for column, text in texts.items())
    return same == len(texts) == len(names) or (same > 1 and same >= 0.7 * len(texts) and same >= 0.5 * len(names))


class RowSorter:
    """Tells the rows of a table that hold no study from the others; ``is_term`` knows the terms of the vocabulary."""

    def __init__(self, body: Body, study: StudyGuess, is_term: Callable[[str], bool]) -> None:
        self._body, self._study, self._is_term = body, study, is_term
        self._facets = [name for name in body.index if name not in study.used]
        self._keyed = [row for row in body.rows if self._key(row)]
        self._shapes = {shape(self._key(row)) for row in self._keyed if len(row_texts(body.grid, row)) > 1}
        self._usual = {name: {fold(body.text(row, name)) for row in self._keyed} - {""} for name in self._facets}
        self._are_continued = any(
            len(row_texts(body.grid, row)) > 1
            and not any(body.text(row, name) for name in study.used)
            and not _TOTALS.match(fold(row_texts(body.grid, row)[0]))
            for row in body.rows[1:]
        )

    def left_out(self) -> dict[str, str]:
        """Why rows are left out, by their text or its beginning (see ``left_out.rows_below``)."""
        found: dict[str, str] = {}
        for place, row in enumerate(self._body.rows):
            if why := self._why(row, place):
                found[self._label(row, why)] = why
        return found

    def _why(self, row: int, place: int) -> str:
        body, study = self._body, self._study
        said = row_texts(body.grid, row)
        first = fold(next(iter(said), ""))
        year = "".join(body.text(row, name) for name in study.names("year"))
        if self._is_totals(row, said):
            return TOTALS
        if year and not re.search(r"\d", year) and not place:
            return "it explains the columns"
        if len(said) == 1 and len(body.index) > 2:
            if self._is_only_begun(row, first) or (place and self._goes_on(row)):
                return ""
            return A_NUMBER if first.isdecimal() else ONE_CELL
        if not self._key(row) and all(re.fullmatch(r"[\d\s.,%()±=nN]+", text) for text in said):
            return "totals: only numbers, and no study"
        return ""

    def _is_totals(self, row: int, said: Sequence[str]) -> bool:
        """Whether a row begins like totals, and nothing in it says that it is a study."""
        body, study = self._body, self._study
        if not said or not _TOTALS.match(fold(said[0])) or _BY_NAME.match(said[0]):
            return False
        facts = [body.text(row, name) for key in ("key", "title", "doi") for name in study.names(key)]
        words = [text for text in said[1:] if re.search(r"[^\W\d]", text)]
        if any(text in words for text in facts):
            return False
        return not words or not (_YEAR.search(said[0]) or any(map(self._is_term, words)))

    def _key(self, row: int) -> str:
        return " ".join(text for name in self._study.names("key") if (text := self._body.text(row, name)))

    def _is_only_begun(self, row: int, text: str) -> bool:
        """Whether a row is a study of which nothing but its key has been charted yet."""
        if not self._key(row) or len(text) >= _LONGEST or text.isdecimal():
            return False
        return bool(_YEAR.search(text) or (re.search(r"\d", text) and shape(text) in self._shapes))

    def _goes_on(self, row: int) -> bool:
        """Whether the one value of a row is a further one of the study above, as where keys are not repeated.

        In the first column it may as well be the heading of the studies below, which then leave that column empty.
        """
        body = self._body
        filled = [name for name in self._facets if body.text(row, name)]
        if len(filled) != 1:
            return False
        (name,) = filled
        text = body.text(row, name)
        if fold(text) not in self._usual[name] and not self._is_term(text):
            return self._are_continued and name != next(iter(body.index)) and len(text) <= _LONGEST and "=" not in text
        near = next((each for each in self._keyed if each > row), self._keyed[-1] if self._keyed else row)
        return name != next(iter(body.index)) or bool(body.text(near, name))

    def _label(self, row: int, why: str) -> str:
        """What tells a row from all others: its first text where that is all or numbers stand beside, else everything."""
        grid = self._body.grid
        label, whole = row_label(grid, row), row_text(grid, row)
        is_word = why == TOTALS and not any(map(str.isdigit, label))  # numbers beside words change with the table
        if any(sign.isalpha() for sign in whole.removeprefix(label)) and not is_word:
            return whole
        return label if len(label) <= _LONGEST or why == TOTALS else label[:_LONGEST].rstrip() + PREFIX


def shape(text: str) -> str:
    """A text with one letter for each word and one digit for each number."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d]+", "a", fold(text)))


def legend(texts: Mapping[int, str] | list[str]) -> dict[str, str]:
    """What notes say of abbreviations: ``NR = not reported``, folded."""
    values = texts if isinstance(texts, list) else list(texts.values())
    return {fold(short): fold(meaning) for text in values for short, meaning in _LEGEND.findall(text)}
