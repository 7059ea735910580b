"""Random reviews, and every kind of update that may be made of them."""

import os
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import chain

from rdflib import SKOS, Graph, Literal

from kg.ontology.reading import read_ontology
from kg.ontology.vocabulary import EVIDENCE_UNIT
from kg.questions.catalogue import StoredQuestion
from kg.questions.question_file import QuestionFile
from kg.rdf.canonical import Canonical
from kg.rdf.iris import TERM
from kg.review.cited.model import RetractedStudy, Retraction, SameAs
from kg.review.depth import Depth
from kg.review.model import Closes, CompletenessStatement, EvidenceUnit, Review, Study
from kg.review.to_rdf import triples
from kg.versions.growth.whole import Whole
from kg.versions.home import Home
from loaders.same_studies import same_study_triples
from tests.law.random_reviews import random_review, real_vocabulary

Reviews = tuple[Review, ...]
Kind = Callable[[random.Random, Reviews], Reviews]

OWN = StoredQuestion.own(
    "own_question", QuestionFile.model_validate({"text": "Own?", "where": [{"unit-operation": "coating"}]})
)


def first_reviews(rolls: random.Random) -> Reviews:
    """Three reviews, two of which charted two papers both."""
    numbers = rolls.sample(range(1_000), 3)
    one, two, three = (random_review(number, size) for number, size in zip(numbers, (9, 6, 4), strict=True))
    return *_both(one, 1, two, 0, "10.1234/a"), three


def stored(home: Home, reviews: Reviews, seconds: int, change: Callable[[Graph], object] = lambda _: None) -> str:
    """The name of a version of reviews, stored so many seconds after the first, perhaps with another vocabulary."""
    ontology, vocabulary = read_ontology(), real_vocabulary()
    change(ontology)
    stated = chain.from_iterable(triples(vocabulary, review) for review in reviews)
    content = Canonical(chain(ontology, stated, same_study_triples(reviews)))
    found = home.store(Whole(content), vocabulary, tuple(review.id for review in reviews))
    version = found.manifest.version
    if found.new:
        os.utime(home.folder(version) / "manifest.json", (1_000_000 + seconds, 1_000_000 + seconds))
    return version


def other_words(ontology: Graph) -> None:
    """Change the vocabulary."""
    ontology.add((TERM.coating, SKOS.altLabel, Literal("coating it", "en")))


def _both(one: Review, place: int, other: Review, other_place: int, doi: str) -> tuple[Review, Review]:
    """Two reviews that charted one paper."""
    return _with(one, place, replace(one.studies[place], doi=doi)), _with(
        other, other_place, replace(other.studies[other_place], doi=doi)
    )


def _with(review: Review, place: int, *studies: Study) -> Review:
    """A review with studies in place of one."""
    return replace(review, studies=(*review.studies[:place], *studies, *review.studies[place + 1 :]))


def _on_one(change: Callable[[random.Random, Review, int], Review]) -> Kind:
    """A change of one review, at the place of one of its studies."""

    def changed(rolls: random.Random, reviews: Reviews) -> Reviews:
        place = rolls.randrange(len(reviews))
        review = change(rolls, reviews[place], rolls.randrange(len(reviews[place].studies)))
        return (*reviews[:place], review, *reviews[place + 1 :])

    return changed


def _other_study(rolls: random.Random) -> Study:
    return rolls.choice(random_review(rolls.randrange(1_000), 4).studies)


@_on_one
def added(rolls: random.Random, review: Review, place: int) -> Review:
    return _with(review, place, review.studies[place], replace(_other_study(rolls), id=f"new {rolls.random()}"))


@_on_one
def gone(_: random.Random, review: Review, place: int) -> Review:
    return _with(review, place)


@_on_one
def retracted(_: random.Random, review: Review, place: int) -> Review:
    study = review.studies[place]
    return replace(_with(review, place), retracted=(RetractedStudy(study.id, Retraction("10.1/n"), doi=study.doi),))


@_on_one
def charted_otherwise(rolls: random.Random, review: Review, place: int) -> Review:
    other = _other_study(rolls)
    return _with(review, place, replace(review.studies[place], units=other.units, charted=other.charted))


