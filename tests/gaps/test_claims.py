"""What the review claims: read, kept, compared with the charting; and what one changed cell changes."""

import csv
import json
import shutil
from dataclasses import replace
from itertools import product

import pytest

from kg.answer.answer import answer
from kg.errors import BadQuestion
from kg.evaluation.verdict import Bounds
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.questions.catalogue import find, read_catalogue
from kg.questions.question import Question
from kg.questions.reading import read_question
from kg.rdf.canonical import Canonical
from kg.reconciliation.claims import (
    check_count,
    check_fewer,
    check_maturity,
    check_share,
    claims_about,
    limits,
    reconciled,
)
from kg.reconciliation.flow import flow, recompute
from kg.reconciliation.maturity import maturity
from kg.review.claimed.from_rdf import read_claims
from kg.review.claimed.model import Descriptive, FewerThan, MoreMatureThan, Share
from kg.review.model import Review
from kg.review.to_rdf import express
from kg.review.to_yaml import CLAIMS_FILE
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.claims_file import read_claims as read_claims_file
from loaders.corpus import DEFAULT_CORPUS, read_corpus
from loaders.pipeline import load
from tests.conftest import SEED
from tests.law import reference
from tests.law.engines import certain_studies, possible_studies
from tests.law.oracle import once_named_is_done

REVIEW = DEFAULT_CORPUS
INTERVALS = [(certain, possible) for possible in range(5) for certain in range(possible + 1)]


@pytest.fixture(scope="module")
def claims(vocabulary):
    found, faults = read_claims_file(vocabulary, SEED / CLAIMS_FILE)
    assert faults == []
    return found


# --- The claims of the review ---


def test_there_are_claims_of_every_kind(claims, vocabulary):
    assert 60 <= len(claims) <= 80
    kinds = {term.id for term in vocabulary.of_facet("claim-kind")} - {"claim-kind"}
    assert {claim.says.kind for claim in claims} == kinds


def test_no_claim_is_a_sentence_of_another(claims):
    assert len({claim.text for claim in claims}) == len(claims)
    assert all(claim.text.endswith(".") and claim.section for claim in claims)


def test_claims_come_back_from_rdf(claims, vocabulary):
    graph = express(vocabulary, Review(REVIEW, (), claims=claims))
    assert read_claims(graph, vocabulary, REVIEW) == tuple(sorted(claims, key=lambda claim: claim.id))


def test_claims_are_in_the_property_graph(claims, vocabulary, dataset):
    projected = project(Canonical(dataset.rdf), schema(vocabulary))
    rows = {row["id"]: row for row in projected.nodes["Claim"]}
    assert set(rows) == {claim.id for claim in claims}
    assert rows["integrated-rare"]["name"] == "integrated rare"
    assert rows["screened"]["count"] == 1124
    assert "it is a recommendation" in str(rows["open-data-recommended"]["rationale"])
    questions = [row["name"] for row in projected.nodes["Question"]]
    assert len(questions) == sum(len(claim.questions) + len(claim.concerns) for claim in claims)
    assert "unit-operation=lyophilization; definition=integrated-strict" in questions
    for ends, edges in projected.edges.items():
        if ends[0] in {"MAKES_CLAIM", "ASKS", "COMPARED_WITH", "CONCERNS", "HAS_CONDITION", "COUNTS", "EXCLUDES"}:
            assert edges, ends


