"""The description of the API is true: its examples are answers, its page needs nobody else."""

import asyncio
import json
import re

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from api.app import create_app
from api.examples import run
from api.formats.table import HTML, REPRESENTATIONS
from api.openapi import EXAMPLES
from kg.questions.catalogue import read_catalogue
from kg.settings import Settings


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
