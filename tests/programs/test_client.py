"""A client made from the description of the API works against the service."""

import importlib

import pytest


@pytest.fixture
def lacuna_client(generated, monkeypatch):
    """The generated package, with all that is asked of it here."""
    folder, _ = generated
    monkeypatch.syspath_prepend(str(folder))
    return importlib.import_module("lacuna_client")


@pytest.fixture
def client(lacuna_client, service):
    with lacuna_client.Client(base_url=service.url) as client:
        yield client


@pytest.fixture
def models(lacuna_client):
    return importlib.import_module("lacuna_client.models")


def function(name):
    return importlib.import_module(f"lacuna_client.api.{name}")


def test_the_generator_understands_the_description(generated):
    _, said = generated
    warnings = [line for line in said.splitlines() if "WARNING" in line]
    assert all("/sparql" in line for line in warnings), said  # a query as it is has a media type of its own


def test_a_gap_is_answered(client, models, dataset):
    answer = function("stored_questions.gap_integrated_lyophilization").sync(client=client, definition="lenient")
    assert answer.certificate.dataset == dataset.version
    assert answer.question.definition == "integrated-lenient"
    assert answer.verdict in set(models.AnswerVerdict)
    asked = models.AskConditions.from_dict({"pat-modality": "raman-spectroscopy"})
    assert function("gap_questions.ask").sync(client=client, conditions=asked).bounds.certain >= 1


def test_a_matrix_has_every_cell(client, models):
    said = function("gap_questions.matrix").sync(client=client, rows="twin-label", columns="integration-level")
    assert (said.rows.facet, said.columns.facet) == ("twin-label", "integration-level")
    assert len(said.cells) == len(said.rows.terms) * len(said.columns.terms) > 0
    for cell in said.cells:
        assert cell.barred or cell.verdict in set(models.MatrixCellVerdictType0)
        assert 0 <= cell.bounds.certain <= cell.bounds.reported <= cell.bounds.possible <= cell.bounds.upper


def test_pages_of_a_list_are_apart(client):
    first, second = (function("studies.studies").sync(client=client, size=5, page=page) for page in (1, 2))
    assert first.page.total == second.page.total > 10
    ids = [{each.id for each in page.items} for page in (first, second)]
    assert [len(each) for each in ids] == [5, 5]
    assert ids[0].isdisjoint(ids[1])


@pytest.mark.parametrize(
    ("name", "asked", "status", "parameter"),
    [
        ("gap_questions.matrix", {"rows": "unit-operatoin", "columns": "pat-modality"}, 422, "rows"),
        ("gap_questions.ask", {"conditions": {"unit-operation": "coatign"}}, 422, "unit-operation"),
        ("gap_questions.gap", {"name": "gap_raman_deep_lerning"}, 404, None),
    ],
)
def test_what_is_wrong_comes_back_as_a_problem(name, asked, status, parameter, client, models):
    if "conditions" in asked:
        asked = {"conditions": models.AskConditions.from_dict(asked["conditions"])}
    said = function(name).sync_detailed(client=client, **asked)
    assert (said.status_code, type(said.parsed), said.parsed.status) == (status, models.Problem, status)
    assert said.parsed.nearest
    assert said.parsed.value in said.parsed.detail
    assert parameter is None or said.parsed.parameter == parameter
