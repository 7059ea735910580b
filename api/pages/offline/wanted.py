"""What a map for reading offline shows, and how much one may hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from kg.errors import BadQuestion, OverBudget
from kg.evaluation.verdict import SPARSE_BELOW
from kg.ontology.vocabulary import Facet, Vocabulary
from kg.questions.question import Question
from kg.questions.reading import charted_facet, read_completeness, read_question
from kg.versions.evidence import EvidenceBase

FACETS = ("unit-operation", "pat-modality", "ai-method")
"""The facets of a map that names none: what is made, how it is measured, and by which method."""

MOST_CELLS = 20_000
"""The bound on the cells of all pairs of facets and their totals together."""

MOST_JUDGED = 2_000_000
"""The bound on cells × charted studies, each of which is judged for each cell."""

MOST_BYTES = 40_000_000
"""The bound on the size of the file."""


@dataclass(frozen=True)
class WantedMap:
    """A map: its facets, any two of which are crossed; the question around it; and the k of ``populated``.

    The first facet is that of the rows when the file is opened, the second that of the columns.
    """

    facets: tuple[Facet, ...]
    within: Question
    k: int = SPARSE_BELOW


def read_map(  # noqa: PLR0913 - one parameter per option
    vocabulary: Vocabulary,
    rows: Iterable[str] = (),
    columns: Iterable[str] = (),
    facets: Iterable[str] = (),
    within: Iterable[tuple[str, str]] = (),
    *,
    definition: str | None = None,
    completeness: str = "all",
    k: int = SPARSE_BELOW,
) -> WantedMap:
    """A map from names: texts of facets separated by commas, and conditions as ``read_question`` takes them.

    The first facet of the rows and the first one of the columns come first. Where fewer than two are named, ``FACETS`` are
    added.

    Raises:
        BadQuestion: a name is not known, rows and columns are the same, or the conditions cannot be met.
    """
    of_rows, of_columns, others = (
        [charted_facet(vocabulary, name, each.strip()) for text in texts for each in text.split(",")]
        for name, texts in (("rows", rows), ("columns", columns), ("facets", facets))
    )
    if of_rows and of_rows[:1] == of_columns[:1]:
        raise BadQuestion("columns", of_columns[0].id, "is the facet of the rows, too: name another one")
    every = list(dict.fromkeys([*of_rows, *of_columns, *others]))
    if len(every) < 2:
        every += [vocabulary.facets[each] for each in FACETS]
    first = next(each for each in [*of_rows, *every] if [each] != of_columns[:1])
    second = next(each for each in [*of_columns, *every] if each != first)
    within, question = tuple(within), Question(completeness=read_completeness(completeness))
    if within or definition:
        question = read_question(vocabulary, within, definition=definition, completeness=completeness)
    return WantedMap(tuple(dict.fromkeys([first, second, *every])), question, k)


def number_of_cells(vocabulary: Vocabulary, wanted: WantedMap) -> int:
    """The number of cells of all pairs of facets, and of the totals of each facet."""
    sizes = _sizes(vocabulary, wanted).values()
    return sum(rows * columns for rows, columns in combinations(sizes, 2)) + sum(sizes)


def check_amount(evidence: EvidenceBase, wanted: WantedMap) -> None:
    """Refuse a map that would take too long, before any of it is computed.

    Raises:
        OverBudget: it has too many cells, or too many for so many studies.
    """
    cells, studies = number_of_cells(evidence.vocabulary, wanted), evidence.population.charted
    if cells <= MOST_CELLS and cells * studies <= MOST_JUDGED:
        return
    most = min(MOST_CELLS, MOST_JUDGED // max(studies, 1))
    terms = ", ".join(f"{facet} {size}" for facet, size in _sizes(evidence.vocabulary, wanted).items())
    raise OverBudget(
        f"The map would have {cells:,} cells; with {studies:,} charted studies a file holds at most {most:,}. Name fewer or "
        f"smaller facets with --rows, --columns or --facets (their terms: {terms}), or fewer reviews with --review."
    )


def check_bytes(file: str) -> str:
    """The text of a file, unless it is too large to be passed on and opened everywhere.

    Raises:
        OverBudget: it is.
    """
    if (size := len(file.encode())) > MOST_BYTES:
        raise OverBudget(
            f"The map would take {size:,} bytes, {MOST_BYTES:,} are allowed. Name fewer facets with --rows, --columns or "
            "--facets, fewer reviews with --review, or a condition with --within."
        )
    return file


def _sizes(vocabulary: Vocabulary, wanted: WantedMap) -> dict[str, int]:
    return {facet.id: sum(1 for _ in vocabulary.of_facet(facet.id)) for facet in wanted.facets}
