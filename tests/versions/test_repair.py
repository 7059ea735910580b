"""A damaged version never answers: it is found, named with its cure, and rebuilt by a load."""

import hashlib
import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import ladybug
import pyoxigraph
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.errors import NotFound, NoVersion, StoreFailed
from kg.exports.folder import export_folder
from kg.exports.neo4j import content_of
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.query.languages import COMPILERS
from kg.questions.catalogue import read_catalogue
from kg.settings import Settings
from kg.stores.version_files import CHECKSUMS, write_checksums
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from kg.versions.manifest import LAYOUT
from kg.versions.retention import prune, stored_versions
from kg.versions.verification import verify
from loaders.pipeline import load

pytestmark = pytest.mark.slow  # a version is copied and damaged in dozens of ways

GAP = "/gaps/gap_raman_deep_learning"
SPARQL = "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"
FAILED = StoreFailed.exit_code


# --- Ways to damage a file ------------------------------------------------------------------------------------------------


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def cut_one_byte(file: Path) -> None:
    os.truncate(file, file.stat().st_size - 1)


def empty(file: Path) -> None:
    os.truncate(file, 0)


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def overwrite(file: Path) -> None:
    file.write_bytes(random.Random(file.name).randbytes(file.stat().st_size or 1))


def grow(file: Path) -> None:
    with file.open("ab") as out:
        out.write(b"\0")


def make_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


WAYS = (truncate, cut_one_byte, empty, flip, overwrite, grow, Path.unlink, make_folder)
FILES = (
    "graph.lbug",
    "manifest.json",
    "rdf/CURRENT",
    "rdf/MANIFEST-*",
    "rdf/OPTIONS-*",
    "rdf/*.sst",
    "triples.nt.gz",
    CHECKSUMS,
)
Change = Callable[[Path], None]


def damage_of(pattern: str, way: Change) -> Change:
    """A damage of the largest file of a name in the folder of a version."""

    def damaged(folder: Path) -> None:
        way(max(folder.glob(pattern), key=lambda file: file.stat().st_size))

    return damaged


def every_file(way: Change) -> Change:
    def damaged(folder: Path) -> None:
        for file in [file for file in (folder / "rdf").iterdir() if file.stat().st_size]:
            way(file)

    return damaged


def rdf_missing(folder: Path) -> None:
    shutil.rmtree(folder / "rdf")


def rdf_empty(folder: Path) -> None:
    rdf_missing(folder)
    (folder / "rdf").mkdir()


def rdf_a_file(folder: Path) -> None:
    rdf_missing(folder)
    (folder / "rdf").write_text("x", encoding="utf-8")


def rdf_replaced(folder: Path) -> None:
    """By a store without triples that Oxigraph has made itself."""
    rdf_missing(folder)
    pyoxigraph.Store(str(folder / "rdf")).flush()


def write_ahead_log(folder: Path) -> None:
    (folder / "graph.lbug.wal").write_bytes(b"x" * 100)


