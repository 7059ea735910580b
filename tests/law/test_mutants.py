"""Mutants of queries, parameters, RDF and judgement: on some random case each differs from the reference."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

import kg.evaluation.evaluate
import kg.evaluation.standing
import kg.review.open_edges
from kg.evaluation.standing import SILENT
from kg.evaluation.verdict import Bounds
from kg.ontology.vocabulary import Vocabulary
from kg.query import cypher, sparql
from kg.query.compiled import Language
from kg.questions.reasons import Reason
from kg.review.depth import DEPTHS
from kg.review.model import Charted, Review, Status
from kg.review.open_edges import Opening
from tests.law.engines import LANGUAGES, expected_rows, first_difference, fresh_batch, stored_batch
from tests.law.judgement import first_misjudged
from tests.law.strategies import ALL_BATCHES

pytestmark = pytest.mark.slow  # sixteen batches until the first difference

each_language = pytest.mark.parametrize("language", LANGUAGES)


def differs_when_expressed_anew(language: Language, number: int) -> bool:
    """Whether a batch that is expressed and stored as the project does it now differs from the reference."""
    engine = fresh_batch(language, number)
    try:
        return first_difference(engine, number) is not None
    finally:
        engine.close()


QUERY_MUTANTS: dict[str, dict[Language, tuple[str, str]]] = {
    "the terms of the first condition are ignored": {
        "cypher": (r"(?s)\A(.*?)WHERE t\.id IN \$(\w+_near)", r"\1WHERE (t.id IN $\2 OR t.id <> '')"),
        "sparql": (r"(?s)\A(.*?)VALUES \(\?term \?sure\) \{[^}]*\}", r"\1"),
    },
    "a unit that has an excluded term is kept": {
        "cypher": (r"WHERE has_one = 0", ""),
        "sparql": (r"(?s)\n  MINUS \{.*?\} \}", ""),
    },
    "open edges count as charted": {
        "cypher": (r"CASE WHEN e\.reason IS NOT NULL", "CASE WHEN false"),
        "sparql": (r'BIND\("[\w-]+" AS \?reason\)', ""),
    },
    "possible counts as certain": {
        "cypher": (r"THEN e\.reason", "THEN 'certain'"),
        "sparql": (r"COALESCE\(\?reason", 'COALESCE("certain"'),
    },
    "too coarse is false": {
        "cypher": (
            r"WHERE t\.id IN \$(\w+)_near",
            r"\g<0> AND (e.reason IS NOT NULL OR t.id IN $\1)",
        ),
        "sparql": (r"\} GROUP BY", 'FILTER(BOUND(?reason) || ?sure != "coarse") } GROUP BY'),
    },
    "the further unit is dropped": {
        "cypher": (r"HAS_UNIT\|[A-Z_|]+", "HAS_UNIT"),
        "sparql": (r" UNION \{ \?u a lacuna:FurtherUnit [^}]+\}", ""),
    },
    "what coders closed stays closed for the review": {
        "cypher": (r"\|CLOSED_BY_CODERS", ""),
        "sparql": (r"\|lacuna:closedByCodersNotCharted| UNION\s+\{ \?\w+ lacuna:closedByCoders[^}]+\}", ""),
    },
    "what coders closed is open for all": {
        "cypher": (r"LEFT_OPEN\]", "LEFT_OPEN|CLOSED_BY_CODERS]"),
        "sparql": (
            r"\{ (\?\w+) lacuna:leftOpen(?!Unclear)(\w+ \?possible [^}]+\})",
            r"\g<0> UNION { \1 lacuna:closedByCoders\2",
        ),
    },
    "a study without a year is left out": {
        "cypher": (r"s\.year IS NULL OR ", ""),
        "sparql": (r"!BOUND\(\?published\) \|\| ", ""),
    },
    "the last year is left out": {
        "cypher": (r"s\.year <= ", "s.year < "),
        "sparql": (r"\?published <= ", "?published < "),
    },
    "a unit has what another unit of its study has": {
        "cypher": (r"MATCH \(u\)-", "MATCH (s)-[:HAS_UNIT|LEFT_OPEN]->(other:EvidenceUnit)-"),
        "sparql": (r"\{ \?u (lacuna:\w+) \?term \}", r"{ ?of lacuna:hasUnit ?u , ?other . ?other \1 ?term }"),
    },
}


@pytest.mark.parametrize(("mutant", "language"), [(name, each) for name, by in QUERY_MUTANTS.items() for each in by])
def test_a_mutant_of_the_queries_is_found(mutant: str, language: Language) -> None:
    pattern, replacement = QUERY_MUTANTS[mutant][language]

    def rewrite(text: str) -> str:
        return re.sub(pattern, replacement, text)

    assert any(first_difference(stored_batch(language, number), number, rewrite) for number in ALL_BATCHES)


TERM_MUTANTS: dict[str, tuple[tuple[object, ...], str, Callable[..., object]]] = {
    "conditions on one facet are judged apart": ((cypher, sparql), "barred_beside", lambda conditions, condition: None),
    "narrower terms do not count": ((Vocabulary,), "with_narrower", lambda vocabulary, terms: frozenset(terms)),
    "terms above those that count are not near them": (
        (Vocabulary,),
        "with_broader",
        lambda vocabulary, terms: frozenset(terms),
    ),
}
"""Which terms count comes from the vocabulary: in Cypher they are parameters, in SPARQL they stand in the text."""


@each_language
@pytest.mark.parametrize("mutant", TERM_MUTANTS)
def test_a_mutant_of_the_terms_is_found(monkeypatch: pytest.MonkeyPatch, mutant: str, language: Language) -> None:
    for number in ALL_BATCHES:
        expected_rows(number), stored_batch(language, number)  # made with the vocabulary as it is
    owners, name, replacement = TERM_MUTANTS[mutant]
    for owner in owners:
        monkeypatch.setattr(owner, name, replacement)
    assert any(first_difference(stored_batch(language, number), number) for number in ALL_BATCHES)


def is_unclear(charted: Charted | None, *, candidates: bool) -> bool:
    return charted is not None and charted.status is Status.UNCLEAR and bool(charted.terms) == candidates


def of_the_review(review: Review) -> Review:
    """A review that makes the coders' statements its own."""
    return replace(review, completeness=tuple(replace(each, maker="review") for each in review.completeness))


