"""Question files: conditions, definition, table and tags as YAML writes them."""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from kg.ontology.vocabulary import Vocabulary
from kg.questions.question import Question, YearRange
from kg.questions.reading import read_question, read_years
from kg.yaml_file import Whole


class ConditionList(BaseModel):
    """Conditions as YAML writes them: a list of ``FACET: terms``, where several terms (a list, or commas) mean any of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    where: tuple[dict[str, str | Whole | tuple[str, ...]], ...] = ()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The conditions as names and values, in the order written; ``read_question`` takes them."""
        return tuple((facet, _value(value)) for pairs in self.where for facet, value in pairs.items())


class QuestionSpec(ConditionList):
    """A question as YAML writes it: conditions, and the name of a definition."""

    definition: str | None = None

    def read(self, vocabulary: Vocabulary) -> Question:
        """The question in the terms of a vocabulary.

        Raises:
            BadQuestion: it names what the vocabulary does not have, or has no positive condition.
        """
        return read_question(vocabulary, self.pairs, definition=self.definition)


class ComparedQuestion(QuestionSpec):
    """One row of a comparison: a question of its own, with a label."""

    label: str


class TableSpec(BaseModel):
    """The table of a question: the question for every year or every term of a facet, or questions to compare."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: str | None = None
    years: str | None = None
    compare: tuple[ComparedQuestion, ...] = ()

    @model_validator(mode="after")
    def _is_one_form(self) -> Self:
        if (self.by is None) == (not self.compare):
            raise ValueError("needs either 'by' or 'compare', not both")
        if (self.by == "year") != (self.years is not None):
            raise ValueError("needs 'years' if it is by year, and only then")
        return self

    @property
    def range(self) -> YearRange:
        """The years of a table by year."""
        return read_years(self.years or "")


class Anchor(BaseModel):
    """A study that a review itself names as nearest to a question: what it says of it, in our words, and where."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    study: str
    text: str
    section: str


class QuestionFile(QuestionSpec):
    """A question file: text, conditions or a question about the review itself, a table, anchors by review, and tags.

    A question about the review asks which evidence domains it judges ``less_mature_than`` one of them, or why records or
    full texts were ``excluded_at`` a stage of its flow.
    """

    text: str
    table: TableSpec | None = None
    less_mature_than: str | None = None
    excluded_at: str | None = None
    anchors: dict[str, tuple[Anchor, ...]] = {}
    tags: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        # Each form has another kind of answer, so one file cannot mix them.
        asks = [bool(self.where or self.definition), bool(self.less_mature_than), bool(self.excluded_at)]
        if sum(asks) != 1:
            raise ValueError("asks either about studies ('where', 'definition'), 'less_mature_than' or 'excluded_at'")
        if (self.table or self.anchors) and not asks[0]:
            raise ValueError("can have a 'table' or 'anchors' only together with conditions on studies")
        return self


def question_keys(question: Question) -> dict[str, object]:
    """A question by the keys of ``QuestionSpec``, ready for YAML; ``read`` gives the same question again."""
    pairs = question.parameters()
    where = [{name: value} for name, value in pairs if name != "definition"]
    return {**({"where": where} if where else {}), **{name: value for name, value in pairs if name == "definition"}}


def _value(value: str | int | tuple[str, ...]) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)
