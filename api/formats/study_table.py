"""CSV rows of studies: what is known of each, and every facet as a column of ids and one of labels."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from api.models import StudyList
from api.pages.address import Address
from kg.ontology.vocabulary import Facet, Vocabulary
from kg.review.model import Charted, Status
from kg.versions.dataset import Dataset

_KNOWN = ("study", "citation", "title", "year", "doi", "reviews", "href", "doi_href")


def study_table(body: StudyList, dataset: Dataset, address: Address) -> tuple[list[str], Iterator[Mapping[str, str]]]:
    """The columns and one row per study.

    A facet's cell holds the ids of its charted terms over all units and reviews, separated by ``; ``; ``FACET.label`` their
    labels. Where none was charted it holds the statuses, such as ``not reported``; nothing where nobody charted the facet.
    """
    facets = dataset.vocabulary.charted_facets
    columns = [*_KNOWN, *(name for facet in facets for name in (facet.id, f"{facet.id}.label"))]
    return columns, _rows(body, dataset, address, facets)


def _rows(
    body: StudyList, dataset: Dataset, address: Address, facets: tuple[Facet, ...]
) -> Iterator[Mapping[str, str]]:
    evidence = dataset.evidence([each.id for each in body.population.reviews or ()] or None)
    for each in body.items:
        row = {
            "study": each.id,
            "citation": each.citation or "",
            "title": each.title or "",
            "year": str(each.year or ""),
            "doi": each.doi or "",
            "reviews": "; ".join(each.reviews),
            "href": address.absolute(f"/studies/{quote(each.id)}"),
            "doi_href": f"https://doi.org/{each.doi}" if each.doi else "",
        }
        charted: dict[str, list[Charted]] = {}
        for _, study in evidence.charted_study(each.id):
            for one in (*study.charted, *(one for unit in study.units for one in unit.charted)):
                charted.setdefault(one.facet, []).append(one)
        for facet in facets:
            row[facet.id], row[f"{facet.id}.label"] = _cells(dataset.vocabulary, charted.get(facet.id, []))
        yield row


def _cells(vocabulary: Vocabulary, charted: list[Charted]) -> tuple[str, str]:
    terms = sorted({term for each in charted if each.status is Status.CODED for term in each.terms})
    if terms:
        return "; ".join(terms), "; ".join(vocabulary.terms[term].label for term in terms)
    statuses = "; ".join(sorted({each.status.value.replace("-", " ") for each in charted}))
    return statuses, statuses
