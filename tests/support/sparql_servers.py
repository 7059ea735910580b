"""SPARQL servers of others to export to: Oxigraph's from PyPI, and Apache Jena Fuseki from Maven Central."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from kg.paths import ROOT

FUSEKI = "5.6.0"
"""The last release that runs on Java 17."""

JARS = ROOT / ".fuseki"
USER, PASSWORD = "lacuna", "of the tests"


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """A running Oxigraph server; its address."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.is_file():
        pytest.skip("the package oxigraph has no wheel for this machine")
    port = _free_port()
    command = [str(program), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    with _running(command, f"http://127.0.0.1:{port}", folder) as address:
        yield address


@contextmanager
def fuseki(folder: Path) -> Iterator[str]:
    """A running Fuseki server with an empty dataset ``ds``, which asks for user and password; its address."""
    jar = _fuseki_jar()
    users = folder / "users"
    users.write_text(f"{USER}: {PASSWORD}\n", encoding="utf-8")
    config = folder / "config.ttl"
    config.write_text(_CONFIG, encoding="utf-8")
    port = _free_port()
    options = ["--port", str(port), "--localhost", "--auth", "basic", "--passwd", str(users), "--config", str(config)]
    with _running(["java", "-Xmx512m", "-jar", str(jar), *options], f"http://127.0.0.1:{port}", folder) as address:
        yield address


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
        pytest.skip("Fuseki needs Java 17 and Maven")
    if not jar.is_file():
        artifact = f"-Dartifact=org.apache.jena:jena-fuseki-server:{FUSEKI}"
        copy = ["mvn", "-q", "-B", "dependency:copy", artifact, f"-DoutputDirectory={JARS}"]
        done = subprocess.run(copy, capture_output=True, text=True, check=False, timeout=900)
        if done.returncode:
            pytest.skip(f"Maven cannot fetch Fuseki: {done.stdout[-300:]}")
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
