"""Applicability: which rules bar a combination of conditions, so that no study can meet all of them."""

from collections.abc import Iterable, Sequence

from kg.ontology.vocabulary import Condition, Incompatibility, Vocabulary

Sides = frozenset[tuple[str, str]]
"""Conditions of rules that are met: the id of a rule and the facet of its condition."""


def sides(vocabulary: Vocabulary, term: str) -> Sides:
    """The conditions of rules that a study with a term meets."""
    return vocabulary.barred_sides.get(term, frozenset())


def rules_met(vocabulary: Vocabulary, terms: Iterable[str], without: Iterable[str] = ()) -> tuple[Incompatibility, ...]:
    """The rules that bar a study with all these terms and with none at or below the terms ``without``, in order of their ids."""
    met = frozenset[tuple[str, str]]().union(*(sides(vocabulary, term) for term in terms))
    if not met:
        return ()
    return _met(vocabulary, met | _absent(vocabulary, without))


def barring(vocabulary: Vocabulary, conditions: Iterable[Condition]) -> tuple[Incompatibility, ...]:
    """The rules that bar conditions, none of which could be spared; none if some study could meet all conditions.

    A study meets a condition by any of its terms, so conditions are barred if every choice of one term for each is.
    One rule is named if it bars them alone. Terms that are excluded besides are no choice. Conditions that contradict each other
    without a rule are not barred.
    """
    asked = tuple(conditions)
    excluded = [term for condition in asked if condition.excluded for term in condition.terms]
    never = vocabulary.with_narrower(excluded)
    choices = [
        [sides(vocabulary, term) for term in condition.terms if term not in never]
        for condition in asked
        if not condition.excluded
    ]
    given = _absent(vocabulary, excluded)
    reached = given.union(*(each for options in choices for each in options))
    rules = _met(vocabulary, reached)
    if not all(choices) or _open(choices, given, rules):
        return ()
    for rule in rules:
        if not _open(choices, given, [rule]):
            return (rule,)
    for rule in rules:
        others = tuple(other for other in rules if other is not rule)
        if not _open(choices, given, others):
            rules = others
    return rules


def barred_conditions(
    vocabulary: Vocabulary, conditions: Iterable[Condition], rules: Iterable[Incompatibility]
) -> list[Condition]:
    """The conditions that clash by the rules that bar them all: what is wanted first, in order of the facets."""
    barred = {(rule.id, each.facet): each for rule in rules for each in rule.conditions}

    def clashes(condition: Condition) -> bool:
        if condition.excluded:
            never = vocabulary.with_narrower(condition.terms)
            return any(each.excluded and never.issuperset(each.terms) for each in barred.values())
        return any(barred.keys() & sides(vocabulary, term) for term in condition.terms)

    return sorted(filter(clashes, conditions), key=lambda condition: (condition.excluded, condition.facet))


def _met(vocabulary: Vocabulary, met: Sides) -> tuple[Incompatibility, ...]:
    """The rules all of whose conditions are among those met."""
    touched = {id_ for id_, _ in met}  # few of all rules; asked for every pattern of terms and every cell of a matrix
    return tuple(rule for rule in vocabulary.incompatible if rule.id in touched and _needs(rule) <= met)


def _needs(rule: Incompatibility) -> Sides:
    return frozenset((rule.id, condition.facet) for condition in rule.conditions)


def _absent(vocabulary: Vocabulary, without: Iterable[str]) -> Sides:
    """The conditions on absence that hold where nothing lies at or below some terms."""
    never = vocabulary.with_narrower(without)
    if not never:
        return frozenset()
    return frozenset(
        (rule.id, condition.facet)
        for rule in vocabulary.incompatible
        for condition in rule.conditions
        if condition.excluded and never.issuperset(condition.terms)
    )


def _open(choices: Sequence[Sequence[Sides]], met: Sides, rules: Sequence[Incompatibility]) -> bool:
    """Whether a term can be chosen for every condition so that no rule is met in full."""
    needs = [_needs(rule) for rule in rules]
    relevant = frozenset[tuple[str, str]]().union(*needs)
    return _search([{option & relevant for option in options} for options in choices], met & relevant, needs)


def _search(choices: Sequence[Iterable[Sides]], met: Sides, needs: Sequence[Sides]) -> bool:
    left = [[option for option in options if not any(need <= met | option for need in needs)] for options in choices]
    # A term that meets no rule's condition is always a good choice.
    left = [options for options in left if not any(option <= met for option in options)]
    if not all(left):
        return False
    if not left:
        return True
    left.sort(key=len)  # what has least choice first, so that dead ends are found early
    return any(_search(left[1:], met | option, needs) for option in left[0])
