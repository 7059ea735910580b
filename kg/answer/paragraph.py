"""An answer as a paragraph to quote, with its numbers and caveats."""

from collections.abc import Iterator

from kg.answer.models import Answer, Change, Sensitivity
from kg.evaluation.models import BoundsBody, PopulationBody

_NAMED = 5
"""The most studies that a sentence names; it counts the rest."""
_RELIED_ON = {"all": "the coders' statements too", "review": "the review's own statements alone"}


def paragraph(answer: Answer) -> str:
    """The answer in a few sentences, without line breaks: finding, near miss, what it rests on, other readings."""
    return " ".join(_sentences(answer))


def bounds_text(bounds: BoundsBody) -> str:
    """Bounds as they are written: [0, 59], or [0, not known]."""
    return f"[{bounds.certain}, {'not known' if bounds.upper is None else bounds.upper}]"


def population_text(population: PopulationBody) -> str:
    """A population in words."""
    if population.of != "studies":
        return f"{population.of}, {'number not stated' if population.included is None else population.included}"
    if population.included is None:
        return f"{population.charted} charted; how many are included is not stated"
    return f"{population.included} included, {population.charted} charted, {population.uncharted} uncharted"


def reading_text(other: Sensitivity) -> str:
    """The definition and the choice of statements of another reading."""
    statements = "all statements" if other.completeness == "all" else "the review's own statements"
    return f"{other.definition}, {statements}" if other.definition else statements


def change_text(change: Change) -> str:
    """The change of one condition in words."""
    if change.drop:
        return f"without the condition on {change.drop}"
    return f"with {change.generalise} broadened to {', '.join(change.to or ())}"


def _sentences(answer: Answer) -> Iterator[str]:
    population = answer.population
    yield answer.question.text
    if population.of == "studies":
        included = "an unstated number of" if population.included is None else population.included
        yield f"The review includes {included} studies, {population.charted} of them charted."
    yield _finding(answer)
    yield from _reasons(answer)
    yield from _limits(answer)
    yield from _nearest(answer)
    yield from _basis(answer)
    yield from _others(answer)
    yield f"(Review: {answer.certificate.review} Dataset {answer.certificate.dataset}.)"


def _finding(answer: Answer) -> str:
    bounds, of = answer.bounds, answer.population.of
    more = bounds.possible - bounds.certain
    if of != "studies":
        return f"Certain: {bounds.certain} {of}. Also possible, as far as the review says: {more}."
    # A void is about all included studies; the next verdict says nothing about the uncharted.
    if answer.verdict == "void":
        return "None of the included studies qualifies."
    if answer.verdict == "void-among-charted":
        return "None of the charted studies can qualify."
    if not bounds.certain:
        return f"No charted study certainly qualifies, but {more} may."
    certain = answer.certain or ()
    named = ", ".join(study.citation for study in certain[:_NAMED])
    if len(certain) > _NAMED:
        named += f" and {len(certain) - _NAMED} others"
    return f"Certain: {bounds.certain}{f' ({named})' if named else ''}. Also possible: {more}."


def _reasons(answer: Answer) -> Iterator[str]:
    counted = [f"{reason.phrase} ({count})" for reason, count in answer.reasons.items() if count]
    if counted:
        yield f"Possible because: {', '.join(counted)}."


def _limits(answer: Answer) -> Iterator[str]:
    population, upper = answer.population, answer.bounds.upper
    if upper is None:
        yield "The upper bound is not known."
    elif population.uncharted:
        yield f"Counting the {population.uncharted} uncharted studies, at most {upper} of {population.included} can qualify."


def _nearest(answer: Answer) -> Iterator[str]:
    if answer.near_misses:
        nearest = answer.near_misses[0]
        yield f"Near miss: {change_text(nearest.change)}, {nearest.bounds.certain} would certainly qualify."


def _basis(answer: Answer) -> Iterator[str]:
    statements = answer.certificate.completeness
    makers = sorted({f"the {each.maker}" if each.maker == "coders" else "the review" for each in statements})
    depths = sorted({depth.replace("-", " ") for each in statements for depth in each.depths})
    if statements:
        far = f", based on {' and '.join(depths)}" if depths else ""
        yield f"This relies on completeness statements by {' and '.join(makers)}{far}."


def _others(answer: Answer) -> Iterator[str]:
    """The results of other readings; definitions with the same result share a sentence."""
    definition, completeness = answer.question.definition, answer.question.completeness
    readings: dict[str, list[str]] = {}
    for each in answer.sensitivity:
        result = f"{each.verdict}, {bounds_text(each.bounds)}"
        if each.definition == definition:
            yield f"Relying on {_RELIED_ON[each.completeness]}: {result}."
        elif each.completeness == completeness and each.definition:
            readings.setdefault(result, []).append(each.definition)
    if readings:
        others = "; ".join(f"{result} ({', '.join(definitions)})" for result, definitions in readings.items())
        yield f"Under other definitions: {others}."
