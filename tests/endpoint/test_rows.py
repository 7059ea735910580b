"""Rows of SPARQL queries: ids read from IRIs, the texts that engines run, and the order of rows."""

from functools import partial

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query.sparql import compile_question
from kg.rdf.data_iris import FURTHER_UNIT, further_unit_iri, place_of, possibility_iri, study_iri, unit_id, unit_iri
from kg.rdf.iris import TERM
from kg.stores.base import Row
from kg.stores.sparql_rows import as_run, in_order, rows_of, rows_of_tsv, without_order
from tests.law.strategies import batch

keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.sampled_from(
    ["unit", "study", "a/unit/b", "%2F", "a b", "#x"]
)


def selected(**terms):
    """The row of the one solution that binds these columns."""
    names = " ".join(f"?{name}" for name in terms)
    values = " ".join(str(term) for term in terms.values())
    (row,) = rows_of(pyoxigraph.Store().query(f"SELECT {names} {{ VALUES ({names}) {{ ({values}) }} }}"))
    return row


@given(keys, keys, keys)
def test_ids_are_read_from_iris_of_any_key(review, study, unit):
    row = selected(study=study_iri(review, study).n3(), unit=unit_iri(review, study, unit).n3())
    assert row == {"study": study, "unit": f"{study}/{unit}"}
    assert unit_id(further_unit_iri(review)) == FURTHER_UNIT


@given(keys, keys, keys)
def test_one_iri_says_where_a_row_belongs(review, study, unit):
    unit_, study_ = unit_iri(review, study, unit), study_iri(review, study)
    expected = [
        {"review": review, "study": study, "unit": f"{study}/{unit}", "mark": "certain"},
        {"review": review, "study": study, "unit": FURTHER_UNIT, "mark": None},
    ]
    assert rows_of_tsv(f'?mark\t?at\n"certain"\t<{unit_}>\n\t<{study_}>\n'.encode()) == expected
    query = f"SELECT * {{ VALUES (?at ?mark) {{ (<{unit_}> 'certain') (<{study_}> UNDEF) }} }}"
    assert rows_of(pyoxigraph.Store().query(query)) == expected


@pytest.mark.parametrize("cell", [r'"a\tb"', r'"\""', '"a"@en', '"a"^^<http://example.org/type>', "7"])
def test_what_is_written_otherwise_is_read_too(cell):
    (row,) = rows_of_tsv(f"?at\t?mark\n\t{cell}\n".encode())
    (alone,) = rows_of(pyoxigraph.parse_query_results(f"?mark\n{cell}\n".encode(), pyoxigraph.QueryResultsFormat.TSV))
    assert row == {"review": None, "study": None, "unit": None, **alone}


STUDY = str(study_iri("review", "study"))


@pytest.mark.parametrize(
    "body",
    [
        f'<{STUDY}>\t"certain',
        f"<{STUDY}>\n",
        f'<{STUDY}>\t"certain"\t"certain"\n',
        '<http://a.b/c>\t"certain"\n',
    ],
)
def test_what_is_no_answer_is_refused(body):
    with pytest.raises((SyntaxError, ValueError)):
        rows_of_tsv(f"?at\t?mark\n{body}".encode())


@pytest.mark.parametrize(
    "iri",
    [
        further_unit_iri("review"),
        possibility_iri("review", "x"),
        f"{STUDY}/publication",
        f"{STUDY}/units/a",
        f"{STUDY}/unit/a/charted/b",
        "review/study/a",
        "https://example.org/review/study/a",
    ],
)
def test_no_place_is_read_from_other_iris(iri):
    with pytest.raises(ValueError, match="of no unit and of no study"):
        place_of(str(iri))


def test_what_studies_reviews_include_is_left_out_for_all():
    _, question = batch(0).pairs[0]
    text = compile_question(batch(0).vocabulary, question, ["a", "b"], "A question").text
    for stored, looked_up in (("ba", 0), ("abc", 1), ("a", 1)):
        assert as_run(text, partial(list, stored))[0].count("lacuna:includes") == looked_up
    assert as_run(text, lambda: "ab")[1] == ["review", "study", "unit"]


def test_other_columns_and_texts_stay_as_they_are():
    term, text = TERM["lyophilization"].n3(), '"a/unit/b"'
    assert selected(term=term, s=term, study=text, unit=text, x="UNDEF") == {
        "term": "lyophilization",
        "s": str(TERM["lyophilization"]),
        "study": "a/unit/b",
        "unit": "a/unit/b",
        "x": None,
    }


@pytest.mark.parametrize("text", ["ASK {}", "SELECT ?x { BIND(BNODE() AS ?x) }"])
def test_what_has_no_values_is_refused(text):
    with pytest.raises(TypeError):
        rows_of(pyoxigraph.Store().query(text))


@given(st.lists(st.tuples(keys, st.none() | keys)))
def test_a_plain_order_is_by_code_points(pairs):
    text, names = without_order("SELECT * {}\nORDER BY ?a ?b\n")
    given_rows: list[Row] = [{"a": a, "b": b} for a, b in pairs]
    rows = in_order(given_rows, names)
    assert text == "SELECT * {}"
    assert [(row["a"], row["b"] or "") for row in rows] == sorted((a, b or "") for a, b in pairs)


@pytest.mark.parametrize("order", ["", " ORDER BY DESC(?a)", " ORDER BY ?a LIMIT 3"])
def test_any_other_order_is_left_to_the_engine(order):
    rows: list[Row] = [{"a": "b"}, {"a": "a"}]
    assert without_order(f"SELECT * {{}}{order}") == (f"SELECT * {{}}{order}", ())
    assert in_order(rows, ()) == rows
