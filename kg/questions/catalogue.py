"""The stored questions: every YAML file below ``queries/`` is one, named like its file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from kg.errors import BadQuestion, BadYaml, Cell, Fault, NotFound, Refused, nearest
from kg.ontology.vocabulary import Vocabulary
from kg.paths import QUERIES
from kg.questions.question import (
    Completeness,
    Question,
    YearRange,
    read_completeness,
    read_definition,
    read_question,
    read_years,
)
from kg.yaml_file import read_yaml

_FROZEN = ConfigDict(extra="forbid", frozen=True)


class Asked(BaseModel):
    """Conditions, one facet each (a list, or commas: any of them), and a definition."""

    model_config = _FROZEN

    where: tuple[dict[str, str | int | tuple[str, ...]], ...] = ()
    definition: str | None = None

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The conditions as ``read_question`` takes them."""
        return tuple((facet, _value(value)) for pairs in self.where for facet, value in pairs.items())

    def read(self, vocabulary: Vocabulary) -> Question:
        """The question in the terms of a vocabulary.

        Raises:
            BadQuestion: it names what the vocabulary does not have, or asks nothing.
        """
        return read_question(vocabulary, self.pairs, definition=self.definition)


class Compared(Asked):
    """One row of a comparison: a question of its own, with a label."""

    label: str


class TableFile(BaseModel):
    """What is asked besides, row by row: the question for every year, or every term of a facet; or questions to compare."""

    model_config = _FROZEN

    by: str | None = None
    years: str | None = None
    compare: tuple[Compared, ...] = ()

    @model_validator(mode="after")
    def _is_one_form(self) -> Self:
        if (self.by is None) == (not self.compare):
            raise ValueError("has either 'by' or 'compare'")
        if (self.by == "year") != (self.years is not None):
            raise ValueError("has 'years' where it is by year, and only there")
        return self

    @property
    def range(self) -> YearRange:
        """The years of a table by year."""
        return read_years(self.years or "")


class QuestionFile(Asked):
    """A question file: its text, its conditions, a table of further questions, and its tags.

    In place of conditions on studies it may ask about the review itself: which evidence domains it judges
    ``less_mature_than`` one of them, or for which records ``excluded_at`` a stage of its flow it gives a reason.
    """

    text: str
    table: TableFile | None = None
    less_mature_than: str | None = None
    excluded_at: str | None = None
    tags: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        asks = [bool(self.where or self.definition), bool(self.less_mature_than), bool(self.excluded_at)]
        if sum(asks) != 1:
            raise ValueError("asks either about studies ('where', 'definition'), 'less_mature_than' or 'excluded_at'")
        if self.table and not asks[0]:
            raise ValueError("has a 'table' only beside conditions on studies")
        return self


@dataclass(frozen=True)
class StoredQuestion:
    """A question with a name; ``file`` is where it stands, ``asked`` what stands there."""

    name: str
    file: Path
    asked: QuestionFile

    @property
    def text(self) -> str:
        """The question as a person asks it."""
        return self.asked.text

    @property
    def tags(self) -> tuple[str, ...]:
        """The themes it belongs to."""
        return self.asked.tags

    @property
    def definition(self) -> str | None:
        """The definition it rests on, as its file names it."""
        return self.asked.definition

    @property
    def about_review(self) -> bool:
        """Whether it asks about the review itself, so that it has no conditions on studies."""
        return bool(self.asked.less_mature_than or self.asked.excluded_at)

    def read(
        self, vocabulary: Vocabulary, definition: str | None = None, completeness: Completeness | str = "all"
    ) -> Question:
        """The question in the terms of a vocabulary, under its own definition or another; empty where it is about the review.

        Raises:
            BadQuestion: it names what the vocabulary does not have, or a definition is given for a question without one.
        """
        if definition and not self.definition:
            raise BadQuestion("definition", definition, f"does not apply: {self.name} rests on no definition")
        relied_on = read_completeness(completeness)
        if self.about_review:
            return Question(completeness=relied_on)
        try:
            own = self.asked.read(vocabulary)
        except BadQuestion as error:
            raise BadQuestion(f"{self.name}, {error.parameter}", error.value, error.rule, error.nearest) from None
        chosen = read_definition(vocabulary, definition) if definition else own.definition
        return under(own, chosen, relied_on)


Catalogue = Mapping[str, StoredQuestion]


def read_catalogue(folder: Path = QUERIES) -> Catalogue:
    """Every stored question by name, in order of their names.

    Raises:
        Refused: a file is no question file, or two have the same name.
    """
    faults: list[Fault] = []
    found: dict[str, StoredQuestion] = {}
    for file in sorted(folder.rglob("*.yaml"), key=lambda file: file.stem):
        if file.stem in found:
            faults.append(Fault(Cell(str(file), 0, "name", file.stem), f"is also the name of {found[file.stem].file}."))
        try:
            found[file.stem] = StoredQuestion(file.stem, file, QuestionFile.model_validate(read_yaml(file)))
        except BadYaml as error:
            faults.append(Fault(Cell(str(file), 0, "-"), f"is not YAML: {error}"))
        except ValidationError as error:
            faults += [
                Fault(Cell(str(file), 0, ".".join(map(str, each["loc"])), str(each["input"])), f"{each['msg']}.")
                for each in error.errors()
            ]
    if faults:
        raise Refused(faults)
    return found


def find(catalogue: Catalogue, name: str) -> StoredQuestion:
    """The stored question of that name.

    Raises:
        NotFound: there is none.
    """
    if name not in catalogue:
        raise NotFound("stored question", name, catalogue)
    return catalogue[name]


def tagged(catalogue: Catalogue, tag: str) -> Catalogue:
    """The stored questions that have a tag.

    Raises:
        BadQuestion: none has it.
    """
    found = {name: stored for name, stored in catalogue.items() if tag in stored.tags}
    if not found:
        tags = sorted({each for stored in catalogue.values() for each in stored.tags})
        raise BadQuestion("tag", tag, "is a tag of no stored question", nearest(tag, tags) or tags)
    return found


def under(question: Question, definition: str | None, completeness: Completeness) -> Question:
    """The same question under another definition and completeness."""
    return replace(question, definition=definition, completeness=completeness)


def _value(value: str | int | tuple[str, ...]) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)
