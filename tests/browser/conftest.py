"""A Chromium of this machine, and a small site with every block that the stylesheet knows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from generator.published import Page
from generator.site import render

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "Chromium is not installed: `apt install chromium`, then run the tests again"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


def drawing(name: str, width: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="60" viewBox="0 0 {width} 60" role="img" '
        f'aria-labelledby="{name}-t {name}-d" focusable="false"><title id="{name}-t">Children each term</title>'
        f'<desc id="{name}-d">One term, seven children.</desc>'
        f'<rect x="0" y="4" width="{width // 2}" height="20" style="fill:var(--c-met)"/>'
        f'<text x="4" y="50" font-size="13" style="fill:var(--c-ink)">summer</text></svg>'
    )


def table(kind: str, name: str) -> str:
    marker = '<abbr class="marker" title="not shown, to protect children">c</abbr>'
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{name}"><table class="{kind}" role="table">'
        '<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Place</th>'
        '<th role="columnheader" scope="col">2026</th></tr></thead><tbody role="rowgroup">'
        '<tr role="row"><th role="rowheader" scope="row">Home</th>'
        f'<td role="cell" data-label="2026">{marker}</td></tr></tbody></table></div>'
    )


FIGURE = (
    '<section class="figure" id="fig"><h2>The child’s own view was sought after 17 of 26 incidents</h2>'
    '<p class="sub">Our own duties after 32 incidents</p><div class="figure-body">'
    f'<div class="chart" data-search-exclude><div class="chart-wide">{drawing("wide", 680)}</div>'
    f'<div class="chart-narrow">{drawing("narrow", 340)}</div></div>'
    '<ul class="key"><li><svg viewBox="0 0 16 16" aria-hidden="true"><rect width="16" height="10"/></svg>done</li></ul>'
    '<dl class="slots"><div><dt>What is certain</dt><dd>17 of 26.</dd></div><div><dt>What it cannot show</dt>'
    "<dd>The 6 with no entry.</dd></div><div><dt>Ask</dt><dd>Who offers it?</dd></div></dl>"
    f'<details class="numbers"><summary>The numbers as a table</summary>{table("numbers", "Numbers")}</details>'
    '<p class="figure-foot"><a href="more/how.html">How this is counted</a></p></div></section>\n'
)
FRONT = (
    '<p class="strip">Hazel Bank · Report to governors · Summer term 2026</p>\n'
    "<h1>Seven of 62 children were restrained this term</h1>\n"
    '<div class="statements"><div class="statement"><p class="statement-label">Children</p><p>'
    '<span class="statement-number">7</span> <span class="statement-unit">of 62 children</span></p>'
    "<p>Last summer 8.</p>"
    '</div><div class="statement"><p class="statement-label">Incidents</p>'
    '<p><span class="statement-number">9</span></p>'
    "</div></div>\n<h2>Three questions to ask</h2>\n"
    '<ol class="asks"><li>Why?</li><li>Who checked?</li><li>What happened?</li></ol>\n'
    + FIGURE
    + f'<div class="pair"><div><h2>By place</h2>{table("rows", "By place")}</div>'
    '<p class="note">Both are hidden.</p></div>\n'
    '<p class="locked">Not shown: needs a table.</p>\n<p class="withheld">Not shown, to protect children.</p>\n'
    '<nav class="prevnext" aria-label="Previous and next"><a href="question.html" rel="next">Next →</a></nav>\n'
)
QUESTION = (
    "<h1>What did you change?</h1>\n"
    '<div class="lead"><p>We made three changes.</p></div>\n'
    '<div class="three"><div><h2>What supports this</h2><ul><li>12 incidents.</li></ul></div><div>'
    "<h2>What points the other way</h2><p>Nothing.</p></div>"
    "<div><h2>What we do not know</h2><p>January.</p></div></div>\n"
    '<ol class="questions"><li><h2><a href="index.html">What was tried first?</a></h2><p class="q-answer">Words.</p>'
    '<p class="q-counts">Supports: 2 figures</p></li></ol>\n'
    '<dl class="facts"><div><dt>Here since</dt><dd>Sept 2023</dd></div></dl>\n'
    '<h2>Add this next</h2>\n<ol class="addnext"><li><p><strong>A roll</strong></p><p>how many children</p></li></ol>\n'
    + f'<div class="panels"><figure><figcaption>child-k7q2</figcaption>{drawing("panel", 154)}</figure></div>\n'
)
HOW = (
    "# How the figures are made\n\nEach is counted once; the word kestrel stands here only.\n\n"
    "| A long first heading here | Another long heading here | And a third long heading |\n"
    "|---|---|---|\n| 1 | 2 | 3 |\n"
)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's folder, under a name with a space and an accent."""
    pages = [
        Page("index.md", "This term", FRONT, hide_navigation=True),
        Page("question.md", "What did you change?", QUESTION, "Questions"),
        Page("more/how.md", "How the figures are made", HOW),
    ]
    out = tmp_path_factory.mktemp("a sétting") / "governors"
    facts = {
        "for_whom": "For governors of Hazel Bank",
        "definitions": "more/how.md",
        "made_on": "3 September 2026",
    }
    return render(
        pages, {}, None, out, site_name="Hazel Bank School and Home", extra=facts, release=True
    ).folder
