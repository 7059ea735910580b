"""The map as one file, opened from a folder in a real Chromium without a network. Skipped where there is no Chromium."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api.pages.offline.page import write_map
from api.pages.offline.wanted import read_map
from tests.http.test_browser import _RULES, browser  # noqa: F401 - a fixture
from tests.offline.conftest import HOSTILE, data_of

pytestmark = [pytest.mark.may_skip, pytest.mark.server]

FACETS = ("unit-operation,integration-level,publication-type",)
"""Small enough for a test, with a hierarchy on two sides."""


@pytest.fixture(scope="module")
def file(written, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("stick") / "map.html"
    path.write_text(written(*FACETS), encoding="utf-8")
    return str(path.as_uri())


@pytest.fixture
def page(browser, file) -> Iterator[Page]:  # noqa: F811
    """The file, opened without a network; at the end it must have asked for nothing else and complained of nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    context.set_default_timeout(60_000)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file)
    yield page
    assert {url.partition("#")[0] for url in asked if not url.startswith("data:")} == {file}
    assert said == []
    context.close()


def shown(page):
    return page.locator(".crossed:visible")


def test_a_cell_opens_its_answer(page, written):
    data = data_of(written(*FACETS))
    page.get_by_role("button", name="Unfold all").click()
    cell = shown(page).locator("td:not(.total):is(.none-reported, .unresolved) a").first
    cell.click()
    expect(page.locator("#answer")).to_be_visible()
    assert page.locator("#asked").evaluate("element => element === document.activeElement")
    address = page.locator("#address").inner_text().partition("&version=")
    assert address[2] == data["dataset"]
    found = {
        part["href"].replace("{row}", row).replace("{column}", column): (part, cell)
        for part in data["maps"]
        for (row, column), cell in zip(
            product(part["rows"]["terms"], part["columns"]["terms"]), part["cells"], strict=True
        )
    }
    part, answer = found[address[0]]
    sentence, outcome = part["opening"] + answer["sentence"], data["items"][answer["outcome"]]
    assert page.locator("#sentence").inner_text().strip() == sentence
    assert page.locator("#answer .marks .verdict").inner_text() == outcome["verdict"].replace("-", " ")
    counts = [
        page.locator(f"#answer li.{name} b").inner_text() for name in ("certain", "reported", "possible", "upper")
    ]
    assert counts == [str(outcome["bounds"][name]) for name in ("certain", "reported", "possible", "upper")]
    assert page.locator("#found .studies li").count() >= outcome["bounds"]["possible"] - outcome["bounds"]["certain"]
    page.keyboard.press("Escape")
    expect(page.locator("#answer")).to_be_hidden()
    assert cell.evaluate("element => element === document.activeElement")


def test_a_near_miss_leads_to_its_answer_and_a_study_to_its_doi(page):
    page.get_by_role("button", name="Unfold all").click()
    for cell in shown(page).locator("td.none-reported a, td.unresolved a").all()[:20]:
        cell.click()
        misses = page.locator("#found h3:has-text('Near misses') + ul a")
        if misses.count():
            break
    before = page.locator("#asked").inner_text()
    misses.first.click()
    expect(page.locator("#asked")).not_to_have_text(before)
    assert int(page.locator("#answer li.certain b").inner_text()) > 0
    assert shown(page).locator("td[data-open]").count() == 1
    page.go_back()
    expect(page.locator("#asked")).to_have_text(before)
    shown(page).locator("td:is(.populated, .sparse) a").first.click()
    assert page.locator("#found .studies a[href^='https://doi.org/10.']").count() > 0


@pytest.mark.parametrize(
    ("rows", "columns"), [("publication-type", "unit-operation"), ("integration-level", "publication-type")]
)
def test_rows_and_columns_are_chosen_inside(rows, columns, page):
    page.locator("select[name=rows]").select_option(rows)
    page.locator("select[name=columns]").select_option(columns)
    table = shown(page)
    assert table.count() == 1
    assert (table.get_attribute("data-rows"), table.get_attribute("data-columns")) == (rows, columns)
    table.locator("tr:not(.totals) td:not(.total) a:visible").first.click()
    expect(page.locator("#answer")).to_be_visible()
    page.get_by_role("button", name="Exchange").click()
    assert (shown(page).get_attribute("data-rows"), shown(page).get_attribute("data-columns")) == (columns, rows)
    page.locator("select[name=columns]").select_option(columns)
    assert (shown(page).get_attribute("data-rows"), shown(page).get_attribute("data-columns")) == (rows, columns)


