"""SPARQL 1.1 Service Description of ``/sparql``."""

from rdflib import DCTERMS, RDF, VOID, Graph, Literal, Namespace, URIRef

from kg.rdf.formats import GRAPH_FORMATS
from kg.rdf.iris import ONTOLOGY
from kg.versions.manifest import Manifest

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")

_FORMS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *(each.w3c_name for each in GRAPH_FORMATS),
)


def describe(endpoint: str, manifest: Manifest) -> Graph:
    """The description of an endpoint over a version, which has one default graph and no named graphs."""
    service = URIRef(endpoint)
    dataset, default = URIRef(f"{endpoint}#dataset"), URIRef(f"{endpoint}#default-graph")
    graph = Graph()
    graph.bind("sd", SD)
    graph.bind("void", VOID)
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, service))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    for form in _FORMS:
        graph.add((service, SD.resultFormat, FORMATS[form]))
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, DCTERMS.identifier, Literal(manifest.version)))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    graph.add((default, VOID.triples, Literal(manifest.triples)))
    graph.add((default, VOID.vocabulary, ONTOLOGY))
    return graph
