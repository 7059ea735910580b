"""How much memory a push needs in the server, and whether the server gives one transaction so much."""

import re
from collections.abc import Mapping

from kg.errors import StoreFailed
from kg.stores.neo4j.connection import Neo4j

BYTES_EACH = 2304
"""What a transaction needs for a node or relationship that it writes. ``make bench-push`` measures it: 1,115 bytes until
the commit and, with what the commit itself needs, 1,962 to 2,280."""

_SETTINGS = ("dbms.memory.transaction.total.max", "db.memory.transaction.total.max", "db.memory.transaction.max")
_SIZE = re.compile(r"([\d.]+)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)
_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


def limits(server: Neo4j) -> dict[str, int]:
    """The settings that limit a transaction, in bytes; none where there is no limit or the user may not see it."""
    sizes = {name: parse_size(value) for name, value in server.settings(_SETTINGS).items()}
    return {name: size for name, size in sizes.items() if size}


def refuse_if_too_large(size: int, limited: Mapping[str, int]) -> None:
    """Refuse before anything is written what the server would break off after a long time.

    Args:
        size: how many nodes and relationships one transaction is going to write.
        limited: what ``limits`` found.

    Raises:
        StoreFailed: it needs more than one of the settings allows; the message names it.
    """
    needed = size * BYTES_EACH
    for name, limit in limited.items():
        if needed > limit:
            raise StoreFailed(
                f"The push writes {size} nodes and relationships in one transaction, for which the server needs about "
                f"{needed / 2**20:.0f} MiB; {name} allows {limit / 2**20:.0f} MiB. Raise it, "
                "or server.memory.heap.max_size, of which it is 70 % by default. Nothing was changed."
            )


def parse_size(text: str) -> int:
    """Bytes of a size as Neo4j writes it: ``716.80MiB``, ``1g``; 0 means no limit."""
    match = _SIZE.fullmatch(text.strip())
    return int(float(match[1]) * _UNITS[match[2].upper()]) if match else 0
