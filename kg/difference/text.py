"""The difference between two versions as text for people."""

from collections import Counter
from collections.abc import Iterator, Mapping

from kg.answer.words import bounds_text, listed, population_text
from kg.difference.models import (
    AnswerChange,
    AnswerChangeKind,
    Difference,
    Move,
    Standing,
    StudyChange,
    VoidChange,
    VoidChanges,
    VoidStudy,
    WhyNoVoid,
)
from kg.evaluation.models import BoundsBody, PopulationBody

_MOST_STUDIES, _MOST_MOVES, _MOST_CELLS = 12, 8, 6
_MOST_LETTERS = 160
"""Of a citation in a sentence."""

_CHANGES = {"new": "new", "retracted": "retracted", "gone": "gone", "charted": "charted otherwise"}
_CAUSES = {**_CHANGES, "not-charted": "its charting is the same"}
_UNCHARTED = "the number of uncharted studies that may meet the question differs"
_BY_TERMS = "no study that moved was charted otherwise: terms or completeness statements alone moved the answer"

HEADINGS: dict[AnswerChangeKind, str] = {
    "closed": "Gaps closed: some study is certain now",
    "opened": "Gaps opened: no study is certain any more",
    "un-certified": "Voids no longer certified",
    "certified": "Voids certified now",
    "narrowed": "Bounds narrowed",
    "widened": "Bounds widened",
    "moved": "Bounds moved",
}
"""In the order in which they are told."""

BECAME: Mapping[AnswerChangeKind, str] = {
    "closed": "Gap closed",
    "opened": "Gap opened",
    "un-certified": "Void no longer certified",
    "certified": "Void certified",
}
"""What became of one gap, where it is more than a change of its bounds; in the order in which they are told."""


VOIDS_CLOSED: Mapping[WhyNoVoid, str] = {
    "studies": "No longer empty, because of",
    "implied": "Still no study is known to report it, but it follows from a wider void now",
    "term": "One of its terms takes no part in searches any more",
    "barred": "A rule of applicability bars it now",
}
"""Why a void of the first version is none in the second; studies or the wider void follow."""

VOIDS_OPENED: Mapping[WhyNoVoid, str] = {
    "studies": "Not empty before, because of",
    "implied": "No study was known to report it before either, but it followed from a wider void",
    "term": "One of its terms took no part in searches before",
    "barred": "A rule of applicability barred it before",
}
"""Why a void of the second version was none in the first."""

VOIDS_COUNTED = "A void that follows from a wider one is not counted."
"""What stands beside the numbers of voids."""

VOIDS_NOT_COMPARED = (
    "Voids nobody asked for were not compared: one of the versions lacks a facet, or the search would have taken too "
    "long."
)


def render(difference: Difference) -> str:
    """A difference in lines: what became of gaps first, then studies, then terms."""
    return "\n".join(_lines(difference))


def sentence(change: AnswerChange, before: PopulationBody, after: PopulationBody) -> str:
    """What became of a gap, in sentences: verdict, bounds and population before and after, and the studies that moved it."""
    was, now = (_standing(*each) for each in ((change.before, before), (change.after, after)))
    moves = [
        f"{each.citation[:_MOST_LETTERS]} ({each.id}: {_way(each)}, {_CAUSES[each.cause]})"
        for each in change.by[:_MOST_MOVES]
    ]
    more = len(change.by) - _MOST_MOVES
    by = [f"by {listed([*moves, *([f'{more} more'] if more > 0 else [])])}"] if moves else []
    also = [text for text, holds in ((_UNCHARTED, change.uncharted), (_BY_TERMS, change.by_terms)) if holds]
    return " ".join(f"{text[0].upper()}{text[1:]}." for text in (f"before: {was}", f"now: {now}", *by, *also))


def _standing(standing: Standing, population: PopulationBody) -> str:
    verdict = standing.verdict.replace("-", " ")
    return f"{verdict}, bounds {bounds_text(standing.bounds)} ({population_text(population)})"


