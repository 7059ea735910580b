"""Pages of the things that IRIs name, and IRIs as they are written in queries."""

from collections.abc import Mapping
from functools import cached_property
from urllib.parse import quote

from kg.exports.rdf import PREFIXES
from kg.rdf.data_iris import is_data, review_of, study_of
from kg.rdf.iris import DEFINITION, local_name
from kg.versions.dataset import Dataset


def prefixed(iri: str) -> str:
    """An IRI with the longest prefix that it has, such as ``term:lyophilization``; without one, as it is."""
    name, namespace = max(
        ((name, space) for name, space in PREFIXES.items() if iri.startswith(space)),
        key=lambda each: len(each[1]),
        default=("", ""),
    )
    return f"{name}:{iri.removeprefix(namespace)}" if name else iri


class Links:
    """Addresses of the pages of a version's things."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def page_of(self, iri: str) -> str | None:
        """The path of the page about what an IRI names: itself, or the study or review that it belongs to; else None."""
        if not is_data(iri):
            return f"/definitions#{quote(local_name(iri))}" if iri.startswith(str(DEFINITION)) else self._terms.get(iri)
        review, study = review_of(iri) or iri, study_of(iri)
        if local_name(review) not in self._dataset.reviews:
            return None
        if study is None:
            return f"/reviews/{quote(local_name(review))}"
        evidence, place = self._dataset.evidence(), (local_name(review), local_name(study))
        retracted = (id_ for id_, (of, each) in evidence.retracted.items() if (of.id, each.id) == place)
        return f"/studies/{quote(next(retracted, None) or evidence.studies.id_of(*place))}"

    @cached_property
    def _terms(self) -> Mapping[str, str]:
        """By IRI the pages of terms, and of facets for their classes, properties and schemes."""
        vocabulary = self._dataset.vocabulary
        pages = {str(term.iri): f"/terms/{quote(term.id)}" for term in vocabulary.terms.values()}
        for facet in vocabulary.facets.values():
            own = [facet.class_iri, facet.scheme, *([facet.property_iri] if facet.charted else [])]
            pages |= {str(iri): f"/facets/{quote(facet.id)}" for iri in own}
        return pages
