"""Request log (JSON) and Prometheus metrics."""

import logging
import os
import re
import time
import uuid
from collections import Counter
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client import Counter as Counted
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FILES_OF_WORKERS = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable with the folder through which several worker processes share their counts."""

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "{levelname}{name}{message}",
            "style": "{",
            "rename_fields": {"levelname": "level", "name": "logger"},
            "timestamp": "time",
        }
    },
    "filters": {"sparing": {"()": "api.http.observability.Sparing"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": "json",
            "filters": ["sparing"],
        }
    },
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    # The library behind /mcp logs headers and messages as they came; what goes wrong in a tool, Lacuna itself logs.
    "loggers": {"lacuna": {"level": "INFO"}, "mcp": {"level": "CRITICAL"}},
}
"""Configuration of logging: JSON on stderr, one object a line."""


class Sparing(logging.Filter):
    """Lets one warning of each kind pass per second; ``left_out`` of the next says how many did not.

    A kind is a logger and its message before values are put in; lines about requests are not warnings.
    """

    def __init__(self) -> None:
        super().__init__()
        self._passed: dict[tuple[str, str], float] = {}
        self._left_out = Counter[tuple[str, str]]()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record passes."""
        # Messages are texts of programs, so there are few; one made up of values is cut to what it begins with.
        kind = (record.name, str(record.msg)[:_KIND])
        if record.levelno < logging.WARNING:
            return True
        if record.created - self._passed.get(kind, -1) < 1:
            self._left_out[kind] += 1
            return False
        if len(self._passed) >= _MOST_KINDS:
            self._passed.clear()
        self._passed[kind] = record.created
        if left_out := self._left_out.pop(kind, 0):
            record.left_out = left_out
        return True


_LOG = logging.getLogger("lacuna")
_KIND, _MOST_KINDS = 40, 1000
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}


class Metrics:
    """Metrics of all worker processes: requests by method, route and status, their duration by route, and those ``open`` now."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counted(
            "lacuna_requests", "Requests answered", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "lacuna_request_seconds", "Seconds until the last byte", ("route",), registry=self._registry
        )
        self.open = Gauge(
            "lacuna_requests_open", "Requests being answered", registry=self._registry, multiprocess_mode="livesum"
        )

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        # A client can make up methods, and each label value costs memory; routes are limited to those that exist.
        self._requests.labels(method if method in _METHODS else "other", route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def response(self) -> Response:
        """The metrics in Prometheus' text format."""
        registry = self._registry
        if FILES_OF_WORKERS in os.environ:
            registry = CollectorRegistry()
            collector: Any = MultiProcessCollector  # its package leaves it untyped
            collector(registry)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


class Observed:
    """ASGI middleware that logs and counts every request and returns its ``X-Request-ID``, or a new one."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, then log and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        supplied = Headers(scope=scope).get("x-request-id", "")
        request_id = supplied if _REQUEST_ID.fullmatch(supplied) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        method, began, status, size = scope["method"], time.perf_counter(), 0, 0

        async def watched(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            with self._metrics.open.track_inprogress():
                await self._app(scope, receive, watched)
        finally:
            seconds = time.perf_counter() - began
            # The router has put its route into this same dict; path_format is the declared path, such as /terms/{id}.
            route = getattr(scope.get("route"), "path_format", "none")
            self._metrics.count(method, route, status, seconds)
            requested = {"method": method, "path": scope["path"], "query": scope["query_string"].decode("latin-1")}
            client = (scope.get("client") or ("",))[0]
            took = {"status": status, "bytes": size, "milliseconds": round(seconds * 1000, 1)}
            _LOG.info("request", extra={"request_id": request_id, **requested, "client": client, **took})
