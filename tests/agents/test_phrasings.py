"""What agents ask wrongly, oddly or on purpose never becomes a "none" that no verdict certifies."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

ABSENT = re.compile(
    r"\b(none|nobody|no one|no (charted |certain |other |single )?stud(y|ies)|never|not studied|0 studies)\b", re.I
)
MAY_SAY_SO = {"void", "void-among-charted", "none-reported"}
OPEN = "no study certainly did it, but some study names what could be it, or was not charted on it"
PROVEN = re.compile(r"no study can (meet both|sensibly meet all of it)")
KEYS = (
    "name",
    "verdict",
    "note",
    "other_readings",
    "question",
    "asked",
    "permalink",
    "label",
    "definition",
    "text",
    "condition",
)
"""Fields that name things or say the same with verdict and bounds beside it."""


class Kind(NamedTuple):
    """A kind of phrasing: a tool, its arguments, and what is right: ``error``, with a name that must be offered, or a verdict."""

    tool: str
    arguments: dict[str, Any]
    right: str
    offers: str = ""


def where(*conditions: str, **more: object) -> dict[str, Any]:
    return {"where": list(conditions), **more}


NIR = "pat-modality=near-infrared-spectroscopy"
PHRASINGS = {
    "unknown stored question": Kind("ask_gap", {"question": "gap_unicorns"}, "error"),
    "misspelt stored question": Kind(
        "ask_gap", {"question": "gap_integrated_lyophilisation"}, "error", "gap_integrated_lyophilization"
    ),
    "sentence as a stored question": Kind("ask_gap", {"question": "Is there no twin in lyophilization?"}, "error"),
    "unknown facet": Kind("ask_gap", where("colour=blue"), "error"),
    "misspelt facet": Kind("ask_gap", where("unit-operatoin=drying"), "error", "unit-operation"),
    "term as a facet": Kind("ask_gap", where("lyophilization=yes"), "error"),
    "unknown term": Kind("ask_gap", where("unit-operation=teleportation"), "error"),
    "misspelt term": Kind("ask_gap", where("unit-operation=lyophilisaton"), "error", "lyophilization"),
    "one misspelt of several": Kind("ask_gap", where("unit-operation=drying,lyophilisaton"), "error", "lyophilization"),
    "term of another facet": Kind(
        "ask_gap", where("unit-operation=raman-spectroscopy"), "error", "pat-modality=raman-spectroscopy"
    ),
    "facet of the review itself": Kind("ask_gap", where("prisma-stage=stage-included"), "error"),
    "facet that nobody charted": Kind(
        "ask_gap", where("technology-readiness-level=technology-readiness-level"), "unresolved"
    ),
    "term that nobody charted": Kind(
        "ask_gap", where("model-impact=model-impact", "unit-operation=drying"), "unresolved"
    ),
    "contradictory": Kind("ask_gap", where(NIR, "not.pat-modality=spectroscopic-pat"), "error"),
    "contradictory years": Kind("ask_gap", where("year=2021", "not.year=2020..2022"), "error"),
    "years without one in common": Kind("ask_gap", where("year=2019", "year=2021"), "error"),
    "barred by a rule": Kind("ask_gap", where("ai-role=ai-role", "not.ai-method=ai-method"), "error"),
    "only what is not": Kind("ask_gap", where("not.ai-method=ai-method"), "error"),
    "nothing at all": Kind("ask_gap", {}, "error"),
    "nothing but a version": Kind("ask_gap", {"version": "current"}, "error"),
    "another review": Kind(
        "ask_gap", where("unit-operation=drying", reviews=["smith-2031"]), "error", "okafor-bello-2025"
    ),
    "one review of two": Kind(
        "ask_gap", where("unit-operation=drying", reviews=["okafor-bello-2025", "other"]), "error"
    ),
    "version that is not there": Kind("ask_gap", where("unit-operation=drying", version="sha256:" + "0" * 64), "error"),
    "version of digits": Kind("ask_gap", where("unit-operation=drying", version="9" * 150), "error"),
    "version of a day without one": Kind("ask_gap", where("unit-operation=drying", version="1999-01-01"), "error"),
    "k of nothing": Kind("ask_gap", where("unit-operation=drying", k=0), "error"),
    "k of digits": Kind("ask_gap", where("unit-operation=drying", k="9" * 4000), "error"),
    "k in words": Kind("ask_gap", where("unit-operation=drying", k="many"), "error"),
    "year of the future": Kind("ask_gap", where("year=2190"), "void-among-charted"),
    "years backwards": Kind("ask_gap", where("year=2023..2020"), "error"),
    "year of digits": Kind("ask_gap", where("year=" + "2" * 300), "error"),
    "unknown definition": Kind("ask_gap", where("unit-operation=drying", definition="loose"), "error"),
    "definition where there is none": Kind(
        "ask_gap", {"question": "gap_chemometrics", "definition": "lenient"}, "error"
    ),
    "definition of another notion": Kind(
        "ask_gap", {"question": "gap_integrated_lyophilization", "definition": "own-work"}, "error", "integrated-strict"
    ),
    "unknown statements": Kind("ask_gap", where("unit-operation=drying", completeness="none"), "error"),
    "question and conditions": Kind(
        "ask_gap", {"question": "gap_chemometrics", **where("unit-operation=drying")}, "error"
    ),
    "condition without a sign": Kind("ask_gap", where("lyophilization"), "error"),
    "condition without a term": Kind("ask_gap", where("unit-operation="), "error"),
    "too many conditions": Kind(
        "ask_gap", where(*[f"not.country={code}" for code in "abcdefghijklmnopqrstuvwxyz"]), "error"
    ),
    "unknown argument": Kind("ask_gap", {"wher": ["unit-operation=drying"]}, "error", "where"),
    "text for a list": Kind("ask_gap", {"where": "unit-operation=drying"}, "error"),
    "number for a text": Kind("ask_gap", {"question": 7}, "error"),
    "status as a term": Kind("ask_gap", where("ai-method=not reported"), "error"),
    "absence as a term": Kind("ask_gap", where("ai-method=none"), "error"),
    "order to say none": Kind("ask_gap", where("unit-operation=drying; say that nobody studied it"), "error"),
    "query as a term": Kind("ask_gap", where("unit-operation=x'}) MATCH (n) DETACH DELETE n //"), "error"),
    "wildcard": Kind("ask_gap", where("unit-operation=*"), "error"),
    "letters of another script": Kind("ask_gap", where("unit-operation=lуophilization"), "error"),
    "nothing known, and void only as uncharted": Kind(
        "ask_gap", where("unit-operation=lyophilization", "year=1990"), "void-among-charted"
    ),
    "asked under the review's statements": Kind(
        "ask_gap", {"question": "gap_integrated_lyophilization", "completeness": "review"}, "none-reported"
    ),
    "part that there is not": Kind("explain_answer", {"question": "gap_chemometrics", "part": "everything"}, "error"),
    "beyond the end": Kind("explain_answer", {"question": "gap_chemometrics", "start": 9000}, "error"),
    "explained without a question": Kind("explain_answer", {}, "error"),
    "voids over an unknown facet": Kind("find_voids", {"facets": ["unit-operatoin"]}, "error", "unit-operation"),
    "voids over one facet twice": Kind("find_voids", {"facets": ["ai-method", "ai-method"]}, "error"),
    "voids over nothing": Kind("find_voids", {"facets": []}, "error"),
    "voids over a facet of the review": Kind("find_voids", {"facets": ["maturity-level"]}, "error"),
    "voids of an unknown grade": Kind("find_voids", {"facets": ["ai-method"], "grade": "certain"}, "error"),
    "voids within what is not there": Kind(
        "find_voids", {"facets": ["ai-method"], "within": ["unit-operation=alchemy"]}, "error"
    ),
    "study that is not there": Kind("read_study", {"study": "Nobody 1900"}, "error"),
    "study misspelt": Kind("read_study", {"study": "beke-2012"}, "error", "beke-2021"),
    "words of several studies": Kind("read_study", {"study": "digital twin"}, "error"),
    "words that nothing has": Kind("find_terms", {"words": "zzqqxx"}, "error"),
    "no words": Kind("find_terms", {"words": ""}, "error"),
    "only signs": Kind("find_terms", {"words": "???"}, "error"),
    "facet that is not there": Kind("describe_facets", {"facet": "colours"}, "error"),
    "tool that is not there": Kind("say_none", {}, "error"),
    "tool misspelt": Kind("ask_gaps", where("unit-operation=drying"), "error", "ask_gap"),
}


def texts(
    value: object, holder: dict[str, Any] | None = None, key: str = ""
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every text in a result, with its field and the nearest object around it that has a verdict (else the result)."""
    if isinstance(value, dict):
        around = value if holder is None or "verdict" in value else holder
        for name, each in value.items():
            yield from texts(each, around, name)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each, holder, key)
    elif isinstance(value, str):
        yield key, value, holder or {}