@pytest.mark.parametrize(
    ("yaml", "place", "value", "nearest"),
    [
        ("a: b", "-", "dict", None),
        ("- [", "-", "", None),
        ("- {id: x, id: y}", "-", "", None),
        (
            "- {id: x, text: T., section: S, kind: claim-fewx, about: {definition: strict}}",
            "x.kind",
            "claim-fewx",
            "claim-few",
        ),
        ("- {id: x, text: T., section: S}", "x.kind", "", None),
        ("- {text: T., section: S, kind: claim-few, about: {definition: strict}}", "0.id", None, None),
        ("- {id: X y, text: T., section: S, kind: claim-few, about: {definition: strict}}", "X y.id", "X y", None),
        ("- {id: x, text: ' ', section: S, kind: claim-few, about: {definition: strict}}", "x.text", " ", None),
        (
            "- {id: x, text: T., section: S, sekton: S, kind: claim-few, about: {definition: strict}}",
            "x.sekton",
            "S",
            "section",
        ),
        ("- {id: x, text: T., section: S, kind: claim-few}", "x.about", None, None),
        ("- {id: x, text: T., section: S, kind: claim-few, about: {}}", "x.about.where", "", None),
        (
            "- {id: x, text: T., section: S, kind: claim-few, about: {definition: strikt}}",
            "x.about.definition",
            "strikt",
            None,
        ),
        (
            "- {id: x, text: T., section: S, kind: claim-few, about: {where: [unit-operation: lyofilization]}}",
            "x.about.unit-operation",
            "lyofilization",
            "lyophilization",
        ),
        (
            "- {id: x, text: T., section: S, kind: claim-few, about: {where: [unit-opration: drying]}}",
            "x.about.unit-opration",
            "unit-opration",
            "unit-operation",
        ),
        (
            "- {id: x, text: T., section: S, kind: claim-fewer-than, about: {definition: strict}, than: {definition: strict}}",
            "x.than",
            "",
            None,
        ),
        (
            "- {id: x, text: T., section: S, kind: claim-count, stage: stage-screend, count: 1}",
            "x.stage",
            "stage-screend",
            "stage-screened",
        ),
        ("- {id: x, text: T., section: S, kind: claim-count, stage: stage-screened, count: -1}", "x.count", "-1", None),
        (
            "- {id: x, text: T., section: S, kind: claim-more-mature-than, domain: ai-enhanced-pt, than: workforce-readiness}",
            "x.domain",
            "ai-enhanced-pt",
            "ai-enhanced-pat",
        ),
        ("- {id: x, text: T., section: S, kind: claim-descriptive, rationale: R}", "x", None, None),
        (
            "- {id: x, text: T., section: S, kind: claim-descriptive, rationale: R, about: {definition: strict}, stage: s}",
            "x",
            None,
            None,
        ),
        (
            "- {id: x, text: T., section: S, kind: claim-descriptive, about: {definition: strict}}",
            "x.rationale",
            None,
            None,
        ),
        (
            "- {id: x, text: T., section: S, kind: claim-descriptive, rationale: R, stage: stage-screend}",
            "x.stage",
            "stage-screend",
            "stage-screened",
        ),
        (
            "- {id: x, text: T., section: S, kind: claim-few, about: {definition: strict}, concerns: [{definition: strict}, {}]}",
            "x.concerns.1.where",
            "",
            None,
        ),
        (
            "- &x {id: x, text: T., section: S, kind: claim-count, stage: stage-screened, count: 1}\n- *x",
            "1.id",
            "x",
            None,
        ),
    ],
)
def test_a_fault_is_named_by_its_place(yaml, place, value, nearest, vocabulary, tmp_path):
    (tmp_path / CLAIMS_FILE).write_text(yaml, encoding="utf-8")
    _, (fault,) = read_claims_file(vocabulary, tmp_path / CLAIMS_FILE)
    assert (fault.cell.sheet, fault.cell.column) == (CLAIMS_FILE, place)
    assert value is None or fault.cell.value == value
    assert nearest is None or nearest in fault.nearest
    assert fault.rule.endswith((".", "\n")) or place == "-"


def test_a_corpus_with_a_faulty_claim_is_refused(lacuna, tmp_path):
    folder = tmp_path / REVIEW
    shutil.copytree(SEED, folder)
    text = (folder / CLAIMS_FILE).read_text(encoding="utf-8")
    (folder / CLAIMS_FILE).write_text(
        text.replace("unit-operation: lyophilization", "unit-operation: lyofilization"), encoding="utf-8"
    )
    done = lacuna("check", str(folder))
    assert done.returncode == 1
    assert "integrated-lyophilization-few.about.unit-operation: 'lyofilization'" in done.stderr
    assert "Nearest: lyophilization" in done.stderr


