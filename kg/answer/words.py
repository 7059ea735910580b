"""Words of answers: conditions, populations, depths and bounds as people write them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from kg.answer.models import AnswerStudy, Certificate, Change, NearMissBody, QuestionBody, Sensitivity
from kg.evaluation.models import BoundsBody, PopulationBody
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.question import NOT, Question, YearRange
from kg.review.model import NOT_STATED
from kg.versions.population import ReadAs

_NAMED = 5
"""The most studies that are named in a row; the rest is counted."""

_READ: Mapping[ReadAs, str] = {
    "full-text": "from the full text",
    "abstract": "from the abstract",
    "title": "from the title without opening the paper",
    "review-text": "from the review's own text without opening the paper",
    "not-stated": "without a record of what was read",
}
"""How a sentence says what was read, by the deepest of it."""


def describe(vocabulary: Vocabulary, question: Question) -> str:
    """A question in words, made from its conditions."""
    parts = "; ".join(_conditions(vocabulary, question))
    # A condition on the year reads on its own.
    return f"Studies {'' if parts.startswith(('published', 'not published')) else 'with '}{parts}"


def asked(vocabulary: Vocabulary, question: Question) -> str:
    """The conditions of a question as they stand in a sentence, its definition last."""
    parts = [f"“{condition}”" for condition in _conditions(vocabulary, replace(question, definition=None))]
    if question.definition:
        parts.append(f"the definition “{vocabulary.definitions[question.definition].label}”")
    return listed(parts)


def title_of(vocabulary: Vocabulary, question: QuestionBody) -> str:
    """The text of a question, and how it was read where the text does not say it: under another definition, or completeness."""
    read = []
    # The canonical address of a stored question has its definition only where that is not its own.
    if question.name and question.definition and "definition" in parse_qs(urlsplit(question.href).query):
        read.append(f"under the definition “{vocabulary.definitions[question.definition].label}”")
    if question.completeness != "all":
        read.append("by the review's own completeness statements alone")
    return f"{question.text} ({'; '.join(read)})" if read else question.text


def bounds_text(bounds: BoundsBody) -> str:
    """Bounds as they are written: [0, 59], or [0, not known]."""
    return f"[{bounds.certain}, {'not known' if bounds.upper is None else bounds.upper}]"


def population_text(population: PopulationBody) -> str:
    """A population in words."""
    if population.of != "studies":
        return f"{'an unstated number of' if population.included is None else population.included} {population.of}"
    read = f"; {read_text(population)}" if population.read else ""
    if population.retracted:
        read += f"; {population.retracted} retracted and left out"
    if population.included is None:
        return f"{population.charted} charted, how many are included is {NOT_STATED}{read}"
    return f"{population.included} included, {population.charted} charted, {population.uncharted} uncharted{read}"


def read_text(population: PopulationBody) -> str:
    """How deep the charted studies were read."""
    return listed([f"{number} {_READ[depth]}" for depth, number in (population.read or {}).items()])


def reviews_text(certificate: Certificate) -> str:
    """The reviews as they are cited."""
    return listed([review.citation for review in certificate.reviews])


def study_text(study: AnswerStudy) -> str:
    """A study with its title, DOI and number in the review's list of references, as far as they are known."""
    number = "" if study.reference is None else f" [{study.reference}]"
    title = f". {study.title}" if study.title else ""
    doi = f". https://doi.org/{study.doi}" if study.doi else ""
    return f"{study.citation}{number}{title}{doi}"


def reading_text(vocabulary: Vocabulary, other: Sensitivity) -> str:
    """The definition and the choice of statements of another reading."""
    statements = "all statements" if other.completeness == "all" else "the review's own statements"
    return f"{vocabulary.definitions[other.definition].label}; {statements}" if other.definition else statements