def of_nobody(review: Review) -> Review:
    return replace(review, completeness=())


real = kg.review.open_edges.opening
OPENING_MUTANTS: dict[str, Callable[[Review, str, Charted | None], Opening | None]] = {
    "not charted is false": lambda review, facet, charted: real(review, facet, charted) if charted else None,
    "not exhaustive is false": lambda review, facet, charted: (
        None if charted and charted.status is Status.CODED else real(review, facet, charted)
    ),
    "not reported is false": lambda review, facet, charted: (
        None if charted and charted.status is Status.NOT_REPORTED else real(review, facet, charted)
    ),
    "unclear without candidates is false": lambda review, facet, charted: (
        None if is_unclear(charted, candidates=False) else real(review, facet, charted)
    ),
    "candidates are ignored": lambda review, facet, charted: real(
        review, facet, replace(charted, terms=()) if charted and is_unclear(charted, candidates=True) else charted
    ),
    "coders' statements count as the review's": lambda review, facet, charted: real(
        of_the_review(review), facet, charted
    ),
    "statements are ignored": lambda review, facet, charted: real(of_nobody(review), facet, charted),
    "depths are ignored": lambda review, facet, charted: real(review, facet, charted and replace(charted, read=DEPTHS)),
    "a title counts as an abstract": lambda review, facet, charted: real(
        review, facet, charted and replace(charted, read=(*charted.read, *(DEPTHS[2:3] if charted.read else ())))
    ),
    "none is open": lambda review, facet, charted: real(
        review, facet, None if charted and charted.status is Status.NONE else charted
    ),
}


@each_language
@pytest.mark.parametrize("mutant", OPENING_MUTANTS)
def test_a_mutant_of_what_is_left_open_is_found(
    monkeypatch: pytest.MonkeyPatch, mutant: str, language: Language
) -> None:
    monkeypatch.setattr(kg.review.open_edges, "opening", OPENING_MUTANTS[mutant])
    assert any(map(partial(differs_when_expressed_anew, language), ALL_BATCHES))


