"""What can be taken away over HTTP."""

import pytest
from fastapi.testclient import TestClient
from rdflib import DCAT, RDF, Graph

from api.app import create_app
from kg.exports.folder import LAYOUT, export_folder
from kg.exports.manifest import FILE, read_manifest
from kg.settings import Settings
from kg.versions.home import Home

FORMATS = {
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
}


@pytest.mark.slow
def test_every_file_of_an_export_is_there_with_its_bytes(client, home_folder, tmp_path):
    home = Home(home_folder)
    export_folder(home, home.current(), tmp_path / "out")
    manifest = read_manifest(tmp_path / "out")
    assert manifest is not None
    for entry in manifest.files:
        said = client.get(f"/export/{entry.path}")
        assert said.content == (tmp_path / "out" / entry.path).read_bytes()
        assert said.headers["content-type"].partition(";")[0] == entry.media_type
        again = client.get(f"/export/{entry.path}", headers={"If-None-Match": said.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    for address in ("/export", f"/export/{FILE}"):
        assert client.get(address).content == (tmp_path / "out" / FILE).read_bytes()


@pytest.mark.slow
def test_an_export_lies_beside_the_version_and_leaves_it_alone(client, home_folder, dataset):
    home = Home(home_folder)
    folder = home.folder(dataset.version)
    before = {file: (file.stat().st_mtime_ns, file.stat().st_size) for file in folder.rglob("*")}
    assert client.get("/export/dataset.nq").status_code == 200
    assert {file: (file.stat().st_mtime_ns, file.stat().st_size) for file in folder.rglob("*")} == before
    assert (home.derived(dataset.version) / f"export-{LAYOUT}" / "dataset.nq").is_file()


@pytest.mark.slow
def test_an_export_that_lost_a_file_is_made_again(client, home_folder, dataset):
    first = client.get("/export/void.ttl").content
    (Home(home_folder).derived(dataset.version) / f"export-{LAYOUT}" / "void.ttl").unlink()
    assert client.get("/export/void.ttl").content == first


@pytest.mark.parametrize(
    "path", ["/export/dataset.ttl", "/export", "/ontology", "/shapes", "/.well-known/void", "/versions"]
)
def test_who_has_it_is_not_sent_it_again(path, client):
    first = client.get(path)
    assert first.status_code == 200
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content


@pytest.mark.slow
def test_part_of_a_file(client):
    whole = client.get("/export/dataset.nt").content
    part = client.get("/export/dataset.nt", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole[10:20])


FILE_PATH = "/export/shapes.ttl"


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ("bytes=99999999-", 416),
        ("bytes=-0", 416),
        ("bytes=0-4,99999999-", 416),
        ("bytes=9-3", 400),
        ("bytes=a-b", 400),
        ("bytes=", 400),
        ("bytes", 400),
        (f"bytes={'9' * 5000}-", 400),
        (f"bytes={'9' * 4000}-", 416),
    ],
)
@pytest.mark.parametrize("path", [FILE_PATH, "/docs/files/swagger-ui.css"])
def test_a_range_that_cannot_be_had_is_a_problem(path, wanted, status, client):
    whole = client.get(path)
    for encoding in ("identity", "gzip"):
        said = client.get(path, headers={"Range": wanted, "Accept-Encoding": encoding})
        assert (said.status_code, said.headers["content-type"]) == (status, "application/problem+json")
        body = said.json()
        assert (body["status"], body["parameter"]) == (status, "Range")
        assert wanted.startswith(body["value"])
        assert said.headers.get("content-range") == (f"bytes */{len(whole.content)}" if status == 416 else None)
        assert "etag" not in said.headers
        assert len(said.content) < 1000


@pytest.mark.parametrize("wanted", ["lines=1-2", "items=x", "=5-"])
def test_a_range_in_an_unknown_unit_is_ignored(wanted, client):
    said = client.get(FILE_PATH, headers={"Range": wanted})
    assert (said.status_code, said.content) == (200, client.get(FILE_PATH).content)


@pytest.mark.parametrize(("wanted", "part"), [("bytes=3-6", slice(3, 7)), ("Bytes = -5", slice(-5, None))])
def test_a_range_that_can_be_had(wanted, part, client):
    said = client.get(FILE_PATH, headers={"Range": wanted})
    assert (said.status_code, said.content) == (206, client.get(FILE_PATH).content[part])


PARTS = (FILE_PATH, "/export/manifest.json", "/ontology", "/shapes", "/static/lacuna.css", "/docs/files/swagger-ui.css")
PART = {"Range": "bytes=5-24"}


@pytest.mark.parametrize("path", PARTS)
def test_a_part_is_one_of_the_file_as_it_is(path, client):
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    for encoding in ("gzip", "gzip, identity;q=0.5", "*", "identity", ""):
        part = client.get(path, headers={**PART, "Accept-Encoding": encoding})
        assert (part.status_code, part.content) == (206, plain.content[5:25])
        assert part.headers["etag"] == plain.headers["etag"]
        assert "content-encoding" not in part.headers
        assert part.headers["content-range"] == f"bytes 5-24/{len(plain.content)}"
        assert sorted(part.headers["vary"].split(", ")) == sorted(plain.headers["vary"].split(", "))


