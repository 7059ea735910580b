"""Stored questions whose answer differs between two versions, and the studies that moved it."""

from collections.abc import Mapping
from typing import NamedTuple

from kg.difference.charting import ChangeOfStudy
from kg.difference.models import AnswerChange, AnswerChangeKind, Cause, Move, Standing, Stands
from kg.evaluation.evaluate import evaluate
from kg.evaluation.models import BoundsBody, bounds_body
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

_Bounds = Bounds | BoundsBody

Changed = Mapping[tuple[str, str], ChangeOfStudy]
"""Studies that are new, gone or charted otherwise, by review and key."""


class Version(NamedTuple):
    """A version that is compared with another one.

    Attributes:
        evidence: all of it.
        asked: that of the studies which may stand otherwise in the other version, or all.
        says: what it says of each gap, by the name of the question; None where that follows from what is asked, which is all.
    """

    evidence: EvidenceBase
    asked: EvidenceBase
    says: Mapping[str, Standing] | None = None


class _Answered(NamedTuple):
    """A question's answer in one version, and how each charting that was asked and that it counts stands."""

    evidence: EvidenceBase
    says: Standing
    stands: Mapping[tuple[str, str], Stands]

    def of(self, charting: tuple[str, str]) -> Stands:
        """How a charting, a review and a key in it, stands."""
        return self.stands.get(charting) or ("ruled-out" if charting in self.evidence.studies else "absent")


def answer_change(before: Version, after: Version, stored: StoredQuestion, changed: Changed) -> AnswerChange | None:
    """What became of a stored question between two versions; None if nothing that an answer says of studies differs.

    Raises:
        BadQuestion, NotFound: one of the vocabularies cannot express it.
    """
    old, new = _answered(before, stored), _answered(after, stored)
    moved = sorted(place for place in {*old.stands, *new.stands} if old.of(place) != new.of(place))
    moves = [_move(old, new, place, changed) for place in moved]
    moves.sort(key=lambda move: -max(_NEARNESS.index(move.before), _NEARNESS.index(move.after)))
    was, now = old.says, new.says
    if was.bounds == now.bounds and not moves:
        return None
    return AnswerChange(
        name=stored.name,
        text=stored.text,
        change=kind_of_change((was.verdict, was.bounds), (now.verdict, now.bounds)),
        before=was,
        after=now,
        by=tuple(moves),
        uncharted=_uncharted(was.bounds) != _uncharted(now.bounds),
        by_terms=bool(moves) and all(each.cause == "not-charted" for each in moves),
    )


def kind_of_change(before: tuple[Verdict, _Bounds], after: tuple[Verdict, _Bounds]) -> AnswerChangeKind:
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


def _distance(bounds: _Bounds) -> float:
    """How many studies lie between the least and the most that there can be."""
    return float("inf") if bounds.upper is None else bounds.upper - bounds.certain


def _uncharted(bounds: _Bounds) -> int | None:
    return None if bounds.upper is None else bounds.upper - bounds.possible


def _answered(version: Version, stored: StoredQuestion) -> _Answered:
    evaluation = evaluate(version.asked, stored.read(version.evidence.vocabulary))
    chartings = version.asked.studies.chartings
    stands: dict[tuple[str, str], Stands] = {}
    for id_ in evaluation.certain:
        stands |= dict.fromkeys(chartings[id_], "certain")
    for id_, study in evaluation.possible.items():
        stands |= dict.fromkeys(chartings[id_], _STANDS[study.standing])
    says = Standing(verdict=evaluation.verdict, bounds=bounds_body(evaluation.bounds))
    return _Answered(version.evidence, version.says[stored.name] if version.says is not None else says, stands)


def _move(old: _Answered, new: _Answered, place: tuple[str, str], changed: Changed) -> Move:
    review, key = place
    there = new if new.of(place) != "absent" else old
    (stored_review,) = (each for each in there.evidence.reviews if each.id == review)
    cause: Cause = changed.get(place, "not-charted")
    citation = stored_review.heading(key).citation or key
    return Move(id=f"{review}/{key}", citation=citation, before=old.of(place), after=new.of(place), cause=cause)
