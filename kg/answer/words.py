"""Words of answers: conditions, populations, depths and bounds as people write them."""

from collections.abc import Iterable, Mapping, Sequence

from kg.answer.models import AnswerStudy, Certificate, Change, NearMissBody, Sensitivity
from kg.evaluation.models import BoundsBody, PopulationBody
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.question import NOT, Question, YearRange
from kg.review.model import NOT_STATED
from kg.versions.population import ReadAs

_NAMED = 5
"""The most studies that a sentence names; it counts the rest."""

_READ: Mapping[ReadAs, str] = {
    "full-text": "from the full text",
    "abstract": "from the abstract",
    "title": "from the title (paper not opened)",
    "review-text": "from the review's text (paper not opened)",
    "not-stated": "without stating what was read",
}
"""How a sentence says what was read, by the deepest of it."""


def describe(vocabulary: Vocabulary, question: Question) -> str:
    """A question in words, made from its conditions."""
    return f"Studies with {'; '.join(_conditions(vocabulary, question))}"


def asked(vocabulary: Vocabulary, question: Question) -> str:
    """The conditions of a question as they stand in a sentence."""
    return listed(_conditions(vocabulary, question))


def bounds_text(bounds: BoundsBody) -> str:
    """Bounds as they are written: [0, 59], or [0, not known]."""
    return f"[{bounds.certain}, {'not known' if bounds.upper is None else bounds.upper}]"


def population_text(population: PopulationBody) -> str:
    """A population in words."""
    if population.of != "studies":
        return f"{population.of}, {'number not stated' if population.included is None else population.included}"
    read = f"; {read_text(population)}" if population.read else ""
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
    if change.drop:
        return f"without the condition on {_name(vocabulary, change.drop)}"
    labels = " or ".join(vocabulary.terms[term].label for term in change.to or ())
    return f"with {_name(vocabulary, str(change.generalise))} broadened to {labels}"


def next_study(vocabulary: Vocabulary, misses: Sequence[NearMissBody] | None) -> str | None:
    """What a next study would have to add to the nearest ones; None if none is near."""
    if not misses:
        return None
    nearest = misses[0]
    change = nearest.change
    name = _name(vocabulary, str(change.drop or change.generalise))
    terms = " or ".join(vocabulary.terms[term].label for term in change.from_ or ())
    more = len(nearest.citations) - _NAMED
    near = listed([*nearest.citations[:_NAMED], *([f"{more} more"] if more > 0 else [])])
    add = f"{name}: {terms}" if terms and not str(change.drop or change.generalise).startswith(NOT) else name
    return f"The nearest: {near}. To these a next study would have to add {add}."


def listed(parts: Iterable[str]) -> str:
    """Parts as a list in a sentence: a, b and c."""
    *most, last = [*parts] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def counted(number: int, one: str, several: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else several}"


def _conditions(vocabulary: Vocabulary, question: Question) -> Sequence[str]:
    parts = [_condition(vocabulary, condition) for condition in question.conditions]
    if question.years:
        parts.append(f"published {_years(question.years)}")
    parts += [f"not published {_years(each)}" for each in question.not_years]
    if question.definition:
        parts.append(vocabulary.definitions[question.definition].label)
    return parts


def _condition(vocabulary: Vocabulary, condition: Condition) -> str:
    labels = " or ".join(vocabulary.terms[term].label for term in condition.terms)
    facet = vocabulary.facets[condition.facet].label
    if condition.terms == (condition.facet,):
        return f"{'no' if condition.excluded else 'any'} {facet}"
    return f"{'no ' if condition.excluded else ''}{facet}: {labels}"


def _years(years: YearRange) -> str:
    return f"in {years.first}" if years.first == years.last else f"{years.first} to {years.last}"


def _name(vocabulary: Vocabulary, condition: str) -> str:
    facet = vocabulary.facets.get(condition.removeprefix(NOT))
    label = facet.label if facet else "year of publication"
    return f"what is excluded of {label}" if condition.startswith(NOT) else label
