"""Expensive requests wait in turns, are told to come back where too many wait, and end with their client or their time."""

import asyncio
import json
import socket
import threading
from contextlib import ExitStack
from itertools import combinations, islice
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.lanes import Lanes
from api.service import Service
from api.upkeep import _answer_ahead
from kg.answer.answer import answer
from kg.errors import Busy, ClientLeft, TookTooLong
from kg.questions.catalogue import read_catalogue
from kg.questions.reading import read_question
from kg.settings import Settings
from kg.stores import stopping
from kg.versions.home import Home
from loaders.pipeline import load
from tests.law.strategies import sized
from tests.support.http_servers import serving

QUESTIONS = sized(quick=12, full=48, thorough=60)
ENDLESS = "MATCH (a:Term), (b:Term), (c:Term) WHERE a.iri < b.iri AND b.iri < c.iri RETURN count(*) AS n"


async def stays():
    await asyncio.Event().wait()


async def leaves():
    return {"type": "http.disconnect"}


def lanes(places=1, per_client=1, waiting=10, patience=60.0) -> Lanes:
    return Lanes(places, per_client=per_client, waiting=waiting, patience=patience)


async def visit(of: Lanes, client: str, log: list[str], receive=stays) -> None:
    async with of.turn(client, receive):
        log.append(client)
        await asyncio.sleep(0)


def free_again(of: Lanes, places: int) -> bool:
    """Whether so many places can be had at a time."""

    async def take() -> bool:
        async with asyncio.timeout(5):
            for number in range(places):
                await of.enter(f"client {number}")
        return True

    return asyncio.run(take())


def test_clients_take_turns_whoever_sends_more():
    async def run() -> list[str]:
        log: list[str] = []
        await asyncio.gather(*(visit(of, client, log) for client in "aaaaabbc"))
        return log

    of = lanes()
    assert "".join(asyncio.run(run())) == "aabcabaa"
    assert free_again(of, 1)


def test_one_client_leaves_a_place_to_others():
    async def run() -> None:
        await of.enter("greedy")
        waiting = asyncio.ensure_future(of.enter("greedy"))
        await of.enter("other")
        assert not waiting.done()
        of.leave("greedy")
        await waiting

    of = lanes(places=2)
    asyncio.run(run())


