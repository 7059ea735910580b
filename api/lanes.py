"""Bounded places for work that takes long, and work that ends when its client leaves or its time is over."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Future
from contextlib import asynccontextmanager
from threading import Lock
from typing import TypeVar

from starlette.types import Receive

from kg.errors import Busy, ClientLeft, LacunaError, TookTooLong
from kg.stores import stopping
from kg.stores.stopping import Work

_REPEAT = 0.05
"""Seconds after which work that was stopped and still runs is interrupted again."""

Result = TypeVar("Result")


class Lanes:
    """Places for so many requests at a time. Where all are taken, requests wait; clients take turns, whoever sends more."""

    def __init__(self, places: int, *, per_client: int, waiting: int, patience: float) -> None:
        """Make the places.

        Args:
            places: how many there are.
            per_client: how many of them one client may have.
            waiting: how many requests of one client may wait, of all clients four times as many.
            patience: how many seconds a request waits.
        """
        self._free, self._per_client, self._waiting, self.patience = places, per_client, waiting, patience
        self._lock = Lock()
        self._taken = Counter[str]()
        # Futures of threads, because an application may be asked in several event loops.
        self._queues: OrderedDict[str, deque[Future[None]]] = OrderedDict()  # whose turn is next comes first

    @asynccontextmanager
    async def turn(self, client: str, receive: Receive) -> AsyncIterator[None]:
        """A place, for as long as the context lasts.

        Raises:
            Busy: none becomes free in time, or too many requests wait already.
            ClientLeft: the client did not wait.
        """
        await unless_left(receive, self.enter(client), lambda _: self.leave(client))
        try:
            yield
        finally:
            self.leave(client)

    async def enter(self, client: str) -> None:
        """Take a place, which must be left.

        Raises:
            Busy: as ``turn``.
        """
        with self._lock:
            queue = self._queues.get(client, ())
            if len(queue) >= self._waiting or sum(map(len, self._queues.values())) >= 4 * self._waiting:
                raise Busy("Too many requests wait. Ask again in a moment.")
            place = Future[None]()
            self._queues.setdefault(client, deque()).append(place)
            self._admit()
        try:
            async with asyncio.timeout(self.patience):
                await asyncio.wrap_future(place)
        except BaseException as error:
            # Cancelled or not, it may have been let in just now.
            if not place.cancel() and not place.cancelled():
                self.leave(client)
            else:
                self._forget(client, place)
            if isinstance(error, TimeoutError):
                raise Busy(f"No place became free within {self.patience:g} s. Ask again in a moment.") from None
            raise

    def leave(self, client: str) -> None:
        """Leave a place to whose turn it is."""
        with self._lock:
            self._free += 1
            self._taken[client] -= 1
            self._taken += Counter()  # keeps only those that have places
            self._admit()

    def _admit(self) -> None:
        """Let in who can be, one of each client in turn; the caller holds the lock."""
        while self._free:
            client = next((each for each in self._queues if self._taken[each] < self._per_client), None)
            if client is None:
                return
            queue = self._queues.pop(client)
            place = queue.popleft()
            if queue:
                self._queues[client] = queue  # at the end
            if place.set_running_or_notify_cancel():
                self._free -= 1
                self._taken[client] += 1
                place.set_result(None)

    def _forget(self, client: str, place: "Future[None]") -> None:
        with self._lock:
            queue = self._queues.get(client)
            if queue and place in queue:
                queue.remove(place)
            if queue is not None and not queue:
                self._queues.pop(client, None)


async def unless_left(
    receive: Receive, work: Coroutine[None, None, Result], undo: Callable[[Result], object]
) -> Result:
    """The result of some work, which is cancelled if the client leaves; ``undo`` takes a result that nobody gets.

    Raises:
        ClientLeft: the client has left.
    """
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_left(receive))
    try:
        # Reading on is the only way to notice that a client has left.
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientLeft
        return working.result()
    except asyncio.CancelledError:
        # Cancelled just as the work was done.
        if working.done() and not working.cancelled() and not working.exception():
            undo(working.result())
        raise
    finally:
        working.cancel()
        leaving.cancel()


@asynccontextmanager
async def stoppable(receive: Receive, seconds: float) -> AsyncIterator[None]:
    """Make what is done within the context, in threads too, work that stops when the client leaves or the time is over."""
    work = Work()
    watching = asyncio.create_task(_stop(receive, work, seconds))
    stopping.begin(work)
    try:
        yield
    finally:
        stopping.begin(None)
        watching.cancel()


async def _stop(receive: Receive, work: Work, seconds: float) -> None:
    reason: LacunaError = ClientLeft("The client has left.")
    try:
        async with asyncio.timeout(seconds):
            await _left(receive)
    except TimeoutError:
        reason = TookTooLong(f"This took longer than {seconds:g} s. Ask for less, or of fewer reviews.")
    work.stop(reason)
    while True:
        await asyncio.sleep(_REPEAT)
        work.interrupt()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
