"""The cells that nodes of the graph came from, for the messages of checks."""

from collections.abc import Iterable

from rdflib import DCTERMS, URIRef

from kg.errors import Cell
from kg.rdf.data_iris import (
    activity_iri,
    assertion_iri,
    data_path,
    other_assertion_iri,
    publication_iri,
    review_iri,
    review_of,
    study_iri,
    unit_iri,
)
from kg.rdf.iris import LACUNA, local_name
from kg.review.cited.model import RetractedStudy
from kg.review.model import Charted, Review, Study
from kg.review.to_yaml import REVIEW_FILE
from kg.validation.shacl import Violation
from loaders.corpus import Corpus


class CellIndex:
    """Index from nodes of the graph to the cells they came from."""

    def __init__(self, corpora: Iterable[Corpus]) -> None:
        self._cells: dict[str, Cell] = {}
        self._columns: dict[tuple[str, str], Cell] = {}
        self._files: dict[str, str] = {}
        for corpus in corpora:
            self._files[str(review_iri(corpus.review.id))] = corpus.file
            self._index(corpus.review)

    def of(self, violation: Violation) -> Cell:
        """The cell of a violation: of its property, else of its node, else the file of the review's own statements."""
        at = self._columns.get((violation.focus, violation.path)) or self._cells.get(violation.focus)
        if at:
            return at
        file = self._files.get(review_of(violation.focus) or "", REVIEW_FILE)
        place = f"{data_path(violation.focus)} {local_name(violation.path)}"
        return Cell(file, 0, place.strip(), violation.value)

    def _index(self, review: Review) -> None:
        for retracted in review.retracted:
            self._index_columns(retracted, *[study_iri(review.id, retracted.id)] * 2)
        for study in (study for study in review.studies if study.cells):
            study_node = study_iri(review.id, study.id)
            iri = str(study_node)
            self._index_columns(study, study_node, publication_iri(review.id, study.id))
            for charted in study.charted:
                self._index_charted(review.id, iri, charted)
            for unit in study.units:
                unit_node = str(unit_iri(review.id, study.id, unit.id))
                self._cells[unit_node] = self._cells[iri]
                for charted in unit.charted:
                    self._index_charted(review.id, unit_node, charted)

    def _index_columns(self, study: Study | RetractedStudy, iri: URIRef, publication: URIRef) -> None:
        by_column = {cell.column: cell for cell in study.cells}
        if not by_column:  # studies read from RDF have none
            return
        self._cells[str(iri)] = by_column["study"]
        places = (
            ("year", iri, LACUNA.year),
            ("title", iri, DCTERMS.title),
            ("doi", publication, DCTERMS.identifier),
            ("retracted", iri, LACUNA.retractionNotice),
        )
        for column, focus, path in places:
            if column in by_column:
                self._columns[str(focus), str(path)] = by_column[column]

    def _index_charted(self, review: str, subject: str, holding: Charted) -> None:
        iri = assertion_iri(subject, holding.facet)
        self._index_assertion(str(iri), holding)
        for other in holding.others:
            self._index_assertion(str(other_assertion_iri(iri, activity_iri(review, *other.activity))), other)

    def _index_assertion(self, iri: str, charted: Charted) -> None:
        if charted.cell is None:
            return
        self._cells[iri] = charted.cell
        if charted.confidence:  # where there is none, there may be no such column
            column = f"{charted.facet}.confidence"
            self._columns[iri, str(LACUNA.confidence)] = Cell(
                charted.cell.sheet, charted.cell.row, column, charted.confidence
            )
