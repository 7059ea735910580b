"""Memory that filling the embedded stores needs, and that queries may take, compared with what is free."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import NeedsMemory, StoreFailed

BYTES_EACH, BYTES_EACH_OF_MANY, BYTES_OF_MANY = 1200, 600, 2**30
"""Bytes that filling both stores needs for each triple, on top of the triples and the graph, which are in memory already.

With many triples each needs less, but there is a constant part: Oxigraph sorts a million at a time. ``make bench-load``
measures it.
"""

FOR_QUERIES, _OF_FILE, _OF_FREE = 2**30, 8, 0.5
"""Bytes that the queries of one open file may take at most; or so many times its size, but no larger share of what is free."""

_MEMORY, _GROUPS, _OWN_GROUP = Path("/proc/meminfo"), Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")


def refuse_if_too_large(triples: int, free: int | None = None) -> None:
    """Refuse a version for which the system would end the process, after a long time and without a word.

    Args:
        triples: how many of them are to be stored.
        free: bytes of memory; by default what ``free_memory`` says.

    Raises:
        StoreFailed: it needs more.
    """
    free = free_memory() if free is None else free
    needed = bytes_needed(triples)
    if free is not None and needed > free:
        raise StoreFailed(
            f"To store {triples:,} triples takes about {needed / 2**30:.1f} GiB of memory, and {free / 2**30:.1f} GiB are free. "
            "Load fewer studies at once: lacuna load --add takes the reviews one after the other. Nothing was changed."
        )


def bytes_needed(triples: int) -> int:
    """The bytes that filling both stores needs for so many triples."""
    return min(triples * BYTES_EACH, BYTES_OF_MANY + triples * BYTES_EACH_OF_MANY)


def most_for_queries(file: Path) -> int:
    """The bytes that the queries of an open file may take at most."""
    return max(FOR_QUERIES, min(_OF_FILE * file.stat().st_size, int(_OF_FREE * (free_memory() or 0))))


@contextmanager
def memory_errors(begins: str) -> Iterator[None]:
    """Tell a query that takes too much, for which a driver has an error that ``begins`` so, from a file that cannot be read.

    Raises:
        NeedsMemory: instead of the driver's error.
    """
    try:
        yield
    except RuntimeError as error:
        if str(error).startswith(begins):
            raise NeedsMemory(
                "The embedded graph needs more memory for this than it may take here. "
                "Ask for less, or where more memory is free."
            ) from error
        raise


def free_memory() -> int | None:
    """Bytes of memory that this process can still have, of the system and of its control groups.

    None where the system does not say.
    """
    return min(_limits(), default=None)


def _limits() -> Iterator[int]:
    used = _numbers(_MEMORY)
    if "MemAvailable:" in used:
        yield used["MemAvailable:"] * 1024
    for folder in _groups():
        largest, current = _number(folder / "memory.max"), _number(folder / "memory.current")
        if largest is not None and current is not None:
            cached = _numbers(folder / "memory.stat").get("inactive_file", 0)  # given back when memory is short
            yield max(0, largest - current + cached)


def _groups() -> Iterator[Path]:
    """The folders of the control groups of this process, from its own one upwards."""
    try:
        (line,) = (line for line in _OWN_GROUP.read_text(encoding="utf-8").splitlines() if line.startswith("0::"))
    except (OSError, ValueError):
        return
    own = _GROUPS / line.removeprefix("0::").strip("/")
    yield from (folder for folder in (own, *own.parents) if folder.is_relative_to(_GROUPS))


def _number(file: Path) -> int | None:
    """The first number in a file; None where there is none, as for ``max``."""
    try:
        return int(file.read_text(encoding="utf-8").split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _numbers(file: Path) -> dict[str, int]:
    """The numbers in a file of lines with a name and a number."""
    try:
        lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return {}
    return {words[0]: int(words[1]) for words in lines if len(words) > 1 and words[1].isdigit()}
