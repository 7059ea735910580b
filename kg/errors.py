"""Everything that can go wrong, as a tree.

* LacunaError
  * Refused         a sheet or corpus has faults: nothing of it was stored
  * BadQuestion     a question names something that does not exist, or asks nothing
  * NotFound        no such question, term, study or version
  * BadOntology     the ontology files contradict what every reader of them relies on
  * NoVersion       nothing has been loaded yet, or the stored version is of another layout
  * StoreFailed     a store cannot be reached, read or written
    * TookTooLong   a store did not answer in the time that it was given
  * OtherVersion    a store holds something else than the version that is asked for
  * BadSetting      an environment variable has a value that it cannot have
  * BadQuery        a SPARQL query cannot be read, or asks for what there is not
  * QueryStopped    a SPARQL query was stopped
    * TooSlow       it took more time than it may
    * TooLarge      it took more memory than it may, or its answer is too long
  * Busy            so many SPARQL queries are running that no more can be

``exit_code`` is what ``lacuna`` returns, ``status`` what HTTP answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar


class LacunaError(Exception):
    """Anything that Lacuna itself says is wrong; its text is meant for the person who asked."""

    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"


@dataclass(frozen=True, order=True)
class Cell:
    """Where something was written: file, row (the heading is row 1; 0 where there are no rows), column and what stands there.

    ``column`` is empty where there are none, as in RDF, where a statement stands there. ``address`` is what a spreadsheet
    calls the cell, such as ``AB5``; empty where there is no such cell.
    """

    sheet: str
    row: int
    column: str
    value: str = ""
    address: str = ""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in the input: its cell, the rule it breaks, and the nearest things that would be right."""

    cell: Cell
    rule: str
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        row = f" row {self.cell.row}" if self.cell.row else ""
        address = f" (cell {self.cell.address})" if self.cell.address else ""
        hint = f" Nearest: {', '.join(self.nearest)}." if self.nearest else ""
        if not self.cell.column:
            return f"{self.cell.sheet}{row}: {self.cell.value} — {self.rule}{hint}"
        return f"{self.cell.sheet}{row} column {self.cell.column}: {self.cell.value!r}{address} — {self.rule}{hint}"


class Refused(LacunaError):
    """The input has faults and was refused whole."""

    status = 422
    title = "Refused"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class BadQuestion(LacunaError):
    """A question that cannot be asked: which parameter, its value, and what would be valid nearby."""

    status = 422
    title = "This cannot be asked"

    def __init__(self, parameter: str, value: str, rule: str, nearest: Sequence[str] = ()) -> None:
        self.parameter, self.value, self.rule, self.nearest = parameter, value, rule, tuple(nearest)
        hint = f" Nearest: {', '.join(self.nearest)}." if self.nearest else ""
        super().__init__(f"{parameter}: {value!r} {rule}.{hint}")


class NotFound(LacunaError):
    """Nothing of that kind has that name."""

    status = 404
    title = "Not found"

    def __init__(self, kind: str, value: str, known: Iterable[str] = ()) -> None:
        self.value, self.nearest = value, nearest(value, known)
        hint = f" Nearest: {', '.join(self.nearest)}." if self.nearest else ""
        super().__init__(f"There is no {kind} {value!r}.{hint}")


class BadOntology(LacunaError):
    """The ontology files contradict what every reader of them relies on."""

    title = "The ontology is wrong"


class NoVersion(LacunaError):
    """There is nothing to answer from."""

    exit_code = 3
    status = 503
    title = "No stored version"


class StoreFailed(LacunaError):
    """A store cannot be reached, read or written; what answered before still answers."""

    exit_code = 3
    status = 503
    title = "The store failed"


class TookTooLong(StoreFailed):
    """A store did not answer in the time that it was given."""

    status = 504
    title = "This took too long"


class OtherVersion(LacunaError):
    """A store holds something else than the version that is asked for, so it does not answer."""

    exit_code = 3
    status = 503
    title = "The store holds another version"


class BadSetting(LacunaError):
    """A setting has a value that it cannot have."""

    exit_code = 2
    title = "A setting is wrong"


class BadQuery(LacunaError):
    """A SPARQL query that cannot be read, or asks for what there is not."""

    status = 400
    title = "The query is at fault"


class QueryStopped(LacunaError):
    """A SPARQL query was stopped before its answer was whole."""

    title = "The query was stopped"


class TooSlow(QueryStopped):
    """A query took more time than it may."""

    status = 504
    title = "The query takes too long"


class TooLarge(QueryStopped):
    """A query took more memory than it may, or its answer is longer than it may be."""

    title = "The query takes too much"


class Busy(LacunaError):
    """Nobody is free to answer; a little later (``retry_after``, in seconds) somebody may be."""

    retry_after: ClassVar[int] = 2
    status = 503
    title = "All workers are busy"


def nearest(word: str, known: Iterable[str], count: int = 3, likeness: float = 0.6) -> tuple[str, ...]:
    """The known words most like a word, best first; none where nothing is as alike (by difflib's ratio) as asked."""
    by_folded = {name.casefold(): name for name in known}
    return tuple(by_folded[name] for name in get_close_matches(word.casefold(), by_folded, count, likeness))
