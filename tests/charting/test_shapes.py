"""Every shape lets a right record pass, and finds the one thing that it is there for."""

import pytest
from rdflib import RDF, SH, BNode, Graph, URIRef

from kg.ontology.reading import read_ontology
from kg.rdf.canonical import Canonical
from kg.validation.check import check
from kg.validation.shacl import all_shapes, by_pyshacl, by_shacl, read_shapes

PREFIXES = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX d: <https://w3id.org/lacuna/data/>
PREFIX lacuna: <https://w3id.org/lacuna/onto/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX term: <https://w3id.org/lacuna/term/>
"""
RIGHT = """
d:r a lacuna:Review ; lacuna:included 1 ; lacuna:year 2025 ; dct:identifier "10.1234/r" ; lacuna:includes d:s ;
    lacuna:formerlyIncludes d:x ;
    lacuna:identification d:i ; skos:editorialNote d:o ;
    lacuna:states d:c ; lacuna:judges d:j ; lacuna:makesClaim d:k1 , d:k2 , d:k3 , d:k4 , d:k5 , d:k6 ;
    lacuna:hasFlowCount d:f1 , d:f2 , d:f3 , d:f4 , d:f5 , d:f6 , d:f7 , d:f8 .
d:s a lacuna:Study ; lacuna:year 2021 ; dct:title "A study" ; lacuna:hasUnit d:u ; lacuna:reportedIn d:p .
d:u a lacuna:EvidenceUnit ; lacuna:onOperation term:coating .
d:p a lacuna:Publication ; dct:identifier "10.1234/s" ; lacuna:referenceNumber 7 ; lacuna:authors "Anon A." ;
    lacuna:publishedIn "J. 2021;1:2" .
d:p2 a lacuna:Publication .
d:x a lacuna:RetractedStudy ; lacuna:year 2020 ; dct:identifier "10.1234/x" ; lacuna:retractionNotice "10.1234/n" ;
    lacuna:retractedOn "2024-05-01" ; lacuna:referenceNumber 8 ; lacuna:authors "Anon B." ; lacuna:publishedIn "J. 2020;1:2" .
d:i a lacuna:Identification ; dct:description "By the list." ; lacuna:maker "coders" ; dct:source "References" .
d:o a lacuna:EditorialNote ; dct:description "Printed twice." ; dct:source "Table 1" .
d:a a lacuna:HeldAssertion ; lacuna:about d:u ; lacuna:facet "unit-operation" ; lacuna:status term:coded ;
    lacuna:value term:coating ; dct:source "title" ; lacuna:confidence "high" ;
    lacuna:agreement term:single-coder ; prov:wasGeneratedBy d:w .
d:b a lacuna:HeldAssertion ; lacuna:about d:u ; lacuna:facet "ai-method" ; lacuna:status term:unclear ;
    lacuna:candidate term:clustering ; dct:source "title" ; lacuna:agreement term:single-coder .
d:e a lacuna:HeldAssertion ; lacuna:about d:u ; lacuna:facet "twin-label" ; lacuna:status term:not-reported ;
    dct:source "title" ; lacuna:confidence "0.5" ; lacuna:agreement term:single-coder ; lacuna:agreesWith d:g .
d:g a lacuna:CoderAssertion ; lacuna:about d:u ; lacuna:facet "twin-label" ; lacuna:status term:not-reported ;
    dct:source "title" .
d:w a lacuna:ChartingActivity ; lacuna:coder "first" ; lacuna:depth "title" .
d:c a lacuna:CompletenessStatement ; lacuna:facet "ai-method" ; lacuna:maker "coders" ; lacuna:depth "title" ;
    lacuna:closes "values" ; dct:source "here" .