def all_files_missing(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("x", encoding="utf-8")


def another_layout(folder: Path) -> None:
    """One flipped bit: 4 becomes 5."""
    manifest, other = folder / "manifest.json", f'"layout": {LAYOUT ^ 1}'
    manifest.write_text(manifest.read_text().replace(f'"layout": {LAYOUT}', other))
    assert other in manifest.read_text()


def forget(name: str) -> Change:
    """Checksums without those of a part."""

    def damaged(folder: Path) -> None:
        lines = (folder / CHECKSUMS).read_text().splitlines(keepends=True)
        (folder / CHECKSUMS).write_text("".join(line for line in lines if f"  {name}" not in line))

    return damaged


DAMAGES: dict[str, Change] = {
    **{f"{pattern} {way.__name__}": damage_of(pattern, way) for pattern in FILES for way in WAYS},
    **{f"rdf {way.__name__}": every_file(way) for way in (truncate, empty, flip, Path.unlink)},
    **{f"no checksums of {name}": forget(name) for name in ("rdf", "graph.lbug", "manifest.json")},
    **{
        way.__name__: way
        for way in (rdf_missing, rdf_empty, rdf_a_file, rdf_replaced, write_ahead_log, all_files_missing, a_file)
    },
    another_layout.__name__: another_layout,
}
"""Ways to damage a version, given its folder."""

SOME = ("graph.lbug truncate", "manifest.json empty", "rdf_missing", "rdf/*.sst flip", "all_files_missing")


# --- One loaded home, copied for each damage ------------------------------------------------------------------------------


class Place(NamedTuple):
    path: Path
    home: Home
    version: str
    folder: Path


@pytest.fixture(scope="module")
def sheet(tmp_path_factory) -> str:
    file = tmp_path_factory.mktemp("sheet") / "small.csv"
    file.write_text("study,title\nstudy-1,T\nstudy-2,U\n", encoding="utf-8")
    return str(file)


@pytest.fixture(scope="module")
def loaded(sheet, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    load((sheet,), Home(folder))
    return Path(folder)


@pytest.fixture
def place(loaded, tmp_path) -> Place:
    path = Path(shutil.copytree(loaded, tmp_path / "home"))
    home = Home(path)
    return Place(path, home, f"sha256:{home.current()}", home.folder(home.current()))


def names_file_and_cure(text: str) -> bool:
    return bool(re.search(r"/home/(versions|current)", text)) and "Run: lacuna load" in text


# --- Reading --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_version_is_not_read(name, place):
    DAMAGES[name](place.folder)
    uses: tuple[Callable[[], object], ...] = (
        lambda: Dataset.open(place.home),
        lambda: export_folder(place.home, place.version, place.path / "out"),
        lambda: content_of(place.home, place.version),
    )
    for use in uses:
        with pytest.raises(StoreFailed) as failed:
            use()
        assert names_file_and_cure(str(failed.value))
    assert not (place.path / "out").exists()
    found = verify(place.folder)
    assert (found.state, found.version) == ("damaged", place.version)
    assert all(str(place.folder) in each for each in found.damage)
    assert [each.version for each in stored_versions(place.home)] == [place.version]


def test_a_whole_version_is_found_whole(place, lacuna):
    assert verify(place.folder).state == "ok"
    assert Dataset.open(place.home).unchanged()
    assert lacuna("ask", "gap_raman_deep_learning", home=place.path).returncode == 0
    with TestClient(create_app(Settings(home=place.path))) as client:
        assert [client.get(path).status_code for path in ("/health", GAP, SPARQL)] == [200] * 3
    assert verify(place.folder).damage == (), "reading has changed something"


def test_the_checksums_are_those_of_coreutils(place):
    done = subprocess.run(["sha256sum", "--check", "--quiet", CHECKSUMS], cwd=place.folder, check=False)
    assert done.returncode == 0


COMMANDS = (
    ("gaps",),
    ("gaps", "--json"),
    ("ask", "gap_raman_deep_learning"),
    ("show", "gap_raman_deep_learning", "--sparql"),
    ("agreement",),
    ("checklist",),
    ("template", "form.csv", "--from", "current"),
    ("export", "out"),
    ("export", "--to", "http://127.0.0.1:1/store"),
    ("push", "bolt://127.0.0.1:1"),
    ("push", "bolt://127.0.0.1:1", "--verify"),
    ("serve", "--port", "0"),
    ("verify",),
)


@pytest.mark.parametrize("name", SOME)
def test_commands_name_the_file_and_the_cure(name, place, lacuna):
    DAMAGES[name](place.folder)
    for command in COMMANDS:
        done = lacuna(*command, home=place.path)
        assert done.returncode == FAILED, command
        assert names_file_and_cure(done.stdout if command[0] == "verify" else done.stderr), command
        assert "Traceback" not in done.stderr
    listed = lacuna("versions", home=place.path)
    assert (listed.returncode, listed.stdout.count(place.version)) == (0, 1)


def flat(folder: Path, content: bytes) -> None:
    (folder / "current").write_bytes(content)


POINTERS: dict[str, Change] = {
    "empty": lambda path: flat(path, b""),
    "garbage": lambda path: flat(path, b"\x00\xff\xfe" * 30),
    "long": lambda path: flat(path, b"a" * 10_000),
    "outside": lambda path: flat(path, b"../versions"),
    "cut off": lambda path: truncate(path / "current"),
    "of no version": lambda path: flat(path, b"0" * 64),
    "a folder": lambda path: make_folder(path / "current"),
}


@pytest.mark.parametrize("name", POINTERS)
def test_a_damaged_pointer_is_named(name, place, lacuna):
    POINTERS[name](place.path)
    for command in COMMANDS:
        done = lacuna(*command, home=place.path)
        assert done.returncode == FAILED, command
        assert names_file_and_cure(done.stderr), command
    listed = lacuna("versions", home=place.path)
    assert (listed.returncode, listed.stdout[0]) == (0, " ")
    with TestClient(create_app(Settings(home=place.path))) as client:
        for path in ("/health", GAP, SPARQL):
            said = client.get(path)
            assert (said.status_code, said.json()["title"]) == (503, StoreFailed.title)
            assert names_file_and_cure(said.json()["detail"])


def test_other_versions_answer_without_a_pointer(place, lacuna):
    flat(place.path, b"")
    assert lacuna("verify", place.version, home=place.path).returncode == 0
    with TestClient(create_app(Settings(home=place.path))) as client:
        assert client.get(f"{GAP}?version={place.version}").status_code == 200


def test_without_a_pointer_nothing_is_current(place, lacuna):
    (place.path / "current").unlink()
    with pytest.raises(NoVersion):
        place.home.current()
    assert lacuna("verify", home=place.path).returncode == NoVersion.exit_code


# --- Repair ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["graph.lbug truncate", "manifest.json unlink", "rdf_missing", "a_file", "a pointer"])
def test_a_load_rebuilds_what_is_damaged(name, place, lacuna, sheet):
    (DAMAGES.get(name) or (lambda _: flat(place.path, b"")))(place.folder)
    report = json.loads(lacuna("load", sheet, "--json", home=place.path).stdout)
    assert (report["version"]["version"], report["new"]) == (place.version, False)
    assert (report["rebuilt"] or "").startswith("" if name == "a pointer" else str(place.folder))
    assert (report["rebuilt"] is None) == (name == "a pointer")
    assert verify(place.folder).state == "ok"
    assert Dataset.open(place.home).version == place.version
    assert [each.name for each in (place.path / "versions").iterdir()] == [place.folder.name]


def test_a_load_says_what_it_rebuilt(place, lacuna, sheet):
    flip(place.folder / "graph.lbug")
    done = lacuna("load", sheet, home=place.path)
    assert f"Rebuilt {place.version}" in done.stdout
    assert str(place.folder / "graph.lbug") in done.stderr
    done = lacuna("load", sheet, home=place.path)
    assert f"Already stored {place.version}" in done.stdout
    assert done.stderr == ""


def test_a_rebuild_that_fails_leaves_what_was_there(place, sheet, monkeypatch):
    damage_of("rdf/*.sst", flip)(place.folder)
    before = sorted(file.name for file in place.folder.rglob("*"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("kg.stores.ladybug.write", full)
        with pytest.raises(StoreFailed, match="No space left"):
            load((sheet,), place.home)
    assert sorted(file.name for file in place.folder.rglob("*")) == before
    assert load((sheet,), place.home).rebuilt
    assert not list((place.path / "versions").glob("*-*"))


def test_a_reader_goes_on_while_its_version_is_rebuilt(place, sheet):
    dataset = Dataset.open(place.home)
    assert dataset.unchanged()
    (place.folder / "manifest.json").unlink()
    assert not dataset.unchanged()
    assert load((sheet,), place.home).rebuilt
    assert dataset.evidence().studies.ids == ("study-1", "study-2")
    assert dataset.run(dataset.evidence().query(read_catalogue()["gap_chemometrics"].read(dataset.vocabulary), ""))
    assert prune(place.home).removed == ()
    assert Dataset.open(place.home).unchanged()


def test_who_opens_during_the_exchange_gets_the_whole_one(place, sheet, monkeypatch):
    flip(place.folder / "graph.lbug")
    check = Home.check
    calls: list[str] = []
    loading: list[bool] = []

    def late(self: Home, version: str) -> object:
        if loading == [True]:  # the load compares the files of the version before it, too
            return check(self, version)
        calls.append(version)
        if len(calls) == 1:  # a load comes between the lock and the comparison, which sees both versions
            loading.append(True)
            load((sheet,), self)
            loading.clear()
            raise StoreFailed("a mixture")
        return check(self, version)

    monkeypatch.setattr(Home, "check", late)
    assert Dataset.open(place.home).unchanged()
    assert len(calls) == 2


def test_a_damaged_version_can_be_removed(place, tmp_path, lacuna):
    other = tmp_path / "other.csv"
    other.write_text("study,title\nstudy-3,V\n", encoding="utf-8")
    for name in ("a_file", "manifest.json unlink"):
        folder = place.path / "versions" / hashlib.sha256(name.encode()).hexdigest()
        shutil.copytree(place.folder, folder)
        DAMAGES[name](folder)
    assert lacuna("verify", home=place.path).stdout.count("damaged ") == 2
    assert len(prune(place.home).removed) == 2
    assert lacuna("verify", home=place.path).returncode == 0


# --- Verification ---------------------------------------------------------------------------------------------------------


def test_verify_has_a_line_for_each_version(place, lacuna):
    names = ("0" * 64, "1" * 64)
    older, broken = (Path(shutil.copytree(place.folder, place.folder.with_name(name))) for name in names)
    (older / CHECKSUMS).unlink()  # as versions of layout 2
    manifest = older / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"layout": {LAYOUT}', '"layout": 2'))
    DAMAGES["graph.lbug truncate"](broken)
    done = lacuna("verify", home=place.path)
    lines = {line.split("sha256:")[1][:64]: line for line in done.stdout.splitlines()}
    assert (done.returncode, len(lines)) == (FAILED, 3)
    assert lines[place.folder.name].startswith("ok ")
    assert lines["0" * 64].startswith("other release ")
    assert lines["1" * 64].startswith("damaged ")
    assert names_file_and_cure(lines["1" * 64])
    assert lacuna("verify", place.version, "0" * 64, home=place.path).returncode == 0
    found = json.loads(lacuna("verify", "--json", home=place.path).stdout)
    assert sorted(each["state"] for each in found) == ["damaged", "ok", "other release"]
    by_version = {each["version"]: each for each in found}
    assert by_version["sha256:" + "1" * 64]["damage"] == [f"{broken}/graph.lbug is not as it was stored."]
    assert by_version["sha256:" + "1" * 64]["cure"].startswith("Run: lacuna load")
    assert by_version[place.version] == {"version": place.version, "state": "ok", "damage": [], "cure": None}


def test_verify_of_nothing(tmp_path, place, lacuna):
    done = lacuna("verify", home=tmp_path / "none")
    assert (done.returncode, done.stdout) == (NoVersion.exit_code, "")
    done = lacuna("verify", "sha256:00", home=place.path)
    assert done.returncode == NotFound.exit_code
    assert "sha256:00" in done.stderr


def other_rdf(folder: Path) -> None:
    store = pyoxigraph.Store(str(folder / "rdf"))
    store.remove(next(iter(store)))
    store.flush()


def other_value(folder: Path) -> None:
    with ladybug.Database(str(folder / "graph.lbug")) as database, ladybug.Connection(database) as connection:
        connection.execute("MATCH (s:Study {id: 'study-1'}) SET s.title = 'Other'")
        connection.execute("CHECKPOINT")


def other_count(folder: Path) -> None:
    manifest = folder / "manifest.json"
    manifest.write_text(re.sub(r'"triples": \d+', '"triples": 1', manifest.read_text()))


@pytest.mark.parametrize(
    ("change", "says"),
    [(other_rdf, "other triples"), (other_value, "other nodes Study"), (other_count, "states triples 1")],
)
def test_content_is_compared_although_checksums_fit(change, says, place):
    change(place.folder)
    write_checksums(place.folder)
    found = verify(place.folder)
    assert found.state == "damaged"
    assert says in found.damage[0]


# --- The service ----------------------------------------------------------------------------------------------------------


def test_a_running_service_says_so_until_it_is_repaired(place, loaded):
    whole = loaded / "versions" / place.folder.name
    paths = ["/health", GAP, "/studies/study-1", "/export", SPARQL]
    with TestClient(create_app(Settings(home=place.path))) as client:
        before = [client.get(path).status_code for path in paths]
        for name in ("graph.lbug flip", "rdf empty", "rdf/*.sst unlink", "manifest.json flip", "a_file"):
            DAMAGES[name](place.folder)
            shutil.rmtree(place.path / "made", ignore_errors=True)
            for path in paths[: 4 if name.startswith("graph") else 5]:  # SPARQL does not need Ladybug's file
                said = client.get(path)
                assert (said.status_code, said.headers["content-type"]) == (503, "application/problem+json"), path
                assert names_file_and_cure(said.json()["detail"]), path
            assert client.get("/versions").json()["page"]["total"] == 1
            (shutil.rmtree if place.folder.is_dir() else os.unlink)(place.folder)
            shutil.copytree(whole, place.folder)
            assert client.get("/health").status_code == 200
        assert [client.get(path).status_code for path in paths] == before == [200] * 5


def test_a_running_service_follows_a_rebuild(place, sheet):
    with TestClient(create_app(Settings(home=place.path))) as client:
        before = client.get(GAP).content
        flip(place.folder / "graph.lbug")
        assert client.get("/health").status_code == 503
        assert load((sheet,), place.home).rebuilt
        assert client.get("/health").status_code == 200
        assert client.get(GAP).content == before


def test_a_file_that_decays_while_it_is_read_is_an_error(place):
    """Not one that was written: neither size nor time tells."""
    with TestClient(create_app(Settings(home=place.path))) as client:
        assert client.get("/sparql?query=ASK%7B%7D").text
        dataset = Dataset.open(place.home)
        for file in (place.folder / "rdf").glob("*.sst"):
            times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
            content = bytearray(file.read_bytes())
            content[100:-1000:50] = bytes(len(content[100:-1000:50]))
            with file.open("r+b") as out:
                out.write(content)
            os.utime(file, ns=times)
        assert dataset.unchanged()
        with pytest.raises(StoreFailed, match=r"rdf cannot be read: .*Run: lacuna verify"):
            list(dataset.rdf)
        with pytest.raises(StoreFailed, match="cannot be read"):
            read_vocabulary(dataset.rdf)  # not that of the dataset: another version that is open may have an equal one
        for text in ("SELECT ?s { ?s ?p ?o }", _question_by_sparql(dataset)):
            with pytest.raises(StoreFailed, match="cannot be read"):
                dataset.look_up(text)
        said = client.get("/sparql?query=SELECT%20*%7B%3Fs%20%3Fp%20%3Fo%7D")
        assert (said.status_code, said.json()["title"]) == (503, StoreFailed.title)
        assert str(place.folder / "rdf") in said.json()["detail"]


def _question_by_sparql(dataset: Dataset) -> str:
    vocabulary = read_vocabulary(read_ontology())
    question = read_catalogue()["gap_gmp_deployment"].read(vocabulary)
    return COMPILERS["sparql"].compile_question(vocabulary, question, dataset.reviews, "").text
