"""The service as a process of its own, answering on a free port."""

import http.client
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

QUERY = "application/sparql-query"


class Said(NamedTuple):
    """A whole response."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


class Served:
    """A running service."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process, self._log = process, log
        self.address = self._wait_for_address()
        self._wait_for_answer()

    @property
    def sparql(self) -> str:
        return f"{self.address}/sparql"

    @property
    def log(self) -> str:
        """What it has written to stderr."""
        return self._log.read_text(encoding="utf-8")

    def connect(self, timeout: float = 60) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(str(urlsplit(self.address).netloc), timeout=timeout)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Said:
        """One request on a connection of its own; names of headers are written with underscores."""
        connection = self.connect()
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Said(
                response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
            )
        finally:
            connection.close()

    def query(self, text: str, accept: str = "*/*", method: str = "POST") -> Said:
        if method == "GET":
            return self.ask("GET", f"/sparql?query={quote(text)}", Accept=accept)
        return self.ask("POST", "/sparql", text.encode(), Accept=accept, Content_Type=QUERY)

    def workers(self) -> list[int]:
        """The processes that it has started and that have not been cleared away."""
        return [pid for pid, parent in _parents() if parent == self.process.pid]

    def resident(self) -> int:
        """Bytes that it has in memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(status.partition("VmRSS:")[2].split()[0]) << 10

    def _wait_for_address(self) -> str:
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            found = self.log.partition(" answers on ")[2].split()
            if found:
                return found[0]
            time.sleep(0.05)
        raise AssertionError(self.log)

    def _wait_for_answer(self) -> None:
        """The address is said before anybody listens there."""
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self.ask("GET", "/health")
            except ConnectionError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(self.log)


def _parents() -> Iterator[tuple[int, int]]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text(encoding="utf-8", errors="replace")
        except OSError:  # it has just ended
            continue
        yield int(stat.parent.name), int(text.rpartition(")")[2].split()[1])


@contextmanager
def served(home: Path, log: Path, **settings: float) -> Iterator[Served]:
    """``lacuna serve`` over a home; settings are those of SPARQL, such as ``seconds=2``."""
    variables = {f"LACUNA_SPARQL_{name.upper()}": str(value) for name, value in settings.items()}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("lacuna")), "serve", "--port", "0"],
            cwd=log.parent,
            env={
                "LACUNA_HOME": str(home),
                "PATH": "/usr/bin:/bin",
                "PYTHONWARNINGS": "error",
                "LACUNA_AHEAD": "0",
                **variables,
            },
            stderr=out,
        )
        try:
            yield Served(process, log)
        finally:
            process.terminate()
            process.wait(timeout=30)


def beside(work, times: int) -> list[threading.Thread]:
    """Some work, begun several times at once."""
    threads = [threading.Thread(target=work) for _ in range(times)]
    for thread in threads:
        thread.start()
    return threads
