"""Corpora: folders with ``review.yaml`` and sheets, or single sheets, read as reviews."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from kg.errors import BadYaml, Cell, Fault, NotFound, Refused, nearest, shown
from kg.exports.sheets import METADATA
from kg.ontology.vocabulary import EVIDENCE_UNIT, Vocabulary
from kg.paths import CORPORA
from kg.review.claimed.model import Claim
from kg.review.model import Review, ReviewHeader, Study
from kg.review.to_yaml import CLAIMS_FILE, REVIEW_FILE
from kg.yaml_file import read_yaml
from loaders.claims_file import read_claims
from loaders.formats import FORMATS
from loaders.mapped.folder import MappedTable, read_mapped
from loaders.mapped.grid import READERS
from loaders.mapped.mapping import MAPPING_FILE
from loaders.named_terms import unknown_term
from loaders.own.files import ONTOLOGY_FOLDER
from loaders.own.questions import QUESTIONS_FOLDER, read_own_questions
from loaders.records.counted import Counted, counted_of
from loaders.records.files import is_about_records
from loaders.records.flow import box
from loaders.sheets.absence import NOTHING_SAID, Missing
from loaders.sheets.coders import one_spelling
from loaders.sheets.records import ChartedRecord, read_records
from loaders.sheets.studies import assemble
from loaders.sheets.table import MOST_FAULTS

DEFAULT_CORPUS = "okafor-bello-2025"


HEADER = TypeAdapter(ReviewHeader)
"""The reader of ``review.yaml``."""
_KEYS = [field.name for field in fields(ReviewHeader)]


@dataclass(frozen=True)
class Corpus:
    """A review as read from its files, the number of their sheets and rows, and their faults.

    ``file`` is the file of the review's own statements: ``review.yaml``, an RDF file, or a sheet that stands alone.
    ``notices`` are about text that was understood but should be changed.
    """

    review: Review
    sheets: int
    rows: int
    faults: tuple[Fault, ...]
    file: str = REVIEW_FILE
    notices: tuple[Fault, ...] = ()


def built_in() -> tuple[str, ...]:
    """The names of the corpora that Lacuna brings along, which are loaded by default."""
    return tuple(sorted(folder.name for folder in CORPORA.iterdir() if (folder / REVIEW_FILE).is_file()))


def find_corpora(name: str) -> list[Path]:
    """The folders or files of a name: one corpus (see ``find_corpus``), or all corpora of a folder that holds nothing else.

    Raises:
        NotFound: there is no such corpus, folder or file.
        Refused: it is a folder in which there is something else, or nothing.
    """
    folder = Path(name)
    if _is_built_in(name) or not folder.is_dir() or (folder / REVIEW_FILE).is_file():
        return [find_corpus(name)]
    inside = sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    if others := [each for each in inside if not (each / REVIEW_FILE).is_file()]:
        rule = f"is not a corpus: {name} holds no {REVIEW_FILE}, so everything in it must be a folder with one."
        raise Refused([Fault(Cell(str(each), 0, "-"), rule) for each in others])
    return [find_corpus(str(each)) for each in inside] or [find_corpus(name)]


def find_corpus(name: str) -> Path:
    """The folder or file of a corpus: a path, or the name of one that Lacuna brings along, which no path of this name hides.

    Raises:
        NotFound: it is neither.
        Refused: it is a folder without ``review.yaml``.
    """
    if _is_built_in(name):
        return CORPORA / name
    if Path(name).is_dir() and not (Path(name) / REVIEW_FILE).is_file():
        raise Refused([Fault(Cell(name, 0, "-"), f"holds no {REVIEW_FILE}: a corpus is a folder with one.")])
    if Path(name).exists():
        return Path(name)
    raise NotFound("corpus or file", name, built_in())


def namesake_notice(name: str) -> Fault | None:
    """A notice where a name means a corpus that Lacuna brings along, and there is a folder or file of that name, too."""
    if not _is_built_in(name) or not Path(name).exists() or Path(name).samefile(CORPORA / name):
        return None
    rule = f"means the built-in corpus, not what has this name in the working directory. To load that, write ./{name}."
    return Fault(Cell(name, 0, "", "this name"), rule)


def _is_built_in(name: str) -> bool:
    """Whether a name is one of a corpus that Lacuna brings along; a path with a separator in it never is."""
    return Path(name).name == name and (CORPORA / name / REVIEW_FILE).is_file()


def read_corpus(vocabulary: Vocabulary, path: Path, missing: Missing = NOTHING_SAID) -> Corpus:
    """A corpus folder or a single sheet as a review, with all its faults.

    The vocabulary has what the folder declares; ``missing`` says what marks of absence mean in its sheets.
    """
    if path.is_dir():
        name = path.resolve().name
        mapped = read_mapped(vocabulary, path) if (path / MAPPING_FILE).is_file() else None
        sheets, faults = _sheets(path, mapped.file if mapped else "")
        if mapped and not mapped.file:
            sheets = []  # one of them is the table, which as a charting sheet would have thousands of faults
        header, header_faults = read_header(path / REVIEW_FILE)
        counted = counted_of(path, vocabulary, header)
        header = counted.header
        # A missing file is no fault: a review may make no claims.
        claims, claim_faults = read_claims(vocabulary, path / CLAIMS_FILE)
        questions, question_faults = read_own_questions(vocabulary, path)
        faults += [*header_faults, *claim_faults, *question_faults, *counted.faults]
    else:
        name, sheets, header, claims, questions, faults = path.stem, [path], ReviewHeader(), (), (), []
        mapped, counted = None, Counted(header)
    if not sheets and not mapped:
        faults.append(Fault(Cell(name, 0, "-"), f"holds no charting sheet ({', '.join(FORMATS)})."))
    records: list[ChartedRecord] = []
    notices: list[Fault] = [*counted.notices]
    for read in (
        *([_mapped_sheet(vocabulary, mapped)] if mapped else []),
        *(_read_sheet(vocabulary, sheet, missing) for sheet in sheets),
    ):
        records += read.records
        faults += read.faults
        notices += read.notices
    notices += one_spelling(records, header.experts)
    studies, retracted, contradictions = assemble(vocabulary, records)
    review = replace(with_header(name, header, studies, claims), questions=questions, retracted=retracted)
    # References are compared with the study keys only if no key is at fault: one mistake should give one fault.
    keys = None if any(fault.cell.column == "study" for fault in faults) else review.keys
    faults += [*contradictions, *review_faults(vocabulary, review, keys)]
    file = REVIEW_FILE if path.is_dir() else path.name
    return Corpus(review, len(sheets) + bool(mapped), len(records), tuple(faults), file, tuple(notices))


def _sheets(folder: Path, mapped: str) -> tuple[list[Path], list[Fault]]:
    """The sheets of a corpus folder, without its mapped table; any unknown file is a fault, because it would not be read."""
    sheets, faults = [], []
    for file in sorted(folder.iterdir()):
        if file.name.startswith((".", "~$")):  # such as what a spreadsheet leaves beside a sheet that is open
            continue
        if file.name in (mapped, MAPPING_FILE) or (file.is_dir() and file.name in (ONTOLOGY_FOLDER, QUESTIONS_FOLDER)):
            continue
        if is_about_records(file):
            continue
        if file.suffix.lower() in FORMATS and file.is_file():
            sheets.append(file)
        elif not (file.name in (REVIEW_FILE, CLAIMS_FILE, "LICENSE") or file.name.endswith((".md", METADATA))):
            rule = (
                f"is neither {REVIEW_FILE} nor {CLAIMS_FILE} nor a sheet ({', '.join(FORMATS)}), nor a folder {ONTOLOGY_FOLDER} "
                f"or {QUESTIONS_FOLDER}: it would not be read."
            )
            faults.append(Fault(Cell(file.name, 0, "-"), rule))
    return sheets, faults


class _Sheet(NamedTuple):
    """The records of one file, its faults, and notices about text that was understood but should be changed."""

    records: Sequence[ChartedRecord] = ()
    faults: Sequence[Fault] = ()
    notices: Sequence[Fault] = ()


def _mapped_sheet(vocabulary: Vocabulary, mapped: MappedTable) -> _Sheet:
    if mapped.table is None:
        return _Sheet(faults=mapped.faults, notices=mapped.notices)
    read = read_records(vocabulary, mapped.table)
    return _Sheet(read.records, [*mapped.faults, *read.faults], [*mapped.notices, *read.notices])


def _read_sheet(vocabulary: Vocabulary, sheet: Path, missing: Missing) -> _Sheet:
    suffix = sheet.suffix.lower()
    if suffix not in FORMATS:
        rule = f"has an unknown suffix: a charting sheet ends in {', '.join(FORMATS)}."
        if suffix in READERS:
            rule += " lacuna adopt makes a corpus folder of it."
        return _Sheet(faults=[Fault(Cell(sheet.name, 0, "-"), rule)])
    try:
        tables = FORMATS[suffix].read(sheet)
    except Refused as refused:
        return _Sheet(faults=refused.faults)
    records: list[ChartedRecord] = []
    faults: list[Fault] = []
    notices: list[Fault] = []
    for table in tables:
        read = read_records(vocabulary, table, missing)
        records += read.records
        faults += read.faults
        notices += read.notices
    if not records and not faults:
        # Otherwise a load of an empty form would store a review without studies.
        faults.append(Fault(Cell(tables[0].name, 2, "-"), "has no row below its heading: nothing is charted."))
    return _Sheet(records, faults, notices)


def with_header(id_: str, header: ReviewHeader, studies: tuple[Study, ...], claims: tuple[Claim, ...]) -> Review:
    """A review made of its header, studies and claims."""
    return Review(id=id_, studies=studies, claims=claims, **{key: getattr(header, key) for key in _KEYS})


def read_header(file: Path, text: str | None = None) -> tuple[ReviewHeader, list[Fault]]:
    """The content of ``review.yaml`` and its faults; ``text``, if not None, replaces the content of the file."""
    try:
        written = read_yaml(file, text)
        return HEADER.validate_python({} if written is None else written), []  # None: nothing but comments
    except BadYaml as error:
        return ReviewHeader(), [Fault(Cell(file.name, 0, "-"), f"cannot be read as YAML: {error}")]
    except ValidationError as error:
        return ReviewHeader(), [
            _fault(file, each["type"], each["loc"], each["msg"], each["input"]) for each in error.errors()[:MOST_FAULTS]
        ]


def _fault(file: Path, kind: str, place: tuple[int | str, ...], rule: str, value: object) -> Fault:
    last = str(place[-1]) if place else ""
    close = nearest(last, _KEYS) if kind == "unexpected_keyword_argument" else ()
    return Fault(Cell(file.name, 0, ".".join(map(str, place)) or "-", shown(value)), f"{rule}.", close)


def review_faults(vocabulary: Vocabulary, review: Review, keys: Collection[str] | None) -> Iterator[Fault]:
    """Unknown names and repetitions in ``review.yaml``; ``keys`` are the studies' keys, None if some are at fault."""
    yield from _statement_faults(vocabulary, review)
    for number, count in enumerate(review.flow):
        yield from unknown_term(vocabulary, _cell(f"flow.{number}.stage", count.stage), "prisma-stage")
        yield from unknown_term(vocabulary, _cell(f"flow.{number}.status", count.status), "count-status")
        if count.via and not count.round:
            yield Fault(_cell(f"flow.{number}.via", count.via), "is a column of a round: say of which, as in round: 2.")
        if count.reason:
            yield from unknown_term(vocabulary, _cell(f"flow.{number}.reason", count.reason), "exclusion-reason")
    for number, judgement in enumerate(review.maturity):
        yield from unknown_term(vocabulary, _cell(f"maturity.{number}.domain", judgement.domain), "evidence-domain")
        yield from unknown_term(vocabulary, _cell(f"maturity.{number}.signal", judgement.signal), "maturity-level")
    for number, reference in enumerate(review.references):
        if keys is not None and reference.study not in keys:
            cell = _cell(f"references.{number}.study", reference.study)
            yield Fault(cell, "is not a study of the sheet.", nearest(reference.study, keys))
    for number, same in enumerate(review.same_as):
        if keys is not None and same.study not in keys:
            yield Fault(
                _cell(f"same_as.{number}.study", same.study),
                "is not a study of the sheet.",
                nearest(same.study, keys),
            )
    yield from _twice("flow", "stage", [" ".join(filter(None, box(count))) for count in review.flow])
    yield from _twice("maturity", "domain", [judgement.domain for judgement in review.maturity])
    yield from _twice("references", "study", [reference.study for reference in review.references])
    yield from _twice("references", "number", [str(reference.number) for reference in review.references])


