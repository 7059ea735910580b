"""Made-up corpus folders that bring their own vocabulary and questions."""

from pathlib import Path

PREFIXES = """\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix lacuna: <https://w3id.org/lacuna/onto/> .
@prefix definition: <https://w3id.org/lacuna/definition/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix term: <https://w3id.org/lacuna/term/> .
"""
SOLVENTS_SPACE = "https://w3id.org/lacuna/vocabulary/solvents/"
PACKS_SPACE = "https://packs.example.org/voc#"


def facet(class_: str, property_: str, id_: str, level: str) -> str:
    """The class, property and top term of a facet, as docs/charting.md writes them."""
    label = id_.replace("-", " ")
    return (
        f'own:{class_} a owl:Class ; rdfs:subClassOf skos:Concept ; rdfs:label "{label}"@en ; '
        f'lacuna:chartedBy own:{property_} ; lacuna:level "{level}" ; lacuna:topTerm own:{id_} .\n'
        f'own:{property_} a owl:ObjectProperty ; rdfs:label "has {label}"@en .\n'
        + term(id_, f"own:{class_}").replace(" skos:broader  ;", "")
    )


def term(id_: str, class_: str, broader: str = "", more: str = "") -> str:
    """A term, with an English label that is its id in words."""
    label = id_.replace("-", " ")
    return (
        f'own:{id_} a owl:NamedIndividual , {class_} ; skos:broader {broader} ; skos:prefLabel "{label}"@en ; '
        f'{more}skos:definition "What is meant by {label}."@en .\n'
    )


SOLVENTS = f"{PREFIXES}@prefix own: <{SOLVENTS_SPACE}> .\n" + "".join(
    (
        "<https://example.org/solvents> a owl:Ontology ; dct:title 'Solvents' ; owl:versionInfo '1' .\n",
        facet("Solvent", "usesSolvent", "solvent", "unit"),
        term("organic-solvent", "own:Solvent", "own:solvent"),
        term("ethanol", "own:Solvent", "own:organic-solvent", 'skos:altLabel "spirit"@en ; '),
        term("acetone", "own:Solvent", "own:organic-solvent", "skos:exactMatch <http://example.org/chebi/15347> ; "),
        term("water", "own:Solvent", "own:solvent"),
        facet("Funding", "fundedBy", "funding", "study"),
        term("public-funding", "own:Funding", "own:funding"),
        term("private-funding", "own:Funding", "own:funding"),
        term("vacuum-drying", "lacuna:UnitOperation", "term:drying", "skos:scopeNote 'Below 100 mbar.' ; "),
        term("microwave-vacuum-drying", "lacuna:UnitOperation", "own:vacuum-drying"),
        term("not-in-english", "lacuna:ExclusionReason", "term:exclusion-reason"),
        'own:wet a owl:NamedIndividual , lacuna:Notion ; skos:prefLabel "wet process"@en ; '
        'skos:definition "A process with a solvent."@en .\n',
        "own:wet-drying a owl:NamedIndividual , lacuna:Definition ; lacuna:variantOf own:wet ; "
        'skos:prefLabel "wet drying"@en ; skos:definition "Drying out of a solvent."@en ; '
        "lacuna:hasCondition own:wet-drying-solvent , own:wet-drying-operation .\n",
        "own:wet-drying-solvent a lacuna:Condition ; lacuna:counts own:organic-solvent , own:water .\n",
        "own:wet-drying-operation a lacuna:Condition ; lacuna:counts term:drying .\n",
    )
)
"""An own facet of the unit and one of the study, own terms below Lacuna's, and an own definition."""

