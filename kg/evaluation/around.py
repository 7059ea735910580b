"""The questions around one that was asked: its near misses, other readings, the rows of its table, and the kind of its gap."""

from threading import Lock
from typing import Protocol
from weakref import WeakKeyDictionary

from kg.evaluation.counting.studies import CountedStudies
from kg.evaluation.evaluate import Outline, evaluate
from kg.evaluation.gap_kind import GapKind, gap_kind, kind_by_sorts
from kg.evaluation.standing import Evaluation
from kg.evaluation.tabulated import TabulatedEvidence, tabulated
from kg.questions.question import Question
from kg.versions.evidence import EvidenceBase


class Around(Protocol):
    """Evidence that any number of questions can be asked of, none of which has a query of its own."""

    def outline(self, question: Question, k: int) -> Outline:
        """The outcome of a question, with ``k`` certain studies or more for ``populated``."""

    def kind(self, question: Question, evaluation: Evaluation) -> GapKind | None:
        """The kind of the gap that a question with this evaluation asks about."""


_COUNTED: WeakKeyDictionary[EvidenceBase, CountedStudies] = WeakKeyDictionary()
_MAKING = Lock()


def around(evidence: EvidenceBase) -> Around:
    """The evidence for the questions around one that was asked; kept as long as the evidence is."""
    together = tabulated(evidence)
    if isinstance(together, TabulatedEvidence):
        return _Evaluated(together)
    return _Counted(evidence, counted(evidence))


def counted(evidence: EvidenceBase) -> CountedStudies:
    """The studies of an evidence base, to be counted; kept as long as the evidence is."""
    with _MAKING:
        if evidence not in _COUNTED:
            # Of the same reviews, not of the key itself: that would stay as long as the program runs.
            same = EvidenceBase(evidence.dataset, evidence.reviews)
            same.studies = evidence.studies
            _COUNTED[evidence] = CountedStudies(same)
        return _COUNTED[evidence]


class _Evaluated:
    """By the standing of each study."""

    def __init__(self, evidence: EvidenceBase) -> None:
        self._evidence = evidence

    def outline(self, question: Question, k: int) -> Outline:
        return Outline.of(evaluate(self._evidence, question, k))

    def kind(self, question: Question, evaluation: Evaluation) -> GapKind | None:
        return gap_kind(self._evidence, question, evaluation)


class _Counted:
    """By sets of units, where very many studies are charted."""

    def __init__(self, evidence: EvidenceBase, studies: CountedStudies) -> None:
        self._evidence, self._studies = evidence, studies

    def outline(self, question: Question, k: int) -> Outline:
        return self._studies.outline(question, k)

    def kind(self, question: Question, _: Evaluation) -> GapKind | None:
        return kind_by_sorts(self._evidence, question, self._studies.tally(question).sorts)
