"""Rows of SPARQL queries: ids read from IRIs, and their order."""

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.data_iris import FURTHER_UNIT, further_unit_iri, study_iri, unit_id, unit_iri
from kg.rdf.iris import TERM
from kg.stores.base import Row
from kg.stores.sparql_rows import in_order, rows_of, without_order

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
