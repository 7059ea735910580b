"""Load of corpora, all or nothing: read, express as RDF, check, store."""

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict
from rdflib import DCTERMS

from kg.errors import Cell, Fault, Refused
from kg.exports.manifest import changed_since_export
from kg.garbage_collection import collector_paused
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.rdf.canonical import Canonical
from kg.rdf.data_iris import assertion_iri, data_path, publication_iri, review_iri, review_of, study_iri, unit_iri
from kg.rdf.iris import LACUNA, local_name
from kg.review.model import Charted, Review
from kg.review.to_rdf import triples
from kg.review.to_yaml import REVIEW_FILE
from kg.validation.check import check
from kg.validation.shacl import Violation
from kg.versions.home import Home
from kg.versions.manifest import Manifest
from kg.versions.population import Population
from loaders.applicability import applicability_notices
from loaders.corpus import Corpus, find_corpora, read_corpus
from loaders.fault_lines import fault_lines
from loaders.rdf_file import is_rdf, read_rdf_corpora
from loaders.same_studies import paper_faults, paper_notices, same_study_triples
from loaders.sheets.absence import NOTHING_SAID, Missing


class CorpusReport(BaseModel):
    """The numbers of a corpus; ``charted`` counts filled facet cells."""

    model_config = ConfigDict(frozen=True)

    review: str
    sheets: int
    rows: int
    studies: int
    units: int
    charted: int
    included: int | None
    uncharted: int | None


class CheckReport(BaseModel):
    """The corpora that were read, and warnings about incomplete data."""

    model_config = ConfigDict(frozen=True)

    corpora: tuple[CorpusReport, ...]
    warnings: tuple[str, ...]


class LoadReport(CheckReport):
    """Also the version that a load stored.

    Attributes:
        new: it was not stored before.
        rebuilt: why it was built again, such as the file that was damaged; None if it was not.
    """

    version: Manifest
    new: bool
    rebuilt: str | None = None


class Checked(NamedTuple):
    """Input without faults: its triples with those of the ontology, and warnings about incomplete data."""

    vocabulary: Vocabulary
    corpora: Sequence[Corpus]
    content: Canonical
    warnings: list[Fault]


@collector_paused()
def load(names: Iterable[str], home: Home, missing: Missing = NOTHING_SAID) -> LoadReport:
    """Store corpora (by name or path) or single sheets as the current version; ``missing`` is as in ``read_corpus``.

    Raises:
        NotFound: there is no such corpus or file.
        Refused: anything in it is wrong; nothing was stored.
    """
    checked = read_and_check(names, missing)
    reviews = tuple(sorted(corpus.review.id for corpus in checked.corpora))
    stored = home.store(checked.content, checked.vocabulary, reviews)
    return LoadReport(**dict(_report(checked)), version=stored.manifest, new=stored.new, rebuilt=stored.rebuilt)


def check_only(names: Iterable[str], missing: Missing = NOTHING_SAID) -> CheckReport:
    """Read and check, without storing; ``missing`` is as in ``read_corpus``."""
    return _report(read_and_check(names, missing))


def read_and_check(names: Iterable[str], missing: Missing = NOTHING_SAID) -> Checked:
    """Everything of a load but the storing: read, express and check; ``missing`` is as in ``read_corpus``."""
    ontology = read_ontology()
    vocabulary = read_vocabulary(ontology)
    corpora: list[Corpus] = []
    faults: list[Fault] = []
    for path in chain.from_iterable(find_corpora(name) for name in names):
        if changed := changed_since_export(path):
            rule = "To load what you changed, copy it out of the export first."
            faults.append(Fault(Cell(path.name, 0, "-"), f"{changed}. {rule}"))
        read, read_faults = (
            read_rdf_corpora(ontology, vocabulary, path) if is_rdf(path) else _read_one(vocabulary, path, missing)
        )
        corpora += read
        faults += read_faults
    faults += _same_name(corpora)
    reviews = [corpus.review for corpus in corpora]
    faults += paper_faults(reviews)
    stated = chain.from_iterable(triples(vocabulary, review) for review in reviews)
    content = Canonical(chain(ontology, stated, same_study_triples(reviews)))
    # Checked even if there are faults already, so that one run reports everything that can be found.
    all_violations = check(content, vocabulary)
    cells = CellIndex(corpora if all_violations else ())  # costs time, so only if there is a violation to trace
    violations = [(violation, cells.of(violation)) for violation in all_violations]
    known = {fault.cell for fault in faults}  # a cell that reading has refused needs no second fault
    faults += [Fault(cell, v.message) for v, cell in violations if v.refuses and cell not in known]
    if faults:
        raise Refused(faults)
    notices = [
        notice
        for corpus in corpora
        for notice in (
            *corpus.notices,
            *paper_notices(corpus.review),
            *applicability_notices(vocabulary, corpus.review, corpus.file),
        )
    ]
    warnings = sorted([*notices, *(Fault(cell, v.message) for v, cell in violations if not v.refuses)])
    return Checked(vocabulary, corpora, content, warnings)


def _read_one(vocabulary: Vocabulary, path: Path, missing: Missing) -> tuple[list[Corpus], Sequence[Fault]]:
    corpus = read_corpus(vocabulary, path, missing)
    return [corpus], corpus.faults


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
        for study in (study for study in review.studies if study.cells):  # studies read from RDF have none
            iri = str(study_iri(review.id, study.id))
            by_column = {cell.column: cell for cell in study.cells}
            self._cells[iri] = by_column["study"]
            publication = str(publication_iri(review.id, study.id))
            places = (
                ("year", iri, LACUNA.year),
                ("title", iri, DCTERMS.title),
                ("doi", publication, DCTERMS.identifier),
            )
            for column, focus, path in places:
                if column in by_column:
                    self._columns[focus, str(path)] = by_column[column]
            for charted in study.charted:
                self._index_charted(iri, charted)
            for unit in study.units:
                unit_node = str(unit_iri(review.id, study.id, unit.id))
                self._cells[unit_node] = self._cells[iri]
                for charted in unit.charted:
                    self._index_charted(unit_node, charted)

    def _index_charted(self, subject: str, charted: Charted) -> None:
        if charted.cell is None:
            return
        iri = str(assertion_iri(subject, charted.facet))
        self._cells[iri] = charted.cell
        for path, name, value in (
            (DCTERMS.source, "source", charted.source),
            (LACUNA.confidence, "confidence", charted.confidence),
        ):
            column = f"{charted.facet}.{name}"
            self._columns[iri, str(path)] = Cell(charted.cell.sheet, charted.cell.row, column, value or "")


def _same_name(corpora: Sequence[Corpus]) -> Iterable[Fault]:
    names = [corpus.review.id for corpus in corpora]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(Cell(name, 0, "-", name), "is the name of two reviews: each needs its own name.")


def _report(checked: Checked) -> CheckReport:
    reports = []
    for corpus in checked.corpora:
        review = corpus.review
        population = Population.of(review.included, len(review.studies))
        reports.append(
            CorpusReport(
                review=review.id,
                sheets=corpus.sheets,
                rows=corpus.rows,
                studies=population.charted,
                units=sum(len(study.units) for study in review.studies),
                charted=sum(1 for _ in review.charted()),
                included=population.included,
                uncharted=population.uncharted,
            )
        )
    return CheckReport(corpora=tuple(reports), warnings=tuple(fault_lines(checked.warnings)))
