"""What studies should report, and which does: what nobody looked at is never called missing."""

import json
from dataclasses import replace

import pytest

from kg.reconciliation.checklist import _ORDER, checklist, read_checklist
from kg.review.model import Charted, CompletenessStatement, EvidenceUnit, Review, Status, Study

CLOSED = CompletenessStatement("unit-operation", "coders", ("values",), ("title",))
BY_THE_REVIEW = CompletenessStatement("unit-operation", "review", ("values",), ("title",))


def one(vocabulary, item, *units, statements=()):
    """The status of the only study on an item."""
    study = Study("s", tuple(EvidenceUnit(str(number), tuple(unit)) for number, unit in enumerate(units)))
    found = checklist(vocabulary, Review("r", (study,), completeness=statements))
    (body,) = [each for each in found.items if each.id == item]
    assert body.studies is not None
    assert body.counts == {status: int(status == body.studies[0].status) for status in _ORDER}
    return body.studies[0].status


def operation(status, *terms):
    return [Charted("unit-operation", status, terms, read=("title",))]


# item unit-operation asks for any; item drift for drift or monitoring, and that it was studied or described
TABLE = [
    ([], "not-charted"),
    (operation(Status.CODED, "drying"), "reported"),
    (operation(Status.CODED, "unit-operation"), "reported"),
    (operation(Status.NONE), "reported"),
    (operation(Status.NOT_REPORTED), "not-reported"),
    (operation(Status.NOT_APPLICABLE), "not-applicable"),
    (operation(Status.UNCLEAR), "unclear"),
    (operation(Status.UNCLEAR, "drying"), "unclear"),
]


@pytest.mark.parametrize(("unit", "status"), TABLE)
def test_a_status_is_told_as_what_it_is(unit, status, vocabulary):
    assert one(vocabulary, "unit-operation", unit) == status


STUDIED = Charted("topic-treatment", Status.CODED, ("topic-studied",), read=("title",))
DISCUSSED = Charted("topic-treatment", Status.CODED, ("topic-discussed",), read=("title",))


def topic(*terms, status=Status.CODED):
    return Charted("lifecycle-topic", status, terms, read=("title",))


def closing(*facets):
    return tuple(CompletenessStatement(facet, "coders", ("values",), ("title",)) for facet in facets)


@pytest.mark.parametrize(
    ("unit", "statements", "status"),
    [
        ([topic("drift"), STUDIED], (), "reported"),
        ([topic("drift")], (), "not-charted"),
        ([STUDIED], (), "not-charted"),
        ([Charted("topic-treatment", Status.NOT_REPORTED)], (), "not-charted"),
        ([topic(status=Status.NOT_REPORTED), STUDIED], (), "not-reported"),
        ([topic("missing-data"), STUDIED], (), "unclear"),
        ([topic("missing-data"), STUDIED], closing("lifecycle-topic"), "not-reported"),
        ([topic("lifecycle-topic"), STUDIED], closing("lifecycle-topic"), "unclear"),
        ([topic("missing-data", status=Status.UNCLEAR), STUDIED], (), "not-reported"),
        ([topic("drift", "missing-data", status=Status.UNCLEAR), STUDIED], (), "unclear"),
        ([topic(status=Status.NOT_REPORTED)], (), "not-reported"),
        ([topic("drift"), DISCUSSED], (), "unclear"),
        (
            [topic("drift"), DISCUSSED],
            closing("topic-treatment"),
            "not-reported",
        ),
        ([topic(status=Status.NOT_APPLICABLE), STUDIED], (), "not-applicable"),
    ],
)
def test_an_item_of_several_facets_needs_them_all_in_one_unit(unit, statements, status, vocabulary):
    assert one(vocabulary, "drift", unit, statements=statements) == status


@pytest.mark.parametrize(
    ("units", "status"),
    [
        (([], operation(Status.CODED, "drying")), "reported"),
        ((operation(Status.NOT_REPORTED), []), "not-charted"),
        ((operation(Status.NOT_REPORTED), operation(Status.NOT_APPLICABLE)), "not-reported"),
        ((operation(Status.UNCLEAR), operation(Status.NOT_REPORTED)), "unclear"),
    ],
)
def test_of_several_units_what_is_known_of_the_study_holds(units, status, vocabulary):
    assert one(vocabulary, "unit-operation", *units) == status


