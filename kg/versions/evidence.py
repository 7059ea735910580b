"""The evidence base of a question: some reviews of a dataset, together."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import NotFound
from kg.ontology.vocabulary import Facet, Level, Vocabulary
from kg.query.about_review import review_query
from kg.query.compiled import Language, Query
from kg.query.languages import COMPILERS, Compiler
from kg.questions.catalogue import StoredQuestion
from kg.questions.question import Completeness, Question
from kg.rdf.data_iris import review_iri
from kg.rdf.iris import LACUNA
from kg.review.cited.model import RetractedStudy
from kg.review.model import Study
from kg.stores.base import Row
from kg.versions.population import Population, by_depth, deepest, total
from kg.versions.stored_review import StoredReview
from kg.versions.studies import Studies

if TYPE_CHECKING:
    from kg.versions.dataset import Dataset


_FACETS_OF_STUDIES = 1_000_000
"""The facets of studies whose edges are fetched by one query: of so many, embedded engines need some 0.5 GB."""
_MANY, _MOST_OF_ALL = 4_000, 0.25
"""More studies, and more than this share of all, are sooner read together with the others of their reviews than one by one."""
IDS = frozenset({"review", "study", "unit"})
"""The columns of a row that say of which unit it is."""
Unit = tuple[str, str, str]
"""A review's id, a study's key and a unit's id."""


class Reached(NamedTuple):
    """Units, of one or several studies, that were charted to a term (``certain``) or left open to it, with the same mark."""

    term: str
    mark: str
    units: Sequence[Unit]


class MarkedUnits(NamedTuple):
    """The units for which no condition of a question is false, each with its marks in the order of the columns of conditions."""

    columns: tuple[str, ...]
    units: Sequence[tuple[Unit, tuple[str, ...]]]

    def rows(self) -> list[Row]:
        """The rows that a query returns (see ``kg.query.compiled.Query``), in its order."""
        names = "review", "study", "unit", *self.columns
        return [dict(zip(names, (*unit, *marks), strict=True)) for unit, marks in sorted(self.units)]


