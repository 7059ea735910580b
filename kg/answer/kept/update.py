"""The numbers of studies of a version from those that are kept beside the one before: only what differs is asked."""

from collections.abc import Mapping
from contextlib import closing

from kg.answer.kept.file import read_kept
from kg.errors import LacunaError
from kg.evaluation.affected import affected
from kg.evaluation.counting.studies import CountedStudies
from kg.evaluation.counting.tally import Tally
from kg.questions.catalogue import StoredQuestion
from kg.versions.dataset import Dataset
from kg.versions.evidence import EvidenceBase
from kg.versions.home import Home
from kg.versions.retention import stored_before


def updated(home: Home, evidence: EvidenceBase, questions: Mapping[str, StoredQuestion]) -> dict[str, Tally]:
    """The numbers of the questions about studies, by identity, that the version stored before keeps with the same vocabulary."""
    try:
        former = stored_before(home, evidence.dataset.version.removeprefix("sha256:"))
        kept = read_kept(home, f"sha256:{former}", evidence.dataset.engine)
        counted = {id_: line.tally for id_, line in kept.items() if id_ in questions and line.tally}
        if not counted:
            return {}
        with closing(Dataset.open(home, former)) as dataset:
            found = affected(home, dataset.evidence(), evidence)
            if found is None:
                return {}
            before, after = CountedStudies(found.before), CountedStudies(found.after)
            for id_, kept_tally in counted.items():
                question = questions[id_].read(evidence.vocabulary)
                counted[id_] = kept_tally.minus(before.tally(question)).plus(after.tally(question))
            return counted
    except LacunaError:  # there is no version before, or it cannot be read: nothing depends on it
        return {}
