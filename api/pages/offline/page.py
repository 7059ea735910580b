"""The evidence map as one HTML file, which holds its data, its style and its script."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from markupsafe import Markup

from api.models import StudyBody
from api.pages.map import evidence_map
from api.pages.offline.data import Json, MapData, crossed_pairs
from api.pages.offline.wanted import WantedMap, check_amount, check_bytes
from api.pages.page import STATIC, fill
from api.service import SOFTWARE
from kg.answer.certificate import certificate
from kg.answer.matrix import Matrix
from kg.answer.models import Answer
from kg.answer.words import asked
from kg.evaluation.models import IncompatibilityBody, evidence_population
from kg.ontology.vocabulary import Condition
from kg.questions.question import with_conditions
from kg.versions.evidence import EvidenceBase


def write_map(evidence: EvidenceBase, wanted: WantedMap, answered: Callable[[], object] = lambda: None) -> str:
    """The text of the file; ``answered`` is called for every cell when it has its answer.

    Raises:
        OverBudget: there are too many cells or studies, or the file would be too large.
        BadQuestion: the question around the map has too many conditions.
    """
    check_amount(evidence, wanted)

    def counted(answers: Iterable[Answer | None]) -> Iterator[Answer | None]:
        for each in answers:
            answered()
            yield each

    data = MapData(evidence.vocabulary)
    tables: list[Mapping[str, object]] = []
    rules: dict[str, IncompatibilityBody] = {}
    for crossed, answers in crossed_pairs(evidence, wanted):
        data.add(crossed, counted(answers))
        tables += list(_both_ways(crossed, evidence))
        rules |= {rule.id: rule for rule in crossed.incompatible}
    inline = {name: (STATIC / file).read_text(encoding="utf-8") for name, file in _INLINE.items()}
    any_value = [Condition.of(facet.id, [facet.id]) for facet in wanted.facets]
    page = fill(
        "offline.html",
        evidence.dataset,
        root="#",
        policy=policy(inline),
        inline={name: Markup(text) for name, text in inline.items()},  # noqa: S704 - files of our own
        icon=base64.b64encode((STATIC / "icon.svg").read_bytes()).decode(),
        data=Markup(_in_script(data.whole(software=SOFTWARE, k=wanted.k))),  # noqa: S704 - no < is left in it
        wanted=wanted,
        around=asked(evidence.vocabulary, wanted.within),
        population=evidence_population(evidence),
        tables=tables,
        rules=[rule for _, rule in sorted(rules.items())],
        studies=[StudyBody.of(evidence, id_) for id_ in evidence.studies.ids],
        certificate=certificate(evidence, [with_conditions(wanted.within, *any_value)], href=""),
    )
    return check_bytes(page)


_INLINE = {"style": "lacuna.css", "more_style": "offline.css", "unfolded": "unfolded.css", "script": "offline.js"}
"""By its name in the template, each file of ``STATIC`` that stands in the file."""


def policy(inline: Mapping[str, str]) -> str:
    """The Content-Security-Policy of the file: nothing but its own style and script, each by its hash."""
    hashes = {
        name: f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for name, text in inline.items()
    }
    styles = " ".join(each for name, each in hashes.items() if name != "script")
    return (
        f"default-src 'none'; style-src {styles}; script-src {hashes['script']}; img-src data:; form-action 'none'; "
        "base-uri 'none'"
    )


def _both_ways(crossed: Matrix, evidence: EvidenceBase) -> Iterator[Mapping[str, object]]:
    """The geometry of a map, and the same with its sides exchanged."""
    made = evidence_map(crossed, evidence.dataset)
    cells = {(cell.row, cell.column): cell for cell in crossed.cells}
    sides = crossed.rows.facet, crossed.columns.facet
    yield {**made, "sides": sides, "cells": cells, "href": crossed.href}
    flipped = {(column, row): cell for (row, column), cell in cells.items()}
    href = crossed.href.replace("={row}", "={}").replace("={column}", "={row}").replace("={}", "={column}")
    exchanged = {"rows": made["columns"], "columns": made["rows"]}
    yield {**made, **exchanged, "sides": sides[::-1], "cells": flipped, "href": href}


def _in_script(data: Json) -> str:
    """Data as JSON that no text in it can end or open an element of the page with."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
