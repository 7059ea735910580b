"""Reviews and studies read back from RDF: the inverse of ``to_rdf``."""

from dataclasses import replace
from typing import cast

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, Graph
from rdflib.term import Node

from kg.ontology.vocabulary import Vocabulary
from kg.questions.from_rdf import read_own_questions
from kg.rdf.data_iris import publication_iri, review_iri, search_iri, study_iri
from kg.rdf.iris import LACUNA, local_name
from kg.rdf.values import Said, first_text, integer_of, said_of, term_of, text_of, texts_of
from kg.review.cited.from_rdf import read_references, read_retracted, read_same_as
from kg.review.claimed.from_rdf import read_claims
from kg.review.depth import Activity, Depth, RowNote, in_order
from kg.review.model import (
    NOT_STATED,
    Charted,
    Closes,
    CompletenessStatement,
    EvidenceUnit,
    FlowCount,
    Identification,
    Maker,
    MaturityJudgement,
    Note,
    Review,
    SearchStrategy,
    Status,
    Study,
    Via,
)

# Looked up once, because they are used for every assertion.
_HELD, _STATUS, _FACET, _VALUE, _CANDIDATE = (
    LACUNA.HeldAssertion,
    LACUNA.status,
    LACUNA.facet,
    LACUNA.value,
    LACUNA.candidate,
)
_CONFIDENCE, _RATIONALE, _LINKS = LACUNA.confidence, LACUNA.rationale, (LACUNA.agreesWith, PROV.wasRevisionOf)


def read_review(graph: Graph, id_: str) -> Review:
    """The review's bibliography, search, completeness statements and retracted studies; the other functions read the rest."""
    iri = review_iri(id_)
    search = search_iri(id_)
    remaining = text_of(graph, iri, LACUNA.included)
    retracted = read_retracted(graph, id_)
    return Review(
        id=id_,
        studies=(),
        retracted=retracted,
        title=text_of(graph, iri, DCTERMS.title),
        citation=text_of(graph, iri, RDFS.label),
        reference=text_of(graph, iri, DCTERMS.bibliographicCitation),
        doi=text_of(graph, iri, DCTERMS.identifier),
        licence=text_of(graph, iri, DCTERMS.license),
        charting_licence=text_of(graph, iri, LACUNA.chartingLicence),
        included=int(remaining) + len(retracted) if remaining else None,
        form=text_of(graph, iri, LACUNA.form),
        experts=texts_of(graph, iri, LACUNA.expert),
        search=SearchStrategy(
            databases=texts_of(graph, search, LACUNA.database),
            years=text_of(graph, search, LACUNA.years) or NOT_STATED,
            last_search=text_of(graph, search, LACUNA.lastSearch) or NOT_STATED,
            source=text_of(graph, search, DCTERMS.source) or "",
        ),
        completeness=tuple(
            sorted((_statement(graph, s) for s in graph.objects(iri, LACUNA.states)), key=_statement_order)
        ),
    )


def read_whole(graph: Graph, vocabulary: Vocabulary, id_: str) -> Review:
    """A whole review: its header, studies, claims and questions.

    Raises:
        ValueError, LookupError: a value is missing or invalid, such as text in place of a number.
    """
    studies = tuple(read_study(graph, id_, study) for study in study_ids(graph, id_))
    review = read_review(graph, id_)
    return replace(
        review,
        citation=None if review.citation == id_ else review.citation,  # the label of a review without one is its id
        studies=studies,
        year=integer_of(graph, review_iri(id_), LACUNA.year),
        identification=read_identification(graph, id_),
        flow=read_flow(graph, id_),
        maturity=read_maturity(graph, id_),
        references=read_references(graph, id_, studies, review.retracted),
        same_as=read_same_as(graph, id_, [study.id for study in studies] + [study.id for study in review.retracted]),
        notes=read_notes(graph, id_),
        claims=read_claims(graph, vocabulary, id_),
        questions=read_own_questions(graph, vocabulary, id_),
    )


def read_identification(graph: Graph, review: str) -> Identification | None:
    """The statement why a review's charted studies count as included ones, or None."""
    iri = graph.value(review_iri(review), LACUNA.identification)
    if iri is None:
        return None
    return Identification(
        maker=cast(Maker, str(graph.value(iri, LACUNA.maker))),
        text=str(graph.value(iri, DCTERMS.description)),
        source=str(graph.value(iri, DCTERMS.source)),
    )


def read_notes(graph: Graph, review: str) -> tuple[Note, ...]:
    """The editorial notes on a review, in order of their numbers."""
    iris = sorted(graph.objects(review_iri(review), SKOS.editorialNote), key=lambda iri: int(local_name(iri)))
    return tuple(
        Note(str(graph.value(iri, DCTERMS.description)), str(graph.value(iri, DCTERMS.source))) for iri in iris
    )


def read_flow(graph: Graph, review: str) -> tuple[FlowCount, ...]:
    """The numbers of a review's PRISMA flow: those of the whole, then round by round, in order of stage's and reason's ids."""
    counts = [
        FlowCount(
            stage=local_name(graph.value(iri, LACUNA.stage)),
            status=local_name(graph.value(iri, LACUNA.countStatus)),
            count=integer_of(graph, iri, LACUNA["count"]),
            reason=term_of(graph, iri, LACUNA.exclusionReason),
            derivation=text_of(graph, iri, LACUNA.derivation),
            source=text_of(graph, iri, DCTERMS.source),
            round=integer_of(graph, iri, LACUNA.round),
            via=cast(Via | None, text_of(graph, iri, LACUNA.via)),
        )
        for has in (LACUNA.hasFlowCount, LACUNA.hasRoundCount)
        for iri in graph.objects(review_iri(review), has)
    ]
    return tuple(sorted(counts, key=lambda each: (each.round or 0, each.via or "", each.stage, each.reason or "")))