def test_beyond_those_that_may_wait_the_next_comes_back():
    async def run() -> None:
        await of.enter("a")
        waiting = [asyncio.ensure_future(of.enter("a")) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await of.enter("a")
        another = asyncio.ensure_future(of.enter("b"))
        await asyncio.sleep(0)
        assert not another.done(), "another client may still wait"
        for each in (*waiting, another):
            each.cancel()

    of = lanes(waiting=3)
    asyncio.run(run())


@pytest.mark.parametrize("how", ["impatient", "cancelled", "left"])
def test_who_stops_waiting_takes_no_place(how):
    async def run() -> None:
        await of.enter("first")
        if how == "left":
            with pytest.raises(ClientLeft):
                await visit(of, "second", [], leaves)
        elif how == "impatient":
            with pytest.raises(Busy):
                await of.enter("second")
        else:
            second = asyncio.ensure_future(of.enter("second"))
            await asyncio.sleep(0)
            second.cancel()
        of.leave("first")

    of = lanes(patience=0.01 if how == "impatient" else 60)
    asyncio.run(run())
    assert free_again(of, 1)


@pytest.mark.parametrize("reason", [ClientLeft("It has left."), TookTooLong("Too long.")])
def test_a_query_of_stopped_work_is_interrupted(reason, dataset):
    work = stopping.Work()
    stop = threading.Timer(0.2, work.stop, (reason,))
    stopping.begin(work)
    try:
        stop.start()
        with pytest.raises(type(reason)):
            dataset._stores["cypher"].run(ENDLESS, {})
        with pytest.raises(type(reason)):  # and no other begins
            dataset.run(dataset.evidence().query(_question(dataset), ""))
    finally:
        stopping.begin(None)
    assert dataset.run(dataset.evidence().query(_question(dataset), ""))


def _question(dataset):
    return read_question(dataset.vocabulary, [("ai-method", "ai-method")])


def test_an_answer_that_takes_too_long_is_504(home_folder):
    with TestClient(create_app(Settings(home=home_folder, timeout=0.001))) as client:
        said = client.get("/gaps")
        assert (said.status_code, said.headers["content-type"]) == (504, "application/problem+json")
        assert "0.001 s" in said.json()["detail"]
        assert client.get("/health").status_code == 200


def questions(dataset, count: int):
    """Different questions of many conditions."""
    names = [facet.id for facet in dataset.vocabulary.charted_facets]
    for chosen, _ in zip(combinations(names, 12), range(count), strict=False):
        yield "/ask?" + "&".join(f"{name}={name}" for name in chosen)


@pytest.mark.parametrize("stay", [False, True])
@pytest.mark.server
def test_many_long_questions_hold_up_nobody(stay, home_folder, tmp_path, dataset):
    """Those whose client has left are not computed, the others wait in line: what is asked after them is not the last."""
    with serving(home_folder, tmp_path) as server:
        address = urlsplit(server.url)
        clients = []
        for path in questions(dataset, QUESTIONS):
            client = socket.create_connection((address.hostname, address.port))
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
            clients.append(client)
            if not stay:
                client.close()
        assert _status(address, "/health") == 200
        ended = [_entry(line) for line in list(server.lines)]
        before = [each for each in ended if each.get("path") == "/ask"]
        if stay:
            assert len(before) < QUESTIONS
        for client in clients:
            client.close()
        assert server.stop() == 0
        statuses = [each["status"] for each in map(_entry, server.lines) if each.get("path") == "/ask"]
    assert len(statuses) == QUESTIONS
    assert set(statuses) <= {200, 499, 503}
    assert statuses.count(499) > QUESTIONS // 2


@pytest.mark.server
def test_short_answers_wait_for_no_long_ones(home_folder, tmp_path, dataset):
    with serving(home_folder, tmp_path) as server, ExitStack() as opened:
        address = urlsplit(server.url)
        for path in questions(dataset, QUESTIONS):
            client = opened.enter_context(socket.create_connection((address.hostname, address.port)))
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
        for path in ("/gaps/gap_gmp_deployment", "/ask?unit-operation=coating", "/flow", "/studies?size=1"):
            assert _status(address, path) == 200
        ended = [
            each for each in map(_entry, list(server.lines)) if each.get("path") == "/ask" and "&" in each["query"]
        ]
        assert len(ended) < QUESTIONS, "the long ones came too early to show anything"


def test_stored_questions_are_answered_ahead_after_each_load(tmp_path, write_sheet, seed_rows):
    home = Home(tmp_path / "home")
    service, rooms = Service(home, dict(islice(read_catalogue().items(), 3))), lanes()

    async def run() -> None:
        await asyncio.to_thread(load, (str(write_sheet(seed_rows[:2])),), home)
        working = asyncio.create_task(_answer_ahead(service, rooms))
        async with asyncio.timeout(60):
            await _kept_rows(service, home.current())
            await asyncio.to_thread(load, (str(write_sheet(seed_rows[:3])),), home)
            await _kept_rows(service, home.current())
        working.cancel()

    asyncio.run(run())
    taken = service.take()
    before = len(taken.rows.cache or ())
    for stored in service.catalogue.values():
        answer(taken.evidence(), stored.read(taken.vocabulary), stored=stored)
    assert len(taken.rows.cache or ()) == before
    service.give_back(taken)
    service.close()


async def _kept_rows(service: Service, version: str) -> None:
    """Wait until the rows of some questions of a version are in memory, and for two seconds no others came."""
    kept, same = 0, 0
    while same < 20:
        await asyncio.sleep(0.1)
        now = 0
        if taken := service.take_open(version):
            now = len(taken.rows.cache or ())
            service.give_back(taken)
        same = same + 1 if 0 < now == kept else 0
        kept = now


def _status(address, path: str) -> int:
    with socket.create_connection((address.hostname, address.port), timeout=60) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
        return int(client.recv(64).split()[1])


def _entry(line: str) -> dict[str, Any]:
    return json.loads(line) if line.startswith("{") else {}