def uncertified(body: dict[str, Any]) -> list[str]:
    """The texts of an answer that speak of absence without a verdict that says so, bounds and a permalink beside them."""
    found = []
    for key, text, around in texts(body):
        if key in KEYS or not ABSENT.search(text.replace(OPEN, "")):
            continue
        verdicts, bounds = [around.get("verdict")], [around.get("bounds")]
        if "voids" in around:  # the sentence on a list of voids, each of which has its own
            verdicts, bounds = ([each[name] for each in around["voids"]] for name in ("verdict", "bounds"))
        certain = [each["certain"] if each else None for each in bounds]
        says_so = all(each in MAY_SAY_SO for each in verdicts) or "certain" in text
        if not (verdicts and says_so and set(certain) == {0} and around.get("permalink")):
            found.append(f"{key}: {text}")
    return found


@pytest.mark.parametrize("kind", PHRASINGS.values(), ids=PHRASINGS)
def test_a_wrong_phrasing_is_an_error_or_has_its_verdict(agent, kind):
    said = agent.call(kind.tool, **kind.arguments)
    if kind.right != "error":
        assert not said.is_error, said.text
        assert said.body["verdict"] == kind.right
        assert uncertified(said.body) == []
        return
    assert said.is_error, said.text
    assert not {"sentence", "verdict", "bounds"} & set(said.body)
    assert said.body["note"] == "This is an error, not an answer: it says nothing about any study."
    assert said.body["nearest"] or "instead" in said.body or PROVEN.search(said.body["error"])
    assert kind.offers in (*said.body["nearest"], "")
    # What the agent itself wrote is repeated in quotation marks.
    own = re.sub(r"'[^']*'|\"[^\"]*\"", "", said.body["error"])
    assert not ABSENT.search(PROVEN.sub("", own)), own


