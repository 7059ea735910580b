"""The program that stores versions and answers, by which it knows what another edition of it has stored."""

import hashlib
from functools import cache
from importlib.metadata import version

from kg.paths import ROOT, SHAPES


@cache
def program() -> str:
    """The release of the program, and the hash of its code and shapes: also one that was changed since its release is another."""
    files = [*(file for folder in ("kg", "loaders") for file in (ROOT / folder).rglob("*.py")), *SHAPES.iterdir()]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\n" + file.read_bytes())
    return f"{version('lacuna-kg')} {digest.hexdigest()[:16]}"
