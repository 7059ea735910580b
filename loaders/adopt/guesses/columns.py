"""What each column of a table is: a facet of ours, one of its own, several in one, text, numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial

from kg.ontology.vocabulary import Level, Vocabulary
from kg.review.columns import COMPANIONS
from kg.spelling import folded
from loaders.adopt.guesses.cell_values import LONGEST_VALUE, Values, values_of
from loaders.adopt.guesses.doubt import add_doubts
from loaders.adopt.guesses.guess import Guess, Sure
from loaders.adopt.guesses.hierarchy import levels_within, parents_of_columns
from loaders.adopt.guesses.known_terms import KnownTerms, Match
from loaders.adopt.guesses.loose import loose
from loaders.adopt.guesses.marks import is_marked, plan_marks
from loaders.adopt.guesses.plan import Kind, OwnFacet, OwnVocabulary, Plan, note
from loaders.adopt.guesses.study_columns import Body, StudyGuess, has_name
from loaders.adopt.guesses.study_names import kind_of, label_of
from loaders.mapped.words import slug
from loaders.sheets.absence import NOT_CHARTED

_SCORES = ("score", "quality", "rating", "risk of bias", "rob", "jadad", "points", "punkte", "mmat", "casp")
_TEXTS = (
    "comment",
    "note",
    "remark",
    "finding",
    "result",
    "conclusion",
    "summary",
    "limitation",
    "aim",
    "objective",
    "abstract",
)
_MOST_VALUES = 1_000
"""Different values of a column that may be terms; there are not so many terms."""

_WITH_ANOTHER = 0.15
"""The least part of the values that a further facet of a column must add."""


class ColumnPlanner:
    """Plans of the columns of one table."""

    def __init__(self, vocabulary: Vocabulary, body: Body, study: StudyGuess, legend: Mapping[str, str]) -> None:
        self._vocabulary, self._body, self._study, self._legend = vocabulary, body, study, legend
        self._known = KnownTerms(vocabulary)
        self.own = OwnVocabulary(vocabulary)
        self._values: dict[str, Values] = {}

    def plans(self) -> list[Plan]:
        """The plan of each column that is not about the study alone, in order of the table."""
        names = [name for name in self._body.index if name not in self._study.used]
        self._values = {name: self._values_of(name) for name in names}
        filled = [name for name in names if self._body.texts(name)]
        marked = [name for name in filled if is_marked(self._body.texts(name), self._values[name].absent)]
        plans = plan_marks(self._body, marked, self._known, self.own, self._level)
        for name, plan in plans.items():
            said = {value: guess for value, guess in plan.values.items() if guess.text.startswith("unclear")}
            plan.values.update({**self._values[name].absent, **said})
        for name in (name for name in names if name not in plans):
            plans[name] = self._plan(name)
        self._join_levels(plans)
        for name, plan in plans.items():
            if plan.kind == "own":
                plan.level = self.own.facets[plan.facets[0]].level
            if plan.facets:
                add_doubts(plan, self._values[name].doubts, partial(self._term_of, plan), self.own)
        return [plans[name] for name in names]

    def _values_of(self, name: str) -> Values:
        facet = self._known.facet_named(name)
        is_term = cache(partial(self._is_term, facet[0].id if facet else ""))
        return values_of(self._body.texts(name), is_term, self._legend)

    def _is_term(self, facet: str, text: str) -> bool:
        return bool(facet and self._known.match(facet, text)) or any(self._known.matches(text))

    def _plan(self, name: str) -> Plan:
        values = self._values[name]
        if not values.filled:
            return self._empty(name)
        if name.rpartition(".")[2] in COMPANIONS:
            return note(name, "text", "it says more of the column before it", values.filled)
        named = self._known.facet_named(name)
        if kind_of(name) and not named:
            return note(name, "text", "a fact about the study, beside those that are read as such", values.filled)
        if named and (plan := self._of_ours(name, named[0].id, named[1], values)):
            return plan
        if values.are_numbers:
            kind: Kind = "score" if has_name(name, *_SCORES) else "number"
            return note(name, kind, "most values are numbers", values.filled)
        return self._by_values(name, values) or self._text_or_own(name, values)

    def _empty(self, name: str) -> Plan:
        if self._body.unreadable(name):
            why = "formulas without a value, or errors: open the table in a spreadsheet program and save it"
            return Plan(name, "text", Guess("", Sure.UNSURE, why), note=True)
        return Plan(name, "empty", Guess("", Sure.SURE), leave_out="empty")

    def _text_or_own(self, name: str, values: Values) -> Plan:
        if not values.named:
            return note(name, "text", "only marks of absence", values.filled)
        if values.are_text or has_name(name, *_TEXTS):
            return note(name, "text", "sentences, or nearly always another value", values.filled)
        if len(values.named) == 1 and values.total == 1:
            return note(name, "text", "a single value", values.filled)
        facet = self.own.facet(name, label_of(name) if self._is_unique(name) else name, self._level(name))
        repeated = values.total / len(values.named)
        sure = Sure.LIKELY if repeated >= 2 else Sure.UNSURE
        why = f"{_several(len(values.named), 'value')} in {_several(values.total, 'place')}"
        plan = Plan(name, "own", Guess(facet.id, sure, why), values.filled, (facet.id,), values.separators)
        self._own_terms(plan, facet, values)
        return plan

    def _own_terms(self, plan: Plan, facet: OwnFacet, values: Values) -> None:
        """Terms of a facet for the values of a column, spellings of one value together, levels within a value apart."""
        seen: dict[str, str] = {}
        named: dict[str, str] = {}
        for value, count in values.named.items():
            if len(value) > 2 * LONGEST_VALUE:
                plan.values[value] = Guess(NOT_CHARTED, Sure.UNSURE, "a sentence; it is kept as a note")
                plan.note = True
                continue
            first = seen.setdefault(loose(value) or value, value)
            if first != value:
                plan.values[value] = Guess(facet.terms[first].id, Sure.LIKELY, f"the same as {first}")
                continue
            *above, last = levels_within(value, values.named)
            parent = facet.id
            for each in above:
                placed = Guess(parent, Sure.LIKELY, "so the table divides it")
                parent = self.own.term(facet, each, parent, placed, plan.name).id
            term = self.own.term(facet, last, parent, Guess(parent, Sure.LIKELY if above else Sure.SURE), plan.name)
            alike = named.setdefault(folded(term.label), value)
            if above:
                plan.values[value] = Guess(term.id, Sure.LIKELY, f"below {above[-1]}")
            elif alike != value or term.label != value:
                for each in (value, alike):  # spelt alike but for a sign, so that the name alone would not tell
                    plan.values[each] = Guess(facet.terms[each].id, Sure.SURE)
                    plan.by_name.pop(each, None)
            else:
                plan.by_name[value] = count
        plan.values.update(values.absent)

    def _of_ours(self, name: str, facet: str, sure: Sure, values: Values) -> Plan | None:
        """The plan of a column that the name of a facet heads, if its values do not speak against it."""
        matches = self._matches(facet, values, name)
        found = sum(values.named[value] for value in matches)
        share = found / values.total if values.total else 0.0
        least = 0.15 if sure is Sure.SURE else 0.4
        if share < least and not (sure is Sure.SURE and not values.are_text and not values.are_numbers):
            return None
        if values.are_text and share < 0.3:
            return None
        why = f"by its name; {_share(found, values.total)} are terms of {facet}"
        return self._with_terms(
            Plan(name, "ours", Guess(facet, sure if share >= 0.5 else Sure.UNSURE, why), values.filled),
            (facet,),
            values,
        )

    def _by_values(self, name: str, values: Values) -> Plan | None:
        """The plan of a column whose values are terms, of one facet or of several."""
        if len(values.named) > _MOST_VALUES:
            return None
        by_facet: dict[str, dict[str, Match]] = defaultdict(dict)
        for value in values.named:
            for match in self._known.matches(value):
                if match.term != match.facet:
                    by_facet[match.facet][value] = match
        for facet in self._vocabulary.charted_facets:
            if self._known.is_about(name, facet.id):
                begun = {value: self._known.begun(facet.id, value) for value in values.named}
                more = {value: match for value, match in begun.items() if match}
                by_facet[facet.id] = {**more, **by_facet[facet.id]}
        facets = list(_covering(by_facet, values))
        covered = {value for facet in facets for value in by_facet[facet]}
        found = sum(values.named[value] for value in covered)
        terms = {match.term for facet in facets for match in by_facet[facet].values()}
        about = all(self._known.is_about(name, facet) for facet in facets)
        if len(terms) < (1 if about else 2) or found < 0.6 * values.total:
            return None
        sure = Sure.LIKELY if found >= 0.8 * values.total else Sure.UNSURE
        why = f"{_share(found, values.total)} are terms of {' or '.join(facets)}"
        kind: Kind = "ours" if len(facets) == 1 else "several"
        return self._with_terms(Plan(name, kind, Guess(facets[0], sure, why), values.filled), tuple(facets), values)

    def _with_terms(self, plan: Plan, facets: tuple[str, ...], values: Values) -> Plan:
        plan.facets, plan.separators = facets, values.separators
        for value, count in values.named.items():
            found = [match for facet in facets if (match := self._match(facet, value, plan.name))]
            found = found or [match for facet in facets if (match := self._known.begun(facet, value))]
            if not found:
                self._unknown_value(plan, facets[0], value)
            elif len(found) == 1 and found[0].sure is Sure.SURE:
                plan.by_name[value] = count
            else:
                several = f"; also a term of {found[1].facet}" if len(found) > 1 else ""
                sure = Sure.UNSURE if several else found[0].sure
                plan.values[value] = Guess(found[0].term, sure, found[0].by + several)
        plan.values.update(values.absent)
        return plan

    def _unknown_value(self, plan: Plan, facet: str, value: str) -> None:
        if len(value) > LONGEST_VALUE:
            plan.values[value] = Guess(NOT_CHARTED, Sure.UNSURE, "a sentence; it is kept as a note")
            plan.note = True
            return
        above = self._known.above(facet, value)
        term = self.own.term(
            self.own.of_ours(facet, plan.name),
            value,
            above,
            Guess(above, Sure.UNSURE, "find it a better place"),
            plan.name,
        )
        plan.values[value] = Guess(term.id, Sure.UNSURE, f"no term of ours: a new one below {above}, in ontology/")

    def _matches(self, facet: str, values: Values, name: str) -> dict[str, Match]:
        return {value: match for value in values.named if (match := self._match(facet, value, name))}

    def _term_of(self, plan: Plan, text: str) -> str:
        return next((match.term for facet in plan.facets if (match := self._match(facet, text, plan.name))), "")

    def _match(self, facet: str, value: str, name: str) -> Match | None:
        """The term of a value, or of the value with the name of its column in front, such as 4 in a column TRL."""
        if found := self._known.match(facet, value):
            return found
        if found := self._known.match(facet, f"{label_of(name)} {value}"):
            return replace(found, sure=Sure.LIKELY, by="its name, with the column's in front")
        return self._known.begun(facet, value) if self._known.is_about(name, facet) else None

    def _level(self, *names: str) -> Level:
        """``study`` for what is about the paper as a whole, as country and design are, unless rows of one study differ."""
        of_study = [set(facet.id.split("-")) for facet in self._vocabulary.charted_facets if facet.level == "study"]
        if not all(any(words <= set(slug(name).split("-")) for words in of_study) for name in names):
            return "unit"
        said: dict[tuple[str, ...], list[str]] = {}
        for row in self._body.rows:
            key = tuple(self._body.text(row, name) for name in self._study.names("key"))
            texts = [self._body.text(row, name) for name in names]
            if any(texts) and said.setdefault(key, texts) != texts:
                return "unit"
        return "study"

    def _is_unique(self, name: str) -> bool:
        last = [slug(each.rpartition(" / ")[2]) for each in self._body.index]
        return last.count(slug(name.rpartition(" / ")[2])) == 1

    def _join_levels(self, plans: dict[str, Plan]) -> None:
        """A column of narrower values, such as a subcategory, joins the facet of the column of broader ones beside it."""
        for narrow, broad, parents in parents_of_columns(self._body, plans, self._values):
            facet = self.own.facets[plans[broad].facets[0]]
            self.own.facets.pop(plans[narrow].facets[0])
            plan = Plan(
                narrow,
                "own",
                Guess(facet.id, Sure.LIKELY, f"its values lie below those of {broad}"),
                plans[narrow].filled,
            )
            plan.facets, plan.separators = (facet.id,), plans[narrow].separators
            for value, count in self._values[narrow].named.items():
                above = facet.terms[parents[value]].id
                if value in facet.terms:
                    continue
                self.own.term(facet, value, above, Guess(above, Sure.LIKELY, "so the table has them"), narrow)
                plan.by_name[value] = count
            plan.values.update(self._values[narrow].absent)
            plans[narrow] = plan


def _covering(by_facet: Mapping[str, Mapping[str, Match]], values: Values) -> Iterator[str]:
    """The facets whose terms the values are: the one with most, then each that adds enough to those before."""
    left = Counter(values.named)
    chosen: list[str] = []
    while by_facet and len(chosen) < 4:
        rest = {
            facet: sum(left[value] for value in matches) for facet, matches in by_facet.items() if facet not in chosen
        }
        best = max(rest, key=lambda facet: (rest[facet], -len(facet)), default="")
        if not best or rest[best] < _WITH_ANOTHER * values.total:
            return
        chosen.append(best)
        yield best
        if sum(left.values()) - rest[best] < 0.1 * values.total:
            return
        for value in by_facet[best]:
            del left[value]


def _share(found: int, total: int) -> str:
    return f"{found} of {_several(total, 'value')}"


def _several(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