# --- The rules ---


@pytest.mark.parametrize("charted", range(1, 6))
@pytest.mark.parametrize(
    ("at_most", "more_than"), [(0, None), (25, None), (50, None), (None, 50), (None, 25), (None, 0)]
)
def test_a_share_holds_or_fails_where_every_possible_number_does(at_most, more_than, charted):
    for (certain, possible), uncharted in product(INTERVALS, (0, 3, None)):
        if possible > charted:
            continue
        upper = None if uncharted is None else possible + uncharted
        held = {
            100 * number <= at_most * charted if more_than is None else 100 * number > more_than * charted
            for number in range(certain, possible + 1)
        }
        expected = "not-testable" if len(held) > 1 else "agrees" if True in held else "contradicts"
        if more_than == 0 and expected == "contradicts" and upper != 0:
            expected = "not-testable"  # an uncharted study may be the one
        assert check_share(at_most, more_than, Bounds(certain, certain, possible, upper), charted) == expected


@pytest.mark.parametrize(("at_most", "more_than"), [(0, None), (25, None), (None, 50), (None, 0)])
def test_nothing_can_be_tested_where_nothing_is_charted(at_most, more_than):
    assert check_share(at_most, more_than, Bounds(0, 0, 0, 5), 0) == "not-testable"


def test_a_comparison_is_decided_where_all_possible_pairs_agree():
    for mine, other in product(INTERVALS, INTERVALS):
        numbers = [range(certain, possible + 1) for certain, possible in (mine, other)]
        held = {one < two for one, two in product(*numbers)}
        expected = "not-testable" if len(held) > 1 else "agrees" if True in held else "contradicts"
        bounds = [Bounds(certain, certain, possible, 9) for certain, possible in (mine, other)]
        assert check_fewer(*bounds) == expected


def test_counts_and_ranks():
    assert [check_count(5, found) for found in (5, 4, 0, None)] == [
        "self-consistent",
        "contradicts",
        "contradicts",
        "not-testable",
    ]
    ranks = [(3, 2), (2, 2), (1, 2), (None, 2), (2, None), (None, None)]
    assert [check_maturity(*each) for each in ranks] == ["self-consistent", *["contradicts"] * 2, *["not-testable"] * 3]


def test_what_a_kind_means_as_a_share_is_declared(dataset):
    declared = {kind: limits(dataset.rdf, kind) for kind in ("claim-none", "claim-few", "claim-some", "claim-most")}
    assert declared == {
        "claim-none": (0, None),
        "claim-few": (25, None),
        "claim-some": (None, 0),
        "claim-most": (None, 50),
    }
    assert limits(dataset.rdf, "claim-count") == (None, None)


# --- Reconciliation ---


def test_every_reconciliation_rests_on_its_own_numbers(dataset):
    for each in reconciled(dataset.evidence(REVIEW)):
        assert (each.population.charted, each.population.included) == (31, 85)
        if each.counted:
            expected = check_count(each.counted.claimed, each.counted.found)
        elif each.maturity:
            expected = check_maturity(*(judged.rank for judged in each.maturity))
        elif each.kind == "claim-descriptive":
            expected = "not-testable"
        elif each.than:
            expected = check_fewer(_bounds(each.about), _bounds(each.than))
        else:
            expected = check_share(each.at_most_percent, each.more_than_percent, _bounds(each.about), 31)
        assert each.reconciliation == expected, each.id
        assert bool(each.reason) == (expected == "not-testable"), each.id