@_on_one
def a_unit_more(rolls: random.Random, review: Review, place: int) -> Review:
    study = review.studies[place]
    unit = EvidenceUnit("another", _other_study(rolls).units[0].charted)
    return _with(review, place, replace(study, units=(*study.units, unit)))


@_on_one
def another_year(rolls: random.Random, review: Review, place: int) -> Review:
    year = rolls.choice([None, *range(2015, 2027)])
    return _with(review, place, replace(review.studies[place], year=year))


@_on_one
def read_otherwise(rolls: random.Random, review: Review, place: int) -> Review:
    study = review.studies[place]
    read: tuple[Depth, ...] = rolls.choice([("title",), ("abstract", "title"), ("full-text",)])
    units = tuple(
        replace(unit, charted=tuple(replace(each, read=read) for each in unit.charted)) for unit in study.units
    )
    return _with(review, place, replace(study, units=units))


@_on_one
def cited_otherwise(_: random.Random, review: Review, place: int) -> Review:
    return _with(review, place, replace(review.studies[place], citation="Anon 2020", title="Other"))


@_on_one
def another_key(_: random.Random, review: Review, place: int) -> Review:
    return _with(review, place, replace(review.studies[place], id="another / key é"))


@_on_one
def another_number_included(rolls: random.Random, review: Review, _: int) -> Review:
    return replace(review, included=rolls.choice([None, len(review.studies), len(review.studies) + 40]))


@_on_one
def other_statements(rolls: random.Random, review: Review, _: int) -> Review:
    facet = rolls.choice([EVIDENCE_UNIT, "unit-operation", "pat-modality", "ai-method", "twin-component"])
    others = [each for each in review.completeness if each.facet != facet]
    closes: tuple[Closes, ...] = (rolls.choice(["values", "silence", "uncharted"]),)
    new = CompletenessStatement(facet, rolls.choice(["review", "coders"]), closes, ("title", "abstract", "full-text"))
    return replace(review, completeness=(*others, new))


@_on_one
def a_question_more(_: random.Random, review: Review, __: int) -> Review:
    return replace(review, questions=(OWN,))


def joined(rolls: random.Random, reviews: Reviews) -> Reviews:
    one, two, *others = reviews
    doi = f"10.1234/{rolls.random()}"
    return *_both(one, rolls.randrange(2, len(one.studies)), two, rolls.randrange(1, len(two.studies)), doi), *others


def joined_by_the_review(rolls: random.Random, reviews: Reviews) -> Reviews:
    one, *others = reviews
    key, other = rolls.choice(one.studies[2:]).id, rolls.choice(others[-1].studies[1:]).id
    return replace(one, same_as=(SameAs(key, others[-1].id, other),)), *others


def parted(_: random.Random, reviews: Reviews) -> Reviews:
    one, *others = reviews
    return _with(one, 1, replace(one.studies[1], doi=None)), *others


def the_first_of_one_paper_gone(_: random.Random, reviews: Reviews) -> Reviews:
    one, *others = reviews
    return _with(one, 1), *others


def a_review_more(rolls: random.Random, reviews: Reviews) -> Reviews:
    another = random_review(rolls.randrange(1_000, 2_000), 3)
    return *reviews, _with(another, 0, replace(another.studies[0], doi="10.1234/a"))


def a_review_less(_: random.Random, reviews: Reviews) -> Reviews:
    return reviews[:-1]


def another_order(_: random.Random, reviews: Reviews) -> Reviews:
    return tuple(replace(each, studies=each.studies[::-1]) for each in reviews)


KINDS: Mapping[str, Kind] = {
    "added": added,
    "gone": gone,
    "retracted": retracted,
    "charted otherwise": charted_otherwise,
    "a unit more": a_unit_more,
    "another year": another_year,
    "read otherwise": read_otherwise,
    "cited otherwise": cited_otherwise,
    "another key": another_key,
    "another number included": another_number_included,
    "other statements": other_statements,
    "a question more": a_question_more,
    "joined": joined,
    "joined by the review": joined_by_the_review,
    "parted": parted,
    "the first of one paper gone": the_first_of_one_paper_gone,
    "a review more": a_review_more,
    "a review less": a_review_less,
    "another order": another_order,
}
