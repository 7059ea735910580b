"""Random tiny vocabularies, reviews and questions, which still hold every case that the gap semantics tells apart.

A facet, and terms of another one, are such as a corpus brings along.

How many are tried is one setting: ``LACUNA_TEST_PROFILE`` is ``quick``, ``full`` (the default) or ``thorough``.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from kg.ontology.skos import concept_schemes
from kg.ontology.vocabulary import Condition, Definition, Facet, Term, Vocabulary
from kg.paths import ONTOLOGY as ONTOLOGY_FILES
from kg.questions.question import Completeness, Question, YearRange, with_conditions
from kg.rdf.iris import DEFINITION, LACUNA, ONTOLOGY, TERM
from kg.review.depth import Depth, rank
from kg.review.model import Charted, Closes, CompletenessStatement, EvidenceUnit, Maker, Review, Status, Study

PROFILE = os.environ.get("LACUNA_TEST_PROFILE", "full")


def sized(*, quick: int, full: int, thorough: int) -> int:
    """The one of three numbers that the profile of the run names."""
    return {"quick": quick, "full": full, "thorough": thorough}[PROFILE]


ALL_BATCHES = range(16)
BATCHES = ALL_BATCHES[: sized(quick=1, full=8, thorough=16)]

DESIGN = Facet("design", "design", "study", "StudyDesign", "hasDesign")
MODALITY = Facet("modality", "modality", "unit", "PATModality", "usesPATModality")
OWN = "https://example.org/own#"
"""The namespace of a corpus that brings a facet along, and terms of another one."""
AI_METHOD = Facet("ai-method", "method", "unit", "AIMethod", "usesMethod", OWN)

YEARS = range(2019, 2023)
STUDY_IDS = ("s1", "S 2", "s10", "é/3", "a'b\"%20")
"""Ids as sheets have them: with signs that IRIs and queries must quote, and not in their numbers' order."""

CLOSING: tuple[tuple[Closes, ...], ...] = (
    (),
    ("values",),
    ("silence",),
    ("values", "silence"),
    ("uncharted",),
    ("values", "uncharted"),
)
STATUSES: tuple[tuple[Status | None, bool], ...] = (
    (None, False),
    (Status.NONE, False),
    (Status.NOT_APPLICABLE, False),
    (Status.NOT_REPORTED, False),
    (Status.UNCLEAR, False),
    (Status.UNCLEAR, True),
    *[(Status.CODED, True)] * 4,
)
"""Every status, whether it comes with terms, and no statement at all. Coded has the most shapes, so it comes most often."""
READ: tuple[tuple[Depth, ...], ...] = (
    ("title", "abstract"),
    ("abstract",),
    ("full-text",),
    ("title",),
    ("review-text", "title"),
    (),
)
"""What was read for a row, and nothing stated."""
DEPTHS_STATED: tuple[tuple[Depth, ...], ...] = (("abstract", "full-text"), ("abstract",), ("full-text",), ("title",))
MAKERS: tuple[Maker, ...] = ("review", "coders")
COMPLETENESS: tuple[Completeness, ...] = ("all", "review")


Option = TypeVar("Option")
Case = tuple[Vocabulary, Review, Question]


class Dice:
    """Choices taken from random bytes.

    Drawn one by one, most choices would be copies of earlier ones (Hypothesis likes equal values), and a charted term
    would nearly always be the very term that is asked for. The smaller the byte, the plainer the choice, so a failing case
    still shrinks.
    """

    def __init__(self, rolled: bytes) -> None:
        self._rolled = iter(rolled)

    def roll(self, sides: int) -> int:
        """A number below ``sides``."""
        return next(self._rolled, 0) % sides

    def choose(self, options: Sequence[Option]) -> Option:
        """One of the options."""
        return options[self.roll(len(options))]

    def terms(self, vocabulary: Vocabulary, facet: str) -> tuple[str, ...]:
        """One or two terms of a facet, more often one; the top term is no likelier than others."""
        ids = [term.id for term in vocabulary.of_facet(facet)][::-1]
        first, second = self.choose(ids), self.choose(ids)
        return tuple(sorted({first, second})) if self.roll(3) == 2 else (first,)

    def condition(self, vocabulary: Vocabulary) -> Condition:
        """A condition on any facet."""
        facet = self.choose(sorted(vocabulary.facets))
        excluded = self.roll(5) >= 3
        return Condition.of(facet, self.terms(vocabulary, facet), excluded=excluded)


def dice(size: int) -> st.SearchStrategy[Dice]:
    """Dice for at most so many choices; all later ones are the plainest."""
    return st.binary(min_size=size, max_size=size).map(Dice)