@each_language
def test_a_further_unit_that_is_not_expressed_is_missed(monkeypatch: pytest.MonkeyPatch, language: Language) -> None:
    monkeypatch.setattr(kg.review.open_edges, "further_unit", lambda *_: None)
    assert any(map(partial(differs_when_expressed_anew, language), ALL_BATCHES))


@each_language
def test_a_further_unit_closed_at_any_depth_is_found(monkeypatch: pytest.MonkeyPatch, language: Language) -> None:
    further = kg.review.open_edges.further_unit
    read_all = Charted("modality", Status.NONE, read=DEPTHS)
    monkeypatch.setattr(
        kg.review.open_edges,
        "further_unit",
        lambda review, study: further(review, replace(study, charted=(*study.charted, read_all))),
    )
    assert any(map(partial(differs_when_expressed_anew, language), ALL_BATCHES))


@each_language
def test_a_further_unit_whose_facets_are_not_charted(monkeypatch: pytest.MonkeyPatch, language: Language) -> None:
    monkeypatch.setattr(
        kg.review.open_edges,
        "of_further_unit",
        lambda facet: Opening(Reason.NOT_CHARTED, closed_by_coders=False, terms=(facet,)),
    )
    assert any(map(partial(differs_when_expressed_anew, language), ALL_BATCHES))


BOUND_MUTANTS: dict[str, Callable[[int, int, int, int | None], Bounds]] = {
    "the uncharted are forgotten": lambda certain, reported, possible, uncharted: Bounds(
        certain, reported, possible, None if uncharted is None else possible
    ),
    "possible counts as certain": lambda certain, reported, possible, uncharted: Bounds(
        possible, possible, possible, None if uncharted is None else possible + uncharted
    ),
    "possible counts as reported": lambda certain, reported, possible, uncharted: Bounds(
        certain, possible, possible, None if uncharted is None else possible + uncharted
    ),
    "certain counts as reported": lambda certain, reported, possible, uncharted: Bounds(
        certain, certain, possible, None if uncharted is None else possible + uncharted
    ),
    "a number not stated counts as none": lambda certain, reported, possible, uncharted: Bounds(
        certain, reported, possible, possible + (uncharted or 0)
    ),
}


@pytest.mark.parametrize("mutant", BOUND_MUTANTS)
def test_a_mutant_of_the_bounds_is_found(monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    monkeypatch.setattr(kg.evaluation.standing, "bound", BOUND_MUTANTS[mutant])
    assert any(first_misjudged(number) for number in ALL_BATCHES)


STANDING_MUTANTS: dict[str, dict[str, object]] = {
    "not exhaustive is no silence": {"SILENT": frozenset({"not-reported"})},
    "not reported is no silence": {"SILENT": frozenset({"not-exhaustive"})},
    "unclear is silence": {"SILENT": frozenset({"not-reported", "not-exhaustive", "unclear"})},
    "the further unit is reported": {"FURTHER_UNIT": "no such unit"},
    "what is excluded can be silent": {"_is_silent": lambda columns, column, mark: mark in SILENT},
    "unclear is no hint": {"_NAMED_SOMETHING": frozenset({"coarse"})},
    "too coarse is no hint": {"_NAMED_SOMETHING": frozenset({"unclear"})},
}


@pytest.mark.parametrize("mutant", STANDING_MUTANTS)
def test_a_mutant_of_standing_is_found(monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    for name, value in STANDING_MUTANTS[mutant].items():
        monkeypatch.setattr(kg.evaluation.standing, name, value)
    assert any(first_misjudged(number) for number in ALL_BATCHES)


def test_statements_on_the_uncharted_are_not_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.evaluation.evaluate, "covered", lambda *_: False)
    assert any(first_misjudged(number) for number in ALL_BATCHES)


def test_statements_not_relied_on_do_not_cover_the_uncharted(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = kg.evaluation.evaluate.covered
    monkeypatch.setattr(
        kg.evaluation.evaluate, "covered", lambda conditions, _, statements: honest(conditions, "all", statements)
    )
    assert any(first_misjudged(number) for number in ALL_BATCHES)
