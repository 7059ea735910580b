"""Answers as text for a person."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.answer.models import AnchorBody, Answer, Certificate, NearMissBody, PossibleStudy, Sensitivity, TableRow
from kg.answer.summary import Summary
from kg.answer.words import bounds_text, change_text, facet_label, population_text, reading_text, study_text, title_of
from kg.evaluation.models import StatementBody
from kg.ontology.vocabulary import Vocabulary
from kg.questions.reasons import Reason
from kg.reconciliation.claims import ClaimNote

_VERDICT = {
    "void": "void: no study in the review did it",
    "void-among-charted": "void among the charted studies: none of them can have done it",
    "none-reported": "none reported: as far as the charted studies were read, none of them names it; some may still have done it",
    "unresolved": "unresolved: no study certainly did it, but some study names what could be it, or was not charted on it",
    "sparse": "sparse: some studies certainly did it, but few",
    "populated": "populated: enough studies certainly did it",
}


_RECONCILIATION = {
    "agrees": "The charted studies agree",
    "contradicts": "What was charted contradicts it",
    "self-consistent": "Consistent with the review's own numbers, against which alone it can be held",
    "not-testable": "Not testable",
}


_KIND = {
    "absolute": "absolute: no charted study can have done it",
    "synthesis-only": "synthesis only: covered by reviews only, no primary study",
    "perspective-only": "perspective only: covered by perspectives and frameworks only, no primary study",
    "proof-of-concept-only": "proof of concept only: nothing beyond pilot scale",
    "ambiguous": "ambiguous: some study names something that could be it",
    "reporting": "reporting: as far as the sources were read, they do not name it",
    "charting": "charting: nobody has looked for it yet",
}


def render(vocabulary: Vocabulary, answer: Answer) -> str:
    """An answer in full: the sentence to quote, the studies, what a next study would add, then everything it rests on."""
    return "\n".join(_lines(vocabulary, answer))


def render_list(summaries: Iterable[Summary]) -> str:
    """One line an answer: name, verdict, kind of the gap, bounds and population."""
    rows = [
        (name, line.verdict, line.kind or "", bounds_text(line.bounds), population_text(line.population))
        for name, line in summaries
    ]
    widths = [max(len(text) for text in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def verdict_text(answer: Answer) -> str:
    """The verdict of an answer, and what it means."""
    # The phrases speak of studies, so they stand only where studies are counted.
    in_words = answer.population.of == "studies"
    # Otherwise "among the charted" could be read as none at all.
    others = "others were not charted" if answer.population.uncharted else "how many others there are is not stated"
    remain = f"; {others}" if answer.verdict == "void-among-charted" else ""
    return f"{_VERDICT[answer.verdict] if in_words else answer.verdict}{remain}"


def _lines(vocabulary: Vocabulary, answer: Answer) -> Iterator[str]:
    yield title_of(vocabulary, answer.question)
    yield ""
    yield textwrap.fill(answer.sentence, 110)
    yield ""
    yield from _studies(vocabulary, answer)
    if answer.next_study:
        yield textwrap.fill(answer.next_study, 110)
        yield ""
    if answer.certificate.definition:
        yield f"Definition: {answer.certificate.definition.label}. {answer.certificate.definition.text}"
    of = answer.population.of
    yield f"Verdict: {verdict_text(answer)}."
    if answer.kind:
        yield f"Kind: {_KIND[answer.kind] if of == 'studies' else answer.kind}."
    bounds = answer.bounds
    yield (
        f"Bounds ({of}): {bounds.certain} certain, {bounds.reported} reported as far as read, {bounds.possible} possible, "
        f"{'an unknown number' if bounds.upper is None else bounds.upper} at most."
    )
    yield f"Population: {population_text(answer.population)}."
    if answer.near_misses is not None:
        yield ""
        yield from near_miss_lines(vocabulary, answer.near_misses)
    if answer.anchors:
        yield ""
        yield from anchor_lines(answer.anchors)
    if answer.table:
        yield ""
        yield from table_lines(vocabulary, answer)
    if answer.sensitivity:
        yield ""
        yield "Under other readings:"
        yield from reading_lines(vocabulary, answer.sensitivity)
    yield ""
    yield from certificate_lines(vocabulary, answer.certificate)
    if answer.claims is not None:
        yield ""
        yield from claim_lines(answer.claims)


def reading_lines(vocabulary: Vocabulary, others: Iterable[Sensitivity]) -> Iterator[str]:
    """Verdict and bounds under other definitions and choices of statements."""
    for other in others:
        yield f"  {reading_text(vocabulary, other)}: {other.verdict}, {bounds_text(other.bounds)}"


def _studies(vocabulary: Vocabulary, answer: Answer) -> Iterator[str]:
    """The studies, hinted ones before silent ones, each with what keeps it open."""
    if answer.certain is None or answer.possible is None:
        return
    if answer.certain:
        yield "Certain:"
        for certain in answer.certain:
            yield f"  {study_text(certain)}"
    for heading, chosen in _POSSIBLE.items():
        if studies := [study for study in answer.possible if chosen(study)]:
            yield f"{heading} ({len(studies)}):"
            for study in studies:
                yield f"  {study_text(study)}"
                yield f"    {open_text(vocabulary, study)}"
    if answer.certain or answer.possible:
        yield ""


_POSSIBLE: Mapping[str, Callable[[PossibleStudy], bool]] = {
    "Possible: something they name could be it": lambda study: study.hinted,
    "Possible: a facet that was asked about was not charted": lambda study: not (study.hinted or study.silent),
    "Possible: what was read does not name it": lambda study: study.silent,
}


_SILENT = {Reason.NOT_REPORTED, Reason.NOT_EXHAUSTIVE}


def open_text(vocabulary: Vocabulary, study: PossibleStudy) -> str:
    """What keeps a study open, in its unit that is nearest to certain: one that names something, with the least open."""
    nearest = min(study.units, key=lambda unit: (any(each.reason in _SILENT for each in unit.open), len(unit.open)))
    opens = "; ".join(f"{facet_label(vocabulary, each.facet)}: {each.reason.phrase}" for each in nearest.open)
    more = len(study.units) - 1
    return f"{opens}{f' (and {more} more units)' if more > 1 else ' (and one more unit)' if more else ''}"


def anchor_lines(anchors: Sequence[AnchorBody]) -> Iterator[str]:
    """The studies that a review itself names as nearest."""
    yield "The review itself names as nearest:"
    for each in anchors:
        yield f"  {each.citation} ({each.status.replace('-', ' ')}): {each.text} ({each.section})"


def near_miss_lines(vocabulary: Vocabulary, misses: Sequence[NearMissBody]) -> Iterator[str]:
    """The changes of one condition with which some study is certain."""
    yield (
        "Near misses, nearest first:"
        if misses
        else "Near misses: none. Even with any one condition dropped or broadened, no charted study is certain."
    )
    for miss in misses:
        yield f"  {change_text(vocabulary, miss.change)}: {miss.bounds.certain} ({', '.join(miss.citations)})"


def table_lines(vocabulary: Vocabulary, answer: Answer) -> Iterator[str]:
    """The table of an answer, if it has one."""
    table = answer.table
    if not table:
        return
    # Other questions to compare may have studies that the answer itself does not list.
    citations = {study.id: study.citation for study in (*(answer.certain or ()), *(answer.possible or ()))}
    cells = [_cells(row, citations) for row in table.rows]
    yield f"By {facet_label(vocabulary, table.by)}:" if table.by else "Row by row:"
    widths = [max(len(text) for text in column) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def _cells(row: TableRow, citations: Mapping[str, str]) -> tuple[str, ...]:
    share = f"{row.share.least:.0%} to {row.share.most:.0%}" if row.share else ""
    certain = ", ".join(citations.get(id_, id_) for id_ in row.certain or ())
    return row.label, row.verdict, bounds_text(row.bounds), share, row.note or certain


def certificate_lines(vocabulary: Vocabulary, certificate: Certificate) -> Iterator[str]:
    """What an answer rests on."""
    search = certificate.search
    databases = ", ".join(search.databases) or "databases not stated"
    yield f"Search: {databases}; years {search.years}; last search {search.last_search}."
    for review in certificate.reviews:
        yield f"Review: {review.reference}"
        if review.identification:
            yield f"Charted studies: {review.identification}"
    if certificate.overlap:
        yield certificate.overlap
    for statement in certificate.completeness:
        yield f"Relies on: {_statement(statement, facet_label(vocabulary, statement.facet))}"
    if not certificate.completeness:
        yield "Relies on no completeness statement."
    yield f"Dataset: {certificate.dataset} · ontology {certificate.ontology} · licence {certificate.licence}"
    yield f"Permalink: {certificate.permalink}"


def claim_lines(claims: Sequence[ClaimNote]) -> Iterator[str]:
    """What the review itself says."""
    yield "The review itself says:" if claims else "The review itself says nothing on this question."
    for claim in claims:
        reason = f": {claim.reason}" if claim.reason else ""
        yield f"  {claim.text} ({claim.section}) {_RECONCILIATION[claim.reconciliation]}{reason}."


_COMPLETE = {"values": "recorded values", "silence": '"not reported"'}
"""What a statement calls complete, by what it closes."""


def _statement(statement: StatementBody, facet: str) -> str:
    """A completeness statement on a facet (its label) as a sentence: its maker, what is complete, and how much was read."""
    maker = "the review states" if statement.maker == "review" else "the coders state"
    complete = [phrase for closed, phrase in _COMPLETE.items() if closed in statement.closes]
    clauses = []
    if complete:
        verb = "is" if complete == [_COMPLETE["silence"]] else "are"
        clauses.append(f"{', and '.join(complete)}{',' if len(complete) > 1 else ''} {verb} complete for {facet}")
    if "uncharted" in statement.closes:
        clauses.append(f"no uncharted study has a value on {facet}")
    depths = ", ".join(depth.replace("-", " ") for depth in statement.depths) or "depth not stated"
    return f"{maker} that {' and that '.join(clauses)} ({depths})."