def _statement_faults(vocabulary: Vocabulary, review: Review) -> Iterator[Fault]:
    facets = [*(facet.id for facet in vocabulary.charted_facets), EVIDENCE_UNIT]
    stated: set[tuple[str, str, frozenset[str]]] = set()
    for number, statement in enumerate(review.completeness):
        cell = _cell(f"completeness.{number}.facet", statement.facet)
        if statement.facet not in facets:
            yield Fault(cell, "is not a facet that studies are charted on.", nearest(statement.facet, facets))
        if statement.maker == "coders" and not statement.depths:
            place = Cell(REVIEW_FILE, 0, f"completeness.{number}.depths")
            yield Fault(place, "Coders must say what they read: title, abstract, full-text or review-text.")
        statement_key = (statement.maker, statement.facet, frozenset(statement.closes))
        if statement_key in stated:
            yield Fault(cell, f"is stated twice by {statement.maker}, closing the same: write it once.")
        stated.add(statement_key)


def _cell(place: str, value: str) -> Cell:
    return Cell(REVIEW_FILE, 0, place, value)


def _twice(place: str, key: str, values: Sequence[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, value in enumerate(values):
        if value in seen:
            yield Fault(_cell(f"{place}.{number}.{key}", value), "is given twice.")
        seen.add(value)
