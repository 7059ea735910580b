"""Response cache, keyed by ``ETag``."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import Future
from contextlib import asynccontextmanager
from threading import Lock
from typing import NamedTuple

from cachetools import LRUCache
from fastapi import Response


class CachedReply(NamedTuple):
    """The content of a reply, its media type and its headers."""

    content: bytes
    media: str
    headers: Mapping[str, str]

    def response(self) -> Response:
        """A new response; it cannot be shared, because middlewares change its headers."""
        return Response(self.content, media_type=self.media, headers=dict(self.headers))


class ResponseCache:
    """Caches replies up to a total number of bytes; while one request computes a reply, others for the same ETag wait."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._replies = LRUCache[str, CachedReply](most, getsizeof=lambda reply: len(reply.content))
        self._awaited: dict[str, Future[None]] = {}
        self._lock = Lock()

    def keep(self, etag: str, reply: CachedReply) -> None:
        """Keep a reply, unless it alone exceeds the size of the cache."""
        with self._lock:
            if len(reply.content) <= self._most:
                self._replies[etag] = reply

    @asynccontextmanager
    async def turn(self, etag: str) -> AsyncIterator[CachedReply | None]:
        """The reply of an ETag, or None: then the caller computes and keeps it before the context ends.

        A request that finds it being computed waits, without blocking a thread.
        """
        # It waits once only. If the reply is not kept, because of an error or its size, all that waited compute at once:
        # waiting again would let errors, which may take long, follow one another.
        with self._lock:
            known, other = self._replies.get(etag), self._awaited.get(etag)
            computing = None if known or other else self._awaited.setdefault(etag, Future())
        if other and not known:
            # shield: a waiting request that is cancelled must not cancel the wait of the others
            await asyncio.shield(asyncio.wrap_future(other))
            with self._lock:
                known = self._replies.get(etag)
        try:
            yield known
        finally:
            if computing:
                with self._lock:
                    del self._awaited[etag]
                computing.set_result(None)
