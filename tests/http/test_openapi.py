"""The description of the API is true: its examples are answers, its page needs nobody else, a client made from it works."""

import asyncio
import importlib
import json
import re
import subprocess
import sys

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from api.app import create_app
from api.examples import run
from api.formats.table import HTML, REPRESENTATIONS
from api.openapi import EXAMPLES
from kg.questions.catalogue import read_catalogue
from kg.settings import Settings
from tests.support.http_servers import serving


@pytest.fixture(scope="module")
def described(client):
    return client.get("/openapi.json").json()


def operations(described):
    return [(path, operation) for path, methods in described["paths"].items() for operation in methods.values()]


@pytest.mark.generated
def test_the_examples_are_what_the_application_answers(home_folder):
    answered = asyncio.run(run(create_app(Settings(home=home_folder))))
    assert answered == json.loads(EXAMPLES.read_text(encoding="utf-8")), "run: make bless"


def test_every_route_has_an_example(described):
    for path, operation in operations(described):
        if path in {
            "/versions",
            "/sparql",
        }:  # when something was stored differs from home to home; a query is an example
            continue
        for media, form in operation["responses"]["200"]["content"].items():
            # Pages are for people, who open them.
            if media in REPRESENTATIONS and media != HTML and ("{" in path or media == "application/json"):
                assert "example" in form, f"{path} as {media}: name an address to ask (replies), then run: make bless"


def test_each_stored_question_is_a_path_of_its_own(described):
    catalogue = read_catalogue()
    found = [path for path, operation in operations(described) if operation["tags"] == ["stored questions"]]
    assert found == [f"/gaps/{name}" for name in catalogue]
    for name, stored in catalogue.items():
        operation, declared = (described["paths"][f"/gaps/{each}"]["get"] for each in (name, "{name}"))
        assert (operation["operationId"], operation["summary"]) == (name, stored.text)
        assert operation["parameters"] == [each for each in declared["parameters"] if each["name"] != "name"]
        assert operation["responses"].keys() == declared["responses"].keys()
        assert operation["responses"]["200"]["content"].keys() == declared["responses"]["200"]["content"].keys()


