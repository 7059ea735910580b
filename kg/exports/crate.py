"""RO-Crate metadata of an export (https://www.researchobject.org/ro-crate/)."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from rdflib import DCTERMS

from kg.browsing.citation import AUTHOR
from kg.exports.licences import licence_iri
from kg.exports.manifest import FileEntry
from kg.exports.sheets import FOLDER, SHEET
from kg.exports.source import DESCRIPTION, Source
from kg.rdf.iris import ONTOLOGY, PROJECT, doi_iri
from kg.review.depth import Activity
from kg.review.model import NOT_STATED, Review

FILE = "ro-crate-metadata.json"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_PROJECT = str(PROJECT)

Entity = dict[str, object]


def crate(source: Source, files: Iterable[FileEntry]) -> Entity:
    """The crate's metadata: the files with their hashes, the licences, the texts that were charted, and who charted when."""
    entries = list(files)
    entities: dict[object, Entity] = {}
    described: tuple[Entity, ...] = (
        _descriptor(),
        _root(source, entries),
        {"@id": _PROJECT, "@type": "Organization", "name": AUTHOR, "url": _PROJECT},
        *map(_file, entries),
        *_ontology(source),
        *(entity for review in source.reviews for entity in _review(review)),
    )
    for entity in described:
        entities.setdefault(entity["@id"], _compacted(entity))  # two reviews may have a licence or a coder in common
    terms = {"sha256": "https://schema.org/sha256"}
    return {"@context": [f"{_SPECIFICATION}/context", terms], "@graph": list(entities.values())}


def _compacted(entity: Entity) -> Entity:
    """A list of one is written as the one, and an empty list not at all, as the specification recommends."""
    entity = {name: value for name, value in entity.items() if value != []}
    return {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in entity.items()}


def _descriptor() -> Entity:
    return {
        "@id": FILE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _SPECIFICATION},
        "about": {"@id": "./"},
    }


def _root(source: Source, entries: list[FileEntry]) -> Entity:
    licences = sorted({review.charting_licence for review in source.reviews if review.charting_licence})
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": source.title,
        "description": DESCRIPTION,
        "identifier": source.manifest.version,
        "datePublished": source.last_charted or _modified(source),
        "license": [_reference(_licence(name)) for name in licences] or NOT_STATED,
        "author": {"@id": _PROJECT},
        "publisher": {"@id": _PROJECT},
        "isBasedOn": [{"@id": _text_id(review)} for review in source.reviews],
        "conformsTo": {"@id": str(ONTOLOGY)},
        "hasPart": [{"@id": quote(entry.path)} for entry in entries],
        "mentions": [_reference(action) for review in source.reviews for action in _actions(review)],
    }


def _modified(source: Source) -> str:
    """The day of the ontology's last change: the only date of content whose charting has none."""
    days = (str(value) for subject, property_, value in source.content if (subject, property_) == _ONTOLOGY_MODIFIED)
    return max(days, default=NOT_STATED)


_ONTOLOGY_MODIFIED = (ONTOLOGY, DCTERMS.modified)


def _file(entry: FileEntry) -> Entity:
    return {
        "@id": quote(entry.path),
        "@type": "File",
        "name": entry.says,
        "encodingFormat": entry.media_type,
        "contentSize": str(entry.bytes),
        "sha256": entry.sha256,
    }


def _ontology(source: Source) -> Iterator[Entity]:
    # Read from the triples: the licence is that of the exported ontology, not of the one installed.
    licences = [str(value) for s, p, value in source.content if (s, p) == (ONTOLOGY, DCTERMS.license)]
    yield {
        "@id": str(ONTOLOGY),
        "@type": "CreativeWork",
        "name": "The Lacuna ontology",
        "version": source.manifest.ontology,
        "license": [{"@id": licence} for licence in licences],
    }
    for licence in licences:
        yield {"@id": licence, "@type": "CreativeWork", "name": licence}


def _review(review: Review) -> Iterator[Entity]:
    text: Entity = {
        "@id": _text_id(review),
        "@type": "ScholarlyArticle",
        "name": review.title or review.citation or review.id,
        "citation": review.reference or NOT_STATED,
        "license": NOT_STATED,
    }
    for name in filter(None, (review.licence, review.charting_licence)):
        yield _licence(name)
    if review.licence:
        text["license"] = _reference(_licence(review.licence))
    yield text
    yield from _actions(review)
    for coder in sorted({each.coder for each in _activities(review) if each.coder}):
        yield {"@id": _coder_id(coder), "@type": "Person", "name": coder}


def _actions(review: Review) -> Iterator[Entity]:
    """An action for each charting activity: one coder on one day, with what was read."""
    for activity in sorted(_activities(review), key=lambda each: (each.coder, each.charted_on, each.read)):
        day, coder, read = activity
        yield {
            "@id": "#" + quote("-".join(("charting", review.id, coder, day, *read))),
            "@type": "CreateAction",
            "name": f"Charting of {review.citation or review.id}",
            **({"description": f"Read: {', '.join(read)}"} if read else {}),
            **({"agent": {"@id": _coder_id(coder)}} if coder else {}),
            **({"endTime": day} if day else {}),
            "object": {"@id": _text_id(review)},
            "result": {"@id": quote(f"{FOLDER}/{review.id}/{SHEET}")},
        }


def _activities(review: Review) -> set[Activity]:
    return {activity for study in review.studies for activity in study.activities}


def _licence(name: str) -> Entity:
    return {"@id": str(licence_iri(name) or f"#{quote(name)}"), "@type": "CreativeWork", "name": name}


def _coder_id(coder: str) -> str:
    return "#" + quote(f"coder-{coder}")


def _text_id(review: Review) -> str:
    return str(doi_iri(review.doi)) if review.doi else "#" + quote(f"text-{review.id}")


def _reference(entity: Entity) -> Entity:
    return {"@id": entity["@id"]}
