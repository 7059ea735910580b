"""Reviews from an RDF file, of an export or of any other origin.

The file must hold exactly the triples that Lacuna would write: it is read back, passed through a sheet and ``review.yaml``,
and expressed again; any difference is refused. So nothing is stored that a sheet could not hold, and derived triples such as
open edges are never trusted. Named graphs are ignored.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef

from kg.errors import BadQuestion, BadRdf, Cell, Fault, nearest
from kg.exports.sheets import is_folder_name
from kg.ontology.own import own_statements
from kg.ontology.reading import PROPERTY_CLASSES
from kg.ontology.vocabulary import Vocabulary
from kg.questions.catalogue import StoredQuestion, read_question
from kg.rdf.canonical import Canonical, Triple, line
from kg.rdf.data_iris import is_data, review_iri
from kg.rdf.formats import format_of
from kg.rdf.iris import LACUNA, local_name, namespace_of
from kg.review.columns import COMPANIONS, columns
from kg.review.from_rdf import read_whole
from kg.review.model import Review
from kg.review.rows import Rows, form_rows
from kg.review.to_rdf import triples
from kg.review.to_yaml import claims_yaml, question_yaml, review_yaml
from kg.stores.rdf_files import read_rdf
from kg.validation.check import check
from kg.validation.shacl import Violation
from loaders.claims_file import read_claims
from loaders.corpus import Corpus, read_header, review_faults, with_header
from loaders.own.files import OwnVocabulary
from loaders.own.questions import checked_questions
from loaders.same_studies import same_study_triples
from loaders.sheets.coders import one_spelling
from loaders.sheets.records import read_records
from loaders.sheets.studies import Assembled, assemble
from loaders.sheets.table import make_table

SHOWN = 5
"""The number of statements of a kind that are listed; a file of another ontology may have thousands."""

MOST_BLANK = 1_000

Read = tuple[list[Corpus], list[Fault]]


def is_rdf(path: Path) -> bool:
    """Whether a file is RDF, by its suffix."""
    return path.is_file() and format_of(path) is not None


class RdfFile(NamedTuple):
    """The statements of an RDF file, the ids of its reviews, and what their corpora declared beside the ontology."""

    path: Path
    statements: set[Triple]
    reviews: Collection[str]
    own: Sequence[OwnVocabulary]


def open_rdf(path: Path) -> tuple[RdfFile | None, list[Fault]]:
    """The statements of an RDF file; None, with the fault, where it cannot be read."""
    try:
        statements = _statements(path)
    except BadRdf as error:
        return None, [Fault(Cell(path.name, 0, "-"), f"cannot be read: {error}.")]
    reviews = {subject for subject, property_, value in statements if (property_, value) == (RDF.type, LACUNA.Review)}
    ids = [str(value) for subject, property_, value in statements if property_ == SKOS.notation and subject in reviews]
    beside = (triple for triple in statements if not (is_data(str(triple[0])) or _is_blank(triple)))
    own = [
        OwnVocabulary(review, stated, {subject: (None, path.name) for subject, _, _ in stated})
        for review, stated in own_statements(beside, ids).items()
    ]
    return RdfFile(path, statements, ids, own), []


def read_rdf_corpora(ontology: Graph, vocabulary: Vocabulary, path: Path, statements: set[Triple]) -> Read:
    """All reviews of an RDF file, and its faults; the ontology has what the file declares beside it."""
    data = {triple for triple in statements if is_data(str(triple[0]))}
    faults = [
        *_blank(path, statements),
        *_beside_the_ontology(path, ontology, vocabulary, statements - data),
        *_not_in_the_ontology(path, ontology, vocabulary, data),
    ]
    if faults:
        return [], faults
    graph = Graph()
    for triple in data:
        graph.add(triple)
    ids, faults = _ids(path, graph)
    if faults:
        return [], faults
    try:
        corpora, faults, expressed = _read_back(vocabulary, path, graph, ids)
    except (ValueError, LookupError, BadQuestion) as error:  # check, below, often finds the cause
        corpora, faults, expressed = [], [Fault(Cell(path.name, 0, "-"), f"cannot be read back: {error}.")], set()
    # A broken rule names the cause best; faults of the intermediate sheet and differences are the fallback.
    if faults or data != expressed:
        found = check(Canonical(chain(ontology, data)), vocabulary)
        broken = [_violation(path, violation) for violation in found if violation.refuses]
        return [], broken or faults or _differences(path, data, expressed)
    return corpora, []


def read_stored_corpus(vocabulary: Vocabulary, name: str, review: Review) -> tuple[Corpus, list[Fault]]:
    """A review of a stored version, and what the present ontology finds wrong with it; ``name`` stands for a file's."""
    corpus, faults, _ = _again(vocabulary, Path(name), review)
    return corpus, faults


