"""Pool of the worker processes that answer SPARQL."""

# A worker is bound to one stored version, so no answer mixes versions. It is killed, and a new one started when next needed,
# whenever its answer was not completed: too slow, too large, or the client has left.

import asyncio
from functools import partial
from pathlib import Path

from api.sparql.answer import StreamedAnswer
from api.sparql.worker import Worker
from kg.errors import Busy, StoreFailed
from kg.settings import Settings
from kg.stores.sparql_worker import SparqlRequest

PATIENCE = 2
"""Seconds that a query waits for a free worker."""


class Workers:
    """Starts as many workers as are needed, up to the number in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._places = asyncio.Semaphore(settings.sparql_workers)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()

    async def ask(self, folder: Path, request: SparqlRequest) -> StreamedAnswer:
        """The answer to a query once its first piece has arrived; the caller must close it.

        Args:
            folder: the RDF of the version that is queried.
            request: the query.

        Raises:
            Busy: no worker becomes free in time.
            StoreFailed: no worker can be started, or the version cannot be opened or read.
            BadQuery: Oxigraph cannot parse or evaluate the query, or a graph of its dataset is not stored.
            NotAcceptable: the answer has no media type that the client accepts.
            TooSlow, TooLarge: the query took too much time or memory.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                await self._places.acquire()
        except TimeoutError:
            raise Busy(f"All {self._settings.sparql_workers} workers are busy. Ask again in a moment.") from None
        try:
            worker = self._take(folder)
        except OSError as error:
            self._places.release()
            raise StoreFailed(f"No worker could be started: {error}.") from error
        answer = StreamedAnswer(worker, self._settings, partial(self._give_back, worker))
        try:
            await worker.started()
            await answer.begin(request)
        except BaseException:
            answer.close()
            raise
        return answer

    def _give_back(self, worker: Worker, whole: bool) -> None:
        """Free a worker for the next query if its answer is complete, otherwise end it."""
        self._busy.discard(worker)
        if whole:
            self._idle.append(worker)
        else:
            worker.kill()
        self._places.release()

    def close(self) -> None:
        """End all workers; answers that are still being read break off."""
        while self._idle:
            self._idle.pop().kill()
        for worker in self._busy:
            worker.process.kill()

    def _take(self, folder: Path) -> Worker:
        """A worker for a version: an idle one, or a new one, for which an idle one of another version may be ended."""
        for ended in [each for each in self._idle if each.process.poll() is not None or not each.files.unchanged()]:
            self._idle.remove(ended)
            ended.kill()
        worker = next((each for each in self._idle if each.folder == folder), None)
        if worker is None:
            if len(self._idle) + len(self._busy) >= self._settings.sparql_workers:
                self._idle.pop(0).kill()
            worker = Worker(folder, self._settings)
        else:
            self._idle.remove(worker)
        self._busy.add(worker)
        return worker
