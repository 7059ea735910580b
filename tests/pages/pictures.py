"""Takes pictures of the pages, at three widths, light and dark, and says what is wrong that can be measured.

Run it as ``make page-pictures``, then look at every picture in build/pictures. Those that docs/pages.md shows go to
docs/pictures. CHROMIUM says where Chromium is, if not at /usr/bin/chromium.
"""

# ruff: noqa: T201 - a script that says what it does

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from kg.paths import ROOT
from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import load
from tests.support.http_servers import serving

BUILD, DOCS = ROOT / "build" / "pictures", ROOT / "docs" / "pictures"
PAGES: Mapping[str, str] = {
    "start": "/",
    "search": "/search?q=raman+freeze-drying",
    "map": "/map",
    "map-by-surprise": "/map?sort=surprise&by=ai-method&within=solid-dose-processing",
    "voids": "/voids?facets=unit-operation,ai-method",
    "gaps": "/gaps",
    "gap": "/gaps/gap_integrated_lyophilization",
    "gap-with-a-table": "/gaps/gap_twin_metrics",
    "gap-of-the-review": "/gaps/gap_exclusion_reasons",
    "ask": "/ask?pat-modality=nir-spectroscopy",
    "studies": "/studies",
    "study": "/studies/beke-2021",
    "reviews": "/reviews",
    "review": "/reviews/okafor-bello-2025",
    "facets": "/facets",
    "facet": "/facets/unit-operation",
    "terms": "/terms?q=drying",
    "term": "/terms/lyophilization",
    "definitions": "/definitions",
    "definition": "/definitions/integrated-strict",
    "sparql": "/sparql",
    "model": "/model",
    "problem": "/terms/freeze",
}
"""The pages by the names of their pictures."""
WIDTHS = (360, 1280, 1920)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SHOWN = ("start", "map", "gap", "review")
"""The pages that docs/pages.md shows."""
_HEIGHT, _SHOWN_WIDTH, _SHOWN_HEIGHT = 900, 1100, 900
_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


def main() -> int:
    """Take the pictures; 1 if a page is wider than its window or writes to the console."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", help="the address of a running service; by default one is started")
    parser.add_argument("names", nargs="*", metavar="PAGE", help="by default all pages")
    given = parser.parse_args()
    chosen = {name: path for name, path in PAGES.items() if not given.names or name in given.names}
    BUILD.mkdir(parents=True, exist_ok=True)
    with _address(given.at) as address, sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        faults = [fault for name, path in chosen.items() for fault in _take(browser, address, name, path)]
        for name in set(SHOWN) & chosen.keys():
            _take_for_docs(browser, address, name)
        browser.close()
    print(f"Pictures of {len(chosen)} pages are in {BUILD}: look at them.")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


@contextmanager
def _address(given: str | None) -> Iterator[str]:
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        load((DEFAULT_CORPUS,), Home(Path(folder) / "home"))
        with serving(Path(folder) / "home", Path(folder)) as server:
            yield server.url


def _console(page: Page) -> list[ConsoleMessage]:
    """What a page writes to the console from now on."""
    messages: list[ConsoleMessage] = []

    def said(message: ConsoleMessage) -> None:  # Playwright marks its listeners, and a method of a list takes no marks
        messages.append(message)

    page.on("console", said)
    return messages


def _take(browser: Browser, address: str, name: str, path: str) -> Iterator[str]:
    for width in WIDTHS:
        for scheme in SCHEMES:
            context = browser.new_context(viewport={"width": width, "height": _HEIGHT}, color_scheme=scheme)
            page = context.new_page()
            page.set_default_timeout(120_000)
            messages = _console(page)
            page.goto(address + path)
            page.screenshot(path=BUILD / f"{name}-{width}-{scheme}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            context.close()
            if wide > width:
                yield f"{name}, {width} px: the page is {wide} px wide"
            yield from (f"{name}, {width} px: {text}" for text in (each.text for each in messages) if "404" not in text)


def _take_for_docs(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(viewport={"width": _SHOWN_WIDTH, "height": _SHOWN_HEIGHT}, color_scheme="light")
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(address + PAGES[name])
    picture = DOCS / f"page-{name}.png"
    page.screenshot(path=picture)
    context.close()
    with Image.open(picture) as image:  # fewer colours, fewer bytes
        image.convert("RGB").quantize(240).save(picture, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
