"""Load of corpora, all or nothing: read, express as RDF, check, store."""

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from rdflib import DCTERMS

from kg.errors import Cell, Fault, NotFound, NoVersion, Refused, StoreFailed
from kg.exports.manifest import changed_since_export
from kg.exports.source import read_source
from kg.garbage_collection import collector_paused
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.rdf.canonical import Canonical
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
from kg.review.model import Charted, Review
from kg.review.to_rdf import triples
from kg.review.to_yaml import REVIEW_FILE
from kg.validation.check import check
from kg.validation.shacl import Violation
from kg.versions.home import Home
from kg.versions.population import Population
from loaders.corpus import Corpus, find_corpora, namesake_notice, read_corpus
from loaders.rdf_file import is_rdf, read_rdf_corpora, read_stored_corpora
from loaders.reporting.changes import changes
from loaders.reporting.models import CheckReport, CorpusReport, LoadReport
from loaders.reporting.text import grouped
from loaders.same_studies import paper_faults, paper_notices, renaming_notices, same_study_triples

STORED = "the current version"
"""What stands in messages for the file of a review that comes from the stored version."""


class Checked(NamedTuple):
    """Input without faults: its triples with those of the ontology, and warnings about incomplete data.

    ``kept`` are those of the reviews that come from a stored version.
    """

    vocabulary: Vocabulary
    corpora: Sequence[Corpus]
    content: Canonical
    warnings: list[Fault]
    kept: Sequence[Review] = ()


@collector_paused()
def load(names: Iterable[str], home: Home, *, add: bool = False) -> LoadReport:
    """Store corpora (by name or path) or single sheets as the current version.

    ``add``: beside the reviews of the present one, of which those of the same name are replaced.

    Raises:
        NotFound: there is no such corpus or file.
        Refused: anything in it is wrong; nothing was stored.
        NoVersion, StoreFailed: the current version, to which something is to be added, cannot be read.
    """
    former = current_version(home, needed=add)
    present = read_source(home, former).reviews if add and former else ()
    checked = read_and_check(names, present)
    reviews = tuple(sorted(corpus.review.id for corpus in checked.corpora))
    replaced = tuple(sorted({review.id for review in present} - {review.id for review in checked.kept}))
    stored = home.store(checked.content, checked.vocabulary, reviews)
    try:
        changed = changes(home, former, checked.content) if former else None
    except (NoVersion, NotFound, StoreFailed):  # of another release, damaged, or removed meanwhile
        former = changed = None
    return LoadReport(
        **dict(_report(checked)),
        version=stored.manifest,
        new=stored.new,
        rebuilt=stored.rebuilt,
        former=f"sha256:{former}" if former else None,
        changes=changed,
        kept=tuple(sorted(review.id for review in checked.kept)),
        replaced=replaced,
    )


def current_version(home: Home, *, needed: bool = True) -> str | None:
    """The hash of the current version; None where nothing is stored.

    Raises:
        StoreFailed: the pointer to it is damaged; where the version is not ``needed``, that is None, too.
    """
    try:
        return home.current()
    except NoVersion:
        return None
    except StoreFailed:
        if needed:
            raise
        return None


def check_only(names: Iterable[str]) -> CheckReport:
    """Read and check, without storing."""
    return _report(read_and_check(names))


def read_and_check(names: Iterable[str], present: Iterable[Review] = ()) -> Checked:
    """Everything of a load but the storing: ``read``, express and check; with ``present`` reviews that are not read anew."""
    ontology = read_ontology()
    vocabulary = read_vocabulary(ontology)
    corpora: list[Corpus] = []
    faults: list[Fault] = []
    taken = [(name, path) for name in names for path in find_corpora(name)]
    for _, path in taken:
        if changed := changed_since_export(path):
            rule = "To load what you changed, copy it out of the export first."
            faults.append(Fault(Cell(path.name, 0, "-"), f"{changed}. {rule}"))
        read, read_faults = (
            read_rdf_corpora(ontology, vocabulary, path) if is_rdf(path) else _read_one(vocabulary, path)
        )
        corpora += read
        faults += read_faults
    faults += _same_name(corpora)
    named = {corpus.review.id for corpus in corpora}
    kept = [review for review in present if review.id not in named]
    stored, stored_faults = read_stored_corpora(vocabulary, STORED, kept)
    notices = [notice for corpus in corpora for notice in (*corpus.notices, *paper_notices(corpus.review))]
    notices += [notice for name, _ in taken if (notice := namesake_notice(name))]
    notices += renaming_notices([corpus.review for corpus in corpora], kept)
    corpora += stored
    faults += stored_faults
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
    # What was kept has had its warnings when it was loaded.
    found = (Fault(cell, v.message) for v, cell in violations if not v.refuses and cell.sheet != STORED)
    return Checked(vocabulary, corpora, content, sorted([*notices, *found]), kept)


def _read_one(vocabulary: Vocabulary, path: Path) -> tuple[list[Corpus], Sequence[Fault]]:
    corpus = read_corpus(vocabulary, path)
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
                self._index_charted(review.id, iri, charted)
            for unit in study.units:
                unit_node = str(unit_iri(review.id, study.id, unit.id))
                self._cells[unit_node] = self._cells[iri]
                for charted in unit.charted:
                    self._index_charted(review.id, unit_node, charted)

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
    return CheckReport(corpora=tuple(reports), warnings=tuple(grouped(checked.warnings)))