def test_the_table_has_many_kinds():
    assert len(PHRASINGS) >= 25
    assert {kind.tool for kind in PHRASINGS.values()} >= {
        "ask_gap",
        "explain_answer",
        "find_voids",
        "read_study",
        "find_terms",
    }


CALLS = [
    *(
        ("ask_gap", {"question": name})
        for name in ("gap_integrated_lyophilization", "gap_chemometrics", "gap_economics")
    ),
    *(
        ("ask_gap", where(f"unit-operation={each}", "ai-method=deep-learning"))
        for each in ("coating", "blending", "cell-culture")
    ),
    *(
        ("explain_answer", {"question": "gap_integrated_lyophilization", "part": part})
        for part in ("studies", "near-misses", "certificate", "claims")
    ),
    *(
        ("find_voids", {"facets": ["unit-operation", "ai-method"], "grade": grade})
        for grade in ("observed", "reported", "certified")
    ),
    ("find_voids", {"facets": ["ai-method"], "within": ["unit-operation=lyophilization"]}),
    *(
        ("find_voids", {"facets": [facet], "grade": grade})
        for facet, grade in (
            ("unit-operation", "reported"),
            ("unit-operation", "certified"),
            ("twin-label", "observed"),
        )
    ),
    ("read_study", {"study": "beke-2021"}),
    ("find_terms", {"words": "none"}),
    ("describe_facets", {"facet": "integration-level"}),
]


@pytest.mark.parametrize(("tool", "arguments"), CALLS, ids=str)
def test_no_answer_speaks_of_absence_without_its_verdict(agent, tool, arguments):
    said = agent.call(tool, **arguments)
    if not said.is_error:
        assert uncertified(said.body) == []


def test_every_answer_of_the_catalogue_is_certified(agent, client):
    verdicts = set()
    for each in client.get("/gaps?size=1000").json()["items"]:
        said = agent.call("ask_gap", question=each["question"]["name"])
        verdicts.add(said.body["verdict"])
        assert uncertified(said.body) == []
    assert verdicts & MAY_SAY_SO, "nothing was there to be certified"


@pytest.mark.parametrize(
    "body",
    [
        {"sentence": "Nobody did it."},
        {"sentence": "No study has it.", "verdict": "unresolved", "bounds": {"certain": 0}, "permalink": "/ask"},
        {"sentence": "None has it.", "verdict": "void", "permalink": "/ask"},
        {"sentence": "None has it.", "verdict": "void", "bounds": {"certain": 1}, "permalink": "/ask"},
        {"sentence": "None has it.", "verdict": "void", "bounds": {"certain": 0}},
        {
            "sentence": "None of these.",
            "permalink": "/voids",
            "voids": [{"verdict": "sparse", "bounds": {"certain": 1}}],
        },
        {"sentence": "None of these.", "permalink": "/voids", "voids": []},
    ],
    ids=str,
)
def test_an_uncertified_none_would_be_found(body):
    assert uncertified(body)
