"""The look, in a real browser: from disk and over http, wide and narrow, light and dark, without script, on paper."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAGES = ("index.html", "question.html", "more/how.html")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STYLES = Path(__file__).parents[2] / "site_templates" / "theme" / "assets" / "readiness"
DARK_PAGE = "rgb(20, 25, 28)"  # #14191c
LIGHT_PAGE = "rgb(255, 255, 255)"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The same folder over http, on this machine only, where a release lies: beside its `versions.json`."""
    (site.parent / "versions.json").write_text(
        '[{"version": "governors", "title": "Summer 2026", "aliases": []}]', encoding="utf-8"
    )
    handler = functools.partial(Quiet, directory=str(site.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/governors"
    server.shutdown()


def complaints(page: Page) -> list[str]:
    """Collects what the browser complains of from now on."""
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def search(page: Page, word: str) -> None:
    page.click("[data-md-component=search-query]")
    page.keyboard.type(word, delay=30)


@pytest.mark.parametrize("name", PAGES)
def test_the_search_finds_a_word_from_disk_at_any_depth(browser: Browser, site: Path, name: str) -> None:
    page = browser.new_page()
    said = complaints(page)
    page.goto((site / name).as_uri())
    search(page, "kestrel")
    page.click(".md-search-result__link")
    expect(page.locator("h1")).to_have_text("How the figures are made")
    assert said == []
    page.close()


def test_the_search_finds_a_word_over_http(browser: Browser, served: str) -> None:
    page = browser.new_page()
    said = complaints(page)
    page.goto(f"{served}/index.html")
    search(page, "kestrel")
    page.click(".md-search-result__link")
    expect(page.locator("h1")).to_have_text("How the figures are made")
    assert said == []
    page.close()


def test_the_menu_of_releases_stands_over_http_and_not_on_disk(
    browser: Browser, site: Path, served: str
) -> None:
    page = browser.new_page()
    page.goto(f"{served}/index.html")
    expect(page.locator(".md-version__current")).to_have_text("Summer 2026")
    page.goto((site / "index.html").as_uri())
    search(page, "kestrel")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert page.locator(".md-version").count() == 0
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_asks_another_host(browser: Browser, site: Path, name: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / name).as_uri())
    search(page, "kestrel")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert asked
    assert [address for address in asked if not address.startswith(("file:", "data:", "about:"))] == []
    page.close()


def test_an_old_browser_gets_no_help_from_another_host(browser: Browser, site: Path) -> None:
    """The theme asks another host where `ResizeObserver` is missing; the page's own policy stops that."""
    page = browser.new_page()
    answered: list[str] = []
    page.on("response", lambda response: answered.append(response.url))
    page.route(re.compile("^https?:"), lambda route: route.fulfill(body=""))
    page.add_init_script("delete window.ResizeObserver")
    page.goto((site / "index.html").as_uri())
    page.wait_for_timeout(500)
    assert [address for address in answered if address.startswith("http")] == []
    page.close()


@pytest.mark.parametrize("width", [320, 390, 700, 1000, 1280])
def test_no_page_is_wider_than_its_window(browser: Browser, site: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for name in PAGES:
        page.goto((site / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.close()


@pytest.mark.parametrize(("width", "shown", "hidden"), [(1280, "wide", "narrow"), (390, "narrow", "wide")])
def test_one_drawing_is_shown_and_its_words_are_never_under_eleven_pixels(
    browser: Browser, site: Path, width: int, shown: str, hidden: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((site / "index.html").as_uri())
    expect(page.locator(f".chart-{shown} svg")).to_be_visible()
    expect(page.locator(f".chart-{hidden} svg")).to_be_hidden()
    drawn = page.locator(f".chart-{shown} svg").evaluate("node => node.getBoundingClientRect().width")
    units = {"wide": 680, "narrow": 340}[shown]
    assert 13 * drawn / units >= 11  # letters are 13 units high in both drawings
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_reads_without_script_in_the_readers_scheme(
    browser: Browser, site: Path, scheme: Any
) -> None:
    context = browser.new_context(
        java_script_enabled=False, color_scheme=scheme, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".chart-narrow svg")).to_be_visible()
    expect(page.locator(".md-search")).to_be_hidden()
    expect(page.locator("body")).to_have_css(
        "background-color", DARK_PAGE if scheme == "dark" else LIGHT_PAGE
    )
    page.click("details.numbers summary")
    expect(page.locator("details.numbers table")).to_be_visible()
    page.click(".menu summary")
    page.click(".menu-panel >> text=How the figures are made")
    expect(page.locator("h1")).to_have_text("How the figures are made")
    context.close()


def test_the_list_of_pages_opens_by_keyboard_on_a_narrow_screen(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((site / "question.html").as_uri())
    for _ in range(3):  # two skip links come first
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".menu-panel a").first).to_be_visible()
    page.close()


def test_every_page_is_a_plain_link_in_the_foot(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "more" / "how.html").as_uri())
    links = page.locator("#all-pages a").evaluate_all("nodes => nodes.map(node => node.getAttribute('href'))")
    assert links == ["../index.html", "../question.html", "how.html"]
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_stands_in_the_way_of_a_reader_with_a_disability(
    browser: Browser, site: Path, width: int, scheme: Any
) -> None:
    # The page's own policy would refuse the checker's script.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    for name in PAGES:
        page = context.new_page()
        page.goto((site / name).as_uri())
        expect(page.locator("html.js")).to_have_count(1)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == [], name
        page.close()
    context.close()


def test_paper_is_light_open_and_without_the_frame_also_from_a_dark_screen(
    browser: Browser, site: Path
) -> None:
    context = browser.new_context(color_scheme="dark", viewport={"width": 680, "height": 900})
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    expect(page.locator("body")).to_have_css("background-color", DARK_PAGE)
    page.emulate_media(media="print")
    expect(page.locator("body")).to_have_css("background-color", LIGHT_PAGE)
    expect(page.locator("h1")).to_have_css("color", "rgb(27, 36, 41)")  # ink, #1b2429
    for away in (".md-header", ".foot-pages", ".prevnext"):
        expect(page.locator(away).first).to_be_hidden()
    expect(page.locator("details.numbers table")).to_be_visible()
    context.close()


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--c-\w+): ([^;]+);", block))


def test_dark_is_the_same_with_and_without_script_and_no_colour_is_missing_anywhere() -> None:
    style = (STYLES / "tokens.css").read_text(encoding="utf-8")
    blocks = [tokens(block) for block in re.findall(r"\{([^{}]*--c-bg:[^{}]*)\}", style)]
    light, dark, without_script, forced = blocks
    assert dark == without_script
    assert light.keys() == dark.keys() == forced.keys()
    assert len(light) == 22


def brightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definitions)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("mark", "ground", "least"),
    [
        *((text, ground, 4.5) for text in ("ink", "ink2", "link") for ground in ("bg", "surface", "band")),
        *((f"onheat{step}", f"heat{step}", 4.5) for step in (1, 2, 3)),
        ("onmet", "met", 4.5),
        *((mark, "bg", 3) for mark in ("axis", "force", "unusual", "limit", "met", "notmet", "unknown")),
        *((mark, "band", 3) for mark in ("axis", "force", "unusual", "limit")),
    ],
)
def test_words_and_marks_stand_out_from_what_lies_behind_them(
    scheme: int, mark: str, ground: str, least: float
) -> None:
    """WCAG 2.2, 1.4.3 (words, 4.5 to 1) and 1.4.11 (marks, 3 to 1)."""
    style = (STYLES / "tokens.css").read_text(encoding="utf-8")
    block = [tokens(block) for block in re.findall(r"\{([^{}]*--c-bg:[^{}]*)\}", style)][scheme]
    bright = sorted(brightness(block[f"--c-{name}"]) for name in (mark, ground))
    assert (bright[1] + 0.05) / (bright[0] + 0.05) >= least
