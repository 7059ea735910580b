"""Voids that nobody asked about: the maximal ones that two versions do not have in common, and why."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from typing import NamedTuple

from kg.answer.links import ask_address
from kg.answer.words import asked
from kg.difference.answers import Changed
from kg.difference.models import Combination, Standing, VoidChange, VoidChanges, VoidStudy, WhyNoVoid
from kg.evaluation.models import bounds_body
from kg.evaluation.verdict import SPARSE_BELOW, verdict
from kg.ontology.applicability import barring
from kg.ontology.vocabulary import Condition
from kg.questions.question import Question, canonical
from kg.versions.evidence import EvidenceBase
from kg.voids.answer import bounds_of
from kg.voids.grades import studies
from kg.voids.hierarchy import ANY
from kg.voids.miner import MOST_TESTED, Pattern
from kg.voids.ranking import most_surprising
from kg.voids.search import Search, Wanted, search

WANTED = Wanted(("unit-operation", "pat-modality", "ai-method"), grade="reported")
"""The search by which versions are compared: what is made, how it is measured, and by which method."""
MOST_LISTED = 20
"""The most voids that are listed of those that opened, and of those that closed."""

_Terms = tuple[Condition, ...]
"""A pattern as its conditions, which mean the same in every version."""


class _Mined(NamedTuple):
    """A search in one version, with its maximal voids by their terms."""

    evidence: EvidenceBase
    search: Search
    voids: Mapping[_Terms, Pattern]


class _NoVoid(NamedTuple):
    """Why some terms are no maximal void of a version, with the studies that have them, or the wider void that implies them."""

    why: WhyNoVoid
    by: tuple[VoidStudy, ...] | None = None
    implied_by: Combination | None = None


def void_changes(
    before: EvidenceBase, after: EvidenceBase, changed: Changed, most_tested: int = MOST_TESTED
) -> VoidChanges | None:
    """The maximal voids that only one of two versions has; None if a facet is missing or a search meets the bound on its work."""
    old = _mined(before, most_tested)
    new = _mined(after, most_tested) if old else None
    if not old or not new:
        return None
    opened, closed = new.voids.keys() - old.voids.keys(), old.voids.keys() - new.voids.keys()
    return VoidChanges(
        facets=WANTED.facets,
        grade=WANTED.grade,
        opened=tuple(_change(old, new, *each, changed) for each in _most_surprising(new, opened)),
        closed=tuple(_change(old, new, *each, changed) for each in _most_surprising(old, closed)),
        opened_total=len(opened),
        closed_total=len(closed),
    )


def _mined(evidence: EvidenceBase, most_tested: int) -> _Mined | None:
    if not evidence.vocabulary.facets.keys() >= set(WANTED.facets):
        return None
    found = search(evidence, WANTED, most_tested)
    if found.mined.searched_to is not None:
        return None
    return _Mined(evidence, found, {found.evidence.conditions(void): void for void in found.mined.voids})


def _most_surprising(mined: _Mined, chosen: Set[_Terms]) -> list[tuple[_Terms, float]]:
    """The most surprising of some voids of a version, each with its surprise."""
    found = mined.search
    voids = tuple(void for terms, void in mined.voids.items() if terms in chosen)
    ranked = most_surprising(replace(found, mined=replace(found.mined, voids=voids)), MOST_LISTED)
    return [(found.evidence.conditions(each.pattern), each.surprise) for each in ranked]


def _change(old: _Mined, new: _Mined, terms: _Terms, surprise: float, changed: Changed) -> VoidChange:
    """What became of a void that one of two versions does not have."""
    having, other = (new, old) if terms in new.voids else (old, new)
    before, after = _standing(old, terms), _standing(new, terms)
    no_void = _no_void(other, terms, changed)
    return VoidChange(
        # The later version answers, unless the terms cannot be asked for there.
        **dict(_combination(new if after else having, terms)),
        surprise=surprise,
        before=before,
        after=after,
        why=no_void.why,
        by=no_void.by,
        implied_by=no_void.implied_by,
    )


def _no_void(mined: _Mined, terms: _Terms, changed: Changed) -> _NoVoid:
    found, pattern = mined.search.evidence, _pattern(mined, terms)
    if pattern is None:
        return _NoVoid("term")
    if _is_barred(mined, terms):
        return _NoVoid("barred")
    if having := _having(mined, pattern):
        certain = frozenset(found.certain_studies(pattern))
        return _NoVoid("studies", by=tuple(_studies(mined.evidence, having, certain, changed)))
    # All that is wider than an applicable pattern is applicable, so the last empty one on the way up is a maximal void.
    while above := next((each for each in found.wider(pattern) if not _having(mined, each)), None):
        pattern = above
    return _NoVoid("implied", implied_by=_combination(mined, found.conditions(pattern)))


def _pattern(mined: _Mined, terms: _Terms) -> Pattern | None:
    """The pattern of some terms in a version; None if one of them takes no part in its search."""
    found = mined.search.evidence
    of_facet = {each.facet: each.terms[0] for each in terms}
    wanted = [
        of_facet.get(facet, hierarchy.terms[ANY])
        for facet, hierarchy in zip(found.facets, found.hierarchies, strict=True)
    ]
    if any(term not in hierarchy.terms for term, hierarchy in zip(wanted, found.hierarchies, strict=True)):
        return None
    return tuple(hierarchy.terms.index(term) for term, hierarchy in zip(wanted, found.hierarchies, strict=True))


def _is_barred(mined: _Mined, terms: _Terms) -> bool:
    return bool(barring(mined.evidence.vocabulary, terms))


def _having(mined: _Mined, pattern: Pattern) -> tuple[str, ...]:
    """The studies of a version that keep a pattern from being empty."""
    found = mined.search.evidence
    return studies(found.layout, WANTED.grade, found.units(pattern))


def _standing(mined: _Mined, terms: _Terms) -> Standing | None:
    """The answer to the question with some terms; None if they take no part, or cannot meet."""
    pattern = _pattern(mined, terms)
    if pattern is None or _is_barred(mined, terms):
        return None
    bounds = bounds_of(mined.evidence, mined.search, pattern)
    return Standing(verdict=verdict(bounds), bounds=bounds_body(bounds))


def _combination(mined: _Mined, terms: _Terms) -> Combination:
    question, evidence = Question(canonical(terms)), mined.evidence
    address = f"{ask_address(evidence, question, SPARSE_BELOW)}&version={evidence.dataset.version}"
    return Combination(
        terms=tuple(each.terms[0] for each in terms),
        text=asked(evidence.vocabulary, question) or "anything",
        href=address if terms else None,
    )


def _studies(evidence: EvidenceBase, having: Iterable[str], certain: Set[str], changed: Changed) -> Iterator[VoidStudy]:
    """Studies, the certain ones first, each by the charting that differs between the versions, if one does."""
    reviews = {each.id: each for each in evidence.reviews}
    for study in sorted(having, key=lambda each: each not in certain):
        chartings = evidence.studies.chartings[study]
        review, key = next((each for each in chartings if each in changed), chartings[0])
        yield VoidStudy(
            id=f"{review}/{key}",
            citation=reviews[review].heading(key).citation or key,
            certain=study in certain,
            cause=changed.get((review, key), "not-charted"),
        )
