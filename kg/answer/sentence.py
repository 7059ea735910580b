"""The sentence of an answer that can be quoted: what was asked, found, read and bounded."""

from collections.abc import Sequence

from kg.answer.models import Certificate, Table
from kg.answer.words import counted, listed, read_text, reviews_text
from kg.evaluation.models import BoundsBody, PopulationBody
from kg.evaluation.standing import Evaluation, Standing
from kg.questions.reasons import Reason

_NAMED_ROWS = 12
"""The most rows of a table that a sentence names; it counts the rest."""


def sentence_on_studies(
    wanted: str, evaluation: Evaluation, population: PopulationBody, table: Table | None, certificate: Certificate
) -> str:
    """The sentence on a question about studies.

    Args:
        wanted: what was asked, in words (see ``words.asked``).
        evaluation: the result.
        population: of the reviews that were asked.
        table: the table of a stored question, whose rows then are the finding.
        certificate: of the answer.
    """
    opening = _opening(population, certificate)
    if table:
        return f"{opening}; {_rows(table)}."
    return f"{opening}; {_finding(wanted, evaluation, population)}."


def sentence_about_reviews(
    reviews: Sequence[str], counted_as: str, bounds: BoundsBody, population: PopulationBody
) -> str:
    """The sentence on a question about reviews themselves (their citations); ``counted_as`` says what the certain ones do."""
    whole = "an unstated number of" if population.included is None else str(population.included)
    more = bounds.possible - bounds.certain
    rest = f", and {more} more may, as far as it says" if more else ""
    return f"Of {whole} {population.of} in {listed(reviews)}, {bounds.certain} {counted_as}{rest}."


def _opening(population: PopulationBody, certificate: Certificate) -> str:
    reviews = reviews_text(certificate)
    read = f" ({read_text(population)})" if population.read else ""
    if population.included is None:
        return (
            f"{counted(population.charted, 'study', 'studies')} in {reviews} {_were(population.charted)} charted{read}"
        )
    included = counted(population.included, "study", "studies")
    return f"Of {included} included in {reviews}, {population.charted} {_were(population.charted)} charted{read}"


def _finding(wanted: str, evaluation: Evaluation, population: PopulationBody) -> str:
    bounds = evaluation.bounds
    silent = sum(study.standing is Standing.SILENT for study in evaluation.possible.values())
    hinted = len(evaluation.possible) - silent
    of_these = f"of these, {{}} asked for ({wanted})"
    match evaluation.verdict:
        case "void" | "void-among-charted":
            found = of_these.format("none can be what was")
        case "none-reported":
            found = of_these.format("none is reported to be what was") + ", as far as they were read"
        case "unresolved":
            found = f"it is open whether any of these is what was asked for ({wanted}): {hinted} may be ({_why(evaluation)})"
        case "sparse" | "populated":
            found = of_these.format(f"{bounds.certain} {'is' if bounds.certain == 1 else 'are'} certainly what was")
            if hinted:
                found += f", and {hinted} more may be ({_why(evaluation)})"
    return f"{found}; {_limit(evaluation, population, silent)}"


def _limit(evaluation: Evaluation, population: PopulationBody, silent: int) -> str:
    bounds = evaluation.bounds
    if bounds.upper is None:
        return "how many more there may be is not known, because the number of included studies is not stated"
    because = []
    if silent:
        because.append(
            f"{counted(silent, 'charted study does', 'charted studies do')} not name it and may still be one"
        )
    if uncharted := bounds.upper - bounds.possible:
        because.append(f"{counted(uncharted, 'study was', 'studies were')} not charted")
    if not because:
        return f"at most {bounds.upper} of {population.included} can be"
    return f"at most {bounds.upper} of {population.included} can be, because {listed(because)}"


def _why(evaluation: Evaluation) -> str:
    """The reasons why studies that are not silent stay possible; silent ones are told apart elsewhere."""
    near = [study for study in evaluation.possible.values() if study.standing is not Standing.SILENT]
    counts = {reason: sum(reason in study.reasons for study in near) for reason in Reason}
    several = "; a study may have several reasons" if sum(counts.values()) > len(near) else ""
    return ", ".join(f"{reason.phrase}: {count}" for reason, count in counts.items() if count) + several


def _rows(table: Table) -> str:
    rows = [f"{row.label}: {_row(row.bounds)}" for row in table.rows[:_NAMED_ROWS]]
    if len(table.rows) > _NAMED_ROWS:
        rows.append(f"and {len(table.rows) - _NAMED_ROWS} more")
    return f"certain studies, and in brackets the most that each number can be: {', '.join(rows)}"


def _row(bounds: BoundsBody) -> str:
    return f"{bounds.certain} ({'not known' if bounds.upper is None else bounds.upper})"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
