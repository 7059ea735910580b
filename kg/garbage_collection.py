"""Less work for the garbage collector, and return of freed memory to the system."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Switch the garbage collector off during a ``with`` block, or, as a decorator, during a call."""
    # While millions of objects are made and kept, its repeated scans of them take up to half of the time.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def return_memory() -> None:
    """Return memory that was freed to the system, which the C library would keep for later."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):  # of glibc alone
        trim(0)


def exempt_all() -> None:
    """Exempt all objects there are from later collections, because modules stay; for a process that begins to serve."""
    # A collection stops every thread; of all that was imported, it takes 0.1 s and more.
    gc.collect()
    gc.freeze()
