"""What an own vocabulary must not state: each is a fault that names the file, and the other one where two clash."""

import re
from pathlib import Path

import pytest

from kg.errors import Refused
from kg.ontology.reading import DEEPEST, RESERVED, read_ontology, read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.review.columns import ROW_COLUMNS, STUDY_COLUMNS
from loaders.own.files import read_own_vocabulary
from loaders.own.vocabularies import Vocabularies, vocabulary_of
from loaders.pipeline import check_only
from tests.own.corpora import (
    PACKS,
    PACKS_REVIEW,
    PACKS_SHEET,
    SOLVENTS,
    SOLVENTS_SPACE,
    facet,
    packs,
    solvents,
    term,
    write_corpus,
)

FILE = "solvents/ontology/own.ttl"
WATER = term("water", "own:Solvent", "own:solvent")


def refused(*corpora: Path) -> list[str]:
    with pytest.raises(Refused) as raised:
        check_only([str(each) for each in corpora])
    return [str(fault) for fault in raised.value.faults]


def changed(folder: Path, old: str, new: str) -> Path:
    """The corpus with its vocabulary changed in one place; with an empty ``old``, with something added."""
    corpus = solvents(folder)
    text = SOLVENTS.replace(old, new, 1) if old else f"{SOLVENTS}{new}\n"
    assert text != SOLVENTS
    (corpus / "ontology" / "own.ttl").write_text(text, encoding="utf-8")
    return corpus


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        # Lacuna's own things.
        ("", 'term:drying skos:altLabel "dehydration"@en .', "is Lacuna's: a corpus adds"),
        ("", "lacuna:UnitOperation rdfs:comment 'x' .", "is Lacuna's"),
        ("", "lacuna:onOperation rdfs:subPropertyOf lacuna:leftOpen .", "is Lacuna's"),
        ("", "definition:integrated-strict lacuna:hasCondition own:wet-drying-solvent .", "is Lacuna's"),
        ("", "<https://w3id.org/lacuna/data/x> a lacuna:Review .", "is Lacuna's"),
        ("", "<https://w3id.org/lacuna/onto> owl:versionInfo '9' .", "is Lacuna's"),
        ("", term("drying", "lacuna:UnitOperation", "term:unit-operation"), "drying is the id of https://w3id.org/lacuna/term/"),
        ("", term("pls-regression", "own:Solvent", "own:solvent"), "in Lacuna's ontology/facets/ai-method.ttl"),
        ("own:wet-drying", "own:integrated-strict", "in Lacuna's ontology/definitions.ttl"),
        ("", facet("Country", "situatedIn", "country", "study"), "country is the id of"),
        ("", term("dehydrating", "lacuna:UnitOperation", "term:drying").replace('"dehydrating"', '"Drying"'), "shares the name"),
        ('"wet drying"@en', '"Strict"@en', "wet-drying shares a name with the definition integrated-strict"),
        # Statements of other kinds.
        ("", "own:x a lacuna:Study .", "is neither a term nor a facet"),
        ("", "own:x a own:Nothing .", "is neither a term nor a facet"),
        ("", "own:water a lacuna:Review .", "has as type"),
        ("", "own:water lacuna:rank 1 .", "has the property https://w3id.org/lacuna/onto/rank"),
        ("", "own:usesSolvent rdfs:subPropertyOf lacuna:leftOpen .", "has the property http://www.w3.org/2000/01/rdf-schema#sub"),
        ("", "own:Solvent owl:equivalentClass lacuna:AIMethod .", "has the property"),
        ("", "own:Solvent rdfs:subClassOf lacuna:Study .", "has as subClassOf 'https://w3id.org/lacuna/onto/Study'"),
        ("", "<https://example.org/solvents> owl:imports <http://127.0.0.1:9/x> .", "has the property"),
        ("", "skos:broader a owl:TransitiveProperty .", "is neither a term nor"),
        ("", "own:uses a owl:ObjectProperty .", "is a property by which no facet is charted"),
        ("", "own:Lonely a owl:Class .", "is a class without a top term"),
        # Incomplete or inconsistent ones.
        (' ; skos:broader own:solvent ; skos:prefLabel "water"@en', ' ; skos:prefLabel "water"@en', "water has no broader term"),
        ('skos:prefLabel "water"@en ; ', "", "water must have one prefLabel, not 0"),
        ('skos:prefLabel "water"@en', 'skos:prefLabel "water"@en , "aqua"@en', "water must have one prefLabel, not 2"),
        ('"water"@en', '"Wasser"@de', "which is no English name"),
        ('"water"@en', '"water"', "which is no English name"),
        ('"water"@en', '"a; b"@en', "which is no English name"),
        ('"water"@en', '"a\\nb"@en', "which is no English name"),
        ('"water"@en', '"a\\u0007"@en', "which is no English name"),
        ('"water"@en', '"ethanol"@en', "shares the name 'ethanol' with"),
        ("", 'own:water skos:altLabel "Ethanol"@en .', "water shares the name 'Ethanol' with ethanol"),
        ("", 'own:water skos:altLabel "H O"@en . own:ethanol skos:altLabel "h o"@en .', "shares the name 'H O' with"),
        ("", term("dehydrating", "lacuna:UnitOperation", "term:drying") + ' own:dehydrating skos:altLabel "freeze drying"@en .',
         "with lyophilization"),
        ("skos:broader own:organic-solvent ; skos:prefLabel \"ethanol\"", "skos:broader term:drying ; skos:prefLabel \"ethanol\"",
         "its broader term drying is not a term of solvent"),
        ("skos:broader own:organic-solvent ; skos:prefLabel \"ethanol\"", "skos:broader own:nothing ; skos:prefLabel \"ethanol\"",
         "its broader term nothing is not a term"),
        ("own:organic-solvent a owl:NamedIndividual , own:Solvent ; skos:broader own:solvent",
         "own:organic-solvent a owl:NamedIndividual , own:Solvent ; skos:broader own:ethanol", "ethanol is broader than itself"),
        ("skos:broader term:drying", "skos:broader <http://example.org/drying>", "names http://example.org/drying, which is no "),
        ("lacuna:counts term:drying", "lacuna:counts term:dryinng", "which is not a term"),
        ("lacuna:counts term:drying", "lacuna:counts own:drying", "names https://w3id.org/lacuna/vocabulary/solvents/drying"),
        ("lacuna:counts own:organic-solvent , own:water", "lacuna:counts own:water , term:drying", "has terms of several facets"),
        ("own:wet-drying-operation a lacuna:Condition", "own:wet-dryin-operation a lacuna:Condition", "which is no condition"),
        ("lacuna:variantOf own:wet", "lacuna:variantOf own:wett", "which is no notion"),
        ("lacuna:hasCondition own:wet-drying-solvent , own:wet-drying-operation", "rdfs:comment 'x'", "has no condition with"),
        ('lacuna:level "unit"', 'lacuna:level "review"', "has as level 'review', which is none of study, unit"),
        ('lacuna:level "unit"', 'lacuna:level "unit", "study"', "must have one level, not 2"),
        ("lacuna:topTerm own:solvent", "lacuna:topTerm own:water", ""),
        ("lacuna:topTerm own:solvent", "lacuna:topTerm term:drying", "is in another namespace than its topTerm"),
        ("lacuna:chartedBy own:usesSolvent", "lacuna:chartedBy lacuna:usesPATModality", ""),
        ("lacuna:chartedBy own:usesSolvent", "rdfs:comment 'x'", "must have one chartedBy, not 0"),
        ("own:usesSolvent a owl:ObjectProperty", "own:other a owl:ObjectProperty", ""),
        ("", "own:water a own:Funding .", "water is a term of"),
        ("", "own:water owl:deprecated true .", "water is deprecated, but nothing replaces it"),
        ("", "own:water owl:deprecated 'yes' .", "has as deprecated 'yes'"),
        ("", term("Steam", "own:Solvent", "own:solvent"), "is no valid name"),
        ("", "<urn:steam> a own:Solvent ; skos:broader own:solvent .", "is no valid name"),
        ("", term("x" * 81, "own:Solvent", "own:solvent"), "is no valid name"),
        # Names in the property graph, and of columns and parameters.
        ("", facet("AIMethod", "heatedBy", "heating", "unit"), "would be called AIMethod in the property graph"),
        ("", facet("study", "heatedBy", "heating", "unit"), "is no valid name"),
        ("", facet("Study", "heatedBy", "heating", "unit"), "would be called Study in the property graph"),
        ("", facet("Heating", "includes", "heating", "unit"), "would be called INCLUDES in the property graph"),
        ("", facet("Heating", "usesSOLVENT", "heating", "unit"), "would be called USES_SOLVENT in the property graph"),
        *(("", facet("Other", "hasOther", name, "unit"), f"{name} cannot be the name of a facet") for name in sorted(RESERVED)
          if not re.search("_", name)),
    ],
)  # fmt: skip
def test_a_wrong_vocabulary_is_refused(old, new, says, tmp_path):
    with pytest.raises(Refused) as raised:
        vocabulary_of(changed(tmp_path, old, new))
    faults = [str(fault) for fault in raised.value.faults]
    assert all(fault.startswith(FILE) for fault in faults)
    assert any(says in fault for fault in faults), faults


