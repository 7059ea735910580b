"""What a search for voids found, as sentences."""

from collections.abc import Mapping

from kg.answer.words import asked, counted, facet_label, listed
from kg.evaluation.models import PopulationBody
from kg.evaluation.verdict import Bounds
from kg.ontology.vocabulary import Vocabulary
from kg.questions.question import Question
from kg.voids.grades import Grade
from kg.voids.search import Search, Wanted

_DOES: Mapping[Grade, str] = {
    "observed": "certainly has",
    "reported": "is known to report",
    "certified": "can have",
}
_DO: Mapping[Grade, str] = {"observed": "certainly have", "reported": "are known to report", "certified": "can have"}


def void_sentence(
    vocabulary: Vocabulary, wanted: Wanted, terms: Question, population: PopulationBody, expected: float, elsewhere: int | None
) -> str:
    """A void in a sentence: what nobody has, how many studies there are, and how many were to expect.

    Args:
        vocabulary: the vocabulary.
        wanted: what was searched for.
        terms: the terms of the void as a question of their own.
        population: the studies.
        expected: how surprising it is.
        elsewhere: the studies that have the terms outside the question.
    """
    among = f"{_within(vocabulary, wanted)}{_nobody(wanted, population)}"
    text = f"{among[0].upper()}{among[1:]} {asked(vocabulary, terms) or 'anything'}"
    if len(terms.conditions) > 1 and not elsewhere:
        text += f"; {expected:.2g} would be expected"
    elif elsewhere:
        text += f", which {counted(elsewhere, 'study has', 'studies have')} elsewhere"
    return f"{text}{_others(population)}."


def list_sentence(
    vocabulary: Vocabulary, search: Search, population: PopulationBody, bounds: Bounds, listed_voids: int
) -> str:
    """How many voids there are, whether these are all, and among how many studies."""
    wanted, mined = search.wanted, search.mined
    over = listed([facet_label(vocabulary, facet) for facet in wanted.facets])
    found = counted(len(mined.voids), "maximal void", "maximal voids")
    text = f"{_within(vocabulary, wanted)}{found} over {over}"
    text = f"{text[0].upper()}{text[1:]}"
    text += f": combinations that {_nobody(wanted, population)}, while somebody has everything one step wider{_others(population)}."
    if listed_voids < len(mined.voids):
        text += f" The first {listed_voids} follow, the most surprising first."
    if mined.searched_to is not None:
        text += (
            f" The search stopped: it is complete up to width {mined.searched_to}, that is for combinations of so many steps; "
            "there may be narrower voids."
        )
    if not bounds.certain and _within(vocabulary, wanted):
        text += (
            f" No study is certainly within the question itself ({bounds.reported} may report it), so nothing is to expect there, "
            "and what more studies have elsewhere comes first."
        )
    return text


def _within(vocabulary: Vocabulary, wanted: Wanted) -> str:
    text = asked(vocabulary, wanted.within)
    return f"within {text}, " if text else ""


def _nobody(wanted: Wanted, population: PopulationBody) -> str:
    if wanted.k > 1:
        return f"fewer than {wanted.k} of the {population.charted} charted studies {_DO[wanted.grade]}"
    return f"none of the {population.charted} charted studies {_DOES[wanted.grade]}"


def _others(population: PopulationBody) -> str:
    if population.uncharted is None:
        return " (how many studies are not charted is not stated)"
    return f" ({population.uncharted} more are not charted)" if population.uncharted else ""
