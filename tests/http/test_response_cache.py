"""Replies are cached, and each is computed once however many clients want it at the same time."""

import asyncio
import time
from collections import Counter

import httpx2
import pytest

from api.app import create_app
from api.http.response_cache import CachedReply, ResponseCache
from kg.settings import Settings
from kg.stores.ladybug import EMBEDDED, LadybugStore

GIVEN = CachedReply(b"four", "text/plain", {})


async def _compute(replies: ResponseCache, log: list[str], given: CachedReply | None = GIVEN) -> bytes:
    """What a request does: its turn, or what was kept."""
    async with replies.turn("name") as known:
        if known:
            return known.content
        log.append("begin")
        await asyncio.sleep(0.01)
        if given is None:
            raise OSError
        replies.keep("name", given)
        log.append("end")
        return given.content


async def _all(count, replies, log, given=GIVEN):
    return await asyncio.gather(*(_compute(replies, log, given) for _ in range(count)), return_exceptions=True)


def test_one_computes_and_the_others_wait():
    replies, log = ResponseCache(100), list[str]()
    assert asyncio.run(_all(20, replies, log)) == [b"four"] * 20
    assert log == ["begin", "end"]
    assert asyncio.run(_all(1, replies, log)) == [b"four"], "another event loop has it as well"
    assert log == ["begin", "end"]


def test_what_does_not_fit_is_computed_by_all_waiting_at_once():
    replies, log = ResponseCache(3), list[str]()
    assert asyncio.run(_all(5, replies, log)) == [b"four"] * 5
    assert log == ["begin", "end", *["begin"] * 4, *["end"] * 4]


def test_an_error_is_everybodys_and_takes_nobodys_turn_later():
    replies, log = ResponseCache(100), list[str]()
    assert [type(each) for each in asyncio.run(_all(5, replies, log, None))] == [OSError] * 5
    assert log == ["begin"] * 5
    assert asyncio.run(_all(2, replies, log)) == [b"four"] * 2
    assert log[5:] == ["begin", "end"]


def test_who_goes_away_while_waiting_ends_nothing():
    async def run():
        first = asyncio.create_task(_compute(replies, log))
        second, third = asyncio.create_task(_compute(replies, log)), asyncio.create_task(_compute(replies, log))
        await asyncio.sleep(0)
        second.cancel()
        return await asyncio.gather(first, second, third, return_exceptions=True)

    replies, log = ResponseCache(100), list[str]()
    first, second, third = asyncio.run(run())
    assert (first, type(second), third) == (b"four", asyncio.CancelledError, b"four")
    assert log == ["begin", "end"]


class CountingStore:
    """An embedded store that counts its queries."""

    engine, language = LadybugStore.engine, LadybugStore.language

    def __init__(self, store: LadybugStore, ran: Counter[str]) -> None:
        self.store, self.ran = store, ran
        self.confirm, self.close = store.confirm, store.close

    def run(self, text, parameters):
        self.ran[repr((text, parameters))] += 1
        time.sleep(0.002)  # the others have arrived by then
        return self.store.run(text, parameters)


class CountingEngine:
    """The embedded engine, with stores that count."""

    name = EMBEDDED.name

    def __init__(self) -> None:
        self.ran = Counter[str]()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def open(self, stored):
        return CountingStore(EMBEDDED.open(stored), self.ran)


@pytest.mark.parametrize("path", ["/gaps?tag=audit", "/matrix?rows=twin-label&columns=integration-level"])
@pytest.mark.slow
def test_many_clients_of_one_cold_answer_run_its_queries_once(path, home_folder):
    async def ask(count):
        transport = httpx2.ASGITransport(create_app(Settings(home=home_folder), engine))
        async with httpx2.AsyncClient(transport=transport, base_url="http://here") as client:
            said = await asyncio.gather(*(client.get(path) for _ in range(count)))
        return {(each.status_code, each.content) for each in said}

    engine = CountingEngine()
    alone = asyncio.run(ask(1))
    needed = engine.ran.copy()
    engine.ran.clear()
    assert asyncio.run(ask(30)) == alone
    assert engine.ran == needed
    assert len(needed) > 0
