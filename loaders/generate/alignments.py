"""Alignments with other vocabularies: the SSSOM table, checked and written as SKOS triples."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from rdflib import URIRef

from kg.errors import Cell, Fault, Refused, nearest
from kg.ontology.vocabulary import Vocabulary
from kg.paths import ONTOLOGY
from kg.rdf.iris import TERM, local_name

TABLE = ONTOLOGY / "alignments.sssom.tsv"
PREDICATES = tuple(f"skos:{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related"))
JUSTIFICATION = "semapv:ManualMappingCuration"

_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "comment",
)
_METADATA = ("mapping_set_id", "license", "curie_map")
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_HEAD = """\
# Written by make bless from alignments.sssom.tsv, which says where each match was seen: edit that.

@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix term: <https://w3id.org/lacuna/term/> .

"""


@dataclass(frozen=True)
class Alignment:
    """One mapping: the id of our term, one of ``PREDICATES``, and the other term's CURIE, IRI and label."""

    term: str
    predicate: str
    curie: str
    iri: URIRef
    label: str


def read_alignments(vocabulary: Vocabulary, file: Path = TABLE) -> tuple[Alignment, ...]:
    """The mappings of an SSSOM table, in file order.

    Raises:
        Refused: with a fault for each missing column or piece of metadata, each empty or invalid cell, each subject that is
            not a term or has another label, and each pair of contradictory mappings.
    """
    # The sssom package's validator accepts unknown predicates, rows without justification, subjects without a prefix and
    # duplicate rows; each of these would put a wrong triple into every dataset.
    head, rows = _split(file)
    metadata, faults = _metadata(file.name, head)
    heading = [*rows[0][1]] if rows else []
    faults += [Fault(Cell(file.name, len(head) + 1, name), "is missing.") for name in _COLUMNS if name not in heading]
    if faults:
        raise Refused(faults)
    prefixes = metadata["curie_map"]
    found: dict[int, Alignment] = {}
    for number, row in rows:
        faults_of_row = list(_row_faults(vocabulary, prefixes, file.name, number, row))
        faults += faults_of_row
        if not faults_of_row:
            found[number] = Alignment(
                term=local_name(_expand(prefixes, row["subject_id"])),
                predicate=row["predicate_id"],
                curie=row["object_id"],
                iri=URIRef(_expand(prefixes, row["object_id"]) or ""),
                label=row["object_label"],
            )
    faults += _contradictions(file.name, found)
    if faults:
        raise Refused(faults)
    return tuple(found.values())


def turtle(alignments: Iterable[Alignment]) -> str:
    """The mappings as Turtle, one triple per line."""
    return _HEAD + "".join(f"term:{each.term} {each.predicate} <{each.iri}> .\n" for each in alignments)


def _split(file: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The metadata lines without their ``#``, and the rows with their line numbers in the file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    rows = csv.DictReader(lines[len(head) :], delimiter="\t", restval="", restkey="")
    return head, list(enumerate(rows, start=len(head) + 2))


def _metadata(sheet: str, head: list[str]) -> tuple[Mapping[str, dict[str, str]], list[Fault]]:
    try:
        metadata = yaml.safe_load("\n".join(head)) or {}
    except yaml.YAMLError as error:
        return {}, [Fault(Cell(sheet, 1, "-"), f"The metadata are not YAML: {error}")]
    faults = [
        Fault(Cell(sheet, 1, name), "is missing in the metadata.") for name in _METADATA if not metadata.get(name)
    ]
    if not faults:
        iris = {"mapping_set_id": metadata["mapping_set_id"], "license": metadata["license"], **metadata["curie_map"]}
        invalid = {name: str(iri) for name, iri in iris.items() if not _is_iri(iri)}
        faults = [Fault(Cell(sheet, 1, name, iri), "is not an IRI.") for name, iri in invalid.items()]
    return metadata, faults


def _row_faults(
    vocabulary: Vocabulary, prefixes: Mapping[str, str], sheet: str, number: int, row: Mapping[str, str]
) -> Iterator[Fault]:
    cells = {name: Cell(sheet, number, name, row[name]) for name in _COLUMNS}
    yield from (Fault(cell, "is empty.") for cell in cells.values() if not cell.value.strip())
    if row["predicate_id"] not in PREDICATES:
        rule = f"is not one of {', '.join(PREDICATES)}."
        yield Fault(cells["predicate_id"], rule, nearest(row["predicate_id"], PREDICATES))
    if row["mapping_justification"] != JUSTIFICATION:
        yield Fault(
            cells["mapping_justification"], f"is not {JUSTIFICATION}: a person must have looked at every mapping."
        )
    subject, object_ = (_expand(prefixes, row[name]) for name in ("subject_id", "object_id"))
    if object_ is None or not _is_iri(object_):
        yield Fault(cells["object_id"], "is not a prefix of curie_map, a colon and a name that make an IRI.")
    terms = {**vocabulary.terms, **vocabulary.deprecated}
    term = terms.get(local_name(subject)) if subject and subject.startswith(TERM) else None
    if term is None:
        known = [f"term:{id_}" for id_ in terms]
        yield Fault(cells["subject_id"], "is not a term.", nearest(row["subject_id"], known))
    elif term.label != row["subject_label"]:
        yield Fault(cells["subject_label"], f"is not the label of {term.id}, which is {term.label!r}.")


def _contradictions(sheet: str, found: Mapping[int, Alignment]) -> Iterator[Fault]:
    """Duplicate mappings, and exact matches that would make two things one."""
    seen: dict[tuple[str, ...], int] = {}
    for number, each in found.items():
        keys: dict[tuple[str, ...], str] = {("pair", each.term, each.iri): "maps the same two terms as"}
        # Exact matches are transitive: through a shared one, two of our terms would be the same.
        if each.predicate == "skos:exactMatch":
            source = each.curie.partition(":")[0]
            keys["source", each.term, source] = f"is a second exact match of {each.term} in {source}, after"
            keys["object", each.iri] = "is the exact match of another term already, in"
        for key, rule in keys.items():
            if key in seen:
                yield Fault(Cell(sheet, number, "object_id", each.curie), f"{rule} row {seen[key]}.")
            seen.setdefault(key, number)


def _expand(prefixes: Mapping[str, str], curie: str) -> str | None:
    """The IRI of a CURIE, or None if its prefix is unknown or nothing follows the colon."""
    prefix, _, name = curie.partition(":")
    return prefixes[prefix] + name if prefix in prefixes and name else None


def _is_iri(text: object) -> bool:
    return isinstance(text, str) and _IRI.fullmatch(text) is not None
