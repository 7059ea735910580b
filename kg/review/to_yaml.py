"""A review's own statements, claims and questions, written as ``review.yaml``, ``claims.yaml`` and question files."""

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from kg.questions.catalogue import StoredQuestion
from kg.questions.question import Question
from kg.questions.question_file import question_keys
from kg.review.claimed.model import Claim
from kg.review.model import Review, ReviewHeader
from kg.yaml_file import write_yaml

REVIEW_FILE, CLAIMS_FILE = "review.yaml", "claims.yaml"


def review_yaml(review: Review) -> str:
    """The text of ``review.yaml``, without values that are the default."""
    return write_yaml(
        {field.name: _plain(getattr(review, field.name)) for field in _not_default(review, fields(ReviewHeader))}
    )


def claims_yaml(claims: Iterable[Claim]) -> str:
    """The text of ``claims.yaml``."""
    return write_yaml([_claim(each) for each in claims])


def question_yaml(stored: StoredQuestion) -> str:
    """The text of a question file, without values that are the default."""
    return write_yaml(stored.spec.model_dump(mode="json", exclude_defaults=True))


def _claim(claim: Claim) -> dict[str, object]:
    written: dict[str, object] = {"id": claim.id, "text": claim.text, "section": claim.section, "kind": claim.says.kind}
    for field in fields(claim.says):
        if (value := getattr(claim.says, field.name)) is not None:
            written[field.name] = _plain(value)
    if claim.concerns:
        written["concerns"] = _plain(claim.concerns)
    return written


def _plain(value: object) -> object:
    if isinstance(value, Question):
        return question_keys(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in _not_default(value, fields(value))}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, str) else value  # an enumeration's member is its text


def _not_default(value: object, among: Iterable[Field[Any]]) -> Iterator[Field[Any]]:
    """The fields whose value is not their default, without those that are not compared, such as cells."""
    for field in among:
        default = field.default if field.default_factory is MISSING else field.default_factory()
        if field.compare and getattr(value, field.name) != default:
            yield field
