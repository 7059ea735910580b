"""The beginning of a ``review.yaml`` for editors, and one to be filled in."""

from pathlib import Path

from loaders.schema.json_schema import FOLDER, NAMES

EMPTY_HEADER = """\
# What the review says of itself. Remove the "# " before a line to state it; whatever is left out counts as not stated.
# docs/review-file.md explains every field, as does an editor that knows the schema.

# title: Title of the review
# citation: Surname 2025
# doi: 10.1234/abcd
# year: 2025
# licence: CC-BY-4.0
# charting_licence: CC-BY-4.0

# How many studies the review includes, charted here or not. Without it no gap can be certified.
# included: 40

# search:
#   databases: [PubMed, Scopus]
#   years: 2010-2024
#   last_search: 2024-05-01
#   source: Methods

# Where the charting is complete. This says: wherever coders read the abstract or more, they charted every method in it.
# completeness:
#   - facet: ai-method
#     maker: coders
#     depths: [abstract, full-text]
#     closes: [values]
#     source: Coding manual

# flow:
#   - {stage: stage-screened, count: 400, status: count-stated, source: Figure 1}
#   - {stage: stage-included, count: 40, status: count-stated, source: Figure 1}
"""


def with_schema(name: str, text: str) -> str:
    """The text of a file of a corpus with a first line that names its schema, as the YAML language server reads it."""
    return f"# yaml-language-server: $schema={schema_beside(Path(name)).name}\n{text}"


def schema_beside(file: Path) -> Path:
    """Where a copy of a file's schema lies; hidden, so that it is not taken for a file of the corpus."""
    return file.with_name(f".{NAMES[file.name]}")


def write_with_schema(file: Path, text: str) -> None:
    """Write ``review.yaml`` or ``claims.yaml``, and a copy of its schema beside it, so that editors need no network."""
    file.write_text(with_schema(file.name, text), encoding="utf-8")
    schema_beside(file).write_bytes((FOLDER / NAMES[file.name]).read_bytes())
