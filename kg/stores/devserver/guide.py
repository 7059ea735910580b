"""What a Neo4j Browser is given when it connects: the style and the guide, from this process."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from kg.paths import QUERIES, ROOT
from kg.stores.devserver.probe import HOST

SETTING = "browser.post_connect_cmd"
"""The setting of Neo4j that holds commands for Browser to run when it has connected."""

_FILES: Mapping[str, Path] = {
    "/style.grass": ROOT / "docs" / "neo4j-browser.grass",
    "/guide.md": QUERIES / "guide.md",
}


@contextmanager
def offered() -> Iterator[str]:
    """Serve style and guide on a free port of this machine; yields the commands with which Browser fetches them."""
    with ThreadingHTTPServer((HOST, 0), _Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        address = f"http://localhost:{server.server_port}"  # a name that Browser allows without a setting
        try:
            yield f"style {address}/style.grass; guide {address}/guide.md"
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers with the files, to pages of any origin: Browser is one of another, and asks first."""

    def do_OPTIONS(self) -> None:
        """Any page may ask, with any headers."""
        self.send_response(204)
        self.send_header("Access-Control-Allow-Headers", self.headers.get("Access-Control-Request-Headers", "*"))
        self.end_headers()

    def do_GET(self) -> None:
        """One of the files, or 404."""
        file = _FILES.get(self.path)
        if file is None:
            self.send_error(404)
            return
        content = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        """Every answer may be read by any page."""
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: what Browser fetches is no news."""