d:j a lacuna:MaturityJudgement ; lacuna:domain term:workforce-readiness ; lacuna:signal term:maturity-low ; dct:source "Table 2" .
d:f1 a lacuna:FlowCount ; lacuna:stage term:stage-identified-databases ; lacuna:count 10 .
d:f2 a lacuna:FlowCount ; lacuna:stage term:stage-identified-other ; lacuna:count 2 .
d:f3 a lacuna:FlowCount ; lacuna:stage term:stage-duplicates-removed ; lacuna:count 3 .
d:f4 a lacuna:FlowCount ; lacuna:stage term:stage-screened ; lacuna:count 9 .
d:f5 a lacuna:FlowCount ; lacuna:stage term:stage-excluded-screening ; lacuna:count 4 .
d:f6 a lacuna:FlowCount ; lacuna:stage term:stage-assessed ; lacuna:count 5 .
d:f7 a lacuna:FlowCount ; lacuna:stage term:stage-excluded-fulltext ; lacuna:count 3 .
d:f8 a lacuna:FlowCount ; lacuna:stage term:stage-included ; lacuna:count 2 .
d:f9 a lacuna:FlowCount ; lacuna:stage term:stage-not-retrieved ; lacuna:countStatus term:count-not-stated .
d:k1 a lacuna:Claim ; dct:description "Few." ; dct:source "Abstract" ; lacuna:kind term:claim-few ; lacuna:asks d:q1 .
d:k2 a lacuna:Claim ; dct:description "Fewer." ; dct:source "Abstract" ; lacuna:kind term:claim-fewer-than ;
    lacuna:asks d:q1 ; lacuna:comparedWith d:q2 .
d:k3 a lacuna:Claim ; dct:description "Nine." ; dct:source "Flow" ; lacuna:kind term:claim-count ;
    lacuna:stage term:stage-screened ; lacuna:count 9 .
d:k4 a lacuna:Claim ; dct:description "Riper." ; dct:source "Table 2" ; lacuna:kind term:claim-more-mature-than ;
    lacuna:domain term:ai-enhanced-pat ; lacuna:comparedDomain term:workforce-readiness .
d:k5 a lacuna:Claim ; dct:description "Ought to." ; dct:source "Outlook" ; lacuna:kind term:claim-descriptive ;
    lacuna:rationale "no count" ; lacuna:asks d:q1 ; lacuna:concerns d:q2 .
d:k6 a lacuna:Claim ; dct:description "Shown." ; dct:source "Flow" ; lacuna:kind term:claim-descriptive ;
    lacuna:rationale "no count" ; lacuna:stage term:stage-screened .
