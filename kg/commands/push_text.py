"""The report of a push as text."""

import re
import textwrap
from collections.abc import Iterator

from kg.exports.neo4j import PushReport


def render_push(report: PushReport) -> str:
    """The result of a push or a comparison: the count ledger in short, with every line that differs."""
    return "\n".join(_push(report))


def _push(report: PushReport) -> Iterator[str]:
    if report.differences is None:
        yield f"{report.created} created, {report.changed} changed, {report.deleted} deleted."
    differing = report.differing
    yield "Counts, expected from the RDF and found in Neo4j:"
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
    yield f"  Properties: {same} of {len(properties)} have the expected number of values"
    for entry in differing:
        yield f"  Differs: {entry.kind} {entry.name}: {entry.expected} in the RDF, {entry.found} in Neo4j"
    for difference in report.differences or ():
        yield f"Differs, {difference}"
    if report.differences == ():
        yield "Nothing differs."
    yield f"{report.uri} holds {report.version}" if not report.differences else f"Compared with {report.version}"
