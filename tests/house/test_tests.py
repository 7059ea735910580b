"""The tests themselves: names that can be read in one line."""

import re

LONGEST = 60


def test_names_of_tests_are_short(root):
    names = [
        name
        for file in (root / "tests").rglob("test_*.py")
        for name in re.findall(r"^\s*(?:async )?def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert len(names) > 400
    assert [name for name in names if len(name) > LONGEST] == []
