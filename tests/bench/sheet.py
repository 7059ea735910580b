"""A generated review as files: the corpus folder from which ``make bench-load`` reads it."""

import csv
from pathlib import Path

import yaml

from kg.review.model import Charted, EvidenceUnit, Review, Status, Study
from kg.review.to_yaml import REVIEW_FILE
from loaders.sheets.absence import STATUSES

_WORDS = {status: word for word, status in STATUSES.items()}


def write_corpus(review: Review, facets: tuple[str, ...], folder: Path) -> Path:
    """A new folder with ``review.yaml`` and one charting sheet, a row for each evidence unit; the folder is returned."""
    folder.mkdir()
    said = [
        {
            "facet": each.facet,
            "maker": each.maker,
            "depths": list(each.depths),
            "closes": list(each.closes),
            "source": each.source,
        }
        for each in review.completeness
    ]
    header = {"title": review.title, "completeness": said}
    (folder / REVIEW_FILE).write_text(yaml.safe_dump(header), encoding="utf-8")
    columns = ["study", "citation", "title", "year", "doi", "unit", "coder", "charted_on", "read"]
    columns += [name for facet in facets for name in (facet, f"{facet}.source")]
    with (folder / "charting.csv").open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, columns, restval="")
        sheet.writeheader()
        sheet.writerows(_row(study, unit) for study in review.studies for unit in study.units)
    return folder


def _row(study: Study, unit: EvidenceUnit) -> dict[str, object]:
    charted = (*study.charted, *unit.charted)
    row: dict[str, object] = {name: getattr(study, name) for name in ("citation", "title", "year", "doi")}
    row |= {"study": study.id, "unit": unit.id}
    for each in charted:
        row |= {each.facet: _cell(each), f"{each.facet}.source": each.source}
        row |= {"coder": each.coder, "charted_on": each.charted_on, "read": "; ".join(each.read)}
    return row


def _cell(charted: Charted) -> str:
    terms = "; ".join(charted.terms)
    if charted.status is Status.CODED:
        return terms
    return f"unclear: {terms}" if terms else _WORDS[charted.status]
