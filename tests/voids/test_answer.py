"""What a search says of the charted review: every number again by the question that it links to."""

import csv
import io
import json
import math

import pytest

from kg.voids.answer import MOST_LISTED, voids
from kg.voids.left_out import _since, left_out
from kg.voids.models import VoidBody
from kg.voids.search import MOST_FACETS, read_wanted

PATH = "/voids?facets=unit-operation,pat-modality,ai-method"
LYOPHILIZATION = "/voids?facets=pat-modality,ai-method&within=unit-operation=lyophilization"
ASKED = [
    PATH,
    f"{PATH}&grade=observed&k=2&completeness=review",
    f"{PATH},quality-attribute,manufacturing-mode,product-type&top=10",
    f"{PATH}&grade=certified",
    LYOPHILIZATION,
    f"{LYOPHILIZATION}&within=year=2015..2025&within=not.ai-method=deep-learning&grade=observed",
    "/voids?facets=unit-operation,publication-type&definition=lenient&grade=observed&top=5",
    "/voids?facets=country&grade=observed&top=5",
]
COUNTED = {"observed": "certain", "reported": "reported", "certified": "possible"}


def said(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("path", ASKED)
def test_every_number_is_that_of_the_question_linked_to(client, path):
    found = said(client, path)
    for void in found["items"]:
        asked = said(client, void["href"])
        assert (asked["bounds"], asked["verdict"]) == (void["bounds"], void["verdict"])
        assert asked["claims"] == void["claims"]
        assert void["bounds"][COUNTED[found["grade"]]] < found["k"]
        for miss in void["near_misses"]:
            wider = said(client, miss["href"])
            assert wider["bounds"] == miss["bounds"]
            assert [each["id"] for each in wider["certain"]] == miss["certain"]
            assert [each["citation"] for each in wider["certain"]] == miss["citations"]
            assert miss["bounds"][COUNTED[found["grade"]]] >= found["k"]
        if void["elsewhere"]:
            everywhere = {each["id"] for each in said(client, void["elsewhere"]["href"])["certain"]}
            assert set(void["elsewhere"]["certain"]) == everywhere - {each["id"] for each in asked["certain"]}


@pytest.mark.parametrize("path", ASKED)
def test_the_surprise_is_the_least_expectation(client, path):
    found = said(client, path)
    for void in found["items"]:
        for each in void["expected"]:
            assert each["studies"] == each["wider"] * each["with_term"] / (each["with_broader"] or 1)
        assert void["surprise"] == min((each["studies"] for each in void["expected"]), default=0)
    surprises = [void["surprise"] for void in found["items"]]
    assert surprises == sorted(surprises, reverse=True)
    if surprises and surprises[0]:
        chance = f"a probability of {math.exp(-surprises[0]):.0%}"
        assert (chance in found["sentence"]) == (found["k"] == 1)  # it is the chance of no study at all


@pytest.mark.parametrize("path", ASKED)
def test_the_permalink_gives_the_same(client, path):
    found = said(client, path)
    link = found["certificate"]["permalink"]
    top = f"&top={len(found['items'])}" if found["items"] else ""
    assert said(client, link + top) == found
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_the_voids_of_lyophilization_are_sentences(client):
    found = said(client, LYOPHILIZATION)
    assert found["sentence"].startswith("Within “unit operation: lyophilization”, ")
    assert "54 more are not charted" in found["sentence"]
    assert len(found["items"]) > 10
    first = found["items"][0]
    assert first["sentence"].startswith(
        "Within “unit operation: lyophilization”, none of the 31 charted studies is known to report “"
    )
    assert first["elsewhere"]["certain"]
    assert "“unit operation: lyophilization”" in first["next_study"]


def test_under_explored_operations_appear_or_it_says_why_not(client):
    """Its section names biopharmaceuticals, aseptic processing, packaging and complex delivery systems."""
    observed = said(client, "/voids?facets=unit-operation&grade=observed&top=1000")
    terms = {void["where"][0]["in"][0] for void in observed["items"]}
    assert {"bioprocessing", "sterile-processing", "packaging-operations"} <= terms
    reported = said(client, "/voids?facets=unit-operation")
    assert reported["items"] == []
    (opened,) = reported["open"]
    assert (opened["facets"], opened["studies"]) == (["unit-operation"], 2)
    names = " and ".join(opened["citations"])
    assert f"2 studies ({names}) may have any of these terms, because the charting" in reported["sentence"]
    assert " alone: " not in reported["sentence"]
    together = said(client, "/voids?facets=unit-operation,pat-modality,ai-method&top=1")["sentence"]
    assert "No void has terms of unit operation and PAT modality alone: 1 study (" in together


_OF = "of the 31 charted studies (54 more are not charted)"


@pytest.mark.parametrize(
    ("asked", "grade", "k", "least", "others"),
    [
        ("facets=unit-operation", "reported", 1, f"one {_OF} has, or may have by what it names", "“observed”, which"),
        ("facets=unit-operation", "reported", 2, f"2 {_OF} have, or may have by what they name", "“observed”, which"),
        (
            "facets=unit-operation,ai-method&within=country=asia",
            "certified",
            1,
            f"one {_OF} can have",
            "and “observed”",
        ),
        ("facets=twin-label", "observed", 1, f"one {_OF} certainly has", "no voids here either"),
    ],
)
def test_an_empty_list_says_at_which_grade(asked, grade, k, least, others, client, lacuna):  # noqa: PLR0917
    found = said(client, f"/voids?{asked}&grade={grade}&k={k}")
    assert (found["items"], found["grade"], found["k"]) == ([], grade, k)
    assert f"at the grade “{grade}”: every combination searched is one that at least {least}" in found["sentence"]
    assert others in found["sentence"]
    pairs = [each.split("=", 1) for each in asked.split("&")]
    options = [part for name, value in pairs for part in (f"--{name}", value)]
    text = lacuna("voids", *options, "--grade", grade, "-k", str(k)).stdout
    assert " ".join(text.split()).startswith(found["sentence"])


@pytest.mark.parametrize("asked", ["facets=unit-operation", "facets=twin-label&grade=observed"])
def test_what_is_said_of_other_grades_holds(asked, client):
    empty = said(client, f"/voids?{asked}")
    for grade in ("observed", "reported", "certified"):
        if "either" in empty["sentence"]:
            assert said(client, f"/voids?{asked.partition('&')[0]}&grade={grade}")["items"] == []
    assert "either" in empty["sentence"] or said(client, f"/voids?{asked}&grade=observed")["items"]


def test_open_facets_are_those_without_a_void_of_their_own(client):
    for path in ASKED:
        found = said(client, f"{path.partition('&top')[0]}&top={MOST_LISTED}")
        for each in found["open"]:
            assert each["studies"] >= found["k"]
            assert not any(
                {where["facet"] for where in void["where"]} <= set(each["facets"]) for void in found["items"]
            )


def test_voids_by_themselves_are_named_beyond_the_list(client):
    path = "/voids?facets=country&grade=observed"
    every, few = said(client, f"{path}&top=1000"), said(client, f"{path}&top=3")
    terms = [void["where"][0]["in"][0] for void in every["items"]]
    assert (every["found"], every["unused"]) == (len(terms), [])
    assert few["unused"] == sorted(set(terms) - {void["where"][0]["in"][0] for void in few["items"]})
    assert len(few["unused"]) == few["found"] - 3 > 0


def test_a_search_that_met_its_bound_says_so(dataset):
    wanted = read_wanted(dataset.vocabulary, "unit-operation,pat-modality,ai-method")
    whole, part = voids(dataset.evidence(), wanted, 1000), voids(dataset.evidence(), wanted, 1000, most_tested=400)
    assert (whole.complete, whole.searched_to) == (True, None)
    assert not part.complete
    assert part.searched_to is not None
    assert f"The search stopped at width {part.searched_to + 1}" in part.sentence
    assert part.tested <= 800
    assert {each.where for each in part.items} == {each.where for each in whole.items if each.width <= part.searched_to}
    assert "stopped" not in whole.sentence


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "facets"),
        ("facets=", "facets"),
        ("facets=pat-modality,pat-modality", "facets"),
        ("facets=pat-modalty", "facets"),
        ("facets=maturity-level", "facets"),
        (f"facets={','.join(f'x{number}' for number in range(MOST_FACETS + 1))}", "facets"),
        ("facets=pat-modality&within=unit-operation", "within"),
        ("facets=pat-modality&within=unit-operation=lyophilisatio", "unit-operation"),
        ("facets=pat-modality&within=not.unit-operation=drying", "where"),
        ("facets=pat-modality&grade=sure", "grade"),
        ("facets=pat-modality&k=0", "k"),
        ("facets=pat-modality&top=1001", "top"),
        ("facets=pat-modality&unit-operation=drying", "unit-operation"),
        ("facets=pat-modality&definition=none-such", "definition"),
        ("facets=pat-modality&within=unit-operation=bioprocessing&within=quality-attribute=tablet-attribute", None),
    ],
)
def test_what_cannot_be_searched_is_refused(client, query, parameter):
    answer = client.get(f"/voids?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert parameter in {None, answer.json()["parameter"]}


def test_too_many_facets_are_refused(client, vocabulary):
    seven = ",".join([facet.id for facet in vocabulary.charted_facets][: MOST_FACETS + 1])
    assert "6 are allowed" in client.get(f"/voids?facets={seven}").json()["detail"]


def test_rules_are_named_and_what_they_bar_is_no_void(client, vocabulary):
    found = said(client, "/voids?facets=unit-operation,quality-attribute&grade=observed&top=1000")
    assert {each["id"] for each in found["incompatible"]} >= {"tablet-attribute-in-bioprocessing"}
    for void in found["items"]:
        terms = {where["facet"]: where["in"][0] for where in void["where"]}
        of_operation = vocabulary.with_broader([terms.get("unit-operation", "unit-operation")])
        of_attribute = vocabulary.with_broader([terms.get("quality-attribute", "quality-attribute")])
        assert not ("bioprocessing" in of_operation and "tablet-attribute" in of_attribute)


def test_a_table_has_a_column_for_each_facet(client):
    answer = client.get(f"{PATH}&top=7", headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    found = said(client, f"{PATH}&top=7")
    assert len(rows) == 7
    for row, void in zip(rows, found["items"], strict=True):
        terms = {where["facet"]: where["in"][0] for where in void["where"]}
        assert {facet: row[facet] for facet in found["facets"]} == {
            facet: terms.get(facet, "") for facet in found["facets"]
        }
        assert (row["sentence"], row["bounds.possible"]) == (void["sentence"], str(void["bounds"]["possible"]))
        assert row["certificate.permalink"] == f"http://testserver{found['certificate']['permalink']}"


def test_the_command_prints_what_the_service_answers(lacuna, client):
    options = ("--facets", "pat-modality,ai-method", "--within", "unit-operation=lyophilization", "--top", "3")
    assert json.loads(lacuna("voids", *options, "--json").stdout) == said(client, f"{LYOPHILIZATION}&top=3")
    done = lacuna("voids", *options)
    assert (done.returncode, done.stderr) == (0, "")
    text = " ".join(done.stdout.split())
    for void in said(client, f"{LYOPHILIZATION}&top=3")["items"]:
        assert void["sentence"] in text
        assert void["href"] in text
    assert "What a next study would add to the nearest (" in text
    assert "Permalink: /voids?" in text


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--facets", "pat-modalty"), 1, "pat-modality"),
        (("--facets", "pat-modality", "--within", "x"), 2, "FACET=TERM"),
        (("--facets", "pat-modality", "--grade", "sure"), 2, "observed"),
        ((), 2, "--facets"),
    ],
)
def test_the_command_says_what_is_wrong(lacuna, options, code, words):
    done = lacuna("voids", *options)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr


