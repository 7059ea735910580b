"""What was replied, kept to be replied again: the same name (``ETag``) always means the same bytes."""

from collections.abc import Mapping
from typing import NamedTuple

from fastapi import Response


class Given(NamedTuple):
    """The content of a reply, its media type and its headers."""

    content: bytes
    media: str
    headers: Mapping[str, str]

    def response(self) -> Response:
        """A response of its own for every request: what stands around the routes changes its headers."""
        return Response(self.content, media_type=self.media, headers=dict(self.headers))