@st.composite
def vocabularies(draw: st.DrawFn, most_terms: int = 6) -> Vocabulary:
    """One facet of the study, one or two of the unit, and two definitions; terms may have several broader terms."""
    rolls = draw(dice(64))
    facets = [DESIGN, MODALITY, *([AI_METHOD] if rolls.roll(2) else [])]
    terms: dict[str, Term] = {}
    for facet in facets:
        ids = [facet.id]
        namespace = facet.namespace or str(TERM)
        terms[facet.id] = Term(facet.id, facet.id, facet.label, "A term.", (), (), namespace=namespace)
        for number in range(1, most_terms - rolls.roll(most_terms - 2)):
            id_ = f"{facet.id}-{number}"
            broader = {rolls.choose(ids)} | ({rolls.choose(ids)} if rolls.roll(3) == 2 else set())
            of_term = OWN if facet == MODALITY and number % 2 else namespace
            terms[id_] = Term(id_, facet.id, id_, "A term.", (), tuple(sorted(broader)), namespace=of_term)
            ids.append(id_)
    plain = Vocabulary("0", {facet.id: facet for facet in facets}, terms, {})
    definitions = {
        id_: Definition(
            id_, id_, id_, "", "notion", "", tuple(sorted({rolls.condition(plain), rolls.condition(plain)}))
        )
        for id_ in ("lenient", "strict")
    }
    return Vocabulary("0", plain.facets, plain.terms, definitions)


def not_years(rolls: Dice) -> tuple[YearRange, ...]:
    """Mostly no excluded years, else one or two ranges."""
    starts = [rolls.choose(YEARS) for _ in range(rolls.choose([0, 0, 0, 1, 2]))]
    return tuple(sorted({YearRange(first, first + rolls.roll(2)) for first in starts}))


@st.composite
def questions(draw: st.DrawFn, vocabulary: Vocabulary, *, positive: bool = True) -> Question:
    """Up to three conditions, perhaps a definition and years. Without ``positive`` there may be no condition to be met."""
    rolls = draw(dice(32))
    definition = rolls.choose([None, None, None, *sorted(vocabulary.definitions)])
    first = rolls.choose(YEARS)
    years = rolls.choose([None, None, YearRange(first, first + rolls.roll(2))])
    excluded = not_years(rolls)
    if years and all(any(each.holds(year) for each in excluded) for year in range(years.first, years.last + 1)):
        excluded = ()  # reading refuses a question that leaves no year
    question = Question((), definition, years, rolls.choose(COMPLETENESS), excluded)
    conditions = [rolls.condition(vocabulary) for _ in range(rolls.roll(3) + 1 if positive else rolls.roll(3))]
    of_definition = vocabulary.definitions[definition].conditions if definition else ()
    if positive and all(condition.excluded for condition in (*conditions, *of_definition)):
        conditions[0] = Condition.of(conditions[0].facet, conditions[0].terms)
    return with_conditions(question, *conditions)


@st.composite
def reviews(draw: st.DrawFn, vocabulary: Vocabulary, most_studies: int = 3) -> Review:
    """One to three studies with one or two units each, and statements of both makers."""
    rolls = draw(dice(32))
    statements: list[CompletenessStatement] = []
    for facet in (*sorted(vocabulary.facets), "evidence-unit"):
        for maker in MAKERS:
            closes = rolls.choose(CLOSING)
            in_one = [closes] if closes and rolls.roll(2) else [(each,) for each in closes]
            statements += [CompletenessStatement(facet, maker, each, rolls.choose(DEPTHS_STATED)) for each in in_one]
    first, number = rolls.roll(len(STUDY_IDS)), rolls.roll(most_studies) + 1
    ids = (STUDY_IDS * 2)[first : first + number]
    studies = tuple(_study(draw(dice(64)), vocabulary, each) for each in ids)
    included = rolls.choose([None, len(studies), len(studies) + 1, len(studies) + 2])
    return Review("a review", studies, included=included, completeness=tuple(statements))


def _study(rolls: Dice, vocabulary: Vocabulary, id_: str) -> Study:
    units = tuple(
        EvidenceUnit(name, _charted(rolls, vocabulary, "unit")) for name in rolls.choose([("1",), ("2", "10")])
    )
    return Study(id_, units, _charted(rolls, vocabulary, "study"), year=rolls.choose([None, *YEARS]))


def _charted(rolls: Dice, vocabulary: Vocabulary, level: str) -> tuple[Charted, ...]:
    """On every facet of a level one of the statuses, or no statement."""
    found = []
    for facet in sorted(vocabulary.facets):
        if vocabulary.facets[facet].level == level:
            status, has_terms = rolls.choose(STATUSES)
            terms = rolls.terms(vocabulary, facet) if has_terms else ()
            if status:
                charted = Charted(facet, status, terms, read=rolls.choose(READ))
                found.append(_beside(rolls, vocabulary, charted) if rolls.roll(4) == 3 else charted)
    return tuple(found)


