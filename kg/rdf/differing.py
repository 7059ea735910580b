"""Lines that only one of two sorted texts has, read side by side."""

from collections.abc import Iterable, Iterator


def differing(before: Iterable[bytes], after: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The lines that only one of two texts has, in order, and whether it is the later one.

    Args:
        before: the lines of a text, sorted, each once.
        after: those of the other.
    """
    old, new = iter(before), iter(after)
    one, other = next(old, None), next(new, None)
    while one is not None and other is not None:
        if one == other:  # nearly always, so it comes first
            one, other = next(old, None), next(new, None)
        elif one < other:
            yield one, False
            one = next(old, None)
        else:
            yield other, True
            other = next(new, None)
    while one is not None:
        yield one, False
        one = next(old, None)
    while other is not None:
        yield other, True
        other = next(new, None)
