"""Pause of the garbage collector during bulk work, and return of freed memory to the system."""

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
