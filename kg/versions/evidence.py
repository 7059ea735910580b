"""The evidence base of a question: one review of a dataset."""

from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kg.errors import NotFound
from kg.ontology.vocabulary import Facet, Vocabulary
from kg.query import cypher
from kg.query.about_review import review_query
from kg.query.compiled import Language, Query
from kg.query.languages import COMPILERS
from kg.questions.catalogue import StoredQuestion
from kg.questions.question import Question
from kg.review.claims import Claim
from kg.review.claims_from_rdf import read_claims
from kg.review.from_rdf import read_flow, read_identification, read_maturity, read_review, read_study, study_ids
from kg.review.model import FlowCount, Identification, MaturityJudgement, Population, Review, Study
from kg.stores.base import Row

if TYPE_CHECKING:
    from kg.versions.dataset import Dataset


class EvidenceBase:
    """The evidence that a question is asked of: the studies and statements of one review, by id, in one dataset.

    It never changes, so everything read from it is cached.
    """

    def __init__(self, dataset: "Dataset", review: str) -> None:
        self.dataset, self.review = dataset, review
        # Bounded, because a review may have any number of studies; not a decorator, which would keep every evidence base alive.
        self.study = lru_cache(maxsize=4096)(self._study)

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary that the version was loaded with."""
        return self.dataset.vocabulary

    @property
    def is_default(self) -> bool:
        """Whether this is the review that answers when a request names none."""
        return self.review == self.dataset.review_id()

    @cached_property
    def header(self) -> Review:
        """The review's own statements, without its studies, flow, maturity signals and claims."""
        return read_review(self.dataset.rdf, self.review)

    @cached_property
    def population(self) -> Population:
        """The numbers of included and of charted studies."""
        return Population(self.header.included, len(self.study_ids))

    @cached_property
    def study_ids(self) -> tuple[str, ...]:
        """The ids of the charted studies, sorted."""
        return tuple(study_ids(self.dataset.rdf, self.review))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The review's own claims, in order of their ids."""
        return read_claims(self.dataset.rdf, self.vocabulary, self.review)

    @cached_property
    def identification(self) -> Identification | None:
        """Why the charted studies count as included ones."""
        return read_identification(self.dataset.rdf, self.review)

    @cached_property
    def flow(self) -> tuple[FlowCount, ...]:
        """The numbers of the PRISMA flow."""
        return read_flow(self.dataset.rdf, self.review)

    @cached_property
    def maturity(self) -> tuple[MaturityJudgement, ...]:
        """The review's signals of maturity."""
        return read_maturity(self.dataset.rdf, self.review)

    def whole(self) -> Review:
        """The review with everything that was charted of its studies."""
        return replace(self.header, studies=tuple(self.study(id_) for id_ in self.study_ids))

    def rows(self, question: Question) -> list[Row]:
        """The units for which no condition of a question is false (see ``kg.query.compiled.Query``)."""
        return self.dataset.rows(question, self.review)

    def term_rows(self, facet: Facet, barred: tuple[str, ...], question: Question) -> list[Row]:
        """Every term of a facet that a unit has or may have, per study and unit (see ``cypher.compile_terms``)."""
        # Not cached: a matrix asks each facet once per question.
        return self.dataset.run(cypher.compile_terms(self.vocabulary, facet, barred, question, self.review))

    def query(self, question: Question, title: str, language: Language = "cypher") -> Query:
        """The text and parameters that answer a question."""
        return COMPILERS[language](self.vocabulary, question, self.review, title)

    def stored_query(self, stored: StoredQuestion, question: Question, language: Language = "cypher") -> Query:
        """The text and parameters that answer a stored question as it is asked."""
        if stored.about_review:
            return review_query(self.vocabulary, stored, self.review, language)
        return self.query(question, stored.text, language)

    def _study(self, id_: str) -> Study:
        """A charted study by its id.

        Raises:
            NotFound: no charted study has that id.
        """
        if id_ not in self.study_ids:
            raise NotFound("study", id_, self.study_ids)
        return read_study(self.dataset.rdf, self.review, id_)
