"""Compose one audience's site: every page, its place in the navigation, and the files beside the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

from generator import resources
from generator.figures import symbol
from generator.narrative import Document
from generator.pages import blocks, common, data, front_small, fronts, methods, question_pages, reference
from generator.pages import questions as questions_
from generator.published import MARKERS, OVERDUE, Page, Published, Site, plain

NUMBER = re.compile(r"[-–+]|x|c|z|u|[-−]?[\d.,]+%?( to [\d.,]+)?( of [\d,]+)?( \(\d+%\))?")
"""How a cell looks that is a number, a range, a share or a marker."""


def compose(
    published: Published,
    documents: Sequence[Document],
    *,
    version: str = "",
    made_on: str = "",
    others: Sequence[Published] = (),
) -> Site:
    """Every page of one audience, from published values and the setting's own words, and nothing else.

    `others` is what readers under protection are shown, for the leaders' page that says what they are not shown.
    """
    shown = [document for document in documents if _shown(document, published)]
    route = questions_.route(published)
    pages = list(_first(published, route))
    for position, question in enumerate(route):
        context = question_pages.context(published, route, position)
        pages.append(_page(question.path, context, section="Questions"))
    if published.internal:
        pages += [
            _page(path, context, section="Children", listed=path.endswith("index.md"))
            for path, context in reference.children(published)
        ]
    pages += [_document(document) for document in shown]
    pages += [
        _page(path, context, section="About the figures")
        for path, context in (*reference.pages(published), *methods.pages(published))
    ]
    pages += [
        _page(path, context, section="About the figures")
        for path, context in reference.about_withheld(published, route, others)
    ]
    pages = [_law_marked(page, published) for page in pages]
    extra = {
        "for_whom": f"For {published.audience.replace('-', ' ')}",
        "period": f"{published.lead.label}, figures to {common.day(published.as_of)}",
        "made_on": made_on,
        "release": version,
        "definitions": "definitions.md",
    }
    return Site(published.audience, published.setting_name, tuple(pages), data.files(published), extra)


def _first(published: Published, route: Sequence[questions_.Question]) -> Iterator[Page]:
    """The first page; where each incident has a row of its own, those rows come first and the overview follows."""
    context = fronts.front(published, route)
    if published.grid is None:
        yield _page("index.md", context, hide=published.pages in ("governors", "visitor"))
        return
    yield _page("index.md", front_small.small(published))
    yield _page("overview.md", context)
    before = front_small.older(published)
    if before:
        yield _page("older.md", before)


def _law_marked(page: Page, published: Published) -> Page:
    """The page with a mark under its heading where law that its figures rest on should have been read again by now.

    Every page with figures is marked: deadlines and definitions of the law stand behind most of them. The setting's
    own words are left as they are.
    """
    late = list(dict.fromkeys(source for _, source, _, due in published.law if due.endswith(OVERDUE)))
    if not late or "</h1>" not in page.markdown:
        return page
    root = "../" * page.path.count("/")
    said = Markup(
        '<p class="note">Past the day for another look: {}. Read it again before you rely on what these figures take '
        'from it. <a href="{}definitions.html#law">The law behind them</a></p>'
    ).format("; ".join(late), root)
    return replace(page, markdown=page.markdown.replace("</h1>", f"</h1>\n{said}", 1))


def _shown(document: Document, published: Published) -> bool:
    """A visitor reads the policy and no free text beside it; others what the setting wrote for them.

    A story of a child (`case_story: true`) reaches nobody until a named person has cleared it for named readers.
    """
    told = document.folder == "policy" or published.policy != "visitor"
    story = bool(document.front.get("case_story"))
    if story and (cleared_by(document) == "" or published.audience not in document.audiences):
        return False
    return told and document.for_audience(published.audience)


def cleared_by(document: Document) -> str:
    """Who cleared a page's words for its readers and when; empty unless both are said."""
    clearance = document.front.get("cleared")
    if not isinstance(clearance, dict):
        return ""
    by, on = (" ".join(str(clearance.get(name) or "").split()) for name in ("by", "on"))
    return f"{by} on {common.spoken(on)}" if by and on else ""


@cache
def environment() -> jinja2.Environment:
    """Templates of every page; a misspelt name is an error, and all values are escaped for HTML."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.templates_dir()),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        raw=Markup, pair=lambda text: (text, ""), cell=cell_text, plain=plain, slug=blocks.slug
    )
    env.filters["symbol"] = lambda name: Markup(symbol(name))
    env.tests.update(wordy=wordy, long=long)
    return env


def wordy(value: Any) -> bool:
    """Whether a table cell holds words, which stand at the left, and not a number or a marker."""
    text = value[0] if isinstance(value, tuple) else value
    return not isinstance(text, (int, float)) and not NUMBER.fullmatch(str(text or "–"))


def long(value: Any) -> bool:
    """Whether a table cell holds so many words that they may be broken over lines."""
    return len(str(value[0] if isinstance(value, tuple) else value)) > 28


def cell_text(value: Any) -> Markup:
    """A table cell: a marker becomes an abbreviation that says what it means; nothing is ever empty."""
    if isinstance(value, tuple):
        text, link = value
        return Markup('<a href="{}">{}</a>').format(link, text)
    text = str(value) if value not in (None, "") else "–"
    if text in MARKERS:
        return Markup('<abbr class="marker" title="{}">{}</abbr>').format(MARKERS[text], text)
    return Markup("{}").format(text)


def _page(
    path: str, context: Mapping[str, Any], section: str = "", hide: bool = False, listed: bool = True
) -> Page:
    root = "../" * path.count("/")
    html = environment().get_template(context["template"]).render(root=root, **context)
    hidden = ["toc", *(["navigation"] if hide else [])]
    front = "---\n" + f"title: {_yaml(context['title'])}\n" + f"hide: [{', '.join(hidden)}]\n---\n\n"
    return Page(path, context["title"], front + _close_up(html), section, hide, listed)


def _close_up(html: str) -> str:
    """Take blank lines out of HTML blocks: Markdown leaves a block alone only while no line of it is empty."""
    return "\n".join(line.strip() for line in html.splitlines() if line.strip()) + "\n"


def _yaml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _document(document: Document) -> Page:
    """A page in the setting's own words: its Markdown below a strip that says whose words they are."""
    said = ["In the setting's own words"]
    if document.owner:
        said.append(f"kept by {common.inside(str(document.owner))}")
    if document.reviewed_on:
        said.append(f"reviewed {common.spoken(str(document.reviewed_on))}")
    if cleared_by(document):
        said.append(f"cleared for these readers by {cleared_by(document)}")
    strip = Markup('<p class="strip">{}</p>').format(" · ".join(said))
    heading = Markup('<h1 id="{}">{}</h1>').format(document.slug, document.title)
    front = f"---\ntitle: {_yaml(document.title)}\nhide: [toc]\n---\n\n"
    section = "Policy" if document.folder == "policy" else "In our own words"
    return Page(
        f"{document.folder}/{document.slug}.md",
        document.title,
        f"{front}{strip}\n\n{heading}\n\n{document.body}\n",
        section,
    )
