"""The tests themselves: names that can be read in one line, and workers that share servers."""

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


def test_tests_of_a_module_share_a_worker(request):
    """With ``--dist loadgroup`` pytest-xdist adds the group to each id; without it every test starts its own servers."""
    if request.config.getoption("loadgroup", default=False):
        assert request.node.nodeid.endswith("@tests/house/test_tests.py")
