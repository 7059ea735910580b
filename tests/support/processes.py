"""Processes of a test run: a lock between them, and a call in one with limits of time and memory."""

import fcntl
import gc
import json
import os
import resource
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import NamedTuple

MEBIBYTE = 1024**2
YARDSTICK = 0.045
"""Seconds of CPU that the yardstick takes on the machine for which limits are stated."""
_SLOWEST = 3
_MOST_CALLS = 3
_MOST_FORKS, _STANDS_STILL = 4, 50
"""How often a fork is tried, and after how many seconds beyond its limit it is taken to stand still."""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold a lock, which falls when the process ends, however it ends."""
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class Outcome(NamedTuple):
    """What a call returned (or the exception it raised), its seconds of CPU, and the memory it took besides, in MiB.

    The seconds are those of a machine that takes ``YARDSTICK`` for a fixed piece of work, timed before and after the call:
    a busy or slow machine takes longer for both, up to ``_SLOWEST`` times as long.
    """

    returned: list[str]
    seconds: float
    memory: float


def limited(call: Callable[[], list[str]], at_most: float = inf, seconds: int = 10, memory: int = 600) -> Outcome:
    """Run a call in a fork of this process, which is killed when it takes more seconds or MiB than allowed.

    A call that takes more than ``at_most`` seconds is made again, up to three times in all, and the last one counts: what else a
    machine does slows down one call more than another, and what is too slow is so each time.
    """
    for _ in range(_MOST_CALLS - 1):
        outcome = _tried(call, seconds, memory)
        if outcome.seconds <= at_most:
            return outcome
    return _tried(call, seconds, memory)


def _tried(call: Callable[[], list[str]], seconds: int, memory: int) -> Outcome:
    # A fork, because a new process would import everything for two seconds first. It stands still, without using any CPU,
    # if another thread held a lock at that moment: then it is killed, and tried again.
    for _ in range(_MOST_FORKS):
        outcome = _forked(call, seconds, memory)
        if outcome is not None:
            return outcome
    raise AssertionError(f"stood still {_MOST_FORKS} times")


def _forked(call: Callable[[], list[str]], seconds: int, memory: int) -> Outcome | None:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            content = json.dumps(_run(call, seconds, memory)).encode()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the parent is told
            content = json.dumps([[f"{type(error).__name__}: {error}"[:500]], 0, 0]).encode()
        with os.fdopen(writing, "wb") as out:
            out.write(content)
        os._exit(0)
    os.close(writing)
    if not select.select([reading], [], [], _STANDS_STILL + seconds)[0]:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        return None
    with os.fdopen(reading, "rb") as answer:
        content = answer.read()
    _, status = os.waitpid(child, 0)
    assert content, f"killed: status {status}"
    return Outcome(*json.loads(content))


def _run(call: Callable[[], list[str]], seconds: int, memory: int) -> Outcome:
    gc.freeze()  # else the collector scans, and so copies, whatever earlier tests left in memory
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak counts from now
    size, resident = (int(each) * resource.getpagesize() for each in _statm()[:2])
    limit = size + memory * MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    used = int(time.process_time()) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, used + seconds))
    before = _yardstick()
    begun = time.process_time()
    returned = call()
    taken, memory_taken = time.process_time() - begun, (_peak() - resident) / MEBIBYTE
    slower = (before + _yardstick()) / 2 / YARDSTICK
    return Outcome(returned, taken / min(max(slower, 1), _SLOWEST), memory_taken)


def _yardstick() -> float:
    """Seconds of CPU that a fixed piece of work takes now: texts made and counted, as a reader of files does."""
    begun = time.process_time()
    count = 0
    for number in range(250_000):
        count += len(str(number).split("5"))
    return time.process_time() - begun


def _statm() -> list[str]:
    return Path("/proc/self/statm").read_text(encoding="ascii").split()


def _peak() -> int:
    """The peak of the resident memory in bytes."""
    (line,) = (each for each in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if "VmHWM" in each)
    return int(line.split()[1]) * 1024
