"""The difference between two versions: all of it is computed from both, so it is the same however the second one came about."""

from collections.abc import Mapping

from kg.answer.kept.listing import listed
from kg.difference.answers import Version, answer_change
from kg.difference.charting import changed, changed_by, retracted_studies, stored_charting, study_change
from kg.difference.models import Difference, Standing, VersionBody
from kg.difference.terms import term_changes
from kg.difference.voids import void_changes
from kg.errors import BadQuestion, NotFound
from kg.evaluation.affected import affected
from kg.evaluation.models import population_body
from kg.questions.catalogue import Catalogue, StoredQuestion
from kg.rdf.data_iris import review_of
from kg.rdf.iris import local_name
from kg.versions.dataset import Dataset
from kg.versions.evidence import EvidenceBase
from kg.versions.home import Home


def compare(
    before: Dataset, after: Dataset, installed: Catalogue, *, with_voids: bool = True, home: Home | None = None
) -> Difference:
    """What differs between two versions, with the answers to all stored questions, their own ones included.

    Voids that nobody asked about are searched for only ``with_voids``. Where ``home`` stores both versions, what is kept beside
    them is read, and only studies that may stand otherwise are asked; the result is the same.
    """
    old, new = before.evidence(), after.evidence()
    catalogue = {**before.catalogue(installed), **after.catalogue(installed)}
    asked = {name: stored for name, stored in sorted(catalogue.items()) if _is_compared(stored, old, new)}
    part = affected(home, old, new) if home else None
    if home and part:
        changes = changed_by(before, after, part.statements)
        was, now = Version(old, part.before, _says(home, old, asked)), Version(new, part.after, _says(home, new, asked))
    else:
        changes = changed(stored_charting(before), stored_charting(after), retracted_studies(after))
        was, now = Version(old, old), Version(new, new)
    found = {(local_name(review_of(study) or ""), local_name(study)): change for study, change in changes}
    reviews = [{each.id: each for each in evidence.reviews} for evidence in (old, new)]
    studies = [
        study_change(reviews[0].get(review), reviews[1].get(review), key, change)
        for (review, key), change in found.items()
    ]
    answers = (answer_change(was, now, stored, found) for stored in asked.values())
    return Difference(
        before=_version(before),
        after=_version(after),
        studies=tuple(studies),
        terms=tuple(term_changes(before.vocabulary, after.vocabulary)),
        answers=tuple(filter(None, answers)),
        questions=len(asked),
        not_compared=tuple(name for name in sorted(catalogue) if name not in asked),
        voids=void_changes(old, new, found) if with_voids else None,
    )


def _is_compared(stored: StoredQuestion, *versions: EvidenceBase) -> bool:
    """Whether a question is about studies, and every version can express it."""
    try:
        for each in versions:
            stored.read(each.vocabulary)
    except (BadQuestion, NotFound):
        return False
    return not stored.about_review


def _says(home: Home, evidence: EvidenceBase, asked: Catalogue) -> Mapping[str, Standing]:
    """What a version says of each gap, by the name of the question."""
    lines = listed(home, evidence, asked.values())
    return {name: Standing(verdict=line.verdict, bounds=line.bounds) for name, line in lines}


def _version(dataset: Dataset) -> VersionBody:
    evidence = dataset.evidence()
    return VersionBody(
        version=dataset.version, reviews=evidence.review_ids, population=population_body(evidence.population)
    )
