"""Random reviews in the terms of the real ontology, so that every stored question has something to find, and stores of them."""

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from rdflib import Graph

from kg.answer.tables import rows_of
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.vocabulary import EVIDENCE_UNIT, Facet, Vocabulary
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.questions.catalogue import StoredQuestion, with_reading
from kg.questions.question import Completeness, Question
from kg.rdf.canonical import Canonical
from kg.review.model import (
    Charted,
    Closes,
    CompletenessStatement,
    EvidenceUnit,
    FlowCount,
    MaturityJudgement,
    Review,
    Status,
    Study,
)
from kg.review.to_rdf import express
from kg.stores.ladybug import LadybugStore
from kg.stores.oxigraph import OxigraphStore
from kg.versions.dataset import Dataset
from tests.law.strategies import DEPTHS_STATED, READ

STUDIES = 12
_COMPLETENESS: tuple[Completeness, ...] = ("all", "review")
_CLOSING: tuple[tuple[Closes, ...], ...] = ((), ("values",), ("values", "silence"), ("silence",), ("uncharted",))


@cache
def real_vocabulary() -> Vocabulary:
    return read_vocabulary(read_ontology())


@cache
def random_review(number: int, studies: int = STUDIES) -> Review:
    """A review with anything charted on every facet; always the same under its number."""
    rolls, vocabulary = random.Random(f"review {number}"), real_vocabulary()
    favourites = {facet.id: _favourites(rolls, vocabulary, facet) for facet in vocabulary.charted_facets}

    def charted(level: str) -> Iterator[Charted]:
        for facet in vocabulary.charted_facets:
            status = rolls.choice([None, *Status, *[Status.CODED] * 8])
            if facet.level == level and status:
                has_terms = status is Status.CODED or (status is Status.UNCLEAR and rolls.random() < 0.7)
                terms = rolls.sample(favourites[facet.id], min(rolls.choice([1, 1, 2, 4]), len(favourites[facet.id])))
                coded = tuple(sorted(set(terms))) if has_terms else ()
                yield Charted(facet.id, status, coded, read=rolls.choice(READ))

    found = tuple(
        Study(
            f"s{place}",
            tuple(EvidenceUnit(f"u{unit}", tuple(charted("unit"))) for unit in range(rolls.choice([1, 1, 2]))),
            tuple(charted("study")),
            year=rolls.choice([None, *range(2016, 2027)]),
        )
        for place in range(studies)
    )
    statements = tuple(
        CompletenessStatement(facet, maker, closes, rolls.choice(DEPTHS_STATED))
        for facet in (*(facet.id for facet in vocabulary.charted_facets), EVIDENCE_UNIT)
        for maker in ("review", "coders")
        for closes in (rolls.choice(_CLOSING if rolls.random() < 0.9 else _CLOSING[:1]),)
    )
    included = rolls.choice([None, studies, studies + 9])
    return Review(
        f"random-{number}",
        found,
        included=included,
        completeness=statements,
        flow=_flow(rolls),
        maturity=_maturity(rolls),
    )


def dataset_of(*reviews: Review) -> Dataset:
    """Reviews with the real ontology in both embedded stores, without a folder."""
    graph = read_ontology()
    for review in reviews:
        graph += express(real_vocabulary(), review)
    declared = schema(real_vocabulary())
    return Dataset(
        "sha256:random",
        sorted(review.id for review in reviews),
        OxigraphStore.in_memory(_ntriples(graph)),
        LadybugStore.in_memory(project(Canonical(graph), declared), declared),
    )


def readings(vocabulary: Vocabulary, stored: StoredQuestion) -> Iterator[Question]:
    """The question and some of its rows, under every variant of its definition, relying on either set of statements."""
    own = stored.read(vocabulary)
    rows = [row.question for row in rows_of(vocabulary, stored, own)]
    for question in dict.fromkeys([own, *rows[:: 1 + len(rows) // 7]]):
        variants: list[str | None] = [None]
        if question.definition:
            notion = vocabulary.definitions[question.definition].notion
            variants = [each.id for each in vocabulary.definitions.values() if each.notion == notion]
        for definition in variants:
            for completeness in _COMPLETENESS:
                yield with_reading(question, definition, completeness)


def on_facets_of(vocabulary: Vocabulary, question: Question) -> Vocabulary:
    """The vocabulary without the terms of other facets than those asked for, through which the reference need not go."""
    facets = {condition.facet for condition in question.expanded(vocabulary).values()}
    return replace(vocabulary, terms={id_: term for id_, term in vocabulary.terms.items() if term.facet in facets})


def _ntriples(graph: Graph) -> bytes:
    return graph.serialize(format="nt", encoding="utf-8")


def _favourites(rolls: random.Random, vocabulary: Vocabulary, facet: Facet) -> list[str]:
    """A few terms of a facet, so that studies share terms, and questions with several conditions find some."""
    terms = [term.id for term in vocabulary.of_facet(facet.id)]
    return rolls.sample(terms, min(len(terms), 6))


def _flow(rolls: random.Random) -> tuple[FlowCount, ...]:
    counts = [FlowCount("stage-excluded-fulltext", "count-stated", 30)]
    counts += (FlowCount("stage-excluded-fulltext", "count-stated", 15, round=each) for each in (1, 2))
    for reason in ("excl-clinical", "excl-no-ai"):
        stated = FlowCount("stage-excluded-fulltext", "count-stated", 7, reason=reason)
        not_stated = FlowCount("stage-excluded-fulltext", "count-not-stated", reason=reason)
        counts += rolls.sample([stated, not_stated], 1)
    return tuple(rolls.sample(counts, rolls.randrange(4)))


def _maturity(rolls: random.Random) -> tuple[MaturityJudgement, ...]:
    vocabulary = real_vocabulary()
    domains, signals = (
        [term.id for term in vocabulary.of_facet(facet) if term.id != facet]
        for facet in ("evidence-domain", "maturity-level")
    )
    return tuple(
        MaturityJudgement(domain, rolls.choice(signals))
        for domain in rolls.sample(domains, rolls.randrange(len(domains) + 1))
    )