def read_maturity(graph: Graph, review: str) -> tuple[MaturityJudgement, ...]:
    """A review's signals of maturity, in order of their domains' ids."""
    judgements = [
        MaturityJudgement(
            domain=local_name(graph.value(iri, LACUNA.domain)),
            signal=local_name(graph.value(iri, LACUNA.signal)),
            source=text_of(graph, iri, DCTERMS.source),
        )
        for iri in graph.objects(review_iri(review), LACUNA.judges)
    ]
    return tuple(sorted(judgements, key=lambda judgement: judgement.domain))


def study_ids(graph: Graph, review: str) -> list[str]:
    """The ids of the charted studies of a review, sorted."""
    iris = graph.objects(review_iri(review), LACUNA.includes)
    return sorted(str(graph.value(iri, SKOS.notation)) for iri in iris)


def read_heading(graph: Graph, review: str, id_: str) -> Study:
    """One study as it is cited, without its units and charted facets, which take fifty times as long to read."""
    iri = study_iri(review, id_)
    year = text_of(graph, iri, LACUNA.year)
    return Study(
        id=id_,
        citation=text_of(graph, iri, RDFS.label),
        title=text_of(graph, iri, DCTERMS.title),
        year=int(year) if year else None,
        doi=text_of(graph, publication_iri(review, id_), DCTERMS.identifier),
        units=(),
    )


def read_study(graph: Graph, review: str, id_: str) -> Study:
    """One study with its units and all charted facets, in order of their ids."""
    iri, made = study_iri(review, id_), _Made(graph)
    return replace(
        read_heading(graph, review, id_),
        charted=_charted(graph, iri, made),
        units=tuple(
            EvidenceUnit(local_name(unit), _charted(graph, unit, made), _row_notes(graph, unit, made))
            for unit in sorted(graph.objects(iri, LACUNA.hasUnit), key=str)
        ),
    )


class _Made:
    """The charting activities that assertions and notes come from; many come from one, which is read once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._known: dict[Node, Activity] = {}

    def __call__(self, said: Said) -> Activity:
        """The activity of an assertion or a note."""
        if PROV.wasGeneratedBy not in said:
            return Activity()
        iri = said[PROV.wasGeneratedBy][0]
        if iri not in self._known:
            of_activity = said_of(self._graph, iri)
            day = first_text(of_activity, PROV.startedAtTime)
            read = in_order(cast(tuple[Depth, ...], tuple(sorted(map(str, of_activity.get(LACUNA.depth, ()))))))
            self._known[iri] = Activity(day[:10] if day else "", first_text(of_activity, LACUNA.coder) or "", read)
        return self._known[iri]


def _charted(graph: Graph, subject: Node, made: _Made) -> tuple[Charted, ...]:
    holding = []
    for assertion in graph.subjects(LACUNA.about, subject):
        said = said_of(graph, assertion)
        if _HELD in said.get(RDF.type, ()):  # the others belong to it
            holding.append(replace(_assertion(said, made), others=_others(graph, said, made)))
    return tuple(sorted(holding, key=lambda charted: charted.facet))


def _others(graph: Graph, holding: Said, made: _Made) -> tuple[Charted, ...]:
    others = (_assertion(said_of(graph, other), made) for link in _LINKS for other in holding.get(link, ()))
    return tuple(sorted(others, key=lambda charted: charted.activity))


def _row_notes(graph: Graph, unit: Node, made: _Made) -> tuple[RowNote, ...]:
    notes = (said_of(graph, note) for note in graph.objects(unit, SKOS.editorialNote))
    return tuple(sorted(RowNote(made(said), str(first_text(said, DCTERMS.description))) for said in notes))


def _assertion(said: Said, made: _Made) -> Charted:
    activity = made(said)
    status = Status(local_name(said[_STATUS][0] if _STATUS in said else None))
    # Values are charted, candidates are not: they have properties of their own, so no query confuses them.
    terms = said.get(_VALUE if status is Status.CODED else _CANDIDATE, ())
    return Charted(
        facet=str(first_text(said, _FACET)),
        status=status,
        terms=tuple(sorted(map(local_name, terms))),
        source=first_text(said, DCTERMS.source),
        confidence=first_text(said, _CONFIDENCE),
        coder=activity.coder or None,
        charted_on=activity.charted_on or None,
        read=activity.read,
        reason=first_text(said, _RATIONALE),
    )


def _statement(graph: Graph, iri: Node) -> CompletenessStatement:
    return CompletenessStatement(
        facet=str(graph.value(iri, LACUNA.facet)),
        maker=cast(Maker, str(graph.value(iri, LACUNA.maker))),
        closes=cast(tuple[Closes, ...], texts_of(graph, iri, LACUNA.closes)),
        depths=cast(tuple[Depth, ...], texts_of(graph, iri, LACUNA.depth)),
        source=text_of(graph, iri, DCTERMS.source) or "",
    )


def _statement_order(statement: CompletenessStatement) -> tuple[str, str, tuple[str, ...]]:
    return (statement.facet, statement.maker, statement.closes)
