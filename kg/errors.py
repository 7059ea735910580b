"""Exceptions, as one tree.

* LacunaError
  * Refused             a sheet or corpus has faults: nothing of it was stored
  * BadQuestion         a question names something that does not exist, or asks nothing
  * NotFound            no such question, term, study or version
  * Ambiguous           a name stands for several versions
  * BadOntology         the ontology files contradict what every reader of them relies on
  * BadYaml             a file is not UTF-8, not YAML, or has one key twice
  * BadRdf              a file is not RDF of its kind, or holds more than triples of IRIs and literals
  * OverBudget          a file exceeds what may be read of it
  * NoVersion           nothing has been loaded yet, or the stored version is of another layout
  * StoreFailed         a store cannot be reached, read or written
    * NeedsMemory       a query needs more memory than a store may take
    * TookTooLong       a store did not answer within its time limit
    * NotResults        what a SPARQL server sent is not the rows of a query, or not all of them
  * OtherVersion        a store holds another version than the one requested
  * BadSetting          an environment variable has an invalid value
  * BadAddress          a version cannot be sent to that address
  * Occupied            an export would destroy what a folder holds
  * NoFolder            a review's id cannot be the name of a folder
  * CannotListen        the service cannot have its port
  * CannotStart         a local Neo4j did not start
    * NothingToStart    no local Neo4j is available: programs are missing, or the download failed
  * NotAcceptable       an answer has no media type that the client accepts
  * BadQuery            a SPARQL query cannot be read, or asks for something that does not exist
  * QueryStopped        a SPARQL query was stopped
    * TooSlow           it took too much time
    * TooLarge          it took too much memory, or its answer is too long
  * Busy                too much is asked at a time
  * ClientLeft          the client closed the connection before it was answered

``exit_code`` is what ``lacuna`` returns, ``status`` what HTTP answers.
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from kg.faults import Cell as Cell  # noqa: PLC0414 - whoever raises or catches Refused needs them
from kg.faults import Fault as Fault  # noqa: PLC0414
from kg.faults import shortened as shortened  # noqa: PLC0414
from kg.faults import shown as shown  # noqa: PLC0414
from kg.spelling import most_like


class LacunaError(Exception):
    """Base class of the errors that Lacuna reports; the text is written for the user."""

    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"


class Refused(LacunaError):
    """The input has faults; none of it was stored."""

    status = 422
    title = "Refused"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class BadQuestion(LacunaError):
    """A question that cannot be answered: the parameter, its value, and the nearest valid ones."""

    status = 422
    title = "Invalid question"

    def __init__(self, parameter: str, value: str, rule: str, nearest: Sequence[str] = ()) -> None:
        self.parameter, self.value, self.rule, self.nearest = parameter, value, rule, tuple(nearest)
        hint = f" Nearest: {', '.join(self.nearest)}." if self.nearest else ""
        super().__init__(f"{parameter}: {value!r} {rule}.{hint}")


class NotFound(LacunaError):
    """Nothing of this kind has this name; ``parameter`` is where the name was given, if that is known."""

    status = 404
    title = "Not found"

    def __init__(self, kind: str, value: str, known: Iterable[str] = (), *, parameter: str | None = None) -> None:
        self.value, self.nearest, self.parameter = value, nearest(value, known), parameter
        hint = f" Nearest: {', '.join(self.nearest)}." if self.nearest else ""
        super().__init__(f"There is no {kind} {value!r}.{hint}")


class Ambiguous(LacunaError):
    """A name stands for several things; the text lists them."""

    status = 422
    title = "Several have this name"


class BadOntology(LacunaError):
    """The ontology files contradict what every reader of them relies on."""

    title = "The ontology is wrong"


class BadYaml(LacunaError):
    """A file is not UTF-8, not YAML, or has one key twice."""

    title = "This is not YAML"


class BadRdf(LacunaError):
    """A file is not RDF of the kind that its suffix names, or holds more than triples of IRIs and literals."""

    title = "This is not RDF"


class OverBudget(LacunaError):
    """A file exceeds what may be read of it; the text says what exceeds which limit, and how to mend it."""

    status = 422
    title = "The file is too large"


class NoVersion(LacunaError):
    """There is no stored version to answer from."""

    exit_code = 3
    status = 503
    title = "No stored version"


class StoreFailed(LacunaError):
    """A store cannot be reached, read or written; what answered before still answers."""

    exit_code = 3
    status = 503
    title = "The store failed"


class NeedsMemory(StoreFailed):
    """A query needs more memory than a store may take for its queries."""

    title = "This needs too much memory"


class TookTooLong(StoreFailed):
    """A store did not answer within its time limit."""

    status = 504
    title = "This took too long"


class NotResults(StoreFailed):
    """What a SPARQL server sent is not the rows of a query, or not all of them."""


class OtherVersion(LacunaError):
    """A store holds another version than the one requested, so it does not answer."""

    exit_code = 3
    status = 503
    title = "The store holds another version"


class BadSetting(LacunaError):
    """An environment variable has an invalid value."""

    exit_code = 2
    title = "A setting is wrong"


class BadAddress(LacunaError):
    """A version cannot be sent to this address."""

    exit_code = 2
    title = "Invalid address"


class Occupied(LacunaError):
    """An export would destroy what a folder holds."""

    title = "The folder is not free"


class NoFolder(LacunaError):
    """A review's id cannot be the name of a folder."""

    title = "The id cannot be a folder"


class CannotListen(LacunaError):
    """The service cannot have its port: it is in use, or this user or machine may not listen there."""

    exit_code = 2
    title = "The port cannot be had"


class CannotStart(LacunaError):
    """A local Neo4j did not start: its port is taken, or it ended, or it does not answer."""

    exit_code = 3
    status = 503
    title = "Neo4j did not start"


class NothingToStart(CannotStart):
    """No local Neo4j is available: programs are missing, or Maven could not fetch it."""

    title = "There is no Neo4j to start"


class NotAcceptable(LacunaError):
    """An answer has no media type that the client accepts; ``offered`` lists those it has, if known."""

    status = 406
    title = "Not acceptable"

    def __init__(self, text: str, offered: Iterable[str] = ()) -> None:
        self.offered = tuple(offered)
        super().__init__(text)


class BadQuery(LacunaError):
    """A SPARQL query cannot be read, or asks for something that does not exist."""

    status = 400
    title = "Invalid query"


class QueryStopped(LacunaError):
    """A SPARQL query was stopped before its answer was complete."""

    title = "The query was stopped"


class TooSlow(QueryStopped):
    """A SPARQL query took too much time."""

    status = 504
    title = "The query took too long"


class TooLarge(QueryStopped):
    """A SPARQL query took too much memory, or its answer is too long."""

    title = "The query or its answer is too large"


class Busy(LacunaError):
    """Too much is asked at a time; retry after ``retry_after`` seconds."""

    retry_after: ClassVar[int] = 2
    status = 503
    title = "Too busy"


class ClientLeft(LacunaError):
    """The client closed the connection before it was answered."""

    status = 499  # not registered; the status that nginx writes into its log
    title = "The client has left"


def nearest(word: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Up to ``count`` known words that a word may stand for, best first (see ``most_like``)."""
    return most_like(word, known, count)
