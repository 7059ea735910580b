"""Queries about a review itself: its signals of maturity, and exclusions in its PRISMA flow."""

from kg.errors import BadQuestion, nearest
from kg.ontology.vocabulary import Term, Vocabulary
from kg.query.compiled import Language, Query
from kg.questions.catalogue import StoredQuestion
from kg.rdf.data_iris import review_iri
from kg.rdf.iris import LACUNA, TERM

# These queries have no conditions, so they return the counts and signals themselves instead of marks.
_PREFIXES = f"PREFIX lacuna: <{LACUNA}>\nPREFIX term: <{TERM}>\n"


def review_query(vocabulary: Vocabulary, stored: StoredQuestion, review: str, language: Language) -> Query:
    """The query of a stored question about a review.

    Raises:
        BadQuestion: it names a term that does not exist.
    """
    if stored.spec.excluded_at:
        stage = term_of(vocabulary, stored, "prisma-stage", stored.spec.excluded_at)
        return _exclusions(review, stage.id, stored.text, language)
    return _maturity(review, stored.text, language)


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


def _maturity(review: str, title: str, language: Language) -> Query:
    """Every evidence domain that a review judges: columns ``domain`` and ``signal``, ids of terms."""
    if language == "sparql":
        return Query(
            language,
            f"# {title}\n"
            f"# Every evidence domain that the review judges, with its signal.\n"
            f"{_PREFIXES}"
            f"SELECT ?domain ?signal {{\n"
            f"  <{review_iri(review)}> lacuna:judges ?judgement .\n"
            f"  ?judgement lacuna:domain ?d ; lacuna:signal ?s .\n"
            f'  BIND(STRAFTER(STR(?d), "{TERM}") AS ?domain)\n'
            f'  BIND(STRAFTER(STR(?s), "{TERM}") AS ?signal)\n'
            f"}} ORDER BY ?domain ?signal\n",
            {},
        )
    return Query(
        language,
        f"// {title}\n"
        f"// :params {{review: '{review}'}}\n"
        f"// Every evidence domain that the review judges, with its signal.\n"
        f"MATCH (r:Review)-[:JUDGES]->(j:MaturityJudgement)\n"
        f"WHERE r.id = $review\n"
        f"RETURN j.domain AS domain, j.signal AS signal\n"
        f"ORDER BY domain, signal\n",
        {"review": review},
    )


def _exclusions(review: str, stage: str, title: str, language: Language) -> Query:
    """Every count of one stage of the flow: columns ``reason`` (empty: the whole stage), ``status``, ``count`` (-1: none)."""
    if language == "sparql":
        return Query(
            language,
            f"# {title}\n"
            f"# Every count of the stage: of one reason, or (reason empty) of all; -1 where none is stated.\n"
            f"{_PREFIXES}"
            f"SELECT ?reason ?status ?count {{\n"
            f"  <{review_iri(review)}> lacuna:hasFlowCount ?flow .\n"
            f"  ?flow lacuna:stage term:{stage} ; lacuna:countStatus ?s .\n"
            f"  OPTIONAL {{ ?flow lacuna:exclusionReason ?r }}\n"
            f"  OPTIONAL {{ ?flow lacuna:count ?c }}\n"
            f'  BIND(COALESCE(STRAFTER(STR(?r), "{TERM}"), "") AS ?reason)\n'
            f'  BIND(STRAFTER(STR(?s), "{TERM}") AS ?status)\n'
            f"  BIND(COALESCE(?c, -1) AS ?count)\n"
            f"}} ORDER BY ?reason ?status ?count\n",
            {},
        )
    return Query(
        language,
        f"// {title}\n"
        f"// :params {{review: '{review}', stage: '{stage}'}}\n"
        f"// Every count of the stage: of one reason, or (reason empty) of all; -1 where none is stated.\n"
        f"MATCH (r:Review)-[:HAS_FLOW_COUNT]->(c:FlowCount)\n"
        f"WHERE r.id = $review AND c.stage = $stage\n"
        f"RETURN coalesce(c.exclusion_reason, '') AS reason, c.status AS status, coalesce(c.count, -1) AS count\n"
        f"ORDER BY reason, status, count\n",
        {"review": review, "stage": stage},
    )