def test_no_facet_is_called_like_a_column_or_a_parameter(client):
    columns = {name.replace("_", "-") for name in (*STUDY_COLUMNS, *ROW_COLUMNS)}
    described = client.get("/openapi.json").json()["paths"]
    taken = {each["name"] for path in ("/ask", "/matrix") for each in described[path]["get"]["parameters"]}
    assert columns | taken - {"conditions"} <= RESERVED


def test_a_fault_names_line_and_term(tmp_path):
    corpus = changed(tmp_path, '"water"@en', '"Wasser"@de')
    line = next(number for number, text in enumerate(SOLVENTS.splitlines(), 1) if text.startswith("own:water "))
    (fault,) = refused(corpus)
    assert fault.startswith(f"{FILE} row {line}: water — ")


def test_all_faults_are_reported_at_once(tmp_path):
    corpus = changed(tmp_path, "", "own:x a lacuna:Study . term:drying skos:note 'x' . own:water lacuna:rank 3 .")
    assert len(refused(corpus)) == 3


def test_a_repeated_statement_of_lacuna_says_nothing_new(tmp_path):
    repeated = 'term:drying a owl:NamedIndividual , lacuna:UnitOperation ; skos:prefLabel "drying"@en .'
    repeated += " skos:broader a owl:ObjectProperty . own:water skos:inScheme own:facet\\/solvent ."
    again = vocabulary_of(changed(tmp_path, "", repeated))
    assert again == vocabulary_of(solvents(tmp_path / "plain"))


