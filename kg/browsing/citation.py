"""How a version, the reviews in it, and an answer are cited."""

# Without the day of the request and the address of the service: the same version is cited alike everywhere. Its year is that of
# its last charting.

from dataclasses import dataclass

from rdflib import PROV

from kg.answer.models import Answer
from kg.answer.words import bounds_text, title_of
from kg.evaluation.models import PopulationBody
from kg.rdf.iris import PROJECT, service_iri
from kg.versions.dataset import Dataset
from kg.versions.evidence import EvidenceBase

AUTHOR = "The Lacuna project"


@dataclass(frozen=True)
class Citation:
    """What is cited: its title, the year (None: not known), what it is part of, its address, and a note."""

    title: str
    year: str | None
    within: str
    address: str
    note: str = ""

    @property
    def text(self) -> str:
        """The citation in one line."""
        year = f" ({self.year})" if self.year else ""
        title = self.title if self.title.endswith(("?", ".")) else f"{self.title}."
        parts = (f"{AUTHOR}{year}.", title, self.note, f"{self.within}.", self.address)
        return " ".join(part for part in parts if part)


def dataset_title(names: str) -> str:
    """The title of a version that holds the charting of reviews, which ``names`` lists."""
    return f"Lacuna: evidence charted from {names}"


def version_citation(names: str, version: str, last_charted: str | None) -> Citation:
    """The citation of a version, by the names of its reviews, its hash, and the day of its last charting."""
    year = last_charted[:4] if last_charted else None
    return Citation(dataset_title(names), year, f"Version {version}", str(PROJECT))


def dataset_citation(dataset: Dataset) -> Citation:
    """The citation of an open version."""
    return version_citation(names_of(dataset.evidence()), dataset.version, _last_charted(dataset))


def answer_citation(answer: Answer, dataset: Dataset) -> Citation:
    """The citation of an answer; its address holds the version."""
    names = ", ".join(each.citation for each in answer.certificate.reviews)
    verdict = answer.verdict.replace("-", " ")
    found = f"{verdict}, {bounds_text(answer.bounds)} of {_whole(answer.population)}"
    return Citation(
        title_of(dataset.vocabulary, answer.question),
        dataset_citation(dataset).year,
        f"In: {dataset_title(names)}, version {answer.certificate.dataset}",
        str(service_iri(answer.certificate.permalink)),
        f"Answer: {found}.",
    )


def names_of(evidence: EvidenceBase) -> str:
    """The citations, or else ids, of reviews, separated by commas."""
    return ", ".join(review.header.citation or review.id for review in evidence.reviews)


def references_of(evidence: EvidenceBase) -> tuple[tuple[str, str | None], ...]:
    """The references of reviews, each with its DOI where it has one."""
    headers = ((review.id, review.header) for review in evidence.reviews)
    return tuple((each.reference or each.citation or id_, each.doi) for id_, each in headers)


def _whole(population: PopulationBody) -> str:
    if population.included is None:
        return f"an unstated number of {population.of}"
    return f"{population.included} {'included studies' if population.of == 'studies' else population.of}"


def _last_charted(dataset: Dataset) -> str | None:
    days = (str(each)[:10] for each in dataset.rdf.objects(None, PROV.startedAtTime))
    return max(days, default=None)
