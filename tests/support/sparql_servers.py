"""SPARQL servers of others to export to and to ask: Oxigraph's from PyPI, and Apache Jena Fuseki from Maven Central."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import httpx2
import pytest

from kg.paths import ROOT

FUSEKI = "5.3.0"
"""Runs on Java 17, as do those up to 5.6.0, which fail on some questions (https://github.com/apache/jena/issues/3516)."""

JARS = ROOT / ".fuseki"
USER, PASSWORD = "lacuna", "of the tests"


@dataclass(frozen=True)
class SparqlServer:
    """A running server: where it takes queries, its graph store, and whether both ask for user and password."""

    query: str
    store: str
    asks: bool

    @property
    def env(self) -> dict[str, str]:
        """The settings with which it is exported to and asked."""
        user = {"USERNAME": USER, "PASSWORD": PASSWORD} if self.asks else {}
        secrets = {f"LACUNA_{of}_{name}": value for name, value in user.items() for of in ("SPARQL", "GRAPH_STORE")}
        return {"LACUNA_GRAPH": "sparql", "LACUNA_SPARQL_ENDPOINT": self.query, **secrets}


def unavailable(reason: str) -> NoReturn:
    """Skip, saying what is missing; where LACUNA_REQUIRE_NEO4J=1 says that Java and Maven are there, fail instead."""
    if os.environ.get("LACUNA_REQUIRE_NEO4J") == "1":
        pytest.fail(f"LACUNA_REQUIRE_NEO4J=1, but: {reason}", pytrace=False)
    pytest.skip(reason)


@contextmanager
def oxigraph(folder: Path) -> Iterator[SparqlServer]:
    """A running Oxigraph server."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.is_file():
        pytest.skip("the package oxigraph has no wheel for this machine")
    port = _free_port()
    command = [str(program), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    with _running(command, f"http://127.0.0.1:{port}", folder) as address:
        yield SparqlServer(f"{address}/query", f"{address}/store", asks=False)


@contextmanager
def fuseki(folder: Path, heap: str = "512m") -> Iterator[SparqlServer]:
    """A running Fuseki server with an empty dataset, which asks for user and password."""
    jar = _fuseki_jar()
    users = folder / "users"
    users.write_text(f"{USER}: {PASSWORD}\n", encoding="utf-8")
    config = folder / "config.ttl"
    config.write_text(_CONFIG, encoding="utf-8")
    port = _free_port()
    options = ["--port", str(port), "--localhost", "--auth", "basic", "--passwd", str(users), "--config", str(config)]
    with _running(["java", f"-Xmx{heap}", "-jar", str(jar), *options], f"http://127.0.0.1:{port}", folder) as address:
        yield SparqlServer(f"{address}/ds/sparql", f"{address}/ds/data", asks=True)


_CONFIG = """
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX ja: <http://jena.hpl.hp.com/2005/11/Assembler#>
[] a fuseki:Server ; fuseki:services ( <#ds> ) .
<#ds> a fuseki:Service ; fuseki:name "ds" ; fuseki:dataset <#data> ; fuseki:allowedUsers "*" ;
    fuseki:endpoint [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ] ;
    fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] .
<#data> a ja:MemoryDataset .
"""


def _fuseki_jar() -> Path:
    jar = JARS / f"jena-fuseki-server-{FUSEKI}.jar"
    if shutil.which("java") is None or (shutil.which("mvn") is None and not jar.is_file()):
        unavailable("Fuseki needs Java 17 and Maven")
    if not jar.is_file():
        artifact = f"-Dartifact=org.apache.jena:jena-fuseki-server:{FUSEKI}"
        copy = ["mvn", "-q", "-B", "dependency:copy", artifact, f"-DoutputDirectory={JARS}"]
        done = subprocess.run(copy, capture_output=True, text=True, check=False, timeout=900)
        if done.returncode:
            unavailable(f"Maven cannot fetch Fuseki: {done.stdout[-300:]}")
    return jar


@contextmanager
def _running(command: list[str], address: str, folder: Path) -> Iterator[str]:
    with (folder / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        for _ in range(600):
            if _answers(address):
                break
            assert server.poll() is None, (folder / "log").read_text(encoding="utf-8")
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(60)


def _answers(address: str) -> bool:
    try:
        httpx2.get(address, timeout=5)
    except httpx2.TransportError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
