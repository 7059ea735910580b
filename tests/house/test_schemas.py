"""The JSON Schemas of a review's files accept what the loader accepts, and refuse what it refuses for its structure."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from kg.paths import CORPORA
from kg.review.to_yaml import CLAIMS_FILE, REVIEW_FILE
from kg.yaml_file import read_yaml
from loaders.claims_file import CLAIMS, read_claims
from loaders.corpus import HEADER, read_header
from loaders.pipeline import check_only
from loaders.schema.header import EMPTY_HEADER, write_with_schema
from loaders.schema.json_schema import FOLDER, NAMES, schemas
from loaders.schema.page import review_page
from tests.law.strategies import sized

READERS: dict[str, TypeAdapter[Any]] = {REVIEW_FILE: HEADER, CLAIMS_FILE: CLAIMS}
CASES = sized(quick=100, full=500, thorough=5_000)
FILES = [file for corpus in sorted(CORPORA.iterdir()) for name in READERS if (file := corpus / name).is_file()]
ANY = [
    "text",
    "",
    "2025",
    0,
    -3,
    2025,
    10**8,
    1.5,
    True,
    None,
    [],
    ["text"],
    [["text"]],
    [7],
    {},
    {"text": "text"},
]
"""Values, one of each kind, that are put in the place of others."""


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / NAMES[name]).read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def is_read(name: str, content: object) -> bool:
    try:
        READERS[name].validate_python(content)
    except ValidationError:
        return False
    return True


def places(content: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    pairs = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in pairs:
        yield (*path, key)
        yield from places(value, (*path, key))


def broken(content: object, dice: random.Random) -> tuple[object, str]:
    """A content with one change anywhere, and what was changed."""
    changed = copy.deepcopy(content)
    *above, last = dice.choice(list(places(changed)))
    parent: Any = changed  # a mapping or a list, by the kind of its key
    for key in above:
        parent = parent[key]
    kind = dice.choice(["replace", "replace", "remove", "add"])
    value = dice.choice(ANY)
    if kind == "remove":
        del parent[last]
    elif kind == "add" and isinstance(parent, dict):
        parent[dice.choice([f"{last}s", "titel", "Title", "kind", "about", "stage", "count", "reason"])] = value
    else:
        parent[last] = value
    return changed, f"{kind} {(*above, last)} {value!r}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_is_built_in_is_valid(file):
    content = read_yaml(file)
    assert not list(validator(file.name).iter_errors(content))
    assert is_read(file.name, content)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_schema_and_loader_refuse_the_same(file):
    """One change anywhere in a real file, of any kind, again and again."""
    content, dice, checked = read_yaml(file), random.Random(11), validator(file.name)
    refused = 0
    for _ in range(CASES):
        changed, what = broken(content, dice)
        accepted = is_read(file.name, changed)
        assert checked.is_valid(changed) == accepted, what
        refused += not accepted
    assert CASES // 4 < refused < CASES


WHOLE = [
    "",
    "# only a comment\n",
    "~",
    "[]",
    "{}",
    "false",
    "0",
    "''",
    "text",
    "[title]",
    "- title: x",
    "title: x",
    "3: x",
    "included: 1e3",
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_file_of_any_kind(text, tmp_path, vocabulary):
    for name in READERS:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        faults = read_header(file)[1] if name == REVIEW_FILE else read_claims(vocabulary, file)[1]
        assert validator(name).is_valid(yaml.safe_load(text)) == (not faults), name


def test_a_day_may_stand_without_quotes(tmp_path):
    file = tmp_path / REVIEW_FILE
    file.write_text("search: {last_search: 2024-05-01}\n", encoding="utf-8")
    header, faults = read_header(file)
    assert (header.search.last_search, faults) == ("2024-05-01", [])


def test_the_schemas_explain_every_field_and_offer_terms(vocabulary):
    for file, content in schemas(vocabulary):
        schema = json.loads(content)
        classes = [schema, *schema["$defs"].values()]
        fields = [each for class_ in classes for each in class_.get("properties", {}).values()]
        assert all(each["description"].endswith(".") for each in fields), file
        open_ = [each["anyOf"] for each in fields if {"type": "string"} in each.get("anyOf", ())]  # others prescribe
        offered = {name for ways in open_ for way in ways for name in way.get("enum", ())}
        assert {*(term.id for term in vocabulary.of_facet("evidence-domain")), "stage-included"} <= offered
        assert offered <= {*vocabulary.terms, "evidence-unit"}


def test_every_line_of_the_empty_file_can_be_used(tmp_path, write_sheet, vocabulary):
    """As it is, and with each of its examples uncommented."""
    folder = tmp_path / "review"
    folder.mkdir()
    write_with_schema(folder / REVIEW_FILE, EMPTY_HEADER)
    assert {file.name for file in folder.iterdir()} == {REVIEW_FILE, ".review.schema.json"}
    (folder / "rows.csv").write_text("study,title,country,source\na,T,italy,p. 1\n", encoding="utf-8")
    assert check_only((str(folder),)).corpora[0].included is None
    paragraphs = EMPTY_HEADER.split("\n\n")[1:]
    lines = [
        line.removeprefix("# ")
        for each in paragraphs
        for line in each.splitlines()
        if not line.endswith((".", "certified."))
    ]
    (folder / REVIEW_FILE).write_text("\n".join(lines), encoding="utf-8")
    assert validator(REVIEW_FILE).is_valid(read_yaml(folder / REVIEW_FILE))
    report = check_only((str(folder),))
    assert (report.corpora[0].included, report.warnings) == (40, ())
    assert EMPTY_HEADER in review_page(vocabulary)


def test_the_first_line_names_the_schema_beside_the_file(tmp_path):
    for name in READERS:
        write_with_schema(tmp_path / name, "")
        first = (tmp_path / name).read_text(encoding="utf-8").splitlines()[0]
        beside = tmp_path / first.removeprefix("# yaml-language-server: $schema=")
        assert beside.read_bytes() == (FOLDER / NAMES[name]).read_bytes()
