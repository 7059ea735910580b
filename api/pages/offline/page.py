"""The evidence map as one HTML file, which holds its data, its style and its script."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from markupsafe import Markup

from api.models import StudyBody
from api.pages.map import evidence_map
from api.pages.offline.data import Json, MapData, answered
from api.pages.offline.wanted import WantedMap, check_amount, check_bytes
from api.pages.page import STATIC, fill
from api.service import SOFTWARE
from kg.answer.certificate import certificate
from kg.answer.links import cell_template
from kg.answer.models import Answer
from kg.answer.words import asked
from kg.crossing.models import Matrix
from kg.evaluation.models import IncompatibilityBody, evidence_population
from kg.ontology.vocabulary import Condition
from kg.questions.question import with_conditions
from kg.versions.evidence import EvidenceBase


def write_map(evidence: EvidenceBase, wanted: WantedMap, done: Callable[[], object] = lambda: None) -> str:
    """The text of the file; ``done`` is called for every answer.

    Raises:
        OverBudget: there are too many cells or studies, or the file would be too large.
        BadQuestion: the question around the map has too many conditions.
    """
    check_amount(evidence, wanted)

    def counted(answers: Iterable[Answer | None]) -> Iterator[Answer | None]:
        for each in answers:
            done()
            yield each

    data = MapData(evidence.vocabulary)
    tables: list[Mapping[str, object]] = []
    rules: dict[str, IncompatibilityBody] = {}
    for part in answered(evidence, wanted):
        data.add(part._replace(answers=counted(part.answers)))
        if isinstance(part.body, Matrix):
            tables += _both_ways(part.body, evidence, wanted)
            rules |= {rule.id: rule for rule in part.body.incompatible}
    population = evidence_population(evidence)
    about = {
        "software": SOFTWARE,
        "dataset": evidence.dataset.version,
        "k": wanted.k,
        "population": population.model_dump(mode="json"),
    }
    inline = {name: (STATIC / file).read_text(encoding="utf-8") for name, file in _INLINE.items()}
    any_value = [Condition.of(facet.id, [facet.id]) for facet in wanted.facets]
    page = fill(
        "offline.html",
        evidence.dataset,
        root="#",
        policy=policy(inline),
        inline={name: Markup(text) for name, text in inline.items()},  # noqa: S704 - files of our own
        icon=base64.b64encode((STATIC / "icon.svg").read_bytes()).decode(),
        data=Markup(_in_script(data.whole(**about))),  # noqa: S704 - no < is left in it
        wanted=wanted,
        around=asked(evidence.vocabulary, wanted.within),
        population=population,
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


def _both_ways(crossed: Matrix, evidence: EvidenceBase, wanted: WantedMap) -> Iterator[Mapping[str, object]]:
    """A map, and the same with its sides exchanged, each as its page shows it."""
    exchanged = crossed.model_copy(
        update={
            "rows": crossed.columns,
            "columns": crossed.rows,
            "href": cell_template(evidence, wanted.within, crossed.columns.facet, crossed.rows.facet, wanted.k),
            "cells": tuple(cell.model_copy(update={"row": cell.column, "column": cell.row}) for cell in crossed.cells),
        }
    )
    for body in (crossed, exchanged):
        yield {"body": body, **evidence_map(body, evidence.dataset)}


def _in_script(data: Json) -> str:
    """Data as JSON that no text in it can end or open an element of the page with."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
