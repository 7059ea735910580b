"""Takes the pictures of docs/neo4j-browser.md: a local Neo4j, the review pushed into it, Neo4j Browser in Chromium.

Run it as ``make pictures``, then look at every picture. CHROMIUM says where Chromium is, if not at /usr/bin/chromium.
The layout is Browser's own, so two runs give like pictures, not the same bytes.
"""

import base64
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from kg.paths import QUERIES, ROOT
from kg.stores.devserver.guide import SETTING, offered
from kg.stores.devserver.server import LocalNeo4j
from loaders.generate.bless import browsing_queries

PICTURES = ROOT / "docs" / "pictures"
BROWSING = ("", "review", "study", "operation", "open", "void", "", "terms", "")
"""The picture of each query of queries/browse.cypher, in their order, if the page shows it."""
SAVED_FOLDERS = ("browse", "operations")
SAVED_QUESTION = "Is there an integrated PAT–AI–twin study in lyophilization?"

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_DROP = """([name, content]) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([Uint8Array.from(atob(content), (each) => each.charCodeAt(0))], name));
    const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
    for (const type of ["dragenter", "dragover", "drop"])
        target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: dropped }));
}"""
_PLACES = "[...document.querySelectorAll('svg .node')].map((node) => node.getAttribute('transform')).join()"


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, offered() as commands:
        neo4j = Path(folder) / "neo4j"
        server = LocalNeo4j(neo4j, cache=ROOT / ".neo4j", runtime="java", settings={SETTING: commands})
        with server, sync_playwright() as playwright:
            _fill(server, Path(folder) / "home")
            chromium = playwright.chromium.launch_persistent_context(
                Path(folder) / "chromium",
                executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
                args=list(_ARGUMENTS),
                viewport={"width": 1400, "height": 860},
            )
            page = chromium.new_page()
            page.goto(server.browser)
            page.get_by_text("Connected to Neo4j").wait_for()
            page.get_by_text("node.Study").first.wait_for()
            _take_guide(page, PICTURES / "guide.png")
            for name, query in zip(BROWSING, browsing_queries(), strict=True):
                if name:
                    _take_graph(page, query, PICTURES / f"{name}.png")
            _take_questions(page, PICTURES / "questions.png")
            chromium.close()


def _fill(server: LocalNeo4j, home: Path) -> None:
    environment = {**os.environ, "LACUNA_HOME": str(home), "NEO4J_URI": server.uri}
    for command in ("load", "push"):
        lacuna = Path(sys.executable).with_name("lacuna")
        subprocess.run([lacuna, command], env=environment, check=True, stdout=subprocess.DEVNULL)


def _take_guide(page: Page, picture: Path) -> None:
    page.locator("pre.runnable").first.click()
    page.get_by_test_id("editor-Run").click()
    page.locator("svg .node").first.wait_for()
    _wait_until_settled(page)
    page.screenshot(path=picture)
    _shrink(picture)
    page.get_by_test_id("navigationGuides").click()


def _take_graph(page: Page, query: str, picture: Path) -> None:
    _run(page, ":clear")
    _run(page, query)
    page.locator("svg .node").first.wait_for()
    page.locator('[data-testid="frame"] button[title="Fullscreen"]').click()
    _wait_until_settled(page)
    page.locator('[aria-label="zoom-to-fit"]').click()
    _wait_until_settled(page)
    page.mouse.move(120, 820)  # an empty corner: drag the graph from under the overview
    page.mouse.down()
    page.mouse.move(0, 820, steps=5)
    page.mouse.up()
    page.screenshot(path=picture)
    _shrink(picture)
    page.locator('[data-testid="frame"] button[title="Close fullscreen"]').click()


def _take_questions(page: Page, picture: Path) -> None:
    _run(page, ":clear")
    page.get_by_test_id("navigationFavorites").click()
    _drop(page, QUERIES / "queries.zip")
    for folder in SAVED_FOLDERS:
        page.get_by_test_id(f"expandFolder-{folder}").click()
    page.get_by_text(SAVED_QUESTION).first.click()
    page.get_by_test_id("editor-Run").click()
    page.get_by_text("Started streaming").wait_for()
    page.screenshot(path=picture)
    _shrink(picture)


def _shrink(picture: Path) -> None:
    """Fewer colours, a third of the bytes."""
    with Image.open(picture) as image:
        image.convert("RGB").quantize(96).save(picture, optimize=True)


def _run(page: Page, text: str) -> None:
    page.locator('[data-testid="activeEditor"] textarea').focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(500)


def _drop(page: Page, file: Path) -> None:
    """Drop a file on the window, as a person would with the mouse."""
    page.evaluate(_DROP, [file.name, base64.b64encode(file.read_bytes()).decode()])


def _wait_until_settled(page: Page) -> None:
    end = time.monotonic() + 30
    before, places = None, page.evaluate(_PLACES)
    while places != before and time.monotonic() < end:
        page.wait_for_timeout(1000)
        before, places = places, page.evaluate(_PLACES)


if __name__ == "__main__":
    main()
