"""A review's own claims, as frozen values."""

from dataclasses import dataclass
from typing import Literal

from kg.questions.question import Question

ShareKind = Literal["claim-none", "claim-some", "claim-few", "claim-most"]
"""Kinds of claims on the share of studies; what each means as a number is declared in the ontology (terms of ``claim-kind``)."""

ClaimKind = ShareKind | Literal["claim-fewer-than", "claim-count", "claim-more-mature-than", "claim-descriptive"]


@dataclass(frozen=True)
class Share:
    """None, some, few or most of the studies are what a question asks for."""

    kind: ShareKind
    about: Question


@dataclass(frozen=True)
class FewerThan:
    """A question has fewer studies than another."""

    about: Question
    than: Question
    kind: Literal["claim-fewer-than"] = "claim-fewer-than"


@dataclass(frozen=True)
class CountOf:
    """A stage of the PRISMA flow has a number; ``stage`` is a term id."""

    stage: str
    count: int
    kind: Literal["claim-count"] = "claim-count"


@dataclass(frozen=True)
class MoreMatureThan:
    """The evidence in one domain is more mature than in another; both are term ids."""

    domain: str
    than: str
    kind: Literal["claim-more-mature-than"] = "claim-more-mature-than"


@dataclass(frozen=True)
class Descriptive:
    """How a matter is described, recommended, unknown or unpublished, which no number of studies can bear out.

    ``rationale`` says why. The matter is a question, or a stage of the PRISMA flow (a term id).
    """

    rationale: str
    about: Question | None = None
    stage: str | None = None
    kind: Literal["claim-descriptive"] = "claim-descriptive"


Statement = Share | FewerThan | CountOf | MoreMatureThan | Descriptive


@dataclass(frozen=True)
class Claim:
    """A claim of the review: ``id`` is unique within it, ``text`` is our paraphrase, ``section`` its place in the review.

    ``concerns`` are further questions that it speaks of; it is not compared with their numbers.
    """

    id: str
    text: str
    section: str
    says: Statement
    concerns: tuple[Question, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that it says something of."""
        match self.says:
            case Share(about=about):
                return (about,)
            case FewerThan(about=about, than=than):
                return (about, than)
            case Descriptive(about=Question() as about):
                return (about,)
            case _:
                return ()
