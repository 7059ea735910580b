"""Processes that are killed leave no other behind, and no folder that the next command does not remove."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx2
import pytest

from kg.versions.aside import NEW, OLD, TEMPORARY, aside, sweep, temporary
from kg.versions.home import BUILDING, Home
from kg.versions.retention import prune
from loaders.pipeline import load
from tests.support.http_servers import Server, serving

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are read from Linux's /proc")
LEFT = ".export-lacuna-abcd1234"


def becomes(holds, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def descendants(pid: int) -> list[int]:
    found = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, file.read_text(encoding="ascii").split()):
            found += [child, *descendants(child)]
    return found


def runs(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def health(server: Server) -> int:
    return httpx2.get(f"{server.url}/health", timeout=60).status_code


@linux
@pytest.mark.server
def test_workers_end_with_the_service(home_folder, tmp_path):
    with serving(home_folder, tmp_path, "--workers", "2") as server:
        assert health(server) == 200
        assert httpx2.get(f"{server.url}/sparql?query=ASK{{}}", timeout=60).status_code == 200
        workers = descendants(server._process.pid)
        assert len(workers) >= 3
        server._process.kill()
        assert becomes(lambda: not any(map(runs, workers)))


@linux
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.server
def test_a_terminal_that_closes_ends_nothing(workers, home_folder, tmp_path):
    with serving(home_folder, tmp_path, "--workers", workers) as server:
        assert health(server) == 200
        before = descendants(server._process.pid)
        for pid in (server._process.pid, *before):
            os.kill(pid, signal.SIGHUP)
        assert health(server) == 200
        assert descendants(server._process.pid) == before
        assert server.stop() == 0


@pytest.fixture
def home(tmp_path, write_sheet, seed_rows) -> Home:
    home = Home(tmp_path / "home")
    load((str(write_sheet(seed_rows[:2])),), home)
    return home


def test_what_a_killed_load_or_export_left_is_pruned(home, tmp_path):
    half = tmp_path / "home" / "versions" / f"{BUILDING}abc"
    left = home.derived(home.current()) / LEFT
    for folder in (half, left / NEW):
        folder.mkdir(parents=True)
    with aside(home.derived(home.current()) / "export") as in_use:
        (left / NEW).mkdir(parents=True, exist_ok=True)
        prune(home, dry_run=True)
        assert half.exists()
        assert left.exists()
        prune(home)
        assert not half.exists()
        assert not left.exists()
        assert in_use.exists()
    assert not in_use.exists()


def test_what_a_killed_export_left_goes_with_the_next(tmp_path, lacuna):
    (tmp_path / LEFT / NEW).mkdir(parents=True)
    (tmp_path / ".other-lacuna-abcd1234").mkdir()
    (tmp_path / ".export-lacuna-mine1234").mkdir()
    (tmp_path / ".export-lacuna-mine1234" / "work").touch()
    assert lacuna("export", str(tmp_path / "export")).returncode == 0
    assert {each.name for each in tmp_path.iterdir()} == {
        "export",
        ".other-lacuna-abcd1234",
        ".export-lacuna-mine1234",
    }


def test_an_export_that_was_moved_aside_comes_back(tmp_path):
    (tmp_path / LEFT / OLD).mkdir(parents=True)
    (tmp_path / LEFT / OLD / "kept").touch()
    sweep(tmp_path, "export")
    assert (tmp_path / "export" / "kept").exists()
    assert not (tmp_path / LEFT).exists()


@pytest.mark.parametrize("command", [("versions",), ("verify",), ("ask", "unit-operation=coating"), ("export", "out")])
def test_what_a_killed_load_left_goes_with_the_next_command(command, home, tmp_path, lacuna):
    half = tmp_path / "home" / "versions" / f"{BUILDING}abc"
    (half / "csv-abc").mkdir(parents=True)
    with home.locked():  # a load is going on: it may be its own
        assert lacuna(*command, home=tmp_path / "home").returncode == 0
        assert half.exists()
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    assert lacuna(*command, home=tmp_path / "home").returncode == 0
    assert not half.exists()


def test_temporary_folders_of_killed_processes_are_swept(home, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = [tmp_path / f".{name}-lacuna-abcd1234" for name in TEMPORARY]
    for folder in left:
        (folder / NEW).mkdir(parents=True)
    with temporary(TEMPORARY[0]) as in_use:
        assert not left[0].exists()
        prune(home)
        assert not any(folder.exists() for folder in left)
        assert in_use.exists()
    assert not in_use.exists()


def test_a_process_that_is_killed_leaves_its_folder_to_the_next(tmp_path):
    hold = (
        "import time\nfrom kg.versions.aside import temporary\n"
        "with temporary('made') as folder:\n    print(folder, flush=True)\n    time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", hold], env={**os.environ, "TMPDIR": str(tmp_path)}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    folder = Path(process.stdout.readline().strip())
    sweep(tmp_path)
    assert folder.exists(), "it is in use"
    process.kill()
    process.communicate()
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


READ_ONLY = """
set -e
mount --bind "$1" "$1"
mount -o remount,ro,bind "$1"
exec "$2" -c "
from pathlib import Path
from fastapi.testclient import TestClient
from api.app import create_app
from kg.settings import Settings
with TestClient(create_app(Settings(home=Path('$1')))) as client:
    for path in ('/health', '/gaps/gap_gmp_deployment', '/sparql?query=ASK{}', '/ontology', '/export', '/shapes', '/versions'):
        print(path, client.get(path).status_code)
"
"""


FULL = """
set -e
mount -t tmpfs -o size=2m none "$1"
mkdir "$1/temporary"
TMPDIR="$1/temporary" LACUNA_HOME="$1/home" "$2" -c "from kg.cli import main; main()" load "$3" || echo "ended with $?"
find "$1" -name 'building-*' -o -path '*/temporary/*'
"""


def _may_mount() -> bool:
    tried = (
        subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False) if sys.platform == "linux" else None
    )
    return tried is not None and tried.returncode == 0


@pytest.mark.skipif(not _may_mount(), reason="a file system can be mounted read-only by root alone")
@pytest.mark.server
@pytest.mark.parametrize("made", ["nothing", "a part"])
def test_a_home_that_cannot_be_written_is_served(made, home, tmp_path, root):
    if made == "a part":
        home.derived(home.current()).mkdir(parents=True)
    done = subprocess.run(
        ["unshare", "-m", "bash", "-c", READ_ONLY, "bash", str(tmp_path / "home"), sys.executable],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert {line.split()[-1] for line in done.stdout.splitlines()} == {"200"}
    assert len(done.stdout.splitlines()) == 7


@pytest.mark.skipif(not _may_mount(), reason="a small file system can be mounted by root alone")
@pytest.mark.server
def test_a_full_disk_is_said_and_left_as_it_was(tmp_path, write_sheet, seed_rows, root):
    sheet = write_sheet(seed_rows[:2])
    (tmp_path / "small").mkdir()
    done = subprocess.run(
        ["unshare", "-m", "bash", "-c", FULL, "bash", str(tmp_path / "small"), sys.executable, str(sheet)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert done.stdout == "ended with 3\n", done.stderr
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
