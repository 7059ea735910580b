"""A review's claims, read back from RDF: the inverse of ``to_rdf``."""

from typing import cast

from rdflib import DCTERMS, SKOS, Graph
from rdflib.term import Node

from kg.ontology.vocabulary import Vocabulary
from kg.questions.from_rdf import read_question_of
from kg.rdf.data_iris import review_iri
from kg.rdf.iris import LACUNA, local_name
from kg.rdf.values import term_of
from kg.review.claimed.model import Claim, CountOf, Descriptive, FewerThan, MoreMatureThan, Share, ShareKind, Statement


def read_claims(graph: Graph, vocabulary: Vocabulary, review: str) -> tuple[Claim, ...]:
    """The claims of a review, in order of their ids."""
    claims = [
        Claim(
            id=str(graph.value(iri, SKOS.notation)),
            text=str(graph.value(iri, DCTERMS.description)),
            section=str(graph.value(iri, DCTERMS.source)),
            says=_says(graph, vocabulary, iri),
            concerns=tuple(read_question_of(graph, vocabulary, each) for each in _concerns(graph, iri)),
        )
        for iri in graph.objects(review_iri(review), LACUNA.makesClaim)
    ]
    return tuple(sorted(claims, key=lambda claim: claim.id))


def _says(graph: Graph, vocabulary: Vocabulary, claim: Node) -> Statement:
    match local_name(graph.value(claim, LACUNA.kind)):
        case "claim-count":
            return CountOf(local_name(graph.value(claim, LACUNA.stage)), int(str(graph.value(claim, LACUNA["count"]))))
        case "claim-more-mature-than":
            domain, other = (graph.value(claim, property_) for property_ in (LACUNA.domain, LACUNA.comparedDomain))
            return MoreMatureThan(local_name(domain), local_name(other))
        case "claim-fewer-than":
            about, than = (graph.value(claim, property_) for property_ in (LACUNA.asks, LACUNA.comparedWith))
            return FewerThan(read_question_of(graph, vocabulary, about), read_question_of(graph, vocabulary, than))
        case "claim-descriptive":
            asked = graph.value(claim, LACUNA.asks)
            return Descriptive(
                rationale=str(graph.value(claim, LACUNA.rationale)),
                about=read_question_of(graph, vocabulary, asked) if asked else None,
                stage=term_of(graph, claim, LACUNA.stage),
            )
        case kind:
            return Share(cast(ShareKind, kind), read_question_of(graph, vocabulary, graph.value(claim, LACUNA.asks)))


def _concerns(graph: Graph, claim: Node) -> list[Node]:
    # In the order written: their IRIs differ only in the number at the end.
    return sorted(graph.objects(claim, LACUNA.concerns), key=lambda each: (len(str(each)), str(each)))
