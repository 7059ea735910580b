"""The catalogue: every YAML file below ``queries/`` is a stored question, named like its file; corpora bring further ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from kg.errors import BadQuestion, BadYaml, Cell, Fault, NotFound, Refused, nearest, shown
from kg.ontology.vocabulary import Vocabulary
from kg.paths import QUERIES
from kg.questions.question import Completeness, Question
from kg.questions.question_file import QuestionFile
from kg.questions.reading import check_possible, read_completeness, read_definition
from kg.yaml_file import read_yaml

MOST_FAULTS = 100
"""Of one question file, that are reported."""


@dataclass(frozen=True)
class StoredQuestion:
    """A question with a name; ``spec`` is the content of its ``file``, which of a corpus's question is below the corpus."""

    name: str
    file: Path
    spec: QuestionFile

    @classmethod
    def own(cls, name: str, spec: QuestionFile) -> "StoredQuestion":
        """A question that a corpus brings along."""
        return cls(name, Path(QUERIES.name) / f"{name}.yaml", spec)

    @property
    def text(self) -> str:
        """The question as a person asks it."""
        return self.spec.text

    @property
    def tags(self) -> tuple[str, ...]:
        """The themes it belongs to."""
        return self.spec.tags

    @property
    def definition(self) -> str | None:
        """The definition it rests on, as its file names it."""
        return self.spec.definition

    @property
    def about_review(self) -> bool:
        """Whether it asks about the review itself, so that it has no conditions on studies."""
        return bool(self.spec.less_mature_than or self.spec.excluded_at)

    def read(
        self, vocabulary: Vocabulary, definition: str | None = None, completeness: Completeness | str = "all"
    ) -> Question:
        """The question in the terms of a vocabulary, under its own definition or another; empty where it is about the review.

        Raises:
            BadQuestion: it names what the vocabulary does not have, no study can meet it under the definition, or the definition
                given is not of its own one's notion, or it has none.
        """
        other = self._variant(vocabulary, definition) if definition else None
        relied_on = read_completeness(completeness)
        if self.about_review:
            return Question(completeness=relied_on)
        try:
            question = self.spec.read(vocabulary)
            asked = with_reading(question, other or question.definition, relied_on)
            if asked.definition != question.definition:
                check_possible(vocabulary, asked)
        except BadQuestion as error:
            # The caller may evaluate the whole catalogue, so the message names the question.
            raise BadQuestion(f"{self.name}, {error.parameter}", error.value, error.rule, error.nearest) from None
        return asked

    def variants(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The ids of the definitions under which it can be asked: those of the notion of its own one."""
        own = vocabulary.find_definition(self.definition) if self.definition else None
        return tuple(each.id for each in vocabulary.definitions.values() if own and each.notion == own.notion)

    def _variant(self, vocabulary: Vocabulary, definition: str) -> str:
        if not self.definition:
            raise BadQuestion("definition", definition, f"does not apply: {self.name} uses no definition")
        id_, variants = read_definition(vocabulary, definition), self.variants(vocabulary)
        # Under another notion the answer would be one to another question, below the text of this one.
        if variants and id_ not in variants:
            rule = f"does not apply: it defines another notion than {self.name} asks about"
            raise BadQuestion("definition", definition, rule, variants)
        return id_


Catalogue = Mapping[str, StoredQuestion]


def read_catalogue(folder: Path = QUERIES) -> Catalogue:
    """Every stored question by name, in order of their names.

    Raises:
        Refused: a file is no question file, or two have the same name.
    """
    catalogue, faults = read_question_files(folder)
    if faults:
        raise Refused(faults)
    return catalogue


def read_question_files(folder: Path, place: Callable[[Path], str] = str) -> tuple[Catalogue, list[Fault]]:
    """The questions in a folder and the folders below it, in order of their names, and the faults of their files.

    ``place`` is what faults call a file.
    """
    faults: list[Fault] = []
    catalogue: dict[str, StoredQuestion] = {}
    for file in sorted(folder.rglob("*.yaml"), key=lambda file: file.stem):
        if file.stem in catalogue:
            rule = f"is also the name of {place(catalogue[file.stem].file)}."
            faults.append(Fault(Cell(place(file), 0, "name", file.stem), rule))
        try:
            catalogue[file.stem] = StoredQuestion(file.stem, file, read_question(file))
        except BadYaml as error:
            faults.append(Fault(Cell(place(file), 0, "-"), f"is not YAML: {error}"))
        except ValidationError as error:
            faults += [
                Fault(
                    Cell(place(file), 0, ".".join(map(str, each["loc"])) or "-", shown(each["input"])),
                    f"{each['msg']}.",
                )
                for each in error.errors()[:MOST_FAULTS]
            ]
    return catalogue, faults


def read_question(written: Path | str) -> QuestionFile:
    """The content of a question file, or of the text of one that was written by ``to_yaml``.

    Raises:
        BadYaml: it is not YAML.
        ValidationError: it is no question file.
    """
    content = read_yaml(written) if isinstance(written, Path) else read_yaml(Path(QUERIES.name), written)
    return QuestionFile.model_validate(content)


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
    with_tag = {name: stored for name, stored in catalogue.items() if tag in stored.tags}
    if not with_tag:
        tags = sorted({each for stored in catalogue.values() for each in stored.tags})
        raise BadQuestion("tag", tag, "is not a tag of any stored question", nearest(tag, tags) or tags)
    return with_tag


def with_reading(question: Question, definition: str | None, completeness: Completeness) -> Question:
    """The same question, read under another definition (None: without one) and completeness."""
    return replace(question, definition=definition, completeness=completeness)
