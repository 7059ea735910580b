"""Cells of facets: names in every writing are taken with a notice; what may mean several things is refused with them."""

from dataclasses import replace

import pytest

from kg.errors import BadQuestion, Cell
from kg.review.model import Status
from loaders.sheets.absence import NOTHING_SAID, is_mark, read_missing
from loaders.sheets.cells import read_cell

FOUR = ("none", "not applicable", "not reported", "unclear")


def read(vocabulary, text, facet="pat-modality", missing=NOTHING_SAID):
    return read_cell(vocabulary, vocabulary.facets[facet], Cell("s", 2, facet, text), missing)


@pytest.mark.parametrize(
    ("text", "terms", "said"),
    [
        ("NIR", ["nir-spectroscopy"], ["'NIR' is read as nir-spectroscopy."]),
        ("nirs; Raman", ["nir-spectroscopy", "raman-spectroscopy"], ["'nirs' is", "'Raman' is"]),
        ("near infrared spectroscopy", ["nir-spectroscopy"], ["'near infrared spectroscopy' is"]),
        ("Near\N{NON-BREAKING HYPHEN}Infrared Spectroscopy", ["nir-spectroscopy"], ["is read as nir-spectroscopy"]),
        ("raman\N{EN DASH}spectroscopy", ["raman-spectroscopy"], ["is read as raman-spectroscopy"]),
        ("ra\u00adman spectroscopy", ["raman-spectroscopy"], ["is read as raman-spectroscopy"]),
        ("raman_spectroscopy", ["raman-spectroscopy"], ["is read as raman-spectroscopy"]),
        ("Raman spectroscopy", ["raman-spectroscopy"], []),
        ("RAMAN\u00a0 SPECTROSCOPY ; nir-spectroscopy", ["nir-spectroscopy", "raman-spectroscopy"], []),
        ("NIR; nir-spectroscopy", ["nir-spectroscopy"], ["'NIR' is"]),
    ],
)
def test_terms_in_every_writing(text, terms, said, vocabulary):
    coding, faults, notices = read(vocabulary, text)
    assert (coding.status, list(coding.terms), faults) == (Status.CODED, terms, [])
    assert len(notices) == len(said)
    assert all(part in notice.rule for part, notice in zip(said, notices, strict=True))


def test_candidates_may_be_synonyms(vocabulary):
    for text in ("unclear: NIR; Raman", "UNCLEAR :NIR;Raman", "Unclear\uff1aNIR; raman"):
        coding, faults, notices = read(vocabulary, text)
        assert (coding.status, coding.terms) == (Status.UNCLEAR, ("nir-spectroscopy", "raman-spectroscopy"))
        assert (faults, len(notices)) == ([], 2)


@pytest.mark.parametrize("text", ["Türkiye", "TÜRKIYE", "Tu\u0308rkiye", "turkiye"])
def test_composed_and_decomposed_letters_are_one(text, vocabulary):
    assert read(vocabulary, text, "country").coding.terms == ("turkiye",)


def test_a_synonym_of_two_terms_is_refused_with_both(vocabulary):
    shared = {
        id_: replace(vocabulary.terms[id_], synonyms=("Optical",)) for id_ in ("nir-spectroscopy", "machine-vision")
    }
    two = replace(vocabulary, terms={**vocabulary.terms, **shared})
    for text in ("optical", "Raman; OPTICAL", "unclear: op\u00adtical"):
        coding, (fault,), notices = read(two, text)
        assert (coding, notices, fault.nearest) == (None, [], ("machine-vision", "nir-spectroscopy"))


@pytest.mark.parametrize("text", ["None", "NONE", "nOnE", "None ", "No ne", "no-ne", "ｎｏｎｅ"])
def test_none_in_any_other_writing_is_refused(text, vocabulary):
    coding, (fault,), _ = read(vocabulary, text)
    assert coding is None
    assert fault.nearest == ("none", "not reported")
    assert "or leave the cell empty" in fault.rule


@pytest.mark.parametrize("text", ["None; NIR", "NIR; none", "unclear: None", "not-reported; NIR"])
def test_a_status_stands_alone_in_any_writing(text, vocabulary):
    (fault,) = read(vocabulary, text).faults
    assert "must stand alone" in fault.rule


@pytest.mark.parametrize(
    ("text", "status", "told"),
    [
        ("none", Status.NONE, False),
        ("Not Reported", Status.NOT_REPORTED, False),
        ("not\u00a0reported", Status.NOT_REPORTED, False),
        ("not-reported", Status.NOT_REPORTED, True),
        ("NOT_APPLICABLE", Status.NOT_APPLICABLE, True),
        ("notapplicable", Status.NOT_APPLICABLE, True),
        ("Unclear", Status.UNCLEAR, False),
    ],
)
def test_statuses_in_every_writing(text, status, told, vocabulary):
    coding, faults, notices = read(vocabulary, text)
    assert (coding.status, faults, bool(notices)) == (status, [], told)


