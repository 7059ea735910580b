"""A Neo4j of ours: how it starts, stops, fails and comes back, and how ``make neo4j`` ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from kg.errors import CannotStart, NothingToStart
from kg.stores.devserver import docker as local_docker
from kg.stores.devserver.java import fetch_jars, find_java
from kg.stores.devserver.probe import free_ports, is_free, speaks_bolt
from kg.stores.devserver.server import RELEASE, LocalNeo4j
from tests.support import neo4j_servers

AUTH = ("neo4j", neo4j_servers.PASSWORD)


def ask(server, text, auth=None):
    with GraphDatabase.driver(server.uri, auth=auth) as driver:
        return [row.values() for row in driver.execute_query(text).records]


def wait_until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def next_line(process):
    line = process.stdout.readline()
    assert line, process.stderr and process.stderr.read()
    return line


def ended(pid):
    """Whether a process is no more, or only waits for somebody to take note."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return not state or state.startswith("Z")


@pytest.fixture(scope="session")
def neo4j_jars():
    """The folder with the jars of a server, and Java is here too."""
    try:
        find_java(RELEASE)
        return fetch_jars(RELEASE, neo4j_servers.JARS)
    except NothingToStart as missing:
        neo4j_servers.unavailable(str(missing))


@pytest.fixture
def taken():
    """A port on which somebody else listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        yield other.getsockname()[1]


@pytest.fixture
def server(own_neo4j):
    """A running server to stop and start, with a password and a setting of its own."""
    own_neo4j.start()
    return own_neo4j


def test_it_answers(server):
    assert ask(server, "RETURN 1 AS one", AUTH) == [[1]]
    assert ask(server, "SHOW SETTINGS 'db.transaction.timeout' YIELD value", AUTH) == [["10m"]]
    with pytest.raises(AuthError):
        ask(server, "RETURN 1", ("neo4j", "something else"))
    with urllib.request.urlopen(server.browser, timeout=30) as page:  # noqa: S310 - http, as the server says
        assert page.status == 200
        assert "<title>Neo4j Browser</title>" in page.read().decode()


def test_it_stops_and_starts_again(server):
    server.start()
    ask(server, "CREATE (:BeforeStop)", AUTH)
    first = server.process
    server.start()
    assert server.process is first, "it ran already"
    server.stop()
    assert first.returncode == 0
    assert ended(first.pid)
    assert is_free(server.bolt_port)
    assert is_free(server.http_port)
    server.stop()
    server.start()
    assert server.process is not first
    assert ask(server, "MATCH (n:BeforeStop) RETURN count(n)", AUTH) == [[1]]


def test_what_was_committed_survives_a_crash(server):
    server.start()
    ask(server, "UNWIND range(1, 1000) AS i CREATE (:BeforeCrash {i: i})", AUTH)
    server.process.kill()  # not by its owner, who is to find it dead
    server.process.wait()
    server.start()
    assert ask(server, "MATCH (n:BeforeCrash) RETURN count(n)", AUTH) == [[1000]]
    server.kill()
    assert server.process.returncode == -signal.SIGKILL
    server.kill()


def test_it_does_not_outlive_us(neo4j_jars, tmp_path):
    start = (
        "import sys, time; from pathlib import Path; from kg.stores.devserver.server import LocalNeo4j; "
        "server = LocalNeo4j(Path(sys.argv[1]), cache=Path(sys.argv[2]), runtime='java'); server.start(); "
        "print(server.process.pid, server.bolt_port, flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", start, str(tmp_path), str(neo4j_jars.parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        pid, port = map(int, next_line(parent).split())
        assert speaks_bolt(port)
        parent.kill()
    wait_until(lambda: ended(pid) and is_free(port))


def test_a_taken_port_is_said(taken, tmp_path):
    for ports in ({"bolt_port": taken}, {"http_port": taken}):
        with pytest.raises(CannotStart, match=f"Port {taken} is taken"):
            LocalNeo4j(tmp_path, **ports).start()


def test_what_it_said_before_it_ended_is_said(neo4j_jars, tmp_path):
    server = LocalNeo4j(tmp_path, cache=neo4j_jars.parent, runtime="java", settings={"no.such.setting": "1"})
    with pytest.raises(CannotStart, match=r"ended while starting[^~]*no\.such\.setting"):
        server.start()
    assert ended(server.process.pid)


def test_a_folder_that_cannot_be(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(CannotStart, match="cannot be started in"):
        LocalNeo4j(tmp_path / "file", runtime="java").start()


def test_the_newest_release(newest_neo4j):
    text = "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions"
    assert ask(newest_neo4j, text) == [[[neo4j_servers.NEWEST]]]


def test_an_empty_database(neo4j):
    with neo4j.driver() as driver:
        driver.execute_query("CREATE CONSTRAINT FOR (n:A) REQUIRE n.a IS UNIQUE")
        driver.execute_query("CREATE INDEX FOR (n:A) ON (n.b)")
        driver.execute_query("CREATE (:A {a: 1})-[:R]->(:B)")
    neo4j_servers.wipe(neo4j)
    assert not neo4j_servers.is_empty(neo4j), "constraints and indexes stay"
    neo4j_servers.wipe(neo4j, schema=True)
    assert neo4j_servers.is_empty(neo4j)


def test_the_database_of_somebody_else_is_kept(neo4j, monkeypatch, tmp_path):
    monkeypatch.setenv("NEO4J_URI", neo4j.uri)
    monkeypatch.setenv("NEO4J_USERNAME", neo4j.username)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j.password or "")
    neo4j_servers.wipe(neo4j, schema=True)
    with neo4j.driver() as driver:
        driver.execute_query("CREATE (:Theirs)")
        with neo4j_servers.server(tmp_path) as given, pytest.raises(pytest.fail.Exception, match="not empty"):
            neo4j_servers.wipe(given)
        assert driver.execute_query("MATCH (n) DETACH DELETE n RETURN count(n) AS n").records[0]["n"] == 1
        with neo4j_servers.server(tmp_path) as given:
            driver.execute_query("CREATE (:Ours)")
        assert neo4j_servers.is_empty(given)


# make neo4j


@pytest.fixture
def make_neo4j(neo4j_jars, home_folder, tmp_path):
    """Start what ``make neo4j`` runs, in an empty folder but for the jars, and without Docker."""
    (tmp_path / ".neo4j").mkdir()
    (tmp_path / ".neo4j" / neo4j_jars.name).symlink_to(neo4j_jars)
    bolt, http = free_ports(2)

    def run(**environment):
        java, _ = find_java(RELEASE)
        return subprocess.Popen(
            [sys.executable, "-m", "kg.stores.devserver"],
            cwd=tmp_path,
            env={
                "PATH": str(tmp_path),
                "JAVA_HOME": str(java.resolve().parent.parent),
                "LACUNA_HOME": str(home_folder),
                "NEO4J_BOLT_PORT": str(bolt),
                "NEO4J_HTTP_PORT": str(http),
                "PYTHONWARNINGS": "error",
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return run


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_make_neo4j_until_it_is_asked_to_stop(how, make_neo4j):
    with make_neo4j() as made:
        said = ""
        while "Ctrl-C" not in said:
            said += next_line(made)
        uri, port = re.findall(r"(bolt://localhost:(\d+)),", said)[0]
        assert speaks_bolt(int(port))
        assert f"NEO4J_URI={uri} LACUNA_GRAPH=neo4j " in said
        (page,) = re.findall(r"http://localhost:\d+/browser/\S+", said)
        with urllib.request.urlopen(page, timeout=30) as answer:  # noqa: S310 - http, as it says
            assert answer.status == 200
        with GraphDatabase.driver(uri) as driver:
            assert driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"] > 0
        made.send_signal(how)
        assert made.wait(timeout=90) == 0
        assert made.stderr.read() == ""
        assert is_free(int(port)), "nothing is left"


def test_make_neo4j_hands_the_failure_of_the_push_on(make_neo4j, tmp_path):
    with make_neo4j(LACUNA_HOME=str(tmp_path / "nothing loaded")) as made:
        _, said = made.communicate(timeout=120)
    assert made.returncode == 3
    assert "Traceback" not in said
    assert said


@pytest.mark.parametrize("variable", ["NEO4J_BOLT_PORT", "NEO4J_HTTP_PORT"])
def test_make_neo4j_on_a_taken_port(variable, make_neo4j, taken):
    with make_neo4j(**{variable: str(taken)}) as made:
        out, said = made.communicate(timeout=60)
    assert (made.returncode, out) == (3, "")
    assert f"Port {taken} is taken" in said
    assert "make neo4j" in said


def test_make_neo4j_on_a_port_that_cannot_be(make_neo4j):
    with make_neo4j(NEO4J_BOLT_PORT="bolt") as made:
        _, said = made.communicate(timeout=60)
    assert made.returncode == 2
    assert "NEO4J_BOLT_PORT=bolt" in said


# The programs it needs


@pytest.fixture
def mvn(tmp_path, monkeypatch):
    """Put a Maven of the given script first on the PATH; ``$OUT`` is the folder that it shall fill."""

    def put(script):
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "mvn"
        find_out = 'for each in "$@"; do case "$each" in -DoutputDirectory=*) OUT="${each#*=}";; esac; done'
        program.write_text(f"#!/bin/sh\n{find_out}\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")

    return put


def test_jars_are_fetched_once_by_two_at_once(neo4j_jars, mvn, tmp_path):
    mvn(f'echo fetched >> "{tmp_path}/runs"; mkdir "$OUT"; touch "$OUT/a.jar"; sleep 1; touch "$OUT/b.jar"')
    code = "import sys; from pathlib import Path; from kg.stores.devserver.java import fetch_jars; "
    code += "print(*sorted(jar.name for jar in fetch_jars('5.26.30', Path(sys.argv[1])).iterdir()))"
    command = [sys.executable, "-c", code, str(tmp_path / "cache")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [each.communicate(timeout=60)[0] for each in both] == ["a.jar b.jar\n"] * 2
    assert (tmp_path / "runs").read_text() == "fetched\n"
    assert sorted(each.name for each in (tmp_path / "cache").iterdir()) == ["lock", "neo4j-5.26.30"]


def test_a_fetch_that_was_cut_off_is_not_taken_for_whole(neo4j_jars, mvn, tmp_path):
    mvn('mkdir "$OUT"; touch "$OUT/a.jar"; echo "no route to Maven Central"; exit 1')
    with pytest.raises(NothingToStart, match="no route to Maven Central"):
        fetch_jars(RELEASE, tmp_path / "cache")
    mvn('mkdir "$OUT"; touch "$OUT/b.jar"')
    assert [jar.name for jar in fetch_jars(RELEASE, tmp_path / "cache").iterdir()] == ["b.jar"]


def test_what_is_missing_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    installed = tmp_path / "jvm"
    (installed / "broken" / "bin").mkdir(parents=True)
    (installed / "broken" / "bin" / "java").symlink_to("/bin/false")
    with pytest.raises(NothingToStart, match=r"Java 17 or newer and Maven\. .* Java 17 or newer and Maven \(mvn\)\."):
        find_java(RELEASE, installed)
    with pytest.raises(NothingToStart, match="Java 21 or newer"):
        find_java("2026.08.1", installed)
    with pytest.raises(NothingToStart, match=r"missing here: .*Maven \(mvn\)\."):
        LocalNeo4j(tmp_path / "data").start()


def test_maven_is_missing(neo4j_jars, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NothingToStart, match=r"missing here: Maven \(mvn\)\."):
        fetch_jars(RELEASE, tmp_path / "cache")


def test_the_java_in_java_home_comes_first(monkeypatch, tmp_path):
    for name, version in (("old", "1.8.0_402"), ("new", "21.0.2")):
        java = tmp_path / name / "bin" / "java"
        java.parent.mkdir(parents=True)
        java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n", encoding="utf-8")
        java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "new"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'old' / 'bin'}:/bin")
    assert find_java("2026.08.1") == (tmp_path / "new" / "bin" / "java", 21)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "old"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'new' / 'bin'}:/bin")
    assert find_java("5.26.30") == (tmp_path / "new" / "bin" / "java", 21)


def test_the_docker_command(tmp_path):
    settings = {"db.transaction.timeout": "30s", "server.memory.heap.max_size": "1g"}
    assert local_docker.run_command(tmp_path, 7687, 7474, RELEASE, settings) == [
        *("docker", "run", "--rm", "--name", "lacuna-neo4j-7687", "--user", f"{os.getuid()}:{os.getgid()}"),
        *("--volume", f"{tmp_path}/data:/data"),
        *("--publish", "127.0.0.1:7687:7687", "--publish", "127.0.0.1:7474:7474"),
        *("--env", "NEO4J_AUTH"),
        *("--env", "NEO4J_db_transaction_timeout=30s", "--env", "NEO4J_server_memory_heap_max__size=1g"),
        "neo4j:5.26-community",
    ]


@pytest.mark.parametrize(("engine", "answers"), [("exit 0", True), ("echo Cannot connect >&2; exit 1", False)])
def test_whether_docker_answers(engine, answers, monkeypatch, tmp_path):
    (tmp_path / "docker").write_text(f"#!/bin/sh\n{engine}\n", encoding="utf-8")
    (tmp_path / "docker").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert local_docker.engine_answers() is answers


def test_without_docker(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not local_docker.engine_answers()
