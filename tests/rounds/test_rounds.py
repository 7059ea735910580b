"""Several rounds of searching in one flow: each keeps its column, and together they are the whole."""

from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.canonical import Canonical
from kg.review.from_rdf import read_flow
from kg.review.model import FlowCount, Review, ReviewHeader
from kg.review.to_rdf import express, triples
from kg.review.to_yaml import review_yaml
from kg.validation.check import broken_rules
from loaders.corpus import read_header, review_faults
from loaders.records.counted import counted_of
from loaders.records.duplicates import group
from loaders.records.flow import VIAS, counted_flow
from loaders.records.folder import read_found
from loaders.records.screening import Choice, Screened, Sheets, Stage, held_of
from loaders.records.searches import Search, Searches, SourceKind
from loaders.updating.flow_text import flow_lines
from tests.living.made_up import person, record, write_found

FILES: dict[str, tuple[SourceKind, int]] = {
    "a.ris": ("database", 1),
    "b.ris": ("web-pages", 1),
    "c.ris": ("register", 2),
    "d.ris": ("contacts", 2),
    "e.ris": ("database", 3),
}
SEARCHES = Searches(tuple(Search(file, "S", kind, round=round_) for file, (kind, round_) in FILES.items()))
KEYS = [f"{file}:{number}" for file in FILES for number in (1, 2, 3)]
RECORDS = [record(key) for key in KEYS]
PAIRS = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(lambda pair: pair[0] != pair[1]), max_size=8
)
CHOSEN = st.fixed_dictionaries({key: st.sampled_from(["out", "open", "in", "gone", "read", "studied"]) for key in KEYS})
LINES: dict[str, list[tuple[Stage, Choice, str]]] = {
    "out": [("title-abstract", "exclude", "")],
    "open": [],
    "in": [("title-abstract", "include", "")],
    "gone": [("title-abstract", "include", ""), ("full-text", "not-retrieved", "")],
    "read": [("title-abstract", "include", ""), ("full-text", "exclude", "excl-no-ai")],
    "studied": [("title-abstract", "include", ""), ("full-text", "include", "")],
}


@pytest.fixture(scope="module")
def nothing(tmp_path_factory, vocabulary):
    folder = tmp_path_factory.mktemp("nothing")
    write_found(folder, [])
    return read_found(folder, vocabulary)


def found_of(nothing, pairs, chosen, searches=SEARCHES, study=lambda head: ""):
    """What a folder holds in which every group of duplicates has the decisions chosen for its first record."""
    decisions = [person(*pair) for pair in pairs]
    groups = group(RECORDS, decisions)
    decided = [
        Screened(head, stage, "Ann", decision, reason, study=study(head) if decision == "include" else "")
        for head in groups.members
        for stage, decision, reason in LINES[chosen[head]]
    ]
    return nothing._replace(
        searches=searches,
        records=RECORDS,
        by_key={each.record: each for each in RECORDS},
        groups=groups,
        sheets=Sheets(decided, frozenset(), [], []),
        screening=held_of(decided, searches),
    )


@given(PAIRS, CHOSEN)
def test_rounds_and_columns_add_up_to_the_whole(nothing, pairs, chosen):
    flow = counted_flow(found_of(nothing, pairs, chosen, study=lambda head: f"study-{int(head[-1]) % 2}"))
    sums: dict[object, Counter[tuple[str, str | None]]] = defaultdict(Counter)
    for each in flow:
        sums[each.round if each.via is None else (each.round, "columns")][each.stage, each.reason] += each.count or 0
    assert sum((sums[round_] for round_ in (1, 2, 3)), Counter()) == +sums[None]
    assert +sums[1, "columns"] == +sums[1]
    assert +sums[2, "columns"] == +sums[2]
    assert (3, "columns") not in sums, "a round of databases alone needs no columns"
    for place in (1, 2, 3, None):
        boxes = {stage: number for (stage, reason), number in sums[place].items() if reason is None}
        identified = boxes["stage-identified-databases"] + boxes["stage-identified-other"]
        assert boxes["stage-screened"] <= identified - boxes["stage-duplicates-removed"]
        assert min(boxes.values()) >= 0


@given(PAIRS)
def test_a_group_counts_in_its_earliest_round(nothing, pairs):
    found = found_of(nothing, pairs, dict.fromkeys(KEYS, "out"))
    flow = {(each.stage, each.round, each.via): each.count for each in counted_flow(found) if each.reason is None}
    rounds = Counter(min(FILES[key.partition(":")[0]][1] for key in keys) for keys in found.groups.members.values())
    for round_ in (1, 2, 3):
        assert flow["stage-screened", round_, None] == rounds[round_]
    of_records = Counter(round_ for _, round_ in FILES.values())
    assert flow["stage-duplicates-removed", 2, None] == 3 * of_records[2] - rounds[2]


def test_a_late_duplicate_leaves_the_earlier_round_as_it_was(nothing):
    chosen = dict.fromkeys(KEYS, "studied")
    before, after = (
        {(each.stage.removeprefix("stage-"), each.round, each.via): each.count or 0 for each in counted_flow(found)}
        for found in (found_of(nothing, pairs, chosen) for pairs in ([], [("c.ris:2", "a.ris:1")]))
    )
    changed = {place: after[place] - number for place, number in before.items() if after[place] != number}
    lower = {"duplicates-removed": 1, "screened": -1, "assessed": -1, "included": -1}
    places = [(None, None), (2, None), (2, "databases")]
    assert changed == {(stage, *place): number for stage, number in lower.items() for place in places}


