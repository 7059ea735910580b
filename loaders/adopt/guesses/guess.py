"""A guess with how sure it is and why."""

from dataclasses import dataclass
from enum import StrEnum


class Sure(StrEnum):
    """How sure a guess is: nothing speaks against it, much speaks for it, or it is the most careful of several readings."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Guess:
    """What is guessed as ``mapping.yaml`` writes it, how sure, and why."""

    text: str
    sure: Sure
    why: str = ""

    @property
    def comment(self) -> str:
        """Sureness and reason as a comment says them."""
        return f"{self.sure}: {self.why}" if self.why else str(self.sure)
