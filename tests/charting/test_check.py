"""What SHACL and the rules find, and that the fast engine finds what the reference finds."""

import random
from importlib.util import find_spec
from typing import Any

import pytest
from rdflib import DCTERMS, RDF, XSD, Graph, Literal

from kg.ontology.reading import read_ontology
from kg.rdf.canonical import Canonical
from kg.rdf.data_iris import (
    assertion_iri,
    completeness_statement_iri,
    flow_count_iri,
    publication_iri,
    review_iri,
    study_iri,
    unit_iri,
)
from kg.rdf.iris import LACUNA, TERM
from kg.review.to_rdf import express
from kg.stores.oxigraph import OxigraphStore
from kg.validation.check import broken_rules, broken_shapes, check, rule_files
from kg.validation.shacl import all_shapes, by_pyshacl, by_shacl
from loaders.corpus import DEFAULT_CORPUS, find_corpus, read_corpus

needs_shacl = pytest.mark.skipif(find_spec("shacl") is None, reason="the package shacl has no wheel for this machine")

REVIEW = review_iri(DEFAULT_CORPUS)
STUDY = study_iri(DEFAULT_CORPUS, "munir-2021")
UNIT = unit_iri(DEFAULT_CORPUS, "munir-2021", "main")
ASSERTION = assertion_iri(UNIT, "pat-modality")
PUBLICATION = publication_iri(DEFAULT_CORPUS, "munir-2021")
STATEMENT = completeness_statement_iri(DEFAULT_CORPUS, "coders", "a-facet", ())
ANY = None

# What each fault takes away, what it adds, and what must be found. A pattern with None takes away all that fit it.
Patterns = list[tuple[Any, Any, Any]]
FAULTS: dict[str, tuple[Patterns, Patterns, str]] = {
    "no status": ([(ASSERTION, LACUNA.status, ANY)], [], "exactly one status"),
    "two subjects": ([], [(ASSERTION, LACUNA.about, STUDY)], "about exactly one"),
    "value beside a status": (
        [],
        [(ASSERTION, LACUNA.candidate, TERM["nir-spectroscopy"])],
        "either values, or exactly",
    ),
    "confidence": ([], [(ASSERTION, LACUNA.confidence, Literal("sure"))], "low, medium, high"),
    "no source": ([(ASSERTION, DCTERMS.source, ANY)], [], "The assertion has no source"),
    "unit of two studies": (
        [],
        [(study_iri(DEFAULT_CORPUS, "arden-2021"), LACUNA.hasUnit, UNIT)],
        "exactly one study",
    ),
    "term of another facet": ([], [(UNIT, LACUNA.usesModality, TERM["lyophilization"])], "must be a term of the facet"),
    "year": ([(STUDY, LACUNA.year, ANY)], [(STUDY, LACUNA.year, Literal("2021a"))], "from 1900 to 2100"),
    "year out of range": ([(STUDY, LACUNA.year, ANY)], [(STUDY, LACUNA.year, Literal(1021))], "from 1900 to 2100"),
    "no title": ([(STUDY, DCTERMS.title, ANY)], [], "no title"),
    "no unit": ([(STUDY, LACUNA.hasUnit, ANY)], [], "at least one evidence unit"),
    "of no review": ([(ANY, LACUNA.includes, STUDY)], [], "exactly one review"),
    "doi": ([], [(PUBLICATION, DCTERMS.identifier, Literal('https://doi.org/10.1/"x"\n'))], "10.1234/abcd"),
    "included": ([], [(REVIEW, LACUNA.included, Literal("86", datatype=XSD.integer))], "one whole number"),
    "statement": ([], [(STATEMENT, RDF.type, LACUNA.CompletenessStatement)], "must have a source"),
    "statement of nobody": (
        [],
        [
            (STATEMENT, RDF.type, LACUNA.CompletenessStatement),
            (STATEMENT, LACUNA.maker, Literal("nobody")),
            (STATEMENT, LACUNA.closes, Literal("everything")),
        ],
        "closes values, silence or uncharted",
    ),
}


def count(stage: str, number: int):
    """A number of the PRISMA flow put in place of what is there."""
    iri = flow_count_iri(DEFAULT_CORPUS, stage)
    return [(iri, LACUNA["count"], ANY)], [(iri, LACUNA["count"], Literal(number))]


