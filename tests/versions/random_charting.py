"""Random reviews over the real vocabulary, as far as a corpus folder can say them, and versions that hold several."""

from dataclasses import replace
from functools import cache
from itertools import chain

from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.question import Question, YearRange
from kg.rdf.canonical import Canonical
from kg.review.cited.model import Reference, RetractedStudy, Retraction, SameAs
from kg.review.claimed.model import Claim, CountOf, Descriptive, FewerThan, MoreMatureThan, Share
from kg.review.model import (
    FlowCount,
    Identification,
    MaturityJudgement,
    Note,
    Review,
    SearchStrategy,
)
from kg.review.to_rdf import triples
from kg.versions.growth.whole import Whole
from kg.versions.home import Home
from loaders.same_studies import same_study_triples
from tests.law.strategies import first_of, reviews

FACETS = ("ai-method", "country", "pat-modality", "unit-operation")
MANY = 8
"""Reviews in one version."""

ASKED = Question(
    (
        Condition.of("ai-method", ["clustering", "random-forest"]),
        Condition.of("ai-method", ["deep-learning"]),
        Condition.of("pat-modality", ["raman-spectroscopy"], excluded=True),
    )
)
INTEGRATED = Question((Condition.of("unit-operation", ["coating"]),), definition="integrated-strict")


@cache
def random_reviews(number: int) -> tuple[Review, ...]:
    """Reviews of four facets, always the same under their number."""
    whole = read_vocabulary(read_ontology())
    facets = {id_: whole.facets[id_] for id_ in FACETS}
    terms = {id_: term for id_, term in whole.terms.items() if term.facet in facets}
    drawn = first_of(reviews(replace(whole, facets=facets, terms=terms, deprecated={})), MANY, number)
    return tuple(_as_a_corpus_says_it(review, place) for place, review in enumerate(drawn))


def _as_a_corpus_says_it(review: Review, place: int) -> Review:
    """Keys without a slash, statements with a source; and every second one with all that ``review.yaml`` may hold."""
    studies = tuple(replace(study, id=study.id.replace("/", "|")) for study in review.studies)
    statements = tuple(replace(each, source="here") for each in review.completeness)
    plain = replace(review, id=f"r {place} é", studies=studies, completeness=statements)
    if place % 2:
        return plain
    return replace(
        plain,
        title="A review: of “everything” (and more)",
        citation="Anon 2020",
        reference="Anon. A review. 2020.",
        doi=f"10.1234/r{place}",
        year=2020,
        included=None if review.included is None else review.included + 2,
        retracted=(
            RetractedStudy("a | gone", Retraction("by the “editor”; see: it"), title="Gone"),
            RetractedStudy(
                "b é", Retraction("10.1234/notice", "2024-05-01"), "Gone 2019", "=Gone", 2019, f"10.1234/gone{place}"
            ),
        ),
        licence="CC-BY-NC-4.0",
        charting_licence="our own",
        form="a form",
        experts=("a/b", "c é"),
        identification=Identification("coders", "They are (so to say) it.", "Table (1), row 2"),
        search=SearchStrategy(("PubMed", "Scopus"), "2017-2020", "2020-01-01", "Methods"),
        flow=(
            FlowCount("stage-screened", "count-stated", 12, source="Figure 1"),
            FlowCount("stage-excluded-fulltext", "count-not-stated", reason="exclusion-reason", derivation="none"),
            FlowCount("stage-screened", "count-stated", 7, source="Figure 1", round=1),
            FlowCount("stage-screened", "count-counted", 5, round=2),
            FlowCount("stage-screened", "count-counted", 3, round=2, via="databases"),
            FlowCount("stage-excluded-fulltext", "count-counted", 2, reason="excl-no-ai", round=2, via="other"),
        ),
        maturity=(MaturityJudgement("workforce-readiness", "maturity-low", "Table 2"),),
        same_as=(SameAs(studies[0].id, "another", "k 1"), SameAs("b é", "another", "k 2")),
        references=(
            Reference(studies[0].id, 3, "Anon A, et al.", "J. 2020;1:2"),
            Reference("b é", 4, "Gone B", "J. 2019;1:2"),
        ),
        claims=(
            Claim("a-count", "Twelve", "Figure 1", CountOf("stage-screened", 12)),
            Claim("maturity", "More: so", "Table 2", MoreMatureThan("ai-enhanced-pat", "workforce-readiness")),
            Claim("some", "Some did\nit", "Results", Share("claim-some", ASKED), concerns=(INTEGRATED, ASKED)),
            Claim("ought", "Should: be", "Outlook", Descriptive("no # count", about=ASKED)),
            Claim("shown", "Shown", "Figure 1", Descriptive("no count", stage="stage-screened")),
            Claim("then", "Then", "Results", Share("claim-some", replace(ASKED, not_years=(YearRange(2019, 2020),)))),
            Claim("fewer", "Fewer", "Results", FewerThan(replace(ASKED, years=YearRange(2019, 2021)), INTEGRATED)),
        ),
        notes=(Note("first\nline\n", "a (b)"), Note("null", "~"), Note("2020-01-01", "yes: # no")),
    )


def store_random(number: int, home: Home) -> tuple[str, Vocabulary]:
    """Make a version of several random reviews the current one, without any sheet."""
    ontology = read_ontology()
    vocabulary = read_vocabulary(ontology)
    drawn = random_reviews(number)
    stated = chain.from_iterable(triples(vocabulary, review) for review in drawn)
    content = Canonical(chain(ontology, stated, same_study_triples(drawn)))
    stored = home.store(Whole(content), vocabulary, tuple(review.id for review in drawn))
    return stored.manifest.version, vocabulary
