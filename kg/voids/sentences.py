"""What a search for voids found, as sentences."""

from collections.abc import Mapping, Sequence
from math import exp

from kg.answer.words import asked, facet_label, listed
from kg.evaluation.models import PopulationBody
from kg.evaluation.verdict import Bounds
from kg.ontology.vocabulary import Vocabulary
from kg.questions.question import Question
from kg.spelling import counted
from kg.voids.grades import Grade
from kg.voids.models import OpenBody
from kg.voids.ranking import RankedVoid
from kg.voids.search import Search, Wanted

_DOES: Mapping[Grade, tuple[str, str]] = {
    "observed": ("certainly has", "certainly have"),
    "reported": ("is known to report", "are known to report"),
    "certified": ("can have", "can have"),
}
"""What one study, or several, would have to do for a combination not to be empty."""

_COUNT: Mapping[Grade, tuple[str, str]] = {
    "observed": ("certainly has", "certainly have"),
    "reported": (
        "has, or may have by what it names or what was not charted of it",
        "have, or may have by what they name or what was not charted of them",
    ),
    "certified": ("can have", "can have"),
}
"""What the studies that count do with a combination that is not empty."""

_ELSEWHERE: Mapping[Grade, str] = {
    "observed": "The other grades count more studies, so they have no voids here either.",
    "reported": "At the grade “observed”, which counts only studies that certainly have it, there may be voids.",
    "certified": "At the grades “reported” and “observed”, which count fewer studies, there may be voids.",
}
"""What follows for the other grades where a grade has no void: studies that count at a stricter one count at all others."""


def void_sentence(
    vocabulary: Vocabulary, wanted: Wanted, void: RankedVoid, terms: Question, population: PopulationBody
) -> str:
    """A void in a sentence: who has not got which terms, and how many were to expect or have them elsewhere."""
    one, several = _DOES[wanted.grade]
    nobody = f"none of the {population.charted} charted studies {one}"
    if wanted.k > 1:
        nobody = f"fewer than {wanted.k} of the {population.charted} charted studies {several}"
    text = f"{_within(vocabulary, wanted)}{nobody} {asked(vocabulary, terms) or 'anything'}"
    if void.elsewhere and terms.conditions:
        text += f", which {counted(void.elsewhere, 'study has', 'studies have')} elsewhere"
    elif len(terms.conditions) > 1:
        text += f"; {void.surprise:.2g} would be expected"
    return f"{_capital(text)} ({_others(population)})."


def list_sentence(
    vocabulary: Vocabulary,
    search: Search,
    population: PopulationBody,
    frame: Bounds,
    shown: Sequence[RankedVoid],
    opened: Sequence[OpenBody],
) -> str:
    """How many voids there are among how many studies, whether these are all, and how many follow.

    ``frame`` are the bounds of the question around the search, ``shown`` are the voids that follow, and ``opened``
    says which facets the charting leaves open.
    """
    wanted, mined = search.wanted, search.mined
    one, several = _DOES[wanted.grade]
    over = listed([facet_label(vocabulary, facet) for facet in wanted.facets])
    found = counted(len(mined.voids), "maximal void")
    nobody, somebody = f"none {one}", "at least one does"
    if wanted.k > 1:
        nobody, somebody = f"fewer than {wanted.k} {several}", f"at least {wanted.k} do"
    charted = f"the {population.charted} charted studies ({_others(population)})"
    if mined.voids:
        said = f"{found} over {over}: of {charted} {nobody} these combinations; with any one term a step wider, {somebody}."
    else:
        least = f"at least {'one' if wanted.k == 1 else wanted.k} of {charted} {_COUNT[wanted.grade][wanted.k > 1]}"
        said = f"no maximal void over {over} at the grade “{wanted.grade}”: every combination searched is one that {least}."
    sentences = [f"{_within(vocabulary, wanted)}{said}"]
    if not mined.voids and (mined.searched_to is None or wanted.grade != "observed"):
        sentences.append(_ELSEWHERE[wanted.grade])
    if len(shown) < len(mined.voids):
        sentences.append(
            f"The {f'{len(shown)} most surprising follow' if len(shown) > 1 else 'most surprising follows'}."
        )
    if shown and (expected := shown[0].surprise):
        sentences.append(
            f"Of the most surprising, {expected:.2g} studies would be expected"
            + (
                f"; by chance alone it would be empty with a probability of {exp(-expected):.0%}."
                if wanted.k == 1
                else "."
            )
        )
    for each in opened:
        among = listed([facet_label(vocabulary, facet) for facet in each.facets])
        more = each.studies - len(each.citations)
        first = listed([*each.citations, *([f"{more} more"] if more else [])])
        # Where it is on all of the facets, the sentence has already said that there is no void.
        alone = "" if each.facets == wanted.facets else f"No void has terms of {among} alone: "
        sentences.append(
            f"{alone}{counted(each.studies, 'study', 'studies')} ({first}) may have any of these terms, because the charting "
            "leaves them open."
        )
    if mined.searched_to is not None:
        sentences.append(
            f"The search stopped at width {mined.searched_to + 1}: all voids of up to {mined.searched_to} steps are counted, and "
            "there may be narrower ones."
        )
    if search.everywhere and not frame.certain:
        sentences.append(
            f"No study certainly meets the question itself ({frame.reported} may), so none is to be expected within it, and what "
            "more studies have elsewhere comes first."
        )
    return _capital(" ".join(sentences))


def _within(vocabulary: Vocabulary, wanted: Wanted) -> str:
    text = asked(vocabulary, wanted.within)
    return f"within {text}, " if text else ""


def _others(population: PopulationBody) -> str:
    if population.uncharted is None:
        return "how many are not charted is not stated"
    return f"{population.uncharted or 'no'} more are not charted"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