def test_what_only_the_review_can_bear_out_is_no_agreement(dataset):
    found = {each.id: each for each in reconciled(dataset.evidence(REVIEW))}
    of_the_review = {"claim-count", "claim-more-mature-than"}
    assert {each.kind for each in found.values() if each.reconciliation == "self-consistent"} == of_the_review
    assert not [each.id for each in found.values() if each.kind in of_the_review and each.reconciliation == "agrees"]
    assert {each.reconciliation for each in found.values() if each.kind == "claim-count"} == {"self-consistent"}
    by_hand = found["identified-hand-searching"].counted
    assert by_hand
    assert (by_hand.claimed, by_hand.found) == (58, 58)
    twins = found["ai-pat-more-mature-than-twins"]
    assert [(each.rank, each.scale) for each in twins.maturity or ()] == [(4, "4 of 5"), (None, "off the scale")]
    assert (twins.reconciliation, "off the scale" in str(twins.reason)) == ("not-testable", True)
    assert found["ai-pat-more-mature-than-workforce"].reconciliation == "self-consistent"


def test_a_statement_that_is_no_count_says_why_it_is_not_tested(dataset):
    descriptive = {each.id: each for each in reconciled(dataset.evidence(REVIEW)) if each.kind == "claim-descriptive"}
    assert {"twin-metrics-not-standardized", "open-data-recommended", "operators-over-campaigns-unknown"} < set(
        descriptive
    )
    assert {"drift-in-routine-use-needed", "data-integrity-recommended", "failures-unpublished"} < set(descriptive)
    told = {
        claim.id: claim.says.rationale
        for claim in dataset.evidence(REVIEW).reviews[0].claims
        if claim.id in descriptive
    }
    assert {id_: each.reason for id_, each in descriptive.items()} == told


def test_a_number_that_the_flow_does_not_have_contradicts(vocabulary, tmp_path):
    folder = tmp_path / REVIEW
    shutil.copytree(SEED, folder)
    file = folder / CLAIMS_FILE
    text = file.read_text(encoding="utf-8").replace("count: 58\n", "count: 59\n")
    file.write_text(text.replace("stage: stage-assessed\n", "stage: stage-not-retrieved\n"), encoding="utf-8")
    load((str(folder),), Home(tmp_path / "home"))
    dataset = Dataset.open(Home(tmp_path / "home"))
    found = {each.id: each for each in reconciled(dataset.evidence(REVIEW))}
    dataset.close()
    assert found["identified-hand-searching"].reconciliation == "contradicts"
    assert found["assessed"].reconciliation == "not-testable"
    assert "does not state" in str(found["assessed"].reason)


@pytest.mark.slow
def test_without_the_coders_statements_less_can_be_tested(dataset):
    trusting = reconciled(dataset.evidence(REVIEW))
    wary = reconciled(dataset.evidence(REVIEW), "review")
    for one, other in zip(trusting, wary, strict=True):
        assert other.reconciliation in {one.reconciliation, "not-testable"}
    sides = [[side.bounds for each in found for side in (each.about, each.than) if side] for found in (trusting, wary)]
    assert all(
        one.certain >= other.certain and one.possible <= other.possible for one, other in zip(*sides, strict=True)
    )
    assert sum(one.possible for one in sides[0]) < sum(other.possible for other in sides[1])


def _bounds(asked):
    return Bounds(**dict(asked.bounds))


FLIPS = [
    ("kim-2025", "implementation-status", "gmp-commercial-deployment"),
    ("peterfi-2025", "country", "japan"),
    ("beke-2021", "manufacturing-mode", "batch-manufacturing"),
    ("harms-2019", "pat-modality", "fbrm"),
    ("chavez-2022", "unit-operation", "lyophilization"),
    ("meszaros-2024", "study-design", "longitudinal-deployment-study"),
]


