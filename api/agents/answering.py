"""The tools ``ask_gap`` and ``explain_answer``: an answer in short, and its parts line by line."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from api.agents.arguments import AskGap, ExplainAnswer, Part
from api.agents.desk import Source
from api.agents.models import Explanation, GapAnswer, page, shortened
from api.routers.voids import condition
from kg.answer.answer import answer
from kg.answer.models import Answer, PossibleStudy
from kg.answer.text import (
    anchor_lines,
    certificate_lines,
    claim_lines,
    near_miss_lines,
    open_text,
    reading_lines,
    table_lines,
    verdict_text,
)
from kg.answer.words import change_text, study_text, title_of
from kg.errors import BadQuestion
from kg.evaluation.models import ConditionBody
from kg.ontology.vocabulary import Vocabulary
from kg.questions.catalogue import StoredQuestion, find
from kg.questions.question import NOT, Question
from kg.questions.reading import read_question

_NEAREST = 3
"""The most near misses of a short answer."""


def ask_gap(source: Source, asked: AskGap) -> GapAnswer:
    """The answer to a question, in short.

    Raises:
        BadQuestion, NotFound: the question, or a name in it, is at fault.
    """
    found, vocabulary = answered(source, asked), source.vocabulary
    others = [each for each in found.possible or () if not each.silent]
    whole = GapAnswer(
        **_core(source, found),
        kind=found.kind,
        next_study=found.next_study,
        reasons={str(reason): number for reason, number in found.reasons.items() if number},
        silent=len(found.possible or ()) - len(others),
        certain=tuple(f"{each.id}: {study_text(each)}" for each in found.certain or ()),
        possible=tuple(_open_study(vocabulary, each) for each in others),
        nearest=tuple(
            f"{change_text(vocabulary, miss.change)}: {miss.bounds.certain} certain"
            for miss in (found.near_misses or ())[:_NEAREST]
        ),
        other_readings=tuple(map(str.strip, reading_lines(vocabulary, found.sensitivity))),
    )
    return shortened(whole, "nearest", "other_readings", "certain", "possible")


def explain_answer(source: Source, asked: ExplainAnswer) -> Explanation:
    """One part of an answer, with as many of its lines as the budget allows.

    Raises:
        BadQuestion, NotFound: as ``ask_gap``; or there are no lines from the start that was asked for.
    """
    found = answered(source, asked)
    lines = [" ".join(line.split()) for line in _PARTS[asked.part](source.vocabulary, found)]
    core = _core(source, found)
    return page(
        lines,
        asked.start,
        lambda shown, at: Explanation(**core, part=asked.part, lines=tuple(shown), next=at),
    )


def question_of(source: Source, asked: AskGap) -> tuple[Question, StoredQuestion | None]:
    """The question that is asked, by the name of a stored one or by its conditions, and the stored one.

    Raises:
        BadQuestion, NotFound: as ``ask_gap``.
    """
    if asked.question is None:
        where = [condition(each, "where") for each in asked.where]
        question = read_question(source.vocabulary, where, definition=asked.definition, completeness=asked.completeness)
        return question, None
    if asked.where:
        raise BadQuestion("question", asked.question, "is given together with `where`: give only one of them")
    stored = find(source.catalogue, asked.question)
    return stored.read(source.vocabulary, asked.definition, asked.completeness), stored


def answered(source: Source, asked: AskGap) -> Answer:
    """The whole answer to a question.

    Raises:
        BadQuestion, NotFound: as ``ask_gap``.
    """
    question, stored = question_of(source, asked)
    return answer(source.evidence(asked.reviews), question, stored=stored, k=asked.k)


def _core(source: Source, found: Answer) -> dict[str, Any]:
    """What every result about an answer has."""
    question = found.question
    return {
        "sentence": found.sentence,
        "verdict": found.verdict,
        "verdict_means": verdict_text(found).partition(": ")[2] or verdict_text(found),
        "bounds": found.bounds,
        "population": found.population.model_copy(update={"reviews": None, "read": None}),
        "permalink": source.permalink(found.certificate.permalink),
        "question": title_of(source.vocabulary, question),
        "asked": (
            *map(condition_text, question.where),
            *([f"definition={question.definition}"] * bool(question.definition)),
        ),
        "name": question.name,
    }


def condition_text(each: ConditionBody) -> str:
    """A condition as it is asked."""
    if each.first is not None:
        return f"{each.facet}={each.first}..{each.last}"
    return f"{each.facet}={','.join(each.in_)}" if each.in_ else f"{NOT}{each.facet}={','.join(each.not_in or ())}"


def _open_study(vocabulary: Vocabulary, study: PossibleStudy) -> str:
    return f"{study.id}: {study_text(study)} — lacks: {open_text(vocabulary, study)}"


def _studies(vocabulary: Vocabulary, found: Answer) -> Iterator[str]:
    """Every study with how it stands to the question and what it lacks, the nearest first."""
    if found.certain is None or found.possible is None:
        yield "This question counts no studies; `table` and `certificate` have what it counts."
        return
    for certain in found.certain:
        yield f"certain — {certain.id}: {study_text(certain)}"
    for possible in found.possible:
        stands = "hinted" if possible.hinted else "silent" if possible.silent else "not charted on it"
        yield f"{stands} — {_open_study(vocabulary, possible)}"
    for miss in found.near_misses or ():
        change = change_text(vocabulary, miss.change)
        for id_, citation in zip(miss.certain, miss.citations, strict=True):
            yield f"near miss — {id_}: {citation} — meets it only {change}"
    if not (found.certain or found.possible or found.near_misses):
        yield f"The verdict is {found.verdict}: no charted study is certain, possible, or a near miss."


def _near_misses(vocabulary: Vocabulary, found: Answer) -> Iterator[str]:
    if found.near_misses is None:
        yield "Near misses are computed only where no study is certain; here some are."
        return
    yield from near_miss_lines(vocabulary, found.near_misses)
    if found.next_study:
        yield found.next_study
    if found.anchors:
        yield from anchor_lines(found.anchors)


def _certificate(vocabulary: Vocabulary, found: Answer) -> Iterator[str]:
    if definition := found.certificate.definition:
        yield f"Definition {definition.id}: {definition.label}. {definition.text}"
    for facet, number in found.reasons.items():
        if number:
            yield f"Open because {facet}: {number}"
    # Of several reviews, statements may be alike.
    yield from dict.fromkeys(certificate_lines(vocabulary, found.certificate))


def _table(vocabulary: Vocabulary, found: Answer) -> Iterator[str]:
    yield from table_lines(vocabulary, found) if found.table else ("This question has no table.",)


def _readings(vocabulary: Vocabulary, found: Answer) -> Iterator[str]:
    yield from reading_lines(vocabulary, found.sensitivity) if found.sensitivity else ("There is no other reading.",)


def _claims(_: Vocabulary, found: Answer) -> Iterator[str]:
    yield from (
        claim_lines(found.claims) if found.claims is not None else ("Claims are not compared with this question.",)
    )


_PARTS: Mapping[Part, Callable[[Vocabulary, Answer], Iterator[str]]] = {
    "studies": _studies,
    "near-misses": _near_misses,
    "certificate": _certificate,
    "readings": _readings,
    "table": _table,
    "claims": _claims,
}
