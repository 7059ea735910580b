"""The table of alignments says nothing wrong that can be told by machine, and the dataset says what the table says."""

import csv

import pytest
import yaml
from rdflib import OWL, RDF, SKOS, Graph, URIRef

from kg.errors import Refused
from kg.ontology.reading import read_ontology
from kg.paths import ONTOLOGY
from kg.rdf.iris import TERM
from kg.stores.ladybug import LadybugStore
from loaders.generate.alignments import PREDICATES, TABLE, read_alignments
from loaders.generate.bless import ontology_files

HEAD = """\
#mapping_set_id: https://example.org/set
#license: https://creativecommons.org/licenses/by/4.0/
#curie_map:
#  term: https://w3id.org/lacuna/term/
#  CHMO: http://purl.obolibrary.org/obo/CHMO_
#  MESH: http://id.nlm.nih.gov/mesh/
"""
COLUMNS = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "comment",
]
ROWS = """\
term:lyophilization|lyophilization|skos:exactMatch|CHMO:0001553|freeze drying|semapv:ManualMappingCuration|seen
term:drying|drying|skos:broadMatch|MESH:D003890|Desiccation|semapv:ManualMappingCuration|seen
"""
LINE = len(HEAD.splitlines()) + 2
MORE = "term:{}|{}|skos:{}Match|{}|x|semapv:ManualMappingCuration|seen\n"


def table(folder, head=HEAD, rows=ROWS, columns=COLUMNS):
    file = folder / "table.sssom.tsv"
    file.write_text(head + "\t".join(columns) + "\n" + rows.replace("|", "\t"), encoding="utf-8")
    return file


def test_a_sound_table_is_read(tmp_path, vocabulary):
    first, second = read_alignments(vocabulary, table(tmp_path))
    assert (first.term, first.predicate, first.curie) == ("lyophilization", "skos:exactMatch", "CHMO:0001553")
    assert second.iri == URIRef("http://id.nlm.nih.gov/mesh/D003890")


# What is planted in the rows (old, new), and where and how it must be found. Most of it passes `sssom validate` 0.4.21.
PLANTED = {
    "unknown predicate": ("exactMatch", "nearlyMatch", 0, "predicate_id", "skos:exactMatch"),
    "empty justification": ("semapv:ManualMappingCuration|seen\n", "|seen\n", 0, "mapping_justification", "empty"),
    "unreviewed": ("ManualMappingCuration", "LexicalMatching", 0, "mapping_justification", "looked at every mapping"),
    "subject without prefix": ("term:lyo", "lyo", 0, "subject_id", "Nearest: term:lyophilization"),
    "subject of another space": ("term:lyophilization|", "CHMO:lyophilization|", 0, "subject_id", "not a term"),
    "subject that is not there": ("term:lyophilization|", "term:lyophilisation|", 0, "subject_id", "not a term"),
    "another label": ("|lyophilization|", "|freeze drying|", 0, "subject_label", "'lyophilization'"),
    "object without prefix": ("CHMO:0001553", "0001553", 0, "object_id", "curie_map"),
    "object of no known prefix": ("CHMO:0001553", "OBI:0001553", 0, "object_id", "curie_map"),
    "object without a name": ("CHMO:0001553", "CHMO:", 0, "object_id", "curie_map"),
    "no IRI": ("CHMO:0001553", "CHMO:000 1553", 0, "object_id", "IRI"),
    "nowhere seen": ("|seen\n", "|\n", 0, "comment", "empty"),
    "a row twice": (ROWS, ROWS + ROWS.splitlines()[0] + "\n", 2, "object_id", f"as row {LINE}"),
    "two predicates": (
        ROWS,
        ROWS + MORE.format("drying", "drying", "close", "MESH:D003890"),
        2,
        "object_id",
        "same two",
    ),
    "two exact matches in a source": (
        ROWS,
        ROWS + MORE.format("lyophilization", "lyophilization", "exact", "CHMO:1"),
        2,
        "object_id",
        "a second exact match of lyophilization in CHMO",
    ),
    "one object for two terms": (
        ROWS,
        ROWS + MORE.format("drying", "drying", "exact", "CHMO:0001553"),
        2,
        "object_id",
        "of another term",
    ),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_fault_is_found_in_its_cell(kind, tmp_path, vocabulary):
    old, new, row, column, says = PLANTED[kind]
    with pytest.raises(Refused) as refused:
        read_alignments(vocabulary, table(tmp_path, rows=ROWS.replace(old, new, 1)))
    places = {(fault.cell.row, fault.cell.column) for fault in refused.value.faults}
    assert places == {(LINE + row, column)}
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("#mapping_set_id: https://example.org/set\n", "", "mapping_set_id: '' — is missing"),
        ("#license: https://creativecommons.org/licenses/by/4.0/\n", "", "license: '' — is missing"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY", "'CC BY' — is not an IRI"),
        ("http://purl.obolibrary.org/obo/CHMO_", "obo CHMO_", "CHMO: 'obo CHMO_' — is not an IRI"),
        (HEAD, "", "curie_map: '' — is missing"),
        ("#license: ", "#: [", "not YAML"),
    ],
)
def test_faulty_metadata_are_refused(old, new, says, tmp_path, vocabulary):
    with pytest.raises(Refused, match=r"table\.sssom\.tsv") as refused:
        read_alignments(vocabulary, table(tmp_path, head=HEAD.replace(old, new)))
    assert says in str(refused.value)


