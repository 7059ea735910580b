"""Studies as bibliographic references: what a review's list of references and the charting say of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.rdf.data_iris import publication_iri, study_iri
from kg.rdf.iris import LACUNA
from kg.review.cited.model import RetractedStudy
from kg.review.model import Study
from kg.versions.evidence import EvidenceBase
from kg.versions.stored_review import StoredReview

_PLACE = re.compile(r"(?P<journal>.+?)\. \d{4};(?P<volume>[^:(;]+)(\((?P<number>[^)]*)\))?(:(?P<pages>\S+))?")
"""A place of publication in the style of Vancouver: ``Int J Pharm. 2019;567(1-2):118464``."""
_ET_AL = "et al."
_CITED_YEAR = re.compile(r"( et al\.?)?,? \(?\d{4}[a-z]?\)?( \[\d+\])?$")
"""What follows the names in a citation such as ``Surname et al. 2021``."""


@dataclass(frozen=True)
class BibliographicReference:
    """A study as a reference; what is not known is None. ``authors`` are ``Surname, Initials``.

    ``more_authors``: the list of references names only the first ones. ``cited_as``: no list names the authors, so they are taken
    from this citation, which may name only the first. ``published_in`` is the place as it is listed, where it
    could not be told apart into journal, volume, number and pages. ``retracted`` says what states its retraction, if it was.
    """

    id: str
    title: str | None
    year: int | None
    doi: str | None
    authors: tuple[str, ...]
    more_authors: bool = False
    cited_as: str | None = None
    journal: str | None = None
    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    published_in: str | None = None
    retracted: str | None = None


def reference(evidence: EvidenceBase, id_: str) -> BibliographicReference:
    """The reference of a study: each part from the first review that knows it.

    Raises:
        NotFound: no charted or retracted study has that id.
    """
    retracted = evidence.retracted.get(id_)
    chartings: Sequence[tuple[StoredReview, Study | RetractedStudy]]
    chartings = [retracted] if retracted else evidence.cited_study(id_)
    listed = next((texts for review, study in chartings if (texts := _listed(review, study))), None)
    authors = _names(listed[0]) if listed else ()
    citation = next((study.citation for _, study in chartings if study.citation), None)
    place = _PLACE.fullmatch(listed[1]) if listed else None
    return BibliographicReference(
        id=id_,
        title=next((study.title for _, study in chartings if study.title), None),
        year=next((study.year for _, study in chartings if study.year), None),
        doi=next((study.doi for _, study in chartings if study.doi), None),
        authors=tuple(each for each in authors if each != _ET_AL) or _cited(citation),
        cited_as=None if authors else citation,
        more_authors=_ET_AL in authors,
        retracted=retracted[1].retraction.text if retracted else None,
        published_in=listed[1] if listed and not place else None,
        **(place.groupdict() if place else {}),
    )


def _cited(citation: str | None) -> tuple[str, ...]:
    """The names in a citation as one author, without the year."""
    return (_CITED_YEAR.sub("", citation),) if citation else ()


def _listed(review: StoredReview, study: Study | RetractedStudy) -> tuple[str, str] | None:
    """The authors and the place of publication in the review's list of references, if it lists the study."""
    graph, iri = review.dataset.rdf, study_iri if isinstance(study, RetractedStudy) else publication_iri
    publication = iri(review.id, study.id)
    authors, place = (graph.value(publication, name) for name in (LACUNA.authors, LACUNA.publishedIn))
    return (str(authors), str(place)) if authors and place else None


def _names(authors: str) -> tuple[str, ...]:
    """Authors such as ``Beke ÁK, De Leersnyder F, et al.`` one by one, as ``Beke, ÁK``."""
    return tuple(each if each == _ET_AL else ", ".join(each.rsplit(" ", 1)) for each in authors.split(", "))
