"""The example row of a form: what it says, and how a sheet in which it still stands is read.

Its study has the key ``example``. As long as it says nothing but what the form wrote, it is left out; once somebody has
typed over it under the same key, it is a fault, so that nothing of it slips into the data and nothing typed is dropped.
"""

from collections.abc import Mapping

from kg.ontology.vocabulary import Vocabulary
from kg.review.columns import columns

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
    """What the example says, by column; columns that a vocabulary does not have are left out."""
    names = {column.name for column in columns(vocabulary, reasons=True)}
    return {name: text for name, text in _EXAMPLE.items() if name in names}


def is_example(vocabulary: Vocabulary, row: Mapping[str, str]) -> bool:
    """Whether a row says nothing but what the example says.

    How its day is written does not matter, since spreadsheets write it anew when they save CSV.
    """
    example = example_row(vocabulary)
    known = {column.name for column in columns(vocabulary, reasons=True)} - {"charted_on"}
    return all(not text or name not in known or text == example.get(name) for name, text in row.items())
