"""Versions are listed, and removed only where nobody needs them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.errors import NotFound, NoVersion
from kg.exports.folder import cached_export
from kg.settings import Settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from kg.versions.lock import hold
from kg.versions.retention import prune, stored_versions
from loaders.pipeline import load

GAP = "/gaps/gap_raman_deep_learning"


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """Three sheets, each of which makes another version."""
    folder = tmp_path_factory.mktemp("sheets")
    for number in range(3):
        (folder / f"s{number}.csv").write_text(f"study,title\nstudy-{number},T\n", encoding="utf-8")
    return [str(folder / f"s{number}.csv") for number in range(3)]


@pytest.fixture(scope="module")
def loaded(sheets, tmp_path_factory):
    """Three versions, stored one after the other; the last is current."""
    folder = tmp_path_factory.mktemp("loaded")
    home = Home(folder)
    for number, sheet in enumerate(sheets):
        version = load((sheet,), home).version.version
        os.utime(home.folder(version) / "manifest.json", (1_000_000 + number, 1_000_000 + number))
    return folder


@pytest.fixture
def home(loaded, tmp_path):
    """A copy of them."""
    return Home(shutil.copytree(loaded, tmp_path / "home"))


def versions(home):
    return [each.version for each in stored_versions(home)]


def test_versions_are_listed_the_last_first(home, tmp_path, lacuna):
    listed = json.loads(lacuna("versions", "--json", home=tmp_path / "home").stdout)
    assert [each["current"] for each in listed] == [True, False, False]
    assert [each["holds"]["reviews"] for each in listed] == [["s2"], ["s1"], ["s0"]]
    assert listed[0]["stored"] == "1970-01-12T13:46:42Z"
    text = lacuna("versions", home=tmp_path / "home").stdout.splitlines()
    assert [line[0] for line in text] == ["*", " ", " "]
    assert f"{listed[0]['holds']['triples']} triples" in text[0]


def test_the_current_version_need_not_be_the_last(home, sheets):
    load((sheets[0],), home)
    assert [each.current for each in stored_versions(home)] == [False, False, True]
    assert len(prune(home, 1).removed) == 1
    assert [each.current for each in stored_versions(home)] == [False, True]


@pytest.mark.slow
def test_all_but_the_current_one_are_removed(home, tmp_path, lacuna):
    newest, *old = versions(home)
    done = lacuna("prune", "--dry-run", home=tmp_path / "home")
    assert (done.returncode, done.stdout.splitlines()) == (0, [f"Would remove {each}" for each in old])
    assert len(versions(home)) == 3
    done = lacuna("prune", "--keep", "1", home=tmp_path / "home")
    assert done.stdout.splitlines() == [f"Removed {old[1]}"]
    done = json.loads(lacuna("prune", "--json", home=tmp_path / "home").stdout)
    assert (done["removed"], done["in_use"], done["dry_run"]) == ([old[0]], [], False)
    assert versions(home) == [newest]
    assert lacuna("gaps", home=tmp_path / "home").returncode == 0


def test_what_somebody_reads_is_kept(home):
    _, second, third = versions(home)
    dataset = Dataset.open(home, third)
    assert prune(home, dry_run=True).in_use == (third,)
    done = prune(home)
    assert (done.removed, done.in_use) == ((second,), (third,))
    dataset.close()
    assert prune(home).removed == (third,)
    with pytest.raises(NotFound):
        hold(home, third)


@pytest.mark.server
def test_a_killed_reader_holds_nothing(home):
    code = "import sys, time; from pathlib import Path\n"
    code += "from kg.versions.home import Home; from kg.versions.lock import hold\n"
    code += "held = hold(Home(Path(sys.argv[1])), sys.argv[2]); print('held', flush=True); time.sleep(60)"
    folder, third = home.derived("x").parents[1], versions(home)[2]
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder), third], stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "held\n"
        assert prune(home, 1).in_use == (third,)
        reader.kill()
        reader.wait(60)
    assert prune(home, 1).removed == (third,)


def test_a_running_server_goes_on(home, tmp_path):
    _, _, third = versions(home)
    with TestClient(create_app(Settings(home=tmp_path / "home"))) as client:
        before = client.get(f"{GAP}?version={third}").json()
        assert client.get(GAP).status_code == 200
        prune(home)
        assert client.get(f"{GAP}?version={third}").json() == before
        assert client.get(GAP).status_code == 200
        assert [each["current"] for each in client.get("/versions").json()["items"]] == [True, False]
        assert client.get(f"{GAP}?version={'0' * 64}").status_code == 404


@pytest.mark.server
def test_a_removal_waits_for_a_load(home, tmp_path):
    command = [str(Path(sys.executable).with_name("lacuna")), "prune"]
    env = {**os.environ, "LACUNA_HOME": str(tmp_path / "home")}
    with home.locked():  # as a load does
        removal = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            removal.wait(5)
        assert len(versions(home)) == 3
    out, _ = removal.communicate(timeout=60)
    assert (removal.returncode, len(out.splitlines()), len(versions(home))) == (0, 2, 1)


def test_a_removal_that_was_cut_off_is_finished_by_the_next_load(home, sheets):
    _, second, _ = versions(home)
    folder = home.folder(second)
    folder.rename(folder.with_name(f"removing-{folder.name}"))
    assert len(versions(home)) == 2
    load((sheets[2],), home)
    assert not list(folder.parent.glob("removing-*"))


@pytest.mark.slow
def test_what_was_made_from_a_version_goes_with_it(home):
    newest, second, _ = versions(home)
    kept = [cached_export(home, version) for version in (newest, second)]
    prune(home)
    assert [folder.exists() for folder in kept] == [True, False]


def test_nothing_is_removed_where_no_version_is_current(home, tmp_path, lacuna):
    (tmp_path / "home" / "current").write_text("0" * 64, encoding="utf-8")
    done = lacuna("prune", home=tmp_path / "home")
    assert done.returncode == NoVersion.exit_code
    assert "damaged" in done.stderr
    assert [each.current for each in stored_versions(home)] == [False, False, False]


def test_a_version_of_another_release_is_listed_and_removed(home, tmp_path, lacuna):
    manifest = home.folder(versions(home)[1]) / "manifest.json"
    manifest.write_text("{}", encoding="utf-8")
    assert "another release" in lacuna("versions", home=tmp_path / "home").stdout
    assert len(prune(home).removed) == 2


def test_of_nothing(tmp_path, lacuna):
    done = lacuna("versions", home=tmp_path / "none")
    assert (done.returncode, done.stdout) == (0, "")
    assert "lacuna load" in done.stderr
    assert lacuna("versions", "--json", home=tmp_path / "none").stdout == "[]\n"
    assert lacuna("prune", home=tmp_path / "none").returncode == NoVersion.exit_code
    assert not (tmp_path / "none").exists()
