"""Answers that are kept beside a version: as they would be computed, and never from a file that does not fit."""

import hashlib
import json
import os
import random
import shutil
from contextlib import closing
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.answer.answer import answer
from kg.answer.kept.file import identity, read_kept, write_kept
from kg.answer.kept.listing import Watcher, listed
from kg.answer.summary import Line
from kg.questions.catalogue import StoredQuestion, read_catalogue
from kg.settings import Settings
from kg.stores.ladybug import EMBEDDED
from kg.stores.oxigraph import OxigraphStore
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from kg.versions.retention import prune
from loaders.pipeline import load
from tests.law.strategies import sized

ASKED = dict(list(read_catalogue().items())[:: sized(quick=4, full=1, thorough=1)])
FLIPS = sized(quick=10, full=40, thorough=200)


@pytest.fixture
def home(home_folder, tmp_path) -> Home:
    """A copy of the home with the review, beside which nothing is kept yet."""
    folder = shutil.copytree(home_folder, tmp_path / "home", ignore=shutil.ignore_patterns("made"))
    return Home(folder)


def lines(home: Home, watcher: Watcher | None = None) -> dict[str, Line]:
    with closing(Dataset.open(home)) as dataset:
        found = listed(home, dataset.evidence(), ASKED.values(), *([watcher] if watcher else []))
    return {each.name: each.line for each in found}


def answers(home: Home) -> dict[str, Line]:
    """The same from whole answers."""
    with closing(Dataset.open(home)) as dataset:
        evidence = dataset.evidence()
        found = {
            name: answer(evidence, stored.read(evidence.vocabulary), stored=stored) for name, stored in ASKED.items()
        }
    said = ("verdict", "kind", "bounds", "population")
    return {name: Line(**{key: getattr(each, key) for key in said}, tally=None) for name, each in found.items()}


def without_tally(found: dict[str, Line]) -> dict[str, Line]:
    return {name: line.model_copy(update={"tally": None}) for name, line in found.items()}


def place(home: Home) -> Path:
    return next(home.derived(home.current()).glob("answers-ladybug.json"))


def falsify(home: Home, names: tuple[str, ...] = tuple(ASKED)) -> dict[str, Line]:
    """Keep wrong answers to some questions, by which it shows whether what is kept is read."""
    right = lines(home)
    wrong = {name: right[name].model_copy(update={"verdict": "populated", "kind": "charting"}) for name in names}
    write_kept(home, version(home), EMBEDDED.name, {identity(ASKED[name]): line for name, line in wrong.items()})
    return {**right, **wrong}


def version(home: Home) -> str:
    return f"sha256:{home.current()}"


def test_the_list_says_what_the_answers_say(home):
    assert without_tally(lines(home)) == answers(home) == without_tally(lines(home))


def test_what_is_kept_is_not_computed_again(home):
    told: list[int] = []
    watcher = Watcher(told.append, told.append)
    lines(home, watcher)
    assert told
    assert sum(told[1:]) == told[0]
    told.clear()
    wrong = falsify(home)
    assert lines(home, watcher) == wrong
    assert told == []


def test_only_questions_that_are_not_kept_are_computed(home):
    kept = tuple(ASKED)[1:]
    assert lines(home) | {name: falsify(home, kept)[name] for name in kept} == lines(home)
    assert set(read_kept(home, version(home), EMBEDDED.name)) == {identity(each) for each in ASKED.values()}


def changed_questions(stored: StoredQuestion) -> list[StoredQuestion]:
    """The question with each part changed that an answer in one line depends on, as far as it has it."""
    spec = stored.spec
    wheres = [spec.where[1:]] if len(spec.where) > 1 else []
    wheres += [(*spec.where, {"not.country": "germany"})] if spec.where else []
    changes: list[dict[str, object]] = [{"where": where} for where in wheres]
    changes += [{"definition": "integrated-lenient"}] if spec.definition == "integrated-strict" else []
    changes += [{"excluded_at": "stage-screened"}] if spec.excluded_at else []
    changes += [{"less_mature_than": "workforce-readiness"}] if spec.less_mature_than else []
    return [replace(stored, spec=spec.model_copy(update=change)) for change in changes]


def test_a_question_is_known_by_all_that_it_asks():
    catalogue = read_catalogue()
    assert len({identity(each) for each in catalogue.values()}) == len(catalogue)
    for stored in catalogue.values():
        others = changed_questions(stored)
        assert others
        assert identity(stored) not in {identity(each) for each in others}
        said_otherwise = replace(
            stored, name="other", spec=stored.spec.model_copy(update={"text": "?", "tags": ("t",)})
        )
        assert identity(said_otherwise) == identity(stored)


