"""The beginning of an answer in a form of one row a line, for the page that shows it."""

from api.sparql.answer import StreamedAnswer


async def first_lines(answer: StreamedAnswer, most: int) -> tuple[list[str], int]:
    """The first lines of a whole answer, and how many there are; the answer is closed.

    Raises:
        TooSlow, TooLarge, Busy: the answer took too long, is too long, or was stopped for others.
    """
    kept, rest, lines = bytearray(), b"", 0
    try:
        async with answer.limit:
            async for piece in answer.pieces():
                if lines <= most:
                    kept += piece
                lines += piece.count(b"\n")
                rest = piece or rest
    except TimeoutError:
        raise answer.cut() from None
    finally:
        answer.close()
    unfinished = bool(rest) and not rest.endswith(b"\n")
    # No line is cut: the text of a line never holds the character that ends it, which is written as an escape.
    return bytes(kept).decode().split("\n")[:most], lines + unfinished
