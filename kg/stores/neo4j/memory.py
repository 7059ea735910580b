"""Memory that a push needs in the server, compared with the server's limits."""

import re
from collections.abc import Mapping

from kg.errors import StoreFailed
from kg.stores.neo4j.connection import Neo4j

BYTES_EACH = 2304
"""Bytes that a transaction needs for each node or relationship that it writes.

``make bench-push`` measures 1,115 until the commit, and 1,962 to 2,280 with the commit itself.
"""

_SETTINGS = ("dbms.memory.transaction.total.max", "db.memory.transaction.total.max", "db.memory.transaction.max")
_SIZE = re.compile(r"([\d.]+)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)
_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


def limits(server: Neo4j) -> dict[str, int]:
    """The server's limits on a transaction in bytes, by setting; without those that are off or hidden from the user."""
    sizes = {name: parse_size(value) for name, value in server.settings(_SETTINGS).items()}
    return {name: size for name, size in sizes.items() if size}


def refuse_if_too_large(size: int, limited: Mapping[str, int]) -> None:
    """Refuse a push that the server would only break off after a long time.

    Args:
        size: number of nodes and relationships that one transaction will write.
        limited: the result of ``limits``.

    Raises:
        StoreFailed: it needs more than a limit; the message names the setting.
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
    """Bytes of a size as Neo4j writes it, such as ``716.80MiB`` or ``1g``; 0 for anything else."""
    match = _SIZE.fullmatch(text.strip())
    return int(float(match[1]) * _UNITS[match[2].upper()]) if match else 0