SOLVENTS_REVIEW = """\
title: Solvents in drying
citation: Solvents 2026
included: 6
completeness:
  - {facet: evidence-unit, maker: coders, depths: [abstract], closes: [values], source: the protocol}
  - {facet: solvent, maker: coders, depths: [abstract], closes: [values, silence], source: the protocol}
  - {facet: unit-operation, maker: coders, depths: [abstract], closes: [values, silence], source: the protocol}
  - {facet: funding, maker: review, depths: [abstract], closes: [silence], source: Section 2}
flow:
  - {stage: stage-excluded-screening, count: 9, status: count-stated, source: Figure 1}
  - {stage: stage-excluded-screening, count: 4, status: count-stated, reason: not-in-english, source: Figure 1}
"""
SOLVENTS_SHEET = """\
study,citation,title,year,coder,charted_on,read,unit,solvent,funding,unit-operation
a,A 2020,On water,2020,c,2026-01-01,abstract,1,water,public-funding,microwave vacuum drying
a,,,,c,2026-01-01,abstract,2,ethanol; acetone,,drying
b,B 2021,On silence,2021,c,2026-01-01,abstract,1,not reported,not reported,vacuum-drying
c,C 2022,On what is unclear,2022,c,2026-01-01,title,1,unclear: ethanol; water,none,drying
d,D 2023,On nothing,2023,c,2026-01-01,abstract,1,none,,tableting
"""
QUESTIONS = {
    "drying/gap_water_in_vacuum.yaml": """\
text: Does a study dry out of water in a vacuum?
where:
  - solvent: Water
  - unit-operation: vacuum drying
tags: [Solvents, Drying]
table: {by: solvent}
anchors:
  solvents:
    - {study: a, text: Dries out of water., section: Section 3}
""",
    "gap_wet_drying.yaml": "text: Is anything dried out of a solvent?\ndefinition: wet drying\ntags: [Solvents]\n",
    "gap_public_ethanol.yaml": """\
text: Is ethanol paid for by the public?
where:
  - funding: [public-funding, private funding]
  - solvent: ethanol
  - not.solvent: water
  - not.year: 2019..2020
table:
  compare:
    - {label: ethanol, where: [{solvent: ethanol}]}
    - {label: in a vacuum, where: [{unit-operation: vacuum-drying}], definition: wet-drying}
""",
    "gap_solvents_by_year.yaml": """\
text: Does the use of solvents grow?
where:
  - solvent: solvent
table: {by: year, years: 2019..2023}
""",
    "why_excluded.yaml": "text: Why were records excluded?\nexcluded_at: stage-excluded-screening\n",
}

PACKS = f"{PREFIXES}@prefix own: <{PACKS_SPACE}> .\n" + "".join(
    (
        facet("Pack", "packedIn", "pack", "unit"),
        term("blister", "own:Pack", "own:pack"),
        term("bottle", "own:Pack", "own:pack"),
    )
)
PACKS_REVIEW = "title: Packs\ncitation: Packs 2026\nincluded: 3\n"
PACKS_SHEET = """\
study,citation,title,year,coder,charted_on,read,unit-operation,pack
p,P 2020,On blisters,2020,e,2026-01-01,abstract,drying,blister
q,Q 2021,On packs,2021,e,2026-01-01,abstract,tableting,not reported
"""


def write_corpus(
    folder: Path, name: str, review: str, sheet: str, vocabulary: str = "", questions: dict[str, str] | None = None
) -> Path:
    """A corpus folder with a sheet, and perhaps a vocabulary and questions."""
    corpus = folder / name
    files = {"review.yaml": review, "sheet.csv": sheet}
    if vocabulary:
        files["ontology/own.ttl"] = vocabulary
    files |= {f"queries/{file}": text for file, text in (questions or {}).items()}
    for file, text in files.items():
        (corpus / file).parent.mkdir(parents=True, exist_ok=True)
        (corpus / file).write_text(text, encoding="utf-8")
    return corpus


def solvents(folder: Path) -> Path:
    """The corpus with everything that a folder may bring."""
    return write_corpus(folder, "solvents", SOLVENTS_REVIEW, SOLVENTS_SHEET, SOLVENTS, QUESTIONS)


def packs(folder: Path) -> Path:
    """A corpus with another own facet, in a namespace with ``#``."""
    return write_corpus(folder, "packs", PACKS_REVIEW, PACKS_SHEET, PACKS)