def test_items_have_names_of_their_own_and_terms_that_exist(vocabulary):
    items = read_checklist(vocabulary)
    assert len({item.id for item in items}) == len(items) == 55
    assert len({item.priority for item in items}) == 8
    assert 0 < sum(not item.conditions for item in items) < len(items)


def test_every_charted_study_is_counted_once(dataset):
    found = checklist(dataset.vocabulary, dataset.evidence("okafor-bello-2025").reviews[0].whole())
    assert (found.population.charted, found.population.uncharted) == (31, 54)
    for item in found.items:
        if item.chartable:
            assert sum((item.counts or {}).values()) == len(item.studies or ()) == 31
        else:
            assert (item.where, item.counts, item.studies) == (None, None, None)


def test_what_nobody_charted_is_never_called_not_reported(dataset):
    """Whatever is told of a study, unless it was found, somebody looked at every unit of it, at what the item is about."""
    review = dataset.evidence("okafor-bello-2025").reviews[0].whole()
    facet_of = {item.id: item.conditions[0].facet for item in read_checklist(dataset.vocabulary) if item.conditions}
    looked = {
        study.id: [{each.facet for each in (*study.charted, *unit.charted)} for unit in study.units]
        for study in review.studies
    }
    told = [
        (item.id, said)
        for item in checklist(dataset.vocabulary, review).items
        for said in item.studies or ()
        if said.status in {"not-reported", "not-applicable"}
    ]
    assert len(told) > 100
    for item, said in told:
        assert all(facet_of[item] in facets for facets in looked[said.study]), (item, said)
        assert said.sources
    # One coder alone charted these from titles; without that coder, nobody looked.
    deeper = {item for item, facet in facet_of.items() if facet in {"lifecycle-topic", "economic-topic"}}
    assert len(deeper) == 8
    shallow = {study.id for study in review.studies if "abstract" not in study.read}
    assert shallow
    less = checklist(dataset.vocabulary, without_coder(review, "topics-pass"))
    found = {
        said.status for item in less.items if item.id in deeper for said in item.studies or () if said.study in shallow
    }
    assert found == {"not-charted"}


def without_coder(review: Review, coder: str) -> Review:
    def unit_of_others(unit: EvidenceUnit) -> EvidenceUnit:
        return replace(unit, charted=tuple(each for each in unit.charted if each.coder != coder))

    studies = tuple(
        replace(study, units=tuple(unit_of_others(unit) for unit in study.units)) for study in review.studies
    )
    return replace(review, studies=studies)


@pytest.mark.slow
def test_over_http_and_on_the_command_line(client, lacuna):
    over_http = client.get("/checklist").json()
    (said,) = json.loads(lacuna("checklist", "--json").stdout)
    assert said["items"] == over_http["items"]
    assert said["population"].items() <= over_http["population"].items()
    text = lacuna("checklist").stdout
    assert text.startswith("okafor-bello-2025: 31 charted studies; 54 uncharted.\n")
    assert "  batches: how many batches\n    not chartable\n" in text


def test_a_new_sheet_is_checked_without_being_stored(lacuna, write_sheet, seed_rows, tmp_path):
    sheet = write_sheet(seed_rows[:4])
    home = tmp_path / "home"
    done = lacuna("checklist", str(sheet), home=home)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("sheet: 4 charted studies; how many more are included is not stated.\n")
    assert not home.exists()


def test_a_faulty_sheet_is_refused_by_its_cells(lacuna, write_sheet, seed_rows, tmp_path):
    seed_rows[1]["unit-operation"] = "lyofilization"
    done = lacuna("checklist", str(write_sheet(seed_rows)), home=tmp_path / "home")
    assert done.returncode == 1
    assert "lyophilization" in done.stderr
    assert done.stdout == ""
    assert lacuna("checklist", "nothing.csv").returncode == 2
    assert lacuna("checklist", str(write_sheet(seed_rows)), "--review", "x").returncode == 2
