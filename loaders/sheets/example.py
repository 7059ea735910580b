"""Example row of a charting form.

Every form starts with it, under the study key ``example``. A sheet that still has it, unchanged, is read as if it were not
there. Changed but with the same key, it is a fault: it may be real data, which must be neither loaded under that key nor
dropped.
"""

from collections.abc import Mapping

from kg.ontology.vocabulary import Vocabulary
from kg.review.columns import COMPANIONS, columns

EXAMPLE_KEY = "example"

_EXAMPLE = {
    "study": EXAMPLE_KEY,
    "citation": "Example 2024",
    "title": "An example, which is not loaded: delete this row, or leave it",
    "year": "2024",
    "doi": "10.1234/example",
    "unit": "blending",
    "coder": "your initials",
    "charted_on": "2026-11-23",
    "read": "title; abstract; full-text",
    "source": "full text",
    "notes": "Laboratory and plant data were pooled.",
    "publication-type": "primary-empirical-study",
    "publication-type.source": "title",
    "country": "not reported",
    "country.source": "full text",
    "unit-operation": "powder-blending",
    "unit-operation.source": "title",
    "unit-operation.confidence": "high",
    "pat-modality": "nir-spectroscopy; raman-spectroscopy",
    "pat-modality.source": "Section 2.1",
    "pat-modality.confidence": "0.9",
    "ai-method": "unclear: pls-regression; chemometrics",
    "ai-method.source": "abstract",
    "ai-method.confidence": "low",
    "integration-level": "none",
    "integration-level.source": "Section 4",
    "workforce-topic": "not applicable",
    "workforce-topic.source": "full text",
}


def example_row(vocabulary: Vocabulary) -> dict[str, str]:
    """The example's cells by column, without columns that the vocabulary does not have."""
    names = {column.name for column in columns(vocabulary, companions=COMPANIONS)}
    return {name: text for name, text in _EXAMPLE.items() if name in names}


def is_example(vocabulary: Vocabulary, row: Mapping[str, str]) -> bool:
    """Whether no filled cell of a row (cell texts by column) differs from the example; unknown columns do not count."""
    example = example_row(vocabulary)
    # charted_on is not compared: spreadsheets reformat dates when they save CSV.
    known = {column.name for column in columns(vocabulary, companions=COMPANIONS)} - {"charted_on"}
    return all(not text or name not in known or text == example.get(name) for name, text in row.items())
