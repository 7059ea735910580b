"""Stored questions whose answer differs between two versions, and the studies that moved it."""

from collections.abc import Mapping
from typing import NamedTuple

from kg.difference.charting import ChangeOfStudy
from kg.difference.models import AnswerChange, AnswerChangeKind, Cause, Move, Standing, Stands
from kg.evaluation.evaluate import evaluate
from kg.evaluation.models import bounds_body
from kg.evaluation.standing import Evaluation
from kg.evaluation.standing import Standing as Rank
from kg.evaluation.verdict import Bounds, Verdict
from kg.questions.catalogue import StoredQuestion
from kg.versions.evidence import EvidenceBase

_STANDS: Mapping[Rank, Stands] = {
    Rank.SILENT: "silent",
    Rank.NOT_LOOKED_AT: "not-looked-at",
    Rank.HINTED: "hinted",
    Rank.CERTAIN: "certain",
}

_NEARNESS: tuple[Stands, ...] = ("absent", "ruled-out", *_STANDS.values())
"""From the farthest to the nearest."""

Changed = Mapping[tuple[str, str], ChangeOfStudy]
"""Studies that are new, gone or charted otherwise, by review and key."""


class _Asked(NamedTuple):
    """A question's answer in one version, and how each charting that it counts stands."""

    evidence: EvidenceBase
    evaluation: Evaluation
    stands: Mapping[tuple[str, str], Stands]

    def of(self, charting: tuple[str, str]) -> Stands:
        """How a charting, a review and a key in it, stands."""
        review, key = charting
        is_there = any(each.id == review and key in each.keys for each in self.evidence.reviews)
        return self.stands.get(charting, "ruled-out" if is_there else "absent")


def answer_change(
    before: EvidenceBase, after: EvidenceBase, stored: StoredQuestion, changed: Changed
) -> AnswerChange | None:
    """What became of a stored question between two versions; None if nothing that an answer says of studies differs.

    Raises:
        BadQuestion, NotFound: one of the vocabularies cannot express it.
    """
    old, new = _ask(before, stored), _ask(after, stored)
    moved = sorted(place for place in {*old.stands, *new.stands} if old.of(place) != new.of(place))
    moves = [_move(old, new, place, changed) for place in moved]
    moves.sort(key=lambda move: -max(_NEARNESS.index(move.before), _NEARNESS.index(move.after)))
    if old.evaluation.bounds == new.evaluation.bounds and not moves:
        return None
    return AnswerChange(
        name=stored.name,
        text=stored.text,
        change=kind_of_change(
            (old.evaluation.verdict, old.evaluation.bounds), (new.evaluation.verdict, new.evaluation.bounds)
        ),
        before=_standing(old.evaluation),
        after=_standing(new.evaluation),
        by=tuple(moves),
        uncharted=_uncharted(old.evaluation.bounds) != _uncharted(new.evaluation.bounds),
        by_terms=bool(moves) and all(each.cause == "not-charted" for each in moves),
    )


def kind_of_change(before: tuple[Verdict, Bounds], after: tuple[Verdict, Bounds]) -> AnswerChangeKind:
    """What became of a gap, by its verdicts and bounds."""
    (old_verdict, old), (new_verdict, new) = before, after
    if not old.certain and new.certain:
        return "closed"
    if old.certain and not new.certain:
        return "opened"
    if not new.certain and (old_verdict == "void") != (new_verdict == "void"):
        return "certified" if new_verdict == "void" else "un-certified"
    wide, wider = _distance(old), _distance(new)
    return "moved" if wide == wider else "narrowed" if wider < wide else "widened"


def _distance(bounds: Bounds) -> float:
    """How many studies lie between the least and the most that there can be."""
    return float("inf") if bounds.upper is None else bounds.upper - bounds.certain


def _uncharted(bounds: Bounds) -> int | None:
    return None if bounds.upper is None else bounds.upper - bounds.possible


def _ask(evidence: EvidenceBase, stored: StoredQuestion) -> _Asked:
    evaluation = evaluate(evidence, stored.read(evidence.vocabulary))
    stands: dict[tuple[str, str], Stands] = {}
    for id_ in evaluation.certain:
        stands |= dict.fromkeys(evidence.studies.chartings[id_], "certain")
    for id_, study in evaluation.possible.items():
        stands |= dict.fromkeys(evidence.studies.chartings[id_], _STANDS[study.standing])
    return _Asked(evidence, evaluation, stands)


def _move(old: _Asked, new: _Asked, place: tuple[str, str], changed: Changed) -> Move:
    review, key = place
    there = new if new.of(place) != "absent" else old
    (stored_review,) = (each for each in there.evidence.reviews if each.id == review)
    cause: Cause = changed.get(place, "not-charted")
    citation = stored_review.heading(key).citation or key
    return Move(id=f"{review}/{key}", citation=citation, before=old.of(place), after=new.of(place), cause=cause)


def _standing(evaluation: Evaluation) -> Standing:
    return Standing(verdict=evaluation.verdict, bounds=bounds_body(evaluation.bounds))
