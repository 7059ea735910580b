"""A version is whole or not there: whatever happens to a load, what answered before it answers after it."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from itertools import product
from pathlib import Path

import pytest

from kg.errors import NotFound, NoVersion
from kg.evaluation.evaluate import evaluate
from kg.ontology.reading import read_vocabulary
from kg.questions.catalogue import read_catalogue
from kg.stores.version_files import MANIFEST, write_checksums
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import load
from tests.law.strategies import sized
from tests.own.corpora import packs, solvents

KILLS = sized(quick=5, full=15, thorough=50)

# Loads the corpora named, once a line arrives, so that the kill falls into the load and not into the start of Python.
LOADER = """
import sys
from pathlib import Path
from kg.versions.home import Home
from loaders.pipeline import load
from tests.law.strategies import sized
sys.stdin.readline()
load(sys.argv[2:], Home(Path(sys.argv[1])))
"""


def start(home: Path, corpus: str) -> subprocess.Popen[str]:
    """A load that waits to go on; what is temporary for it is in a folder beside the home."""
    temporary = home.with_name("temporary")
    temporary.mkdir(exist_ok=True)
    env = {**os.environ, "TMPDIR": str(temporary)}
    return subprocess.Popen(
        [sys.executable, "-c", LOADER, str(home), corpus], stdin=subprocess.PIPE, text=True, env=env
    )


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.close()


def kill(process: subprocess.Popen[str]) -> bool:
    """Kill a load; True if it had not ended by itself."""
    assert process.stdin
    process.send_signal(signal.SIGKILL)
    process.stdin.close()
    return process.wait(60) == -signal.SIGKILL


Answers = dict[str, tuple[int | None, ...]]


def bounds(home: Path) -> Answers:
    dataset = Dataset.open(Home(home))
    try:
        (review,) = dataset.reviews
        return {
            name: tuple(vars(evaluate(dataset.evidence(review), stored.read(dataset.vocabulary)).bounds).values())
            for name, stored in read_catalogue().items()
        }
    finally:
        dataset.close()


@pytest.fixture
def corpora(seed_rows, write_sheet, home_folder, tmp_path) -> list[tuple[str, Answers]]:
    """Two corpora that answer differently, with what each answers."""
    part = write_sheet(seed_rows[:12], "part.csv")
    load((str(part),), Home(tmp_path / "part-home"))
    return [(DEFAULT_CORPUS, bounds(home_folder)), (str(part), bounds(tmp_path / "part-home"))]


@pytest.mark.server
def test_killed_at_any_moment_a_whole_version_answers(corpora, tmp_path):
    home = tmp_path / "home"
    load((corpora[0][0],), Home(home))
    started = time.monotonic()
    whole = start(tmp_path / "timed", corpora[1][0])
    go(whole)
    assert whole.wait(60) == 0
    length = time.monotonic() - started
    chance = random.Random(7)
    current = 0
    killed = 0
    waiting = start(home, corpora[1][0])
    for _ in range(KILLS):
        process, target = waiting, 1 - current
        go(process)
        time.sleep(chance.uniform(0, length))
        killed += kill(process)
        answered = bounds(home)
        assert answered in (corpora[current][1], corpora[target][1])
        if answered == corpora[target][1]:
            current = target
            # Away with the version that does not answer, so that the next load builds it again.
            for digest in Home(home).digests():
                if digest != Home(home).current():
                    subprocess.run(["rm", "-r", str(Home(home).folder(digest))], check=True)
        waiting = start(home, corpora[1 - current][0])
    kill(waiting)
    assert killed > KILLS / 4, "the kills came too late to show anything"
    load((corpora[0][0],), Home(home))
    assert bounds(home) == corpora[0][1]
    assert {each.name for each in (home / "versions").iterdir()} == {*Home(home).digests()}
    assert {each.name for each in home.iterdir()} <= {"current", "lock", "versions"}
    assert not list((tmp_path / "temporary").iterdir())


@pytest.mark.server
def test_two_loads_at_once_both_come_through(corpora, tmp_path):
    home = tmp_path / "home"
    loads = [start(home, corpus) for corpus, _ in corpora]
    for process in loads:
        go(process)
    assert [process.wait(120) for process in loads] == [0, 0]
    assert len(Home(home).digests()) == 2
    assert bounds(home) in [answers for _, answers in corpora]


@pytest.mark.slow
def test_the_same_content_is_the_same_version(tmp_path):
    home = Home(tmp_path)
    first, again = (load((DEFAULT_CORPUS,), home) for _ in range(2))
    assert (first.new, again.new) == (True, False)
    assert first.version == again.version
    assert len(home.digests()) == 1


def test_without_a_version_nothing_answers(tmp_path, lacuna):
    with pytest.raises(NoVersion, match="lacuna load"):
        Home(tmp_path).current()
    done = lacuna("gaps", home=tmp_path)
    assert done.returncode == 3
    assert "lacuna load" in done.stderr


@pytest.mark.slow
def test_a_version_of_another_layout_says_so(tmp_path):
    home = Home(tmp_path)
    version = load((DEFAULT_CORPUS,), home).version.version
    manifest = home.folder(version) / "manifest.json"
    manifest.write_text(re.sub(r'"layout": \d+', '"layout": 0', manifest.read_text()))
    (manifest.parent / "SHA256SUMS").unlink()  # which releases of that layout did not write
    with pytest.raises(NoVersion, match="another release"):
        Dataset.open(home)
    assert "another release" in str(load((DEFAULT_CORPUS,), home).rebuilt)
    assert Dataset.open(home).version == version


@pytest.mark.slow
@pytest.mark.parametrize("part", ["rdf", "graph.lbug", "manifest.json"])
def test_a_damaged_version_is_built_again(part, tmp_path, lacuna):
    home = tmp_path / "home"
    version = load((DEFAULT_CORPUS,), Home(home)).version
    gone = Home(home).folder(version.version) / part
    gone.rename(tmp_path / "gone")
    done = lacuna("gaps", home=home)
    assert done.returncode == 3
    assert "damaged" in done.stderr
    again = load((DEFAULT_CORPUS,), Home(home))
    assert (again.version, again.new, bool(again.rebuilt)) == (version, False, True)
    assert lacuna("gaps", home=home).returncode == 0


def test_a_home_that_cannot_be_read(tmp_path, lacuna):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = lacuna("gaps", home=tmp_path / "file")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_the_order_of_corpora_does_not_matter(tmp_path, write_sheet, seed_rows):
    sheets = [str(write_sheet(seed_rows[:2], "b.csv")), str(write_sheet(seed_rows[2:4], "a.csv"))]
    one = load(sheets, Home(tmp_path / "one")).version
    other = load(sheets[::-1], Home(tmp_path / "other")).version
    assert one == other
    assert one.reviews == ("a", "b")


def test_a_version_that_is_not_there(home_folder):
    with pytest.raises(NotFound):
        Dataset.open(Home(home_folder), "sha256:00")


def test_open_versions_share_an_equal_vocabulary_only(tmp_path):
    """An equal vocabulary is read once; that of a corpus, which has the same version of the ontology, is another one."""
    solvents_too = str(solvents(tmp_path))
    corpora = [[DEFAULT_CORPUS], [solvents_too], [str(packs(tmp_path))], [DEFAULT_CORPUS, solvents_too]]
    home = Home(tmp_path / "home")
    versions = [load(each, home).version for each in corpora]
    opened = [Dataset.open(home, each.version) for each in versions]
    read = [read_vocabulary(each.rdf) for each in opened]
    for one, other in product(range(len(corpora)), repeat=2):
        shared = opened[one].vocabulary is opened[other].vocabulary
        assert shared == (read[one] == read[other]) == (versions[one].vocabulary == versions[other].vocabulary)
    assert opened[1].vocabulary is opened[3].vocabulary
    for each in opened:
        each.close()


def test_a_version_without_a_vocabulary_hash_is_asked(tmp_path):
    """As an earlier release stored it."""
    home = Home(tmp_path / "home")
    stored = load([DEFAULT_CORPUS], home).version
    folder = home.folder(stored.version)
    (folder / MANIFEST).write_text(stored.model_copy(update={"vocabulary": ""}).model_dump_json())
    write_checksums(folder)
    one, other = Dataset.open(home), Dataset.open(home)
    assert one.vocabulary == other.vocabulary
    assert one.vocabulary is not other.vocabulary
    one.close()
    other.close()
