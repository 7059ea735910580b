"""Duplicates: the groups that decisions give, who is heeded, and what the rule finds."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.records.duplicates import Decision, group, read_decisions, write_decisions
from loaders.updating.rule import found_by_rule
from tests.living.made_up import person, record, rule

KEYS = tuple(f"a.ris:{number}" for number in range(1, 7))
RECORDS = [record(key) for key in KEYS]
PAIRS = list(itertools.combinations(KEYS, 2))


def members(*decisions: Decision) -> list[tuple[str, ...]]:
    return [group_ for group_ in group(RECORDS, decisions).members.values() if len(group_) > 1]


def test_what_is_joined_over_others_is_one_group():
    assert members(rule(KEYS[2], KEYS[4]), person(KEYS[4], KEYS[0])) == [(KEYS[0], KEYS[2], KEYS[4])]


def test_a_person_keeps_apart_what_the_rule_joins():
    apart = person(KEYS[0], KEYS[1], "different")
    groups = group(RECORDS, [rule(KEYS[0], KEYS[1]), apart])
    assert groups.duplicates == 0
    assert groups.overruled == (rule(KEYS[0], KEYS[1]),)


def test_a_person_keeps_apart_what_the_rule_joins_over_others():
    decisions = [rule(KEYS[0], KEYS[1]), rule(KEYS[1], KEYS[2]), person(KEYS[0], KEYS[2], "different")]
    assert members(*decisions) == [KEYS[:2]]
    assert group(RECORDS, decisions).overruled == (decisions[1],)


@pytest.mark.parametrize("answer", ["same", "different"])
def test_a_pair_is_unsure_until_a_person_decides(answer):
    open_ = rule(KEYS[0], KEYS[1], "unsure")
    assert group(RECORDS, [open_]).unsure == (open_,)
    assert group(RECORDS, [open_, person(KEYS[0], KEYS[1], answer)]).unsure == ()


def test_other_dois_are_for_a_person():
    records = [record(key, doi=doi) for key, doi in zip(KEYS, ("10.1000/a", "", "10.1000/b"), strict=False)]
    joins = [rule(KEYS[0], KEYS[1]), rule(KEYS[1], KEYS[2])]
    groups = group(records, joins)
    assert groups.duplicates == 1
    assert groups.unsure == (joins[1],)
    assert group(records, [*joins, person(KEYS[0], KEYS[2])]).duplicates == 2


decisions_ = st.lists(
    st.builds(
        lambda pair, decision, make: make(*pair, decision),
        st.sampled_from(PAIRS),
        st.sampled_from(("same", "different", "unsure")),
        st.sampled_from((person, rule)),
    ),
    max_size=12,
)


@given(decisions_)
def test_persons_are_always_heeded(decisions):
    by_persons = [each for each in decisions if not each.by_rule]
    joined = {key: set(group_) for group_ in group(RECORDS, by_persons).members.values() for key in group_}
    contradicted = any(each.decision == "different" and each.other in joined[each.record] for each in by_persons)
    groups = group(RECORDS, decisions)
    found = {key: set(group_) for group_ in groups.members.values() for key in group_}
    assert sorted(key for group_ in groups.members.values() for key in group_) == sorted(KEYS)
    for each in by_persons:
        if each.decision == "same":
            assert each.other in found[each.record]
        if each.decision == "different" and not contradicted:
            assert each.other not in found[each.record]


@given(decisions_)
def test_the_same_decisions_give_the_same_groups(tmp_path_factory, decisions):
    folder = tmp_path_factory.mktemp("folder")
    write_decisions(folder, RECORDS, decisions)
    again, faults, _ = read_decisions(folder, RECORDS)
    assert again == decisions
    turned, other = group(RECORDS, decisions[::-1]), group(RECORDS, decisions)
    assert (turned.members, set(turned.unsure)) == (other.members, set(other.unsure))
    assert group(RECORDS, again) == group(RECORDS, decisions)
    assert all("other lines by persons make them one" in str(fault) for fault in faults)


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"record": "a.ris:99"}, "'a.ris:99' — is no record of records.csv"),
        ({"other": "a.ris:1"}, "is the record itself"),
        ({"decision": "sames"}, "is none of same, different, unsure. Nearest: same"),
        ({"decided_by": ""}, "Say who decided"),
    ],
)
def test_a_decision_that_is_wrong_is_named(tmp_path, spoilt, said):
    one = Decision(**{**person(KEYS[0], KEYS[1])._asdict(), **spoilt})
    titles = [*RECORDS, record("a.ris:99")]
    write_decisions(tmp_path, titles, [one])
    _, (fault,), _ = read_decisions(tmp_path, RECORDS)
    assert str(fault).startswith("duplicates.csv row 2 column ")
    assert said in str(fault)


LIKE = {
    "another case and sign at the end": {"title": "DIGITAL TWINS OF A TABLET PRESS IN ROUTINE USE."},
    "no DOI": {"doi": ""},
    "initials": {"authors": "Novak J; Li X"},
    "a journal in short": {"journal": "Int. J. Pharm."},
    "no pages": {"pages": ""},
}
FIRST = record(
    "a.ris:1",
    "Digital twins of a tablet press in routine use",
    year="2021",
    doi="10.1/x",
    authors="Novak, Jana; Li, Xu",
    journal="International Journal of Pharmaceutics",
    volume="12",
    number="3",
    pages="1-10",
    type="article",
)


@pytest.mark.parametrize("said", LIKE.values(), ids=LIKE)
def test_the_rule_joins_what_was_written_otherwise(said):
    (found,) = found_by_rule([FIRST, FIRST._replace(record="b.nbib:1", **said)], [], "2026-11-28")
    assert (found.record, found.other, found.decision) == ("a.ris:1", "b.nbib:1", "same")
    assert found.by_rule


@pytest.mark.parametrize(
    "said",
    [
        {"title": "Near-infrared monitoring of a fluid bed", "doi": "10.1/y", "pages": "11-20"},
        {
            "title": "Digital twins of a tablet press in routine use: reply",
            "doi": "10.1/y",
            "pages": "90",
            "year": "2023",
        },
        {"title": "Part 2: Digital twins of a roller compactor in routine use", "doi": "10.1/y", "pages": "11-20"},
    ],
)
def test_the_rule_joins_no_two_publications(said):
    found = found_by_rule([FIRST, FIRST._replace(record="b.nbib:1", **said)], [], "2026-11-28")
    assert all(each.decision == "unsure" for each in found)


def test_what_is_decided_is_not_decided_again():
    records = [FIRST, FIRST._replace(record="b.nbib:1")]
    (found,) = found_by_rule(records, [], "2026-11-28")
    assert found_by_rule(records, [found.pair], "2026-11-29") == []


SAID = {
    "year": "2021",
    "authors": "Li, Xu",
    "journal": "J",
    "volume": "1",
    "number": "2",
    "pages": "3-9",
    "doi": "10.1/a",
}


@pytest.mark.parametrize("lacking", [True, False])
@pytest.mark.parametrize("name", SAID)
def test_what_no_record_states_is_no_hindrance(name, lacking):
    said = {field: text for field, text in SAID.items() if (field != name) == lacking}
    found = found_by_rule([record(key, "Twins in a plant", **said) for key in KEYS[:2]], (), "2026-01-01")
    assert len(found) <= 1
    if lacking:
        assert [each.decision for each in found] == ["same"]
