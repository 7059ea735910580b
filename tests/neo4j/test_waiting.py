"""On a terminal, a command says that it waits for a server."""

import os
import pty
import socket
import subprocess
import sys
from contextlib import closing
from threading import Thread

COMMAND = (sys.executable, "-c", "from kg.cli import main; main(prog_name='lacuna')", "gaps")


def test_waiting_for_a_silent_server_is_told(home_folder):
    terminal, stderr = pty.openpty()
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:  # which takes connections and says nothing
        env = {
            **os.environ,
            "LACUNA_HOME": str(home_folder),
            "LACUNA_GRAPH": "neo4j",
            "LACUNA_TIMEOUT": "4",
            "NEO4J_URI": f"bolt://127.0.0.1:{silent.getsockname()[1]}",
        }
        with subprocess.Popen(COMMAND, env=env, stdout=subprocess.DEVNULL, stderr=stderr) as process:
            os.close(stderr)
            said: list[bytes] = []
            reader = Thread(target=lambda: said.extend(_lines(terminal)))
            reader.start()
            status = process.wait()
            reader.join()
    os.close(terminal)
    first, *others = b"".join(said).decode().splitlines()
    assert (first, status) == ("Waiting for neo4j …", 3)
    assert others, "and then why it ended"


def _lines(terminal: int) -> list[bytes]:
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            return parts
        if not part:
            return parts
        parts.append(part)
