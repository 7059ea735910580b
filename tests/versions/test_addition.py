"""What is added to a version is written beside what is there: the same version as one that was loaded at once."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.errors import StoreFailed
from kg.stores.version_files import CHECKSUMS, MANIFEST, TRIPLES, write_checksums
from kg.versions.growth.grown import Grown
from kg.versions.growth.present import Present
from kg.versions.growth.whole import Whole
from kg.versions.home import Home
from kg.versions.verification import verify
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import Checked, load, read_and_check

COLUMNS = ("study", "doi", "title", "year", "retracted", "unit", "read", "unit-operation", "pat-modality", "source")
TERMS = ("coating", "drying", "milling", "unclear: drying", "not reported", "")
PAT = ("raman-spectroscopy", "nir-spectroscopy; raman-spectroscopy", "not reported", "")


def rows_of(chance: random.Random, prefix: str) -> list[Sequence[str]]:
    """A sheet in which some papers may be those of other reviews, by DOI, and some are retracted."""
    dois = chance.sample(range(6), 4)
    rows: list[Sequence[str]] = []
    for number, doi in enumerate(dois):
        key = f"{prefix}{number}"
        written = f"10.1234/{doi}" if chance.random() < 0.7 else ""
        gone = "10.1234/notice" if chance.random() < 0.15 else ""
        for unit in ("",) if gone else chance.sample(("main", "second", 'é \\ "x"'), chance.randint(1, 2)):
            charted = (
                ("", "", "", "") if gone else ("abstract", chance.choice(TERMS), chance.choice(PAT), 'p. 1, "a\\b"')
            )
            rows.append((key, written, f"Title {key}", str(2015 + doi), gone, unit, *charted))
    return rows


def write(folder: Path, name: str, rows: Sequence[Sequence[str]]) -> str:
    lines = [COLUMNS, *rows]
    quoted = ('"' + '","'.join(cell.replace('"', '""') for cell in row) + '"\n' for row in lines)
    (folder / f"{name}.csv").write_text("".join(quoted), encoding="utf-8")
    return str(folder / f"{name}.csv")


def added(home: Home, *paths: str) -> Checked:
    with Present(home, home.current()) as present:
        return read_and_check(paths, present=present)


@pytest.mark.parametrize("number", range(4))
def test_added_one_by_one_in_any_order(number, tmp_path):
    chance = random.Random(number)
    names = chance.sample(
        ("a", "b é", "m", "y", "z"), 4
    )  # the first of those that share a paper is what others point to
    paths = [write(tmp_path, name, rows_of(chance, name)) for name in names]
    home = Home(tmp_path / "home")
    load(paths[:1], home)
    for place in range(2, 5):
        grown = added(home, paths[place - 1])
        assert isinstance(grown.content, Grown), "nothing that is there is read again"
        report = load([paths[place - 1]], home, add=True)
        at_once = load(paths[:place], Home(tmp_path / f"at-once-{place}"))
        assert report.version == at_once.version == home.manifest(grown.content.version)
        assert len(grown.content) == at_once.version.triples
        assert verify(home.folder(report.version.version)).state == "ok", "both stores hold what the triples say"
        ours, theirs = ({each.review: each for each in one.corpora} for one in (report, at_once))
        assert {id_: each.model_copy(update={"rows": None, "sheets": 0}) for id_, each in ours.items()} == {
            id_: each.model_copy(update={"rows": None, "sheets": 0}) for id_, each in theirs.items()
        }
        assert [each.review for each in report.changes or ()] == [names[place - 1]]


def test_several_at_once_beside_the_seed(tmp_path):
    chance = random.Random("several")
    paths = [write(tmp_path, name, rows_of(chance, name)) for name in ("a", "z")]
    home = Home(tmp_path / "home")
    load([DEFAULT_CORPUS], home)
    assert isinstance(added(home, *paths).content, Grown)
    report = load(paths, home, add=True)
    assert report.version == load([*paths, DEFAULT_CORPUS], Home(tmp_path / "at-once")).version
    assert verify(home.folder(report.version.version)).state == "ok"


def of_another_release(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps(manifest | {"program": "0.0.1"}), encoding="utf-8")


def without_triples(folder: Path) -> None:
    (folder / TRIPLES).unlink()


@pytest.mark.parametrize("older", [of_another_release, without_triples])
def test_a_version_of_an_earlier_release_is_read_again(older, tmp_path):
    chance = random.Random("older")
    one, other = (write(tmp_path, name, rows_of(chance, name)) for name in ("one", "other"))
    home = Home(tmp_path / "home")
    folder = home.folder(load([one], home).version.version)
    older(folder)
    (folder / CHECKSUMS).unlink()
    write_checksums(folder)
    assert verify(folder).state == "ok"
    assert isinstance(added(home, other).content, Whole)
    assert load([other], home, add=True).version == load([one, other], Home(tmp_path / "at-once")).version


@pytest.mark.parametrize("number", range(3))
def test_replaced_beside_larger_ones(number, tmp_path):
    chance = random.Random(f"replaced {number}")
    names = chance.sample(("a", "b é", "b", "bb", "z"), 3)
    paths = [write(tmp_path, name, rows_of(chance, name)) for name in names]
    more = [
        (f"k{each}", "", f"T{each}", "2020", "", "", "abstract", chance.choice(TERMS), "", "p. 1") for each in range(20)
    ]
    large = write(tmp_path, "large", more)
    home = Home(tmp_path / "home")
    load([*paths, large], home)
    for name, path in zip(names, paths, strict=True):
        write(tmp_path, name, rows_of(chance, chance.choice((name, f"{name}-new"))))
        assert isinstance(added(home, path).content, Grown)
        report = load([path], home, add=True)
        assert report.replaced == (name,)
        at_once = load([*paths, large], Home(tmp_path / f"at-once-{name}"))
        assert report.version == at_once.version
        assert verify(home.folder(report.version.version)).state == "ok"
        assert {each.review for each in report.changes or ()} <= {name}


def test_where_most_is_replaced_everything_is_stored_anew(tmp_path):
    chance = random.Random("replaced")
    few, many = (write(tmp_path, name, rows_of(chance, name)[:rows]) for name, rows in (("few", 1), ("many", 8)))
    home = Home(tmp_path / "home")
    load([few, many], home)
    write(tmp_path, "many", rows_of(chance, "new"))
    assert isinstance(added(home, many).content, Whole)
    assert load([many], home, add=True).version == load([few, many], Home(tmp_path / "at-once")).version


def test_other_triples_under_a_matching_checksum_are_noticed(tmp_path):
    chance = random.Random("triples")
    one, other = (write(tmp_path, name, rows_of(chance, name)) for name in ("one", "other"))
    home, elsewhere = Home(tmp_path / "home"), Home(tmp_path / "elsewhere")
    folder = home.folder(load([one], home).version.version)
    (folder / TRIPLES).write_bytes((elsewhere.folder(load([other], elsewhere).version.version) / TRIPLES).read_bytes())
    (folder / CHECKSUMS).unlink()
    write_checksums(folder)
    with pytest.raises(StoreFailed, match=f"{TRIPLES} holds other triples"):
        load([other], home, add=True)
    assert verify(folder).damage[0].startswith(f"The stored version is damaged: {folder / TRIPLES} holds other triples")
    assert load([one], home).rebuilt, "a load of the same charting heals it"
    assert verify(folder).state == "ok"