d:q1 a lacuna:Question ; lacuna:hasCondition d:n .
d:q2 a lacuna:Question ; lacuna:firstYear 2020 ; lacuna:lastYear 2021 .
d:n a lacuna:QuestionCondition ; lacuna:counts term:coating .
"""
COUNTED = """
INSERT { ?f dct:source 'Flow' } WHERE { ?f a lacuna:FlowCount };
INSERT { ?f lacuna:countStatus term:count-stated } WHERE { ?f a lacuna:FlowCount ; lacuna:count ?any }
"""


def instead(subject: str, property_: str, *values: str) -> str:
    """The update that puts other values in the place of what a record says."""
    inserted = "".join(f"; INSERT DATA {{ {subject} {property_} {value} }}" for value in values)
    return f"DELETE WHERE {{ {subject} {property_} ?old }}{inserted}"


# shape: one or more ways to break it, each an update of the right record
WRONG = {
    "Assertion": [
        instead("d:a", "lacuna:status", "term:not-reported"),
        instead("d:a", "lacuna:value"),
        instead("d:a", "lacuna:candidate", "term:coating"),
        instead("d:e", "lacuna:value", "term:no-twin-label"),
        instead("d:b", "lacuna:value", "term:clustering"),
        instead("d:e", "lacuna:candidate", "term:twin-label"),
        instead("d:g", "lacuna:value", "term:no-twin-label"),
    ],
    "Assertion-about": [instead("d:a", "lacuna:about"), instead("d:a", "lacuna:about", "d:u", "d:s")],
    "Assertion-facet": [instead("d:a", "lacuna:facet"), instead("d:a", "lacuna:facet", '"a"', '"b"')],
    "Assertion-status": [instead("d:b", "lacuna:status", "term:unclear", "term:not-reported")],
    "Assertion-source": [instead("d:a", "dct:source")],
    "Assertion-confidence": [
        instead("d:a", "lacuna:confidence", '"sure"'),
        instead("d:a", "lacuna:confidence", '"1.5"'),
        instead("d:a", "lacuna:confidence", '"low"', '"high"'),
    ],
    "HeldAssertion-agreement": [
        instead("d:a", "lacuna:agreement"),
        instead("d:a", "lacuna:agreement", "term:consensus", "term:adjudicated"),
        instead("d:a", "lacuna:agreement", "term:coating"),
    ],
    "CoderAssertion-agreement": [instead("d:g", "lacuna:agreement", "term:consensus")],
    "ChartingActivity-coder": [instead("d:w", "lacuna:coder", '"first"', '"second"')],
    "ChartingActivity-named": [instead("d:w", "lacuna:coder")],
    "EvidenceUnit-study": [
        "INSERT DATA { d:s2 a lacuna:Study ; dct:title 'Two' ; lacuna:hasUnit d:u . d:r lacuna:includes d:s2 } ;"
        " DELETE WHERE { d:r lacuna:included ?number }"
    ],
    "Study-year": [
        instead("d:s", "lacuna:year", "1021"),
        instead("d:s", "lacuna:year", "2101"),
        instead("d:s", "lacuna:year", '"2021"'),
        instead("d:s", "lacuna:year", "2021", "2022"),
    ],
    "Study-title": [instead("d:s", "dct:title")],
    "Study-unit": [instead("d:s", "lacuna:hasUnit")],
    "Study-review": [instead("d:r", "lacuna:includes"), "INSERT DATA { d:q a lacuna:Review ; lacuna:includes d:s }"],
    "RetractedStudy": [instead("d:x", "lacuna:referenceNumber"), instead("d:x", "lacuna:authors")],
    "RetractedStudy-notice": [
        instead("d:x", "lacuna:retractionNotice"),
        instead("d:x", "lacuna:retractionNotice", '""'),
        instead("d:x", "lacuna:retractionNotice", '"10.1234/n"', '"10.1234/o"'),
    ],
    "RetractedStudy-day": [
        instead("d:x", "lacuna:retractedOn", '"May 2024"'),
        instead("d:x", "lacuna:retractedOn", '"2024-05-01"', '"2024-05-02"'),
    ],
    "RetractedStudy-review": [
        "INSERT DATA { d:y a lacuna:RetractedStudy ; lacuna:retractionNotice 'by the editor' }",
        "INSERT DATA { d:q a lacuna:Review ; lacuna:formerlyIncludes d:x }",
    ],
    "RetractedStudy-unit": ["INSERT DATA { d:x lacuna:hasUnit d:u9 . d:u9 a lacuna:EvidenceUnit }"],
    "Publication-doi": [
        instead("d:p", "dct:identifier", '"https://doi.org/10.1234/s"'),
        instead("d:p", "dct:identifier", '"10.1234/s"', '"10.1234/t"'),
    ],
    "Publication-number": [
        instead("d:p", "lacuna:referenceNumber", '"seven"'),
        instead("d:p", "lacuna:referenceNumber", "7", "8"),
    ],
    "Publication": [
        instead("d:p", "lacuna:referenceNumber"),
        instead("d:p", "lacuna:authors"),
        instead("d:p", "lacuna:authors", '"Anon A."', '"Anon B."'),
        instead("d:p", "lacuna:publishedIn"),
        instead("d:p2", "lacuna:publishedIn", '"J. 2021;1:2"'),
        instead("d:p2", "lacuna:authors", '"Anon A."'),
    ],
    "Identification-review": [
        instead("d:r", "lacuna:identification"),
        "INSERT DATA { d:q a lacuna:Review ; lacuna:identification d:i }",
    ],
    "Identification-text": [
        instead("d:i", "dct:description"),
        instead("d:i", "dct:description", '"This."', '"That."'),
    ],
    "Identification-maker": [
        instead("d:i", "lacuna:maker"),
        instead("d:i", "lacuna:maker", '"reviewer"'),
        instead("d:i", "lacuna:maker", '"review"', '"coders"'),
    ],
    "Identification-source": [instead("d:i", "dct:source"), instead("d:i", "dct:source", '"Here"', '"There"')],
    "EditorialNote-review": [
        instead("d:r", "skos:editorialNote"),
        "INSERT DATA { d:q a lacuna:Review ; skos:editorialNote d:o }",
    ],
    "EditorialNote-text": [
        instead("d:o", "dct:description"),
        instead("d:o", "dct:description", '"This."', '"That."'),
    ],
    "EditorialNote-source": [instead("d:o", "dct:source"), instead("d:o", "dct:source", '"Here"', '"There"')],
    "Review-included": [
        f"{instead('d:r', 'lacuna:included', each)}; DELETE WHERE {{ d:f8 ?any ?value }}"
        for each in ("2, 3", "2.5", '"two"')
    ],
    "CompletenessStatement-review": [
        instead("d:r", "lacuna:states"),
        "INSERT DATA { d:q a lacuna:Review ; lacuna:states d:c }",
    ],
    "CompletenessStatement-source": [instead("d:c", "dct:source")],
    "CompletenessStatement-maker": [
        instead("d:c", "lacuna:maker"),
        instead("d:c", "lacuna:maker", '"reviewer"'),
        instead("d:c", "lacuna:maker", '"review"', '"coders"'),
    ],
    "CompletenessStatement-depth": [instead("d:c", "lacuna:depth", '"keywords"')],
    "ChartingActivity-depth": [instead("d:w", "lacuna:depth", '"keywords"')],
    "CompletenessStatement-closes": [instead("d:c", "lacuna:closes", '"everything"')],
    "FlowCount-stage": [
        instead("d:f1", "lacuna:stage"),
        instead("d:f1", "lacuna:stage", "term:coating"),
        instead("d:f3", "lacuna:stage", "term:stage-identified-other", "term:prisma-stage"),
    ],
    "FlowCount": [
        instead("d:f1", "lacuna:count"),
        instead("d:f1", "lacuna:countStatus", "term:count-not-stated"),
    ],
    "FlowCount-count": [
        instead("d:f7", "lacuna:count", '"many"'),
        instead("d:f2", "lacuna:count", "-2") + "; " + instead("d:f3", "lacuna:count", "-1"),
    ],
    "FlowCount-status": [instead("d:f1", "lacuna:countStatus"), instead("d:f1", "lacuna:countStatus", "term:coating")],
    "FlowCount-source": [instead("d:f1", "dct:source")],
    "MaturityJudgement-domain": [instead("d:j", "lacuna:domain"), instead("d:j", "lacuna:domain", "term:coating")],
    "MaturityJudgement-signal": [
        instead("d:j", "lacuna:signal"),
        instead("d:j", "lacuna:signal", "term:maturity-low", "term:maturity-moderate"),
    ],
    "MaturityJudgement-source": [instead("d:j", "dct:source")],
    "Claim": [
        instead("d:k1", "lacuna:asks"),
        instead("d:k1", "lacuna:asks", "d:s"),
        instead("d:k1", "lacuna:comparedWith", "d:q2"),
        instead("d:k1", "lacuna:kind", "term:claim-count"),
        instead("d:k2", "lacuna:comparedWith"),
        instead("d:k2", "lacuna:kind", "term:claim-kind"),
        instead("d:k3", "lacuna:stage", "term:coating"),
        instead("d:k3", "lacuna:count", '"nine"'),
        instead("d:k3", "lacuna:domain", "term:ai-enhanced-pat"),
        instead("d:k4", "lacuna:comparedDomain"),
        instead("d:k4", "lacuna:comparedDomain", "term:coating"),
        instead("d:k5", "lacuna:rationale"),
        instead("d:k5", "lacuna:rationale", '"no count"', '"not one"'),
        instead("d:k5", "lacuna:asks"),
        instead("d:k5", "lacuna:stage", "term:stage-screened"),
        instead("d:k6", "lacuna:rationale"),
        instead("d:k6", "lacuna:stage"),
        instead("d:k6", "lacuna:count", "9"),
    ],
    "Claim-concerns": [instead("d:k5", "lacuna:concerns", "d:s")],
    "Claim-review": [
        "DELETE DATA { d:r lacuna:makesClaim d:k1 }",
        "INSERT DATA { d:q a lacuna:Review ; lacuna:makesClaim d:k1 }",
    ],
    "Claim-kind": [instead("d:k1", "lacuna:kind", "term:claim-few", "term:claim-none")],
    "Claim-text": [instead("d:k1", "dct:description"), instead("d:k1", "dct:description", '"Few."', '"Many."')],
    "Claim-section": [instead("d:k1", "dct:source"), instead("d:k1", "dct:source", '"Here"', '"There"')],
    "Question-asks": [instead("d:q1", "lacuna:hasCondition")],
    "QuestionCondition-terms": [
        instead("d:n", "lacuna:counts"),
        instead("d:n", "lacuna:excludes", "d:s"),
    ],
}
# what a rule over several records says: how to break it
TOGETHER = {
    "More studies are charted (1) than the review includes (0).": (
        instead("d:r", "lacuna:included", "0") + "; DELETE WHERE { d:f8 ?any ?value }"
    ),
    "The flow does not add up: identified less duplicates removed is 8, screened is 9.": instead(
        "d:f3", "lacuna:count", "4"
    ),
    "The flow does not add up: screened less excluded is 4, assessed in full text is 5.": instead(
        "d:f5", "lacuna:count", "5"
    ),
    "The flow does not add up: 3 studies are left over, included are 2.": instead("d:f7", "lacuna:count", "2"),
    "The flow does not add up: 4 studies are left over, included are 2.": instead("d:r", "lacuna:included", "3"),
    "On ai-method 2 assertions hold: only one can.": instead("d:e", "lacuna:facet", '"ai-method"'),
}
NAMES = {name: URIRef(f"https://w3id.org/lacuna/shape/{name}") for name in WRONG}


@pytest.fixture(scope="module")
def ontology():
    return read_ontology()


def record(ontology: Graph, *updates: str) -> Canonical:
    graph = Graph().parse(data=PREFIXES + RIGHT, format="turtle")
    for update in (COUNTED, *updates):
        graph.update(PREFIXES + update)
    return Canonical(graph + ontology)


def test_a_right_record_passes_every_shape(ontology, vocabulary):
    right = record(ontology)
    assert check(right, vocabulary) == []
    for target in read_shapes().objects(None, SH.targetClass):
        assert f" <{RDF.type}> <{target}> ." in right.text


@pytest.mark.parametrize(("name", "update"), [(name, each) for name in WRONG for each in WRONG[name]])
def test_a_wrong_record_is_found_and_nothing_else(name, update, ontology, vocabulary):
    shapes = read_shapes()
    wrong = record(ontology, update)
    found = {(each.message, each.refuses) for each in check(wrong, vocabulary)}
    message, severity = shapes.value(NAMES[name], SH.message), shapes.value(NAMES[name], SH.severity)
    assert found == {(str(message), severity == SH.Violation)}
    assert by_shacl(wrong.text, all_shapes(vocabulary)) == by_pyshacl(wrong.text, all_shapes(vocabulary))


@pytest.mark.parametrize(("message", "update"), TOGETHER.items())
def test_exactly_the_records_that_do_not_fit_together_are_found(message, update, ontology, vocabulary):
    found = [(each.message, each.refuses) for each in check(record(ontology, update), vocabulary)]
    assert found == [(message, True)]


def test_every_shape_that_can_fail_is_here():
    shapes = read_shapes()
    judging = {
        shape
        for shape in (*shapes.subjects(RDF.type, SH.PropertyShape), *shapes.subjects(SH.xone, None))
        if not isinstance(shape, BNode)
    }
    assert judging == set(NAMES.values())


def test_every_shape_that_can_fail_has_name_message_and_severity():
    shapes = read_shapes()
    for shape in NAMES.values():
        assert shapes.value(shape, SH.name)
        assert str(shapes.value(shape, SH.message)).endswith(".")
        assert shapes.value(shape, SH.severity) in {SH.Violation, SH.Warning}


def test_no_two_shapes_say_the_same():
    messages = list(read_shapes().objects(None, SH.message))
    assert len(messages) == len(set(messages))
