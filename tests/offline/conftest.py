"""Maps for reading offline, each written once for all tests of a run."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.pages.offline.page import write_map
from api.pages.offline.wanted import read_map
from kg.settings import Settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import load

DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def data_of(text: str) -> dict[str, Any]:
    """The data of a file, read as any program would."""
    (found,) = DATA.findall(text)
    data: dict[str, Any] = json.loads(found)
    return data


@pytest.fixture(scope="session")
def written(dataset) -> Callable[..., str]:
    """Write a map of the review, from names as on the command line."""

    @cache
    def written(*facets: str, **options: Any) -> str:
        return write_map(dataset.evidence(), read_map(dataset.vocabulary, facets=facets, **options))

    return written


HOSTILE = (
    "</script><script>document.title='taken'</script>",
    "<!-- <script> \" ' & \\u003c ]]> {{ 7 * 7 }} {row}",
    "“x” <img src=x onerror=\"document.title='taken'\"> \u2028\u2029",
)
"""Titles as no paper has them."""


@pytest.fixture(scope="session")
def hostile_sheet(tmp_path_factory) -> Path:
    """A sheet of three studies with hostile titles and citations."""
    lines = ["study,citation,title,unit-operation,pat-modality,ai-method"]
    for number, title in enumerate(HOSTILE):
        quoted = '"' + title.replace('"', '""') + '"'
        operation = ("coating", "unclear: coating; blending", "not reported")[number]
        lines.append(f"s{number},{quoted},{quoted},{operation},nir-spectroscopy,deep-learning")
    sheet = Path(tmp_path_factory.mktemp("hostile") / "sheet.csv")
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sheet


@pytest.fixture(scope="session")
def hostile(hostile_sheet) -> Dataset:
    """A version of that sheet alone."""
    load((str(hostile_sheet),), Home(hostile_sheet.parent / "alone"))
    return Dataset.open(Home(hostile_sheet.parent / "alone"))


@pytest.fixture(scope="session")
def several(hostile_sheet) -> Iterator[tuple[Dataset, TestClient]]:
    """A version of that sheet and the review, opened and served."""
    home = hostile_sheet.parent / "both"
    load((DEFAULT_CORPUS, str(hostile_sheet)), Home(home))
    with TestClient(create_app(Settings(home=home))) as client:
        yield Dataset.open(Home(home)), client
