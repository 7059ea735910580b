"""The answer to a search for voids: the most surprising ones, each with what it rests on."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from kg.answer.certificate import certificate
from kg.answer.links import address, ask_address
from kg.answer.models import Change, NearMissBody
from kg.answer.words import next_study, next_study_within
from kg.evaluation.evaluate import may_be_one
from kg.evaluation.models import (
    PopulationBody,
    bounds_body,
    condition_body,
    evidence_population,
    incompatibility_body,
    where,
)
from kg.evaluation.verdict import SPARSE_BELOW, Bounds, verdict
from kg.ontology.vocabulary import Condition
from kg.questions.question import Question, with_conditions
from kg.reconciliation.claims import claims_about
from kg.versions.evidence import EvidenceBase
from kg.voids.miner import MOST_TESTED, Pattern
from kg.voids.models import Elsewhere, ExpectedBody, LeftOutBody, OpenBody, VoidBody, VoidList
from kg.voids.ranking import FORMULA, Expectation, RankedVoid, most_surprising
from kg.voids.search import ANYTHING, Search, Wanted, search
from kg.voids.sentences import list_sentence, void_sentence

TOP = 20
"""The number of voids in an answer, by default."""
MOST_LISTED = 1000
"""The bound on it."""
_FIRST = 5
"""The most studies that are named of those whose charting leaves everything open."""


def voids(evidence: EvidenceBase, wanted: Wanted, top: int = TOP, most_tested: int = MOST_TESTED) -> VoidList:
    """The answer to a search, with at most so many voids, found by at most so many tests in one walk."""
    found = search(evidence, wanted, most_tested)
    shown = most_surprising(found, top)
    population = evidence_population(evidence)
    facets = [Condition.of(facet, [facet]) for facet in wanted.facets]
    href = _address(evidence, wanted)
    nothing = (0,) * len(wanted.facets)
    frame = bounds_of(evidence, found, nothing)
    opened = tuple(_open(evidence, facets, ids) for facets, ids in found.open_to_all.items())
    return VoidList(
        dataset=evidence.dataset.version,
        sentence=list_sentence(evidence.vocabulary, found, population, frame, shown, opened),
        facets=wanted.facets,
        grade=wanted.grade,
        k=wanted.k,
        reviews=evidence.review_ids,
        where=where(wanted.within),
        definition=wanted.within.definition,
        completeness=wanted.within.completeness,
        population=population,
        bounds=bounds_body(frame),
        found=len(found.mined.voids),
        complete=found.mined.searched_to is None,
        searched_to=found.mined.searched_to,
        tested=found.mined.tested,
        formula=FORMULA,
        unused=tuple(sorted(_unused(found, {each.pattern for each in shown}))),
        left_out=tuple(LeftOutBody(term=each.term, why=each.why) for each in found.left_out),
        open=opened,
        incompatible=tuple(map(incompatibility_body, found.incompatible)),
        items=tuple(_void(evidence, found, each, population) for each in shown),
        href=href,
        certificate=certificate(evidence, [with_conditions(wanted.within, *facets)], href),
    )


def _open(evidence: EvidenceBase, facets: tuple[str, ...], studies: tuple[str, ...]) -> OpenBody:
    first = tuple(_citation(evidence, id_) for id_ in studies[:_FIRST])
    return OpenBody(facets=facets, studies=len(studies), citations=first)


def _void(evidence: EvidenceBase, found: Search, void: RankedVoid, population: PopulationBody) -> VoidBody:
    vocabulary, wanted = evidence.vocabulary, found.wanted
    question = found.evidence.question(void.pattern)
    terms = found.evidence.conditions(void.pattern)
    bounds = bounds_of(evidence, found, void.pattern)
    misses = sorted(
        _near_misses(evidence, found, void.pattern), key=lambda each: (-each.bounds.certain, -each.bounds.reported)
    )
    near = [each for each in misses if each.certain]
    next_one: str | None
    elsewhere = _elsewhere(evidence, found, void.pattern, terms)
    if elsewhere and elsewhere.certain and not near:
        next_one = next_study_within(vocabulary, wanted.within, elsewhere.citations)
    else:
        next_one = next_study(vocabulary, near)
    return VoidBody(
        sentence=void_sentence(vocabulary, wanted, void, Question(terms), population),
        where=tuple(map(condition_body, terms)),
        width=found.evidence.width(void.pattern),
        surprise=void.surprise,
        elsewhere=elsewhere,
        expected=tuple(_expected(found, void.pattern, each) for each in void.expected),
        verdict=verdict(bounds, _populated(wanted)),
        bounds=bounds_body(bounds),
        near_misses=tuple(misses),
        next_study=next_one,
        claims=claims_about(evidence, question),
        href=_ask_address(evidence, wanted, question),
    )


def _near_misses(evidence: EvidenceBase, found: Search, pattern: Pattern) -> Iterator[NearMissBody]:
    """Every step to something wider that still asks anything."""
    for wider in found.evidence.wider(pattern):
        question = found.evidence.question(wider)
        if href := _ask_address(evidence, found.wanted, question):
            certain = found.evidence.certain_studies(wider)
            yield NearMissBody(
                change=_change(found, pattern, wider),
                steps=1,
                bounds=bounds_body(bounds_of(evidence, found, wider)),
                certain=certain,
                citations=tuple(_citation(evidence, id_) for id_ in certain),
                href=href,
            )


def _elsewhere(
    evidence: EvidenceBase, found: Search, pattern: Pattern, terms: tuple[Condition, ...]
) -> Elsewhere | None:
    if not (found.everywhere and terms):
        return None
    inside = found.evidence.certain_studies(pattern)
    certain = tuple(each for each in found.everywhere.certain_studies(pattern) if each not in inside)
    return Elsewhere(
        certain=certain,
        citations=tuple(_citation(evidence, id_) for id_ in certain),
        href=ask_address(
            evidence,
            replace(ANYTHING, conditions=terms, completeness=found.wanted.within.completeness),
            _populated(found.wanted),
        ),
    )


def _change(found: Search, pattern: Pattern, wider: Pattern) -> Change:
    place = next(at for at, (one, other) in enumerate(zip(pattern, wider, strict=True)) if one != other)
    facet, terms = found.wanted.facets[place], found.evidence.hierarchies[place].terms
    of = (terms[pattern[place]],)
    return (
        Change(generalise=facet, from_=of, to=(terms[wider[place]],)) if wider[place] else Change(drop=facet, from_=of)
    )


def _expected(found: Search, pattern: Pattern, each: Expectation) -> ExpectedBody:
    terms = found.evidence.hierarchies[each.place].terms
    return ExpectedBody(
        facet=found.wanted.facets[each.place],
        term=terms[pattern[each.place]],
        broader=terms[each.wider[each.place]] or None,
        wider=each.with_wider,
        with_term=each.with_term,
        with_broader=each.with_broader,
        studies=each.studies,
    )


def bounds_of(evidence: EvidenceBase, found: Search, pattern: Pattern) -> Bounds:
    """The bounds of the question that a pattern of a search stands for."""
    question = found.evidence.question(pattern)
    conditions = question.expanded(evidence.vocabulary).values()
    return found.evidence.bounds(pattern, may_be_one(evidence, conditions, question.completeness))


def _unused(found: Search, shown: Collection[Pattern]) -> Iterator[str]:
    """The terms that are voids by themselves, except those that are shown."""
    for void in found.mined.voids:
        conditions = found.evidence.conditions(void)
        if len(conditions) == 1 and void not in shown:
            yield conditions[0].terms[0]


def _citation(evidence: EvidenceBase, study: str) -> str:
    charted = evidence.cited_study(study)
    return next((each.citation for _, each in charted if each.citation), study)


def _populated(wanted: Wanted) -> int:
    """The k of the questions that voids stand for: what has too few studies here is not populated there."""
    return max(wanted.k, SPARSE_BELOW)


def _ask_address(evidence: EvidenceBase, wanted: Wanted, question: Question) -> str | None:
    """The address of a question, None where it asks nothing."""
    conditions = question.expanded(evidence.vocabulary).values()
    asks = question.years is not None or any(not each.excluded for each in conditions)
    return ask_address(evidence, question, _populated(wanted)) if asks else None


def _address(evidence: EvidenceBase, wanted: Wanted) -> str:
    """The canonical address of a search."""
    settings = ("definition", "completeness")
    pairs = [("facets", ",".join(wanted.facets))]
    asked = wanted.within.parameters()
    pairs += [("within", f"{name}={value}") for name, value in asked if name not in settings]
    pairs += [each for each in asked if each[0] in settings]
    pairs += [("grade", wanted.grade)] if wanted.grade != Wanted.grade else []
    pairs += [("k", str(wanted.k))] if wanted.k != Wanted.k else []
    return address("/voids", pairs, evidence, SPARSE_BELOW)