def _beside(rolls: Dice, vocabulary: Vocabulary, charted: Charted) -> Charted:
    """The same, after another coder wrote the same or something else."""
    status, has_terms = rolls.choose([each for each in STATUSES if each[0]])
    terms = rolls.terms(vocabulary, charted.facet) if has_terms else ()
    same = rolls.roll(2) == 1
    said = charted.coding if same else (status or Status.NONE, terms)
    read = charted.read if rolls.roll(2) else rolls.choose(READ)
    if rank(read) > rank(charted.read):  # then the other would hold
        read, charted = charted.read, replace(charted, read=read)
    other = Charted(charted.facet, *said, source="title", coder="a/b", charted_on="2026-01-02", read=read)
    differs = other.coding != charted.coding
    return replace(charted, coder="c é", reason="It says so." if differs else None, others=(other,))


@st.composite
def cases(draw: st.DrawFn, most_terms: int = 6, most_studies: int = 3) -> Case:
    """A vocabulary, a review and a question that belong together."""
    vocabulary = draw(vocabularies(most_terms))
    return vocabulary, draw(reviews(vocabulary, most_studies)), draw(questions(vocabulary))


@dataclass(frozen=True)
class Batch:
    """Many reviews of one vocabulary, to be stored together, and the questions to be asked of them."""

    vocabulary: Vocabulary
    reviews: tuple[Review, ...]
    pairs: tuple[tuple[Review, Question], ...]


@cache
def batch(number: int) -> Batch:
    """A batch, always the same under its number. A fourth of the questions may have no condition to be met, as a matrix asks."""
    vocabulary = first_of(vocabularies(), 10, number)[-1]
    drawn = first_of(reviews(vocabulary), 10, number)
    stored = tuple(replace(review, id=f"r/{place} é") for place, review in enumerate(drawn))
    asked = first_of(questions(vocabulary), 60, number) + first_of(questions(vocabulary, positive=False), 20, number)
    return Batch(vocabulary, stored, tuple(zip(stored * 8, asked, strict=True)))


def first_of(strategy: st.SearchStrategy[Option], count: int, number: int) -> list[Option]:
    """The first examples of a strategy under a seed."""
    found: list[Option] = []

    @seed(number)
    @settings(max_examples=count, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(example: Option) -> None:
        found.append(example)

    collect()
    return found


def ontology_graph(vocabulary: Vocabulary) -> Graph:
    """A vocabulary as the files of the ontology state it, with the properties for what is open."""
    graph = Graph()
    graph += _open_edges()
    graph.add((ONTOLOGY, OWL.versionInfo, Literal(vocabulary.version)))
    for facet in vocabulary.facets.values():
        class_ = facet.class_iri
        graph.add((class_, RDFS.subClassOf, SKOS.Concept))
        graph.add((class_, RDFS.label, Literal(facet.label)))
        graph.add((class_, LACUNA.level, Literal(facet.level)))
        graph.add((class_, LACUNA.topTerm, vocabulary.term_iri(facet.id)))
        graph.add((class_, LACUNA.chartedBy, facet.property_iri))
    for term in vocabulary.terms.values():
        graph.add((term.iri, RDF.type, OWL.NamedIndividual))
        graph.add((term.iri, RDF.type, vocabulary.facets[term.facet].class_iri))
        graph.add((term.iri, SKOS.prefLabel, Literal(term.label, lang="en")))
        graph.add((term.iri, SKOS.definition, Literal(term.definition, lang="en")))
        for broader in term.broader:
            graph.add((term.iri, SKOS.broader, vocabulary.term_iri(broader)))
    for definition in vocabulary.definitions.values():
        iri = DEFINITION[definition.id]
        graph.add((iri, RDF.type, LACUNA.Definition))
        graph.add((iri, LACUNA.variantOf, DEFINITION[definition.notion]))
        graph.add((iri, SKOS.prefLabel, Literal(definition.label)))
        for number, condition in enumerate(definition.conditions):
            node = URIRef(f"{iri}-{number}")
            graph.add((iri, LACUNA.hasCondition, node))
            for term_id in condition.terms:
                graph.add(
                    (node, LACUNA.excludes if condition.excluded else LACUNA.counts, vocabulary.term_iri(term_id))
                )
    graph += list(concept_schemes(graph))
    return graph


@cache
def _open_edges() -> Graph:
    """The real ontology's properties for what is open, each with its kind and its reason."""
    whole = Graph().parse(ONTOLOGY_FILES / "lacuna.ttl")
    found = Graph()
    for property_, _, reason in whole.triples((None, LACUNA.reason, None)):
        found.add((property_, LACUNA.reason, reason))
        for kind in whole.objects(property_, RDFS.subPropertyOf):
            found.add((property_, RDFS.subPropertyOf, kind))
    return found
