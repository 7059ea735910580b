"""IRIs of charted data and of the vocabularies that come with it: how each is built, and which review and study it belongs to."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, unquote

from rdflib import URIRef

from kg.rdf.iris import DATA, VOCABULARY, local_name

FURTHER_UNIT = "further-unit"
"""Id of the one unit per review that represents any uncharted unit of its studies: every facet of it is open."""

_DATA, _STUDIES = str(DATA), "/study/"


@lru_cache(maxsize=4096)
def _iri(*keys: str) -> URIRef:
    # Every key is quoted, slashes too, so that two sequences of keys never give the same IRI.
    return DATA["/".join(map(_quoted, keys))]


@lru_cache(maxsize=4096)
def _quoted(key: str) -> str:
    return quote(key, safe="")


def vocabulary_iri(review: str) -> URIRef:
    """The vocabulary that the corpus of a review brings along: what it declares is defined by it (``rdfs:isDefinedBy``)."""
    return VOCABULARY[quote(review, safe="")]


def vocabulary_namespace(review: str) -> str:
    """The namespace that a vocabulary written for the corpus of a review has: ``…/vocabulary/my-review/``."""
    return f"{vocabulary_iri(review)}/"


def review_iri(review: str) -> URIRef:
    """A review, by its id."""
    return _iri(review)


def study_iri(review: str, study: str) -> URIRef:
    """A study of a review."""
    return _iri(review, "study", study)


def publication_iri(review: str, study: str) -> URIRef:
    """The publication that reports a study."""
    return _iri(review, "study", study, "publication")


def unit_iri(review: str, study: str, unit: str) -> URIRef:
    """An evidence unit of a study."""
    return _iri(review, "study", study, "unit", unit)


def further_unit_iri(review: str) -> URIRef:
    """The unit that represents any uncharted unit of a review's studies."""
    return _iri(review, FURTHER_UNIT)


def unit_id(iri: str) -> str:
    """The id of a unit within its review, by its IRI: ``STUDY/UNIT``, or that of the further unit."""
    parts = iri.rsplit("/", 4)  # the review, "study", the study, "unit", the unit
    return unquote(f"{parts[2]}/{parts[4]}") if parts[1:2] == ["study"] else local_name(iri)


def place_of(iri: str) -> tuple[str, str, str]:
    """The id of the review, the key of the study, and the id of the unit within the review, by the IRI of a unit.

    By the IRI of a study it is the further unit of that study.

    Raises:
        ValueError: it is the IRI of neither.
    """
    parts = iri.removeprefix(_DATA).split("/")
    if "%" in iri:
        parts = list(map(unquote, parts))
    if iri.startswith(_DATA):
        match parts:
            case [review, "study", study]:
                return review, study, FURTHER_UNIT
            case [review, "study", study, "unit", key]:
                return review, study, f"{study}/{key}"
    raise ValueError(f"{iri} is the IRI of no unit and of no study")


def possibility_iri(review: str, term: str) -> URIRef:
    """A term, by its id, as what the charting of a review cannot rule out."""
    return _iri(review, "possibility", term)


def assertion_iri(subject: str, facet: str) -> URIRef:
    """The assertion that holds on one facet of a study or unit."""
    return URIRef(f"{subject}/charted/{facet}")


def other_assertion_iri(assertion: str, activity: str) -> URIRef:
    """The assertion on the same facet by another charting activity."""
    # Below the assertion that holds, so a study's data have one prefix.
    return URIRef(f"{assertion}/{activity.rsplit('/', 1)[-1]}")


def activity_iri(review: str, charted_on: str, coder: str, read: Iterable[str]) -> URIRef:
    """The charting activity of one coder on one day (an ISO date) with what was read, each empty if it is not known."""
    known = " ".join(filter(None, (coder, charted_on, "_".join(read))))
    if coder:
        return _iri(review, "charting", known)
    return _iri(review, "charting", *(("on", known) if charted_on else ("unnamed", *filter(None, [known]))))


