"""What was measured is stated once, on the page that the benchmarks write."""

import re

import pytest

from tests.bench.every import BENCHES, LONG, PAGE, command, page, read

FIGURE = re.compile(r"(?<![\w.])\d[\d,.]*(?: ?(?:ms|milliseconds?|µs|seconds?|s|minutes?|MiB|MB|GiB|kB)| times)(?!\w)")
MEASURED = re.compile(
    r"\b(?:took|takes?|taking|measured|slope|p50|p95|p99|medians?|as (?:long|fast|slow|often)|(?:faster|slower) than)\b"
)
LIMITS = ("query took more than 1.5 seconds",)
"""Sentences with both that state a limit."""


def stated(text: str) -> list[str]:
    """The sentences of a Markdown text that state what was measured, without its code blocks."""
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    blocks = re.split(r"\n\s*\n|\n- |\n\|", prose)
    sentences = [each for block in blocks for each in re.split(r"(?<=[.:;]) (?=[A-Z])", " ".join(block.split()))]
    return [each for each in sentences if MEASURED.search(each) and FIGURE.search(each)]


def test_no_other_page_states_what_was_measured(root):
    measured = PAGE.read_text(encoding="utf-8")
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md"), root / "tests" / "README.md"]
    elsewhere = {
        str(file.relative_to(root)): wrong
        for file in pages
        if file != PAGE and file.name != "CHANGELOG.md"
        if (
            wrong := [
                each
                for each in stated(file.read_text(encoding="utf-8"))
                if not any(limit in each for limit in LIMITS)
                and not all(figure in measured for figure in FIGURE.findall(each))
            ]
        )
    }
    assert elsewhere == {}


@pytest.mark.parametrize(
    "sentence",
    ["It took 12 ms.", "A load takes\nsome 3.5 minutes here.", "- Ladybug is 4 times as fast", "| p99 | 140 ms |"],
)
def test_a_measured_figure_is_noticed(sentence):
    assert stated(sentence)


def test_limits_and_code_are_no_figures():
    assert stated("It waits 10 seconds.\n\n```\ntook 3 s\n```\n\nA body has at most 64 MiB.") == []


def test_the_page_is_what_the_benchmarks_wrote():
    """Every short form is there, with the arguments that it has now, and nothing was written beside it by hand."""
    text = PAGE.read_text(encoding="utf-8")
    parts = read(text)
    assert page(parts) == text
    assert set(BENCHES) <= set(parts)
    for name, part in parts.items():
        assert name.removesuffix(LONG) in BENCHES
        assert f"`python -m {' '.join(command(name))}`" in part
        assert re.search(r"^\d{4}-\d\d-\d\d; .* cores, .* GiB, Python 3\.\d+", part, re.MULTILINE)
        assert re.fullmatch(r"[^\n]+\n[^\n]+\n\n```text\n.+\n```\n", part, re.DOTALL)
