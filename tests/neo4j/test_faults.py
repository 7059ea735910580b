"""Whatever happens to a push, readers see a whole version, nothing is lost, and the next push completes."""

import pickle
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count

import pytest

from kg.errors import BadSetting, OtherVersion, StoreFailed, TookTooLong
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.paths import ROOT
from kg.query.cypher import compile_question
from kg.review.model import Study
from kg.settings import Settings
from kg.stores.neo4j.connection import Neo4j, check_release
from kg.stores.neo4j.memory import parse_size
from kg.stores.neo4j.push import verify
from kg.stores.neo4j.reading import differing
from tests.law.strategies import sized
from tests.support.neo4j_content import OPERATIONS, connect, large, on, push_to, store_of
from tests.support.neo4j_servers import PASSWORD, Server, wipe

STUDIES = 200
KILLS = sized(quick=2, full=10, thorough=20)

# Pushes the two variants of a large review by turns, from a line that arrives until it is killed.
PUSHER = """
import pickle, sys
from pathlib import Path
from tests.support.neo4j_content import SILENT, connect
from tests.support.neo4j_servers import Server
from kg.stores.neo4j.push import push
uri, username, password, file, first = sys.argv[1:]
variants = pickle.loads(Path(file).read_bytes())
print("ready", flush=True)
sys.stdin.readline()
with connect(Server(uri, username, password or None)) as server:
    for number in range(int(first), 1000):
        push(server, variants[number % 2], SILENT)
"""


@pytest.fixture(scope="module")
def variants():
    return [large(operation, STUDIES) for operation in OPERATIONS]


@pytest.fixture(scope="module")
def questions():
    vocabulary = read_vocabulary(read_ontology())
    return [compile_question(vocabulary, on(operation), ["large"], "") for operation in OPERATIONS]


@pytest.fixture
def server(neo4j):
    with connect(neo4j) as server:
        yield server


@pytest.fixture
def protected(own_neo4j):
    """A running Neo4j that asks for a password and may be stopped, with an empty database."""
    own_neo4j.start()
    server = Server(own_neo4j.uri, password=PASSWORD)
    wipe(server)
    return server


def certain(server: Neo4j, variants, questions) -> list[list[int] | None]:
    """For each variant, how many studies are about each operation, or None where the server does not hold it."""
    found: list[list[int] | None] = []
    for variant in variants:
        store = store_of(server, variant)
        try:
            found.append([len(store.run(question.text, question.parameters)) for question in questions])
        except OtherVersion:
            found.append(None)
    return found


WHOLE: tuple[list[list[int] | None], ...] = ([[STUDIES, 0], None], [None, [0, STUDIES]])


# --- Readers --------------------------------------------------------------------------------------------------------


def test_nobody_sees_half_of_a_push(server, neo4j, variants, questions):
    push_to(server, variants[0])
    stop = threading.Event()
    seen: list[list[list[int] | None]] = []
    wrong: list[BaseException] = []

    def look() -> None:
        with connect(neo4j) as reader:
            while not stop.is_set():
                try:
                    seen.append(certain(reader, variants, questions))
                except BaseException as error:  # noqa: BLE001 - shown below
                    wrong.append(error)
                    return

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(1, 7):
        push_to(server, variants[number % 2])
    stop.set()
    reader.join()
    assert wrong == []
    answers = [answer for pair in seen for answer in pair]
    # Asked one after the other, the two variants may both be answered, or neither; but each answer is whole.
    assert {str(answer) for answer in answers} == {str([STUDIES, 0]), str([0, STUDIES]), str(None)}


def test_a_question_cannot_write_and_cannot_run_for_ever(neo4j, variants):
    with connect(neo4j, timeout=2) as server:
        push_to(server, variants[0])
        store = store_of(server, variants[0])
        with pytest.raises(StoreFailed, match="read access mode"):
            store.run("CREATE (n:Study) RETURN n.iri AS study", {})
        with pytest.raises(TookTooLong, match="LACUNA_TIMEOUT"):
            store.run("MATCH (a), (b), (c), (d) RETURN count(a.iri + b.iri + c.iri + d.iri) AS n", {})
        with pytest.raises(ValueError, match="parameters"):
            store.run("MATCH (r:Review) WHERE r.id = $review RETURN r.id AS study", {})
        assert verify(server, variants[0])[1] == []


# --- Pushers --------------------------------------------------------------------------------------------------------


