"""Description of a version in VoID, DCAT and PROV."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from rdflib import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, VOID, XSD, Graph, Literal, URIRef

from kg.exports.licences import licence_iri
from kg.exports.manifest import FileEntry
from kg.exports.rdf import PREFIXES, SPDX
from kg.exports.source import DESCRIPTION, Source
from kg.rdf.canonical import Triple
from kg.rdf.data_iris import activity_iri, review_iri
from kg.rdf.iris import (
    DATA,
    DATASET,
    ONTOLOGY,
    charting_iri,
    checksum_iri,
    doi_iri,
    file_iri,
    review_text_iri,
)
from kg.review.model import Review

_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"


def dataset_iri(source: Source) -> URIRef:
    """The IRI of a version."""
    return DATASET[source.manifest.version]


def describe_version(source: Source, files: Iterable[FileEntry]) -> Graph:
    """The description of a version and of its files, whose addresses are relative to it."""
    graph = Graph()
    dataset = dataset_iri(source)
    for triple in _dataset(source, dataset):
        graph.add(triple)
    for review in source.reviews:
        for triple in _charting(dataset, review):
            graph.add(triple)
    for file in files:
        for triple in _distribution(dataset, file):
            graph.add(triple)
    return graph


def served(description: Path, at: str, sparql: str | None) -> Graph:
    """A description with absolute addresses, as the service sends it.

    Args:
        description: the file.
        at: the address of the folder with the files.
        sparql: the address of a SPARQL endpoint, if there is one.
    """
    graph = Graph().parse(description, format="turtle", publicID=at)
    if sparql:
        for dataset in list(graph.subjects(RDF.type, DCAT.Dataset)):
            graph.add((dataset, VOID.sparqlEndpoint, URIRef(sparql)))
    return graph


def _dataset(source: Source, dataset: URIRef) -> Iterator[Triple]:
    for class_ in (VOID.Dataset, DCAT.Dataset, PROV.Entity):
        yield (dataset, RDF.type, class_)
    yield (dataset, DCTERMS.title, Literal(source.title))
    yield (dataset, DCTERMS.description, Literal(DESCRIPTION))
    yield (dataset, DCTERMS.identifier, Literal(source.manifest.version))
    yield (dataset, DCTERMS.conformsTo, ONTOLOGY)
    yield (dataset, PROV.wasDerivedFrom, ONTOLOGY)
    yield (ONTOLOGY, OWL.versionInfo, Literal(source.manifest.ontology))
    for triple in source.content:
        if triple[0] == ONTOLOGY and triple[1] == DCTERMS.license:
            yield triple
    if source.last_charted:
        yield (dataset, DCTERMS.modified, Literal(source.last_charted, datatype=XSD.date))
    for licence in sorted({review.charting_licence for review in source.reviews if review.charting_licence}):
        yield (dataset, DCTERMS.license, licence_iri(licence) or Literal(licence))
    for prefix in ("dct", "lacuna", "prov", "skos"):
        yield (dataset, VOID.vocabulary, URIRef(PREFIXES[prefix]))
    yield (dataset, VOID.uriSpace, Literal(str(DATA)))
    for namespace in sorted({term.namespace for term in source.vocabulary.terms.values()}):
        yield (dataset, VOID.uriSpace, Literal(namespace))
    for property_, number in (
        (VOID.triples, len(source.content)),
        (VOID.distinctSubjects, len({subject for subject, _, _ in source.content})),
        (VOID.properties, len({property_ for _, property_, _ in source.content})),
        (VOID.classes, len({value for _, property_, value in source.content if property_ == RDF.type})),
    ):
        yield (dataset, property_, Literal(number))


def _charting(dataset: URIRef, review: Review) -> Iterator[Triple]:
    """One review's part: who charted it, from which text, under which licences."""
    part, text = charting_iri(dataset, review.id), review_text_iri(dataset, review.id)
    yield (dataset, VOID.subset, part)
    yield (dataset, VOID.exampleResource, review_iri(review.id))
    yield (part, RDF.type, VOID.Dataset)
    yield (part, RDF.type, PROV.Entity)
    yield (part, DCTERMS.title, Literal(f"Charting of {review.citation or review.id}"))
    yield (part, FOAF.primaryTopic, review_iri(review.id))
    yield (part, PROV.wasDerivedFrom, text)
    if review.charting_licence:
        yield (part, DCTERMS.license, licence_iri(review.charting_licence) or Literal(review.charting_licence))
    for activity in {each for study in review.studies for each in study.activities}:
        yield (part, PROV.wasGeneratedBy, activity_iri(review.id, *activity))
    yield (text, RDF.type, DCTERMS.BibliographicResource)
    yield (text, RDF.type, PROV.Entity)
    yield (text, DCTERMS.title, Literal(review.title or review.citation or review.id))
    if review.reference:
        yield (text, DCTERMS.bibliographicCitation, Literal(review.reference))
    if review.doi:
        yield (text, RDFS.seeAlso, doi_iri(review.doi))
    if review.licence:
        yield (text, DCTERMS.license, licence_iri(review.licence) or Literal(review.licence))


def _distribution(dataset: URIRef, file: FileEntry) -> Iterator[Triple]:
    node = file_iri(dataset, file.path)
    # A relative address, so that a copied folder describes itself.
    address = URIRef(quote(file.path))
    yield (dataset, DCAT.distribution, node)
    if file.path.startswith("dataset."):
        yield (dataset, VOID.dataDump, address)
    yield (node, RDF.type, DCAT.Distribution)
    yield (node, DCTERMS.title, Literal(file.says))
    yield (node, DCAT.downloadURL, address)
    yield (node, DCAT.mediaType, URIRef(_MEDIA_TYPE + file.media_type))
    yield (node, DCAT.byteSize, Literal(file.bytes, datatype=XSD.nonNegativeInteger))
    checksum = checksum_iri(node)
    yield (node, SPDX.checksum, checksum)
    yield (checksum, RDF.type, SPDX.Checksum)
    yield (checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    yield (checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary, normalize=False))
