"""Load of corpora, all or nothing: read, express as RDF, check, store."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kg.errors import Cell, Fault, NotFound, NoVersion, Refused, StoreFailed
from kg.exports.manifest import changed_since_export
from kg.garbage_collection import collector_paused
from kg.ontology.reading import read_ontology
from kg.ontology.vocabulary import Vocabulary
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.rdf.canonical import Canonical
from kg.review.model import Review
from kg.review.to_rdf import described
from kg.validation.check import check
from kg.versions.growth.grown import Grown
from kg.versions.growth.present import Present, Size, size_of
from kg.versions.growth.whole import Whole
from kg.versions.home import Home
from kg.versions.population import Population
from kg.versions.retention import checked_label, labelled_version, set_label
from loaders.applicability import applicability_notices
from loaders.cell_index import CellIndex
from loaders.corpus import Corpus, find_corpora, namesake_notice, read_corpus
from loaders.fault_lines import fault_lines
from loaders.own.files import OwnVocabulary, read_own_vocabulary
from loaders.own.questions import question_clashes
from loaders.own.vocabularies import Vocabularies
from loaders.rdf_file import RdfFile, is_rdf, open_rdf, read_rdf_corpora, read_stored_corpus
from loaders.reporting.changes import changes
from loaders.reporting.models import CheckReport, CorpusReport, LoadReport
from loaders.same_studies import (
    across_notices,
    paper_faults,
    paper_notices,
    renaming_notices,
    retraction_notices,
    same_study_triples,
)
from loaders.sheets.absence import NOTHING_SAID, Missing

STORED = "the current version"
"""What stands in messages for the file of a review that comes from the stored version."""
MOST_WARNINGS = 3
"""Of one kind that are told each in a line of its own; such as of a sheet without any sources there are hundreds."""


class Checked(NamedTuple):
    """Input without faults: its triples with those of the ontology, and warnings about incomplete data.

    ``kept`` are the sizes of those reviews that come from a stored version, by their ids.
    """

    vocabulary: Vocabulary
    corpora: Sequence[Corpus]
    content: Whole | Grown
    warnings: list[Fault]
    kept: Mapping[str, Size]


@collector_paused()
def load(
    names: Sequence[str],
    home: Home,
    missing: Missing = NOTHING_SAID,
    *,
    add: bool = False,
    label: str | None = None,
    move: bool = False,
) -> LoadReport:
    """Store corpora (by name or path) or single sheets as the current version; ``missing`` is as in ``read_corpus``.

    ``add``: beside the reviews of the present one, of which those of the same name are replaced. ``label`` names the version,
    even if another has that label, where it may ``move``.

    Raises:
        BadQuestion, Ambiguous: the version cannot have the label; nothing was stored if that was known before.
        NotFound: there is no such corpus or file.
        Refused: anything in it is wrong; nothing was stored.
        NoVersion, StoreFailed: the current version, to which something is to be added, cannot be read.
    """
    if label:  # the content of what is loaded, so its version, is not known yet: it may be the one that has the label
        checked_label(home, label, labelled_version(home, label), move=move)
    former = current_version(home, needed=add)
    with ExitStack() as stack:
        present = stack.enter_context(Present(home, former)) if add and former else None
        checked = read_and_check(names, missing, present, to_store=True)
        reviews = tuple(sorted(corpus.review.id for corpus in checked.corpora))
        replaced = {*present.manifest.reviews}.difference(checked.kept) if present else ()
        if label:
            checked_label(home, label, checked.content.version.removeprefix("sha256:"), move=move)
        stored = home.store(checked.content, checked.vocabulary, reviews)
    if label:
        set_label(home, stored.manifest.version, label, move=move)
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
        kept=tuple(sorted(checked.kept)),
        replaced=tuple(sorted(replaced)),
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


def check_only(names: Sequence[str], missing: Missing = NOTHING_SAID) -> CheckReport:
    """Read and check, without storing; ``missing`` is as in ``read_corpus``."""
    return _report(read_and_check(names, missing))


def read_and_check(
    names: Sequence[str], missing: Missing = NOTHING_SAID, present: Present | None = None, *, to_store: bool = False
) -> Checked:
    """Everything of a load but the storing: read, express and check, with the reviews of ``present`` that are not named.

    ``missing`` is as in ``read_corpus``; ``to_store``: the content is to be stored, so it is projected
    during the checks.
    """
    opened, own, faults = _open_all(names)
    named = {name for each in opened for name in _names(each)}
    staying = [id_ for id_ in present.manifest.reviews if id_ not in named] if present else []
    own += [_own_of(present, id_) for id_ in staying if present and id_ in present.own]
    vocabularies = Vocabularies(read_ontology(), own)
    corpora: list[Corpus] = []
    for each in opened:
        read, read_faults = _read_one(vocabularies, each, missing)
        corpora += read
        faults += read_faults
    notices = [notice for corpus in corpora for notice in (*corpus.notices, *paper_notices(corpus.review))]
    notices += [notice for name in names if (notice := namesake_notice(name))]
    ontology, vocabulary = vocabularies.together
    grows = present is not None and present.may_grow(ontology, staying)
    kept = _kept(present, staying, vocabulary if grows else None) if present else []
    new = [corpus.review for corpus in corpora]
    notices += renaming_notices(new, kept)
    if not grows:
        for review in kept:
            corpus, kept_faults = read_stored_corpus(vocabularies.of(review.id)[1], STORED, review)
            corpora.append(corpus)
            faults += kept_faults
    faults += _same_name(corpora)
    reviews = [*new, *kept]
    notices += retraction_notices(reviews)
    notices += across_notices(reviews, set(staying))
    faults += [*paper_faults(reviews), *question_clashes(vocabulary, reviews)]
    stated = chain.from_iterable(described(vocabulary, corpus.review) for corpus in corpora)
    joining = list(same_study_triples(reviews))
    content = Canonical(chain(ontology, () if grows else joining), stated)
    with ThreadPoolExecutor(1) as executor:
        # Beside the checks, which leave Python's lock alone for most of their time.
        graph = executor.submit(project, content, schema(vocabulary)) if to_store and not grows else None
        # Checked even if there are faults already, so that one run reports everything that can be found.
        all_violations = check(content, vocabulary)
    cells = CellIndex(corpora if all_violations else ())  # costs time, so only if there is a violation to trace
    violations = [(violation, cells.of(violation)) for violation in all_violations]
    known = {fault.cell for fault in faults}  # a cell that reading has refused needs no second fault
    faults += [Fault(cell, v.message) for v, cell in violations if v.refuses and cell not in known]
    if faults:
        raise Refused(faults)
    # What was kept has had its warnings when it was loaded.
    incomplete = (Fault(cell, v.message) for v, cell in violations if not v.refuses and cell.sheet != STORED)
    for corpus in corpora:
        if corpus.file != STORED:
            notices += applicability_notices(vocabulary, corpus.review, corpus.file)
    warnings = sorted([*notices, *incomplete])
    if present and grows:
        corpora += [Corpus(review, 0, 0, (), STORED) for review in kept]
        sizes = {id_: present.size(id_) for id_ in staying}
        return Checked(vocabulary, corpora, present.with_added(content, joining, staying), warnings, sizes)
    whole = Whole(content, graph.result if graph else None)
    return Checked(vocabulary, corpora, whole, warnings, {review.id: size_of(review) for review in kept})


def _open_all(names: Sequence[str]) -> tuple[list[Path | RdfFile], list[OwnVocabulary], list[Fault]]:
    """The corpora of some names, the vocabularies that they bring along, and faults.

    Raises:
        Refused: a vocabulary cannot be read; without its own words, every sheet would seem to be wrong.
    """
    opened: list[Path | RdfFile] = []
    own: list[OwnVocabulary] = []
    faults: list[Fault] = []
    unread: list[Fault] = []
    for path in (path for name in names for path in find_corpora(name)):
        if changed := changed_since_export(path):
            rule = "To load what you changed, copy it out of the export first."
            faults.append(Fault(Cell(path.name, 0, "-"), f"{changed}. {rule}"))
        found, brought, open_faults = _open(path)
        opened += [found] if found else []
        own += brought
        faults += open_faults
        unread += [fault for fault in open_faults if path.is_dir()]
    if unread:
        raise Refused(faults)
    return opened, own, faults


def _own_of(present: Present, review: str) -> OwnVocabulary:
    """The vocabulary that the corpus of a stored review brought along."""
    declared = present.own[review]
    return OwnVocabulary(review, declared, {subject: (None, STORED) for subject, _, _ in declared})


def _kept(present: Present, staying: Container[str], grown: Vocabulary | None) -> list[Review]:
    """The reviews of a stored version that stay, in brief where it has ``grown`` with this vocabulary."""
    of_version = present.manifest.reviews
    if grown:
        return [present.in_brief(grown, id_) for id_ in of_version if id_ in staying]
    return [review for review in present.whole() if review.id in staying]


def _names(opened: Path | RdfFile) -> Collection[str]:
    """The ids of the reviews of a corpus."""
    if isinstance(opened, RdfFile):
        return opened.reviews
    return (opened.resolve().name if opened.is_dir() else opened.stem,)


def _open(path: Path) -> tuple[Path | RdfFile | None, Sequence[OwnVocabulary], Sequence[Fault]]:
    """A corpus with the vocabularies that it brings, and what cannot be read of these; None where it is RDF that cannot be."""
    if is_rdf(path):
        file, faults = open_rdf(path)
        return file, file.own if file else (), faults
    own, faults = read_own_vocabulary(path) if path.is_dir() else (None, [])
    return path, [own] if own else (), faults


def _read_one(
    vocabularies: Vocabularies, opened: Path | RdfFile, missing: Missing
) -> tuple[list[Corpus], Sequence[Fault]]:
    """The reviews of one corpus, in the words of the ontology and its own."""
    if isinstance(opened, RdfFile):
        ontology, vocabulary = vocabularies.of(*(own.review for own in opened.own))
        return read_rdf_corpora(ontology, vocabulary, opened.path, opened.statements)
    _, vocabulary = vocabularies.of(opened.resolve().name) if opened.is_dir() else vocabularies.of()
    corpus = read_corpus(vocabulary, opened, missing)
    return [corpus], corpus.faults


def _same_name(corpora: Sequence[Corpus]) -> Iterable[Fault]:
    names = [corpus.review.id for corpus in corpora]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(Cell(name, 0, "-", name), "is the name of two reviews: each needs its own name.")


def _report(checked: Checked) -> CheckReport:
    reports = []
    for corpus in checked.corpora:
        review = corpus.review
        population = Population.of(review.remaining, len(review.studies))
        size = checked.kept.get(review.id) or size_of(review)
        reports.append(
            CorpusReport(
                review=review.id,
                sheets=corpus.sheets,
                rows=None if review.id in checked.kept else corpus.rows,
                studies=population.charted,
                units=size.units,
                charted=size.charted,
                included=population.included,
                uncharted=population.uncharted,
                retracted=len(review.retracted),
            )
        )
    return CheckReport(corpora=tuple(reports), warnings=tuple(fault_lines(checked.warnings, MOST_WARNINGS)))