def change_text(vocabulary: Vocabulary, change: Change) -> str:
    """The change of one condition in words."""
    name = str(change.drop or change.generalise)
    label = facet_label(vocabulary, name.removeprefix(NOT))
    excluded = name.startswith(NOT)
    if change.drop:
        return f"without excluding anything of {label}" if excluded else f"without the condition on {label}"
    to = change.to or ()
    if excluded:
        return f"with only {_alternatives(vocabulary, to)} excluded of {label}"
    # The label of a facet and that of its top term are the same words.
    broader = f"any {label}" if to == (name,) else _alternatives(vocabulary, to)
    return f"with {label} broadened to {broader}"


def next_study(vocabulary: Vocabulary, misses: Sequence[NearMissBody] | None) -> str | None:
    """What a next study would add to the nearest ones; None if none is near."""
    if not misses:
        return None
    return _next(misses[0].citations, _addition(vocabulary, misses[0].change))


def next_study_within(vocabulary: Vocabulary, question: Question, citations: Sequence[str]) -> str:
    """What a next study would add to studies that are nearest because they only do not meet a question."""
    return _next(citations, asked(vocabulary, question))


def _next(citations: Sequence[str], addition: str) -> str:
    return f"What a next study would add to the nearest ({named(citations)}): {addition}."


def named(citations: Sequence[str]) -> str:
    """Studies by how they are cited; of many, the first and how many more there are."""
    more = len(citations) - _NAMED
    return listed([*citations[:_NAMED], *([f"{more} more"] if more > 0 else [])])


def _addition(vocabulary: Vocabulary, change: Change) -> str:
    name = str(change.drop or change.generalise)
    facet = name.removeprefix(NOT)
    excluded = name.startswith(NOT)
    if facet not in vocabulary.facets:
        return "publication in the years asked for"
    if not change.from_:
        return facet_label(vocabulary, facet)
    # Of an exclusion, only the terms that the change admits are missing.
    terms = [term for term in change.from_ if not (excluded and term in (change.to or ()))]
    return f"“{_condition(vocabulary, Condition.of(facet, terms, excluded=excluded))}”"


def listed(parts: Iterable[str]) -> str:
    """Parts as a list in a sentence: a, b and c."""
    *most, last = [*parts] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def facet_label(vocabulary: Vocabulary, id_: str) -> str:
    """The label of a facet, or of what else stands in place of one: a year, the units or the study as a whole."""
    if id_ == "year":
        return "year of publication"
    return vocabulary.facets[id_].label if id_ in vocabulary.facets else id_.replace("-", " ")


def label_of(vocabulary: Vocabulary, id_: str) -> str:
    """The label of a term, a deprecated one too, of a definition or of a facet; of anything else its id in words."""
    known = vocabulary.terms.get(id_) or vocabulary.deprecated.get(id_) or vocabulary.definitions.get(id_)
    return known.label if known else facet_label(vocabulary, id_)


def _conditions(vocabulary: Vocabulary, question: Question) -> Sequence[str]:
    # What is wanted comes before what is excluded.
    ordered = sorted(question.conditions, key=lambda condition: condition.excluded)
    parts = [_condition(vocabulary, condition) for condition in ordered]
    if question.years:
        parts.append(f"published {_years(question.years)}")
    parts += [f"not published {_years(each)}" for each in question.not_years]
    if question.definition:
        parts.append(vocabulary.definitions[question.definition].label)
    return parts


def _condition(vocabulary: Vocabulary, condition: Condition) -> str:
    label = vocabulary.facets[condition.facet].label
    if condition.terms == (condition.facet,):
        return f"{'no' if condition.excluded else 'any'} {label}"
    return f"{label}: {'no ' if condition.excluded else ''}{_alternatives(vocabulary, condition.terms)}"


def _alternatives(vocabulary: Vocabulary, terms: Iterable[str]) -> str:
    """The labels of terms any of which will do: a, b or c."""
    *most, last = [vocabulary.terms[term].label for term in terms] or [""]
    return f"{', '.join(most)} or {last}" if most else last


def _years(years: YearRange) -> str:
    return f"in {years.first}" if years.first == years.last else f"from {years.first} to {years.last}"
