"""The report of a check or a load as text."""

from collections.abc import Iterator, Sequence

from kg.spelling import counted
from loaders.reporting.changes import ReviewChanges
from loaders.reporting.models import CheckReport, LoadReport

_KEYS_SHOWN = 5


def notices(report: CheckReport) -> Iterator[str]:
    """What the user should know about the input and about what was replaced."""
    for warning in report.warnings:
        yield f"Warning: {warning}"
    if isinstance(report, LoadReport):
        if report.replaced:
            yield f"Replaced, because a review of this name was stored: {', '.join(report.replaced)}."
        if report.rebuilt:
            yield f"Warning: {report.rebuilt}"


def render(report: CheckReport) -> Iterator[str]:
    """A line for each review; for a load also the version and what is different from the one before."""
    for corpus in report.corpora:
        read = "as stored" if corpus.rows is None else counted(corpus.rows, "row")
        read += f", {counted(corpus.sheets, 'sheet')}" if corpus.sheets else ""
        included = "not stated" if corpus.included is None else f"{corpus.included:,}, uncharted: {corpus.uncharted:,}"
        yield (
            f"{corpus.review}: {counted(corpus.studies, 'study', 'studies')} charted in "
            f"{counted(corpus.units, 'evidence unit')} "
            f"({counted(corpus.charted, 'charted value or status', 'charted values and statuses')}, {read}); "
            f"included: {included}{_retracted(corpus.retracted)}"
        )
    # check and load report alike, up to the version.
    if not isinstance(report, LoadReport):
        yield "No fault found. Nothing was stored."
        return
    stored = "Rebuilt" if report.rebuilt else "Stored" if report.new else "Already stored"
    version = report.version
    yield (
        f"{stored} {version.version}: {version.triples:,} triples, "
        f"{version.nodes:,} nodes, {version.relationships:,} relationships"
    )
    if report.former and report.former != version.version:
        yield f"Before, {report.former} was current; lacuna use {report.former[:19]} makes it so again."
        yield from map(_line, report.changes or ())
        if not report.changes:
            yield "  The same was charted of the same studies."


def _retracted(number: int) -> str:
    return f", without {number} retracted" if number else ""


def _line(changed: ReviewChanges) -> str:
    kinds = {
        "new": changed.new,
        "retracted": changed.retracted,
        "no longer there": changed.gone,
        "charted otherwise": changed.changed,
    }
    return f"  {changed.review}: " + "; ".join(f"{_studies(keys)} {kind}" for kind, keys in kinds.items() if keys)


def _studies(keys: Sequence[str]) -> str:
    more = f" and {len(keys) - _KEYS_SHOWN} more" if len(keys) > _KEYS_SHOWN else ""
    return f"{len(keys)} stud{'y' if len(keys) == 1 else 'ies'} ({', '.join(keys[:_KEYS_SHOWN])}{more})"
