"""What a charting form holds, whatever its format."""

from dataclasses import dataclass

from kg.ontology.vocabulary import Vocabulary
from kg.review.columns import Column
from kg.review.rows import Rows


@dataclass(frozen=True)
class Form:
    """A form: its columns in order, the rows below the heading, and the vocabulary that explains the facets among them."""

    vocabulary: Vocabulary
    columns: tuple[Column, ...]
    rows: Rows