@given(PAIRS, CHOSEN)
def test_one_round_has_no_columns(nothing, pairs, chosen):
    once = Searches(tuple(replace(each, round=1) for each in SEARCHES.searches))
    flow = counted_flow(found_of(nothing, pairs, chosen, once))
    assert {(each.round, each.via) for each in flow} == {(None, None)}
    whole = [each for each in counted_flow(found_of(nothing, pairs, chosen)) if each.round is None]
    assert list(flow) == whole


def test_text_has_a_column_for_each(nothing, vocabulary):
    flow = counted_flow(found_of(nothing, [("c.ris:2", "a.ris:1")], dict.fromkeys(KEYS, "read")))
    head, first, *_, last = flow_lines(vocabulary, flow)
    columns = [
        "round 1",
        *(f"round {n}, {via}" for n in (1, 2) for via in ("databases", "other methods")),
        "round 2",
        "round 3",
    ]
    assert sorted(filter(None, head.split("  "))) == sorted([*columns, "all rounds"])
    assert first.split()[-3:] == ["identified", "by", "databases"]
    assert last.endswith("no AI or data-analytic element")
    once = [each for each in flow if each.round is None]
    assert next(flow_lines(vocabulary, once)) == "      9  identified by databases"


def test_rounds_go_through_rdf_and_yaml(nothing, vocabulary, tmp_path):
    flow = counted_flow(found_of(nothing, [], dict.fromkeys(KEYS, "read")))
    review = Review(id="r", studies=(), flow=flow)
    assert set(read_flow(express(vocabulary, review), "r")) == set(flow)
    header, faults = read_header(tmp_path / "review.yaml", review_yaml(review))
    assert (header.flow, faults) == (flow, [])
    assert list(review_faults(vocabulary, review, set())) == []


def test_no_query_counts_a_round_twice(nothing, vocabulary):
    graph = express(
        vocabulary, Review(id="r", studies=(), flow=counted_flow(found_of(nothing, [], dict.fromkeys(KEYS, "read"))))
    )
    found = graph.query(
        "PREFIX l: <https://w3id.org/lacuna/onto/> PREFIX t: <https://w3id.org/lacuna/term/> "
        "SELECT (SUM(?n) AS ?all) { ?r l:hasFlowCount [ l:stage t:stage-excluded-fulltext ; "
        "l:exclusionReason ?why ; l:count ?n ] }"
    )
    assert [int(str(number)) for binding in found.bindings for number in binding.values()] == [len(KEYS)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("searches: [{file: a.ris, source: S, kind: database, round: 0}]", "searches.0.round: '0'"),
        ("searches: [{file: a.ris, source: S, kind: database, round: first}]", "searches.0.round: 'first'"),
        (
            "searches: [{file: a.ris, source: S, kind: database}, {file: b.ris, source: S, kind: database, round: 3}]",
            "searches.1.round: '3' — comes after round 1, and no search is of a round between",
        ),
    ],
)
def test_rounds_that_are_wrong(tmp_path, vocabulary, text, said):
    (tmp_path / "searches.yaml").write_text(text, encoding="utf-8")
    assert any(said in str(fault) for fault in read_found(tmp_path, vocabulary).faults)


def test_a_column_is_of_a_round(vocabulary):
    review = Review(id="r", studies=(), flow=(FlowCount("stage-screened", "count-stated", 1, via="other"),))
    assert any(
        "flow.0.via: 'other' — is a column of a round" in str(each) for each in review_faults(vocabulary, review, set())
    )
    assert VIAS == ("databases", "other")


@pytest.mark.parametrize(
    ("stated", "all_included"), [((), None), ((FlowCount("stage-included", "count-stated", 40, round=1),), 40)]
)
def test_what_came_before_the_folder_is_not_made_up(tmp_path, vocabulary, stated, all_included):
    write_found(tmp_path, [record("a.ris:1")])
    text = "searches: [{file: a.ris, source: S, kind: database, round: 2}]"
    (tmp_path / "searches.yaml").write_text(text, encoding="utf-8")
    header = counted_of(tmp_path, vocabulary, ReviewHeader(flow=stated)).header
    whole = {each.stage: each.count for each in header.flow if each.round is None}
    assert whole == ({} if all_included is None else {"stage-included": all_included})
    assert header.included is None


@given(PAIRS, CHOSEN)
def test_no_counted_flow_is_refused(nothing, vocabulary, pairs, chosen):
    flow = counted_flow(found_of(nothing, pairs, chosen, study=lambda head: "one"))
    assert broken_rules(Canonical(triples(vocabulary, Review(id="r", studies=(), flow=flow)))) == set()


@pytest.mark.parametrize(("assessed", "refused"), [(7, False), (8, True), (6, True)])
def test_stated_reports_that_were_not_retrieved_are_taken_off(vocabulary, assessed, refused):
    numbers = {"screened": 20, "excluded-screening": 10, "not-retrieved": 3, "assessed": assessed}
    flow = tuple(FlowCount(f"stage-{stage}", "count-stated", number) for stage, number in numbers.items())
    found = broken_rules(Canonical(triples(vocabulary, Review(id="r", studies=(), flow=flow))))
    assert bool(found) == refused
    assert all("screened less excluded and not retrieved is 7" in each.message for each in found)