@pytest.mark.parametrize(("study", "facet", "value"), FLIPS)
@pytest.mark.slow
def test_a_flipped_study_changes_exactly_the_dependent_claims(study, facet, value, dataset, vocabulary, tmp_path):
    folder = tmp_path / REVIEW
    shutil.copytree(SEED, folder)
    assert _flip(folder, study, facet, value) > 0
    before, after = (read_corpus(vocabulary, path).review for path in (SEED, folder))
    load((str(folder),), Home(tmp_path / "home"))
    flipped = Dataset.open(Home(tmp_path / "home"))
    old, new = (_by_id(each) for each in (dataset, flipped))
    flipped.close()
    changed = {id_ for id_ in old if old[id_] != new[id_]}
    depending = {
        claim.id
        for claim in before.claims
        for question in claim.questions
        if facet in {condition.facet for condition in question.expanded(vocabulary).values()}
        and _counted(vocabulary, before, question) != _counted(vocabulary, after, question)
    }
    assert changed == depending
    assert 0 < len(changed) < len(old)


@pytest.mark.slow
def test_a_flipped_study_turns_the_claims_that_it_must(vocabulary, tmp_path):
    """Were nothing deployed but one prospective study in routine manufacture, it could not be said that there is none."""
    folder = tmp_path / REVIEW
    shutil.copytree(SEED, folder)
    for facet, value in (("implementation-status", "gmp-commercial-deployment"), ("study-design", "prospective-study")):
        _flip(folder, "kim-2025", facet, value)
    load((str(folder),), Home(tmp_path / "home"))
    dataset = Dataset.open(Home(tmp_path / "home"))
    found = {each.id: each for each in reconciled(dataset.evidence(REVIEW))}
    dataset.close()
    assert found["prospective-gmp-none"].reconciliation == "contradicts"
    assert _bounds(found["prospective-gmp-none"].about).certain == 1


def _flip(folder, study, facet, value):
    """Put a value wherever the coders said something of a study on a facet; how many cells that were."""
    cells = 0
    for sheet in folder.glob("*.csv"):
        with sheet.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            if row["study"] == study and row.get(facet):
                row[facet] = value
                cells += 1
        with sheet.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return cells


def _by_id(dataset):
    return {each.id: each.model_dump_json() for each in reconciled(dataset.evidence(REVIEW))}


def _counted(vocabulary, review, question):
    """The bounds among the charted, by the reference."""
    rows = reference.rows(vocabulary, review, question)
    named = reference.rows(vocabulary, once_named_is_done(review), question)
    return len(certain_studies(rows)), len(possible_studies(named)), len(possible_studies(rows))


# --- Beside answers ---


def _claims_of(dataset, *where, definition=None):
    question = read_question(dataset.vocabulary, where, definition=definition)
    return [claim.id for claim in answer(dataset.evidence(), question).claims or ()]


def test_an_answer_bears_the_claims_on_its_question(dataset):
    lyophilization = ("unit-operation", "lyophilization")
    assert _claims_of(dataset, lyophilization, definition="strict") == ["integrated-lyophilization-few"]
    assert _claims_of(dataset, lyophilization, definition="lenient") == []
    assert _claims_of(dataset, lyophilization) == []
    both = ["twins-batch-fewer-than-continuous"]
    for mode in ("batch-manufacturing", "continuous-manufacturing"):
        assert _claims_of(dataset, ("manufacturing-mode", mode), definition="described-twin") == both
    for years in ("2017..2020", "2021..2025", "2017..2025"):
        assert _claims_of(dataset, ("year", years)) == ["earlier-fewer-than-later"]


def test_a_claim_is_found_by_whatever_name_its_question_is_asked(dataset):
    biopharmaceutical = ("product-type", "biopharmaceutical")
    by_definition = _claims_of(dataset, biopharmaceutical, definition="described-twin")
    by_condition = _claims_of(dataset, biopharmaceutical, ("twin-component", "twin-component"))
    assert by_definition == by_condition == ["twins-bioprocessing-few"]


def test_claims_of_an_answer_rely_on_what_the_answer_does(dataset):
    stored = read_catalogue()["gap_integrated_any_operation"]
    question = stored.read(dataset.vocabulary, completeness="review")
    (claim,) = claims_about(dataset.evidence(REVIEW), question)
    listed = {each.id: each for each in reconciled(dataset.evidence(REVIEW), "review")}
    assert claim.reconciliation == listed[claim.id].reconciliation == "not-testable"


