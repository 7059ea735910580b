"""The stored questions: every YAML file below ``queries/`` is one, named like its file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import BadQuestion, Cell, Fault, NotFound, Refused
from kg.paths import QUERIES
from kg.question import Completeness, Question, read_completeness, read_definition, read_question
from kg.vocabulary import Vocabulary
from kg.yaml_file import BadYaml, read_yaml


class QuestionFile(BaseModel):
    """A question file: its text, its conditions, one facet each (a list, or commas: any of them), and its tags."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    where: tuple[dict[str, str | int | tuple[str, ...]], ...] = ()
    definition: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class StoredQuestion:
    """A question with a name; ``file`` is where it stands."""

    name: str
    text: str
    tags: tuple[str, ...]
    file: Path
    where: tuple[tuple[str, str], ...]
    definition: str | None

    def read(
        self, vocabulary: Vocabulary, definition: str | None = None, completeness: Completeness | str = "all"
    ) -> Question:
        """The question in the terms of a vocabulary, under its own definition or another.

        Raises:
            BadQuestion: it names what the vocabulary does not have, or a definition is given for a question without one.
        """
        if definition and not self.definition:
            raise BadQuestion("definition", definition, f"does not apply: {self.name} rests on no definition")
        try:
            own = read_question(vocabulary, self.where, definition=self.definition)
        except BadQuestion as error:
            raise BadQuestion(f"{self.name}, {error.parameter}", error.value, error.rule, error.nearest) from None
        chosen = read_definition(vocabulary, definition) if definition else own.definition
        return under(own, chosen, read_completeness(completeness))


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
            read = QuestionFile.model_validate(read_yaml(file))
        except BadYaml as error:
            faults.append(Fault(Cell(str(file), 0, "-"), f"is not YAML: {error}"))
        except ValidationError as error:
            faults += [
                Fault(Cell(str(file), 0, ".".join(map(str, each["loc"])), str(each["input"])), f"{each['msg']}.")
                for each in error.errors()
            ]
        else:
            found[file.stem] = StoredQuestion(
                name=file.stem,
                text=read.text,
                tags=read.tags,
                file=file,
                where=tuple((facet, _value(value)) for pairs in read.where for facet, value in pairs.items()),
                definition=read.definition,
            )
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


def under(question: Question, definition: str | None, completeness: Completeness) -> Question:
    """The same question under another definition and completeness."""
    return replace(question, definition=definition, completeness=completeness)


def _value(value: str | int | tuple[str, ...]) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)