# By rule: what breaks it, and with which value and message.
RULES = {
    "check_population": (
        *([(REVIEW, LACUNA.included, ANY)], [(REVIEW, LACUNA.included, Literal(30))]),
        ("30", "More studies are charted (31) than the review includes (30)."),
    ),
    "check_holding": (
        [(ASSERTION, LACUNA.facet, ANY)],
        [(ASSERTION, LACUNA.facet, Literal("ai-method"))],
        ("ai-method", "On ai-method 2 assertions hold: only one can."),
    ),
    "check_flow_screened": (
        *count("stage-duplicates-removed", 677),
        ("1124", "The flow does not add up: identified less duplicates removed is 1123, screened is 1124."),
    ),
    "check_flow_assessed": (
        *count("stage-excluded-screening", 857),
        ("268", "The flow does not add up: screened less excluded is 267, assessed in full text is 268."),
    ),
    "check_flow_included": (
        *count("stage-excluded-fulltext", 184),
        ("85", "The flow does not add up: 84 studies are left over, included are 85."),
    ),
}


@pytest.fixture(scope="module")
def corpus(vocabulary) -> Graph:
    return read_ontology() + express(vocabulary, read_corpus(vocabulary, find_corpus(DEFAULT_CORPUS)).review)


def planted(corpus, faults) -> Canonical:
    graph = Graph()
    graph += corpus
    for taken, added in faults:
        for pattern in taken:
            assert pattern in graph
            graph.remove(pattern)
        for triple in added:
            assert triple not in graph
            graph.add(triple)
    return Canonical(graph)


@needs_shacl
@pytest.mark.slow
def test_nothing_is_wrong_with_the_real_review(corpus, vocabulary):
    content = Canonical(corpus)
    assert check(content, vocabulary) == []
    assert by_shacl(content.text, all_shapes(vocabulary)) == by_pyshacl(content.text, all_shapes(vocabulary)) == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_found(fault, corpus, vocabulary):
    taken, added, says = FAULTS[fault]
    assert any(says in each.message for each in check(planted(corpus, [(taken, added)]), vocabulary))


@needs_shacl
@pytest.mark.slow
def test_every_shape_is_broken_by_a_fault_and_both_engines_agree(corpus, vocabulary):
    """In three groups, so that pySHACL, which takes its time, runs three times."""
    names = sorted(FAULTS)
    shapes = all_shapes(vocabulary)
    messages = set()
    for group in (names[::3], names[1::3], names[2::3]):
        content = planted(corpus, [FAULTS[name][:2] for name in group])
        found = by_pyshacl(content.text, shapes)
        assert by_shacl(content.text, shapes) == found
        assert broken_shapes(content, all_shapes(vocabulary)) == found
        messages |= {each.message for each in found}
    assert all(any(says in message for message in messages) for _, _, says in FAULTS.values())


@needs_shacl
@pytest.mark.parametrize("number", range(3))
@pytest.mark.slow
def test_both_engines_agree_on_reviews_spoilt_at_random(number, corpus, vocabulary):
    dice = random.Random(number)
    triples = sorted(triple for triple in corpus if str(triple[0]).startswith(str(REVIEW)))
    gone = set(dice.sample(triples, 40))
    values = [value for _, _, value in dice.sample(triples, 40)]
    odd = [(s, p, dice.choice(values)) for s, p, _ in dice.sample(triples, 40)]
    content = Canonical([*(triple for triple in corpus if triple not in gone), *odd])
    found = by_pyshacl(content.text, all_shapes(vocabulary))
    assert len(found) > 10
    assert by_shacl(content.text, all_shapes(vocabulary)) == found
    assert broken_shapes(content, all_shapes(vocabulary)) == found


@pytest.mark.parametrize("rule", [file.stem for file in rule_files()])
def test_every_rule_has_a_message_and_reads_only_what_it_names(rule, corpus):
    taken, added, (value, message) = RULES[rule]
    content = planted(corpus, [(taken, added)])
    found = broken_rules(content)
    assert (value, message) in {(each.value, each.message) for each in found}
    assert {each.focus for each in found} == {str(UNIT if rule == "check_holding" else REVIEW)}
    store = OxigraphStore.in_memory(content.text.encode())
    rows = [row for file in rule_files() for row in store.run(file.read_text(encoding="utf-8"), {})]
    assert {(each.focus, each.path, each.value, each.message) for each in found} == {
        (row["this"], row["path"], row["value"], row["message"]) for row in rows
    }


def test_a_shape_for_a_closed_node_reads_everything(corpus):
    shape = """
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix lacuna: <https://w3id.org/lacuna/onto/> .
        lacuna:closed a sh:NodeShape ; sh:targetClass lacuna:SearchStrategy ; sh:closed true ; sh:message "closed" ;
          sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> lacuna:years ) ."""
    shapes = Graph().parse(data=shape, format="turtle")
    content = Canonical(corpus)
    found = broken_shapes(content, shapes)
    assert {each.path.rpartition("/")[2] for each in found} == {"database", "lastSearch", "source"}
    assert found == by_pyshacl(content.text, shapes)
