"""The pages in a real Chromium: walks that a person makes, keys, folding, print, and axe. Skipped where there is no Chromium."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.http_servers import serving

pytestmark = [pytest.mark.may_skip, pytest.mark.server]

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
_WAIT = 120_000
"""Milliseconds: a machine that runs all tests at once is slow."""
GAP = "/gaps/gap_integrated_lyophilization"
PAGES = (
    *("/", "/map", "/search?q=raman", GAP, "/gaps/gap_open_data", "/ask?pat-modality=nir-spectroscopy", "/studies"),
    *("/studies/beke-2021", "/reviews", "/reviews/okafor-bello-2025", "/facets", "/facets/unit-operation"),
    *(
        "/terms?q=drying",
        "/terms/lyophilization",
        "/definitions",
        "/nowhere",
        "/definitions/integrated-strict",
        "/voids?facets=unit-operation,ai-method",
    ),
)
_COUNT_SHIFTS = """
    window.shifts = 0;
    const count = (list) => list.getEntries().forEach((each) => { window.shifts += each.value; });
    new PerformanceObserver(count).observe({ type: "layout-shift", buffered: true });
"""
_SHIFT = 0.02
"""The most of the window that may move; the map folds when its script begins."""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).is_file():
        pytest.skip(f"there is no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(browser, home_folder, tmp_path_factory) -> Iterator[str]:
    with serving(home_folder, tmp_path_factory.mktemp("served")) as server:
        yield server.url


@pytest.fixture
def page(browser, address) -> Iterator[Page]:
    """A page of a window of its own; at its end nothing may have been asked of another address, nor anything be refused."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(_WAIT)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    yield page
    assert [url for url in asked if not url.startswith(address)] == []
    assert [text for text in said if "404" not in text] == []
    context.close()


def test_from_a_synonym_to_the_doi(page):
    page.goto("/")
    page.get_by_label("Ask in words").fill("near infrared")
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name="near-infrared spectroscopy", exact=False).first.click()
    assert page.locator("h1").inner_text().startswith("Studies with")
    page.locator(".studies a").first.click()
    doi = page.locator("main a[href^='https://doi.org/']")
    assert doi.count() <= 1
    assert page.locator("h2").first.inner_text() == "The study"


def test_freeze_drying_is_answered_in_three_actions(page):
    page.goto("/")
    page.get_by_label("Ask in words").fill("freeze-drying")  # one
    page.keyboard.press("Enter")  # two
    page.get_by_role("link", name="Who has studied lyophilization?").click()  # three
    assert page.locator(".marks .verdict").inner_text() in {"none reported", "unresolved", "sparse", "populated"}
    assert "Of the 85 studies" in page.locator("#sentence").inner_text()


def test_the_map_unfolds_and_is_walked_by_keys(page):
    page.goto("/map")
    rows = page.locator(".map tbody tr:visible")
    folded = rows.count()
    assert page.locator(".map tbody th:visible", has_text="lyophilization").count() == 0
    page.get_by_label("Narrower terms of sterile processing").click()
    assert rows.count() > folded
    assert page.locator(".map tbody th:visible", has_text="lyophilization").count() == 1
    page.get_by_role("button", name="Unfold all").click()
    assert rows.count() == page.locator(".map tbody tr").count()
    page.get_by_role("button", name="Fold all").click()
    assert rows.count() == folded
    page.locator(".map tbody tr:visible td:visible a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert "unit-operation=bioprocessing" in focused
    assert "pat-modality=acoustic-pat" in focused
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?**")


@pytest.mark.parametrize(("name", "copied"), [("Copy the sentence", "#sentence"), ("Copy the citation", "#citation")])
def test_texts_to_quote_are_copied(name, copied, page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(GAP)
    page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(copied).inner_text().strip()


def test_references_are_copied_from_their_folds(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(GAP)
    page.get_by_text("BibTeX of this answer").click()
    page.get_by_role("button", name="Copy BibTeX").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@misc{lacuna-gap-integrated-lyophilization,")


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_shifts_while_a_page_loads(width, browser, address):
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 900})
    context.set_default_timeout(_WAIT)
    context.add_init_script(_COUNT_SHIFTS)
    page = context.new_page()
    shifts = {}
    for path in PAGES:
        page.goto(path)
        page.wait_for_timeout(200)
        shifts[path] = page.evaluate("shifts")
    context.close()
    assert {path: each for path, each in shifts.items() if each > _SHIFT} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(scheme, browser, address):
    # Only the tool's own script needs to pass the policy.
    context = browser.new_context(base_url=address, color_scheme=scheme, bypass_csp=True)
    context.set_default_timeout(_WAIT)
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(path)
        violations = Axe().run(page, options={"runOnly": _RULES}).response["violations"]
        found[path] = [(each["id"], each["nodes"][0]["target"]) for each in violations]
    context.close()
    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_no_page_is_wider_than_the_window(width, browser, address):
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 900})
    context.set_default_timeout(_WAIT)
    page = context.new_page()
    widths = {}
    for path in PAGES:
        page.goto(path)
        widths[path] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert {path: each for path, each in widths.items() if each > width} == {}


def test_without_script_everything_shows(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    context.set_default_timeout(_WAIT)
    page = context.new_page()
    page.goto("/map")
    assert page.locator(".map tbody tr:visible").count() == page.locator(".map tbody tr").count()
    assert page.locator("button[data-fold]:visible").count() == 0
    context.close()


def test_a_page_prints(page):
    page.goto(GAP)
    fold = page.locator(".why li").first
    assert not fold.is_visible()
    page.emulate_media(media="print")
    assert page.locator("header").is_hidden()
    assert page.get_by_role("button", name="Copy the sentence").is_hidden()
    assert fold.is_visible()  # paper cannot be unfolded
    assert page.pdf()[:5] == b"%PDF-"
