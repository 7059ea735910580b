"""Address of a page, and the policy under which browsers show it."""

from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of pages: everything comes from the address itself, and nothing stands in the page's text."""


class Address(NamedTuple):
    """The address of a request: its ``site`` (``https://host``), the root that a proxy may add, path and query."""

    site: str
    root: str
    path: str
    query: str

    @classmethod
    def of(cls, request: Request) -> "Address":
        """The address of a request."""
        url, root = request.url, request.scope.get("root_path", "").rstrip("/")
        return cls(f"{url.scheme}://{url.netloc}", root, url.path.removeprefix(root), url.query)

    def absolute(self, path: str) -> str:
        """The whole address of a path of the service."""
        return f"{self.site}{self.root}{path}"

    def form(self, suffix: str) -> str:
        """The address of the same in another form."""
        return self.with_(format=suffix)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters with their values, in order."""
        return parse_qsl(self.query)

    def without(self, name: str, value: str) -> str:
        """The address without one value of a parameter."""
        return self._asking([pair for pair in self.pairs if pair != (name, value)])

    def adding(self, name: str, value: str, *, without: str) -> str:
        """The address with one more value of a parameter, and without another parameter."""
        return self._asking([*(pair for pair in self.pairs if pair[0] != without), (name, value)])

    def with_(self, **parameters: str) -> str:
        """The address with parameters in place of those of the same name; an empty text removes one."""
        names = {name.rstrip("_") for name in parameters}
        kept = [(name, value) for name, value in self.pairs if name not in names]
        return self._asking([*kept, *((name.rstrip("_"), value) for name, value in parameters.items() if value)])

    def _asking(self, pairs: list[tuple[str, str]]) -> str:
        query = urlencode(pairs, safe=",.")
        return f"{self.path}?{query}" if query else self.path
