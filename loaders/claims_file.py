"""``claims.yaml``: a review's own claims, with each fault at its place."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from kg.errors import BadQuestion, BadYaml, Cell, Fault, nearest, shown
from kg.ontology.vocabulary import Vocabulary
from kg.questions.question import Question
from kg.questions.question_file import QuestionSpec
from kg.review.claimed.model import Claim, CountOf, Descriptive, FewerThan, MoreMatureThan, Share, ShareKind, Statement
from kg.review.to_yaml import CLAIMS_FILE
from kg.yaml_file import Whole, read_yaml
from loaders.named_terms import unknown_term
from loaders.sheets.table import MOST_FAULTS

_Text = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"\S")]


_GIVEN: dict[str, JsonValue] = {"not": {"type": "null"}}


class _ClaimEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    text: _Text
    section: _Text
    concerns: tuple[QuestionSpec, ...] = ()


class _Share(_ClaimEntry):
    kind: ShareKind
    about: QuestionSpec


class _FewerThan(_ClaimEntry):
    kind: Literal["claim-fewer-than"]
    about: QuestionSpec
    than: QuestionSpec


class _Count(_ClaimEntry):
    kind: Literal["claim-count"]
    stage: str
    count: Annotated[Whole, Field(ge=0)]


class _MoreMatureThan(_ClaimEntry):
    kind: Literal["claim-more-mature-than"]
    domain: str
    than: str


class _Descriptive(_ClaimEntry):
    # As ``_is_on_one_matter``, for editors.
    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"properties": {key: _GIVEN}, "required": [key]} for key in ("about", "stage")]}
    )

    kind: Literal["claim-descriptive"]
    rationale: _Text
    about: QuestionSpec | None = None
    stage: str | None = None

    @model_validator(mode="after")
    def _is_on_one_matter(self) -> Self:
        if (self.about is None) == (self.stage is None):
            raise ValueError("needs either 'about' or 'stage'")
        return self


_OneOf = _Share | _FewerThan | _Count | _MoreMatureThan | _Descriptive
_Claim = Annotated[_OneOf, Field(discriminator="kind")]
_CLAIM: TypeAdapter[_OneOf] = TypeAdapter(_Claim)
CLAIMS: TypeAdapter[list[_OneOf]] = TypeAdapter(list[_Claim])
"""A whole file, for its JSON Schema; it is read claim by claim, so that each fault has its place."""
_KEYS = sorted(
    {key for model in (_Share, _FewerThan, _Count, _MoreMatureThan, _Descriptive) for key in model.model_fields}
)


def read_claims(vocabulary: Vocabulary, file: Path, text: str | None = None) -> tuple[tuple[Claim, ...], list[Fault]]:
    """The claims of a file (none if it does not exist) and its faults; ``text``, if not None, replaces its content."""
    if text is None and not file.exists():
        return (), []
    try:
        written = read_yaml(file, text)
    except BadYaml as error:
        return (), [Fault(Cell(CLAIMS_FILE, 0, "-"), f"cannot be read as YAML: {error}")]
    if written is None:  # nothing but comments
        return (), []
    if not isinstance(written, list):
        return (), [Fault(Cell(CLAIMS_FILE, 0, "-", type(written).__name__), "must be a list of claims.")]
    claims: list[Claim] = []
    faults: list[Fault] = []
    for number, raw in enumerate(written):
        claim, claim_faults = _read_claim(vocabulary, raw, _place(raw, number))
        faults += claim_faults
        if claim:
            if any(claim.id == other.id for other in claims):
                faults.append(Fault(Cell(CLAIMS_FILE, 0, f"{number}.id", claim.id), "is given twice."))
            claims.append(claim)
    return tuple(claims), faults


def _read_claim(vocabulary: Vocabulary, raw: object, place: str) -> tuple[Claim | None, list[Fault]]:
    try:
        written = _CLAIM.validate_python(raw)
    except ValidationError as error:
        return None, [_fault(vocabulary, place, raw, each) for each in error.errors()[:MOST_FAULTS]]
    faults = [
        fault
        for key, facet, term in _named(written)
        for fault in unknown_term(vocabulary, Cell(CLAIMS_FILE, 0, f"{place}.{key}", term), facet)
    ]
    questions: dict[str, Question] = {}
    for key, asked in _asked(written):
        try:
            questions[key] = asked.read(vocabulary)
        except BadQuestion as error:
            cell = Cell(CLAIMS_FILE, 0, f"{place}.{key}.{error.parameter}", error.value)
            faults.append(Fault(cell, f"{error.rule}.", error.nearest))
    if faults:
        return None, faults
    # A question cannot have fewer studies than itself.
    if "than" in questions and questions["about"] == questions["than"]:
        return None, [Fault(Cell(CLAIMS_FILE, 0, f"{place}.than"), "asks the same as about.")]
    return _claim(written, questions), []


def _claim(written: _OneOf, questions: Mapping[str, Question]) -> Claim:
    statement: Statement
    match written:
        case _Share():
            statement = Share(written.kind, questions["about"])
        case _FewerThan():
            statement = FewerThan(questions["about"], questions["than"])
        case _Count():
            statement = CountOf(written.stage, written.count)
        case _MoreMatureThan():
            statement = MoreMatureThan(written.domain, written.than)
        case _Descriptive():
            statement = Descriptive(written.rationale, questions.get("about"), written.stage)
    concerns = tuple(question for key, question in questions.items() if key not in ("about", "than"))
    return Claim(written.id, written.text, written.section, statement, concerns)


def _asked(written: _OneOf) -> Iterator[tuple[str, QuestionSpec]]:
    """The questions of a claim, each under its key in the file."""
    for side in ("about", "than"):
        question = getattr(written, side, None)
        if isinstance(question, QuestionSpec):
            yield side, question
    for number, question in enumerate(written.concerns):
        yield f"concerns.{number}", question


def _named(written: _OneOf) -> Iterator[tuple[str, str, str]]:
    """The terms that a claim names outside its questions: key, facet and id."""
    if isinstance(written, (_Count, _Descriptive)) and written.stage:
        yield "stage", "prisma-stage", written.stage
    if isinstance(written, _MoreMatureThan):
        yield "domain", "evidence-domain", written.domain
        yield "than", "evidence-domain", written.than


def _place(raw: object, number: int) -> str:
    """The name of a claim in a fault: its id, or else its number."""
    return shown(raw["id"]) if isinstance(raw, dict) and raw.get("id") else str(number)


def _fault(vocabulary: Vocabulary, place: str, raw: object, error: Mapping[str, Any]) -> Fault:
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if error["type"] in ("union_tag_invalid", "union_tag_not_found"):
        near = vocabulary.nearest("claim-kind", shown(kind)) if kind else ()
        cell = Cell(CLAIMS_FILE, 0, f"{place}.kind", "" if kind is None else shown(kind))
        return Fault(cell, "A claim must have one of the kinds of the facet claim-kind.", near)
    # pydantic puts the chosen kind into the path of an error; the file has no such key.
    keys = [str(key) for key in error["loc"] if key != kind]
    close = nearest(keys[-1], _KEYS) if error["type"] == "extra_forbidden" else ()
    return Fault(Cell(CLAIMS_FILE, 0, ".".join((place, *keys)), shown(error["input"])), f"{error['msg']}.", close)