def _statements(path: Path) -> set[Triple]:
    statements: set[Triple] = set()
    blank = 0
    for triple in read_rdf(path):
        statements.add(triple)
        blank += _is_blank(triple)
        if blank > MOST_BLANK:  # such as of lists or nodes that are nested without end
            raise BadRdf(f"it has more than {MOST_BLANK:,} statements of blank nodes: every node must have an IRI")
    return statements


def _is_blank(triple: Triple) -> bool:
    return isinstance(triple[0], BNode) or isinstance(triple[2], BNode)


def _blank(path: Path, statements: Iterable[Triple]) -> list[Fault]:
    blank = (triple for triple in statements if _is_blank(triple))
    return _few(path, blank, "has a blank node: every node must have an IRI.")


def _beside_the_ontology(
    path: Path, ontology: Graph, vocabulary: Vocabulary, statements: Collection[Triple]
) -> list[Fault]:
    """Statements that are not about data must be the ontology's: all of them, or none."""
    expected = set(ontology)
    faults = _few(
        path, (triple for triple in statements if triple not in expected), f"is not in ontology {vocabulary.version}."
    )
    if statements and not faults and (missing := expected.difference(statements)):
        rule = f"is missing, as are {len(missing) - 1} more of the {len(expected)} statements of ontology {vocabulary.version}: "
        rule += "the file is incomplete, or from another release."
        faults.append(_fault(path, min(missing, key=line), rule))
    return faults


def _not_in_the_ontology(path: Path, ontology: Graph, vocabulary: Vocabulary, data: Iterable[Triple]) -> list[Fault]:
    """Statements with a property, class or term that does not exist."""
    # These two are used without being declared by the ontology.
    properties = {RDF.type, RDFS.label}.union(*(ontology.subjects(RDF.type, kind) for kind in PROPERTY_CLASSES))
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    terms = {term.iri: term.id for each in (vocabulary.terms, vocabulary.deprecated) for term in each.values()}
    spaces = {namespace_of(term) for term in terms}
    definitions = {definition.iri for definition in vocabulary.definitions.values()}
    faults: dict[object, Fault] = {}
    for triple in data:
        _, property_, value = triple
        if property_ not in properties:
            faults[property_] = _fault(
                path, triple, "has a property that is not in the ontology.", _near(property_, properties)
            )
        elif property_ == RDF.type and value not in classes:
            faults[value] = _fault(path, triple, "has a class that is not in the ontology.", _near(value, classes))
        elif (
            isinstance(value, URIRef) and namespace_of(value) in spaces and not (value in terms or value in definitions)
        ):
            close = nearest(local_name(value), terms.values())
            faults[value] = _fault(path, triple, f"{local_name(value)!r} is not a term of the ontology.", close)
    return list(faults.values())


def _ids(path: Path, graph: Graph) -> tuple[list[str], list[Fault]]:
    """The ids of the reviews, which their IRIs must be made from."""
    ids, faults = [], []
    for iri in graph.subjects(RDF.type, LACUNA.Review):
        id_ = str(graph.value(iri, SKOS.notation))
        ids.append(id_)
        if review_iri(id_) != iri or not is_folder_name(id_):
            rule = f"is not a valid id (skos:notation) of {iri}: the IRI must end in it; no slash in it, no dot at its start."
            faults.append(Fault(Cell(path.name, 0, "", repr(id_)), rule))
    if not ids:
        faults.append(Fault(Cell(path.name, 0, "-"), "holds no review (lacuna:Review): nothing would be loaded."))
    return sorted(ids), faults


def _read_back(
    vocabulary: Vocabulary, path: Path, graph: Graph, ids: Iterable[str]
) -> tuple[list[Corpus], list[Fault], set[Triple]]:
    """The reviews, their faults as sheets and ``review.yaml``, and their triples, expressed again."""
    corpora: list[Corpus] = []
    faults: list[Fault] = []
    expressed: set[Triple] = set()
    for id_ in ids:
        corpus, corpus_faults, statements = _again(vocabulary, path, read_whole(graph, vocabulary, id_))
        faults += corpus_faults
        expressed |= statements
        if not corpus.rows:
            faults.append(Fault(Cell(path.name, 0, "", repr(id_)), "charts no study."))
        corpora.append(corpus)
    expressed.update(same_study_triples([corpus.review for corpus in corpora]))
    return corpora, faults, expressed


