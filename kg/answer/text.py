"""Answers as text for a person."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from kg.answer.models import AnchorBody, Answer, NearMissBody, Table, TableRow
from kg.answer.paragraph import bounds_text, change_text, paragraph, population_text, reading_text
from kg.answer.summary import Summary
from kg.evaluation.models import StatementBody
from kg.reconciliation.claims import ClaimNote

_VERDICT = {
    "void": "void: no study in the review did it",
    "void-among-charted": "void among the charted studies",
    "unresolved": "unresolved: no study certainly did it, but some may have",
    "sparse": "sparse",
    "populated": "populated",
}


_RECONCILIATION = {
    "agrees": "The charted studies agree",
    "contradicts": "What was charted contradicts it",
    "self-consistent": "Consistent with the review's own numbers, against which alone it can be held",
    "not-testable": "Not testable",
}


_KIND = {
    "absolute": "absolute: no study in the review did it",
    "synthesis-only": "synthesis only: covered by reviews only, no primary study",
    "perspective-only": "perspective only: covered by perspectives and frameworks only, no primary study",
    "proof-of-concept-only": "proof of concept only: nothing beyond pilot scale",
    "reporting": "reporting: some studies may have done it, but their sources do not say",
    "charting": "charting: not looked for yet",
}


def render(answer: Answer) -> str:
    """An answer in full: a paragraph to paste, then verdict, bounds, studies, near misses, table, other readings, certificate."""
    return "\n".join(_lines(answer))


def render_list(summaries: Iterable[Summary]) -> str:
    """One line an answer: name, verdict, kind of the gap, bounds and population."""
    rows = [
        (each.name, each.verdict, each.kind or "", bounds_text(each.bounds), population_text(each.population))
        for each in summaries
    ]
    widths = [max(len(text) for text in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _lines(answer: Answer) -> Iterator[str]:
    yield textwrap.fill(paragraph(answer), 110)
    yield ""
    if answer.certificate.definition:
        yield f"Definition: {answer.certificate.definition.label}. {answer.certificate.definition.text}"
    # Otherwise "among the charted" could be read as none at all.
    remain = answer.verdict == "void-among-charted" and answer.population.uncharted
    of = answer.population.of
    # The phrases speak of studies, so they stand only where studies are counted.
    in_words = of == "studies"
    verdict = _VERDICT[answer.verdict] if in_words else answer.verdict
    yield f"Verdict: {verdict}{'; uncharted ones remain' if remain else ''}."
    if answer.kind:
        yield f"Kind: {_KIND[answer.kind] if in_words else answer.kind}."
    yield f"Bounds: {bounds_text(answer.bounds)} {of}. Population: {population_text(answer.population)}."
    yield from _studies(answer)
    if answer.near_misses is not None:
        yield ""
        yield from _near_misses(answer.near_misses)
    if answer.anchors:
        yield ""
        yield from _anchors(answer.anchors)
    if answer.table:
        yield ""
        yield from _table(answer.table)
    if answer.sensitivity:
        yield ""
        yield "Under other readings:"
        for other in answer.sensitivity:
            yield f"  {reading_text(other)}: {other.verdict}, {bounds_text(other.bounds)}"
    yield ""
    yield from _certificate(answer)
    if answer.claims is not None:
        yield ""
        yield from _claims(answer.claims)


def _studies(answer: Answer) -> Iterator[str]:
    if answer.certain is None or answer.possible is None:
        return
    yield ""
    yield f"Certain: {answer.bounds.certain}"
    for study in answer.certain:
        yield f"  {study.citation} ({study.id}): {', '.join(study.units)}"
    yield f"Also possible: {len(answer.possible)}"
    for possible in answer.possible:
        yield f"  {possible.citation} ({possible.id})"
        for unit in possible.units:
            opens = "; ".join(f"{each.facet} {each.reason.phrase}" for each in unit.open)
            yield f"    {unit.id}: {opens}"


def _anchors(anchors: Sequence[AnchorBody]) -> Iterator[str]:
    yield "The review itself names as nearest:"
    for each in anchors:
        yield f"  {each.citation} ({each.id}, {each.status.replace('-', ' ')}): {each.text} ({each.section})"


def _near_misses(misses: Sequence[NearMissBody]) -> Iterator[str]:
    yield (
        "Near misses, nearest first:"
        if misses
        else "Near misses: none. Even with any one condition dropped or broadened, no charted study is certain."
    )
    for miss in misses:
        yield f"  {change_text(miss.change)}: {miss.bounds.certain} ({', '.join(miss.certain)})"


def _table(table: Table) -> Iterator[str]:
    yield f"By {table.by}:" if table.by else "Row by row:"
    widths = [max(len(text) for text in column) for column in zip(*map(_cells, table.rows), strict=True)]
    for row in table.rows:
        yield "  " + "  ".join(text.ljust(width) for text, width in zip(_cells(row), widths, strict=True)).rstrip()


def _cells(row: TableRow) -> tuple[str, ...]:
    share = f"{row.share.least:.0%} to {row.share.most:.0%}" if row.share else ""
    return row.label, row.verdict, bounds_text(row.bounds), share, row.note or ", ".join(row.certain or ())


def _certificate(answer: Answer) -> Iterator[str]:
    certificate = answer.certificate
    search = certificate.search
    databases = ", ".join(search.databases) or "databases not stated"
    yield f"Search: {databases}; years {search.years}; last search {search.last_search}."
    if certificate.identification:
        yield f"Charted studies: {certificate.identification}"
    for statement in certificate.completeness:
        yield f"Relies on: {_statement(statement)}"
    if not certificate.completeness:
        yield "Relies on no completeness statement."
    yield f"Dataset: {certificate.dataset} · ontology {certificate.ontology} · licence {certificate.licence}"
    yield f"Permalink: {certificate.permalink}"


def _claims(claims: Sequence[ClaimNote]) -> Iterator[str]:
    yield "The review itself says:" if claims else "The review itself says nothing on this question."
    for claim in claims:
        reason = f": {claim.reason}" if claim.reason else ""
        yield f"  {claim.text} ({claim.section}) {_RECONCILIATION[claim.reconciliation]}{reason}."


_COMPLETE = {"values": "recorded values", "silence": '"not reported"'}
"""What a statement calls complete, by what it closes."""


def _statement(statement: StatementBody) -> str:
    """A completeness statement as a sentence: its maker, what is complete, and how much was read."""
    maker = "the review states" if statement.maker == "review" else "the coders state"
    complete = [phrase for closed, phrase in _COMPLETE.items() if closed in statement.closes]
    clauses = []
    if complete:
        verb = "is" if complete == [_COMPLETE["silence"]] else "are"
        clauses.append(
            f"{', and '.join(complete)}{',' if len(complete) > 1 else ''} {verb} complete for {statement.facet}"
        )
    if "uncharted" in statement.closes:
        clauses.append(f"no uncharted study has a value on {statement.facet}")
    depths = ", ".join(depth.replace("-", " ") for depth in statement.depths) or "depth not stated"
    return f"{maker} that {' and that '.join(clauses)} ({depths})."
