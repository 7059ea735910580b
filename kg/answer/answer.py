"""An answer: bounds, verdict, kind, reasons, near misses, sensitivity and certificate."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from kg.answer.about_review import about_review
from kg.answer.models import (
    Answer,
    BoundsBody,
    CertainStudy,
    Certificate,
    Change,
    Kind,
    NearMissBody,
    OpenFacet,
    PopulationBody,
    PossibleStudy,
    PossibleUnit,
    QuestionBody,
    Search,
    Sensitivity,
    bounds_body,
    definition_body,
    population_body,
    statement_body,
    where,
)
from kg.answer.tables import rows_of, table_of
from kg.evaluation.evaluate import judgement, relied_on
from kg.evaluation.gap_kind import gap_kind
from kg.evaluation.near_misses import NearMiss, near_misses
from kg.evaluation.verdict import SPARSE_BELOW, Judgement, Verdict
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.catalogue import StoredQuestion, under
from kg.questions.question import NOT, Completeness, Question
from kg.rdf.data_iris import FURTHER_UNIT
from kg.reconciliation.claims import claims_about
from kg.versions.dataset import Dataset


def answer(
    dataset: Dataset,
    question: Question,
    *,
    stored: StoredQuestion | None = None,
    review: str | None = None,
    k: int = SPARSE_BELOW,
) -> Answer:
    """The answer to a question about one review of a version.

    Args:
        dataset: the version that answers.
        question: what is asked; for a stored question as ``StoredQuestion.read`` gave it.
        stored: the stored question, whose name and text the answer then bears.
        review: the id of the review that is asked, by default the first in the order of their ids.
        k: from so many certain studies on the verdict is ``populated``.

    Raises:
        NotFound: no such review is stored.
    """
    review = dataset.review_id(review)
    asked = _asked(dataset, question, stored, review, k)
    if stored and stored.about_review:
        found = about_review(dataset, stored, review, k)
        certificate = _certificate(dataset, (), review, asked.href)
        return Answer(question=asked, certificate=certificate, near_misses=None, claims=None, sensitivity=(), **found)
    judged = judgement(dataset, question, review, k)
    questions = (
        [question, *(row.question for row in rows_of(dataset.vocabulary, stored, question))] if stored else [question]
    )
    return Answer(
        question=asked,
        verdict=judged.verdict,
        kind=gap_kind(dataset, question, review),
        bounds=bounds_body(judged.bounds),
        population=population_body(dataset.population(review)),
        reasons=judged.reasons,
        certain=tuple(_certain(dataset, review, judged)),
        possible=tuple(_possible(dataset, review, judged)),
        near_misses=None if judged.certain else tuple(_near_misses(dataset, question, review, k)),
        table=table_of(dataset, stored, question, review, k, _address(dataset, review, k)) if stored else None,
        sensitivity=tuple(_sensitivity(dataset, question, review, k)),
        claims=claims_about(dataset, question, review),
        certificate=_certificate(dataset, questions, review, asked.href),
    )


def describe(vocabulary: Vocabulary, question: Question) -> str:
    """A question of one's own in words."""
    parts = [_in_words(vocabulary, condition) for condition in question.conditions]
    if question.years:
        parts.append(f"published {question.years.first} to {question.years.last}")
    if question.definition:
        parts.append(vocabulary.definitions[question.definition].label)
    return "Studies with " + "; ".join(parts)


class Summary(NamedTuple):
    """An answer in one line."""

    name: str
    verdict: Verdict
    kind: Kind | None
    bounds: BoundsBody
    population: PopulationBody


def summary(dataset: Dataset, stored: StoredQuestion, review: str | None = None) -> Summary:
    """The answer to a stored question in short, without what takes most of the time: near misses, table, other readings.

    Raises:
        NotFound: no such review is stored.
    """
    review = dataset.review_id(review)
    if stored.about_review:
        found = about_review(dataset, stored, review, SPARSE_BELOW)
        return Summary(stored.name, found["verdict"], found["kind"], found["bounds"], found["population"])
    question = stored.read(dataset.vocabulary)
    judged, population = judgement(dataset, question, review), population_body(dataset.population(review))
    kind = gap_kind(dataset, question, review)
    return Summary(stored.name, judged.verdict, kind, bounds_body(judged.bounds), population)


def _asked(dataset: Dataset, question: Question, stored: StoredQuestion | None, review: str, k: int) -> QuestionBody:
    return QuestionBody(
        name=stored.name if stored else None,
        text=stored.text if stored else describe(dataset.vocabulary, question),
        where=where(question),
        definition=question.definition,
        completeness=question.completeness,
        review=review,
        href=_href(dataset, question, stored, review, k),
    )


