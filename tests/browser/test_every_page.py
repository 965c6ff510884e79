"""Every kind of page of the worked example in a browser: wide and narrow, light and dark, with and without script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from built import AUDIENCES, Worked
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SMALLEST = """() => {
  let least = 99;
  for (const svg of document.querySelectorAll('.chart svg[role=img], .panels svg')) {
    const box = svg.getBoundingClientRect();
    if (!box.width) continue;
    for (const text of svg.querySelectorAll('text')) {
      if (!text.textContent.trim()) continue;
      const matrix = text.getScreenCTM();
      const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(matrix.b, matrix.d);
      least = Math.min(least, size);
    }
  }
  return least;
}"""
KINDS = (
    "index.html",
    "definitions.html",
    "data-quality.html",
    "protection.html",
    "policy/behaviour-policy.html",
    "narrative/self-evaluation.html",
)


def kinds(worked: Worked, audience: str) -> list[Path]:
    """One page of each kind, every question, and one child's page."""
    site = worked.site(audience)
    found = [site / name for name in KINDS] + sorted((site / "questions").glob("*.html"))
    if audience == "leaders":
        found += [site / "children" / "index.html", sorted((site / "children").glob("child-*.html"))[0]]
    assert all(path.is_file() for path in found)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_page_is_wider_than_its_window_and_no_word_in_a_drawing_is_too_small(
    browser: Browser, worked: Worked, audience: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    drawn = 0
    for path in kinds(worked, audience):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
        smallest = page.evaluate(SMALLEST)
        drawn += smallest < 99
        assert smallest >= 11, f"{path.name}: {smallest:.1f} pixels"
    assert drawn >= 3
    assert [
        address for address in asked if not address.startswith(("file:", "data:", "about:", "blob:"))
    ] == []
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_stands_in_the_way_of_a_reader_with_a_disability(
    browser: Browser, worked: Worked, audience: str, width: int, scheme: Any
) -> None:
    # The page's own policy would refuse the checker's script.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    found: dict[str, list[tuple[str, str]]] = {}
    paths = kinds(worked, audience)
    for path in [*paths[:6], paths[6], *paths[-2:]]:
        page.goto(path.as_uri())
        expect(page.locator("html.js")).to_have_count(1)
        faults = Axe().run(page, options=RULES).response["violations"]
        if faults:
            found[path.name] = [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in faults]
    assert found == {}
    context.close()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_without_script_the_first_screen_says_something(
    browser: Browser, worked: Worked, audience: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    for path in kinds(worked, audience):
        page.goto(path.as_uri())
        expect(page.locator("h1")).to_be_visible()
        box = page.locator("h1").bounding_box()
        assert box is not None and box["y"] + box["height"] < 844, path.name
    page.goto((worked.site(audience) / "index.html").as_uri())
    first = page.locator("article p:not(.strip)").first
    expect(first).to_be_visible()
    context.close()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_first_press_of_the_tab_key_reaches_the_way_past_the_frame(
    browser: Browser, worked: Worked, audience: str
) -> None:
    page = browser.new_page()
    page.goto((worked.site(audience) / "index.html").as_uri())
    page.keyboard.press("Tab")
    focused = page.evaluate(
        "[document.activeElement.textContent.trim(), document.activeElement.getAttribute('href')]"
    )
    assert re.search(r"skip", focused[0], re.I)
    assert focused[1].startswith("#")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == focused[1]
    page.close()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_search_finds_a_word_of_another_page_from_disk(
    browser: Browser, worked: Worked, audience: str
) -> None:
    page = browser.new_page()
    page.goto((worked.site(audience) / "index.html").as_uri())
    page.click("[data-md-component=search-query]")
    page.keyboard.type("restorative", delay=20)
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    target = page.locator(".md-search-result__link").first.get_attribute("href")
    assert target is not None and target.startswith("file:")
    page.close()


def test_the_governors_first_page_is_two_sides_of_paper_and_answers_is_that_a_lot(
    browser: Browser, worked: Worked
) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto((worked.site("governors") / "index.html").as_uri())
    sides = re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4", prefer_css_page_size=True))
    assert len(sides) == 2
    page.emulate_media(media="print")
    expect(page.locator(".lot:visible")).to_have_count(1)
    page.emulate_media(media="screen")
    expect(page.locator(".lot:visible")).to_have_count(1)
    page.close()


def test_on_paper_a_table_without_a_heading_of_its_own_keeps_its_name(
    browser: Browser, worked: Worked
) -> None:
    page = browser.new_page()
    page.goto((worked.site("governors") / "questions" / "voice.html").as_uri())
    page.emulate_media(media="print")
    named = page.locator("#window-by-window details.named")
    assert named.count() >= 2
    for place in range(named.count()):
        expect(named.nth(place).locator("summary")).to_be_visible()
        expect(named.nth(place).locator("table")).to_be_visible()
    page.close()
