"""The sentence of an answer that can be quoted: what was asked, found, read and bounded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.answer.models import Certificate, Table
from kg.answer.words import asked, facet_label, listed, read_text, reviews_text
from kg.evaluation.models import BoundsBody, PopulationBody
from kg.evaluation.standing import Evaluation, Standing
from kg.ontology.vocabulary import Vocabulary
from kg.questions.question import Question
from kg.questions.reasons import Reason
from kg.spelling import counted

NAMED_ROWS = 12
"""The most rows of a table that a sentence names; it counts the rest."""

_MOST_SHARES = 3
"""The most rows that a sentence gives as shares, with their numbers beside them."""

UNSTATED = "how many more there may be is not known, because the number of included studies is not stated"
"""How a sentence says that there is no upper bound."""

_WHY: Mapping[Reason, str] = {
    # The sentence also speaks of studies that were not charted at all.
    Reason.NOT_CHARTED: "not charted on this point",
    Reason.NOT_EXHAUSTIVE: "perhaps not charted in full",
    Reason.REVIEWS_DISAGREE: "judged differently by the reviews",
}
"""Reasons that a sentence words otherwise than a list, where the facet stands beside them."""


def sentence_on_studies(
    vocabulary: Vocabulary,
    question: Question,
    evaluation: Evaluation,
    population: PopulationBody,
    table: Table | None,
    certificate: Certificate,
) -> str:
    """The sentence on a question about studies.

    Args:
        vocabulary: the labels.
        question: the question.
        evaluation: its result.
        population: of the reviews that were asked.
        table: the table of a stored question; growth and shares are read from it.
        certificate: of the answer.
    """
    found = _finding(vocabulary, question, evaluation, population)
    if table and table.form == "trend":
        found = _trend(vocabulary, question, population, table)
    elif table and table.form == "comparison":
        found = _comparison(population, table)
    elif table and table.form == "breakdown" and evaluation.certain:
        found = _breakdown(vocabulary, question, population, table, len(evaluation.certain))
    return f"{_opening(population, certificate)}; {found}."


def sentence_about_reviews(
    reviews: Sequence[str], nouns: str, finding: str, unsaid: str, bounds: BoundsBody, population: PopulationBody
) -> str:
    """The sentence on a question about reviews themselves.

    Args:
        reviews: how the reviews are cited.
        nouns: what is counted.
        finding: what holds of the certain ones.
        unsaid: why it is open of the possible ones; ``{}`` stands for them.
        bounds: of the answer.
        population: of the answer.
    """
    verb = _be(bounds.certain, "is", "are")
    if population.included is None:
        return f"In {listed(reviews)}, {bounds.certain} of an unstated number of {nouns} {verb} {finding}."
    more = bounds.possible - bounds.certain
    rest = ""
    if more:
        others = "the other one" if more == 1 else f"the other {more}"
        rest = "; " + unsaid.format(others if bounds.certain else "this one" if more == 1 else f"all {more}")
    return f"In {listed(reviews)}, {bounds.certain} of the {population.included} {nouns} {verb} {finding}{rest}."


def _opening(population: PopulationBody, certificate: Certificate) -> str:
    """How many studies the reviews include, how many of them were charted, and how deep these were read."""
    several = len(certificate.reviews) > 1
    whole = "an unstated number of studies"
    if population.included is not None:
        whole = "the one study" if population.included == 1 else f"the {population.included} studies"
    reviews = reviews_text(certificate) + (" (a study in several reviews counts once in each)" if several else "")
    if population.retracted:
        reviews += " and not retracted since"
    charted = f"{population.charted}{' different ones' if several and population.charted > 1 else ''}"
    if population.charted and population.charted == population.included:
        charted = "all" if population.charted > 1 else "this one"
    read = f" ({read_text(population)})" if population.read else ""
    return f"Of {whole} included in {reviews}, {charted} {_be(population.charted, 'was', 'were')} charted{read}"


def _finding(vocabulary: Vocabulary, question: Question, evaluation: Evaluation, population: PopulationBody) -> str:
    wanted, bounds = asked(vocabulary, question), evaluation.bounds
    silent = sum(study.standing is Standing.SILENT for study in evaluation.possible.values())
    hinted = len(evaluation.possible) - silent
    single = population.charted == 1
    if not population.charted:
        found = f"it is therefore not known whether any of them meets {wanted}"
    elif bounds.certain:
        found = f"it certainly meets {wanted}"
        if not single:
            found = f"{bounds.certain} of these certainly {_be(bounds.certain, 'meets', 'meet')} {wanted}"
        if hinted:
            found += f", and {hinted} more may ({_why(evaluation)})"
    elif hinted:
        found = f"it is open whether {'it' if single else 'any of these'} meets {wanted}"
        found += f" ({_why(evaluation)})" if single else f": {hinted} may ({_why(evaluation)})"
    elif silent:
        # Not "none": a study may have done it without naming it where it was read.
        found = f"what was read does not report {'that it' if single else 'of any of these that it'} meets {wanted}"
    else:
        found = f"{'it cannot' if single else 'none of these can'} meet {wanted}"
    if evaluation.verdict == "void":
        return found + _none_uncharted(population)
    limit = _limit(evaluation, population, silent)
    return f"{found}; {limit}" if limit else found


def _none_uncharted(population: PopulationBody) -> str:
    """Why no uncharted study can be one either, where there are such."""
    if not population.uncharted:
        return ""
    others = counted(population.uncharted, "study that was", "studies that were")
    return f", and a completeness statement rules out the {others} not charted"


def _limit(evaluation: Evaluation, population: PopulationBody, silent: int) -> str:
    """The most there can be, and why it is not less; nothing where the finding already says it."""
    bounds = evaluation.bounds
    because = []
    if silent:
        others = "other " if len(evaluation.possible) + bounds.certain > silent else ""
        because.append(
            f"what was read of {counted(silent, f'{others}charted study', f'{others}charted studies')} leaves it open"
        )
    if bounds.upper is None:
        also = f"; {because[0]}" if because else ""
        return f"{UNSTATED}{also}"
    if uncharted := bounds.upper - bounds.possible:
        because.append(f"{counted(uncharted, 'study was', 'studies were')} not charted")
    if not because and bounds.upper == population.included:
        return ""
    most = f"at most {bounds.upper} of the {population.included} can"
    if bounds.upper == bounds.certain:
        most = "no other study can"
    elif bounds.upper == population.included:
        most = f"any of the {bounds.upper} still may" if bounds.upper > 1 else "it still may"
    return f"{most}, because {listed(because)}" if because else most


def _why(evaluation: Evaluation) -> str:
    """The reasons why studies that are not silent stay possible; silent ones are told apart elsewhere."""
    near = [study for study in evaluation.possible.values() if study.standing is not Standing.SILENT]
    counts = {reason: sum(reason in study.reasons for study in near) for reason in Reason}
    phrases = {_WHY.get(reason, reason.phrase): count for reason, count in counts.items() if count}
    if len(near) == 1 or len(phrases) == 1:
        return listed(phrases)
    several = "; a study may have several reasons" if sum(phrases.values()) > len(near) else ""
    return ", ".join(f"{phrase}: {count}" for phrase, count in phrases.items()) + several


def _trend(vocabulary: Vocabulary, question: Question, population: PopulationBody, table: Table) -> str:
    # Each row has its own year, so the years of the question are no condition beside them.
    wanted = asked(vocabulary, replace(question, years=None))
    rows = [f"{_range(row.bounds)} in {row.label}" for row in table.rows[:NAMED_ROWS]]
    if more := len(table.rows) - len(rows):
        rows.append(f"so on for {counted(more, 'more year')}")
    which = f"that meet {wanted}" if wanted else "published each year"
    return f"the number of studies {which} is, from certain to at most, {listed(rows)}; {_counting(population, table)}"


def _comparison(population: PopulationBody, table: Table) -> str:
    """Shares of the included studies, each from certain to at most; plain numbers where the rows are many."""
    shares = population.included is not None and len(table.rows) <= _MOST_SHARES
    count_as = "studies count as" if population.included is None else f"of the {population.included} count as"
    rows: list[str] = []
    for row in table.rows[:NAMED_ROWS]:
        share = row.share if shares else None
        number = f"between {share.least:.0%} and {share.most:.0%}" if share else _range(row.bounds)
        exact = f" ({row.bounds.certain} certain, {row.bounds.upper} at most)" if share else ""
        rows.append(f"{number} {'as' if rows else count_as} “{row.label}”{exact}")
    if more := len(table.rows) - len(rows):
        rows.append(f"so on for {counted(more, 'more row')}")
    lead = "" if shares else "from certain to at most, "
    return f"{lead}{listed(rows)}; {_counting(population, table)}"


def _breakdown(
    vocabulary: Vocabulary, question: Question, population: PopulationBody, table: Table, certain: int
) -> str:
    """The rows with the most certain studies, and the range of the others."""
    rows = sorted((row for row in table.rows if row.bounds.certain), key=lambda row: -row.bounds.certain)
    # The others are one more item of the list.
    named = rows[: NAMED_ROWS - 1]
    others = [row.bounds.certain for row in table.rows if row not in named]
    parts = [f"{row.bounds.certain} for {row.label}" for row in named]
    if others:
        number = " or ".join(map(str, dict.fromkeys((min(others), max(others)))))
        if max(others) - min(others) > 1:
            number = number.replace(" or ", " to ")
        parts.append(f"{number} for {'one other' if len(others) == 1 else f'each of {len(others)} others'}")
    meet = f"{certain} of these certainly {_be(certain, 'meets', 'meet')} {asked(vocabulary, question)}"
    by = facet_label(vocabulary, str(table.by))
    several = " (one may count for several)" if sum(row.bounds.certain for row in table.rows) > certain else ""
    return f"{meet}; the certain ones by {by}{several} are {listed(parts)}; {_most_of_each(population, table)}"


def _most_of_each(population: PopulationBody, table: Table) -> str:
    """The most there can be in any row."""
    uppers = [row.bounds.upper for row in table.rows if row.bounds.upper is not None]
    if len(uppers) < len(table.rows):
        return UNSTATED
    beside = listed(_beside(population, table))
    if not beside:
        return "there can be no more"
    if min(uppers) == population.included:
        most = f"any of the {population.included} still may"
    else:
        most = f"at most {max(uppers)} of the {population.included} can"
    return f"for each, {most}, counting {beside}"


def _counting(population: PopulationBody, table: Table) -> str:
    """What the upper numbers of the rows count beside certain studies."""
    if any(row.bounds.upper is None for row in table.rows):
        return UNSTATED
    beside = _beside(population, table)
    return f"the upper numbers also count {listed(beside)}" if beside else "the numbers are certain"


def _beside(population: PopulationBody, table: Table) -> list[str]:
    beside = []
    if any(row.bounds.possible > row.bounds.certain for row in table.rows):
        beside.append("charted studies that cannot be ruled out from what was read")
    if any((row.bounds.upper or 0) > row.bounds.possible for row in table.rows):
        beside.append(f"the {counted(population.uncharted or 0, 'study that was', 'studies that were')} not charted")
    return beside


def _range(bounds: BoundsBody) -> str:
    return f"{bounds.certain} or more" if bounds.upper is None else f"{bounds.certain} to {bounds.upper}"


def _be(number: int, one: str, several: str) -> str:
    return one if number == 1 else several
