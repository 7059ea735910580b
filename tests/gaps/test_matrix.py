"""Two facets crossed: every number is the answer to a question, and the surprise is that of the search for voids."""

import csv
import io
import re
from itertools import product
from typing import cast
from urllib.parse import quote

import pytest

from kg.crossing.counting import Counting
from kg.ontology.vocabulary import Condition
from kg.questions.question import contradiction, with_conditions
from kg.versions.evidence import EvidenceBase
from kg.voids.answer import MOST_LISTED
from tests.law.strategies import ALL_BATCHES, sized
from tests.voids.evidence import cases, is_barred

CASES = sized(quick=3, full=30, thorough=150)
SIDES = "/matrix?rows=unit-operation&columns=pat-modality"
ASKED = [
    SIDES,
    f"{SIDES}&ai-method=chemometrics",
    f"{SIDES}&completeness=review&k=2",
    f"{SIDES}&definition=lenient&not.pat-modality=raman-spectroscopy",
    "/matrix?rows=ai-method&columns=publication-type&year=2015..2022",
    "/matrix?rows=unit-operation&columns=quality-attribute",
]


def said(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def expanded(template, **values):
    return re.sub(r"\{(\w+)\}", lambda variable: quote(values[variable[1]]), template)


def judged(body):
    return {name: body[name] for name in ("bounds", "verdict")}


@pytest.mark.parametrize("number", ALL_BATCHES)
def test_cells_of_random_reviews_are_counted_as_questions(number):
    for case in cases(number, CASES):
        vocabulary, within = case.evidence.vocabulary, case.wanted.within
        facets = tuple(vocabulary.facets[each] for each in case.wanted.facets[:3])
        counting = Counting(cast(EvidenceBase, case.evidence), within, facets, 3)
        for terms in product(*([term.id for term in vocabulary.of_facet(facet.id)] for facet in facets)):
            conditions = [Condition.of(facet.id, [term]) for facet, term in zip(facets, terms, strict=True)]
            question = with_conditions(within, *conditions)
            if not contradiction(vocabulary, question):
                found = counting.judged(counting.near(*terms), None, *terms)
                assert counting.bounds(counting.near(*terms), None) == case.evidence.bounds(question)
                pattern = {each.facet: each.terms[0] for each in conditions}
                assert bool(found["barred"]) == is_barred(vocabulary, within, pattern)


@pytest.mark.parametrize("path", ASKED)
def test_totals_are_the_answers_to_their_questions(path, client):
    table = said(client, path)
    for side in ("rows", "columns"):
        axis = table[side]
        assert [each["term"] for each in axis["totals"]] == axis["terms"]
        for total in axis["totals"][:: max(1, len(axis["terms"]) // 8)]:
            address = expanded(axis["href"], term=total["term"])
            if total["barred"]:
                assert client.get(address).status_code == 422
                continue
            asked = said(client, address)
            assert judged(asked) == judged(total)
            if table["where"]:
                assert asked["bounds"]["upper"] - asked["bounds"]["possible"] == axis["uncharted"]
    if "ai-method=" in path:
        assert table["bounds"] == said(client, "/ask?ai-method=chemometrics")["bounds"]
    elif not table["where"] and not table["definition"]:
        charted = table["population"]["charted"]
        assert {table["bounds"][name] for name in ("certain", "reported", "possible")} == {charted}


@pytest.mark.parametrize("path", ASKED)
def test_the_surprise_is_that_of_the_search_for_voids(path, client):
    table = said(client, path)
    sides = [table[side]["facet"] for side in ("rows", "columns")]
    _, _, more = path.partition("&columns=")[2].partition("&")
    settings = {"definition", "completeness"}
    narrowed = "".join(
        f"&{each}" if each.partition("=")[0] in settings else f"&within={each}"
        for each in more.split("&")
        if each and not each.startswith("k=")
    )
    voids = said(client, f"/voids?facets={','.join(sides)}&grade=observed&top={MOST_LISTED}{narrowed}")
    assert voids["found"] <= MOST_LISTED
    left_out = {each["term"] for each in voids["left_out"]}
    own = {each["facet"] for each in table["where"]}
    of_both = {
        tuple(term for facet in sides for each in void["where"] if each["facet"] == facet for term in each["in"]): void
        for void in voids["items"]
        if len(void["where"]) == 2 and not own & set(sides)
    }
    for cell in table["cells"]:
        place = (cell["row"], cell["column"])
        if cell["barred"] or cell["bounds"]["certain"] or left_out & set(place):
            assert cell["surprise"] is None
        elif own & set(sides):
            assert cell["surprise"] is not None
        else:
            # What a wider void implies has no study one step wider, so none is to be expected of it.
            assert cell["surprise"] == (of_both[place]["surprise"] if place in of_both else 0), place


@pytest.mark.parametrize("by", ["ai-method", "publication-type"])
def test_cells_within_a_third_facet_are_answers(by, client):
    table = said(client, f"{SIDES}&by={by}&k=2")
    broad = [term["id"] for term in said(client, f"/facets/{by}")["members"] if term["broader"] == [by]]
    assert [each["term"] for each in table["segments"]] == broad
    assert said(client, SIDES)["segments"] is None
    for segment in table["segments"]:
        assert judged(said(client, f"/ask?{by}={segment['term']}&k=2")) == judged(segment)
        rows, columns = ({cell[side] for cell in segment["cells"]} for side in ("row", "column"))
        assert len(segment["cells"]) == len(rows) * len(columns)
        assert "unit-operation" in rows
        assert len(rows) < len(table["rows"]["terms"])
        for cell in segment["cells"][:: len(segment["cells"]) // 3]:
            address = expanded(segment["href"], row=cell["row"], column=cell["column"])
            assert judged(said(client, address)) == judged(cell)


@pytest.mark.parametrize(
    ("within", "side", "terms"),
    [
        (["unit-operation=drying"], "rows", {"drying"}),
        (["freeze-drying"], "rows", {"lyophilization"}),
        (["unit-operation=drying,coating"], "rows", {"drying", "coating"}),
        (["unit-operation=sterile-processing", "freeze-drying"], "rows", {"lyophilization"}),
        (["Raman"], "columns", {"raman-spectroscopy"}),
    ],
)
def test_a_side_is_narrowed_to_terms_below_others(within, side, terms, client, vocabulary):
    whole = said(client, SIDES)
    table = said(client, SIDES + "".join(f"&within={quote(each)}" for each in within))
    below = {id_ for id_ in whole[side]["terms"] if terms & vocabulary.with_broader([id_])}
    assert set(table[side]["terms"]) == below
    cells = {(cell["row"], cell["column"]): cell for cell in whole["cells"]}
    assert [cells[cell["row"], cell["column"]] for cell in table["cells"]] == table["cells"]
    assert table["where"] == []


@pytest.mark.parametrize(
    ("within", "same"),
    [
        ("deep learning", "ai-method=deep-learning"),
        ("ai-method=deep learning", "ai-method=deep-learning"),
        ("not.ai-method=clustering", "not.ai-method=clustering"),
        ("year=2019..2022", "year=2019..2022"),
    ],
)
def test_within_other_facets_is_a_condition(within, same, client):
    assert said(client, f"{SIDES}&within={quote(within)}") == said(client, f"{SIDES}&{same}")


@pytest.mark.parametrize(
    ("more", "parameter"),
    [
        ("within=lyofilization", "within"),
        ("within=no-such-facet=drying", "within"),
        ("within=unit-operation=nir-spectroscopy", "within"),
        ("within=unit-operation=coating&within=unit-operation=lyophilization", "within"),
        ("within=", "within"),
        ("by=unit-operation", "by"),
        ("by=nothing", "by"),
        ("verdict=empty", "verdict"),
        ("sort=size", "sort"),
    ],
)
def test_what_cannot_be_shown(more, parameter, client):
    refused = client.get(f"{SIDES}&{more}")
    assert (refused.status_code, refused.json()["parameter"]) == (422, parameter)
    if "lyofilization" in more:
        assert "unit-operation=lyophilization" in refused.json()["nearest"]


@pytest.mark.parametrize(
    "verdict", ["void-among-charted", "none-reported", "unresolved", "sparse", "populated", "void"]
)
def test_cells_of_one_verdict(verdict, client):
    every, some = said(client, f"{SIDES}&by=ai-method"), said(client, f"{SIDES}&by=ai-method&verdict={verdict}")
    assert some["cells"] == [cell for cell in every["cells"] if cell["verdict"] == verdict]
    for whole, part in zip(every["segments"], some["segments"], strict=True):
        assert part["cells"] == [cell for cell in whole["cells"] if cell["verdict"] == verdict]
    assert (every["only"], some["only"]) == (None, verdict)
    assert some["rows"] == every["rows"]


def test_the_most_surprising_come_first(client):
    path = f"{SIDES}&sort=surprise"
    cells = said(client, path)["cells"]
    surprises = [cell["surprise"] for cell in cells]
    assert surprises[0] > 0
    known = [each for each in surprises if each is not None]
    assert surprises == sorted(known, reverse=True) + [None] * (len(cells) - len(known))
    assert sorted(cells, key=lambda cell: (cell["row"], cell["column"])) == said(client, SIDES)["cells"]
    table = list(csv.DictReader(io.StringIO(client.get(f"{path}&format=csv").text)))
    assert [row["surprise"] for row in table] == ["" if each is None else str(each) for each in surprises]


def test_a_table_has_the_cells_within_the_third_facet(client):
    path = f"{SIDES}&by=ai-method"
    body = said(client, path)
    table = list(csv.DictReader(io.StringIO(client.get(f"{path}&format=csv").text)))
    expected = [("", body["href"], cell) for cell in body["cells"]]
    expected += [(each["term"], each["href"], cell) for each in body["segments"] for cell in each["cells"]]
    assert len(table) == len(expected)
    for row, (segment, href, cell) in zip(table, expected, strict=True):
        address = f"http://testserver{expanded(href, row=cell['row'], column=cell['column'])}"
        assert (row["segment"], row["row"], row["column"]) == (segment, cell["row"], cell["column"])
        assert row["href"] == ("" if cell["barred"] else address)
        assert int(row["bounds.possible"]) == cell["bounds"]["possible"]


def test_a_matrix_may_only_exclude(client):
    """Each cell adds what is asked for; ``/ask`` alone would ask nothing."""
    assert client.get("/ask?not.ai-method=clustering").status_code == 422
    table = said(client, f"{SIDES}&not.ai-method=clustering")
    for cell in table["cells"][:: len(table["cells"]) // 5]:
        if not cell["barred"]:
            assert judged(said(client, expanded(table["href"], row=cell["row"], column=cell["column"]))) == judged(cell)
