"""``docs/review-file.md``: every field of ``review.yaml`` and ``claims.yaml``, from the schemas."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kg.ontology.vocabulary import Vocabulary
from loaders.schema.header import EMPTY_HEADER
from loaders.schema.json_schema import schemas

_PAGE = """\
# The files of a review

Written by `make bless` from the models that read the files. `lacuna template my-review` writes a folder with a form and this
`review.yaml`:

```yaml
{header}```

Unknown fields are refused, so no misspelt one is lost. Each file that `lacuna template` writes into a folder begins with a line
`# yaml-language-server: $schema=…`, and a copy of the JSON Schema lies beside it. Editors with the YAML language server (VS Code
with the YAML extension, Neovim, Emacs, IntelliJ …) then explain fields, offer terms and mark what would be refused. The schemas
are kept in [review.schema.json](../loaders/schema/review.schema.json) and
[claims.schema.json](../loaders/schema/claims.schema.json). What a schema cannot say, such as that a term exists, `lacuna check`
says.

## review.yaml

{review}
{parts}
## claims.yaml

A list of [claims](claims.md). All have `id`, `text`, `section` and `kind`, and may have `concerns`.
`kind` decides about the rest.

{claims}"""
_TABLE = "| field | holds | kind |\n| --- | --- | --- |\n"


def review_page(vocabulary: Vocabulary) -> str:
    """The text of the page."""
    review, claims = (json.loads(content) for _, content in schemas(vocabulary))
    parts = {field: found for field, found in review["properties"].items() if _part(found)}
    return _PAGE.format(
        header=EMPTY_HEADER,
        review=_table(review),
        parts="\n".join(f"### {field}\n\n{_table(review['$defs'][_part(found)])}" for field, found in parts.items()),
        claims=_claims(claims),
    )


def _claims(schema: Mapping[str, Any]) -> str:
    kinds: dict[str, list[str]] = {}
    for kind, place in schema["items"]["discriminator"]["mapping"].items():
        kinds.setdefault(place.rpartition("/")[2], []).append(kind)
    tables = [f"### {', '.join(names)}\n\n{_table(schema['$defs'][name])}" for name, names in kinds.items()]
    question = f"### A question\n\n{_table(schema['$defs']['QuestionSpec'])}"
    return "\n".join((*tables, question)).rstrip() + "\n"


def _table(class_: Mapping[str, Any]) -> str:
    return _TABLE + "".join(_rows(class_))


def _rows(class_: Mapping[str, Any]) -> Iterator[str]:
    for field, found in class_["properties"].items():
        needed = "required" if field in class_.get("required", ()) else ""
        yield f"| `{field}` | {found['description']} | {', '.join(filter(None, (_kind(found), needed)))} |\n"


def _kind(found: Mapping[str, Any]) -> str:
    kinds = {str(each.get("type")) for each in (found, *found.get("anyOf", ()))}
    known = {"array": "list", "integer": "whole number", "string": "text"}
    return next((name for kind, name in known.items() if kind in kinds), "text" if "const" in found else "")


def _part(found: Mapping[str, Any]) -> str:
    """The class of the records in a field; empty where it holds none."""
    places = [found, found.get("items", {}), *found.get("anyOf", ())]
    return next((str(each["$ref"]).rpartition("/")[2] for each in places if "$ref" in each), "")
