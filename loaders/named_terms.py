"""Check of term ids in the YAML files of a corpus."""

from collections.abc import Iterator

from kg.errors import Cell, Fault
from kg.ontology.vocabulary import Vocabulary


def unknown_term(vocabulary: Vocabulary, cell: Cell, facet: str) -> Iterator[Fault]:
    """The fault of a cell that must hold the id of a term of a facet, if it does not."""
    if (old := vocabulary.deprecated.get(cell.value)) and old.facet == facet:
        yield Fault(cell, f"{old.instead}.", old.replaced_by)
    elif cell.value not in {each.id for each in vocabulary.of_facet(facet)}:
        yield Fault(cell, f"is not a term of {facet}.", vocabulary.nearest(facet, cell.value))
