"""Reviews as RDF triples, with their open edges."""

from collections.abc import Iterator

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from kg.ontology.vocabulary import Vocabulary
from kg.questions.to_rdf import own_question_triples
from kg.rdf.canonical import Common, Described, Triple
from kg.rdf.data_iris import (
    FURTHER_UNIT,
    activity_iri,
    completeness_statement_iri,
    flow_count_iri,
    further_unit_iri,
    identification_iri,
    maturity_judgement_iri,
    note_iri,
    possibility_iri,
    review_iri,
    search_iri,
    study_iri,
)
from kg.rdf.iris import LACUNA
from kg.review import open_edges
from kg.review.cited.to_rdf import retracted_triples
from kg.review.claimed.to_rdf import claim_triples
from kg.review.depth import Activity
from kg.review.model import Review
from kg.review.study_to_rdf import StudyTriples, literal, literals


def express(vocabulary: Vocabulary, review: Review) -> Graph:
    """A review as an RDF graph, without the ontology; its terms and facets must be those of the vocabulary."""
    graph = Graph()
    for triple in triples(vocabulary, review):
        graph.add(triple)
    return graph


def triples(vocabulary: Vocabulary, review: Review) -> Iterator[Triple]:
    """The triples of a review; some come more than once."""
    return (
        (subject, property_, value)
        for subject, said in described(vocabulary, review)
        for each in said
        for property_, value in (each.pairs if isinstance(each, Common) else (each,))
    )


def described(vocabulary: Vocabulary, review: Review) -> Iterator[Described]:
    """The nodes of a review with what is said of them; a node may come more than once."""
    studies = StudyTriples(vocabulary, review)
    for study in review.studies:
        yield from studies.of(study)
    for subject, property_, value in _of_review(vocabulary, review):
        yield subject, [(property_, value)]


def _of_review(vocabulary: Vocabulary, review: Review) -> Iterator[Triple]:
    """Everything but what its studies say alone."""
    # Every node has an IRI: blank nodes have no canonical order, and Neo4j needs keys that last.
    iri = review_iri(review.id)
    yield from _node(iri, LACUNA.Review, review.id)
    yield (iri, RDFS.label, Literal(review.citation or review.id))
    yield from literals(iri, DCTERMS.title, review.title)
    yield from literals(iri, DCTERMS.bibliographicCitation, review.reference)
    yield from literals(iri, DCTERMS.identifier, review.doi)
    yield from literals(iri, DCTERMS.license, review.licence)
    yield from literals(iri, LACUNA.chartingLicence, review.charting_licence)
    yield from literals(iri, LACUNA.year, review.year)
    yield from literals(iri, LACUNA.included, review.remaining)
    yield from literals(iri, LACUNA.form, review.form)
    for expert in review.experts:
        yield (iri, LACUNA.expert, Literal(expert))
    yield from _identification(review, iri)
    yield from _notes(review, iri)
    yield from _search(review, iri)
    yield from _flow(vocabulary, review, iri)
    yield from _maturity(vocabulary, review, iri)
    for claim in review.claims:
        yield from claim_triples(vocabulary, review.id, claim)
    for question in review.questions:
        yield from own_question_triples(vocabulary, review.id, question)
    yield from _completeness(review, iri)
    yield from _activities(review)
    further_iri = further_unit_iri(review.id)
    may_have_further = False
    for study in review.studies:
        if further := open_edges.further_unit(review, study):
            may_have_further = True
            yield (study_iri(review.id, study.id), further.property_, further_iri)
    for retracted in review.retracted:
        yield from retracted_triples(review, retracted)
    if may_have_further:
        yield from _further_unit(vocabulary, review, further_iri)
    yield from _possibilities(vocabulary, review)


def _further_unit(vocabulary: Vocabulary, review: Review, iri: URIRef) -> Iterator[Triple]:
    yield from _node(iri, LACUNA.FurtherUnit, FURTHER_UNIT)
    yield (iri, RDFS.label, Literal("any further unit"))
    for facet in vocabulary.charted_facets:
        if facet.level == "unit":
            opening = open_edges.of_further_unit(facet.id)
            yield from ((iri, opening.property_, possibility_iri(review.id, term)) for term in opening.terms)


def _possibilities(vocabulary: Vocabulary, review: Review) -> Iterator[Triple]:
    # Open edges end here and not at the terms, so whoever walks from a study to a term meets only what was charted.
    for term in open_edges.possible_terms(vocabulary, review):
        iri = possibility_iri(review.id, term)
        yield (iri, RDF.type, LACUNA.Possibility)
        yield (iri, LACUNA.possibleTerm, vocabulary.term_iri(term))


