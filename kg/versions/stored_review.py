"""One review of a stored version: its own statements and its studies."""

from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from rdflib import DCTERMS, RDFS, URIRef

from kg.errors import NotFound
from kg.rdf.data_iris import review_iri, study_iri
from kg.rdf.iris import LACUNA, local_name
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
    def _key_set(self) -> frozenset[str]:
        return frozenset(self.keys)

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

    def reference_number(self, key: str) -> int | None:
        """The number of a study in the review's list of references, where it has one."""
        return self._reference_numbers.get(str(study_iri(self.id, key)))

    @cached_property
    def _reference_numbers(self) -> dict[str, int]:
        return {iri: int(number) for iri, number in self._values(LACUNA.referenceNumber, of="publication").items()}

    def whole(self) -> Review:
        """The review with everything that was charted of its studies."""
        return replace(self.header, studies=tuple(self.study(key) for key in self.keys))

    def headings(self) -> dict[str, Study]:
        """All charted studies by key, as ``heading`` gives each, by a few queries whatever their number."""
        citations, titles, years = map(self._values, (RDFS.label, DCTERMS.title, LACUNA.year))
        dois = self._values(DCTERMS.identifier, of="publication")
        found = {}
        for key in self.keys:
            iri = str(study_iri(self.id, key))
            year = years.get(iri)
            found[key] = Study(
                id=key,
                citation=citations.get(iri),
                title=titles.get(iri),
                year=int(year) if year else None,
                doi=dois.get(iri),
                units=(),
            )
        return found

    def _values(self, property_: URIRef, of: Literal["study", "publication"] = "study") -> dict[str, str]:
        """By the IRI of a charted study, the value that a property of it, or of its publication, has."""
        # Each pattern is read by itself and joined, as for ``Dataset.depths``.
        walk = "?of" if of == "publication" else "?s"
        patterns = [f"<{review_iri(self.id)}> <{LACUNA.includes}> ?s", f"{walk} <{property_}> ?value"]
        if of == "publication":
            patterns.append(f"?s <{LACUNA.reportedIn}> ?of")
        parts = " ".join(f"{{ SELECT * {{ {each} }} }}" for each in patterns)
        return {str(row["s"]): str(row["value"]) for row in self.dataset.look_up(f"SELECT ?s ?value {{ {parts} }}")}

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
        if key not in self._key_set:
            raise NotFound("study", key, self.keys)
        return key
