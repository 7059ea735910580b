"""What was replied, kept to be replied again: the same name (``ETag``) always means the same bytes."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import Future
from contextlib import asynccontextmanager
from threading import Lock
from typing import NamedTuple

from cachetools import LRUCache
from fastapi import Response


class Given(NamedTuple):
    """The content of a reply, its media type and its headers."""

    content: bytes
    media: str
    headers: Mapping[str, str]

    def response(self) -> Response:
        """A response of its own for every request: what stands around the routes changes its headers."""
        return Response(self.content, media_type=self.media, headers=dict(self.headers))


class Replies:
    """Replies under their names, up to so many bytes; each is computed by one request while others that want it wait."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept = LRUCache[str, Given](most, getsizeof=lambda given: len(given.content))
        self._awaited: dict[str, Future[None]] = {}
        self._lock = Lock()

    def keep(self, name: str, given: Given) -> None:
        """Keep a reply, where it is not larger than all that is kept."""
        with self._lock:
            if len(given.content) <= self._most:
                self._kept[name] = given

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[Given | None]:
        """The reply of that name, or nothing: then it is the caller's turn to compute it before the context ends.

        Who finds it being computed waits, without a thread. It waits once only: where that came to nothing, because of an error
        or for want of room, all who waited compute at once, as errors may take long and would follow one after another.
        """
        with self._lock:
            known, other = self._kept.get(name), self._awaited.get(name)
            mine = None if known or other else self._awaited.setdefault(name, Future())
        if other and not known:
            await asyncio.shield(asyncio.wrap_future(other))  # one who goes must not end it for the others
            with self._lock:
                known = self._kept.get(name)
        try:
            yield known
        finally:
            if mine:
                with self._lock:
                    del self._awaited[name]
                mine.set_result(None)
