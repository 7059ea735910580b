"""A local Neo4j community server as a child process, in Docker or else in Java."""

import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from kg.errors import CannotStart
from kg.stores.devserver import docker as local_docker
from kg.stores.devserver.java import entry_point, fetch_jars, find_java, jvm_options, set_first_password
from kg.stores.devserver.probe import HOST, free_ports, is_free, speaks_bolt, speaks_http

RELEASE = "5.26.30"
Runtime = Literal["docker", "java"]

_SECONDS_TO_START = 300  # Docker may have to fetch the image first
_SECONDS_TO_STOP = 60
_GUARD = 'read -r _; kill -s TERM -- "-$1"'
"""A shell script that stops the server's process group once its own input ends, which happens however our process ends."""


@dataclass(eq=False)
class LocalNeo4j:
    """A server that can be started and stopped again and again on the same folder and ports; a context manager.

    It listens on 127.0.0.1 only. Its data outlive it; it never outlives this process.

    Attributes:
        folder: keeps its data and logs.
        bolt_port: its port for drivers; 0 is replaced by a free one.
        http_port: its port for Neo4j Browser; 0 is replaced by a free one.
        heap: the size of Java's heap.
        password: of the user ``neo4j``, set at the folder's first start; without one, authentication is off.
        settings: more settings of neo4j.conf.
        release: of Neo4j.
        cache: keeps the jars; by default the folder does.
        runtime: how to run it; if None, the first start chooses Docker if its engine answers, else Java.
    """

    folder: Path
    bolt_port: int = 0
    http_port: int = 0
    heap: str = "1g"
    password: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    release: str = RELEASE
    cache: Path | None = None
    runtime: Runtime | None = None
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)
    _guard: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        bolt, http = free_ports(2)
        self.bolt_port = self.bolt_port or bolt
        self.http_port = self.http_port or http

    @property
    def uri(self) -> str:
        """The address for drivers."""
        return f"bolt://localhost:{self.bolt_port}"

    @property
    def browser(self) -> str:
        """The address of Neo4j Browser, which then connects by itself, or asks for the password."""
        login = "" if self.password else "&preselectAuthMethod=NO_AUTH"
        return f"http://localhost:{self.http_port}/browser/?dbms={self.uri}{login}"

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The server's process as it was started last; in Docker, that of the client that runs the container.

        Raises:
            RuntimeError: it never was.
        """
        if self._process is None:
            raise RuntimeError("the server was never started")
        return self._process

    @property
    def log(self) -> Path:
        """The output of the server since it was started last."""
        return self.folder / "logs" / "console.log"

    def start(self) -> None:
        """Start the server, unless it runs, and wait until it answers over Bolt and HTTP.

        Raises:
            CannotStart: a port is taken, or the server ended or does not answer.
            NothingToStart: there is neither Docker nor Java with Maven, or the server could not be fetched.
        """
        if self._process and self._process.poll() is None:
            return
        for port in (self.bolt_port, self.http_port):
            if not is_free(port):
                raise CannotStart(f"Port {port} is taken, perhaps by a Neo4j that already runs.")
        self.runtime = self.runtime or ("docker" if local_docker.engine_answers() else "java")
        try:
            for name in ("conf", "data", "import", "logs", "plugins", "tmp"):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            self._spawn(self._docker_command() if self.runtime == "docker" else self._java_command())
            self._wait_until_it_answers(self.process)
        except OSError as error:
            self.stop()
            raise CannotStart(f"Neo4j cannot be started in {self.folder}: {error}") from None
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server, if it runs, and wait for its end; kill it after a minute."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                self.kill()
        self._dismiss_guard()

    def kill(self) -> None:
        """Kill the server, if it runs, as a crash would."""
        if self._process and self._process.poll() is None:
            if self.runtime == "docker":
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
        self._dismiss_guard()  # the guard of an earlier server that ended by itself
        with self.log.open("wb") as log:
            # In a session of its own, so that Ctrl-C reaches only us, and we stop it in order.
            self._process = subprocess.Popen(  # noqa: S603 - docker or java, with our arguments
                command,
                env={**os.environ, "NEO4J_AUTH": f"neo4j/{self.password}" if self.password else "none"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._guard = subprocess.Popen(  # noqa: S603 - our script
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
        memory = [f"-Xmx{self.heap}", f"-Djava.io.tmpdir={self.folder / 'tmp'}"]  # a killed server leaves files there
        run = [str(java), *memory, *jvm_options(version), "-cp", f"{jars}/*"]
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
