"""The arguments of the tools, with the descriptions that an agent reads."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import MOST_TERMS
from kg.evaluation.verdict import LARGEST_K, SPARSE_BELOW
from kg.questions.question import Completeness
from kg.questions.reading import MOST_CONDITIONS
from kg.voids.answer import MOST_LISTED
from kg.voids.grades import Grade
from kg.voids.search import MOST_FACETS

LONGEST_TEXT, _LONGEST_CONDITION, _MOST_REVIEWS = 200, 400, 50
"""The most characters of a text and of a condition, and the most reviews."""

Part = Literal["studies", "near-misses", "certificate", "readings", "table", "claims"]
"""The parts of an answer that are explained one at a time."""

Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Conditions = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=_LONGEST_CONDITION)], ...],
    Field(max_length=MOST_CONDITIONS),
]
Start = Annotated[int, Field(ge=0, le=100_000, description="Continue from here: the `next` of the previous result.")]


class Arguments(BaseModel):
    """Base of all arguments: what a tool does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Annotated[
        Text | None, Field(description="A stored version: hash, label or day. By default the current one.")
    ] = None

    @property
    def takes_long(self) -> bool:
        """Whether the answer takes a place of those for long answers."""
        return False


class FindTerms(Arguments):
    """The arguments of ``find_terms``."""

    words: Annotated[Text, Field(description="Words of a topic, a synonym, or the user's question: `freeze-drying`.")]


class DescribeFacets(Arguments):
    """The arguments of ``describe_facets``."""

    facet: Annotated[Text | None, Field(description="The facet whose terms to list. Without it: all facets.")] = None
    start: Start = 0


class _OfReviews(Arguments):
    reviews: Annotated[
        tuple[Text, ...], Field(max_length=_MOST_REVIEWS, description="Ids of reviews. By default all that are loaded.")
    ] = ()


class _Read(_OfReviews):
    definition: Annotated[
        Text | None, Field(description="Answer under this definition, such as `strict` or `lenient`.")
    ] = None
    completeness: Annotated[
        Completeness, Field(description="Whose completeness statements count: `all`, or the `review`'s own.")
    ] = "all"


class AskGap(_Read):
    """The arguments of ``ask_gap``."""

    question: Annotated[
        Text | None, Field(description="The name of a stored question (`gap_…`). Give this or `where`.")
    ] = None
    where: Annotated[
        Conditions,
        Field(
            description="Conditions, all of which must hold: `FACET=TERM`, `FACET=TERM,TERM` (any of them), `not.FACET=TERM`, "
            "`year=2021..2025`. Terms include narrower ones."
        ),
    ] = ()
    k: Annotated[
        int, Field(ge=1, le=LARGEST_K, description="How many certain studies make the verdict `populated`.")
    ] = SPARSE_BELOW

    @property
    def takes_long(self) -> bool:
        """As the route ``/ask``: a question about many terms takes long."""
        return sum(each.count(",") + 1 for each in self.where) > MOST_TERMS


class ExplainAnswer(AskGap):
    """The arguments of ``explain_answer``: those of the answer, and which part of it."""

    part: Annotated[
        Part,
        Field(
            description="`studies`: each with what it lacks; `near-misses`: the least changes with which some study is "
            "certain; `certificate`: what the answer rests on; `readings`: verdicts under other definitions and statements; "
            "`table`; `claims`: what the review itself says."
        ),
    ] = "studies"
    start: Start = 0


class FindVoids(_Read):
    """The arguments of ``find_voids``."""

    facets: Annotated[
        tuple[Text, ...],
        Field(
            min_length=1,
            max_length=MOST_FACETS,
            description="Ids of the facets to combine: `unit-operation`, `ai-method`.",
        ),
    ]
    within: Annotated[Conditions, Field(description="Search only within these conditions, as in ask_gap.")] = ()
    grade: Annotated[
        Grade,
        Field(
            description="What counts as empty: what no study certainly has (`observed`), no study is known to report "
            "(`reported`), or no charted study can have (`certified`)."
        ),
    ] = "reported"
    k: Annotated[int, Field(ge=1, le=LARGEST_K, description="What fewer than k studies have counts as empty.")] = 1
    start: Annotated[
        int, Field(ge=0, lt=MOST_LISTED, description="Continue from here: the `next` of the previous result.")
    ] = 0

    @property
    def takes_long(self) -> bool:
        """As the route ``/voids``."""
        return True


class ReadStudy(_OfReviews):
    """The arguments of ``read_study``."""

    study: Annotated[Text, Field(description="Its id, its DOI, or words from its citation or title.")]
    start: Start = 0
