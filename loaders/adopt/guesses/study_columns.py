"""Which columns of a table say which study a row is about, and how rows and studies go together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loaders.adopt.guesses.guess import Guess, Sure
from loaders.adopt.guesses.study_names import kind_of, own_part, rank_of
from loaders.mapped.grid import Grid
from loaders.mapped.study_cells import doi as plain_doi
from loaders.mapped.study_cells import year as plain_year
from loaders.mapped.words import fold, slug
from loaders.sheets.values import Broken, read_retracted

_ORDER = ("key", "citation", "title", "year", "doi", "retracted", "unit", "coder", "charted_on", "read")
_CITATION = re.compile(r"^\D{2,80}[\s,(\[]+(?:19|20)\d\d[a-z]?[)\]]?\.?$")
_IS_YEAR = re.compile(r"^(?:19|20)\d\d$")
_LIKE_YEAR = re.compile(r"^\D*(?:19|20)\d\d[a-z]?(?:\.0+)?\W*$")
_IS_DAY = re.compile(
    r"\d{1,2}[./ -]+(?:\d{1,2}|[^\W\d]{3,})[./ -]+\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|[^\W\d]{3,} \d{1,2}, \d{4}"
)
_OF_ELSE = re.compile(
    r"\b(?:year|years|jahr) (?:of|der|des) (?!publ)|\b(?:start|end|begin|since|until|data|founded|approv)"
)
"""In names of columns, what says that a year is not that of publication."""

_HAS_DOI = re.compile(r"10\.\d{4,9}/\S")


@dataclass
class StudyGuess:
    """The columns of a study by the key of ``mapping.yaml``, each with why, and whether rows without a key go on."""

    columns: dict[str, tuple[tuple[str, ...], Guess]] = field(default_factory=dict)
    fill_down: Guess | None = None

    def names(self, key: str) -> tuple[str, ...]:
        """The columns of a key."""
        return self.columns[key][0] if key in self.columns else ()

    def in_order(self) -> list[tuple[str, tuple[tuple[str, ...], Guess]]]:
        """The keys with their columns, in the order in which they are written."""
        return [(key, self.columns[key]) for key in _ORDER if key in self.columns]

    @property
    def used(self) -> frozenset[str]:
        """All columns that are used."""
        return frozenset(name for names, _ in self.columns.values() for name in names)


@dataclass(frozen=True)
class Body:
    """The rows below a heading, by the names of the columns."""

    grid: Grid
    index: Mapping[str, int]
    rows: Sequence[int]

    def text(self, row: int, name: str) -> str:
        """The text of a cell."""
        return self.grid.text(row, self.index[name])

    def unreadable(self, name: str) -> bool:
        """Whether any cell of a column cannot be read."""
        return any(not isinstance(self.grid.rows[row].get(self.index[name], ""), str) for row in self.rows)

    def texts(self, name: str) -> list[str]:
        """The filled cells of a column."""
        return [text for row in self.rows if (text := self.text(row, name))]

    def share(self, name: str, test: re.Pattern[str]) -> float:
        """Which part of the filled cells of a column a pattern is found in."""
        texts = self.texts(name)
        return sum(bool(test.search(text)) for text in texts) / len(texts) if texts else 0.0


def find_study_columns(body: Body) -> StudyGuess:
    """The columns of the study, by their names and by what stands in them."""
    guess = StudyGuess()
    by_kind: dict[str, list[str]] = {}
    for name in body.index:
        if body.texts(name):
            by_kind.setdefault(kind_of(name), []).append(name)
    for names in by_kind.values():
        names.sort(key=rank_of)
    free = list(body.index)
    _put(guess, "doi", _doi(body, by_kind, free))
    _put(guess, "title", _first(by_kind, "title"))
    _put(guess, "year", _year(body, by_kind, free))
    for key in ("coder", "charted_on"):
        _put(guess, key, _first(by_kind, key))
    _put(guess, "retracted", _retracted(body, by_kind))
    _put(guess, "citation", _citation(body, by_kind, guess))
    _put(guess, "key", _key(body, by_kind, guess))
    if (unit := _first(by_kind, "unit")) and _numbers_within_studies(body, guess, unit[0][0]):
        _put(guess, "unit", unit)
    guess.fill_down = _fill_down(body, guess)
    return guess


Found = tuple[tuple[str, ...], Guess] | None


def _put(guess: StudyGuess, key: str, found: Found) -> None:
    if found:
        guess.columns[key] = found


def _first(by_kind: Mapping[str, Sequence[str]], kind: str) -> Found:
    names = by_kind.get(kind, ())
    return ((names[0],), Guess(names[0], Sure.SURE, "by its name")) if names else None


def _doi(body: Body, by_kind: Mapping[str, Sequence[str]], free: Sequence[str]) -> Found:
    for name in (*by_kind.get("doi", ()), *free):
        if body.share(name, _HAS_DOI) > 0.5 and all(
            _HAS_DOI.match(plain_doi(text)) for text in body.texts(name) if "10." in text
        ):
            by_name = kind_of(name) == "doi"
            return (name,), Guess(
                name, Sure.SURE if by_name else Sure.LIKELY, "by its name" if by_name else "by its content"
            )
    return None


def _retracted(body: Body, by_kind: Mapping[str, Sequence[str]]) -> Found:
    """A column whose cells say what states a retraction; one of yes and no names no source, so it is none."""
    found = _first(by_kind, "retracted")
    said = body.texts(found[0][0]) if found else []
    return None if any(isinstance(read_retracted(text), Broken) for text in said) else found


def _year(body: Body, by_kind: Mapping[str, Sequence[str]], free: Sequence[str]) -> Found:
    def years(name: str) -> float:
        texts = body.texts(name)
        return sum(bool(_IS_YEAR.match(plain_year(text))) for text in texts) / len(texts) if texts else 0.0

    for name in by_kind.get("year", ()):
        if years(name) < 0.7 or _contradicts(body, name, by_kind):
            continue
        if body.share(name, _LIKE_YEAR) >= 0.7:
            return (name,), Guess(name, Sure.SURE, "by its name")
        if "publi" in own_part(name) or not body.share(name, _IS_DAY):
            return (name,), Guess(name, Sure.LIKELY, "the year of the date")
    for name in free:
        if body.share(name, _IS_YEAR) >= 0.9 and not kind_of(name) and not _contradicts(body, name, by_kind):
            if _OF_ELSE.search(own_part(name)):
                continue
            return (name,), Guess(name, Sure.LIKELY, "by its content")
    for name in free:
        if kind_of(name) in ("citation", "author", "id") and body.share(name, _CITATION) >= 0.8:
            return (name,), Guess(name, Sure.LIKELY, "the year that it names")
    return None


def _contradicts(body: Body, name: str, by_kind: Mapping[str, Sequence[str]]) -> bool:
    """Whether a column has other years than those that citations, authors or ids of the same rows name."""
    for other in (each for kind in ("citation", "author", "id") for each in by_kind.get(kind, ()) if each != name):
        pairs = [(plain_year(body.text(row, name)), plain_year(body.text(row, other))) for row in body.rows]
        years = [(int(one), int(two)) for one, two in pairs if _IS_YEAR.match(one) and _IS_YEAR.match(two)]
        if years and sum(abs(one - two) > 1 for one, two in years) > 0.3 * len(years):
            return True
    return False


def _citation(body: Body, by_kind: Mapping[str, Sequence[str]], guess: StudyGuess) -> Found:
    named = [name for kind in ("citation", "author", "id") for name in by_kind.get(kind, ())]
    for name in (*named, *body.index):
        if body.share(name, _CITATION) >= 0.6:
            return (name,), Guess(name, Sure.SURE if name in named else Sure.LIKELY, "by its content")
    author = by_kind.get("author", ())
    if author:
        year = guess.names("year")
        both = (author[0], *(name for name in year if name != author[0]))
        return both, Guess("", Sure.LIKELY, "author and year" if year else "the author")
    for name in by_kind.get("citation", ()):
        if not all(text.isdecimal() for text in body.texts(name)):
            return (name,), Guess(name, Sure.LIKELY, "by its name")
    return None


def _key(body: Body, by_kind: Mapping[str, Sequence[str]], guess: StudyGuess) -> Found:
    citation, title, doi = guess.names("citation"), guess.names("title"), guess.names("doi")
    ids = by_kind.get("id", ())
    numbers = [name for name in ids if _runs(body.texts(name))]
    candidates = [
        *((name,) for name in ids if name not in numbers),
        citation,
        (*citation, *(name for name in guess.names("year") if citation and name not in citation)),
        *((name,) for name in numbers),
        *((name,) for name in by_kind.get("citation", ())),
        (*citation, *title),
        title,
        doi,
    ]
    for names in dict.fromkeys(names for names in candidates if names):
        if numbers and names[0] not in numbers and not _is_unique(body, names):
            continue  # numbers that run from row to row say that each row is a study
        if _is_key(body, names, title, doi):
            return names, _why_key(body, names)
    first = next(iter(body.index))
    return (first,), Guess(first, Sure.UNSURE, "no column tells the studies apart: name those that together do")


def _runs(texts: Sequence[str]) -> bool:
    """Whether texts are the numbers from 1, which change as soon as rows are added or sorted."""
    return [fold(text) for text in texts] == [str(number) for number in range(1, len(texts) + 1)]


def _why_key(body: Body, names: tuple[str, ...]) -> Guess:
    texts = body.texts(names[0])
    if len(names) == 1 and all(text.isdecimal() for text in texts):
        return Guess("", Sure.LIKELY, "a number: it must stay the same when rows are added or sorted")
    if kind_of(names[0]) == "id" and len(names) == 1:
        return Guess("", Sure.SURE, "by its name, and it tells the studies apart")
    return Guess(
        "", Sure.LIKELY, "it tells the studies apart" if len(names) == 1 else "together they tell the studies apart"
    )


def _is_key(body: Body, names: Sequence[str], title: Sequence[str], doi: Sequence[str]) -> bool:
    """Whether columns are filled nearly everywhere, and no two papers have the same text in them."""
    with_key = 0
    said: dict[str, dict[str, str]] = {}
    texts: dict[str, str] = {}
    for row in body.rows:
        parts = [body.text(row, name) for name in names]
        if not all(parts):
            continue
        with_key += 1
        text = " ".join(parts)
        key = slug(text)
        if not key or texts.setdefault(key, fold(text)) != fold(text):
            return False
        for other in (*title, *doi):
            value = fold(body.text(row, other))
            if value and said.setdefault(key, {}).setdefault(other, value) != value:
                return False
    return with_key > 0 and len(said or texts) > 1 and (with_key >= 0.9 * len(body.rows) or _is_only_begun(body, names))


def _is_unique(body: Body, names: Sequence[str]) -> bool:
    texts = [fold(" ".join(body.text(row, name) for name in names)) for row in body.rows]
    return len(set(texts)) == len(texts)


def _is_only_begun(body: Body, names: Sequence[str]) -> bool:
    """Whether the first row has a key and later ones leave it out, as a merged cell does once it is saved as text."""
    return (
        bool(body.rows)
        and bool(body.text(body.rows[0], names[0]))
        and kind_of(names[0]) in ("id", "citation", "author")
    )


def _numbers_within_studies(body: Body, guess: StudyGuess, unit: str) -> bool:
    seen: set[tuple[str, ...]] = set()
    keys: set[str] = set()
    for row in body.rows:
        key = " ".join(body.text(row, name) for name in guess.names("key"))
        place = (key, body.text(row, unit))
        if not place[1] or place in seen or "/" in place[1]:
            return False
        seen.add(place)
        keys.add(key)
    return len(seen) > len(keys)


def _fill_down(body: Body, guess: StudyGuess) -> Guess | None:
    study = [name for key in ("key", "citation", "title", "year", "doi") for name in guess.names(key)]
    without = 0
    for row in body.rows:
        if not any(body.text(row, name) for name in study):
            if row == body.rows[0]:
                return None
            without += 1
    if not without:
        return None
    rows = "1 row has" if without == 1 else f"{without} rows have"
    return Guess("true", Sure.LIKELY, f"{rows} no key, title, year or DOI, but other content")


def has_name(name: str, *words: str) -> bool:
    """Whether the own part of a column's name holds one of some words."""
    return any(word in own_part(name) for word in words)
