"""The list of answers to stored questions: as it was kept beside the version, or computed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.answer.kept.file import Lines, identity, read_kept, write_kept
from kg.answer.kept.update import updated
from kg.answer.summary import Line, Summary, line_about_review, line_of
from kg.evaluation import around
from kg.evaluation.counting.tally import Tally
from kg.questions.catalogue import StoredQuestion
from kg.stores.ladybug import EMBEDDED
from kg.versions.evidence import EvidenceBase
from kg.versions.home import Home


@dataclass(frozen=True)
class Watcher:
    """Callbacks for progress: the number of questions to answer, and each time the number just answered."""

    started: Callable[[int], None] = lambda _: None
    progress: Callable[[int], None] = lambda _: None


NOBODY = Watcher()
"""For whom nothing is told."""


def are_kept(evidence: EvidenceBase) -> bool:
    """Whether the answers of an evidence base are kept: those about all reviews of a version, from its embedded engine."""
    return evidence.is_default and evidence.dataset.engine == EMBEDDED.name


def listed(
    home: Home, evidence: EvidenceBase, questions: Iterable[StoredQuestion], watcher: Watcher = NOBODY
) -> list[Summary]:
    """The answers to stored questions, in the same order; those that ``are_kept`` are computed once.

    Raises:
        BadQuestion: a question names what the vocabulary does not have.
        StoreFailed: the version cannot be read.
    """
    asked = list(questions)
    by_identity = {identity(each): each for each in asked}
    if not are_kept(evidence):
        found = _of_counts(evidence, by_identity, {}, watcher)
        return [Summary(each.name, found[identity(each)]) for each in asked]
    version = evidence.dataset.version
    kept = read_kept(home, version)
    missing = {id_: each for id_, each in by_identity.items() if id_ not in kept}
    if missing:
        kept = {**kept, **_computed(home, evidence, missing, watcher)}
        write_kept(home, version, kept)
    return [Summary(each.name, kept[identity(each)]) for each in asked]


def _computed(home: Home, evidence: EvidenceBase, questions: Mapping[str, StoredQuestion], watcher: Watcher) -> Lines:
    """The answers by the identity of their questions."""
    on_studies = {id_: each for id_, each in questions.items() if not each.about_review}
    return _of_counts(evidence, questions, updated(home, evidence, on_studies), watcher)


def _of_counts(
    evidence: EvidenceBase, questions: Mapping[str, StoredQuestion], counted: Mapping[str, Tally], watcher: Watcher
) -> Lines:
    """The answers, where the studies of some questions have been counted already."""
    studies, found = around.counted(evidence), dict[str, Line]()
    watcher.started(sum(not each.about_review and id_ not in counted for id_, each in questions.items()))
    for id_, each in questions.items():
        if each.about_review:
            found[id_] = line_about_review(evidence, each)
        elif id_ in counted:
            found[id_] = line_of(evidence, each, counted[id_])
        else:
            found[id_] = line_of(evidence, each, studies.tally(each.read(evidence.vocabulary)))
            watcher.progress(1)
    return found