def _activity(review: Review, activity: Activity) -> URIRef:
    return activity_iri(review.id, *activity)


def _activities(review: Review) -> Iterator[Triple]:
    """Every charting activity, once."""
    for activity in {each for study in review.studies for each in study.activities}:
        iri = _activity(review, activity)
        yield (iri, RDF.type, LACUNA.ChartingActivity)
        yield from literals(iri, LACUNA.coder, activity.coder or None)
        yield from literals(iri, LACUNA.form, review.form)
        for depth in activity.read:
            yield (iri, LACUNA.depth, literal(depth))
        if activity.charted_on:
            yield (iri, PROV.startedAtTime, literal(f"{activity.charted_on}T00:00:00Z", XSD.dateTime))


def _identification(review: Review, iri: URIRef) -> Iterator[Triple]:
    if each := review.identification:
        identification = identification_iri(review.id)
        yield (iri, LACUNA.identification, identification)
        yield (identification, RDF.type, LACUNA.Identification)
        yield (identification, DCTERMS.description, Literal(each.text))
        yield (identification, LACUNA.maker, Literal(each.maker))
        yield (identification, DCTERMS.source, Literal(each.source))


def _notes(review: Review, iri: URIRef) -> Iterator[Triple]:
    for number, each in enumerate(review.notes, 1):
        note = note_iri(review.id, number)
        yield (iri, SKOS.editorialNote, note)
        yield (note, RDF.type, LACUNA.EditorialNote)
        yield (note, DCTERMS.description, Literal(each.text))
        yield (note, DCTERMS.source, Literal(each.source))


def _search(review: Review, iri: URIRef) -> Iterator[Triple]:
    search = search_iri(review.id)
    yield (iri, LACUNA.searchedBy, search)
    yield (search, RDF.type, LACUNA.SearchStrategy)
    for database in review.search.databases:
        yield (search, LACUNA.database, Literal(database))
    yield (search, LACUNA.years, Literal(review.search.years))
    yield (search, LACUNA.lastSearch, Literal(review.search.last_search))
    yield from literals(search, DCTERMS.source, review.search.source or None)


def _flow(vocabulary: Vocabulary, review: Review, iri: URIRef) -> Iterator[Triple]:
    for each in review.flow:
        count = flow_count_iri(review.id, each.stage, each.reason, each.round, each.via)
        # A property of their own, so that no query that sums up the whole flow counts a round a second time.
        yield (iri, LACUNA.hasRoundCount if each.round else LACUNA.hasFlowCount, count)
        yield (count, RDF.type, LACUNA.FlowCount)
        yield (count, LACUNA.stage, vocabulary.term_iri(each.stage))
        yield from literals(count, LACUNA["count"], each.count)
        yield (count, LACUNA.countStatus, vocabulary.term_iri(each.status))
        if each.reason:
            yield (count, LACUNA.exclusionReason, vocabulary.term_iri(each.reason))
        yield from literals(count, LACUNA.derivation, each.derivation)
        yield from literals(count, LACUNA.round, each.round)
        yield from literals(count, LACUNA.via, each.via)
        yield from literals(count, DCTERMS.source, each.source)


def _maturity(vocabulary: Vocabulary, review: Review, iri: URIRef) -> Iterator[Triple]:
    for each in review.maturity:
        judgement = maturity_judgement_iri(review.id, each.domain)
        yield (iri, LACUNA.judges, judgement)
        yield (judgement, RDF.type, LACUNA.MaturityJudgement)
        yield (judgement, LACUNA.domain, vocabulary.term_iri(each.domain))
        yield (judgement, LACUNA.signal, vocabulary.term_iri(each.signal))
        yield from literals(judgement, DCTERMS.source, each.source)


def _completeness(review: Review, iri: URIRef) -> Iterator[Triple]:
    for each in review.completeness:
        statement = completeness_statement_iri(review.id, each.maker, each.facet, each.closes)
        yield (iri, LACUNA.states, statement)
        yield (statement, RDF.type, LACUNA.CompletenessStatement)
        yield (statement, LACUNA.facet, Literal(each.facet))
        yield (statement, LACUNA.maker, Literal(each.maker))
        yield from literals(statement, DCTERMS.source, each.source or None)
        for depth in each.depths:
            yield (statement, LACUNA.depth, Literal(depth))
        for closed in each.closes:
            yield (statement, LACUNA.closes, Literal(closed))


def _node(iri: URIRef, class_: URIRef, id_: str) -> Iterator[Triple]:
    yield (iri, RDF.type, class_)
    yield (iri, SKOS.notation, Literal(id_))
