"""Response models of lists, vocabulary, studies, queries and health."""

from typing import Any, Generic, Literal, TypeVar

from kg.answer.models import Answer, QuestionBody
from kg.browsing.overview import Overview, QuestionOverview, ReviewOverview
from kg.browsing.retracted import RetractionBody, retraction_body
from kg.browsing.uses import AnswerOverview, DefinitionOverview, MatchBody
from kg.crossing.models import Matrix, TermRow
from kg.evaluation.gap_kind import GapKind
from kg.evaluation.models import Body, BoundsBody, DefinitionBody, IncompatibilityBody, PopulationBody
from kg.evaluation.verdict import Verdict
from kg.review.depth import Depth
from kg.review.model import Agreement, Charted, Review, Status
from kg.versions.evidence import EvidenceBase

Item = TypeVar("Item")


class Page(Body):
    """Which part of a list this is: its number (from 1), the size of a page, and how many items there are in all."""

    number: int
    size: int
    total: int


class Listed(Body, Generic[Item]):
    """One page of a list, in a total order."""

    items: tuple[Item, ...]
    page: Page


class Start(Overview):
    """What a version holds, and its map in small: the broad terms of two facets crossed."""

    map: Matrix


class GapList(Listed[Answer]):
    """Answers to the stored questions, in order of their names."""


class GapLine(Body):
    """What the page of stored questions shows of an answer."""

    question: QuestionBody
    verdict: Verdict
    kind: GapKind | None
    bounds: BoundsBody


class GapLines(Listed[GapLine]):
    """A ``GapList`` as its page shows it."""


class TermBody(Body):
    """A term: ids of its facet and of the terms right above and below it; ``replaced_by`` where it is deprecated."""

    id: str
    facet: str
    label: str
    definition: str
    synonyms: tuple[str, ...]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    replaced_by: tuple[str, ...]


class TermDetail(TermBody):
    """A term with what other vocabularies call it, where it is used, and its row of the evidence map.

    ``answer`` is null where no study is charted on its facet, or where it is deprecated, and ``row`` with it.
    """

    matches: tuple[MatchBody, ...]
    answer: AnswerOverview | None
    questions: tuple[QuestionOverview, ...]
    definitions: tuple[DefinitionOverview, ...]
    incompatible: tuple[IncompatibilityBody, ...]
    row: TermRow | None


class FacetBody(Body):
    """A facet; ``level`` says what is charted: the study, the unit, or (never in a sheet) the review.

    ``term_class`` is the class of its terms in RDF and their second label in Neo4j. ``property`` leads to the charted terms in
    RDF, ``relationship`` in the property graph; both are null where the facet is not charted.
    """

    id: str
    label: str
    level: str
    terms: int
    term_class: str
    property: str | None
    relationship: str | None


class TermList(Listed[TermBody]):
    """Terms, in order of their facet and id."""


class FacetList(Listed[FacetBody]):
    """Facets, in order of their id."""


class DefinitionList(Listed[DefinitionBody]):
    """Definitions, in order of their id."""


class DefinitionDetail(DefinitionBody):
    """A definition with its answer, the other definitions of its notion, and the stored questions that rest on it."""

    answer: AnswerOverview
    others: tuple[DefinitionOverview, ...]
    questions: tuple[QuestionOverview, ...]


class FacetDetail(FacetBody):
    """A facet with its terms in order of their id."""

    members: tuple[TermBody, ...]


class StudyBody(Body):
    """A charted study."""

    id: str
    reviews: tuple[str, ...]
    citation: str | None
    title: str | None
    year: int | None
    doi: str | None

    @classmethod
    def of(cls, evidence: EvidenceBase, id_: str) -> "StudyBody":
        """The body of a charted study: of several chartings of it, the first that states each.

        Raises:
            NotFound: no charted study has that id.
        """
        chartings = evidence.cited_study(id_)
        studies = [found for _, found in chartings]
        return cls(
            id=id_,
            reviews=tuple(of.id for of, _ in chartings),
            citation=next((each.citation for each in studies if each.citation), None),
            title=next((each.title for each in studies if each.title), None),
            year=next((each.year for each in studies if each.year), None),
            doi=next((each.doi for each in studies if each.doi), None),
        )


class StudyList(Listed[StudyBody]):
    """The charted studies, and how many more the reviews include.

    With conditions, those that certainly meet them. A list alone would pass for the whole, so ``bounds`` say how many may, and
    ``answer`` is the address of the whole answer; without conditions both are null.
    """

    population: PopulationBody
    bounds: BoundsBody | None
    answer: str | None


class ReviewList(Listed[ReviewOverview]):
    """The reviews of a version, in order of their id."""


class AssertionBody(Body):
    """The coding of a facet by one coder; ``terms`` are values if it is coded, candidates if it is unclear."""

    status: Status
    terms: tuple[str, ...]
    source: str | None
    confidence: str | None
    coder: str | None
    charted_on: str | None
    read: tuple[Depth, ...]
    reason: str | None


class ChartedBody(AssertionBody):
    """The coding of a facet that holds in a review, with the others; ``confirmed`` if an expert of the domain coded the same."""

    review: str
    facet: str
    agreement: Agreement
    confirmed: bool
    form: str | None
    others: tuple[AssertionBody, ...]

    @classmethod
    def of(cls, charted: Charted, review: Review) -> "ChartedBody":
        """The body of a charted facet of a review."""
        return cls(
            **_assertion_fields(charted),
            review=review.id,
            facet=charted.facet,
            agreement=charted.agreement,
            confirmed=review.confirms(charted),
            form=review.form,
            others=tuple(AssertionBody(**_assertion_fields(other)) for other in charted.others),
        )


def _assertion_fields(charted: Charted) -> dict[str, Any]:
    # The fields of ``AssertionBody`` have the names of ``Charted``, so a new one needs no line here.
    return {name: getattr(charted, name) for name in AssertionBody.model_fields}


class NoteBody(Body):
    """What a coder noted beside the charting of an evidence unit."""

    text: str
    coder: str | None
    charted_on: str | None


class UnitBody(Body):
    """An evidence unit; ``not_charted`` are the facets that no coder has looked at."""

    id: str
    notes: tuple[NoteBody, ...]
    charted: tuple[ChartedBody, ...]
    not_charted: tuple[str, ...]


class StudyDetail(StudyBody):
    """A study with its units and everything charted for it; of a retracted one these are null, and ``retraction`` is not."""

    state: Literal["charted", "retracted"] = "charted"
    retraction: RetractionBody | None = None
    charted: tuple[ChartedBody, ...] | None
    not_charted: tuple[str, ...] | None
    units: tuple[UnitBody, ...] | None


class RetractedDetail(StudyDetail):
    """A study that a review included and that was retracted: as it is cited; no answer counts it."""

    @classmethod
    def of(cls, evidence: EvidenceBase, id_: str) -> "RetractedDetail":
        """The body of a retracted study."""
        review, study = evidence.retracted[id_]
        return cls(
            id=id_,
            reviews=(review.id,),
            citation=study.citation,
            title=study.title,
            year=study.year,
            doi=study.doi,
            state="retracted",
            retraction=retraction_body(study),
            charted=None,
            not_charted=None,
            units=None,
        )


class EvidenceMap(Matrix):
    """A matrix that is asked for as a map, so a page by default."""


class QueryBody(Body):
    """A query text with its parameters."""

    language: str
    text: str
    parameters: dict[str, str | int | list[str]]


class Health(Body):
    """The state of the service: its version of the data, the ontology, the graph engine and the reviews."""

    status: str
    dataset: str
    ontology: str
    graph: str
    reviews: tuple[str, ...]
