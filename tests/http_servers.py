"""A real ``lacuna serve`` as a process of its own, on a free port of 127.0.0.1."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx2

LACUNA = str(Path(sys.executable).with_name("lacuna"))
_SECONDS_TO_START, _SECONDS_TO_STOP = 60, 40


class Server:
    """A running service: where it answers, and what it says on stderr, line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.url = self._address()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop, and wait for its exit code."""
        self._process.send_signal(number)
        code = self._process.wait(_SECONDS_TO_STOP)
        self._reader.join()
        return code

    def end(self) -> None:
        """See to it that it runs no longer."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(_SECONDS_TO_STOP)
        self._reader.join()
        for stream in (self._process.stdout, self._process.stderr):
            stream.close()

    def _read(self) -> None:
        for line in self._process.stderr:
            self.lines.append(line)

    def _address(self) -> str:
        until = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < until and self._process.poll() is None:
            found = re.search(r"answers on (http://\S+)", "".join(self.lines))
            if found:
                with httpx2.Client(base_url=found[1], timeout=_SECONDS_TO_START) as client:
                    client.get("/health")  # waits in the queue of the socket until a worker takes it
                return found[1]
            time.sleep(0.05)
        raise AssertionError("".join(self.lines))


@contextmanager
def serving(home: Path, cwd: Path, *options: str, env: Mapping[str, str] = {}) -> Iterator[Server]:
    """A service over a home, stopped at the end however that comes."""
    process = subprocess.Popen(
        [LACUNA, "serve", "--port", "0", *options],
        cwd=cwd,
        env={"LACUNA_HOME": str(home), "PATH": os.environ["PATH"], "PYTHONWARNINGS": "error", **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        server = Server(process)
        try:
            yield server
        finally:
            server.end()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
