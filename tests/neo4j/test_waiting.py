"""On a terminal, a command says that it waits for a server, and Ctrl-C ends the waiting."""

import os
import pty
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

COMMAND = (sys.executable, "-c", "from kg.cli import main; main(prog_name='lacuna')", "gaps")
WAITING = "Waiting for neo4j …"


@contextmanager
def waiting(home, seconds: int) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The command with a server that takes connections and says nothing, and the terminal to which it writes errors."""
    terminal, stderr = pty.openpty()
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        env = {
            **os.environ,
            "LACUNA_HOME": str(home),
            "LACUNA_GRAPH": "neo4j",
            "LACUNA_TIMEOUT": str(seconds),
            "NEO4J_URI": f"bolt://127.0.0.1:{silent.getsockname()[1]}",
        }
        with subprocess.Popen(COMMAND, env=env, stdout=subprocess.DEVNULL, stderr=stderr) as process:
            os.close(stderr)
            try:
                yield process, terminal
            finally:
                process.kill()
    os.close(terminal)


def read(terminal: int, until: str | None = None) -> list[str]:
    """The lines that come until one of them is there, or the other end is closed."""
    said = b""
    while until is None or until not in said.decode(errors="ignore"):
        try:
            part = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        said += part
    return said.decode().splitlines()


def test_waiting_for_a_silent_server_is_told(home_folder):
    with waiting(home_folder, 4) as (process, terminal):
        first, *others = read(terminal)
        assert (first, process.wait()) == (WAITING, 3)
        assert others, "and then why it ended"


def test_a_keystroke_ends_the_waiting(home_folder):
    with waiting(home_folder, 600) as (process, terminal):
        assert read(terminal, WAITING) == [WAITING]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60), "soon, and as a failure: of the driver, which may see it first, or as Aborted"
