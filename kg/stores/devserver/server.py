"""A local Neo4j: a real community server as a process of ours, in Docker or else in Java.

``python -m kg.stores.devserver.server`` (``make neo4j``) starts one, pushes the stored version into it and stays until Ctrl-C.
The server listens on 127.0.0.1 only. Its data outlive it; the process never outlives ours.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

import click

from kg.errors import BadSetting, CannotStart, LacunaError
from kg.stores.devserver import docker as local_docker
from kg.stores.devserver.java import entry_point, fetch_jars, find_java, jvm_options, set_first_password
from kg.stores.devserver.probe import HOST, free_ports, is_free, speaks_bolt, speaks_http

RELEASE = "5.26.30"
FOLDER = Path(".neo4j")
BOLT_PORT, HTTP_PORT = 7687, 7474
Way = Literal["docker", "java"]

_SECONDS_TO_START = 300  # Docker may have to fetch the image first
_SECONDS_TO_STOP = 60
_GUARD = 'read -r _; kill -s TERM -- "-$1"'
"""Waits until its input ends, which it does however our process ends, then asks the server's process group to stop."""


@dataclass(eq=False)
class LocalNeo4j:
    """A server that can be started, stopped and started again on the same folder and ports; also a context manager.

    ``folder`` keeps its data and logs. A port of 0 is replaced by a free one. Without a ``password`` authentication is
    off; with one, the user is ``neo4j``, and the folder's first start sets it. ``settings`` are more lines of neo4j.conf.
    ``cache`` keeps the jars (by default the folder does). ``way`` is chosen at the first start if None: Docker if its
    engine answers, else Java.
    """

    folder: Path
    bolt_port: int = 0
    http_port: int = 0
    heap: str = "1g"
    password: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    release: str = RELEASE
    cache: Path | None = None
    way: Way | None = None
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)
    _guard: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        bolt, http = free_ports(2)
        self.bolt_port = self.bolt_port or bolt
        self.http_port = self.http_port or http

    @property
    def uri(self) -> str:
        """Where a driver connects."""
        return f"bolt://localhost:{self.bolt_port}"

    @property
    def browser(self) -> str:
        """Neo4j Browser, connecting by itself (with a password, it asks for that)."""
        login = "" if self.password else "&preselectAuthMethod=NO_AUTH"
        return f"http://localhost:{self.http_port}/browser/?dbms={self.uri}{login}"

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The server (in Docker, the client that runs its container) as it was started last.

        Raises:
            RuntimeError: it never was.
        """
        if self._process is None:
            raise RuntimeError("the server was never started")
        return self._process

    @property
    def log(self) -> Path:
        """What the server said since it was started last."""
        return self.folder / "logs" / "console.log"

    def start(self) -> None:
        """Start the server and wait until it answers over Bolt and HTTP; nothing if it runs already.

        Raises:
            CannotStart: a port is taken, or the server ended or does not answer.
            NothingToStart: there is neither Docker nor Java with Maven, or the server could not be fetched.
        """
        if self._process and self._process.poll() is None:
            return
        for port in (self.bolt_port, self.http_port):
            if not is_free(port):
                raise CannotStart(f"Port {port} is taken, perhaps by a Neo4j that already runs.")
        self.way = self.way or ("docker" if local_docker.engine_answers() else "java")
        try:
            for name in ("conf", "data", "import", "logs", "plugins", "tmp"):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            self._spawn(self._docker_command() if self.way == "docker" else self._java_command())
            self._wait_until_it_answers(self.process)
        except OSError as error:
            self.stop()
            raise CannotStart(f"Neo4j cannot be started in {self.folder}: {error}") from None
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ask the server to stop and wait for it; killed if it has not within a minute. Nothing if it does not run."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                self.kill()
        self._dismiss_guard()

    def kill(self) -> None:
        """End the server at once, as a crash would. Nothing if it does not run."""
        if self._process and self._process.poll() is None:
            if self.way == "docker":
                local_docker.kill(self.bolt_port)
            else:
                self._process.kill()
            self._process.wait()
        self._dismiss_guard()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _settings(self) -> dict[str, str]:
        return {
            "server.bolt.advertised_address": f"localhost:{self.bolt_port}",
            "server.http.advertised_address": f"localhost:{self.http_port}",
            "server.memory.heap.max_size": self.heap,
            "server.memory.pagecache.size": "256m",
            "db.tx_log.preallocate": "false",  # else an empty database takes half a gigabyte
            "dbms.usage_report.enabled": "false",
            "client.allow_telemetry": "false",
            **self.settings,
        }

    def _spawn(self, command: list[str]) -> None:
        self._dismiss_guard()  # that of a server which ended by itself
        with self.log.open("wb") as log:
            # In a session of its own, so that Ctrl-C reaches only us, and we stop it in order.
            self._process = subprocess.Popen(  # noqa: S603 - docker or java, with arguments of ours
                command,
                env={**os.environ, "NEO4J_AUTH": f"neo4j/{self.password}" if self.password else "none"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._guard = subprocess.Popen(  # noqa: S603 - a script of ours
            ["/bin/sh", "-c", _GUARD, "sh", str(self._process.pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _docker_command(self) -> list[str]:
        return local_docker.run_command(self.folder, self.bolt_port, self.http_port, self.release, self._settings())

    def _java_command(self) -> list[str]:
        java, version = find_java(self.release)
        jars = fetch_jars(self.release, self.cache or self.folder).resolve()
        settings = {
            "server.bolt.listen_address": f"{HOST}:{self.bolt_port}",
            "server.http.listen_address": f"{HOST}:{self.http_port}",
            "server.https.enabled": "false",
            "dbms.security.auth_enabled": "true" if self.password else "false",
            "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # else every stop waits 5 to 15 s
            **self._settings(),
        }
        conf = self.folder / "conf"
        lines = "".join(f"{key}={value}\n" for key, value in settings.items())
        (conf / "neo4j.conf").write_text(lines, encoding="utf-8")
        own = [f"-Xmx{self.heap}", f"-Djava.io.tmpdir={self.folder / 'tmp'}"]  # a killed server leaves files there
        run = [str(java), *own, *jvm_options(version), "-cp", f"{jars}/*"]
        if self.password and not (self.folder / "data" / "databases").exists():
            set_first_password(run, self.folder, self.password)
        return [
            *run,
            entry_point(jars, self.release),
            f"--home-dir={self.folder}",
            f"--config-dir={conf}",
            "--console-mode",
        ]

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + _SECONDS_TO_START
        while not (speaks_bolt(self.bolt_port) and speaks_http(self.http_port)):  # the databases are up before either
            if process.poll() is not None:
                raise CannotStart(f"Neo4j {self.release} ended while starting. {self._last_lines()}")
            if time.monotonic() > end:
                raise CannotStart(
                    f"Neo4j {self.release} does not answer after {_SECONDS_TO_START} s. {self._last_lines()}"
                )
            time.sleep(0.1)

    def _last_lines(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        telling = [line for line in lines if not line.startswith("\t")]  # not where in Java it happened
        return "\n".join((f"The end of {self.log}:", *telling[-8:]))

    def _dismiss_guard(self) -> None:
        if self._guard and self._guard.stdin:
            self._guard.kill()
            self._guard.wait()
            self._guard.stdin.close()
            self._guard = None


def main() -> int:
    """Start Neo4j, push the stored version into it and stay until Ctrl-C or SIGTERM.

    The environment variables NEO4J_BOLT_PORT and NEO4J_HTTP_PORT choose other ports.

    Returns:
        The exit code: 0 after Ctrl-C or SIGTERM, else that of what failed.
    """
    for each in (signal.SIGINT, signal.SIGTERM):  # SIGINT too: a script that runs us with & has it ignored
        signal.signal(each, _interrupt)
    try:
        return _serve(_port("NEO4J_BOLT_PORT", BOLT_PORT), _port("NEO4J_HTTP_PORT", HTTP_PORT))
    except KeyboardInterrupt:
        return 0
    except LacunaError as error:
        click.echo(str(error), err=True)
        return error.exit_code


def _interrupt(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # make and others send it more than once; the stop goes on
    raise KeyboardInterrupt


def _serve(bolt_port: int, http_port: int) -> int:
    for port in (bolt_port, http_port):
        if not is_free(port):
            raise CannotStart(
                f"Port {port} is taken. If a Neo4j runs there, stop it, or put the review into that one with lacuna push. "
                "Or choose other ports, such as: NEO4J_BOLT_PORT=7688 NEO4J_HTTP_PORT=7475 make neo4j"
            )
    first = "" if FOLDER.exists() else "; this first time it is fetched, some hundred MB"
    click.echo(f"Starting Neo4j, its data in {FOLDER}{first}.")
    with LocalNeo4j(FOLDER, bolt_port, http_port) as server:
        lacuna = _lacuna()
        pushed = subprocess.run([lacuna, "push"], env={**os.environ, "NEO4J_URI": server.uri}, check=False)  # noqa: S603
        if pushed.returncode:
            return pushed.returncode
        where = "" if bolt_port == BOLT_PORT else f"NEO4J_URI={server.uri} "
        click.echo(f"Neo4j answers on {server.uri}, without a password, from this machine only.")
        click.echo(f"Look at the graph: {server.browser}")
        click.echo(f"Ask it the questions: {where}LACUNA_GRAPH=neo4j {lacuna} gaps")
        click.echo("Ctrl-C stops it.")
        code = server.process.wait()
        raise CannotStart(f"Neo4j ended by itself (exit code {code}); its log is {server.log}.")


def _lacuna() -> str:
    """The command of this environment, as short as it can be typed here."""
    beside = Path(sys.executable).with_name("lacuna")
    found = shutil.which("lacuna")
    if found and Path(found) == beside:
        return "lacuna"
    return str(beside.relative_to(Path.cwd()) if beside.is_relative_to(Path.cwd()) else beside)


def _port(variable: str, default: int) -> int:
    text = os.environ.get(variable) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise BadSetting(f"{variable}={text}: not a port, which is a number from 1 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
