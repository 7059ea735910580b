"""Queries about a review itself: its signals of maturity, and exclusions in its PRISMA flow."""

from collections.abc import Sequence

from rdflib import SKOS

from kg.errors import BadQuestion, nearest
from kg.ontology.vocabulary import Term, Vocabulary
from kg.query.compiled import Language, Query
from kg.query.cypher import literal
from kg.query.sparql import id_of, written
from kg.questions.catalogue import StoredQuestion
from kg.rdf.data_iris import review_iri
from kg.rdf.iris import LACUNA, TERM

# These queries have no conditions, so they return the counts and signals themselves instead of marks.
_PREFIXES = f"PREFIX lacuna: <{LACUNA}>\nPREFIX skos: <{SKOS}>\nPREFIX term: <{TERM}>\n"


def review_query(vocabulary: Vocabulary, stored: StoredQuestion, reviews: Sequence[str], language: Language) -> Query:
    """The query of a stored question about reviews themselves.

    Raises:
        BadQuestion: it names a term that does not exist.
    """
    title = " ".join(stored.text.split())  # it stands in a comment, which ends with the line
    if stored.spec.excluded_at:
        stage = term_of(vocabulary, stored, "prisma-stage", stored.spec.excluded_at)
        return _exclusions(reviews, stage, title, language)
    return _maturity(reviews, title, language)


def term_of(vocabulary: Vocabulary, stored: StoredQuestion, facet: str, text: str) -> Term:
    """The term of a facet that a stored question names.

    Raises:
        BadQuestion: there is none.
    """
    term = vocabulary.find(facet, text)
    if term is None:
        known = [each.id for each in vocabulary.of_facet(facet)]
        raise BadQuestion(stored.name, text, f"is not a term of {facet}", nearest(text, known))
    return term


def _maturity(reviews: Sequence[str], title: str, language: Language) -> Query:
    """Every evidence domain that a review judges: columns ``review``, ``domain`` and ``signal``, ids of terms."""
    if language == "sparql":
        return Query(
            language,
            f"# {title}\n"
            f"# Every evidence domain that the review judges, with its signal.\n"
            f"{_PREFIXES}"
            f"SELECT ?review ?domain ?signal {{\n"
            f"  VALUES ?r {{ {_iris(reviews)} }} ?r skos:notation ?review ; lacuna:judges ?judgement .\n"
            f"  ?judgement lacuna:domain ?d ; lacuna:signal ?s .\n"
            f"  BIND({id_of('?d')} AS ?domain)\n"
            f"  BIND({id_of('?s')} AS ?signal)\n"
            f"}} ORDER BY ?review ?domain ?signal\n",
            {},
        )
    return Query(
        language,
        f"// {title}\n"
        f"// :params {{reviews: {_listed(reviews)}}}\n"
        f"// Every evidence domain that the review judges, with its signal.\n"
        f"MATCH (r:Review)-[:JUDGES]->(j:MaturityJudgement)\n"
        f"WHERE r.id IN $reviews\n"
        f"RETURN r.id AS review, j.domain AS domain, j.signal AS signal\n"
        f"ORDER BY review, domain, signal\n",
        {"reviews": list(reviews)},
    )


def _exclusions(reviews: Sequence[str], stage: Term, title: str, language: Language) -> Query:
    """Every count of one stage of the flow: columns ``review``, ``reason`` (empty: all), ``status``, ``count`` (-1: none)."""
    if language == "sparql":
        return Query(
            language,
            f"# {title}\n"
            f"# Every count of the stage: of one reason, or (reason empty) of all; -1 where none is stated.\n"
            f"{_PREFIXES}"
            f"SELECT ?review ?reason ?status ?count {{\n"
            f"  VALUES ?r {{ {_iris(reviews)} }} ?r skos:notation ?review ; lacuna:hasFlowCount ?flow .\n"
            f"  ?flow lacuna:stage {written(stage.iri)} ; lacuna:countStatus ?s .\n"
            f"  OPTIONAL {{ ?flow lacuna:exclusionReason ?why }}\n"
            f"  OPTIONAL {{ ?flow lacuna:count ?c }}\n"
            f'  BIND(COALESCE({id_of("?why")}, "") AS ?reason)\n'
            f"  BIND({id_of('?s')} AS ?status)\n"
            f"  BIND(COALESCE(?c, -1) AS ?count)\n"
            f"}} ORDER BY ?review ?reason ?status ?count\n",
            {},
        )
    return Query(
        language,
        f"// {title}\n"
        f"// :params {{reviews: {_listed(reviews)}, stage: '{stage.id}'}}\n"
        f"// Every count of the stage: of one reason, or (reason empty) of all; -1 where none is stated.\n"
        f"MATCH (r:Review)-[:HAS_FLOW_COUNT]->(c:FlowCount)\n"
        f"WHERE r.id IN $reviews AND c.stage = $stage\n"
        f"RETURN r.id AS review, coalesce(c.exclusion_reason, '') AS reason, c.status AS status, coalesce(c.count, -1) AS count\n"
        f"ORDER BY review, reason, status, count\n",
        {"reviews": list(reviews), "stage": stage.id},
    )


def _iris(reviews: Sequence[str]) -> str:
    return " ".join(f"<{review_iri(id_)}>" for id_ in reviews)


def _listed(reviews: Sequence[str]) -> str:
    return literal(list(reviews))