def test_a_killed_push_leaves_a_whole_version(server, neo4j, variants, questions, tmp_path):
    file = tmp_path / "variants"
    file.write_bytes(pickle.dumps(variants))
    for variant in (*variants, *variants, variants[0]):
        began = time.monotonic()
        push_to(server, variant)
        took = time.monotonic() - began
    dice = random.Random(20)
    landed = set()
    for _ in range(KILLS):
        held = certain(server, variants, questions)
        assert held in WHOLE
        first = str(1 if held == WHOLE[0] else 2)
        arguments = (neo4j.uri, neo4j.username, neo4j.password or "", str(file), first)
        with subprocess.Popen(
            [sys.executable, "-c", PUSHER, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        ) as pusher:
            assert pusher.stdout
            assert pusher.stdout.readline() == b"ready\n"
            assert pusher.stdin
            pusher.stdin.write(b"go\n")
            pusher.stdin.flush()
            time.sleep(dice.uniform(0.1, 2 * took + 0.5))
            pusher.send_signal(signal.SIGKILL)
        after = certain(server, variants, questions)
        assert after in WHOLE
        landed.add(str(after))
    for variant in variants:
        assert not differing(push_to(server, variant).ledger)
        assert verify(server, variant)[1] == []
    assert len(landed) == 2, "no kill came before a push was through, or none after it"


def test_the_notice_of_a_dead_push_stops_nobody(server, variants, questions):
    push_to(server, variants[0])
    with server.session(write=True) as session:
        session.run("MATCH (g:LacunaGuard) SET g.committing = 'dead'").consume()
    assert certain(server, variants, questions) == WHOLE[0]
    assert push_to(server, variants[0]).created == 0
    with server.session() as session:
        guard = session.run("MATCH (g:LacunaGuard) RETURN g.committing AS c, g.pushes AS n").single(strict=True).data()
    assert guard == {"c": None, "n": 2}


def test_readers_wait_for_a_commit_that_goes_on(neo4j, variants):
    with connect(neo4j, timeout=1) as server:
        push_to(server, variants[0])
        with server.session(write=True) as session:
            session.run("MATCH (g:LacunaGuard) SET g.committing = 'alive'").consume()
            with session.begin_transaction(metadata={"lacuna_push": "alive"}) as tx:
                tx.run("CREATE (:Note)").consume()
                with pytest.raises(TookTooLong, match="Somebody has been pushing"):
                    store_of(server, variants[0]).confirm()
        store_of(server, variants[0]).confirm()


def test_two_pushes_at_once_follow_each_other(server, neo4j, variants):
    done, wrong = [], []

    def work(number: int) -> None:
        try:
            with connect(neo4j) as mine:
                done.append(push_to(mine, variants[number % 2]))
        except BaseException as error:  # noqa: BLE001 - shown below
            wrong.append(error)

    pushers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for pusher in pushers:
        pusher.start()
    for pusher in pushers:
        pusher.join()
    assert wrong == []
    assert all(not differing(each.ledger) for each in done)
    with server.session() as session:
        assert session.run("MATCH (d:LacunaDataset) RETURN count(d) AS n").single(strict=True)["n"] == 1
    held = [variant for variant in variants if not _refused(server, variant)]
    assert len(held) == 1
    assert verify(server, held[0])[1] == []


def _refused(server: Neo4j, variant) -> bool:
    try:
        store_of(server, variant).confirm()
    except OtherVersion:
        return True
    return False


# --- Servers and wires ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_a_server_lost_in_a_push_comes_back_with_a_whole_version(how, own_neo4j, protected, variants, questions):
    with connect(protected) as server:
        push_to(server, variants[0])
        down = threading.Timer(1.0, getattr(own_neo4j, how))
        down.start()
        with pytest.raises(StoreFailed, match=r"No Neo4j answers|failed|not available"):
            _push_for_ever(server, variants)
        down.join()
    own_neo4j.start()
    with connect(protected) as server:
        assert certain(server, variants, questions) in WHOLE
        for variant in variants:
            push_to(server, variant)
            assert verify(server, variant)[1] == []


def _push_for_ever(server: Neo4j, variants) -> None:
    for number in count(1):
        push_to(server, variants[number % 2])


@contextmanager
def wire(port: int, cut_after: int, cuts: int) -> Iterator[int]:
    """A port that leads to another one; the first so many connections break after so many bytes towards the server."""
    listener = socket.create_server(("127.0.0.1", 0))
    left = [cuts]

    def pipe(source: socket.socket, target: socket.socket, limit: float) -> None:
        passed = 0
        with suppress(OSError):
            while passed < limit and (data := source.recv(65536)):
                target.sendall(data)
                passed += len(data)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def serve(near: socket.socket) -> None:
        with near, socket.create_connection(("127.0.0.1", port)) as far:
            limit = float("inf")
            back = threading.Thread(target=pipe, args=(far, near, float("inf")))
            back.start()
            if left[0]:
                limit = cut_after
            pipe(near, far, limit)
            if limit != float("inf"):
                left[0] -= 1
            back.join()

    def accept() -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(near,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


@pytest.mark.parametrize(("cuts", "through"), [(1, True), (100, False)])
def test_a_connection_that_is_cut_is_tried_again_a_few_times(cuts, through, server, neo4j, variants):
    push_to(server, variants[0])
    port = int(neo4j.uri.rpartition(":")[2])
    with wire(port, cut_after=30_000, cuts=cuts) as near, connect(Server(f"bolt://127.0.0.1:{near}")) as cut:
        if through:
            assert push_to(cut, variants[1]).created > STUDIES
        else:
            with pytest.raises(StoreFailed):
                push_to(cut, variants[1])
    held = variants[1] if through else variants[0]
    assert verify(server, held)[1] == []


# --- What is refused, and how it is said ------------------------------------------------------------------------------


def test_a_push_that_needs_too_much_memory_is_refused(start_neo4j, variants):
    local = start_neo4j(settings={"dbms.memory.transaction.total.max": "10m"})
    with connect(Server(local.uri)) as server:
        with pytest.raises(StoreFailed, match=r"dbms\.memory\.transaction\.total\.max allows 10 MiB"):
            push_to(server, variants[0])
        # Few nodes, but large ones: the estimate, which is by their number, lets them pass, and the server breaks off.
        bulky = [Study(f"bulky-{number}", (), title="x" * 2**19) for number in range(60)]
        began = time.monotonic()
        with pytest.raises(StoreFailed, match="too little memory"):
            push_to(server, large(OPERATIONS[0], 1, further=bulky))
        assert time.monotonic() - began < 60, "an error for lack of memory calls itself transient, but is not"
        with server.session() as session:
            assert session.run("MATCH (n) RETURN count(n) AS n").single(strict=True)["n"] == 0


def test_sizes_are_read_as_neo4j_writes_them():
    assert [parse_size(text) for text in ("716.80MiB", "1g", "0B", "512m", "2.80GiB", "unknown")] == [
        751619276, 2**30, 0, 2**29, 3006477107, 0,
    ]  # fmt: skip


def test_wrong_password_and_missing_database_are_said(protected, lacuna):
    right = {"NEO4J_PASSWORD": protected.password}
    given = {"NEO4J_URI": protected.uri, "NEO4J_USERNAME": "neo4j", "LACUNA_GRAPH": "neo4j"}
    for wrong, said in (
        ({}, "NEO4J_PASSWORD"),
        ({"NEO4J_PASSWORD": "wrong-password"}, "refuses user 'neo4j'. Check NEO4J_USERNAME and NEO4J_PASSWORD."),
        (right | {"NEO4J_DATABASE": "nowhere"}, "nowhere"),
    ):
        for command in ("push", "gaps"):
            refused = lacuna(command, env=given | wrong)
            assert refused.returncode == 3
            assert said in refused.stderr
            assert "Traceback" not in refused.stderr
            assert "wrong-password" not in refused.stderr
    assert lacuna("push", env=given | right).returncode == 0
    routed = given | right | {"NEO4J_URI": protected.uri.replace("bolt://", "neo4j://")}
    assert lacuna("gaps", env=routed | {"NEO4J_DATABASE": "neo4j"}).returncode == 0


def test_a_server_that_is_only_read_answers_and_takes_nothing(start_neo4j, lacuna, tmp_path, write_sheet, seed_rows):
    local = start_neo4j()
    env = {"NEO4J_URI": local.uri, "LACUNA_GRAPH": "neo4j"}
    assert lacuna("push", env=env).returncode == 0
    answer = lacuna("ask", "gap_raman_deep_learning", "--json", env=env)
    local.stop()
    local.settings = {**local.settings, "server.databases.default_to_read_only": "true"}
    local.start()
    assert lacuna("ask", "gap_raman_deep_learning", "--json", env=env).stdout == answer.stdout
    assert lacuna("push", "--verify", env=env).returncode == 0
    other = tmp_path / "other"
    assert lacuna("load", str(write_sheet(seed_rows[:2])), home=other).returncode == 0
    began = time.monotonic()
    refused = lacuna("push", home=other, env=env)
    assert (refused.returncode, refused.stdout) == (3, "")
    assert f"{local.uri} only lets its database be read" in refused.stderr
    assert "default_to_read_only" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert time.monotonic() - began < 30, "that is no error to try again"


def test_no_server_and_no_address_are_said(lacuna):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    nobody = {"NEO4J_URI": f"bolt://localhost:{free}"}
    for command in (("push",), ("push", "--verify"), ("gaps",)):
        refused = lacuna(*command, env=nobody | {"LACUNA_GRAPH": "neo4j"})
        assert refused.returncode == 3
        assert "No Neo4j answers" in refused.stderr
        assert "make neo4j" in refused.stderr
    wrong = lacuna("push", "http://localhost:7474")
    assert (wrong.returncode, "NEO4J_URI=http://localhost:7474" in wrong.stderr) == (BadSetting.exit_code, True)
    with pytest.raises(StoreFailed, match="No Neo4j answers"), Neo4j(Settings(neo4j_uri=nobody["NEO4J_URI"])) as server:
        server.session()


def test_a_server_that_is_too_old_is_refused():
    for agent in ("Neo4j/4.4.38", "Neo4j/5.25.1"):
        with pytest.raises(StoreFailed, match="too old"):
            check_release(agent, "bolt://somewhere")
    for agent in ("Neo4j/5.26.30", "Neo4j/2026.08.1", "Neo4j/5.27-aura", "Other"):
        check_release(agent, "bolt://somewhere")
