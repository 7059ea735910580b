"""The six tools: names, descriptions, arguments, results and what does the work."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from api.agents.answering import ask_gap, explain_answer
from api.agents.arguments import (
    Arguments,
    AskGap,
    DescribeFacets,
    ExplainAnswer,
    FindTerms,
    FindVoids,
    ReadStudy,
)
from api.agents.finding import describe_facets, find_terms
from api.agents.models import Explanation, FacetsDescribed, GapAnswer, StudyRead, TermsFound, VoidsFound
from api.agents.reading import find_voids, read_study
from kg.errors import BadQuestion, NotFound, nearest, shown
from kg.evaluation.models import Body

Given = TypeVar("Given", bound=Arguments)


class Tool(NamedTuple):
    """A tool: its title, what it says of itself, the models of arguments and result, and its work on a ``Source``."""

    title: str
    description: str
    arguments: type[Arguments]
    result: type[Body]
    work: Callable[..., Body]


TOOLS: Mapping[str, Tool] = {
    "find_terms": Tool(
        "Find terms",
        "Turn a user's words into terms and stored questions that can be asked. Begin here. Finds by label, synonym and "
        "spelling; says nothing about studies.",
        FindTerms,
        TermsFound,
        find_terms,
    ),
    "describe_facets": Tool(
        "Describe facets",
        "List the facets that can be asked and the names of definitions, or the terms of one facet.",
        DescribeFacets,
        FacetsDescribed,
        describe_facets,
    ),
    "ask_gap": Tool(
        "Ask about a gap",
        "Has any study done this? Ask a stored question by name, or conditions of your own. Returns the sentence to quote, the "
        "verdict, bounds (certain, reported, possible, upper) and the permalink; never say that nobody did it without them.",
        AskGap,
        GapAnswer,
        ask_gap,
    ),
    "find_voids": Tool(
        "Find voids",
        "What has nobody studied? The combinations of terms over one to six facets that are empty while every wider one is not, "
        "the most surprising first, each with verdict and bounds.",
        FindVoids,
        VoidsFound,
        find_voids,
    ),
    "read_study": Tool(
        "Read a study",
        "What was charted of one study, facet by facet, how deep it was read, and what was not charted.",
        ReadStudy,
        StudyRead,
        read_study,
    ),
    "explain_answer": Tool(
        "Explain an answer",
        "One part of an answer that ask_gap shortens (same arguments): studies with what each lacks, near misses, the "
        "certificate, other readings, the table, or claims of the review.",
        ExplainAnswer,
        Explanation,
        explain_answer,
    ),
}


def tool_named(name: str) -> Tool:
    """The tool of that name.

    Raises:
        NotFound: there is none.
    """
    if name not in TOOLS:
        raise NotFound("tool", shown(name), TOOLS)
    return TOOLS[name]


def read_arguments(kind: type[Given], given: Mapping[str, Any]) -> Given:
    """The arguments of a kind.

    Raises:
        BadQuestion: one is unknown, missing or at fault; the error names it.
    """
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        name, value, known = ".".join(map(str, first["loc"])), shown(first["input"]), list(kind.model_fields)
        if first["type"] == "extra_forbidden":
            raise BadQuestion(shown(name), value, "is not an argument here", nearest(name, known) or known) from None
        if first["type"] == "missing":
            raise BadQuestion(name, "", "is missing") from None
        raise BadQuestion(name, value, f"is not taken: {first['msg']}") from None
