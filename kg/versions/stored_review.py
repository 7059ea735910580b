"""One review of a stored version: its own statements and its studies."""

from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kg.errors import NotFound
from kg.rdf.data_iris import publication_iri, review_iri
from kg.rdf.iris import LACUNA, local_name
from kg.rdf.values import integer_of
from kg.review.claimed.from_rdf import read_claims
from kg.review.claimed.model import Claim
from kg.review.from_rdf import (
    read_flow,
    read_heading,
    read_identification,
    read_maturity,
    read_review,
    read_study,
)
from kg.review.model import FlowCount, Identification, MaturityJudgement, Review, Study
from kg.versions.population import Population, ReadAs, by_depth, deepest

if TYPE_CHECKING:
    from kg.versions.dataset import Dataset


class StoredReview:
    """A review by its id in a dataset. It never changes, so everything read from it is cached."""

    def __init__(self, dataset: "Dataset", id_: str) -> None:
        self.dataset, self.id = dataset, id_
        # Bounded, because a review may have any number of studies; not a decorator, which would keep every review alive.
        self.study = lru_cache(maxsize=4096)(self._study)
        self.heading = lru_cache(maxsize=4096)(self._heading)
        self.reference_number = lru_cache(maxsize=4096)(self._reference_number)

    @cached_property
    def header(self) -> Review:
        """The review's own statements and its retracted studies, without its studies, flow, maturity signals and claims."""
        return read_review(self.dataset.rdf, self.id)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the charted studies, sorted."""
        # The key from the IRI: its text would be looked up study by study.
        rows = self.dataset.look_up(f"SELECT ?s {{ <{review_iri(self.id)}> <{LACUNA.includes}> ?s }}")
        return tuple(sorted(local_name(row["s"]) for row in rows))

    @cached_property
    def read(self) -> dict[str, ReadAs]:
        """By key, the deepest that was read of a study."""
        depths = self.dataset.depths
        return {key: deepest(depths.get((self.id, key), ())) for key in self.keys}

    @cached_property
    def population(self) -> Population:
        """The numbers of included, charted and uncharted studies, and how deep they were read."""
        whole = Population.of(self.header.remaining, len(self.keys))
        return replace(whole, read=by_depth(self.read.values()), retracted=len(self.header.retracted))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The review's own claims, in order of their ids."""
        return read_claims(self.dataset.rdf, self.dataset.vocabulary, self.id)

    @cached_property
    def identification(self) -> Identification | None:
        """Why the charted studies count as included ones."""
        return read_identification(self.dataset.rdf, self.id)

    @cached_property
    def flow(self) -> tuple[FlowCount, ...]:
        """The numbers of the PRISMA flow."""
        return read_flow(self.dataset.rdf, self.id)

    @cached_property
    def maturity(self) -> tuple[MaturityJudgement, ...]:
        """The review's signals of maturity."""
        return read_maturity(self.dataset.rdf, self.id)

    def _reference_number(self, key: str) -> int | None:
        """The number of a study in the review's list of references, where it has one."""
        return integer_of(self.dataset.rdf, publication_iri(self.id, key), LACUNA.referenceNumber)

    def whole(self) -> Review:
        """The review with everything that was charted of its studies."""
        return replace(self.header, studies=tuple(self.study(key) for key in self.keys))

    def _study(self, key: str) -> Study:
        """A charted study by its key.

        Raises:
            NotFound: no charted study has that key.
        """
        return read_study(self.dataset.rdf, self.id, self._known(key))

    def _heading(self, key: str) -> Study:
        """A charted study by its key, as it is cited: without its units and charted facets.

        Raises:
            NotFound: as ``study``.
        """
        return read_heading(self.dataset.rdf, self.id, self._known(key))

    def _known(self, key: str) -> str:
        if key not in self.keys:
            raise NotFound("study", key, self.keys)
        return key
