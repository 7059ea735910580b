"""Charting sheets of an export: a corpus folder for each review, with CSV on the Web metadata."""

from collections.abc import Iterator
from dataclasses import replace

from kg.csv_text import MARK
from kg.errors import NoFolder
from kg.exports.licences import licence_iri
from kg.exports.rdf import own_turtle
from kg.exports.source import ExportFile, Source
from kg.json_text import to_json
from kg.ontology.vocabulary import Vocabulary
from kg.rdf.data_iris import vocabulary_namespace
from kg.rdf.formats import TURTLE
from kg.rdf.iris import doi_iri, ontology_version_iri
from kg.review.columns import Column
from kg.review.model import Review
from kg.review.rows import Rows, delimited, form_rows, sheet_columns
from kg.review.to_yaml import CLAIMS_FILE, REVIEW_FILE, claims_yaml, question_yaml, review_yaml

FOLDER = "csv"
SHEET = "charting.csv"
OWN_VOCABULARY = "ontology/vocabulary.ttl"
METADATA = "-metadata.json"
"""The end of the name of a sheet's description, by CSV on the Web."""

_SHEET_SAYS = "What was charted of {}: a row for each evidence unit and coder"
_DATATYPES = {"year": "gYear", "day": "date"}


def sheet_files(source: Source) -> Iterator[ExportFile]:
    """For each review its ``review.yaml``, its claims, its sheet, the sheet's description, own vocabulary and questions.

    Raises:
        NoFolder: a review's id cannot be the name of a folder.
    """
    for review in source.reviews:
        # Refused rather than renamed: the folder name is the id of the review when the sheets are loaded again.
        if not is_folder_name(review.id):
            raise NoFolder(
                f"The id {review.id!r} cannot be the name of a folder: it holds a slash or begins with a dot."
            )
        rows = form_rows(review.studies, review.retracted)
        _, vocabulary = source.own_of(review)
        files = [
            *files_beside(source, review),
            ExportFile.of(
                SHEET, "text/csv", _SHEET_SAYS.format(review.id), delimited(sheet_columns(vocabulary, rows), rows)
            ),
            ExportFile.of(
                f"{SHEET}{METADATA}",
                "application/csvm+json",
                f"The columns of {SHEET}, as CSV on the Web",
                to_json(csvw(vocabulary, review, rows)),
            ),
        ]
        yield from (replace(file, path=f"{FOLDER}/{review.id}/{file.path}") for file in files)


def files_beside(source: Source, review: Review) -> Iterator[ExportFile]:
    """The files of a review's corpus folder without its sheets: ``review.yaml``, its claims, own vocabulary and questions."""
    declared, _ = source.own_of(review)
    yield ExportFile.of(REVIEW_FILE, "application/yaml", f"What {review.id} says of itself", review_yaml(review))
    if review.claims:
        yield ExportFile.of(CLAIMS_FILE, "application/yaml", f"What {review.id} claims", claims_yaml(review.claims))
    if declared:
        written = own_turtle(declared, vocabulary_namespace(review.id))
        says = f"The vocabulary that {review.id} brings along"
        yield ExportFile.of(OWN_VOCABULARY, TURTLE.media_type, says, written)
    for stored in review.questions:
        says = f"A question that {review.id} brings along"
        yield ExportFile.of(str(stored.file), "application/yaml", says, question_yaml(stored))


def is_folder_name(id_: str) -> bool:
    """Whether a review's id can be the name of its folder, so that it can be loaded from there."""
    return bool(id_) and not id_.startswith(".") and not {"/", "\\", "\0"} & set(id_)


def csvw(vocabulary: Vocabulary, review: Review, rows: Rows) -> dict[str, object]:
    """The description of a sheet: https://www.w3.org/TR/tabular-metadata/."""
    licence = review.charting_licence
    iri = licence_iri(licence) if licence else None
    about: dict[str, object] = {
        "dc:title": f"Charting of {review.title or review.citation or review.id}",
        "dc:conformsTo": {"@id": str(ontology_version_iri(vocabulary.version))},
    }
    if licence:
        about["dc:license"] = {"@id": str(iri)} if iri else licence
    if review.doi:
        about["dc:source"] = {"@id": str(doi_iri(review.doi))}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": SHEET,
        "rdfs:comment": f"{MARK} stands before a text that a spreadsheet would run as a formula, and is no part of it.",
        **about,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n", "\n"]},
        "tableSchema": {"columns": [_column(each) for each in sheet_columns(vocabulary, rows)]},
    }


def _column(column: Column) -> dict[str, object]:
    description: dict[str, object] = {"name": _name(column.name), "titles": column.name, "dc:description": column.note}
    if column.name == "study":
        description["required"] = True
    if column.kind in _DATATYPES:
        description["datatype"] = _DATATYPES[column.kind]
    elif column.kind in ("terms", "depths"):
        description["separator"] = ";"
    return description


def _name(column: str) -> str:
    """A name that CSV on the Web allows and a URI template can hold: no hyphen, no dot."""
    return column.replace("-", "_").replace(".", "__")
