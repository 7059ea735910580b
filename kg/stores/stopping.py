"""Work that can be stopped while it asks stores."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from threading import Lock

from kg.errors import LacunaError

Interrupt = Callable[[], None]


class Work:
    """Work on one request, in whatever thread: once it is stopped, its running query is interrupted and no other begins."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reason: LacunaError | None = None
        self._interrupts: set[Interrupt] = set()

    def stop(self, reason: LacunaError) -> None:
        """Stop the work, which then fails with the reason."""
        with self._lock:
            self._reason = self._reason or reason
        self.interrupt()

    def interrupt(self) -> None:
        """Interrupt what still runs of stopped work."""
        # To be repeated: an engine that is still compiling a query may forget that it was interrupted.
        with self._lock:
            for interrupt in self._interrupts if self._reason else ():
                interrupt()

    def check(self) -> None:
        """Raise the reason if the work was stopped."""
        if self._reason:
            raise self._reason

    @contextmanager
    def interruptible(self, interrupt: Interrupt) -> Iterator[None]:
        """Run a query that a call interrupts; an error of it is the reason if the work was stopped."""
        with self._lock:
            self._interrupts.add(interrupt)
        try:
            self.check()
            yield
        except Exception:
            self.check()
            raise
        finally:
            with self._lock:
                self._interrupts.discard(interrupt)


_CURRENT = ContextVar[Work | None]("lacuna_work", default=None)
"""The work of this context; a thread that is started for a request has the context of the request."""


def begin(work: Work | None) -> None:
    """Make some work, or none, that of this context."""
    _CURRENT.set(work)


def check() -> None:
    """Raise the reason if the work of this context was stopped."""
    if work := _CURRENT.get():
        work.check()


def interruptible(interrupt: Interrupt) -> AbstractContextManager[None]:
    """Run a query of the work of this context, as ``Work.interruptible`` does."""
    work = _CURRENT.get()
    return work.interruptible(interrupt) if work else nullcontext()