def _certificate(dataset: Dataset, questions: Iterable[Question], review: str, href: str) -> Certificate:
    """What the answer to some questions (the asked one first) rests on."""
    vocabulary, about, questions = dataset.vocabulary, dataset.review(review), tuple(questions)
    definition = questions[0].definition if questions else None
    identification = dataset.identification(review)
    return Certificate(
        dataset=dataset.version,
        ontology=vocabulary.version,
        review=about.reference or about.citation or review,
        permalink=f"{href}{'&' if '?' in href else '?'}version={dataset.version}",
        definition=definition_body(vocabulary.definitions[definition]) if definition else None,
        search=Search(databases=about.search.databases, years=about.search.years, last_search=about.search.last_search),
        completeness=tuple(statement_body(each) for each in relied_on(vocabulary, questions, about.completeness)),
        identification=identification.in_words if identification else None,
        licence=about.charting_licence or "not stated",
    )


def _near_misses(dataset: Dataset, question: Question, review: str, k: int) -> Iterator[NearMissBody]:
    address_of = _address(dataset, review, k)
    for miss in near_misses(dataset, question, review, k):
        yield NearMissBody(
            change=_change(miss),
            steps=miss.weakening.steps,
            bounds=bounds_body(miss.judged.bounds),
            certain=tuple(miss.judged.certain),
            href=address_of(miss.weakening.question),
        )


def _change(miss: NearMiss) -> Change:
    of, to = miss.weakening.of, miss.weakening.to
    if of is None:
        return Change(drop="year")
    name = (NOT if of.excluded else "") + of.facet
    if to is None:
        return Change(drop=name, from_=of.terms)
    return Change(generalise=name, from_=of.terms, to=to.terms)


def _address(dataset: Dataset, review: str, k: int) -> Callable[[Question], str]:
    return lambda question: address("/ask", question.parameters(), dataset, review, k)


def _sensitivity(dataset: Dataset, question: Question, review: str, k: int) -> Iterator[Sensitivity]:
    definitions = dataset.vocabulary.definitions
    variants: list[str | None] = [None]
    if question.definition:
        notion = definitions[question.definition].notion
        variants = [each.id for each in definitions.values() if each.notion == notion]
    choices: tuple[Completeness, ...] = ("all", "review")
    for definition in variants:
        for completeness in choices:
            other = under(question, definition, completeness)
            if other != question:
                judged = judgement(dataset, other, review, k)
                yield Sensitivity(
                    definition=definition,
                    completeness=completeness,
                    verdict=judged.verdict,
                    bounds=bounds_body(judged.bounds),
                )


def _certain(dataset: Dataset, review: str, judged: Judgement) -> Iterator[CertainStudy]:
    for id_, units in judged.certain.items():
        study = dataset.study(review, id_)
        # The further unit only bears what is charted for the study as a whole; nobody knows that it exists.
        known = tuple(unit for unit in units if unit != FURTHER_UNIT)
        yield CertainStudy(id=id_, citation=study.citation or id_, title=study.title, units=known)


def _possible(dataset: Dataset, review: str, judged: Judgement) -> Iterator[PossibleStudy]:
    for id_, units in judged.possible.items():
        study = dataset.study(review, id_)
        yield PossibleStudy(
            id=id_,
            citation=study.citation or id_,
            title=study.title,
            units=tuple(
                PossibleUnit(id=unit, open=tuple(OpenFacet(facet=each.facet, reason=each.reason) for each in opens))
                for unit, opens in units.items()
            ),
        )


def _href(dataset: Dataset, question: Question, stored: StoredQuestion | None, review: str, k: int) -> str:
    """The canonical address of a question: what is at its default is left out."""
    pairs = question.parameters()
    path = "/ask"
    if stored:
        path = f"/gaps/{stored.name}"
        default = stored.read(dataset.vocabulary)
        pairs = [pair for pair in pairs if pair not in default.parameters()]
    return address(path, pairs, dataset, review, k)


def address(path: str, pairs: Iterable[tuple[str, str]], dataset: Dataset, review: str, k: int) -> str:
    """A path with parameters in the order given, then k and the review where they are not at their default."""
    pairs = list(pairs)
    if k != SPARSE_BELOW:
        pairs.append(("k", str(k)))
    if review != dataset.review_id():
        pairs.append(("review", review))
    query = "&".join(f"{quote(name)}={quote(value, safe=',.')}" for name, value in pairs)
    return f"{path}?{query}" if query else path


def _in_words(vocabulary: Vocabulary, condition: Condition) -> str:
    labels = " or ".join(vocabulary.terms[term].label for term in condition.terms)
    no = "no " if condition.excluded else ""
    return f"{no}{vocabulary.facets[condition.facet].label}: {labels}"
