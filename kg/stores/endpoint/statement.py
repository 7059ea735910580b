"""What a graph on a SPARQL server states about itself: the version that it holds, and the number of the version's triples."""

from rdflib import DCTERMS, RDF, VOID, XSD, Literal

from kg.rdf.iris import DATASET

IDENTIFIER, NUMBER = f"<{DCTERMS.identifier}>", f"<{VOID.triples}>"
"""The properties of a dataset that hold its version, and the number of the version's triples."""

SIZE = 3
"""The number of triples of the statement itself."""


def dataset_of(version: str) -> str:
    """The IRI of a version as a query has it."""
    return DATASET[version].n3()


def statement(version: str, triples: int) -> str:
    """The statement as N-Triples, sent with the version's triples in one request, so that neither is there without the other."""
    dataset = dataset_of(version)
    return (
        f"{dataset} {RDF.type.n3()} {VOID.Dataset.n3()} .\n"
        f"{dataset} {IDENTIFIER} {Literal(version).n3()} .\n"
        f"{dataset} {NUMBER} {Literal(str(triples), datatype=XSD.integer).n3()} .\n"
    )


def held_version(version: str) -> str:
    """The pattern that binds ``?held`` to a version where the graph states that it holds it."""
    return f"{dataset_of(version)} {IDENTIFIER} ?held"


def counted(version: str) -> str:
    """The query for the number of triples that the graph states, and that of those it has."""
    return (
        f"SELECT ?stated ?counted {{ {dataset_of(version)} {NUMBER} ?stated . "
        "{ SELECT (COUNT(*) AS ?counted) { ?s ?p ?o } } }"
    )


HELD = f"""SELECT ?held {{
  ?dataset {IDENTIFIER} ?held ; {NUMBER} ?triples
  FILTER(STRSTARTS(STR(?dataset), "{DATASET}"))
}} LIMIT 3"""
"""The query for the versions that the graph states it holds."""

ANY = "SELECT ?s { ?s ?p ?o } LIMIT 1"
"""The query for any triple."""