def test_the_review_is_said_to_be_silent_only_where_it_is(dataset):
    silent = {"gap_raman_deep_learning", "gap_twin_coating", "gap_twin_milling_drying", "gap_twin_tableting"}
    found = {
        name: answer(dataset.evidence(), stored.read(dataset.vocabulary), stored=stored).claims
        for name, stored in read_catalogue().items()
    }
    assert {name for name, claims in found.items() if not claims} == silent
    assert {found[name] for name in silent} == {()}


def test_questions_about_the_review_bear_the_claims_on_it(dataset):
    catalogue = read_catalogue()
    (flow_figure,) = claims_about(dataset.evidence(REVIEW), Question(), catalogue["gap_exclusion_reasons"])
    assert (flow_figure.id, flow_figure.reconciliation) == ("exclusion-reasons-expected", "not-testable")
    of_maturity = claims_about(dataset.evidence(REVIEW), Question(), catalogue["gap_maturity_order"])
    assert [each.id for each in of_maturity] == sorted(
        claim.id for claim in dataset.evidence(REVIEW).reviews[0].claims if isinstance(claim.says, MoreMatureThan)
    )


@pytest.mark.slow
def test_the_command_line_ends_with_the_claims(lacuna):
    *_, said, claim = lacuna("ask", "gap_integrated_lyophilization").stdout.splitlines()
    assert said == "The review itself says:"
    assert "(Manufacturing Unit Operations Covered)" in claim
    silent = lacuna("ask", "gap_raman_deep_learning").stdout.splitlines()[-1]
    assert silent == "The review itself says nothing on this question."


# --- Maturity and flow ---


def test_maturity_stands_in_its_declared_order(dataset, vocabulary):
    ranks = [term.rank for term in vocabulary.of_facet("maturity-level") if term.rank]
    assert sorted(ranks) == list(range(1, 6))
    assert [(each.domain, each.rank) for each in maturity(dataset.evidence(REVIEW))] == [
        ("ai-enhanced-pat", 4),
        ("regulatory-quality-alignment", 3),
        ("industrial-deployment", 2),
        ("integrated-pat-ai-twin", 2),
        ("workforce-readiness", 1),
        ("digital-twin-models", None),
    ]


@pytest.mark.parametrize(
    ("reference_", "certain", "possible"),
    [
        ("ai-enhanced-pat", 4, 5),
        ("workforce-readiness", 0, 1),
        ("industrial-deployment", 1, 2),
        ("digital-twin-models", 0, 5),
    ],
)
def test_what_is_less_mature_than_a_domain(reference_, certain, possible, dataset):
    stored = find(read_catalogue(), "gap_maturity_order")
    asked = replace(stored, spec=stored.spec.model_copy(update={"less_mature_than": reference_}))
    found = answer(dataset.evidence(), Question(), stored=asked)
    assert (found.bounds.certain, found.bounds.possible, found.bounds.upper) == (certain, possible, possible)
    assert found.table
    off = [row.label for row in found.table.rows if "off the scale" in str(row.note)]
    assert off == ([] if reference_ == "digital-twin-models" else ["digital twin models"])


def test_a_domain_that_there_is_not_is_named(dataset):
    stored = find(read_catalogue(), "gap_maturity_order")
    asked = replace(stored, spec=stored.spec.model_copy(update={"less_mature_than": "ai-enhanced-pt"}))
    with pytest.raises(BadQuestion, match="ai-enhanced-pat"):
        answer(dataset.evidence(), Question(), stored=asked)


def test_the_flow_is_worked_out_again(dataset):
    found = flow(dataset.evidence(REVIEW))
    assert [each.stage for each in found][:3] == [
        "stage-identified-databases",
        "stage-identified-other",
        "stage-duplicates-removed",
    ]
    assert found[-1].stage == "stage-included"
    derived = [(each.count, each.recomputed, each.adds_up) for each in found if each.status == "count-derived"]
    assert derived == [(676, 676, True), (856, 856, True), (183, 183, True)]
    missing = [each for each in found if each.status == "count-not-stated"]
    assert len(missing) == 2
    assert all((each.count, each.recomputed, each.adds_up) == (None, None, None) for each in missing)
    assert all(each.source for each in found)


