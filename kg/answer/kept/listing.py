"""The list of answers to stored questions: as it was kept beside the version, or computed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.answer.kept.file import Lines, identity, read_kept, write_kept
from kg.answer.kept.update import updated
from kg.answer.summary import Summary, line, line_of
from kg.evaluation.some_studies import part, parts
from kg.evaluation.tabulated import for_a_list
from kg.evaluation.tally import NOTHING, Tally, tally
from kg.questions.catalogue import StoredQuestion
from kg.stores.ladybug import EMBEDDED
from kg.stores.stopping import check
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
    if not are_kept(evidence):
        watcher.started(len(asked))
        together, found = for_a_list(evidence), []
        for each in asked:
            found.append(Summary(each.name, line(together, each)))
            watcher.progress(1)
        return found
    version = evidence.dataset.version
    kept = read_kept(home, version)
    by_identity = {identity(each): each for each in asked}
    missing = {id_: each for id_, each in by_identity.items() if id_ not in kept}
    if missing:
        kept = {**kept, **_computed(home, evidence, missing, watcher)}
        write_kept(home, version, kept)
    return [Summary(each.name, kept[identity(each)]) for each in asked]


def _computed(home: Home, evidence: EvidenceBase, questions: Mapping[str, StoredQuestion], watcher: Watcher) -> Lines:
    """The answers by the identity of their questions."""
    on_studies = {id_: each for id_, each in questions.items() if not each.about_review}
    counted = updated(home, evidence, on_studies)
    counted |= _counted(evidence, {id_: each for id_, each in on_studies.items() if id_ not in counted}, watcher)
    return {
        id_: line_of(evidence, each, counted[id_]) if id_ in counted else line(evidence, each)
        for id_, each in questions.items()
    }


def _counted(evidence: EvidenceBase, questions: Mapping[str, StoredQuestion], watcher: Watcher) -> dict[str, Tally]:
    """The numbers of questions about studies, part by part."""
    counted = dict.fromkeys(questions, NOTHING)
    of_parts = parts(evidence) if questions else ()
    watcher.started(len(questions) * len(of_parts))
    for ids in of_parts:
        together = part(evidence, ids)
        for id_, each in questions.items():
            check()
            counted[id_] = counted[id_].plus(tally(together, each.read(evidence.vocabulary)))
            watcher.progress(1)
    return counted