MARKS = [
    *(
        "NR",
        "nr",
        "N.R.",
        "n/r",
        "NA",
        "N/A",
        "n.a.",
        "#N/A",
        "nan",
        "NaN",
        "null",
        "NULL",
        "nil",
        "ND",
        "n.d.",
        "NS",
        "NK",
    ),
    *(
        "not stated",
        "Not Specified",
        "not given",
        "not mentioned",
        "not-available",
        "no information",
        "unknown",
        "missing",
    ),
    *(
        "-",
        "\N{EN DASH}",
        "\N{EM DASH}",
        "--",
        "?",
        "??",
        ".",
        "…",
        "/",
        "x",
        "X",
        "yes",
        "No",
        "tbd",
        "Unspecified",
        "*",
    ),
]


@pytest.mark.parametrize("text", MARKS)
def test_a_mark_of_absence_is_refused_with_the_four_statuses(text, vocabulary):
    for facet in ("pat-modality", "ai-method", "unit-operation"):
        coding, (fault,), _ = read(vocabulary, text, facet)
        assert coding is None
        assert fault.nearest == FOUR
        assert "--missing" in fault.rule


@pytest.mark.parametrize(("text", "country"), [("NA", "namibia"), ("nr", "nauru"), ("NO", "norway")])
def test_a_mark_that_is_also_a_code_of_a_country_is_refused_with_both(text, country, vocabulary):
    coding, (fault,), notices = read(vocabulary, text, "country")
    assert (coding, notices, fault.nearest) == (None, [], (country, *FOUR))
    assert read(vocabulary, country, "country").coding.terms == (country,)
    said = read(vocabulary, text, "country", read_missing([f"{text}=not reported"]))
    assert (said.coding.status, said.faults) == (Status.NOT_REPORTED, [])


def test_no_mark_is_the_first_name_of_a_term(vocabulary):
    """Synonyms may be, such as the codes of Namibia and Norway: these are refused with both meanings."""
    terms = [term for facet in vocabulary.charted_facets for term in vocabulary.of_facet(facet.id)]
    assert [name for term in terms for name in (term.id, term.label) if is_mark(name)] == []


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    ("said", "status"), [("not reported", Status.NOT_REPORTED), ("none", Status.NONE), ("not charted", None)]
)
def test_a_mark_means_what_was_said_of_it(mark, said, status, vocabulary):
    coding, faults, (notice,) = read(vocabulary, mark, missing=read_missing([f"{mark}={said}"]))
    assert (coding and coding.status, faults) == (status, [])
    assert notice.rule.endswith("as was said of it.")


def test_what_was_said_holds_for_the_mark_alone(vocabulary):
    missing = read_missing(["NR = Not-Reported", "-=not charted", "None=not reported"])
    assert read(vocabulary, "n.r.", missing=missing).coding.status is Status.NOT_REPORTED
    assert read(vocabulary, "NONE", missing=missing).coding.status is Status.NOT_REPORTED
    assert read(vocabulary, "none", missing=missing).coding.status is Status.NONE
    assert read(vocabulary, "\N{EN DASH}", missing=missing).faults == []
    for other in ("NA", "?", "not stated"):
        assert read(vocabulary, other, missing=missing).faults[0].nearest == FOUR


def test_a_mark_that_is_the_first_name_of_a_term_is_refused(vocabulary):
    missing = read_missing(["NMR spectroscopy=not reported"])
    coding, (fault,), _ = read(vocabulary, "nmr  spectroscopy", missing=missing)
    assert coding is None
    assert fault.nearest == ("nmr-spectroscopy", *FOUR)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (["NR"], "of the form MARK=STATUS"),
        (["=none"], "of the form MARK=STATUS"),
        (["NR=not repoted"], "Nearest: not reported"),
        (["NR=nir-spectroscopy"], "write a status"),
        (["NR="], "write a status"),
        (["none=not reported"], "gives another meaning to the status"),
        (["Not Reported=none"], "gives another meaning to the status"),
        (["NR=none", "n.r.=unclear"], "contradicts what was said"),
    ],
)
def test_what_can_not_be_said_of_a_mark(said, rule):
    with pytest.raises(BadQuestion, match=rule):
        read_missing(said)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("r\u0430man-spectroscopy", "U+0430 (CYRILLIC SMALL LETTER A)"),
        ("NIR spectr\u03bfscopy", "U+03BF (GREEK SMALL LETTER OMICRON)"),
        ("\u0421oating", "U+0421 (CYRILLIC CAPITAL LETTER ES)"),
    ],
)
def test_a_foreign_letter_is_named(text, says, vocabulary):
    (fault,) = read(vocabulary, text).faults
    assert says in fault.rule
