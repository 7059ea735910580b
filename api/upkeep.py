"""What the service does besides answering: it answers the stored questions before anybody asks, and returns memory."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from anyio.to_thread import run_sync

from api.lanes import Lanes
from api.service import Service
from kg.answer.answer import answer
from kg.answer.kept.listing import are_kept, listed
from kg.errors import Busy, LacunaError
from kg.evaluation.tabulated import for_a_list
from kg.garbage_collection import exempt_all, return_memory
from kg.questions.catalogue import StoredQuestion
from kg.versions.dataset import Dataset

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
    # So that the list of answers is kept, and the rows are in memory, when /gaps is asked, which else would have to wait.
    done = ""
    while True:
        try:
            version = await run_sync(service.home.current)
            if version != done:
                await _in_turn(service, lanes, version, partial(_list, service))
                for stored in service.catalogue.values():
                    await _in_turn(service, lanes, version, partial(_answer, stored))
                done = version
        except LacunaError:  # who asks is told; what cannot be read now may be whole later
            await asyncio.sleep(_AFTER_ERROR)
        await asyncio.sleep(_LOOK)


async def _in_turn(service: Service, lanes: Lanes, version: str, work: Callable[[Dataset], object]) -> None:
    while True:
        try:
            await lanes.enter(_ITSELF)
        except Busy:
            await asyncio.sleep(_LOOK)
            continue
        try:
            await run_sync(_with_version, service, version, work)
        finally:
            lanes.leave(_ITSELF)
        return


def _with_version(service: Service, version: str, work: Callable[[Dataset], object]) -> None:
    dataset = service.take(version)
    try:
        work(dataset)
    finally:
        service.give_back(dataset)


def _list(service: Service, dataset: Dataset) -> None:
    evidence = dataset.evidence()
    if are_kept(evidence):
        listed(service.home, evidence, dataset.catalogue(service.catalogue).values())


def _answer(stored: StoredQuestion, dataset: Dataset) -> None:
    evidence = dataset.evidence()
    # Whose edges answers to single questions then find, too; of more studies the rows would not stay in memory.
    if for_a_list(evidence) is not evidence:
        answer(evidence, stored.read(dataset.vocabulary), stored=stored)
