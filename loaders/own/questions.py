"""The own questions of a corpus folder: YAML files below ``queries/``."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from kg.errors import BadQuestion, Cell, Fault, shown
from kg.ontology.vocabulary import Vocabulary
from kg.paths import ROOT
from kg.questions.catalogue import StoredQuestion, read_catalogue, read_question_files
from kg.questions.own import in_canonical_form
from kg.review.model import Review

QUESTIONS_FOLDER = "queries"
MOST_QUESTIONS = 200
"""Of one corpus."""

_NAME = re.compile("[a-z0-9]+([_-][a-z0-9]+)*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LONGEST_NAME, _LONGEST_TEXT = 80, 2_000


def read_own_questions(vocabulary: Vocabulary, folder: Path) -> tuple[tuple[StoredQuestion, ...], list[Fault]]:
    """The questions of a corpus folder in canonical form, in order of their names, and the faults of their files."""
    below = folder / QUESTIONS_FOLDER

    def place(file: Path) -> str:
        return f"{folder.resolve().name}/{file.relative_to(folder)}"

    found, faults = read_question_files(below, place)
    faults += [
        Fault(Cell(place(file), 0, "-"), "is no question file (.yaml): it would not be read.")
        for file in sorted(below.rglob("*"))
        if not (file.is_dir() or file.name.startswith(".") or file.suffix in (".yaml", ".md"))
    ]
    questions, broken = checked_questions(vocabulary, found.values(), place)
    return questions, [*faults, *broken]


def checked_questions(
    vocabulary: Vocabulary, found: Collection[StoredQuestion], place: Callable[[Path], str]
) -> tuple[tuple[StoredQuestion, ...], list[Fault]]:
    """Questions of a corpus in canonical form, in order of their names, and their faults; ``place`` is what these call a file."""
    if len(found) > MOST_QUESTIONS:
        rule = f"holds {len(found)} questions, and a corpus may bring {MOST_QUESTIONS}."
        return (), [Fault(Cell(place(next(iter(found)).file.parent), 0, "-"), rule)]
    questions, faults = [], []
    for stored in found:
        broken = list(_broken(stored))
        faults += [Fault(Cell(place(stored.file), 0, key, shown(value)), rule) for key, value, rule in broken]
        try:
            if not broken:
                questions.append(in_canonical_form(vocabulary, stored))
        except BadQuestion as error:
            cell = Cell(place(stored.file), 0, error.parameter, shown(error.value))
            faults.append(Fault(cell, f"{error.rule}.", error.nearest))
    return tuple(sorted(questions, key=lambda stored: stored.name)), faults


def question_clashes(vocabulary: Vocabulary, reviews: Sequence[Review]) -> Iterator[Fault]:
    """A fault for each question that is called like another one, of Lacuna or of another corpus, and asks something else."""
    if not any(review.questions for review in reviews):
        return
    known = {
        name: (in_canonical_form(vocabulary, stored).spec, f"Lacuna's {stored.file.relative_to(ROOT)}")
        for name, stored in read_catalogue().items()
    }
    for review in reviews:
        for stored in review.questions:
            place = f"{review.id}/{stored.file}"
            spec, other = known.setdefault(stored.name, (stored.spec, place))
            if spec != stored.spec:
                yield Fault(
                    Cell(place, 0, "name", stored.name), f"is also the name of {other}, which asks something else."
                )


def _broken(stored: StoredQuestion) -> Iterator[tuple[str, str, str]]:
    """The key, value and broken rule of what no version could hold."""
    if not _NAME.fullmatch(stored.name) or len(stored.name) > _LONGEST_NAME:
        yield "name", stored.name, f"must be lower-case letters, digits, - and _, at most {_LONGEST_NAME} of them."
    spec = stored.spec
    compared = spec.table.compare if spec.table else ()
    texts = [
        ("text", spec.text),
        *(("tags", tag) for tag in spec.tags),
        *(("table.compare", row.label) for row in compared),
    ]
    for review, anchors in spec.anchors.items():
        if "/" in review:
            yield "anchors", review, "is no id of a review: it has a slash."
        texts += [("anchors", text) for each in anchors for text in (each.study, each.text, each.section)]
    for key, text in texts:
        if not text.strip() or len(text) > _LONGEST_TEXT or _CONTROL.search(text):
            yield key, text, f"must be text of at most {_LONGEST_TEXT:,} characters, without control characters."
