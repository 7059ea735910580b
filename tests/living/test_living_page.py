"""The page docs/living.md, command by command, on a made-up search; people's part is done between the commands."""

import re
import shlex

import pytest

from tests.adopt.test_your_review_page import agrees
from tests.living.made_up import read, write
from tests.living.made_up_search import FILES, write_search

PAGE = "docs/living.md"
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ |```).*\n)*)", re.MULTILINE)


def test_every_command_says_what_the_page_shows(root, tmp_path, lacuna):
    same = write_search(tmp_path)
    text = (root / PAGE).read_text(encoding="utf-8")
    blocks = "".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL))
    commands = COMMAND.findall(blocks)
    for command, shown in commands:
        name, *arguments = shlex.split(command)
        assert name == "lacuna"
        done = lacuna(*arguments, home=tmp_path / "home", cwd=tmp_path)
        assert done.returncode == 0, (command, done.stderr)
        assert agrees(shown, done.stdout), (command, done.stdout)
        people(tmp_path / "review", command)
    assert len(commands) == 17
    grouped = {
        frozenset((row["record"], row["other"]))
        for row in read(tmp_path / "review" / "duplicates.csv")
        if row["decision"] == "same"
    }
    assert all(any(pair <= keys for keys in same.values()) for pair in grouped)


@pytest.mark.parametrize("file", FILES)
def test_what_was_added_is_not_added_again(tmp_path, lacuna, file):
    write_search(tmp_path)
    for said in (f"{file} (", "Nothing new"):
        done = lacuna("records", "add", "review", file, "--source", "S", cwd=tmp_path)
        assert done.returncode == 0
        assert done.stdout.startswith(said)
    assert len(read(tmp_path / "review" / "records.csv")) == 60


def test_an_export_stays_as_it_came(tmp_path, lacuna):
    write_search(tmp_path)
    assert lacuna("records", "add", "review", "scopus.csv", cwd=tmp_path).returncode == 0
    (tmp_path / "scopus.csv").write_text("other", encoding="utf-8")
    done = lacuna("records", "add", "review", "scopus.csv", cwd=tmp_path)
    assert done.returncode == 1
    assert "stays as it came: give it another name" in done.stderr
    assert len(read(tmp_path / "review" / "records.csv")) == 60


def people(folder, command):
    """What people do after a command of the page."""
    if "dedup" in command:
        rows = read(folder / "duplicates.csv")
        write(folder / "duplicates.csv", [_decided(row) for row in rows])
        searches = folder / "searches.yaml"
        searches.write_text(f"screeners: 2\n{searches.read_text(encoding='utf-8')}", encoding="utf-8")
    if " screen " in command:
        (screener,) = re.findall("--screener ([a-z]+)", command)
        file = folder / f"screening-{screener}.csv"
        write(file, [_screened(number, row) for number, row in enumerate(read(file))])
    if " chart " in command:
        (file,) = folder.glob("charting-*.csv")
        rows = read(file)
        write(file, [_charted(row) for row in rows])
        (folder / "review.yaml").write_text("title: A made-up review\n", encoding="utf-8")
    if command == "lacuna load review":
        (file,) = folder.glob("charting-*.csv")
        rows = [row for row in read(file) if row["study"] != "example"]
        rows[0] |= {"pat-modality": "raman-spectroscopy", "ai-method": "deep-learning"}
        write(file, rows)


def _decided(row):
    return row if row["decision"] != "unsure" else {**row, "decision": "different", "decided_by": "ann"}


def _screened(number, row):
    """A line that is decided: every eighth is included, of every fortieth the two screeners differ."""
    if row["decision"]:
        return row
    if row["stage"] == "full-text":
        return {**row, "decision": "include"} if number % 2 else {**row, "decision": "exclude", "reason": "excl-no-ai"}
    differs = number % 40 == 0 and row["screener"] == "bob"
    return {**row, "decision": "include" if row["resolves"] or (number % 8 == 0) != differs else "exclude"}


def _charted(row):
    return {
        **row,
        "coder": "ann",
        "read": "title; abstract",
        "source": "abstract",
        "pat-modality": "not reported",
        "ai-method": "not reported",
    }