def signed(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def body(file: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads(file.read_bytes().partition(b"\n")[2])
    return content


def rewritten(file: Path, **changes: object) -> None:
    file.write_bytes(signed(json.dumps({**body(file), **changes}).encode()))


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def a_folder(file: Path) -> None:
    file.unlink()
    (file / "below").mkdir(parents=True)


def a_link(file: Path) -> None:
    other = file.rename(file.with_name("elsewhere"))
    file.symlink_to(other)


def a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def of_another_version(file: Path) -> None:
    rewritten(file, version="sha256:" + "0" * 64)


def of_another_engine(file: Path) -> None:
    rewritten(file, engine="neo4j")


def of_another_release(file: Path) -> None:
    rewritten(file, program="0.0.1")


def of_another_shape(file: Path) -> None:
    rewritten(file, lines={identity(each): {"verdict": "void"} for each in ASKED.values()})


def no_json(file: Path) -> None:
    file.write_bytes(signed(b"{"))


def not_signed(file: Path) -> None:
    file.write_bytes(b"\xff\xfe" + file.read_bytes())


DAMAGES = (
    emptied, cut_off, a_folder, a_link, a_pipe, of_another_version, of_another_engine, of_another_release, of_another_shape,
    no_json, not_signed,
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_does_not_fit_is_computed_and_replaced(home, damage):
    right = lines(home)
    falsify(home)
    damage(place(home))
    assert lines(home) == right
    assert place(home).is_file()
    assert not place(home).is_symlink()
    assert read_kept(home, version(home), EMBEDDED.name) == {
        identity(ASKED[name]): line for name, line in right.items()
    }


def test_a_flipped_bit_is_noticed_wherever_it_is(home):
    falsify(home)
    whole, rolls = place(home).read_bytes(), random.Random("flips")
    for at in rolls.sample(range(len(whole)), FLIPS):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << rolls.randrange(8)
        place(home).write_bytes(flipped)
        assert read_kept(home, version(home), EMBEDDED.name) == {}, at


@pytest.mark.parametrize("in_the_way", ["a file", "a link"])
def test_where_nothing_can_be_kept_all_is_answered(home, tmp_path, in_the_way):
    right, made = lines(home), tmp_path / "home" / "made"
    shutil.rmtree(made)
    if in_the_way == "a file":
        made.write_text("mine", encoding="utf-8")
    else:
        (tmp_path / "mine").mkdir()
        made.symlink_to(tmp_path / "mine")
    assert lines(Home(tmp_path / "home")) == right
    assert made.is_symlink() == (in_the_way == "a link")
    assert not any((tmp_path / "mine").glob("*"))


def test_another_engine_and_fewer_reviews_are_asked(home, tmp_path):
    for each in ("one", "two"):
        (tmp_path / f"{each}.csv").write_text("study,title\na,A\n", encoding="utf-8")
    load([str(tmp_path / f"{each}.csv") for each in ("one", "two")], home)
    right, wrong = lines(home), falsify(home)
    with closing(Dataset.open(home)) as dataset:
        rdf = OxigraphStore.open(home.rdf_folder(home.current()))
        by_sparql = Dataset(dataset.version, dataset.reviews, rdf, rdf).evidence()
        assert dict(listed(home, by_sparql, ASKED.values())) == right
        (alone, *_) = dataset.evidence().each
        of_one = dict(listed(home, alone, ASKED.values()))
    on_studies = [name for name, stored in ASKED.items() if not stored.about_review]
    assert all(of_one[name] not in (right[name], wrong[name]) for name in on_studies)


def test_a_load_by_the_command_keeps_the_answers(tmp_path, lacuna, write_sheet, seed_rows):
    home = Home(tmp_path / "home")
    done = lacuna("load", str(write_sheet(seed_rows[:2])), home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    catalogue = read_catalogue()
    assert read_kept(home, version(home), EMBEDDED.name).keys() == {identity(each) for each in catalogue.values()}
    told = lacuna("gaps", home=tmp_path / "home").stdout
    place(home).unlink()
    assert lacuna("gaps", home=tmp_path / "home").stdout == told
    assert len(told.splitlines()) == len(catalogue)


def test_a_load_succeeds_where_no_answers_can_be_kept(tmp_path, lacuna, write_sheet, seed_rows):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "made").write_text("mine", encoding="utf-8")
    done = lacuna("load", str(write_sheet(seed_rows[:2])), home=tmp_path / "home")
    assert (done.returncode, done.stderr) == (0, "")


def test_answers_go_with_their_version(tmp_path, lacuna, write_sheet, seed_rows):
    home = Home(tmp_path / "home")
    for number in (2, 3):
        lacuna("load", str(write_sheet(seed_rows[:number])), home=tmp_path / "home")
    kept = sorted((tmp_path / "home" / "made").glob("*/answers-ladybug.json"))
    assert len(kept) == 2
    prune(home)
    assert [each for each in kept if each.exists()] == [place(home)]


def test_the_service_lists_what_is_kept(home, tmp_path):
    wrong = falsify(home)
    catalogue = read_catalogue()
    with TestClient(create_app(Settings(home=tmp_path / "home", ahead=False))) as client:
        page = client.get("/gaps.html?size=1000").text
        assert page.count("</tr>") - 1 == len(catalogue)
        chosen = client.get("/gaps?kind=charting&verdict=populated").json()
        by_json = client.get("/gaps?size=1000").json()["items"]
    assert {each["question"]["name"] for each in chosen["items"]} == {
        name for name, line in wrong.items() if (line.kind, line.verdict) == ("charting", "populated")
    }
    for each in by_json:
        row = page[page.index(escape(each["question"]["href"])) :].partition("</tr>")[0]
        assert escape(each["question"]["text"]).replace("&#x27;", "&#39;") in row
        line = wrong.get(each["question"]["name"])
        assert (line.verdict if line else each["verdict"]).replace("-", " ") in row