def test_a_derivation_from_unstated_numbers_does_not_count(dataset):
    assert recompute("10 + 2 - 3", {10, 2, 3}) == 9
    assert recompute("10 + 2 - 3", {10, 2}) is None
    assert recompute("10 * 2", {10, 2}) is None
    assert recompute("about 10", {10}) is None


# --- Over HTTP ---


def test_claims_over_http(client, dataset):
    said = client.get("/claims").json()
    assert said["page"]["total"] == len(dataset.evidence(REVIEW).reviews[0].claims)
    counts = {
        outcome: client.get(f"/claims?reconciliation={outcome}").json()["page"]["total"]
        for outcome in ("agrees", "contradicts", "self-consistent", "not-testable")
    }
    assert sum(counts.values()) == said["page"]["total"]
    by_id = {each["id"]: each for each in said["items"]}
    assert by_id["integrated-rare"]["at_most_percent"] == 25
    assert by_id["integrated-rare"]["about"]["definition"] == "integrated-strict"
    assert by_id["screened"]["counted"] == {"stage": "stage-screened", "claimed": 1124, "found": 1124}
    assert said["maturity"][-1]["rank"] is None
    assert said["maturity"][-1]["scale"] == "off the scale"
    paged = client.get("/claims?size=7&page=2")
    assert [each["id"] for each in paged.json()["items"]] == sorted(by_id)[7:14]
    assert 'rel="next"' in paged.headers["Link"]


@pytest.mark.parametrize("path", ["/claims", "/flow", "/checklist"])
def test_lists_of_the_review_itself_keep_to_the_rules_of_lists(path, client):
    first = client.get(path)
    assert client.get(path).content == first.content
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get(f"{path}?revue=x").status_code == 422
    unknown = client.get(f"{path}?review=okafor-bello-2024")
    assert (unknown.status_code, unknown.json()["nearest"]) == (404, [REVIEW])


def test_an_unknown_reconciliation_is_refused(client):
    said = client.get("/claims?reconciliation=agree")
    assert (said.status_code, said.json()["parameter"]) == (422, "reconciliation")


def test_the_flow_over_http(client):
    said = client.get("/flow").json()
    assert said["page"]["total"] == 10
    assert [each["count"] for each in said["items"] if each["status"] == "count-stated"] == [1742, 58, 1124, 268, 85]


def test_claims_stand_with_their_answer_over_http(client):
    said = client.get("/gaps/gap_integrated_lyophilization").json()["claims"]
    assert [list(each) for each in said] == [["review", "id", "text", "section", "reconciliation", "reason"]]
    assert client.get("/ask?ai-method=deep-learning").json()["claims"] == []


def test_a_sheet_alone_claims_nothing(write_sheet, seed_rows, tmp_path):
    sheet = write_sheet(seed_rows[:3])
    load((str(sheet),), Home(tmp_path / "home"))
    dataset = Dataset.open(Home(tmp_path / "home"))
    assert reconciled(dataset.evidence("sheet")) == ()
    assert maturity(dataset.evidence("sheet")) == ()
    assert flow(dataset.evidence("sheet")) == ()
    dataset.close()


def test_kinds_of_claims_hold_the_questions_that_they_need(claims):
    for claim in claims:
        match claim.says:
            case Share():
                assert len(claim.questions) == 1
            case FewerThan(about=about, than=than):
                assert claim.questions == (about, than)
                assert about != than
            case MoreMatureThan(domain=domain, than=than):
                assert domain != than
            case Descriptive(about=about, stage=stage):
                assert (about is None) != (stage is None)
        assert all(question == replace(question, completeness="all") for question in claim.questions)
        assert json.dumps(claim.text)
