"""Changes of sorted N-Triples, without taking the lines apart that stay."""

from collections.abc import Iterable, Iterator


def changed(text: bytes, added: Iterable[bytes], removed: Iterable[bytes] = ()) -> Iterator[memoryview]:
    """The parts of a text of sorted lines, each once, after lines were added and removed; all of them end in a line break.

    Args:
        text: the text before.
        added: lines that are not in it.
        removed: lines that are in it.

    Raises:
        ValueError: a line to be added is there already, or one to be removed is not.
    """
    whole, done = memoryview(text), 0
    for line, stays in sorted([(line, True) for line in added] + [(line, False) for line in removed]):
        place = _place(text, line, done)
        if text.startswith(line, place) is stays:
            raise ValueError(f"{line!r} is there already" if stays else f"{line!r} is not there")
        yield whole[done:place]
        if stays:
            yield memoryview(line)
        done = place if stays else place + len(line)
    yield whole[done:]


def parted(text: bytes, prefix: bytes) -> tuple[bytes, bytes]:
    """The lines of a text of sorted lines that do not begin with a prefix, and those that do."""
    begin, end = _place(text, prefix, 0), _place(text, prefix[:-1] + bytes([prefix[-1] + 1]), 0)
    return text[:begin] + text[end:], text[begin:end]


def _place(text: bytes, line: bytes, begin: int) -> int:
    """Where a line stands, or would stand, in a text of sorted lines, at the beginning of a line from ``begin`` on."""
    end = len(text)
    while begin < end:
        start = text.rfind(b"\n", begin, (begin + end) // 2) + 1 or begin
        after = text.index(b"\n", start) + 1
        if text[start:after] < line:
            begin = after
        else:
            end = start
    return begin
