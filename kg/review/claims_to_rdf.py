"""A review's claims as RDF: claims, their questions and conditions as nodes."""

from collections.abc import Iterator

from rdflib import DCTERMS, RDF, RDFS, SKOS, Literal, URIRef

from kg.questions.question import Question
from kg.rdf.canonical import Triple
from kg.rdf.data_iris import claim_iri, condition_iri, question_iri, review_iri
from kg.rdf.iris import DEFINITION, LACUNA, TERM
from kg.review.claims import Claim, CountOf, Descriptive, FewerThan, MoreMatureThan, Share


def claim_triples(review: str, claim: Claim) -> Iterator[Triple]:
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
            yield from _question(iri, LACUNA.asks, "about", about)
        case FewerThan(about=about, than=than):
            yield from _question(iri, LACUNA.asks, "about", about)
            yield from _question(iri, LACUNA.comparedWith, "than", than)
        case CountOf(stage=stage, count=count):
            yield (iri, LACUNA.stage, TERM[stage])
            yield (iri, LACUNA["count"], Literal(count))
        case MoreMatureThan(domain=domain, than=other):
            yield (iri, LACUNA.domain, TERM[domain])
            yield (iri, LACUNA.comparedDomain, TERM[other])
        case Descriptive(rationale=rationale, about=question, stage=described):
            yield (iri, LACUNA.rationale, Literal(rationale))
            if question:
                yield from _question(iri, LACUNA.asks, "about", question)
            if described:
                yield (iri, LACUNA.stage, TERM[described])
    for number, question in enumerate(claim.concerns, 1):
        yield from _question(iri, LACUNA.concerns, f"concerns-{number}", question)


def _question(claim: URIRef, property_: URIRef, side: str, question: Question) -> Iterator[Triple]:
    iri = question_iri(claim, side)
    yield (claim, property_, iri)
    yield (iri, RDF.type, LACUNA.Question)
    yield (iri, RDFS.label, Literal(_in_short(question)))
    if question.definition:
        yield (iri, LACUNA.underDefinition, DEFINITION[question.definition])
    if question.years:
        yield (iri, LACUNA.firstYear, Literal(question.years.first))
        yield (iri, LACUNA.lastYear, Literal(question.years.last))
    for each in question.not_years:
        yield (iri, LACUNA.excludedYears, Literal(str(each)))
    for number, condition in enumerate(question.conditions, 1):
        # Numbered in canonical order, so that the same question always has the same IRIs.
        node = condition_iri(iri, number)
        yield (iri, LACUNA.hasCondition, node)
        yield (node, RDF.type, LACUNA.QuestionCondition)
        yield (node, RDFS.label, Literal(_in_short(Question((condition,)))))
        for term in condition.terms:
            yield (node, LACUNA.excludes if condition.excluded else LACUNA.counts, TERM[term])


def _in_short(question: Question) -> str:
    return "; ".join(f"{name}={value}" for name, value in question.parameters())
