"""Rows below a heading that hold no study: totals, notes, legends, headings of sections, rows that explain the columns."""

import re
from collections.abc import Mapping

from loaders.adopt.guesses.study_columns import Body, StudyGuess
from loaders.mapped.grid import Grid
from loaders.mapped.layout import PREFIX, row_label
from loaders.mapped.words import fold

_TOTALS = re.compile(
    r"^(?:grand |sub)?(?:totals?|sum|mean|average|median|sd|std|standard deviation|count|overall|min|max|range|n|percent|%|"
    r"gesamt|summe|mittelwert|anzahl|total general|moyenne)\b[^a-z]*(?:\(.*\)|of .*|studies|number.*)?$"
)
_LEGEND = re.compile(r"([\w./?*–—-]{1,15})\s*(?:=|:|–|means)\s*([^;,.|\n]{3,60})")
_LONGEST = 60


def rows_left_out(body: Body, study: StudyGuess) -> dict[str, str]:
    """Why rows are left out, by their label (see ``layout.row_label``)."""
    found: dict[str, str] = {}
    for row in body.rows:
        if why := _why(body, study, row):
            found[_label(body.grid, row)] = why
    return found


def _why(body: Body, study: StudyGuess, row: int) -> str:
    texts = body.grid.texts(row)
    first = fold(next(iter(texts.values()), ""))
    keyed = any(body.text(row, name) for name in study.names("key"))
    facts = [body.text(row, name) for key in ("title", "doi") for name in study.names(key)]
    year = "".join(body.text(row, name) for name in study.names("year"))
    if _TOTALS.match(first) and not any(re.search("[^\\W\\d]", fact) for fact in facts):
        return "totals"
    if year and not re.search(r"\d", year) and row == body.rows[0]:
        return "it explains the columns"
    if len({fold(text) for text in texts.values()}) == 1 and len(body.index) > 2:
        if keyed and len(texts) == 1 and re.search(r"(?:19|20)\d\d", first) and len(first) < _LONGEST:
            return ""  # a study of which nothing has been charted yet
        return "a number without a study" if first.isdecimal() else "a note or a heading: only one cell says anything"
    if not keyed and all(re.fullmatch(r"[\d\s.,%()±=nN]+", text) for text in texts.values()):
        return "totals: only numbers, and no study"
    return ""


def _label(grid: Grid, row: int) -> str:
    label = row_label(grid, row)
    return label if len(label) <= _LONGEST else label[:_LONGEST].rstrip() + PREFIX


def legend(texts: Mapping[int, str] | list[str]) -> dict[str, str]:
    """What notes say of abbreviations: ``NR = not reported``, folded."""
    values = texts if isinstance(texts, list) else list(texts.values())
    return {fold(short): fold(meaning) for text in values for short, meaning in _LEGEND.findall(text)}
