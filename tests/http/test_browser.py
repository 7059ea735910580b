"""The pages in a real Chromium: walks that a person makes, keys, folding, print, and axe. Skipped where there is no Chromium."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.http_servers import serving

pytestmark = [pytest.mark.may_skip, pytest.mark.server]

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
_WAIT = 120_000
"""Milliseconds: a machine that runs all tests at once is slow."""
_TYPING = 500
"""Milliseconds between two actions of a person who types."""
GAP = "/gaps/gap_integrated_lyophilization"
STUDIES = "SELECT ?study { ?study a <https://w3id.org/lacuna/onto/Study> } ORDER BY ?study"
PAGES = (
    *("/", "/map", "/search?q=raman", GAP, "/gaps/gap_open_data", "/ask?pat-modality=nir-spectroscopy", "/studies"),
    *("/studies/beke-2021", "/reviews", "/reviews/okafor-bello-2025", "/facets", "/facets/unit-operation"),
    *("/map?by=ai-method", "/map?by=ai-method&within=sterile-processing", "/map?sort=surprise&verdict=unresolved"),
    *("/terms?q=drying", "/terms/lyophilization", "/definitions", "/nowhere", "/voids?facets=unit-operation,ai-method"),
    *("/diff?from=current", "/versions", "/gaps"),
    *("/model", "/sparql", f"/sparql?query={quote(STUDIES)}&format=html", "/sparql?query=SELECT&format=html"),
    "/definitions/integrated-strict",
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
    assert [text for text in said if "status of 4" not in text] == []  # a problem's own status
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


def test_from_a_synonym_over_the_map_to_the_doi(page):
    page.goto("/")
    page.get_by_label("Ask in words").fill("freeze-drying")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="lyophilization on the map").click()
    rows = page.locator(".map tbody tr[data-id]")
    assert [rows.nth(place).locator("th").inner_text() for place in range(rows.count())] == ["lyophilization"]
    page.locator(".map tr[data-id] td.unresolved a, .map tr[data-id] td.none-reported a").first.click()
    answer = page.get_by_role("complementary", name="Answer")
    assert "Of the 85 studies" in answer.locator("blockquote").inner_text()
    answer.locator(".studies a[href^='/studies/']").first.wait_for()
    with_doi = answer.locator(".studies > li:has(a[href^='https://doi.org/'])").first
    doi = with_doi.locator("a[href^='https://doi.org/']").get_attribute("href")
    with_doi.locator("a[href^='/studies/']").click()
    page.wait_for_url("**/studies/**")
    assert page.locator("main a[href^='https://doi.org/']").first.get_attribute("href") == doi


def test_the_map_unfolds_and_is_walked_by_keys(page):
    page.goto("/map")
    rows = page.locator(".map tbody tr[data-id]:visible")
    folded = rows.count()
    lyophilization = page.locator(".map tbody th:visible", has_text="lyophilization")
    assert lyophilization.count() == 0
    page.get_by_label("Narrower terms of sterile processing").click()
    assert rows.count() > folded
    assert lyophilization.count() == 1
    page.get_by_role("button", name="Unfold all").click()
    assert rows.count() == page.locator(".map tbody tr[data-id]").count()
    assert page.locator(".map thead th:visible").count() == page.locator(".map thead th").count()
    page.get_by_role("button", name="Fold all").click()
    assert rows.count() == folded
    assert page.locator(".map tbody td [tabindex='0']").count() == 1  # one stop for the tab key, not thousands
    page.locator(".map tbody tr[data-id]:visible td:visible:not(.total) a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    focused = "document.activeElement.getAttribute('href')"
    asked = page.evaluate(focused)
    assert "unit-operation=bioprocessing" in asked
    assert "pat-modality=acoustic-pat" in asked
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(focused) == "/ask?unit-operation=bioprocessing"
    for _ in range(3):  # it ends at the edge
        page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == "/ask?unit-operation=unit-operation"


def test_the_answer_opens_beside_the_map(page):
    page.goto("/map")
    cell = page.locator(".map tbody tr[data-id]:visible td:visible:not(.total) a").first
    href = cell.get_attribute("href")
    cell.focus()
    page.keyboard.press("Enter")
    answer = page.get_by_role("complementary", name="Answer")
    answer.locator("blockquote").wait_for()
    assert page.evaluate("document.activeElement.parentNode.id") == "answer"  # so that it is read aloud
    said = page.request.get(href, headers={"Accept": "application/json"}).json()
    text = answer.inner_text()
    assert " ".join(said["sentence"].split()) in " ".join(text.split())
    for study in said["certain"]:
        assert study["citation"] in text
        assert study["doi"] is None or answer.locator(f"a[href='https://doi.org/{study['doi']}']").count() >= 1
    assert answer.get_by_role("link", name="The whole answer").get_attribute("href").endswith(href)
    assert page.url.endswith("/map")
    assert page.locator("#main h1").count() == 1
    page.keyboard.press("Escape")
    assert answer.is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('href')") == href
    page.keyboard.press("Enter")
    answer.get_by_role("button", name="Close").click()
    assert answer.is_hidden()
    cell.click()
    answer.get_by_role("link", name="The whole answer").click()
    page.wait_for_url("**/ask?**")


def test_a_page_that_is_read_again_keeps_its_style(page):
    page.goto(GAP)
    page.goto("/")
    for again in (page.reload, page.go_back, lambda: page.goto(GAP), page.reload):
        again()
        assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"


def test_the_map_is_filtered_and_sorted(page):
    page.goto("/map")
    page.get_by_label("Only about").fill("Raman")
    page.get_by_role("button", name="Filter").click()
    assert page.locator(".map thead th[data-id]").first.inner_text() == "Raman spectroscopy"
    page.get_by_label("Only about").fill("chemometrics")
    page.get_by_role("button", name="Filter").click()
    assert "AI or data-analytic method: chemometric method" in page.locator("main > p").first.inner_text()
    page.get_by_label("Remove the filter Raman").click()
    assert page.locator(".map thead th[data-id]").first.inner_text() == "any PAT modality"
    page.get_by_role("link", name="the most surprising voids first").click()
    page.locator(".surprising a").first.click()
    page.locator("#answer blockquote").wait_for()
    page.get_by_role("list", name="Verdicts").get_by_role("link", name="populated").click()
    verdicts = page.locator(".map tr[data-id] td:not(.total):not(.filtered)").evaluate_all(
        "them => them.map(each => each.className)"
    )
    assert set(verdicts) == {"populated"}
    page.get_by_label("Small maps by").select_option("publication-type")
    page.get_by_role("button", name="Add").click()
    page.locator(".mini td a").first.click()
    page.locator("#answer blockquote").wait_for()
    assert "publication type" in page.locator("#answer h2").first.inner_text()


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
        if path == "/map":
            page.locator(".map td.sparse a:visible").first.click()
            page.locator("#answer blockquote").wait_for()
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


def test_a_stacked_table_stays_a_table(browser, address):
    """Where the window is narrow each value has its label beside it, and no cell is missing to those who hear the page."""
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 900}, java_script_enabled=False)
    context.set_default_timeout(_WAIT)
    page = context.new_page()
    heard = context.new_cdp_session(page)
    empty = 0
    for path, columns in (("/versions", 7), ("/gaps", 4), ("/terms?q=drying", 4)):
        page.goto(path)
        nodes = [each for each in heard.send("Accessibility.getFullAXTree")["nodes"] if not each["ignored"]]
        roles = [each["role"]["value"] for each in nodes]
        assert roles.count("columnheader") == columns
        assert roles.count("cell") == roles.count("rowheader") * (columns - 1) > 0
        cells = [each["name"]["value"] for each in nodes if each["role"]["value"] == "cell"]
        empty += cells.count("")
        labels = page.locator(".stack td").evaluate_all(
            "all => all.map(each => [each.dataset.label, getComputedStyle(each, '::before').content, each.offsetWidth])"
        )
        assert all(label and shown.startswith(("attr(data-label)", f'"{label}')) for label, shown, _ in labels)
        assert sum(width <= 1 for *_, width in labels) == cells.count("")
    assert empty
    context.close()


def test_without_script_everything_shows(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    context.set_default_timeout(_WAIT)
    page = context.new_page()
    page.goto("/map")
    assert page.locator(".map tbody tr:visible").count() == page.locator(".map tbody tr").count()
    assert page.locator(".map tbody td:visible").count() == page.locator(".map tbody td").count()
    assert page.locator("button[data-fold]:visible").count() == 0
    page.locator(".map tr[data-id] td.sparse a").first.click()
    assert page.locator("blockquote").count() == 1
    assert "/ask?" in page.url
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


def test_the_map_prints_whole(page):
    page.goto("/map?by=publication-type")
    page.locator(".map td.sparse a:visible").first.click()
    page.locator("#answer blockquote").wait_for()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1047, "height": 718})  # A4, landscape, without its margins
    for part in ("header", ".controls", "#answer"):
        assert page.locator(part).first.is_hidden()
    right = "Math.max(...them.map((each) => each.getBoundingClientRect().right))"
    edge = page.locator(".map td, .map th, .mini td").evaluate_all(f"(them) => {right}")
    assert edge <= 1047
    assert page.locator(".map").evaluate("map => map.scrollHeight <= map.clientHeight + 1")
    assert page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"


def test_a_query_is_run_in_the_editor_and_leads_to_a_page(page):
    page.goto("/sparql")
    page.get_by_role("link", name="Which studies use Raman spectroscopy, and with which methods?").click()
    page.locator(".CodeMirror").click()
    assert page.locator(".cm-keyword").count() > 2
    page.keyboard.press("Control+Enter")
    page.locator("#results table").wait_for()
    assert "format=html" in page.url
    page.locator("#results a[href^='/studies/']").first.click()
    assert page.locator("h2").first.inner_text() == "The study"


def test_the_editor_completes_and_marks(page):
    page.goto("/sparql")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT * { ?s a lacuna:Evid")
    assert "PREFIX lacuna: <https://w3id.org/lacuna/onto/>" in page.locator(".CodeMirror-code").inner_text()
    for typed, offered in (
        ("", "lacuna:EvidenceUnit"),
        (" ; lacuna:onOp", "lacuna:onOperation"),
        (" term:lyoph", "term:lyophilization"),
    ):
        page.keyboard.type(typed)
        hint = page.locator(".CodeMirror-hints").get_by_text(offered, exact=True)
        page.wait_for_timeout(_TYPING)
        if hint.count() == 0:
            page.keyboard.press("Control+Space")
        hint.click()
        page.wait_for_timeout(_TYPING)
    page.keyboard.type(" } }")
    page.locator("#syntax", has_text="Line 3 cannot be read.").wait_for()
    page.keyboard.press("Backspace")
    expect(page.locator("#syntax")).to_have_text("")
    page.get_by_role("button", name="Run").click()
    page.locator("#results h2").wait_for()


def test_what_is_wrong_with_a_query_is_said_beside_it(page):
    page.goto("/sparql")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT nothing")
    with page.expect_response(lambda said: "query=SELECT" in said.url) as caught:
        page.get_by_role("button", name="Run").click()
    assert caught.value.status == 400
    assert "cannot be read" in page.get_by_role("alert").inner_text()
    assert "SELECT nothing" in page.locator(".CodeMirror-code").inner_text()
    page.locator(".parseErrorIcon").hover()


def test_the_editor_can_be_left_by_keys(page):
    page.goto("/sparql")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"


def test_a_long_query_is_sent_as_a_body(page):
    page.goto("/sparql")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(f"# {'long ' * 2000}\n{STUDIES}")
    with page.expect_response("**/sparql") as caught:
        page.get_by_role("button", name="Run").click()
    assert (caught.value.request.method, caught.value.status) == ("POST", 200)
    page.locator("#results a[href^='/studies/']").first.wait_for()


def test_a_result_is_downloaded(page):
    page.goto(f"/sparql?query={quote(STUDIES)}&format=html")
    with page.expect_download() as caught:
        page.get_by_role("button", name="CSV").click()
    assert caught.value.suggested_filename == "lacuna.csv"
    assert Path(caught.value.path()).read_bytes().startswith(b"study\r\nhttps://w3id.org/lacuna/data/")


def test_without_script_a_query_is_answered(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    context.set_default_timeout(_WAIT)
    page = context.new_page()
    page.goto("/sparql")
    page.get_by_label("Query").fill(STUDIES)
    page.get_by_role("button", name="Run").click()
    page.locator("#results a[href^='/studies/']").first.click()
    assert page.locator("h2").first.inner_text() == "The study"
    context.close()