def _again(vocabulary: Vocabulary, path: Path, review: Review) -> tuple[Corpus, list[Fault], set[Triple]]:
    """A review, its faults as sheet and ``review.yaml``, and its triples, expressed again from these.

    Raises:
        ValueError: a study has no evidence unit.
    """
    # A sheet cannot hold such a study: every row is a unit.
    if bare := [study.id for study in review.studies if not study.units]:
        raise ValueError(f"the study {bare[0]} of {review.id} has no evidence unit")
    rows = form_rows(review.studies, review.retracted)
    (studies, retracted, _), sheet_faults = _through_a_sheet(vocabulary, path, rows)
    header, header_faults = read_header(path, review_yaml(review))
    claims, claim_faults = read_claims(vocabulary, path, claims_yaml(review.claims))
    # As the files of an export have them.
    written = [StoredQuestion.own(each.name, read_question(question_yaml(each))) for each in review.questions]
    questions, question_faults = checked_questions(vocabulary, written, str)
    faults = [*sheet_faults, *header_faults, *_of_file(path, [*claim_faults, *question_faults])]
    expressed: set[Triple] = set()
    if not header_faults:
        review_again = with_header(review.id, header, studies, claims)
        review_again = replace(review_again, questions=questions, retracted=retracted)
        faults += _of_file(path, review_faults(vocabulary, review_again, review.keys))
        expressed.update(triples(vocabulary, review_again))
    return Corpus(review, 0, len(rows), (), path.name), faults, expressed


def _of_file(path: Path, faults: Iterable[Fault]) -> list[Fault]:
    """Faults of the intermediate YAML text as faults of the RDF file."""
    return [replace(fault, cell=replace(fault.cell, sheet=path.name)) for fault in faults]


def _through_a_sheet(vocabulary: Vocabulary, path: Path, rows: Rows) -> tuple[Assembled, list[Fault]]:
    """Studies written as a sheet and read again, with that sheet's faults."""
    names = [column.name for column in columns(vocabulary, companions=COMPANIONS)]
    heading = [*names, *sorted({column for row in rows for column in row}.difference(names))]
    place = {column: index for index, column in enumerate(heading)}
    cells = ({place[column]: text for column, text in row.items()} for row in rows)
    table = make_table(path.name, [(1, dict(enumerate(heading))), *enumerate(cells, start=2)])
    records, faults, _ = read_records(vocabulary, table)
    one_spelling(records)
    assembled = assemble(vocabulary, records)
    return assembled, [_without_row(path, rows, fault) for fault in (*faults, *assembled.faults)]


def _without_row(path: Path, rows: Rows, fault: Fault) -> Fault:
    """A fault of the intermediate sheet as one of the RDF file, named by study and unit instead of its row."""
    cell = fault.cell
    row = rows[cell.row - 2] if cell.row > 1 else {}
    where = " ".join(filter(None, (row.get("study"), row.get("unit"), cell.column)))
    return Fault(Cell(path.name, 0, "", f"{where} {cell.value!r}"), fault.rule, fault.nearest)


def _differences(path: Path, data: set[Triple], expressed: set[Triple]) -> list[Fault]:
    return [
        *_few(path, data - expressed, "does not follow from what was charted, so Lacuna would not state it."),
        *_few(path, expressed - data, "is missing: it follows from what was charted."),
    ]


def _few(path: Path, statements: Iterable[Triple], rule: str) -> list[Fault]:
    """A fault for each of the first statements, the last of them with how many more there are."""
    in_order = sorted(statements, key=line)
    faults = [_fault(path, triple, rule) for triple in islice(in_order, SHOWN)]
    if len(in_order) > SHOWN:
        faults[-1] = replace(faults[-1], rule=f"{rule} The same holds for {len(in_order) - SHOWN} more statements.")
    return faults


def _violation(path: Path, found: Violation) -> Fault:
    statement = " ".join(f"<{iri}>" for iri in (found.focus, found.path) if iri)
    return Fault(Cell(path.name, 0, "", f"{statement} {found.value}".strip()), found.message)


def _fault(path: Path, triple: Triple, rule: str, close: tuple[str, ...] = ()) -> Fault:
    return Fault(Cell(path.name, 0, "", line(triple).strip()), rule, close)


def _near(iri: object, known: Iterable[object]) -> tuple[str, ...]:
    """The known IRIs whose local names are like an IRI's."""
    by_name = {local_name(each): str(each) for each in known}
    return tuple(by_name[name] for name in nearest(local_name(iri), by_name))
