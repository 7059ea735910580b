"""JSON Schemas of ``review.yaml`` and ``claims.yaml``, made from the models that read them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.json_text import to_json
from kg.ontology.vocabulary import EVIDENCE_UNIT, Vocabulary
from kg.review.to_yaml import CLAIMS_FILE, REVIEW_FILE
from loaders.claims_file import CLAIMS
from loaders.corpus import HEADER
from loaders.schema.fields import FIELDS

FOLDER = Path(__file__).parent
NAMES: Mapping[str, str] = {REVIEW_FILE: "review.schema.json", CLAIMS_FILE: "claims.schema.json"}
"""The file of the schema of each file of a corpus."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TERMS_OF = {
    ("FlowCount", "stage"): "prisma-stage",
    ("FlowCount", "status"): "count-status",
    ("FlowCount", "reason"): "exclusion-reason",
    ("MaturityJudgement", "domain"): "evidence-domain",
    ("MaturityJudgement", "signal"): "maturity-level",
    ("Count", "stage"): "prisma-stage",
    ("MoreMatureThan", "domain"): "evidence-domain",
    ("MoreMatureThan", "than"): "evidence-domain",
}

Schema = dict[str, Any]


def schemas(vocabulary: Vocabulary) -> Iterator[tuple[Path, bytes]]:
    """The files of the schemas, with their content."""
    written = {
        REVIEW_FILE: {"type": ["object", "null"], **_described(vocabulary, _without(HEADER.json_schema(), "type"))},
        CLAIMS_FILE: {"type": ["array", "null"], **_described(vocabulary, _without(CLAIMS.json_schema(), "type"))},
    }
    for name, schema in written.items():
        head = {"$schema": _DIALECT, "title": f"{name} of a corpus of Lacuna"}
        yield FOLDER / NAMES[name], to_json({**head, **_without(schema, "title")})


def _described(vocabulary: Vocabulary, schema: Schema) -> Schema:
    """A schema with the words of ``FIELDS`` instead of docstrings, and with the terms that an editor may offer."""
    classes = {name.lstrip("_"): each for name, each in schema.get("$defs", {}).items()}
    if "properties" in schema:
        classes[schema["title"]] = schema
    for name, class_ in classes.items():
        class_.pop("description", None)
        class_.pop("title", None)
        for field, found in class_["properties"].items():
            found.pop("title", None)
            found["description"] = FIELDS[name][field]
            if known := _known(vocabulary, name, field):
                # Offered, not prescribed: a corpus may have terms and facets of its own.
                alternatives = found.pop("anyOf", None) or [{"type": found.pop("type")}]
                found["anyOf"] = [{"enum": known}, *alternatives]
    return schema


def _known(vocabulary: Vocabulary, name: str, field: str) -> list[str]:
    if (name, field) == ("CompletenessStatement", "facet"):
        return [EVIDENCE_UNIT, *(facet.id for facet in vocabulary.charted_facets)]
    facet = _TERMS_OF.get((name, field))
    return [term.id for term in vocabulary.of_facet(facet)] if facet else []


def _without(schema: Schema, key: str) -> Schema:
    return {name: value for name, value in schema.items() if name != key}
