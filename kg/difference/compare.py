"""The difference between two versions: all of it is computed from both, so it is the same however the second one came about."""

from kg.difference.answers import answer_change
from kg.difference.charting import changed, retracted_studies, stored_charting, study_change
from kg.difference.models import AnswerChange, Difference, VersionBody
from kg.difference.terms import term_changes
from kg.difference.voids import void_changes
from kg.errors import BadQuestion, NotFound
from kg.evaluation.models import population_body
from kg.questions.catalogue import Catalogue
from kg.rdf.data_iris import review_of
from kg.rdf.iris import local_name
from kg.versions.dataset import Dataset


def compare(before: Dataset, after: Dataset, installed: Catalogue, *, with_voids: bool = True) -> Difference:
    """What differs between two versions, with the answers to all stored questions, their own ones included.

    Voids that nobody asked about are searched for only ``with_voids``.
    """
    found = {
        (local_name(review_of(study) or ""), local_name(study)): change
        for study, change in changed(stored_charting(before), stored_charting(after), retracted_studies(after))
    }
    old, new = before.evidence(), after.evidence()
    reviews = [{each.id: each for each in evidence.reviews} for evidence in (old, new)]
    studies = [
        study_change(reviews[0].get(review), reviews[1].get(review), key, change)
        for (review, key), change in found.items()
    ]
    answers: list[AnswerChange] = []
    not_compared: list[str] = []
    catalogue = {**before.catalogue(installed), **after.catalogue(installed)}
    for name, stored in sorted(catalogue.items()):
        if stored.about_review:
            not_compared.append(name)
            continue
        try:
            change = answer_change(old, new, stored, found)
        except (BadQuestion, NotFound):
            not_compared.append(name)
            continue
        if change:
            answers.append(change)
    return Difference(
        before=_version(before),
        after=_version(after),
        studies=tuple(studies),
        terms=tuple(term_changes(before.vocabulary, after.vocabulary)),
        answers=tuple(answers),
        questions=len(catalogue) - len(not_compared),
        not_compared=tuple(not_compared),
        voids=void_changes(old, new, found) if with_voids else None,
    )


def _version(dataset: Dataset) -> VersionBody:
    evidence = dataset.evidence()
    return VersionBody(
        version=dataset.version, reviews=evidence.review_ids, population=population_body(evidence.population)
    )
