"""What the service does besides answering: it answers the stored questions before anybody asks, and returns memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import run_sync

from api.lanes import Lanes
from api.service import Service
from kg.answer.answer import answer
from kg.errors import Busy, LacunaError
from kg.evaluation.tabulated import for_a_list
from kg.garbage_collection import exempt_all, return_memory
from kg.questions.catalogue import StoredQuestion

_LOOK = 1
"""Seconds between two looks for a new version."""
_AFTER_ERROR = 60
_RETURN = 5
"""Seconds after which memory that is free again is returned."""
_IDLE = 30
"""Seconds after which a version that is not current is closed if nobody has asked it."""
_ITSELF = "the service"
"""What the service is called where clients take turns."""


@asynccontextmanager
async def upkeep(service: Service, lanes: Lanes, *, ahead: bool) -> AsyncIterator[None]:
    """Keep up the service of a process that does nothing else, for as long as the context lasts.

    Args:
        service: the service.
        lanes: places, for which it takes turns with the clients.
        ahead: whether the stored questions of each version that becomes current are answered.
    """
    exempt_all()
    tasks = [asyncio.create_task(_return_memory(service))]
    if ahead:
        tasks.append(asyncio.create_task(_answer_ahead(service, lanes)))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def _return_memory(service: Service) -> None:
    # The C library keeps what large answers took.
    while True:
        await asyncio.sleep(_RETURN)
        await run_sync(service.close_idle, _IDLE)
        await run_sync(service.rest, _RETURN)
        await run_sync(return_memory)


async def _answer_ahead(service: Service, lanes: Lanes) -> None:
    # So that the rows are in memory when /gaps is asked, which alone would have to wait for hundreds of queries.
    done = ""
    while True:
        try:
            version = await run_sync(service.home.current)
            if version != done:
                for stored in service.catalogue.values():
                    await _in_turn(service, lanes, version, stored)
                done = version
        except LacunaError:  # who asks is told; what cannot be read now may be whole later
            await asyncio.sleep(_AFTER_ERROR)
        await asyncio.sleep(_LOOK)


async def _in_turn(service: Service, lanes: Lanes, version: str, stored: StoredQuestion) -> None:
    while True:
        try:
            await lanes.enter(_ITSELF)
        except Busy:
            await asyncio.sleep(_LOOK)
            continue
        try:
            await run_sync(_answer, service, version, stored)
        finally:
            lanes.leave(_ITSELF)
        return


def _answer(service: Service, version: str, stored: StoredQuestion) -> None:
    dataset = service.take(version)
    try:
        evidence = dataset.evidence()
        for_a_list(evidence)  # whose edges answers to single questions then find, too
        answer(evidence, stored.read(dataset.vocabulary), stored=stored)
    finally:
        service.give_back(dataset)
