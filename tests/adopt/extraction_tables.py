"""Made-up extraction tables as review teams have them: workbooks with bands, and delimited text of any kind."""

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random

from openpyxl import Workbook

Cells = Sequence[str | int | float | None]

COLUMNS = (
    ("Study", ("No.", "Author (Year)", "Title", "DOI", "Journal", "Country")),
    ("Process", ("Unit operation", "Mode", "Scale", "Product", "Model drug")),
    ("PAT", ("Sensor", "Position", "Software", "Sampling rate (Hz)")),
    ("AI", ("Task", "Algorithm", "Training samples", "Input data")),
    ("Digital twin", ("Twin used?", "Twin type", "Platform", "Update")),
    ("Quality", ("Attribute", "Metric", "R2", "Risk of bias (score)")),
    ("Other", ("Funding", "Key findings", "To be discussed")),
)
"""Thirty columns by the band above them."""

_NAMES = (
    "Adler Brandt Costa Dvořák Eriksen Fontaine García Huang Ivanova Jansen Kőszegi Lindqvist Moreau Nakamura O'Neill"
)
NAMES = _NAMES.split()
OPERATIONS = {
    "Freeze-drying": "lyophilization",
    "Tablet compression": "tableting",
    "blending": "powder-blending",
    "Wet granulation": "wet-granulation",
    "Film coating": "coating",
}
DRUGS = ("ibuprofen", "Paracetamol", "insulin", "caffeine")
NEVER = ("insulin", "Tablet compression")
"""A drug and an operation that no study has together."""


def sixty_studies(path: Path) -> list[dict[str, str]]:
    """Write a workbook of sixty studies with a title, two heading rows, mixed separators, a totals row and a legend.

    Returns:
        What each study has, by the names of the columns.
    """
    rows = [_study(number) for number in range(60)]
    workbook = Workbook()
    sheet = workbook.active
    assert sheet
    sheet.title = "Extraction"
    sheet.append(["Process monitoring and machine learning in pharmaceutical plants: data extraction"])
    sheet.append([])
    at = 1
    for band, below in COLUMNS:
        sheet.cell(3, at, band)
        sheet.merge_cells(start_row=3, end_row=3, start_column=at, end_column=at + len(below) - 1)
        for name in below:
            sheet.cell(4, at, name)
            at += 1
    names = [name for _, below in COLUMNS for name in below]
    for row in rows:
        sheet.append([int(row[name]) if row[name].isdecimal() else row[name] or None for name in names])
    sheet.append(["Total", 60, *[None] * 15, 9000])
    sheet.append([])
    sheet.append(["NR = not reported; N/A = not applicable"])
    other = workbook.create_sheet("Protocol")
    other.append(["Extracted by two of us; see the protocol."])
    workbook.save(path)
    return rows


def _study(number: int) -> dict[str, str]:
    random = Random(number)
    year = 2010 + number % 15
    drug = DRUGS[number % 4]
    operation = random.choice([each for each in OPERATIONS if (drug, each) != NEVER])
    twin = random.choice(["Yes", "No", "No", "NR"])
    return {
        "No.": str(number + 1),
        "Author (Year)": f"{NAMES[number % 15]}{' et al.' if number % 2 else ''} ({year})",
        "Title": f"Study {number + 1} of {operation.lower()} with {drug}",
        "DOI": f"https://doi.org/10.1234/made.up.{number + 1}",
        "Journal": random.choice(["Int J Pharm", "Eur J Pharm Sci", "J Pharm Innov"]),
        "Country": random.choice(["Germany", "USA", "China; Japan", "Ireland"]),
        "Unit operation": operation,
        "Mode": random.choice(["Batch", "Continuous", "batch"]),
        "Scale": random.choice(["Lab", "Pilot", "Commercial", "lab"]),
        "Product": random.choice(["Tablet", "Capsule", "tablets", ""]),
        "Model drug": drug,
        "Sensor": random.choice(["NIR", "Raman", "NIR; Raman", "NIR, Raman", "NIR and Raman", "NR"]),
        "Position": random.choice(["in-line", "at-line", "Off-line", "N/A"]),
        "Software": random.choice(["MATLAB", "Python", "Python / R", "R", "NR"]),
        "Sampling rate (Hz)": random.choice(["1", "10", "50", ""]),
        "Task": random.choice(["regression", "classification", "Regression"]),
        "Algorithm": random.choice(["PLS", "ANN", "PLS, ANN", "PLS\nRandom forest", "CNN"]),
        "Training samples": str(random.randint(20, 400)),
        "Input data": random.choice(["spectra", "images", "process time series"]),
        "Twin used?": twin,
        "Twin type": random.choice(["data-driven twin", "hybrid twin"]) if twin == "Yes" else "",
        "Platform": random.choice(["• Siemens\n• Azure", "• Azure", "• AWS"]) if twin == "Yes" else "",
        "Update": random.choice(["real time", "offline"]) if twin == "Yes" else "",
        "Attribute": random.choice(["blend uniformity", "moisture content", "Tablet hardness"]),
        "Metric": random.choice(["RMSEP", "R2", "RMSEP; R2"]),
        "R2": f"0.{random.randint(70, 99)}",
        "Risk of bias (score)": str(random.randint(1, 5)),
        "Funding": random.choice(["Industry", "Public", "Public & Industry", "None", "NR"]),
        "Key findings": f"The authors of study {number + 1} found that the model predicted well, though only for one product.",
        "To be discussed": "",
    }


def write_text(
    path: Path, rows: Sequence[Cells], separator: str = ",", encoding: str = "utf-8", above: str = ""
) -> Path:
    """Write rows as delimited text below a line of its own."""
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(above)
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def write_workbook(path: Path, rows: Sequence[Cells], merged: Sequence[str] = (), title: str = "Sheet1") -> Path:
    """Write rows as a workbook with one worksheet and merged ranges."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for each in merged:
        sheet.merge_cells(each)
    workbook.save(path)
    return path
