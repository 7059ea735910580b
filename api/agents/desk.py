"""Where the work of tools is done: on a version in use, in the places and within the time of the HTTP routes."""

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from anyio import CancelScope
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.types import Message, Receive

from api.dependencies import client_of, hash_of, in_use
from api.lanes import Lanes, stoppable
from api.service import Service
from kg.errors import BadQuestion, NotFound
from kg.ontology.vocabulary import Vocabulary
from kg.questions.catalogue import Catalogue
from kg.rdf.iris import PROJECT
from kg.versions.dataset import Dataset
from kg.versions.evidence import EvidenceBase

_OFFERED = 10
"""The most reviews that are offered instead of one that is not loaded."""

Result = TypeVar("Result")


class Source(NamedTuple):
    """What a tool answers from: a version, the stored questions that it can be asked, and what permalinks begin with."""

    dataset: Dataset
    catalogue: Catalogue
    base: str

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of the version."""
        return self.dataset.vocabulary

    def evidence(self, reviews: Sequence[str]) -> EvidenceBase:
        """The evidence base of reviews, by default all.

        Raises:
            BadQuestion: one is not loaded; those that are, are named.
        """
        try:
            return self.dataset.evidence(reviews)
        except NotFound as error:
            loaded = error.nearest or self.dataset.reviews[:_OFFERED]
            raise BadQuestion("reviews", error.value, "is not a review that is loaded", loaded) from None

    def permalink(self, href: str) -> str:
        """The whole address of an answer in this version, by its canonical address."""
        if "version=" not in href:
            href = f"{href}{'&' if '?' in href else '?'}version={self.dataset.version}"
        return f"{self.base}{href}"


class Wanted(NamedTuple):
    """What work needs: a version by its name, and whether it takes long."""

    version: str | None = None
    takes_long: bool = False


class Desk:
    """The places of a service for the work of tools."""

    def __init__(self, service: Service, lanes: Lanes, long_lanes: Lanes, seconds: float) -> None:
        """Share the places with whoever else has them.

        Args:
            service: the service.
            lanes: places for answers.
            long_lanes: places for those that take long.
            seconds: the time that an answer may take.
        """
        self._service, self._lanes, self._long_lanes, self._seconds = service, lanes, long_lanes, seconds

    async def do(self, work: Callable[[Source], Result], wanted: Wanted, request: Request | None) -> Result:
        """The result of some work, which ends when its client leaves, or where it is cancelled.

        Args:
            work: the work, done in a thread.
            wanted: what it needs.
            request: the HTTP request that it is for; None over stdio.

        Raises:
            LacunaError: as the routes.
        """
        left = asyncio.Event()

        async def until_cancelled() -> Message:
            await left.wait()
            return {"type": "http.disconnect"}

        receive = request.receive if request else until_cancelled
        # A task of its own: a thread cannot be cancelled, and what it uses may be given back only when it has ended.
        doing = asyncio.create_task(self._do(work, wanted, request, receive))
        try:
            return await asyncio.shield(doing)
        except asyncio.CancelledError:
            left.set()
            with CancelScope(shield=True):
                await asyncio.wait([doing])
                doing.exception()  # nobody gets it, so asyncio should not complain that nobody did
            raise

    async def _do(
        self, work: Callable[[Source], Result], wanted: Wanted, request: Request | None, receive: Receive
    ) -> Result:
        client = client_of(request) if request else "stdio"
        base = str(request.base_url).rstrip("/") if request else str(PROJECT)
        version = await hash_of(self._service, wanted.version)
        lanes = self._long_lanes if wanted.takes_long else self._lanes
        async with (
            in_use(self._service, version, self._lanes, client, receive) as dataset,
            lanes.turn(client, receive),
            stoppable(receive, self._seconds),
        ):
            return await run_sync(self._from, work, dataset, base)

    def _from(self, work: Callable[[Source], Result], dataset: Dataset, base: str) -> Result:
        return work(Source(dataset, dataset.catalogue(self._service.catalogue), base))
