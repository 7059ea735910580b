"""The documentation is true: examples, settings, commands, links, file names and section numbers."""

import re
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest
from pydantic.fields import FieldInfo

from kg.paths import ROOT, default_home
from kg.settings import Settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.corpus import built_in
from loaders.generate.bless import EXAMPLE_PAGES, with_example
from loaders.pipeline import load

PAGES = sorted((ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "tests").glob("*.md")))
PATH = re.compile(r"`((?:kg|api|loaders|queries|ontology|shapes|docs|tests)/[\w./*-]*)`")
COMMANDS = {entry.name: entry for entry in entry_points(group="lacuna.commands")}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes for the headings of a page, and those that the page sets itself."""
    headings = re.findall(r"^#+ (.*)", re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL), re.MULTILINE)
    made = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return made | set(re.findall(r'<a id="([^"]+)"></a>', text_of(page)))


def sections(page: Path) -> set[str]:
    """The numbers of a page's headings, and of the items in bold (``4.2``)."""
    return set(re.findall(r"^(?:#+ |- \*\*)(\d+(?:\.\d+)?)[. ]", text_of(page), re.MULTILINE))


@pytest.fixture(scope="module")
def brought_along(tmp_path_factory):
    """All corpora that Lacuna brings along, which a load without names stores."""
    home = Home(tmp_path_factory.mktemp("brought-along"))
    load(built_in(), home)
    dataset = Dataset.open(home)
    yield dataset
    dataset.close()


@pytest.mark.generated
@pytest.mark.parametrize("page", EXAMPLE_PAGES, ids=lambda page: page.name)
def test_the_example_answer_is_real(page, brought_along):
    text = text_of(page)
    assert "Is there an integrated PAT–AI–twin study in lyophilization?\n\nOf the " in text
    assert text == with_example(brought_along, text), "run: make bless"


def test_the_example_is_whole_in_asking_and_short_in_the_readme():
    assert "Permalink: /gaps/gap_integrated_lyophilization?version=" in text_of(ROOT / "docs" / "asking.md")
    excerpt = re.search(r"\| head -\d+\n(.*?)```", text_of(ROOT / "README.md"), re.DOTALL)
    assert excerpt
    assert excerpt[1].endswith("studies were not charted.\n"), "the sentence is cut off: change the number of lines"


def test_the_readme_is_short():
    assert len(text_of(ROOT / "README.md").splitlines()) <= 90


def test_every_setting_is_documented_with_its_default():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", text_of(ROOT / "docs" / "settings.md"), re.MULTILINE))
    assert {name: default.strip() for name, default in rows.items()} == {
        field.validation_alias or f"LACUNA_{name.upper()}": _default(field)
        for name, field in Settings.model_fields.items()
    }


def _default(field: FieldInfo) -> str:
    if field.default_factory is default_home:
        return "the user's data folder"  # elsewhere for every user
    return "" if field.default is None else f"`{field.default}`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(((?!https?:)[^)]+)", text_of(page)):
        file, _, anchor = target.partition("#")
        there = page.parent / file if file else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_exists(page):
    text = re.sub(r"for example `[^`]+`", "", text_of(page))  # the additions that contributing.md invites to
    for name in PATH.findall(text):
        assert list(ROOT.glob(name)), name


def test_the_newcomers_map_names_a_file_for_each_behaviour():
    _, _, table = text_of(ROOT / "docs" / "contributing.md").partition("## Where to find it")
    rows = re.findall(r"^\| (?!behaviour|---)(.*?) \| (.*?) \|$", table, re.MULTILINE)
    assert len(rows) >= 10
    for behaviour, place in rows:
        assert [name for name in PATH.findall(place) if (ROOT / name).is_file()], behaviour


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tables_are_whole_and_code_has_a_language(page):
    lines = text_of(page).splitlines()
    fences = [line for line in lines if line.startswith("```")]
    assert all(len(line) > 3 for line in fences[::2])
    assert all(line == "```" for line in fences[1::2])
    for above, line, below in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if line.startswith("|") and not above.startswith("|"):
            assert re.fullmatch(r"\|( *:?-+:? *\|)+", below), line


def test_commands_are_documented_and_options_in_the_docs_exist():
    documented = set()
    for page in PAGES:
        text = text_of(page)
        documented |= set(re.findall(r"\blacuna (\w+)\b", text))
        for name, rest in re.findall(r"(?:`|\$ (?:\w+=\w+ )?)lacuna (\w+)([^`|#\n]*)", text):
            assert name in COMMANDS, f"{page.name}: lacuna {name}"
            command: click.Command = COMMANDS[name].load()
            if isinstance(command, click.Group) and rest.split():
                assert rest.split()[0] in command.commands, f"{page.name}: {name} {rest}"
                command = command.commands[rest.split()[0]]
            options = {option for parameter in command.params for option in parameter.opts}
            assert set(re.findall(r"(?<= )--?[a-z][a-z-]*", rest)) <= options | {"--help"}, (
                f"{page.name}: {name} {rest}"
            )
    assert set(COMMANDS) <= documented


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z0-9-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"(?:`(?:[A-Z0-9_]+=\S+ )*|\$ |\()make ([a-z0-9-]+)", text_of(page)))
        assert named <= targets, page.name


def test_every_route_is_documented(client):
    every = " ".join(map(text_of, PAGES))
    paths = {path for path in client.get("/openapi.json").json()["paths"] if not path.startswith("/gaps/gap_")}
    assert {path for path in paths if f"{path}`" not in every and f"{path}?" not in every} == set()


def test_every_section_that_is_cited_exists():
    semantics, architecture = (sections(ROOT / "docs" / name) for name in ("gap-semantics.md", "architecture.md"))
    assert {str(number) for number in range(1, 8)} == semantics
    cited: set[str] = set()
    for folder in ("kg", "api", "loaders", "shapes", "tests", "docs"):
        for file in (file for suffix in ("py", "md", "rq", "ttl") for file in (ROOT / folder).rglob(f"*.{suffix}")):
            text = re.sub(r"\s+#?\s*", " ", text_of(file))
            for numbers in (
                *re.findall(
                    r"[Ss]ections? ([\d.]+(?:(?:, | and )[\d.]+)*) of (?:the gap semantics|docs/gap-semantics)", text
                ),
                *re.findall(r"gap semantics \([Ss]ections? ([\d.]+(?:(?:, | and )[\d.]+)*)", text),
            ):
                cited |= (found := {number.rstrip(".") for number in re.split(r", | and ", numbers)})
                assert found <= semantics, f"{file.name}: {numbers}"
            for number in re.findall(r"docs/architecture\.md,? (?:section )?(\d+(?:\.\d+)?)", text):
                assert number in architecture, f"{file.name}: {number}"
    assert {"2", "3", "4"} <= cited