def test_functions_of_generated_clients_have_short_names(described):
    names = [operation["operationId"] for _, operation in operations(described)]
    assert len(set(names)) == len(names)
    assert {"gaps", "gap", "ask", "matrix", "voids", "studies", "search", "sparql"} <= set(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []


def test_exactly_the_documented_parameters_are_known(client, described):
    for path, operation in operations(described):
        if path.startswith(("/sparql", "/health", "/metrics")) or "{" in path:
            continue
        documented = {each["name"]: each for each in operation.get("parameters", ())}
        documented.pop("conditions", None)
        needed = {name: "twin-label" for name, each in documented.items() if each.get("required")}
        said = client.get(path, params=needed | {"no-such": "1"})
        assert (said.status_code, said.json()["parameter"]) == (422, "no-such"), path
        for name in documented:
            said = client.get(path, params={name: ""})
            assert said.status_code == 422
            assert "is not a parameter" not in said.json()["detail"], (path, name)


def test_the_description_has_a_name(client):
    said = client.get("/openapi.json")
    again = client.get("/openapi.json", headers={"If-None-Match": said.headers["etag"]})
    assert again.status_code == 304
    assert "x-example" not in said.text


def test_every_error_is_documented_as_a_problem(described):
    for path, operation in operations(described):
        (content,) = operation["responses"]["default"]["content"].items()
        assert content == ("application/problem+json", {"schema": {"$ref": "#/components/schemas/Problem"}}), path
    assert {"type", "title", "status", "detail"} == set(described["components"]["schemas"]["Problem"]["required"])


def test_no_route_writes(client, described):
    for path, methods in described["paths"].items():
        assert set(methods) <= ({"get", "post"} if path == "/sparql" else {"get"}), path  # SPARQL may be asked by POST
    for route in iter_route_contexts(client.app.routes):
        if isinstance(route.original_route, APIRoute):
            assert (route.methods or set()) <= {"GET"} or route.path == "/sparql", route.path
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        said = client.request(method, "/studies/beke-2021", json={})
        assert (said.status_code, said.headers["allow"]) == (405, "GET, HEAD")
    for method in ("PUT", "PATCH", "DELETE"):
        said = client.request(method, "/sparql", json={})
        assert (said.status_code, said.headers["allow"]) == (405, "GET, POST, HEAD")


def test_the_page_needs_nobody_else(client):
    said = client.get("/docs")
    needed = re.findall(r'(?:src|href)="([^"]+)"', said.text)
    assert len(needed) == 3
    for address in (*needed, *re.findall(r"url: '([^']+)'", said.text)):
        assert client.get(address).status_code == 200, address
    assert not re.search(r"https?://", said.text)
    script = client.get(needed[-1])
    assert script.headers["etag"].startswith('W/"')
    assert client.get(needed[-1], headers={"If-None-Match": script.headers["etag"]}).status_code == 304
    assert '"validatorUrl": null' in said.text
    policy = dict(part.strip().split(" ", 1) for part in said.headers["content-security-policy"].split(";"))
    assert all("http" not in sources and "*" not in sources for sources in policy.values())


@pytest.mark.server
def test_a_generated_client_works(described, home_folder, tmp_path, monkeypatch, dataset):
    """By openapi-python-client, as a user would: from the description alone, then against a running service."""
    (tmp_path / "openapi.json").write_text(json.dumps(described), encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json", "--meta", "none"]
    done = subprocess.run(
        [*command, "--output-path", "lacuna_client"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    warnings = [line for line in (done.stdout + done.stderr).splitlines() if "WARNING" in line]
    assert all("/sparql" in line for line in warnings), warnings  # a query as it is has a media type of its own
    monkeypatch.syspath_prepend(str(tmp_path))
    package = importlib.import_module("lacuna_client")
    gap = importlib.import_module("lacuna_client.api.stored_questions.gap_integrated_lyophilization")
    ask, matrix, studies = (
        importlib.import_module(f"lacuna_client.api.{name}")
        for name in ("gap_questions.ask", "gap_questions.matrix", "studies.studies")
    )
    models = importlib.import_module("lacuna_client.models")
    with serving(home_folder, tmp_path) as server, package.Client(base_url=server.url) as client:
        answer = gap.sync(client=client, definition="lenient")
        assert answer.certificate.dataset == dataset.version
        assert answer.question.definition == "integrated-lenient"
        asked = models.AskConditions.from_dict({"pat-modality": "raman-spectroscopy"})
        assert ask.sync(client=client, conditions=asked).bounds.certain >= 1

        crossed = matrix.sync(client=client, rows="twin-label", columns="integration-level")
        facets = dataset.vocabulary.facets
        assert {crossed.rows.facet, crossed.columns.facet} <= set(facets)
        assert len(crossed.cells) == len(crossed.rows.terms) * len(crossed.columns.terms) > 0
        for cell in crossed.cells:
            assert cell.barred or cell.verdict in set(models.MatrixCellVerdictType0)
            assert 0 <= cell.bounds.certain <= cell.bounds.reported <= cell.bounds.possible <= cell.bounds.upper
        first, second = (studies.sync(client=client, size=5, page=page) for page in (1, 2))
        assert (first.page.total, len(first.items), len(second.items)) == (31, 5, 5)
        assert {each.id for each in first.items}.isdisjoint(each.id for each in second.items)

        said = matrix.sync_detailed(client=client, rows="unit-operatoin", columns="pat-modality")
        assert (said.status_code, type(said.parsed)) == (422, models.Problem)
        assert (said.parsed.parameter, said.parsed.value) == ("rows", "unit-operatoin")
        assert "unit-operation" in said.parsed.nearest
        assert said.parsed.value in said.parsed.detail
        missing = models.AskConditions.from_dict({"pat-modality": "no-such-modality"})
        assert ask.sync_detailed(client=client, conditions=missing).parsed.status == 422
