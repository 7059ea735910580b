"""Questions read from names and values: ``--where``, ``/ask`` and question files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from kg.errors import BadQuestion, nearest
from kg.ontology.applicability import barred_conditions, barring
from kg.ontology.vocabulary import Condition, Facet, Vocabulary
from kg.questions.question import NOT, Completeness, Question, YearRange, canonical, contradiction

MOST_CONDITIONS = 20
"""The bound on conditions per question: each is one more step of the query."""

_YEAR = re.compile(r"\s*[0-9]{4}\s*")


def read_question(
    vocabulary: Vocabulary,
    where: Iterable[tuple[str, str]],
    *,
    definition: str | None = None,
    completeness: str = "all",
    needs_positive: bool = True,
) -> Question:
    """A question from pairs of names and values, as in ``--where``, in ``/ask`` and in a question file.

    A name is a facet, ``year``, or ``not.`` and one of these; a value is terms separated by commas (any of them) or a range
    of years (``2021..2025``). A repeated facet means every one of its values. Only a part of a question, to which positive
    conditions are added, needs none of its own.

    Raises:
        BadQuestion: an unknown facet, term, definition or completeness, an empty value, an invalid range of years,
            too many conditions, no positive one, two that contradict each other, or a combination that no study can meet.
    """
    conditions: list[Condition] = []
    years: YearRange | None = None
    not_years: set[YearRange] = set()
    for name, value in where:
        if name == "year":
            years = read_years(value, within=years)
        elif name == f"{NOT}year":
            not_years |= {read_years(each) for each in value.split(",")}
        else:
            excluded = name.startswith(NOT)
            facet = charted_facet(vocabulary, name, name.removeprefix(NOT))
            # A comma separates terms, but the label of a term may hold one too.
            texts = [value] if vocabulary.meant(facet.id, value) else value.split(",")
            ids = [read_term(vocabulary, name, facet, text) for text in texts]
            conditions.append(Condition.of(facet.id, ids, excluded=excluded))
    if (number := len(conditions) + len(not_years)) > MOST_CONDITIONS:
        raise BadQuestion("where", str(number), f"conditions are too many: a question has at most {MOST_CONDITIONS}")
    question = Question(
        conditions=canonical(conditions),
        definition=read_definition(vocabulary, definition) if definition else None,
        years=years,
        not_years=tuple(sorted(not_years)),
        completeness=read_completeness(completeness),
    )
    # "Not X" alone would also count studies about something else altogether.
    if needs_positive and not years and all(condition.excluded for condition in question.expanded(vocabulary).values()):
        raise BadQuestion("where", "", "asks nothing: at least one condition must be positive (FACET=TERM)")
    check_possible(vocabulary, question)
    return question


def check_possible(vocabulary: Vocabulary, question: Question) -> None:
    """Refuse a question that no study could meet in any world.

    Raises:
        BadQuestion: two of its conditions contradict each other, which the error names, or a rule of applicability bars what
            it combines; then the error has the rule's reason and source.
    """
    if clash := contradiction(vocabulary, question):
        wanted, barred = clash
        rule = f"contradicts {NOT}{barred.facet}={','.join(barred.terms)}, which excludes all of it: no study can meet both"
        raise BadQuestion(wanted.facet, ",".join(wanted.terms), rule)
    years = question.years
    if years and all(
        any(each.holds(year) for each in question.not_years) for year in range(years.first, years.last + 1)
    ):
        excluded = ", ".join(map(str, question.not_years))
        raise BadQuestion("year", str(years), f"contradicts {NOT}year={excluded}, which excludes all of these years")
    _check_applicable(vocabulary, tuple(question.expanded(vocabulary).values()))


def term_named(vocabulary: Vocabulary, parameter: str, text: str) -> tuple[str, str]:
    """The one term with that id, label or synonym, of any facet that studies are charted on: the ids of facet and term.

    Raises:
        BadQuestion: there is none, or several; the error names ``parameter``, and each as FACET=TERM.
    """
    facets = vocabulary.charted_facets
    meant = [(facet.id, term.id) for facet in facets for term in vocabulary.meant(facet.id, text)]
    if len(meant) == 1:
        return meant[0]
    said = meant or [(facet.id, term) for facet in facets for term in vocabulary.nearest(facet.id, text)][:3]
    rule = "is a term of several facets: name one of them" if meant else "is not a term of any facet"
    raise BadQuestion(parameter, text.strip()[:200], rule, tuple(f"{facet}={term}" for facet, term in said))


def _check_applicable(vocabulary: Vocabulary, conditions: Sequence[Condition]) -> None:
    rules = barring(vocabulary, conditions)
    if not rules:
        return
    first, *others = barred_conditions(vocabulary, conditions, rules)
    beside = " and ".join(f"{NOT if each.excluded else ''}{each.facet}={','.join(each.terms)}" for each in others)
    said = "; ".join(f"“{rule.label}” ({rule.source}): {rule.reason.removesuffix('.')}" for rule in rules)
    rule = f"does not apply beside {beside}: no study can sensibly meet all of it, by the rule{'s' * (len(rules) > 1)} {said}"
    raise BadQuestion(first.facet, ",".join(first.terms), rule)


def read_completeness(text: str) -> Completeness:
    """The choice of completeness statements with that name.

    Raises:
        BadQuestion: it is neither ``all`` nor ``review``.
    """
    known: tuple[Completeness, ...] = get_args(Completeness)
    for each in known:
        if each == text:
            return each
    raise BadQuestion("completeness", text, f"is not one of {', '.join(known)}", nearest(text, known))


def read_definition(vocabulary: Vocabulary, text: str) -> str:
    """The id of the definition with that id, label or short name.

    Raises:
        BadQuestion: there is none.
    """
    definition = vocabulary.find_definition(text)
    if definition is None:
        known: Mapping[str, object] = vocabulary.definitions
        raise BadQuestion("definition", text, "is not a definition", nearest(text, known) or tuple(known))
    return definition.id


def read_years(value: str, within: YearRange | None = None) -> YearRange:
    """A year or a range of years, ``2021..2025``; of a range ``within`` another, what they have in common.

    Raises:
        BadQuestion: it is none, or leaves no year.
    """
    first, dots, last = value.partition("..")
    if not dots:
        last = first
    if not (_YEAR.fullmatch(first) and _YEAR.fullmatch(last)):
        raise BadQuestion("year", value[:40], "is not a year or a range of years such as 2021..2025")
    years = YearRange(int(first), int(last))
    if within:
        # Repeated, as for facets, means that both must hold.
        years = YearRange(max(years.first, within.first), min(years.last, within.last))
    if years.first > years.last:
        raise BadQuestion("year", value, "leaves no year: the first comes after the last")
    return years


def charted_facet(vocabulary: Vocabulary, parameter: str, text: str) -> Facet:
    """The facet with that id, label or synonym.

    Raises:
        BadQuestion: there is none, or studies are not charted on it; the error names ``parameter``.
    """
    facet = vocabulary.find_facet(text)
    if facet is None:
        known = [facet.id for facet in vocabulary.charted_facets]
        raise BadQuestion(parameter, text, "is not a facet", nearest(text, known))
    if not facet.charted:
        known = [facet.id for facet in vocabulary.charted_facets]
        raise BadQuestion(
            parameter, text, "is a facet of the review itself; studies are not charted on it", nearest(text, known)
        )
    return facet


def read_term(vocabulary: Vocabulary, parameter: str, facet: Facet, text: str) -> str:
    """The id of the one term of a facet that a text means.

    Raises:
        BadQuestion: there is none, or several; the error names ``parameter``, and where none of the facet is like the text, the
            terms of other facets that have this name.
    """
    meant = vocabulary.meant(facet.id, text)
    if len(meant) > 1:
        ids = tuple(term.id for term in meant)
        raise BadQuestion(
            parameter, text.strip(), f"is a synonym of several terms of {facet.id}: name one of them", ids
        )
    if not meant:
        if old := vocabulary.replaced(facet.id, text):
            raise BadQuestion(parameter, text.strip(), old.instead, old.replaced_by)
        near = vocabulary.nearest(facet.id, text)
        elsewhere = (
            f"{each.id}={term.id}" for each in vocabulary.charted_facets for term in vocabulary.meant(each.id, text)
        )
        raise BadQuestion(parameter, text.strip(), f"is not a term of {facet.id}", near or tuple(elsewhere)[:3])
    return meant[0].id