def test_the_list_of_gaps_leads_to_the_search(client, lacuna):
    links = client.get("/gaps?size=1&tag=audit").headers["link"].split(", ")
    (related,) = (link for link in links if link.endswith('rel="related"'))
    assert said(client, related[1 : related.index(">")])["items"]
    assert "lacuna voids" in lacuna("gaps", "--help").stdout


def first_term(void: VoidBody) -> str:
    terms = void.where[0].in_
    assert terms
    return terms[0]


def test_what_is_left_over_and_what_is_younger_takes_no_part(dataset, monkeypatch):
    evidence = dataset.evidence()
    facets = ("pat-modality", "ai-method")
    assert left_out(evidence, facets) == ()
    term = dataset.vocabulary.terms["raman-spectroscopy"]
    monkeypatch.setitem(_since(), str(term.iri), (0, 2, 0))
    assert [(each.term, each.why) for each in left_out(evidence, facets)] == [
        ("raman-spectroscopy", "younger-than-the-charting")
    ]
    wanted = read_wanted(dataset.vocabulary, "pat-modality", grade="observed")
    found = voids(evidence, wanted, 1000)
    assert [each.term for each in found.left_out] == ["raman-spectroscopy"]
    terms = set(map(first_term, found.items))
    assert terms
    assert "raman-spectroscopy" not in terms
    # What is below it stays, below what is above it.
    below = dataset.vocabulary.with_narrower(["raman-spectroscopy"]) - {"raman-spectroscopy"}
    assert terms & below