def search_iri(review: str) -> URIRef:
    """The search strategy of a review."""
    return _iri(review, "search")


def identification_iri(review: str) -> URIRef:
    """The statement why the charted studies of a review count as included ones."""
    return _iri(review, "identification")


def note_iri(review: str, number: int) -> URIRef:
    """An editorial note on a review, numbered from 1."""
    return _iri(review, "note", str(number))


def row_note_iri(unit: str, activity: str | None) -> URIRef:
    """What a coder noted beside the charting of a unit, by the activity; None where nothing is known of that."""
    return URIRef(f"{unit}/note/{activity.rsplit('/', 1)[-1]}" if activity else f"{unit}/note")


def flow_count_iri(
    review: str, stage: str, reason: str | None = None, round_: int | None = None, via: str | None = None
) -> URIRef:
    """The number of a stage of a review's PRISMA flow, or of one reason for exclusion at it; both are term ids.

    It is that of one round of searching, or of one column of it, where these are named.
    """
    column = [f"round-{round_}" if round_ else "", via or "", stage, reason or ""]
    return _iri(review, "flow", *filter(None, column))


def maturity_judgement_iri(review: str, domain: str) -> URIRef:
    """A review's judgement on an evidence domain, a term id."""
    return _iri(review, "maturity", domain)


def completeness_statement_iri(review: str, maker: str, facet: str, closes: Iterable[str]) -> URIRef:
    """A completeness statement on a facet; one maker makes one for each set of what it closes."""
    return _iri(review, "completeness", maker, facet, "-".join(sorted(closes)) or "nothing")


def claim_iri(review: str, claim: str) -> URIRef:
    """A claim of a review."""
    return _iri(review, "claim", claim)


def question_iri(claim: str, side: str) -> URIRef:
    """A question of a claim: what it is ``about``, what that is compared with (``than``), or what it ``concerns-1``, … ."""
    return URIRef(f"{claim}/{side}")


def part_iri(question: str, kind: str, number: int) -> URIRef:
    """A part of an own question, numbered from 1: ``row-1`` of its table, or ``anchor-1``."""
    return URIRef(f"{question}/{kind}-{number}")


def own_question_iri(review: str, name: str) -> URIRef:
    """A question that the corpus of a review brings along."""
    return _iri(review, "question", name)


def condition_iri(question: str, number: int) -> URIRef:
    """A condition of a question, numbered from 1."""
    return URIRef(f"{question}/{number}")


def is_data(iri: str) -> bool:
    """Whether an IRI is of charted data; all others are of the ontology."""
    return iri.startswith(_DATA)


def data_path(iri: str) -> str:
    """An IRI of data without the namespace, as a fault names it: ``my-review/study/s1``; any other IRI as it is."""
    return iri.removeprefix(_DATA)


def review_of(iri: str) -> str | None:
    """The IRI of the review that an IRI of data belongs to; None for any other IRI."""
    if not iri.startswith(_DATA):
        return None
    end = iri.find("/", len(_DATA))
    return iri if end < 0 else iri[:end]


def study_of(iri: str) -> str | None:
    """The IRI of the study that an IRI of data belongs to; None where it belongs to none."""
    if not iri.startswith(_DATA):
        return None
    # Looked for only behind the review: a claim, too, may have the key "study".
    review = iri.find("/", len(_DATA))
    if review < 0 or not iri.startswith(_STUDIES, review):
        return None
    end = iri.find("/", review + len(_STUDIES))
    return iri if end < 0 else iri[:end]


def below(iri: str) -> str:
    """The prefix of all IRIs below one: a study's units, publication and assertions, or all data of a review."""
    return f"{iri}/"


def studies_below(review: str) -> str:
    """The prefix of the IRIs of all studies of a review, and of everything below these."""
    return f"{review}{_STUDIES}"
