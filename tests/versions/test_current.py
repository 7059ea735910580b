"""What is current changes only when somebody says so: adding to it, choosing a stored version, starting a service."""

import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.commands.versions import use
from kg.errors import Ambiguous, LacunaError, NotFound
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.paths import CORPORA, ROOT, default_home
from kg.rdf.canonical import Canonical
from kg.rdf.data_iris import vocabulary_namespace
from kg.review.to_rdf import triples
from kg.settings import Settings
from kg.versions.growth.whole import Whole
from kg.versions.home import Home
from kg.versions.retention import SHORTEST, find_version, stored_versions
from loaders.corpus import DEFAULT_CORPUS, read_corpus
from loaders.pipeline import load
from tests.conftest import SEED

SHEET = "study,doi,unit-operation,unit-operation.source,title\n"


def sheet(folder: Path, name: str, *rows: str) -> str:
    path = folder / name
    path.write_text(SHEET + "".join(f"{row},Title of {row[0]}\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path / "home")


def test_added_is_as_loaded_together(tmp_path, home):
    one, other = sheet(tmp_path, "one.csv", "a,,coating,p. 2"), sheet(tmp_path, "other.csv", "b,,drying,p. 3")
    together = load((other, one, DEFAULT_CORPUS), Home(tmp_path / "together")).version.version
    load((DEFAULT_CORPUS,), home)
    load((one,), home, add=True)
    report = load((other,), home, add=True)
    assert report.version.version == together
    assert (report.kept, report.replaced) == ((DEFAULT_CORPUS, "one"), ())
    assert [(each.review, each.new) for each in report.changes or ()] == [("other", ("b",))]
    assert report.warnings == ()  # those of the kept reviews were told when they were loaded


def test_a_paper_of_two_reviews_is_joined_when_one_is_added(tmp_path, home):
    one, other = (
        sheet(tmp_path, "one.csv", "a,10.1234/x,coating,p. 2"),
        sheet(tmp_path, "other.csv", "b,10.1234/X,drying,p. 3"),
    )
    load((one,), home)
    assert load((other,), home, add=True).version.version == load((one, other), Home(tmp_path / "b")).version.version


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_a_file_that_changed_replaces_its_review(suffix, tmp_path, home, lacuna):
    other = sheet(tmp_path, "other.csv", "z,,coating,p. 2")
    load((other, sheet(tmp_path, "own.csv", "a,,coating,p. 2", "b,,drying,p. 3")), home)
    again = sheet(tmp_path, f"own{suffix}", "b,,coating,p. 3", "c,,milling,p. 4")
    done = lacuna("load", "--add", again, home=tmp_path / "home")
    assert (done.returncode, done.stderr) == (0, "Replaced, because a review of this name was stored: own.\n")
    assert "  own: 1 study (c) new; 1 study (a) no longer there; 1 study (b) charted otherwise\n" in done.stdout
    assert [each.holds.reviews for each in stored_versions(home) if each.current and each.holds] == [("other", "own")]


def test_a_review_under_a_new_name_is_noticed(tmp_path, home):
    load((sheet(tmp_path, "own.csv", "a,10.1234/A,coating,p. 2", "b,,drying,p. 3"),), home)
    rows = ("x,10.1234/a,coating,p. 2", "b,,drying,p. 3", "c,,drying,p. 3")
    (warning,) = load((sheet(tmp_path, "own-v2.csv", *rows),), home, add=True).warnings
    assert warning.startswith("own-v2: 2 of 3 studies — have keys or DOIs of studies of the review own")
    few = sheet(tmp_path, "few.csv", "b,,drying,p. 3", "y,,drying,p. 3")
    assert load((few,), home, add=True).warnings == ()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A corpus folder with a facet and a question of its own, after docs/contributing.md."""
    folder = tmp_path / "own"
    (folder / "ontology").mkdir(parents=True)
    (folder / "queries").mkdir()
    (example,) = re.findall(
        r"for example `ontology/facets/code-availability.ttl`.*?```turtle\n(.*?)```",
        (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    written = example.replace("<https://w3id.org/lacuna/term/>", f"<{vocabulary_namespace('own')}>")
    written = re.sub(r"lacuna:(has)?CodeAvailability", r"term:\1CodeAvailability", written)
    (folder / "ontology" / "code.ttl").write_text(written, encoding="utf-8")
    question = "text: Is there code?\nwhere: [{code-availability: code-on-request}]\n"
    (folder / "queries" / "gap_code.yaml").write_text(question, encoding="utf-8")
    (folder / "review.yaml").write_text("included: 3\n", encoding="utf-8")
    (folder / "rows.csv").write_text(
        "study,title,code-availability,source\na,T,code-on-request,p. 1\n", encoding="utf-8"
    )
    return folder


def test_own_facets_and_questions_stay_when_something_is_added(own, tmp_path, home):
    other = sheet(tmp_path, "other.csv", "b,,drying,p. 3")
    together = load((str(own), other), Home(tmp_path / "together")).version.version
    load((str(own),), home)
    assert load((other,), home, add=True).version.version == together
    # The folder again, with another term: what it declares is replaced as a whole.
    file = own / "ontology" / "code.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace("code-on-request", "code-by-mail"), encoding="utf-8")
    for changed in (own / "rows.csv", own / "queries" / "gap_code.yaml"):
        changed.write_text(changed.read_text().replace("code-on-request", "code-by-mail"), encoding="utf-8")
    again = load((str(own), other), Home(tmp_path / "again")).version.version
    assert load((str(own),), home, add=True).version.version == again != together


def test_own_facets_and_questions_come_with_a_form(own, tmp_path, home, lacuna):
    version = load((str(own),), home).version.version
    assert lacuna("template", "copy", "--from", "current", home=tmp_path / "home").returncode == 0
    assert load((str(tmp_path / "copy"),), Home(tmp_path / "again")).version.version == version
    done = lacuna("template", "one.csv", "--from", "current", home=tmp_path / "home")
    assert done.stderr.endswith("name a folder: included, its own questions, its own vocabulary.\n")
    lacuna("template", "new.csv", "--corpus", "own")
    new = (tmp_path / "new.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert {"code-availability", "code-availability.source", "unit-operation"} <= set(new)
    assert lacuna("template", "folder", "--corpus", "own").returncode == 2


def test_adding_to_nothing_is_a_load(tmp_path, home):
    path = sheet(tmp_path, "one.csv", "a,,coating,p. 2")
    report = load((path,), home, add=True)
    assert (report.former, report.changes, report.kept, report.new) == (None, None, (), True)


@pytest.mark.parametrize("damage", ["pointer", "version"])
def test_nothing_is_added_to_what_is_damaged(damage, tmp_path, home, lacuna):
    load((sheet(tmp_path, "one.csv", "a,,coating,p. 2"),), home)
    folder = tmp_path / "home"
    if damage == "pointer":
        (folder / "current").write_text("nonsense", encoding="utf-8")
    else:
        shutil.rmtree(folder / "versions" / home.current() / "rdf")
    before = home.digests()
    done = lacuna("load", "--add", sheet(tmp_path, "two.csv", "b,,drying,p. 3"), home=folder)
    assert (done.returncode, done.stdout) == (3, "")
    assert home.digests() == before
    assert load((str(tmp_path / "two.csv"),), home).new  # without --add, nothing of it is needed


def test_a_kept_review_that_the_ontology_no_longer_allows(tmp_path, home, lacuna):
    """A term that was removed since: a fault that names study and column of the kept review, and nothing is stored."""
    facets = tmp_path / "ontology" / "facets"
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    with (facets / "unit-operation.ttl").open("a", encoding="utf-8") as file:
        file.write(
            "\nterm:vacuum-drying a owl:NamedIndividual , lacuna:UnitOperation ; skos:broader term:drying ;\n"
            '    skos:prefLabel "vacuum drying"@en ; skos:definition "Drying at reduced pressure."@en .\n'
        )
    ontology = read_ontology(tmp_path / "ontology")
    vocabulary = read_vocabulary(ontology)
    review = read_corpus(vocabulary, Path(sheet(tmp_path, "one.csv", "a,,vacuum-drying,p. 2"))).review
    home.store(Whole(Canonical([*ontology, *triples(vocabulary, review)])), vocabulary, ("one",))
    current = home.current()
    done = lacuna("load", "--add", sheet(tmp_path, "two.csv", "b,,drying,p. 3"), home=tmp_path / "home")
    assert (done.returncode, home.current()) == (1, current)
    assert done.stderr.startswith("the current version: a 1 unit-operation 'vacuum-drying' — ")


def test_a_correction_of_one_cell_is_told(tmp_path, home, lacuna):
    load((sheet(tmp_path, "one.csv", "a,,coating,p. 2", "b,,drying,p. 3"),), home)
    former = home.current()
    done = lacuna("load", sheet(tmp_path, "one.csv", "a,,coating,p. 2", "b,,none,p. 3"), home=tmp_path / "home")
    assert done.stdout.splitlines()[-2:] == [
        f"Before, sha256:{former} was current; lacuna use sha256:{former[:12]} makes it so again.",
        "  one: 1 study (b) charted otherwise",
    ]
    done = lacuna("load", sheet(tmp_path, "one.csv", "a,,coating,p. 7", "b,,none,p. 3"), home=tmp_path / "home")
    assert done.stdout.endswith("  The same was charted of the same studies.\n")
    assert "Before" not in lacuna("load", str(tmp_path / "one.csv"), home=tmp_path / "home").stdout


def test_what_is_stored_stays_current_when_a_service_starts(tmp_path, home, lacuna):
    folder = tmp_path / "home"
    assert "Stored sha256:" in lacuna("load", "--if-empty", home=folder).stdout
    load((sheet(tmp_path, "one.csv", "a,,coating,p. 2"),), home)
    current = home.current()
    done = lacuna("load", "--if-empty", home=folder)
    assert (done.returncode, done.stdout, home.current()) == (0, "", current)
    assert done.stderr == f"sha256:{current} is stored and stays current (one).\n"
    assert f'"version":"sha256:{current}"' in lacuna("load", "--if-empty", "--json", home=folder).stdout.replace(
        " ", ""
    )


@pytest.mark.parametrize("damage", ["pointer", "other release"])
def test_a_service_does_not_replace_what_it_cannot_read(damage, tmp_path, home, lacuna):
    load((sheet(tmp_path, "one.csv", "a,,coating,p. 2"),), home)
    folder = tmp_path / "home"
    if damage == "pointer":
        (folder / "current").write_text("nonsense", encoding="utf-8")
    else:
        version = folder / "versions" / home.current()
        (version / "SHA256SUMS").unlink()
        manifest = version / "manifest.json"
        manifest.write_text(re.sub('"layout": *[0-9]+', '"layout":1', manifest.read_text()), encoding="utf-8")
    before = (folder / "current").read_bytes()
    done = lacuna("load", "--if-empty", home=folder)
    assert (done.returncode, done.stdout) == (3, "")
    assert "lacuna load" in done.stderr
    assert (folder / "current").read_bytes() == before


def test_make_and_systemd_load_only_where_nothing_is_stored():
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"^(?:serve|neo4j): (\w+) ", made, re.MULTILINE) == ["stored", "stored"]
    assert re.findall(r"^stored:.*\n\t(.*)", made, re.MULTILINE) == ["$(BIN)/lacuna load --if-empty"]
    unit = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert re.findall(r"^ExecStartPre=(.*)", unit, re.MULTILINE) == ["/opt/lacuna/bin/lacuna load --if-empty"]


@pytest.fixture
def three(tmp_path, home) -> list[str]:
    """Three stored versions, each stored on a day of its own, the oldest first."""
    digests = []
    for number, operation in enumerate(("coating", "drying", "milling")):
        load((sheet(tmp_path, "one.csv", f"a,,{operation},p. 2"),), home)
        digests.append(home.current())
        time = 1_700_000_000 + 86_400 * number  # 2023-11-14 22:13:20Z and the same time on the days after
        os.utime(tmp_path / "home" / "versions" / digests[-1] / "manifest.json", (time, time))
    return digests


@pytest.mark.parametrize(
    "name",
    [
        "{0}",
        "sha256:{0}",
        "{start}",
        "sha256:{start}",
        "{START}",
        "2023-11-14",
        "2023-11-14 22:13",
        "2023-11-14T22:13:20Z",
    ],
)
def test_a_version_is_found_by_hash_beginning_and_time(name, three, home, tmp_path, monkeypatch):
    start = next(
        three[0][:end] for end in range(SHORTEST, 65) if not any(each.startswith(three[0][:end]) for each in three[1:])
    )
    monkeypatch.setenv("LACUNA_HOME", str(tmp_path / "home"))
    done = CliRunner().invoke(use, [name.format(three[0], start=start, START=start.upper())])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Current: sha256:{three[0]}  one  ")
    assert home.current() == three[0]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", NotFound),
        ("0", NotFound),
        ("2023", NotFound),
        ("2023-11-13", NotFound),
        ("sha256:", NotFound),
        ("one", NotFound),
        ("..", NotFound),
    ],
)
def test_what_is_no_version_changes_nothing(name, error, three, home):
    with pytest.raises(error):
        find_version(home, name)
    assert home.current() == three[2]


def test_a_name_of_several_versions_lists_them(three, home, tmp_path):
    for digest in three[:2]:
        os.utime(tmp_path / "home" / "versions" / digest / "manifest.json", (1_700_000_000, 1_700_000_000))
    with pytest.raises(Ambiguous) as raised:
        find_version(home, "2023-11-14")
    assert all(f"sha256:{digest}  2023-11-14 22:13:20Z" in str(raised.value) for digest in three[:2])
    assert three[2] not in str(raised.value)


def test_a_damaged_version_is_not_made_current(three, home, tmp_path):
    (tmp_path / "home" / "versions" / three[0] / "graph.lbug").write_bytes(b"")
    with pytest.raises(LacunaError, match=r"graph\.lbug"):
        home.use(find_version(home, three[0]))
    assert home.current() == three[2]


@pytest.mark.parametrize("kind", ["corpus", "empty folder", "file"])
def test_nothing_here_replaces_a_built_in_corpus_unseen(kind, tmp_path, lacuna):
    here = tmp_path / DEFAULT_CORPUS
    if kind == "corpus":
        shutil.copytree(SEED, here)
        (here / "review.yaml").write_text("included: 31\n", encoding="utf-8")
    elif kind == "empty folder":
        here.mkdir()
    else:
        here.write_text("mine", encoding="utf-8")
    for arguments in (("load",), ("load", DEFAULT_CORPUS)):
        done = lacuna(*arguments, home=tmp_path / "home")
        assert "included: 85" in done.stdout
        assert done.stderr == (
            f"Warning: {DEFAULT_CORPUS}: this name — means the built-in corpus, not what has this name in the working "
            f"directory. To load that, write ./{DEFAULT_CORPUS}.\n"
        )
    if kind == "corpus":
        done = lacuna("check", f"./{DEFAULT_CORPUS}")
        assert (done.stderr, "included: 31" in done.stdout) == ("", True)
    assert lacuna("check", DEFAULT_CORPUS, cwd=CORPORA).stderr == ""


def test_versions_live_in_the_clone_or_in_the_users_data_folder(tmp_path, monkeypatch):
    assert default_home() == ROOT / ".lacuna"  # the tests run in a clone
    monkeypatch.setattr("kg.paths.ROOT", tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("LACUNA_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert Settings().home == default_home()
    assert default_home().name == "lacuna"
    assert os.name == "nt" or default_home() in {
        tmp_path / "data" / "lacuna",
        Path("~/Library/Application Support/lacuna").expanduser(),
    }
