"""Terms that differ between the vocabularies of two versions."""

from collections.abc import Iterator
from typing import Literal

from kg.difference.models import TermChange
from kg.ontology.vocabulary import Term, Vocabulary


def term_changes(before: Vocabulary, after: Vocabulary) -> Iterator[TermChange]:
    """The terms that were added, removed, deprecated, or moved below other ones, by id."""
    for id_ in sorted({*before.terms, *after.terms}):
        old, new = before.terms.get(id_), after.terms.get(id_)
        if old is None and new is not None:
            yield TermChange(id=id_, facet=new.facet, label=new.label, change="added", before=None, after=new.broader)
        elif new is None and old is not None:
            change: Literal["deprecated", "removed"] = "deprecated" if id_ in after.deprecated else "removed"
            yield TermChange(id=id_, facet=old.facet, label=old.label, change=change, before=old.broader, after=None)
        elif old is not None and new is not None and _place(old) != _place(new):
            yield TermChange(
                id=id_, facet=new.facet, label=new.label, change="moved", before=old.broader, after=new.broader
            )


def _place(term: Term) -> tuple[str, frozenset[str]]:
    return term.facet, frozenset(term.broader)
