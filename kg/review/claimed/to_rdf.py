"""A review's claims as RDF: claims, and their questions, as nodes."""

from collections.abc import Iterator

from rdflib import DCTERMS, RDF, RDFS, SKOS, Literal, URIRef

from kg.ontology.vocabulary import Vocabulary
from kg.questions.question import Question
from kg.questions.to_rdf import question_triples
from kg.rdf.canonical import Triple
from kg.rdf.data_iris import claim_iri, question_iri, review_iri
from kg.rdf.iris import LACUNA, TERM
from kg.review.claimed.model import Claim, CountOf, Descriptive, FewerThan, MoreMatureThan, Share


def claim_triples(vocabulary: Vocabulary, review: str, claim: Claim) -> Iterator[Triple]:
    """The triples of one claim of a review, given by its id."""
    iri = claim_iri(review, claim.id)
    yield (review_iri(review), LACUNA.makesClaim, iri)
    yield (iri, RDF.type, LACUNA.Claim)
    yield (iri, SKOS.notation, Literal(claim.id))
    yield (iri, RDFS.label, Literal(claim.id.replace("-", " ")))
    yield (iri, DCTERMS.description, Literal(claim.text))
    yield (iri, DCTERMS.source, Literal(claim.section))
    yield (iri, LACUNA.kind, TERM[claim.says.kind])
    match claim.says:
        case Share(about=about):
            yield from _question(vocabulary, iri, LACUNA.asks, "about", about)
        case FewerThan(about=about, than=than):
            yield from _question(vocabulary, iri, LACUNA.asks, "about", about)
            yield from _question(vocabulary, iri, LACUNA.comparedWith, "than", than)
        case CountOf(stage=stage, count=count):
            yield (iri, LACUNA.stage, vocabulary.term_iri(stage))
            yield (iri, LACUNA["count"], Literal(count))
        case MoreMatureThan(domain=domain, than=other):
            yield (iri, LACUNA.domain, vocabulary.term_iri(domain))
            yield (iri, LACUNA.comparedDomain, vocabulary.term_iri(other))
        case Descriptive(rationale=rationale, about=question, stage=described):
            yield (iri, LACUNA.rationale, Literal(rationale))
            if question:
                yield from _question(vocabulary, iri, LACUNA.asks, "about", question)
            if described:
                yield (iri, LACUNA.stage, vocabulary.term_iri(described))
    for number, question in enumerate(claim.concerns, 1):
        yield from _question(vocabulary, iri, LACUNA.concerns, f"concerns-{number}", question)


def _question(
    vocabulary: Vocabulary, claim: URIRef, property_: URIRef, side: str, question: Question
) -> Iterator[Triple]:
    iri = question_iri(claim, side)
    yield (claim, property_, iri)
    yield from question_triples(vocabulary, iri, question)
