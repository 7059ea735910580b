"""Terms that take no part in a search, because that nobody charted them would say nothing."""

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from kg.ontology.vocabulary import Term
from kg.paths import ONTOLOGY
from kg.voids.units import Searchable

Why = Literal["catch-all", "younger-than-the-charting"]
"""It names what is left over of its facet; or it is younger than the charting forms of all reviews that were asked."""

_RELEASED = ONTOLOGY / "released.tsv"
_CATCH_ALL = re.compile(r"other\b", re.IGNORECASE)
_ONTOLOGY = re.compile(r"\bontology (\d+(?:\.\d+)+)")
"""How a charting form says which vocabulary it had."""


class LeftOut(NamedTuple):
    """A term (its id) that took no part, and why."""

    term: str
    why: Why


def left_out(evidence: Searchable, facets: Sequence[str]) -> tuple[LeftOut, ...]:
    """The terms of facets (their ids) that take no part, in order of facet and term.

    Deprecated terms are no terms of a facet any more, so they take no part anyway.
    """
    forms = [
        _version(found[1]) if (found := _ONTOLOGY.search(each.header.form or "")) else None for each in evidence.reviews
    ]
    terms = (term for facet in facets for term in evidence.vocabulary.of_facet(facet) if term.id != facet)
    return tuple(LeftOut(term.id, why) for term in terms for why in _why(term, forms))


def _why(term: Term, forms: Sequence[tuple[int, ...] | None]) -> Iterator[Why]:
    since = _since().get(str(term.iri))
    if _CATCH_ALL.match(term.label):
        yield "catch-all"
    elif since and all(form and form < since for form in forms):
        yield "younger-than-the-charting"


@cache
def _since() -> dict[str, tuple[int, ...]]:
    """By IRI, the version of the ontology that introduced a term."""
    with _RELEASED.open(encoding="utf-8", newline="") as file:
        return {
            row["iri"]: _version(row["since"]) for row in csv.DictReader(file, delimiter="\t") if row["kind"] == "term"
        }


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
