"""Pool of the worker processes that answer SPARQL."""

# A worker is bound to one stored version, so no answer mixes versions. It is killed, and a new one started when next needed,
# whenever its answer was not completed: too slow, too large, or the client has left.

# Where all workers are busy with long queries and somebody waits, one of them is stopped: so short queries always find a worker,
# and a long one runs on as long as nobody needs its place. With a single worker, every other query ends a long one.

import asyncio
from collections import Counter
from functools import partial
from pathlib import Path

from api.lanes import Lanes
from api.sparql.answer import StreamedAnswer
from api.sparql.worker import Worker
from kg.errors import StoreFailed, TooLarge
from kg.settings import Settings
from kg.stores.sparql_worker import SparqlRequest

PATIENCE = 10
"""Seconds that a query waits for a free worker: long enough for several long ones before it to be stopped."""
SHORT = 1.5
"""Seconds after which a query is a long one."""

_LOOK_AGAIN = 0.1
_WAITING = 64


class Workers:
    """Starts as many workers as are needed, up to the number in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._most = settings.sparql_workers
        self._lanes = Lanes(self._most, per_client=self._most, waiting=_WAITING, patience=PATIENCE)
        self._idle: list[Worker] = []
        self._busy: dict[Worker, StreamedAnswer] = {}

    async def ask(self, folder: Path, request: SparqlRequest, client: str = "") -> StreamedAnswer:
        """The answer to a query once its first piece has arrived; the caller must close it.

        Args:
            folder: the RDF of the version that is queried.
            request: the query.
            client: who asks; of several that wait, each gets a worker in turn.

        Raises:
            Busy: no worker becomes free in time, or the query was long and others waited.
            StoreFailed: no worker can be started, or the version cannot be opened or read.
            BadQuery: Oxigraph cannot parse or evaluate the query, or a graph of its dataset is not stored.
            NotAcceptable: the answer has no media type that the client accepts.
            TooSlow, TooLarge: the query took too much time or memory.
        """
        making_room = asyncio.create_task(self._make_room())
        try:
            await self._lanes.enter(client)
        finally:
            making_room.cancel()
        try:
            worker, is_new = self._take(folder)
        except OSError as error:
            self._lanes.leave(client)
            raise StoreFailed(f"No worker could be started: {error}.") from error
        answer = StreamedAnswer(worker, self._settings, partial(self._give_back, worker, client), client)
        self._busy[worker] = answer
        try:
            await worker.started()
            await answer.begin(request)
        except TooLarge:
            # A worker that somebody killed while it was idle may look alive until its last thread has ended.
            was_killed = not is_new and await worker.was_killed()
            answer.close()
            if was_killed:
                return await self.ask(folder, request, client)
            raise
        except BaseException:
            answer.close()
            raise
        return answer

    def _give_back(self, worker: Worker, client: str, whole: bool) -> None:
        """Free a worker for the next query if its answer is complete, otherwise end it."""
        del self._busy[worker]
        if whole:
            self._idle.append(worker)
        else:
            worker.kill()
        self._lanes.leave(client)

    def close(self) -> None:
        """End all workers; answers that are still being read break off."""
        while self._idle:
            self._idle.pop().kill()
        for worker in self._busy:
            worker.process.kill()

    async def _make_room(self) -> None:
        """While somebody waits, stop a long query whenever all are: of who has most, the one that began last."""
        while True:
            until = asyncio.get_running_loop().time() - SHORT
            long = [answer for answer in self._busy.values() if answer.begun < until]
            if len(long) == self._most and not any(answer.stopped for answer in long):
                running = Counter(answer.client for answer in long)
                max(long, key=lambda answer: (running[answer.client], answer.begun)).stop()
            await asyncio.sleep(_LOOK_AGAIN)

    def _take(self, folder: Path) -> tuple[Worker, bool]:
        """A worker for a version and whether it is new: else an idle one. For a new one another version's may be ended."""
        for ended in [each for each in self._idle if each.process.poll() is not None or not each.files.unchanged()]:
            self._idle.remove(ended)
            ended.kill()
        for worker in self._idle:
            if worker.folder == folder:
                self._idle.remove(worker)
                return worker, False
        if len(self._idle) + len(self._busy) >= self._most:
            self._idle.pop(0).kill()
        return Worker(folder, self._settings), True