def test_exchanged_sides_have_the_same_cells(page):
    def cells():
        return page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll(".crossed:not([hidden]) tbody td a")].map(
                (a) => [[...new URLSearchParams(a.getAttribute("href").split("?")[1])].map(String).sort().join("&"),
                        a.getAttribute("aria-label")]))"""
        )

    before = cells()
    page.get_by_role("button", name="Exchange").click()
    assert len(before) > 300
    assert cells() == before


def test_it_folds_and_is_walked_by_keys(page):
    rows = page.locator(".crossed:visible tbody tr[data-id]:visible")
    folded = rows.count()
    page.get_by_label("Narrower terms of sterile processing").first.click()
    assert rows.count() > folded
    page.get_by_role("button", name="Unfold all").click()
    assert rows.count() == shown(page).locator("tbody tr[data-id]").count()
    page.get_by_role("button", name="Fold all").click()
    assert rows.count() == folded
    shown(page).locator("tr[data-id]:visible td:not(.total):visible a").first.focus()
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    moved = page.evaluate("document.activeElement.getAttribute('href')")
    assert [one != other for one, other in zip(focused.split("&"), moved.split("&"), strict=True)] == [True, True]
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_be_visible()
    assert shown(page).locator("[tabindex='0']:is(td *)").count() == 1


def test_an_address_within_the_file_opens_a_folded_cell(page, file):
    page.goto(f"{file}#/ask?unit-operation=lyophilization&integration-level=digital-shadow")
    page.reload()
    expect(page.locator("#asked")).to_have_text(re.compile("lyophilization"))
    assert shown(page).locator("tr[data-id=lyophilization] td[data-open]").is_visible()
    for wrong in ("#/ask?unit-operation=nowhere", "#/ask?unit-operation=drying&ai-method=pls", "#/x", "#%"):
        page.goto(f"{file}{wrong}")
        expect(page.locator("#asked")).to_have_text(re.compile("lyophilization"))


def test_it_prints_what_is_shown(page):
    page.get_by_role("button", name="Unfold all").click()
    shown(page).locator("tr.totals a").first.click()
    page.emulate_media(media="print")
    assert page.locator("header").is_hidden()
    assert page.locator("select[name=rows]").is_hidden()
    assert shown(page).count() == 1
    assert page.locator("#sentence").is_visible()
    assert page.locator("#certificate").is_visible()
    assert page.pdf()[:5] == b"%PDF-"


def test_without_script_the_first_table_is_read(browser, file):  # noqa: F811
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(file)
    assert page.locator(".map tbody tr:visible").count() == page.locator(".map").first.locator("tbody tr").count()
    assert page.locator("button:visible, select:visible").count() == 0
    assert page.locator("noscript p").is_visible()
    assert page.locator("#studies li").count() == 31
    context.close()


def test_hostile_titles_do_nothing(browser, hostile, tmp_path):  # noqa: F811
    path = tmp_path / "hostile.html"
    wanted = read_map(hostile.vocabulary, facets=("unit-operation,pat-modality",))
    path.write_text(write_map(hostile.evidence(), wanted), encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{path.as_uri()}#/ask?unit-operation=unit-operation&pat-modality=pat-modality")
    text = page.locator("#found").inner_text()
    for title in HOSTILE:
        assert title.split("\u2028")[0].strip() in text
    assert page.title().startswith("Evidence map")
    assert page.locator("img").count() == 0
    assert said == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(scheme, browser, file):  # noqa: F811
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, offline=True)
    context.set_default_timeout(60_000)
    page = context.new_page()
    found = []
    for place in (
        "",
        "#/ask?unit-operation=lyophilization&integration-level=digital-shadow",
        "#/ask?unit-operation=coating",
    ):
        page.goto(file + place)
        page.reload()
        violations = Axe().run(page, options={"runOnly": _RULES}).response["violations"]
        found += [(place, each["id"], each["nodes"][0]["target"]) for each in violations]
    context.close()
    assert found == []


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_it_is_never_wider_than_the_window(width, browser, file):  # noqa: F811
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
    page = context.new_page()
    for place in ("", "#/ask?unit-operation=lyophilization&integration-level=digital-shadow"):
        page.goto(file + place)
        page.reload()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