def _lines(difference: Difference) -> Iterator[str]:
    yield f"From {difference.before.version}: {', '.join(difference.before.reviews)}"
    yield f"to   {difference.after.version}: {', '.join(difference.after.reviews)}"
    if not (difference.studies or difference.terms or difference.answers):
        yield "No study, term or answer differs."
        yield from _voids(difference.voids)
        return
    for kind, heading in HEADINGS.items():
        changes = [each for each in difference.answers if each.change == kind]
        if changes:
            yield f"\n{heading}:"
        for change in changes:
            yield from _answer(change)
    same = difference.questions - len(difference.answers)
    yield f"\n{same} of {difference.questions} stored questions have the same studies and bounds."
    yield from _voids(difference.voids)
    yield from _studies(difference.studies)
    if difference.terms:
        yield "\nTerms:"
        for term in difference.terms:
            where = f" below {', '.join(term.after)}" if term.after and term.change in {"added", "moved"} else ""
            yield f"  {term.id} ({term.facet}): {term.change}{where}"


def _answer(change: AnswerChange) -> Iterator[str]:
    before, after = (f"{each.verdict}, {_bounds(each.bounds)}" for each in (change.before, change.after))
    yield f"  {change.name}: {before} → {after}"
    for move in change.by[:_MOST_MOVES]:
        yield f"    {_move(move)}"
    if len(change.by) > _MOST_MOVES:
        yield f"    and {len(change.by) - _MOST_MOVES} more studies"
    if change.uncharted:
        yield f"    {_UNCHARTED}"
    if change.by_terms:
        yield f"    {_BY_TERMS}"


def _voids(changes: VoidChanges | None) -> Iterator[str]:
    if changes is None:
        yield f"\n{VOIDS_NOT_COMPARED}"
        return
    over = f"over {listed(changes.facets)}, at grade {changes.grade}"
    yield f"\nVoids {over}: {changes.closed_total} closed, {changes.opened_total} opened. {VOIDS_COUNTED}"
    for heading, voids, total, words in (
        ("Closed", changes.closed, changes.closed_total, VOIDS_CLOSED),
        ("Opened", changes.opened, changes.opened_total, VOIDS_OPENED),
    ):
        if voids:
            yield f"{heading}{f', the {len(voids)} most surprising' if len(voids) < total else ''}:"
        for each in voids:
            yield from _void(each, words)


def _void(void: VoidChange, words: Mapping[WhyNoVoid, str]) -> Iterator[str]:
    before, after = (
        f"{each.verdict}, {_bounds(each.bounds)}" if each else "cannot be asked" for each in (void.before, void.after)
    )
    yield f"  {void.text}: {before} → {after}"
    if void.implied_by:
        yield f"    {words[void.why]}: {void.implied_by.text}"
    elif void.by:
        more = [f"{len(void.by) - _MOST_MOVES} more"] if len(void.by) > _MOST_MOVES else []
        yield f"    {words[void.why]} {listed([*map(_void_study, void.by[:_MOST_MOVES]), *more])}"
    else:
        yield f"    {words[void.why]}"


def _void_study(study: VoidStudy) -> str:
    return f"{study.citation} ({study.id}{'' if study.certain else ', not certainly'}; {_CAUSES[study.cause]})"


def _bounds(bounds: BoundsBody) -> str:
    upper = "?" if bounds.upper is None else bounds.upper
    return f"{bounds.certain} certain, at most {upper}"


def _move(move: Move) -> str:
    return f"{move.citation} ({move.id}): {_way(move)}; {_CAUSES[move.cause]}"


def _way(move: Move) -> str:
    return f"{move.before.replace('-', ' ')} → {move.after.replace('-', ' ')}"


def _studies(studies: tuple[StudyChange, ...]) -> Iterator[str]:
    if not studies:
        return
    counts = Counter(_CHANGES[each.change] for each in studies)
    yield f"\nStudies: {', '.join(f'{counts[words]} {words}' for words in _CHANGES.values() if counts[words])}"
    for study in studies[:_MOST_STUDIES]:
        yield f"  {study.citation} ({study.id}): {_CHANGES[study.change]}"
        for cell in study.cells[:_MOST_CELLS]:
            by = f", {cell.coder}" if cell.coder else ""
            yield f"    {cell.unit} {cell.facet}{by}: {cell.before or 'not charted'} → {cell.after or 'not charted'}"
        if len(study.cells) > _MOST_CELLS:
            yield f"    and {len(study.cells) - _MOST_CELLS} more cells"
    if len(studies) > _MOST_STUDIES:
        yield f"  and {len(studies) - _MOST_STUDIES} more studies"
