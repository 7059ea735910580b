"""The seed review as it grows: its sheets with the studies of some years, and with what states a retraction."""

import csv
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.paths import CORPORA
from kg.yaml_file import read_yaml
from loaders.corpus import DEFAULT_CORPUS

SEED = CORPORA / DEFAULT_CORPUS
YEARS = range(2018, 2026)


@cache
def years() -> Mapping[str, int]:
    """The year of publication of each study of the seed."""
    return {row["study"]: int(row["year"]) for row in rows_of("first-pass.csv")}


@cache
def rows_of(sheet: str) -> tuple[dict[str, str], ...]:
    """The rows of a sheet of the seed."""
    with (SEED / sheet).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def doi_of(study: str) -> str:
    """The DOI of a study of the seed, which stands in any of its sheets."""
    rows = (row for sheet in sorted(SEED.glob("*.csv")) for row in rows_of(sheet.name))
    return next(row["doi"] for row in rows if row["study"] == study and row.get("doi"))


def write_seed(
    folder: Path,
    studies: Collection[str],
    retracted: Mapping[str, str] | None = None,
    **header: Any,
) -> Path:
    """The seed's corpus with the rows of some studies alone; ``header`` replaces keys of its ``review.yaml``.

    ``retracted``: by study, what states its retraction.
    """
    folder.mkdir(parents=True, exist_ok=True)
    said = {**read_yaml(SEED / "review.yaml"), **header}
    said["references"] = [each for each in said["references"] if each["study"] in studies]
    (folder / "review.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    (folder / "claims.yaml").write_bytes((SEED / "claims.yaml").read_bytes())
    for sheet in sorted(SEED.glob("*.csv")):
        rows = [
            {**row, "retracted": (retracted or {}).get(row["study"], "")}
            for row in rows_of(sheet.name)
            if row["study"] in studies
        ]
        if rows:
            write_sheet(folder / sheet.name, rows)
    return folder


def write_sheet(path: Path, rows: Collection[Mapping[str, str]]) -> Path:
    """Rows as a sheet, with the columns of all of them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path
