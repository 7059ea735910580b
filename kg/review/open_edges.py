"""Open edges of a charted facet, by the table of the gap semantics."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rdflib import URIRef

from kg.ontology.vocabulary import EVIDENCE_UNIT, Vocabulary
from kg.questions.reasons import Reason
from kg.rdf.iris import open_property
from kg.review.model import Charted, Review, Status, Study

# Queries only walk the edges made here, so this is the one place where the table is applied.


class Opening(NamedTuple):
    """Terms that the charting does not rule out: why, and whether the coders' completeness statements do."""

    reason: Reason
    closed_by_coders: bool
    terms: tuple[str, ...]

    @property
    def property_(self) -> URIRef:
        """The property of the open edge: ``leftOpenNotReported``, ``closedByCodersNotExhaustive`` and so on."""
        return open_property("closedByCoders" if self.closed_by_coders else "leftOpen", self.reason)


def opening(review: Review, facet: str, charted: Charted | None) -> Opening | None:
    """The open edges of one facet, charted or not (see ``docs/gap-semantics.md``); None if nothing is open."""
    if charted is None:
        return _not_charted(facet)
    match charted.status:
        case Status.NONE | Status.NOT_APPLICABLE:
            return None
        case Status.UNCLEAR:
            return Opening(Reason.UNCLEAR, closed_by_coders=False, terms=charted.terms or (facet,))
        case Status.CODED:
            closing, reason = "values", Reason.NOT_EXHAUSTIVE
        case Status.NOT_REPORTED:
            closing, reason = "silence", Reason.NOT_REPORTED
    # What the review itself closes is certain, so it needs no edge; what only the coders close keeps an edge of its own kind,
    # because a question may choose not to rely on their statements.
    if closing in review.closes("review", facet, charted.read):
        return None
    closed = closing in review.closes("coders", facet, charted.read)
    return Opening(reason, closed_by_coders=closed, terms=(facet,))


@lru_cache
def _not_charted(facet: str) -> Opening:
    return Opening(Reason.NOT_CHARTED, closed_by_coders=False, terms=(facet,))


def possible_terms(vocabulary: Vocabulary, review: Review) -> Iterator[str]:
    """Every term that an open edge of a review may be about, each once: the facets' top terms, and the candidates."""
    tops = {facet.id for facet in vocabulary.charted_facets}
    candidates = {term for each in review.charted() if each.status is Status.UNCLEAR for term in each.terms}
    yield from sorted(tops | candidates)


def further_unit(review: Review, study: Study) -> Opening | None:
    """The open edge from a study to a unit beyond the charted ones; None where the review says that all were charted."""
    if "values" in review.closes("review", EVIDENCE_UNIT, study.read):
        return None
    closed = "values" in review.closes("coders", EVIDENCE_UNIT, study.read)
    return Opening(Reason.NOT_CHARTED, closed_by_coders=closed, terms=())


def of_further_unit(facet: str) -> Opening:
    """The open edge of any facet of the further unit: a coder looked at the study, and no further combination is named."""
    return Opening(Reason.NOT_REPORTED, closed_by_coders=False, terms=(facet,))
