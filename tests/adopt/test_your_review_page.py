"""The page docs/your-review.md, command by command."""

import re
import shlex
import shutil

import pytest

PAGE = "docs/your-review.md"
BLOCK = re.compile(r"```(console|diff)\n(.*?)```", re.DOTALL)
FILES = ("docs/examples/granulation.csv",)


@pytest.fixture
def folder(root, tmp_path):
    for file in FILES:
        shutil.copy(root / file, tmp_path)
    return tmp_path


def test_every_command_says_what_the_page_shows(root, folder, lacuna):
    run = 0
    for kind, block in BLOCK.findall((root / PAGE).read_text(encoding="utf-8")):
        if kind == "diff":
            apply(block, folder)
            continue
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            name, *arguments = shlex.split(command)
            assert name == "lacuna"
            done = lacuna(*arguments, home=folder / "home", cwd=folder)
            assert done.returncode == 0, (command, done.stderr)
            assert agrees(shown, done.stdout), (command, done.stdout)
            run += 1
    assert run >= 6


def test_the_mapping_that_is_shown_is_written(root, folder, lacuna):
    (shown,) = re.findall(r"```yaml\n(.*?)```", (root / PAGE).read_text(encoding="utf-8"), re.DOTALL)
    assert lacuna("adopt", "granulation.csv", cwd=folder).returncode == 0
    assert shown in (folder / "granulation" / "mapping.yaml").read_text(encoding="utf-8")


def apply(block: str, folder) -> None:
    """Make an edit of the page: each removed line becomes the line below it, others are added at the end."""
    first, *lines = block.splitlines()
    file = folder / first.removeprefix("--- ")
    text = file.read_text(encoding="utf-8")
    removed = ""
    for line in lines:
        if line.startswith("-"):
            removed = line[1:] + "\n"
            assert text.count(removed) == 1, removed
        elif removed:
            text, removed = text.replace(removed, line[1:] + "\n"), ""
        else:
            text += line[1:] + "\n"
    file.write_text(text, encoding="utf-8")


def agrees(shown: str, said: str) -> bool:
    """Whether an output is what is shown, where … stands for anything."""
    pattern = ".*".join(re.escape(part) for part in shown.split("…"))
    return bool(re.fullmatch(pattern.replace("\\\n", "\n") + r"\n?", said, re.DOTALL))
