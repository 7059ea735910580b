"""Java, and the jars of a Neo4j community server from Maven Central."""

# Neo4j runs as a server of its own; nothing of it is linked or shipped.

import fcntl
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

from kg.errors import CannotStart, NothingToStart

_BROWSER_RELEASE = "5.24.0"
"""Neo4j Browser has releases of its own; this is the newest on Maven Central, and both server releases serve it."""

_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>lacuna</groupId>
  <artifactId>local-neo4j</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{release}</version></dependency>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{release}</version></dependency>
    <dependency><groupId>org.neo4j.client</groupId><artifactId>neo4j-browser</artifactId><version>{browser}</version></dependency>
  </dependencies>
</project>
"""
_ENTRY_POINT = "META-INF/services/org.neo4j.server.startup.EntryPoint"
_JAVA_VERSION = re.compile(r'version "(\d+)')
_MAVEN = "Maven (mvn)"
_COLOUR = re.compile(r"\x1b\[\d*m")
_SECONDS_TO_FETCH = 1800


def find_java(release: str, installed: Path = Path("/usr/lib/jvm")) -> tuple[Path, int]:
    """A Java that runs a release of Neo4j: that of ``JAVA_HOME``, that on the PATH, or one of those installed.

    Args:
        release: of Neo4j.
        installed: the folder where Linux distributions install Javas, each in a folder of its own.

    Returns:
        The program ``java`` and its major version.

    Raises:
        NothingToStart: there is none, or only older ones.
    """
    needed = _needed_java(release)
    for java in _javas(installed):
        version = _version(java)
        if version >= needed:
            return java, version
    raise _missing(release, f"Java {needed} or newer", *(() if shutil.which("mvn") else (_MAVEN,)))


def fetch_jars(release: str, cache: Path) -> Path:
    """The folder with the jars of a release, fetched with Maven unless the cache has it already.

    A second process that fetches them at the same time waits.

    Raises:
        NothingToStart: Maven is missing or failed.
        CannotStart: the cache cannot be written.
    """
    # Built aside and renamed, so that an interrupted fetch is never taken for a complete one.
    whole = cache / f"neo4j-{release}"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with (cache / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not whole.is_dir():
                _fetch(release, cache / "fetching", whole)
    except OSError as error:
        raise CannotStart(f"The jars of Neo4j cannot be saved in {cache}: {error}") from None
    return whole


def entry_point(jars: Path, release: str) -> str:
    """The class that starts the server, as the release itself names it."""
    with zipfile.ZipFile(jars / f"neo4j-{release}.jar") as jar:
        return jar.read(_ENTRY_POINT).decode().strip()


def jvm_options(version: int) -> list[str]:
    """The options that Neo4j needs on a Java of that major version."""
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch")]
    # From Java 24 on these are warned about unless allowed; older ones do not know the second option at all.
    allowed = ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"] if version >= 24 else []
    return ["-XX:+UseG1GC", *opened, *allowed]


def set_first_password(java: list[str], folder: Path, password: str) -> None:
    """Set the password of the user ``neo4j`` in a folder whose server has never run.

    ``java`` is the command up to the class.

    Raises:
        CannotStart: Neo4j refused it (it wants eight characters or more).
    """
    done = subprocess.run(  # noqa: S603 - the same Java as for the server
        [*java, "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password],
        env={**os.environ, "NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotStart(f"Neo4j refused the password: {(done.stdout + done.stderr).strip()}")


def _fetch(release: str, aside: Path, whole: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise _missing(release, _MAVEN)
    java, _ = find_java(release)
    # Remains of an interrupted fetch; no other process is fetching, because we hold the lock.
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    (aside / "pom.xml").write_text(_POM.format(release=release, browser=_BROWSER_RELEASE), encoding="utf-8")
    # Fail on a wrong checksum, and try again for files that were missing last time.
    options = ["--quiet", "--batch-mode", "--strict-checksums", "--update-snapshots", "--file", str(aside / "pom.xml")]
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={(aside / 'jars').resolve()}", "-DincludeScope=runtime"]
    try:
        done = subprocess.run(  # noqa: S603 - the program is mvn, found on the PATH
            [maven, *options, *goal],
            env={**os.environ, "JAVA_HOME": str(java.resolve().parent.parent)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS_TO_FETCH,
        )
    except subprocess.TimeoutExpired:
        raise NothingToStart(f"Maven took longer than {_SECONDS_TO_FETCH} s to fetch Neo4j {release}.") from None
    if done.returncode:
        output = "\n".join(_COLOUR.sub("", done.stdout + done.stderr).strip().splitlines()[:3])
        raise NothingToStart(f"Maven could not fetch Neo4j {release} (exit code {done.returncode}). It says:\n{output}")
    (aside / "jars").rename(whole)
    shutil.rmtree(aside)


def _needed_java(release: str) -> int:
    """Neo4j 5 runs on Java 17, the releases named after their year on Java 21."""
    return 17 if release.startswith("5.") else 21


def _javas(installed: Path) -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home, "bin", "java")
    if on_path := shutil.which("java"):
        yield Path(on_path)
    yield from sorted(installed.glob("*/bin/java"))


def _version(java: Path) -> int:
    """The major version of a Java; 0 where it does not run, as the stub ``java`` of macOS."""
    try:
        done = subprocess.run([java, "-version"], capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = _JAVA_VERSION.search(done.stderr)
    return int(found[1]) if found else 0


def _missing(release: str, *programs: str) -> NothingToStart:
    return NothingToStart(
        f"A local Neo4j {release} needs a running Docker, or Java {_needed_java(release)} or newer and Maven. "
        f"Docker is not running; also missing here: {' and '.join(programs)}."
    )