def test_a_deep_hierarchy_is_refused(tmp_path):
    chain = [
        term(f"t{number}", "own:Solvent", f"own:t{number - 1}" if number > 1 else "own:solvent")
        for number in range(1, 10)
    ]
    vocabulary_of(changed(tmp_path / "deep", "", "".join(chain[:DEEPEST])))
    with pytest.raises(Refused, match=f"t9 lies more than {DEEPEST} steps below the top of solvent"):
        vocabulary_of(changed(tmp_path / "deeper", "", "".join(chain)))


# --- Two corpora ---


@pytest.mark.parametrize(
    ("added", "says"),
    [
        (term("water", "own:Pack", "own:pack"), "water is the id of"),
        (facet("Liquid", "usesLiquid", "solvent", "unit"), "solvent is the id of"),
        (facet("Solvent", "inLiquid", "liquid", "unit"), "would be called Solvent"),
        (facet("Liquid", "usesSolvent", "liquid", "unit"), "would be called USES_SOLVENT"),
        (term("vacuum-drying", "lacuna:UnitOperation", "term:drying"), "vacuum-drying is the id of"),
        (
            term("vacuo", "lacuna:UnitOperation", "term:drying").replace('"vacuo"', '"Vacuum  drying"'),
            "shares the name",
        ),
        (
            "own:wet-drying a lacuna:Definition ; lacuna:variantOf definition:integrated ; lacuna:hasCondition own:c ; "
            'skos:prefLabel "other"@en ; skos:definition "x"@en . own:c a lacuna:Condition ; lacuna:counts own:pack .',
            "wet-drying is the id of",
        ),
    ],
)
def test_two_corpora_that_mean_different_things_clash(added, says, tmp_path):
    one = solvents(tmp_path)
    other = write_corpus(tmp_path, "packs", PACKS_REVIEW, PACKS_SHEET, PACKS + added)
    vocabulary_of(other)  # alone it is well
    for order in ((one, other), (other, one)):
        faults = refused(*order)
        assert all("solvents/ontology/own.ttl" in fault and "packs/ontology/own.ttl" in fault for fault in faults), (
            faults
        )
        assert any(says in fault for fault in faults) or order == (other, one)


def test_one_iri_with_other_statements_clashes(tmp_path):
    one = solvents(tmp_path)
    shorter = SOLVENTS.replace("What is meant by water.", "Something else.")
    other = write_corpus(tmp_path, "others", PACKS_REVIEW, PACKS_SHEET.replace(",pack\n", "\n").replace(",blister", "")
                         .replace(",not reported", ""), shorter)  # fmt: skip
    (fault,) = refused(one, other)
    assert fault.startswith("others/ontology/own.ttl")
    assert "water is declared with other statements, in solvents/ontology/own.ttl" in fault


def test_a_corpus_does_not_have_the_words_of_another(tmp_path):
    one, other = solvents(tmp_path), packs(tmp_path)
    sheet = other / "sheet.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace(",pack\n", ",solvent\n"), encoding="utf-8")
    (fault,) = refused(one, other)
    assert "solvent" in fault
    assert "is not a column" in fault


def test_a_vocabulary_that_needs_another_is_refused(tmp_path):
    one = solvents(tmp_path)
    dry_ice = term("dry-ice", "own:Pack", f"<{SOLVENTS_SPACE}solvent>")
    other = write_corpus(tmp_path, "packs", PACKS_REVIEW, PACKS_SHEET, PACKS + dry_ice)
    assert any("its broader term solvent is not a term of pack" in fault for fault in refused(one, other))


def test_vocabularies_of_corpora_are_kept_apart(tmp_path):
    ontology = read_ontology()
    own = [read_own_vocabulary(each)[0] for each in (solvents(tmp_path), packs(tmp_path))]
    both = Vocabularies(ontology, [each for each in own if each])

    def extra(vocabulary: Vocabulary) -> set[str]:
        return set(vocabulary.facets) - set(read_vocabulary(ontology).facets)

    assert extra(both.of("solvents")[1]) == {"solvent", "funding"}
    assert extra(both.of("packs")[1]) == {"pack"}
    assert extra(both.of("neither")[1]) == set()
    assert extra(both.together[1]) == {"solvent", "funding", "pack"}
