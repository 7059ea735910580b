"""Names of terms and facets: every spelling is found, and what is like a name is offered, the dangerous never first."""

import unicodedata
from dataclasses import replace

import pytest

from kg.errors import BadQuestion, nearest
from kg.questions.question_file import QuestionSpec
from kg.questions.reading import read_question
from kg.spelling import folded

SPELLINGS = {
    "as it is": lambda name: name,
    "capitals": str.upper,
    "dashes": lambda name: name.replace("-", "\N{EN DASH}"),
    "no-break hyphens": lambda name: name.replace("-", "\N{NON-BREAKING HYPHEN}"),
    "spaces for hyphens": lambda name: name.replace("-", " "),
    "hyphens for spaces": lambda name: name.replace(" ", "-"),
    "underscores": lambda name: name.replace(" ", "_"),
    "no-break spaces": lambda name: f"\u00a0{name.replace(' ', chr(0xA0) * 2)} ",
    "soft hyphens": lambda name: f"{name[:2]}\u00ad{name[2:]}",
    "marks of direction": lambda name: f"\u200e{name}\u200f",
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "typographic apostrophes": lambda name: name.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
    "full width": lambda name: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_every_name_is_found(spelling, vocabulary):
    for facet in vocabulary.facets:
        for term in vocabulary.of_facet(facet):
            for name in (term.id, term.label, *term.synonyms):
                assert vocabulary.meant(facet, SPELLINGS[spelling](name)) == (term,), name


def test_no_name_of_a_facet_has_two_meanings(vocabulary):
    """Else a sheet, or a question, that uses it is refused with the choices."""
    for facet in vocabulary.facets:
        assert vocabulary.find_facet(vocabulary.facets[facet].label).id == facet
        for synonym in vocabulary.terms[facet].synonyms:
            assert vocabulary.find_facet(synonym).id == facet


def test_different_names_stay_different():
    for one, other in (("NIR", "NMR"), ("C++", "C"), ("pH", "p"), ("raman", "r\u0430man"), ("", "-")):
        assert (folded(one) == folded(other)) == (one == "")


def ambiguous(vocabulary):
    """The vocabulary with a further synonym that two terms share."""
    terms = {
        id_: replace(term, synonyms=(*term.synonyms, "light method"))
        if id_ in ("nir-spectroscopy", "raman-spectroscopy")
        else term
        for id_, term in vocabulary.terms.items()
    }
    return replace(vocabulary, terms=terms)


def test_a_synonym_of_two_terms_is_refused_with_both(vocabulary):
    two = ambiguous(vocabulary)
    assert two.find("pat-modality", "Light Method") is None
    with pytest.raises(BadQuestion, match="synonym of several terms of pat-modality") as raised:
        read_question(two, [("pat-modality", "light\u00a0method")])
    assert raised.value.nearest == ("nir-spectroscopy", "raman-spectroscopy")


def test_an_id_precedes_a_label_and_a_label_a_synonym(vocabulary):
    terms = dict(vocabulary.terms)
    terms["raman-spectroscopy"] = replace(
        terms["raman-spectroscopy"], synonyms=("NMR spectroscopy", "nir-spectroscopy")
    )
    found = replace(vocabulary, terms=terms)
    assert found.find("pat-modality", "nmr spectroscopy").id == "nmr-spectroscopy"
    assert found.find("pat-modality", "NIR-Spectroscopy").id == "nir-spectroscopy"


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        (("pat-modality", "NIR"), ("pat-modality", "nir-spectroscopy")),
        (("pat-modality", "Near Infrared,Raman"), ("pat-modality", "nir-spectroscopy,raman-spectroscopy")),
        (("unit-operation", "freeze drying"), ("unit-operation", "lyophilization")),
        (("unit operation", "Freeze\N{EN DASH}Drying"), ("unit-operation", "lyophilization")),
        (("not.ai-method", "PLS regression"), ("not.ai-method", "pls-regression")),
        (("country", "USA"), ("country", "united-states-of-america")),
    ],
)
def test_a_question_by_synonyms_is_the_question_by_ids(asked, canonical, vocabulary):
    beside = ("year", "2020..2021")
    question = read_question(vocabulary, [asked, beside])
    assert question.parameters()[0] == canonical
    assert question == read_question(vocabulary, [canonical, beside])
    spec = QuestionSpec.model_validate({"where": [{asked[0]: asked[1].split(",")}, {"year": beside[1]}]})
    assert spec.read(vocabulary) == question


@pytest.mark.parametrize(
    ("facet", "written", "first", "never"),
    [
        ("pat-modality", "NIR spectroscopi", "nir-spectroscopy", "nmr-spectroscopy"),
        ("pat-modality", "NIR spectrum", "nir-spectroscopy", "nmr-spectroscopy"),
        ("pat-modality", "NIR spectroscopy imaging probe", "nir-spectroscopy", "nmr-spectroscopy"),
        ("pat-modality", "NMR probe", None, "nir-spectroscopy"),
        ("pat-modality", "XRF spectroscopy", None, "nmr-spectroscopy"),
        ("unit-operation", "lyofilization", "lyophilization", "compression"),
        ("unit-operation", "spray granulation", "granulation", "spray-drying"),
        ("ai-method", "random forrest", "random-forest", "isolation-forest"),
        ("ai-method", "recurrent network", "recurrent-neural-network", "convolutional-neural-network"),
        ("pat-placement", "onlin", "on-line", "in-line"),
        ("pat-placement", "offlin", None, "on-line"),
        ("integration-level", "digital-modell", "digital-model", None),
    ],
)
def test_what_is_offered_first_is_never_another_thing(facet, written, first, never, vocabulary):
    offered = vocabulary.nearest(facet, written)
    assert offered[:1] == ((first,) if first else ())
    assert never not in offered


@pytest.mark.parametrize(
    ("facet", "written", "first"),
    [
        ("pat-modality", "spectroscopy", "spectroscopic-pat"),
        ("pat-modality", "Imaging", "imaging-pat"),
        ("ai-method", "network", "neural-network"),
        ("twin-architecture", "twin", "twin-architecture"),
        ("ai-method", "neural networks", "neural-network"),
        ("unit-operation", "filling", "aseptic-filling"),
        ("pat-modality", "nir-spectrscopy", "nir-spectroscopy"),
    ],
)
def test_of_terms_that_hold_a_word_the_widest_is_first(facet, written, first, vocabulary):
    assert vocabulary.nearest(facet, written)[0] == first


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("unsupervised", "supervised"),
        ("invasive", "non-invasive"),
        ("upstream", "downstream"),
        ("micromixing", "macromixing"),
        ("open loop", "closed loop"),
        ("SVR", "SVM"),
        ("milling", "filling"),
        ("without a twin", "a twin"),
        ("ISA-88", "ISA-95"),
    ],
)
def test_an_opposite_is_not_offered(written, known):
    assert nearest(written, [known]) == nearest(known, [written]) == ()


def test_whole_words_precede_misspellings():
    known = ["spectroscopi", "spectroscopy of light", "light"]
    assert nearest("spectroscopy", known) == ("spectroscopy of light", "spectroscopi")
    assert nearest("", known) == nearest("?!", known) == ()
    assert nearest("light " * 10_000, known) == ("light",)
