"""A review at a glance: population, flow, claims, depth of reading, agreement of its coders."""

from kg.answer.answer import answer
from kg.answer.models import Search, Table
from kg.browsing.overview import ReviewOverview, review_overview
from kg.browsing.retracted import RetractedOverview, retracted_overviews
from kg.evaluation.models import Body, StatementBody, statement_body
from kg.questions.catalogue import Catalogue
from kg.reconciliation.agreement import agreement
from kg.reconciliation.claims import ClaimBody, reconciled
from kg.reconciliation.flow import FlowBody, flow
from kg.reconciliation.maturity import MaturityBody, maturity
from kg.versions.evidence import EvidenceBase


class AgreementBody(Body):
    """Two coders on one facet: how many studies or units both charted, how many alike, kappa and alpha (see ``agreement``)."""

    facet: str
    coders: tuple[str, str]
    both: int
    same: int
    kappa: float | None
    alpha: float | None


class GrowthBody(Body):
    """The studies of a review by year of publication: the answer to the stored question that asks it, and its address."""

    text: str
    sentence: str
    href: str
    table: Table


class ReviewDetail(ReviewOverview):
    """A review with everything that is known about it as a whole; ``notes`` are the editors' own.

    ``flow`` has the numbers as they are stated, in which ``retracted`` studies count.
    ``search_source`` says where its search is stated, or what was searched, when and with how many queries.

    ``growth`` is null where no stored question asks for all studies by year.
    """

    doi: str | None
    year: int | None
    licence: str | None
    charting_licence: str | None
    search: Search
    search_source: str | None
    identification: str | None
    completeness: tuple[StatementBody, ...]
    flow: tuple[FlowBody, ...]
    maturity: tuple[MaturityBody, ...]
    claims: tuple[ClaimBody, ...]
    agreement: tuple[AgreementBody, ...]
    growth: GrowthBody | None
    notes: tuple[str, ...]
    retracted: tuple[RetractedOverview, ...]


def review_detail(evidence: EvidenceBase, catalogue: Catalogue) -> ReviewDetail:
    """The detail of the one review of an evidence base; its growth is that of a question of the catalogue."""
    (review,) = evidence.reviews
    header = review.header
    return ReviewDetail(
        **dict(review_overview(review)),
        doi=header.doi,
        year=header.year,
        licence=header.licence,
        charting_licence=header.charting_licence,
        search=Search(
            databases=header.search.databases, years=header.search.years, last_search=header.search.last_search
        ),
        search_source=header.search.source or None,
        identification=review.identification.in_words if review.identification else None,
        completeness=tuple(statement_body(review.id, each) for each in header.completeness),
        flow=flow(evidence),
        maturity=maturity(evidence),
        claims=tuple(reconciled(evidence, "all")),
        agreement=tuple(
            AgreementBody(
                facet=each.facet,
                coders=each.coders,
                both=each.both,
                same=each.same,
                kappa=each.kappa,
                alpha=each.alpha,
            )
            for each in agreement(review.whole())
        ),
        growth=_growth(evidence, catalogue),
        notes=tuple(each.text for each in header.notes),
        retracted=retracted_overviews(evidence),
    )


def _growth(evidence: EvidenceBase, catalogue: Catalogue) -> GrowthBody | None:
    for stored in catalogue.values():
        if stored.spec.table and stored.spec.table.by == "year":
            question = stored.read(evidence.vocabulary)
            if not question.expanded(evidence.vocabulary):
                found = answer(evidence, question, stored=stored)
                if found.table:
                    text, href = found.question.text, found.question.href
                    return GrowthBody(text=text, sentence=found.sentence, href=href, table=found.table)
    return None