class EvidenceBase:
    """The evidence that a question is asked of: the studies and statements of one or several reviews of a dataset.

    It never changes, so everything read from it is cached.
    """

    _keys: Sequence[str] | None = None
    """The keys of the only studies whose edges and units are fetched together; None: of all."""

    def __init__(self, dataset: "Dataset", reviews: Iterable[StoredReview]) -> None:
        self.dataset, self.reviews = dataset, tuple(reviews)

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary that the version was loaded with."""
        return self.dataset.vocabulary

    @property
    def review_ids(self) -> tuple[str, ...]:
        """The ids of the reviews, sorted."""
        return tuple(review.id for review in self.reviews)

    @property
    def is_default(self) -> bool:
        """Whether these are the reviews that answer when a request names none: all."""
        return self.review_ids == self.dataset.reviews

    @cached_property
    def each(self) -> tuple["EvidenceBase", ...]:
        """An evidence base for each review alone."""
        return tuple(self.dataset.evidence([id_]) for id_ in self.review_ids)

    @cached_property
    def studies(self) -> Studies:
        """The distinct charted studies."""
        keys = {review.id: review.keys for review in self.reviews}
        same = self.dataset.rdf.subject_objects(LACUNA.sameStudyAs) if len(keys) > 1 else ()
        return Studies.of(keys, ((str(one), str(other)) for one, other in same))

    @cached_property
    def retracted(self) -> Mapping[str, tuple[StoredReview, RetractedStudy]]:
        """The retracted studies, none of which is a charted one: by id, in order, each with its review."""
        several = len(self.reviews) > 1
        found = {
            f"{review.id}/{study.id}" if several else study.id: (review, study)
            for review in self.reviews
            for study in review.header.retracted
        }
        return dict(sorted(found.items()))

    @cached_property
    def population(self) -> Population:
        """The numbers of included studies and of distinct charted ones, and how deep these were read."""
        if len(self.reviews) == 1:
            return self.reviews[0].population
        parts, read = [review.population for review in self.reviews], {each.id: each.read for each in self.reviews}
        return Population(
            included=total(each.included for each in parts),
            charted=len(self.studies.ids),
            uncharted=total(each.uncharted for each in parts),
            read=by_depth(
                deepest(read[review][key] for review, key in chartings) for chartings in self.studies.chartings.values()
            ),
            retracted=sum(each.retracted for each in parts),
        )

    def __contains__(self, study: str) -> bool:
        """Whether a charted or retracted study has an id."""
        return study in self.studies.chartings or study in self.retracted

    def study_id(self, text: str) -> str:
        """The id of a charted or retracted study by its id or, where only one study has it, by its key in a review.

        Raises:
            NotFound: no study, or several, have it.
        """
        if text in self:
            return text
        having = {self.studies.id_of(review.id, text) for review in self.reviews if text in review.keys}
        having |= {id_ for id_, (_, study) in self.retracted.items() if study.id == text}
        if len(having) != 1:
            raise NotFound("study", text, sorted(having) or (*self.studies.ids, *self.retracted))
        return having.pop()

    def charted_study(self, id_: str) -> list[tuple[StoredReview, Study]]:
        """A distinct study as each review charted it.

        Raises:
            NotFound: no charted study has that id.
        """
        return [(review, review.study(key)) for review, key in self._chartings(id_)]

    def cited_study(self, id_: str) -> list[tuple[StoredReview, Study]]:
        """A distinct study as each review cites it, without what was charted.

        Raises:
            NotFound: as ``charted_study``.
        """
        return [(review, review.heading(key)) for review, key in self._chartings(id_)]

    def cited_studies(self, ids: Collection[str]) -> Mapping[str, list[tuple[StoredReview, Study]]]:
        """Distinct studies as ``cited_study`` gives each; many are read together.

        Raises:
            NotFound: no charted study has one of the ids.
        """
        if len(ids) <= max(_MANY, _MOST_OF_ALL * len(self.studies.ids)):
            return {id_: self.cited_study(id_) for id_ in ids}
        chartings = {id_: self._chartings(id_) for id_ in ids}
        concerned = {review.id: review for of_study in chartings.values() for review, _ in of_study}
        headings = {id_: review.headings() for id_, review in concerned.items()}
        return {
            id_: [(review, headings[review.id][key]) for review, key in of_study] for id_, of_study in chartings.items()
        }

    def charts(self, facet: Facet) -> bool:
        """Whether anything was charted on a facet, of any study."""
        if facet.id not in self._charts:
            self._charts[facet.id] = bool(self.dataset.look_up(self._any_charted(facet)))
        return self._charts[facet.id]

    def rows(self, question: Question) -> list[Row]:
        """The units for which no condition of a question is false (see ``kg.query.compiled.Query``)."""
        return self.dataset.rows(question, self.review_ids)

    def marked(self, question: Question) -> MarkedUnits:
        """What ``rows`` says, in any order."""
        return marked_units(self.rows(question))

    def edges(self, facet: Facet, completeness: Completeness) -> list[Row]:
        """The terms to which a facet was charted or left open, per study and unit (see ``cypher.compile_edges``)."""
        return self.dataset.run(self._compiler.compile_edges(self.vocabulary, facet, completeness, self.review_ids))

    def all_edges(self, level: Level, completeness: Completeness) -> Iterator[Reached]:
        """The terms to which all facets of a level were charted or left open, in any order."""
        facets = [facet for facet in self.vocabulary.charted_facets if facet.level == level]
        at_once = max(1, _FACETS_OF_STUDIES // max(1, len(self.studies.ids)))
        for first in range(0, len(facets), at_once):
            some = facets[first : first + at_once]
            yield from reached(
                self.dataset.run(
                    self._compiler.compile_edges_together(
                        self.vocabulary, some, completeness, self.review_ids, self._keys
                    )
                )
            )

    def units(self, completeness: Completeness) -> list[tuple[Unit, int | None]]:
        """All units, with the years of their studies (see ``cypher.compile_units``)."""
        query = self._compiler.compile_units(self.vocabulary, completeness, self.review_ids, self._keys)
        return [
            (unit_of(row), None if row["year"] is None else int(str(row["year"]))) for row in self.dataset.run(query)
        ]

    @property
    def _compiler(self) -> Compiler:
        return COMPILERS[self.dataset.language]

    def query(self, question: Question, title: str, language: Language = "cypher") -> Query:
        """The text and parameters that answer a question."""
        return COMPILERS[language].compile_question(self.vocabulary, question, self.review_ids, title)

    def stored_query(self, stored: StoredQuestion, question: Question, language: Language = "cypher") -> Query:
        """The text and parameters that answer a stored question as it is asked."""
        if stored.about_review:
            return review_query(self.vocabulary, stored, self.review_ids, language)
        return self.query(question, stored.text, language)

    def _chartings(self, id_: str) -> list[tuple[StoredReview, str]]:
        if id_ not in self.studies.chartings:
            raise NotFound("study", id_, self.studies.ids)
        return [(self._by_id[review], key) for review, key in self.studies.chartings[id_]]

    @cached_property
    def _by_id(self) -> Mapping[str, StoredReview]:
        return {review.id: review for review in self.reviews}

    @cached_property
    def _charts(self) -> dict[str, bool]:
        return {}

    def _any_charted(self, facet: Facet) -> str:
        if self.is_default:
            return f'SELECT ?a {{ ?a <{LACUNA.facet}> "{facet.id}" ; <{LACUNA.about}> ?subject }} LIMIT 1'
        units = "" if facet.level == "study" else f"?s <{LACUNA.hasUnit}> ?u . "
        subject = "?s" if facet.level == "study" else "?u"
        reviews = " ".join(f"<{review_iri(id_)}>" for id_ in self.review_ids)
        return (
            f'SELECT ?s {{ ?a <{LACUNA.facet}> "{facet.id}" ; <{LACUNA.about}> {subject} . {units}'
            f"?r <{LACUNA.includes}> ?s . VALUES ?r {{ {reviews} }} }} LIMIT 1"
        )


def marked_units(rows: Iterable[Row]) -> MarkedUnits:
    """The units of the rows of a question, which all have the same columns."""
    columns: tuple[str, ...] = ()
    units: list[tuple[Unit, tuple[str, ...]]] = []
    for row in rows:
        columns = columns or tuple(name for name in row if name not in IDS)
        units.append((unit_of(row), tuple([str(row[name]) for name in columns])))
    return MarkedUnits(columns, units)


def reached(rows: Iterable[Row]) -> Iterator[Reached]:
    """What the rows say that list edges, with one unit each, or with lists of ``studies`` and ``units``."""
    for row in rows:
        studies, units = row.get("studies"), row.get("units")
        if isinstance(studies, list) and isinstance(units, list):
            review = str(row["review"])
            found = [(review, study, unit) for study, unit in zip(studies, units, strict=True)]
        else:
            found = [unit_of(row)]
        yield Reached(str(row["term"]), intern(str(row["mark"])), found)


def unit_of(row: Row) -> Unit:
    """The unit that a row is about."""
    return str(row["review"]), str(row["study"]), str(row["unit"])
