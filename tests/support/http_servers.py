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
from typing import IO, cast

LACUNA = str(Path(sys.executable).with_name("lacuna"))
_SECONDS_TO_START, _SECONDS_TO_STOP = 60, 40


class Server:
    """A running service: where it answers, and what it says on stderr, line by line."""

    def __init__(self, process: subprocess.Popen[str], said: IO[str]) -> None:
        self._process, self._said = process, said
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.url = self._address()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop, and wait for its exit code."""
        self._process.send_signal(number)
        code = self._process.wait(_SECONDS_TO_STOP)
        self._reader.join()
        return code

    def _read(self) -> None:
        for line in self._said:
            self.lines.append(line)

    def _address(self) -> str:
        until = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < until and self._process.poll() is None:
            if found := re.search(r"answers on (http://\S+)", "".join(self.lines)):
                return found[1]  # who asks before a worker is ready waits for it
            time.sleep(0.05)
        raise AssertionError("".join(self.lines))


@contextmanager
def serving(home: Path, cwd: Path, *options: str, env: Mapping[str, str] = {}) -> Iterator[Server]:
    """A service over a home, stopped at the end however that comes."""
    process = subprocess.Popen(
        [LACUNA, "serve", "--port", "0", *options],
        cwd=cwd,
        env={
            "LACUNA_HOME": str(home),
            "PATH": os.environ["PATH"],
            "PYTHONWARNINGS": "error",
            "LACUNA_AHEAD": "0",
            **env,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with cast(IO[str], process.stderr) as said:
        try:
            yield Server(process, said)
        finally:
            process.terminate()  # by force it would leave its workers behind
            process.wait(_SECONDS_TO_STOP)