def test_a_missing_column_is_refused(tmp_path, vocabulary):
    columns = ["justification" if name == "mapping_justification" else name for name in COLUMNS]
    with pytest.raises(Refused, match=f"row {LINE - 1} column mapping_justification: '' — is missing"):
        read_alignments(vocabulary, table(tmp_path, columns=columns))


def test_the_triples_are_those_of_the_table():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    prefixes = yaml.safe_load("\n".join(line[1:] for line in head))["curie_map"]

    def iri(curie):
        prefix, name = curie.split(":", 1)
        return URIRef(prefixes[prefix] + name)

    rows = list(csv.DictReader(lines[len(head) :], delimiter="\t"))
    said = {(iri(row["subject_id"]), iri(row["predicate_id"]), iri(row["object_id"])) for row in rows}
    assert len(said) == len(rows) > 300
    assert set(Graph().parse(ONTOLOGY / "alignments.ttl")) == said


def test_no_exact_match_is_predicted_or_takes_test_for_attribute(vocabulary):
    seen = TABLE.read_text(encoding="utf-8")
    for each in read_alignments(vocabulary):
        if each.predicate == "skos:exactMatch":
            (row,) = (
                line for line in seen.splitlines() if f"term:{each.term}\t" in line and f"\t{each.curie}\t" in line
            )
            assert "unreviewed" not in row
            assert not (each.curie.startswith("NCIT:") and vocabulary.terms[each.term].facet == "quality-attribute")


@pytest.mark.generated
def test_what_is_made_of_the_table_is_up_to_date(vocabulary):
    made = dict(ontology_files(read_ontology(), vocabulary))
    assert (ONTOLOGY / "alignments.ttl").read_bytes() == made[ONTOLOGY / "alignments.ttl"], "run: make bless"


def test_matches_are_annotations_alone():
    # The same property as annotation and as object property would put the ontology outside OWL 2 DL.
    graph = read_ontology()
    for predicate in PREDICATES:
        assert set(graph.objects(SKOS[predicate.removeprefix("skos:")], RDF.type)) == {OWL.AnnotationProperty}


def test_matches_reach_both_graphs(dataset, home_folder):
    freeze_drying = URIRef("http://purl.obolibrary.org/obo/CHMO_0001553")
    assert (TERM["lyophilization"], SKOS.exactMatch, freeze_drying) in dataset.rdf
    store = LadybugStore.open(home_folder / "versions" / dataset.version.removeprefix("sha256:") / "graph.lbug")
    rows = store.run("MATCH (t:Term {id: $id}) UNWIND t.exact_match AS iri RETURN iri", {"id": "lyophilization"})
    store.close()
    assert [row["iri"] for row in rows] == [
        "http://id.nlm.nih.gov/mesh/D005612",
        str(freeze_drying),
        "http://terminology.hl7.org/CodeSystem/manufacturing-step#lyophilization",
    ]
