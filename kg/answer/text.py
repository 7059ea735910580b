"""An answer as text for a person, and JSON that a person can read."""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kg.answer.answer import Summary
from kg.answer.models import Answer, ClaimNote, NearMissBody, Table, TableRow
from kg.answer.paragraph import REASONS, bounds_text, change_text, paragraph, population_text, reading_text
from kg.exports.neo4j import PushReport
from kg.review.agreement import FacetAgreement
from kg.review.model import words

_VERDICT = {
    "void": "void: nobody in the review did it",
    "void-among-charted": "void among the charted studies",
    "unresolved": "unresolved: nobody certainly did it, somebody may have",
    "sparse": "sparse",
    "populated": "populated",
}

_RECONCILIATION = {
    "agrees": "The charted studies agree",
    "contradicts": "The charted studies contradict",
    "not-testable": "Not testable on the charted studies",
}


def to_json(value: object) -> bytes:
    """A value as indented UTF-8 JSON that ends in a newline: the same content gives the same bytes."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


_KIND = {
    "absolute": "absolute: nobody in the review did it",
    "synthesis-only": "synthesis only: reviews treat it, no study of its own work does",
    "perspective-only": "perspective only: perspectives and frameworks treat it, no study of its own work does",
    "proof-of-concept-only": "proof of concept only: nothing was run beyond pilot scale",
    "reporting": "reporting: somebody may have done it, the sources do not say",
    "charting": "charting: nobody has looked",
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
    remain = answer.verdict == "void-among-charted" and answer.population.uncharted
    yield f"Verdict: {_VERDICT[answer.verdict]}{'; uncharted ones remain' if remain else ''}."
    if answer.kind:
        yield f"Kind: {_KIND[answer.kind]}."
    of = answer.population.of
    yield f"Bounds: {bounds_text(answer.bounds)} {of}. Population: {population_text(answer.population)}."
    yield ""
    yield f"Certain: {answer.bounds.certain}"
    for study in answer.certain:
        yield f"  {study.citation} ({study.id}): {', '.join(study.units)}"
    yield f"Possible besides: {len(answer.possible)}"
    for possible in answer.possible:
        yield f"  {possible.citation} ({possible.id})"
        for unit in possible.units:
            opens = "; ".join(f"{each.facet} {REASONS[each.reason]}" for each in unit.open)
            yield f"    {unit.id}: {opens}"
    if answer.near_misses is not None:
        yield ""
        yield from _near_misses(answer.near_misses)
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


def _near_misses(misses: Sequence[NearMissBody]) -> Iterator[str]:
    yield (
        "Near misses, nearest first:"
        if misses
        else "Near misses: whatever one condition is dropped or broadened, no charted study is certain."
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
    return row.label, row.verdict, bounds_text(row.bounds), share, row.note or ", ".join(row.certain)


def render_push(report: PushReport) -> str:
    """What a push did, or what a comparison found: the count ledger in short, and every line of it that differs."""
    return "\n".join(_push(report))


def _push(report: PushReport) -> Iterator[str]:
    if report.differences is None:
        yield f"{report.created} created, {report.changed} changed, {report.deleted} deleted."
    differing = report.differing
    yield "Ledger, by the RDF and counted in Neo4j:"
    for kind, title in (("label", "Labels"), ("relationship", "Relationships")):
        counts: dict[str, int] = {}
        for entry in report.ledger:
            if entry.kind == kind and entry not in differing:
                name = re.split(r"[{ ]", entry.name, maxsplit=1)[0]  # the type alone, without reason and ends
                counts[name] = counts.get(name, 0) + entry.found
        listed = ", ".join(f"{name} {count}" for name, count in counts.items())
        yield textwrap.fill(f"{title}: {listed}", 110, initial_indent="  ", subsequent_indent="    ")
    properties = [entry for entry in report.ledger if entry.kind == "property"]
    same = sum(entry not in differing for entry in properties)
    yield f"  Properties: {same} of {len(properties)} have as many values"
    for entry in differing:
        yield f"  Differs: {entry.kind} {entry.name}: {entry.expected} by the RDF, {entry.found} in Neo4j"
    for difference in report.differences or ():
        yield f"Differs, {difference}"
    if report.differences == ():
        yield "Nothing differs."
    yield f"{report.uri} holds {report.version}" if not report.differences else f"Compared with {report.version}"


def render_agreement(found: Sequence[FacetAgreement], *, differences: bool) -> str:
    """A table of coders' agreement by facet; with ``differences`` every one, with what holds and why."""
    if not found:
        return "No two coders charted the same independently."
    return "\n".join(_agreement(found, differences=differences))


def _agreement(found: Sequence[FacetAgreement], *, differences: bool) -> Iterator[str]:
    for coders, facets in groupby(found, lambda each: each.coders):
        mine = list(facets)
        both, same = sum(each.both for each in mine), sum(each.same for each in mine)
        yield f"{coders[0]} and {coders[1]}: {same} of the {both} cells that both charted are the same."
        yield f"  {'facet':<24}{'both':>6}{'same':>6}{'kappa':>8}{'alpha':>8}"
        for each in mine:
            coefficients = ("-" if number is None else f"{number:.2f}" for number in (each.kappa, each.alpha))
            yield f"  {each.facet:<24}{each.both:>6}{each.same:>6}" + "".join(f"{text:>8}" for text in coefficients)
            for difference in each.differences if differences else ():
                holds = difference.charted
                yield f"    {difference.subject}: {words(holds)} ({holds.coder})" + (
                    f". {holds.reason}" if holds.reason else ""
                )
                yield from (f"      {other.coder}: {words(other)}" for other in holds.others)


def _certificate(answer: Answer) -> Iterator[str]:
    certificate = answer.certificate
    search = certificate.search
    databases = ", ".join(search.databases) or "databases not stated"
    yield f"Search: {databases}; years {search.years}; last search {search.last_search}."
    if certificate.identification:
        yield f"Charted studies: {certificate.identification}"
    for statement in certificate.completeness:
        depths = ", ".join(statement.depths) or "depth not stated"
        says = "the review closes" if statement.maker == "review" else "the coders close"
        yield f"Relies on: {says} {' and '.join(statement.closes)} of {statement.facet} ({depths})."
    if not certificate.completeness:
        yield "Relies on no completeness statement."
    yield f"Dataset: {certificate.dataset} · ontology {certificate.ontology} · licence {certificate.licence}"
    yield f"Permalink: {certificate.permalink}"


def _claims(claims: Sequence[ClaimNote]) -> Iterator[str]:
    yield "The review itself says:" if claims else "The review itself says nothing on this question."
    for claim in claims:
        yield f"  {claim.text} ({claim.section}) {_RECONCILIATION[claim.reconciliation]}."
