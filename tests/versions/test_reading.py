"""The stored triples as a graph of rdflib, in which they are looked up."""

from collections import Counter
from itertools import product

import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef, Variable

from kg.rdf.canonical import Canonical
from kg.rdf.iris import LACUNA


@pytest.mark.slow
def test_every_pattern_finds_what_another_store_finds(dataset):
    other = Graph()
    other.parse(data=Canonical(dataset.rdf).text, format="nt")
    triples = sorted(other)
    for triple in triples[:: len(triples) // 12]:
        for given in product((True, False), repeat=3):
            # A literal that nothing else is asked with would be spelt as the other store spells it.
            if any(given) and not (given[2] and isinstance(triple[2], Literal)):
                subject, property_, value = (
                    each if is_given else None for each, is_given in zip(triple, given, strict=True)
                )
                found, expected = (
                    Counter(each[:2] for each in graph.triples((subject, property_, value)))
                    for graph in (dataset.rdf, other)
                )
                assert found == expected
                assert expected.total()


@pytest.mark.parametrize(
    "pattern",
    [
        (Literal("x"), None, None),
        (None, BNode("x"), None),
        (None, Literal("x"), None),
        (URIRef("no iri"), None, None),
        (None, None, Variable("x")),
        (None, RDF.type, LACUNA.NoSuchClass),
    ],
)
def test_what_no_triple_can_have_is_not_found(pattern, dataset):
    assert list(dataset.rdf.triples(pattern)) == []
    assert pattern not in dataset.rdf
