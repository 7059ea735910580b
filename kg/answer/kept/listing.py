"""The list of answers to stored questions: as it was kept beside the version, or computed."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass

from kg.answer.kept.file import Lines, forget_kept, identity, read_kept, write_kept
from kg.answer.kept.update import updated
from kg.answer.summary import Line, Summary, line_about_review, line_of
from kg.evaluation import around
from kg.evaluation.counting.tally import Tally
from kg.questions.catalogue import Catalogue, StoredQuestion
from kg.stores.base import GraphEngine
from kg.stores.ladybug import EMBEDDED
from kg.versions.dataset import Dataset
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
    """Whether answers are kept as they are computed: those about all reviews, from the embedded engine."""
    return evidence.is_default and evidence.dataset.engine == EMBEDDED.name


def listed(
    home: Home, evidence: EvidenceBase, questions: Iterable[StoredQuestion], watcher: Watcher = NOBODY
) -> list[Summary]:
    """The answers to stored questions, in the same order: as they are kept of the engine, else computed.

    Those of the embedded engine about all reviews are then kept; those of another one only by ``keep``.

    Raises:
        BadQuestion: a question names what the vocabulary does not have.
        StoreFailed: the version cannot be read.
    """
    asked = list(questions)
    by_identity = {identity(each): each for each in asked}
    version, engine = evidence.dataset.version, evidence.dataset.engine
    kept = read_kept(home, version, engine) if evidence.is_default else {}
    missing = {id_: each for id_, each in by_identity.items() if id_ not in kept}
    if missing:
        kept = {**kept, **_computed(home, evidence, missing, watcher)}
        if are_kept(evidence):
            write_kept(home, version, engine, kept)
    return [Summary(each.name, kept[identity(each)]) for each in asked]


def keep(home: Home, version: str, server: GraphEngine, installed: Catalogue, watcher: Watcher = NOBODY) -> list[str]:
    """Ask a server all questions about a version, and keep its answers if they are those of the embedded engine.

    The questions are those that come with Lacuna (``installed``) and those that the version brings along.

    Returns:
        the names of the questions that the server answers otherwise; then nothing is kept.

    Raises:
        BadQuestion: a question names what the vocabulary does not have.
        StoreFailed: the version cannot be read.
        OtherVersion: the server holds another version.
    """
    with closing(Dataset.open(home, version, server)) as dataset, closing(Dataset.open(home, version)) as embedded:
        asked = {identity(each): each for each in dataset.catalogue(installed).values()}
        forget_kept(
            home, dataset.version, server.name
        )  # what is kept if the server cannot be asked, or answers otherwise
        found = _of_counts(dataset.evidence(), asked, {}, watcher)
        expected = listed(home, embedded.evidence(), asked.values())
    differing = [name for (name, line), id_ in zip(expected, asked, strict=True) if line != found[id_]]
    if not differing:
        write_kept(home, dataset.version, server.name, found)
    return differing


def _computed(home: Home, evidence: EvidenceBase, questions: Mapping[str, StoredQuestion], watcher: Watcher) -> Lines:
    """The answers by the identity of their questions."""
    if not are_kept(evidence):
        return _of_counts(evidence, questions, {}, watcher)
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
