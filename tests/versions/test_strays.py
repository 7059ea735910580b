"""A stray file, link, pipe or folder in the home is never followed and stops no command, wherever it lies."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.paths import ROOT
from kg.versions.home import Home
from loaders.pipeline import load

pytestmark = [
    pytest.mark.slow,  # every command for every stray
    pytest.mark.skipif(sys.platform != "linux", reason="links and pipes are tried on Linux"),
]

OTHER = "f" * 64
"""A name that a version could have."""
OUTSIDE = "what nobody may read"

COMMANDS = """
import contextlib, io, json, os, sys, traceback
from kg.cli import main

for home, commands in json.load(sys.stdin):
    os.environ["LACUNA_HOME"] = home
    for each in commands:
        said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                main(each.split())
            except SystemExit as end:
                code = end.code or 0
            except BaseException:
                code = traceback.format_exc()
        said.seek(0)
        text = said.read()
        print(home, each.split()[0], " ".join(f"{code} {text}".split()) if code else 0)
        assert "OUTSIDE" not in text
""".replace("OUTSIDE", OUTSIDE)
"""A program that runs commands for several homes; of each it prints the home, its name and what it ended with."""

REQUESTS = """
import sys
from pathlib import Path
from fastapi.testclient import TestClient
from api.app import create_app
from kg.settings import Settings

home = Path(sys.argv[1])
with TestClient(create_app(Settings(home=home))) as client:
    for path in ("/health", "/ask?unit-operation=coating", "/versions", "/ontology", "/export", "/export/dataset.nq"):
        said = client.get(path)
        print(home, path, 0 if said.status_code == 200 else said.text)
        assert "OUTSIDE" not in said.text
""".replace("OUTSIDE", OUTSIDE)


def file(place: Path, _: Path) -> None:
    place.write_text("stray", encoding="utf-8")


def broken_link(place: Path, outside: Path) -> None:
    place.symlink_to(outside / "nothing")


def link_to_folder(place: Path, outside: Path) -> None:
    place.symlink_to(outside)


def link_to_file(place: Path, outside: Path) -> None:
    place.symlink_to(outside / "secret")


def pipe(place: Path, _: Path) -> None:
    os.mkfifo(place)


def closed_folder(place: Path, _: Path) -> None:
    place.mkdir()
    (place / "inside").write_text("stray", encoding="utf-8")
    place.chmod(0)


def full_folder(place: Path, _: Path) -> None:
    (place / "inside").mkdir(parents=True)
    (place / "inside" / "file").write_text("stray", encoding="utf-8")


KINDS = (file, broken_link, link_to_folder, link_to_file, pipe, closed_folder, full_folder)
PLACES = (
    "stray",
    "current.new",
    "versions/stray",
    f"versions/building-{OTHER}",
    f"versions/removing-{OTHER}",
    "versions/{version}/stray",
    "versions/{version}/rdf/stray",
    "made/stray",
    f"made/{OTHER}",
    "made/{version}/stray",
    "made/{version}/.export-3-lacuna-abcd1234",
)


@pytest.fixture(scope="module")
def stored(tmp_path_factory) -> tuple[Path, Path]:
    """A home with one version, and the sheet that it was loaded from."""
    folder = tmp_path_factory.mktemp("stored")
    (folder / "s.csv").write_text("study,unit-operation\na,coating\n", encoding="utf-8")
    load((str(folder / "s.csv"),), Home(folder / "home"))
    return folder / "home", folder / "s.csv"


Results = dict[str, list[str]]


@pytest.fixture
def outside(tmp_path) -> Path:
    folder = Path(tmp_path / "outside")
    folder.mkdir()
    (folder / "secret").write_text(OUTSIDE, encoding="utf-8")
    (folder / "new").mkdir()
    return folder


def run(program: str, *arguments: str, given: object = None) -> dict[str, Results]:
    """What a program, run as a user whose permissions count, printed of each command or request, by home."""
    # root may read and write everything, unless it is denied that
    user = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*user, sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Results] = {}
    for line in done.stdout.splitlines():
        home, name, rest = line.split(" ", 2)
        found.setdefault(home, {}).setdefault(name, []).append(rest.strip())
    return found


def content(folder: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_strays_are_not_followed_and_stop_nothing(kind, stored, outside, tmp_path):
    home, out = tmp_path / "home", tmp_path / "out"
    out.mkdir()
    shutil.copytree(stored[0], home, symlinks=True)
    strays = [home / place.format(version=Home(home).current()) for place in PLACES]
    for stray in strays:
        stray.parent.mkdir(parents=True, exist_ok=True)
        kind(stray, outside)
    before = content(outside)
    try:
        commands = [
            "versions",
            "verify",
            "ask unit-operation=coating",
            "checklist",
            f"template {out}/form.csv --from current --force",
            f"export {out}/export",
            "prune --dry-run",
            f"load {stored[1]}",
            "prune",
            "verify",
            "ask unit-operation=coating",
        ]
        ended = run(COMMANDS, given=[(str(home), commands)])[str(home)] | run(REQUESTS, str(home))[str(home)]
    finally:
        for stray in strays if kind is closed_folder else ():
            if stray.exists():
                stray.chmod(0o700)  # else it could not be removed after the test
    assert {name: codes for name, codes in ended.items() if set(codes) != {"0"}} == {}
    assert content(outside) == before


OURS = (
    "current",
    "lock",
    f"versions/{OTHER}",
    "versions/{version}/graph.lbug",
    "versions/{version}/manifest.json",
    "versions/{version}/SHA256SUMS",
    "versions/{version}/rdf",
    "versions/{version}/rdf/CURRENT",
    "made/{version}/export-3",
)


@pytest.mark.parametrize("kind", [broken_link, link_to_folder, link_to_file, pipe], ids=lambda kind: kind.__name__)
def test_links_in_place_of_what_is_ours_are_not_followed(kind, stored, outside, tmp_path):
    """Not even where they lead to a copy: whatever is no file or folder there is damage, which a load or prune mends."""
    before = content(outside)
    kept, given = [], []
    for number, place in enumerate(OURS):
        home, true, out = (tmp_path / f"{name}-{number}" for name in ("home", "true", "out"))
        shutil.copytree(stored[0], home, symlinks=True)
        path = home / place.format(version=Home(home).current())
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.rename(true)
        if kind in {link_to_folder, link_to_file} and true.exists():
            path.symlink_to(true)
        else:
            kind(path, outside)
        kept.append(content(true))
        out.mkdir()
        commands = [
            "verify",
            "ask unit-operation=coating",
            f"export {out}/export",
            f"load {stored[1]}",
            "prune",
            "verify",
        ]
        given.append((str(home), commands))
    version = Home(stored[0]).current()
    for number, (place, found) in enumerate(zip(OURS, run(COMMANDS, given=given).values(), strict=True)):
        assert "Traceback" not in str(found), place
        said = found["verify"][0]
        damaged = place not in {"lock", "made/{version}/export-3"}
        assert said.startswith("3") == damaged, (place, said)
        if damaged:
            assert place.format(version=version).split("/")[1 if "/" in place else 0] in said
        assert (found["load"], found["prune"], found["verify"][1]) == (["0"], ["0"], "0"), place
        assert content(tmp_path / f"true-{number}") == kept[number]
    assert content(outside) == before