@pytest.mark.parametrize("path", PARTS)
def test_a_part_of_another_encoding_is_not_sent(path, client):
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    strong = not plain.headers["etag"].startswith("W/")
    assert (packed.headers["etag"] != plain.headers["etag"]) == strong
    others = [packed.headers["etag"], f"W/{plain.headers['etag']}", plain.headers["last-modified"], '"other"']
    for known in others:
        whole = client.get(path, headers={**PART, "If-Range": known, "Accept-Encoding": "gzip"})
        assert (whole.status_code, whole.content) == (200, plain.content)
        named = packed if "content-encoding" in whole.headers else plain
        assert whole.headers["etag"] == named.headers["etag"]
    if strong:
        part = client.get(path, headers={**PART, "If-Range": plain.headers["etag"], "Accept-Encoding": "gzip"})
        assert (part.status_code, part.content) == (206, plain.content[5:25])


@pytest.mark.parametrize("path", PARTS)
def test_head_has_no_parts(path, client):
    whole = client.head(path, headers={**PART, "Accept-Encoding": "identity"})
    assert (whole.status_code, whole.content) == (200, b"")
    assert whole.headers["content-length"] == str(len(client.get(path).content))


@pytest.mark.parametrize("path", ["/gaps/gap_integrated_lyophilization", "/versions", "/openapi.json"])
def test_what_has_no_parts_is_sent_whole(path, client):
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    said = client.get(path, headers={**PART, "Accept-Encoding": "gzip"})
    assert (said.status_code, said.content, said.headers["etag"]) == (200, plain.content, plain.headers["etag"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # rdflib uses its own old names
@pytest.mark.parametrize("path", ["/ontology", "/shapes"])
def test_graphs_by_accept(path, client):
    sizes = set()
    for media, format_ in FORMATS.items():
        said = client.get(path, headers={"Accept": f"{media}, text/html;q=0.5"})
        assert said.headers["content-type"].partition(";")[0] == media
        assert "Accept" in said.headers["vary"]
        sizes.add(len(Graph().parse(data=said.text, format=format_)))
    assert len(sizes) == 1
    assert client.get(path).headers["content-type"].startswith("text/turtle")
    refused = client.get(path, headers={"Accept": "text/csv"})
    assert refused.status_code == 406
    assert "text/turtle" in refused.json()["detail"]


def test_the_description_leads_to_the_files(client, dataset):
    said = client.get("/.well-known/void")
    assert said.headers["content-type"].startswith("text/turtle")
    found = Graph().parse(data=said.text, format="turtle")
    (iri,) = found.subjects(RDF.type, DCAT.Dataset)
    assert dataset.version in str(iri)
    for address in found.objects(None, DCAT.downloadURL):
        said = client.get(str(address))
        assert said.status_code == 200


def test_a_version_by_its_hash(client, dataset):
    assert client.get(f"/export/dataset.nt?version={dataset.version}").status_code == 200
    said = client.get("/export/dataset.nt?version=sha256:00")
    assert (said.status_code, said.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/export/dataset.nqq", 404, "dataset.nq"),
        ("/export/../manifest.json", 404, ""),
        ("/export/%2e%2e/%2e%2e/current", 404, "no file of an export"),
        ("/export//etc/passwd", 404, "no file of an export"),
        ("/export/dataset.nq?versoin=1", 422, "version"),
        ("/versions?page=0", 422, "page"),
        ("/versions?page=2", 422, "the last page, which is 1"),
        ("/export?version=", 422, "version"),
        ("/ontology?version=", 422, "version"),
    ],
)
def test_what_is_not_there(path, status, says, client):
    said = client.get(path)
    assert said.status_code == status
    assert says in said.text


def test_versions_are_a_paged_list(client, dataset):
    said = client.get("/versions?size=1")
    (only,) = said.json()["items"]
    assert (only["version"], only["current"], only["holds"]["triples"]) == (dataset.version, True, len(dataset.rdf))
    assert said.json()["page"] == {"number": 1, "size": 1, "total": 1}
    assert 'rel="first"' in said.headers["link"]


def test_without_a_version_there_is_nothing_to_take(tmp_path):
    with TestClient(create_app(Settings(home=tmp_path))) as nothing:
        assert nothing.get("/versions").json()["items"] == []
        for path in ("/export", "/ontology", "/.well-known/void"):
            said = nothing.get(path)
            assert (said.status_code, "lacuna load" in said.json()["detail"]) == (503, True)


def test_the_same_body_in_another_encoding_has_another_name(client):
    names = {
        client.get("/ontology", headers={"Accept": "text/turtle", "Accept-Encoding": encoding}).headers["etag"]
        for encoding in ("identity", "gzip", "gzip")
    }
    assert len(names) == 2
