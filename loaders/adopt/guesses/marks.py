"""Columns of marks, such as x or yes and no: one term for each column, or a facet of its own with yes alone."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from kg.ontology.vocabulary import Level
from loaders.adopt.guesses.doubt import doubted, unclear_as
from loaders.adopt.guesses.guess import Guess, Sure
from loaders.adopt.guesses.known_terms import KnownTerms, Match
from loaders.adopt.guesses.plan import OwnFacet, OwnVocabulary, Plan
from loaders.adopt.guesses.study_columns import Body
from loaders.adopt.guesses.study_names import label_of
from loaders.mapped.words import fold
from loaders.sheets.absence import NOT_CHARTED

LevelOf = Callable[..., Level]
"""From names of columns to the level of a facet that they make up."""

_YES = {"x", "✓", "✔", "☑", "√", "●", "•", "yes", "y", "ja", "oui", "sí", "true", "wahr", "1", "+"}
_NO = {"no", "n", "nein", "non", "false", "falsch", "0", "✗", "✘", "☐", "○"}
_PARTLY = {"partly", "partial", "partially", "teilweise", "(x)", "(✓)", "yes (partly)", "in part"}


def is_marked(texts: Sequence[str], absent: Mapping[str, Guess]) -> bool:
    """Whether a column holds marks and nothing else; only ones would be numbers, and only zeros nothing."""
    found = {fold(doubted(text) or text) for text in texts} - {fold(text) for text in absent}
    return bool(found & _YES) and found <= _YES | _NO | _PARTLY and found != {"1"}


def plan_marks(
    body: Body, names: Sequence[str], known: KnownTerms, own: OwnVocabulary, level_of: LevelOf
) -> dict[str, Plan]:
    """The plans of columns of marks."""
    by_group: dict[str, list[str]] = defaultdict(list)
    for name in names:
        group = name.rpartition(" / ")[0]
        by_group[group if _is_ticked(body.texts(name)) else ""].append(name)
    plans: dict[str, Plan] = {}
    for group, columns in by_group.items():
        facet = known.facet_named(group) if group else None
        matches = {name: _term(known, name, facet[0].id if facet else "") for name in columns}
        alike = {match.facet for match in matches.values() if match}
        if facet is None and group and len(alike) == 1 and sum(map(bool, matches.values())) > 0.5 * len(columns):
            facet = known.facet(next(iter(alike))), Sure.LIKELY
        own_group: OwnFacet | None = None
        if facet:
            own_group = own.of_ours(facet[0].id, group)
        elif group and len(columns) > 1:
            own_group = own.facet(group, group, level_of(*columns))
        for name in columns:
            match = matches[name]
            if match:
                plans[name] = _plan(body, name, match.facet, match.term, Guess(match.term, match.sure, match.by))
            elif own_group:
                label = name.rpartition(" / ")[2]
                above = known.above(own_group.id, label) if own_group.ours else own_group.id
                placed = Guess(above, Sure.UNSURE if own_group.ours else Sure.SURE, "a column of marks")
                term = own.term(own_group, label, above, placed, name)
                guess = Guess(term.id, Sure.LIKELY, f"one of the columns below {group}")
                plans[name] = _plan(body, name, own_group.id, term.id, guess, is_own=not own_group.ours)
            else:
                plans[name] = _plan_yes_no(body, name, own, level_of)
    return plans


def _is_ticked(texts: Sequence[str]) -> bool:
    """Whether a column has ticks, and no answers such as yes and no, by which it asks a question of its own."""
    return not {fold(text) for text in texts} & {*_NO, "yes", "y", "ja", "oui", "sí"}


def _term(known: KnownTerms, name: str, facet: str) -> Match | None:
    label = name.rpartition(" / ")[2]
    if facet:
        return known.match(facet, label)
    found = [match for match in known.matches(label) if match.term != match.facet]
    return found[0] if len(found) == 1 else None


def _plan(body: Body, name: str, facet: str, term: str, guess: Guess, *, is_own: bool = False) -> Plan:
    sure, by = guess.sure, guess.why
    texts = body.texts(name)
    values: dict[str, Guess] = {}
    for text in dict.fromkeys(texts):
        folded = fold(text)
        if doubted(text) is not None:
            values[text] = Guess(unclear_as([term]), Sure.LIKELY, "in doubt")
        elif folded in _YES:
            values[text] = Guess(term, sure, by)
        elif folded in _PARTLY:
            values[text] = Guess(term, Sure.UNSURE, "counted like a full mark")
        elif folded in _NO:
            values[text] = Guess(NOT_CHARTED, Sure.LIKELY, "another value of the facet may hold")
    return Plan(
        name, "own" if is_own else "ours", Guess(facet, sure, f"marks for {term}"), len(texts), (facet,), values=values
    )


def _plan_yes_no(body: Body, name: str, own: OwnVocabulary, level_of: LevelOf) -> Plan:
    texts = body.texts(name)
    label = re.sub(r"\s*\((?:[yj]/n|yes/no|ja/nein)\)$", "", label_of(name), flags=re.IGNORECASE)
    facet = own.facet(name, label, level_of(name))
    values: dict[str, Guess] = {}
    by_name: dict[str, int] = {}
    yes = own.term(facet, "yes", facet.id, Guess(facet.id, Sure.SURE), name)
    for text in dict.fromkeys(texts):
        folded = fold(text)
        if doubted(text):
            values[text] = Guess(unclear_as([yes.id]), Sure.LIKELY, "in doubt")
        elif folded in _PARTLY:
            partly = own.term(facet, "partly", facet.id, Guess(facet.id, Sure.SURE), name)
            values[text] = Guess(partly.id, Sure.SURE)
        elif folded in _NO:
            why = "the team found that there is none; not reported if it only found nothing"
            values[text] = Guess("none", Sure.LIKELY, why)
        elif folded == "yes":
            by_name[text] = texts.count(text)
        elif folded in _YES:
            values[text] = Guess(yes.id, Sure.SURE)
    return Plan(
        name, "own", Guess(facet.id, Sure.LIKELY, "yes or no"), len(texts), (facet.id,), values=values, by_name=by_name
    )
