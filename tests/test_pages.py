"""Every page of the worked example as its readers get it: whole, linked, filled, and in words that were earned."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from built import AUDIENCES, Worked

from generator.statistics.wording import banned_words

VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
    "path",
    "rect",
    "circle",
    "line",
    "use",
}
OWN_WORDS = ("policy/", "narrative/")
every_audience = pytest.mark.parametrize("audience", AUDIENCES)


@dataclass
class Node:
    """One element: its tag, attributes, children (elements and texts) and parent."""

    tag: str
    attributes: dict[str, str]
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> list[Node]:
        found = [self]
        for child in self.children:
            if isinstance(child, Node):
                found += child.walk()
        return found

    def all(self, tag: str = "", klass: str = "") -> list[Node]:
        return [each for each in self.walk() if tag in ("", each.tag) and klass in (*each.classes, "")]

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        parts = [each.text if isinstance(each, Node) else each for each in self.children]
        return re.sub(r"\s+", " ", " ".join(parts)).strip()


class Reader(HTMLParser):
    """A page as a tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.children.append(Node(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        node: Node | None = self.at
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self.at = node.parent

    def handle_data(self, data: str) -> None:
        if self.at.tag not in ("script", "style"):
            self.at.children.append(data)


@pytest.fixture(scope="module")
def pages(worked: Worked) -> dict[str, dict[str, Node]]:
    found: dict[str, dict[str, Node]] = {}
    for audience in AUDIENCES:
        trees = found.setdefault(audience, {})
        for path in worked.pages(audience):
            reader = Reader()
            reader.feed(path.read_text(encoding="utf-8"))
            trees[path.relative_to(worked.site(audience)).as_posix()] = reader.root
    return found


Pages = dict[str, dict[str, Node]]


def content(page: Node) -> Node:
    """The part of a page that is not frame."""
    (found,) = page.all("article") or page.all("main")
    return found


def test_each_audience_has_the_pages_the_issue_names(pages: Pages) -> None:
    for audience in AUDIENCES:
        names = set(pages[audience])
        assert {"index.html", "definitions.html", "data-quality.html", "protection.html"} <= names
        assert {"policy/behaviour-policy.html", "narrative/self-evaluation.html"} <= names
        assert sum(name.startswith("questions/") for name in names) >= 5
        children = [name for name in names if name.startswith("children/")]
        assert bool(children) == (audience == "leaders")


@every_audience
def test_every_page_has_one_main_heading_with_words_in_it(pages: Pages, audience: str) -> None:
    for name, page in pages[audience].items():
        (heading,) = page.all("h1")
        assert len(heading.text.split()) >= 2 or name.startswith(OWN_WORDS), name


@every_audience
def test_every_link_of_a_page_leads_to_a_file_or_a_place_that_is_there(
    worked: Worked, pages: Pages, audience: str
) -> None:
    site = worked.site(audience)
    ids = {
        name: {node.attributes["id"] for node in page.walk() if "id" in node.attributes}
        for name, page in pages[audience].items()
    }
    seen = 0
    for name, page in pages[audience].items():
        for link in page.all("a"):
            target = link.attributes.get("href", "")
            if not target or target.startswith(("http://", "https://", "mailto:")):
                continue
            path, _, place = target.partition("#")
            file = (site / name).parent / path if path else site / name
            inside = Path(file).resolve().relative_to(site.resolve()).as_posix()
            assert (site / inside).is_file(), f"{name}: {target}"
            if place and inside in ids:
                assert place in ids[inside], f"{name}: {target}"
            seen += 1
    assert seen > 100


@every_audience
def test_every_indicator_shown_has_its_definition(worked: Worked, pages: Pages, audience: str) -> None:
    ids = {node.attributes.get("id") for node in pages[audience]["definitions.html"].walk()}
    for record in worked.records(audience):
        assert str(record["indicator"]).lower() in ids


@every_audience
def test_every_figure_block_says_what_is_certain_what_it_cannot_show_and_what_to_do(
    pages: Pages, audience: str
) -> None:
    seen = 0
    for name, page in pages[audience].items():
        for slots in content(page).all("dl", "slots"):
            words = [node.text for node in slots.all("dt")]
            assert words == [
                "What is certain",
                "What it cannot show",
                "Do now" if audience == "leaders" else "Ask",
            ]
            for said in slots.all("dd"):
                assert len(said.text.split()) >= 2, f"{name}: {slots.text}"
                assert said.text[-1] in ".?!”", f"{name}: {said.text}"
            seen += 1
        for figure in content(page).all("div", "chart"):
            assert figure.parent is not None and figure.parent.all("dl", "slots"), name
    assert seen >= 10


@every_audience
def test_every_drawing_has_a_title_a_description_and_its_table(pages: Pages, audience: str) -> None:
    seen = 0
    for name, page in pages[audience].items():
        for section in content(page).all("section", "figure"):
            drawings = [
                node
                for chart in section.all("div", "chart")
                for node in chart.all("svg")
                if node.attributes.get("role") == "img"
            ]
            for drawing in drawings:
                labels = drawing.attributes["aria-labelledby"].split()
                named = {node.attributes.get("id"): node for node in drawing.walk()}
                assert [named[label].tag for label in labels] == ["title", "desc"], name
                assert all(named[label].text for label in labels), name
                seen += 1
            if drawings:
                (numbers,) = section.all("details", "numbers")
                rows = numbers.all("tr")
                assert len(rows) >= 2, f"{name}: a table without rows"
    assert seen >= 6


@every_audience
def test_no_cell_of_any_table_is_empty(pages: Pages, audience: str) -> None:
    for name, page in pages[audience].items():
        if name.startswith(OWN_WORDS):
            continue
        for table in content(page).all("table"):
            for cell in (*table.all("td"), *table.all("th")):
                assert cell.text, f"{name}: {table.text[:80]}"


@every_audience
def test_the_program_writes_no_word_that_no_figure_has_earned(pages: Pages, audience: str) -> None:
    found: dict[str, set[str]] = {}
    for name, page in pages[audience].items():
        if name.startswith(OWN_WORDS):
            continue
        said = " ".join(quoted_out(content(page)))
        words = set(banned_words(said))
        if words:
            found[name] = words
    assert found == {}


def quoted_out(node: Node) -> list[str]:
    """The texts of a page, without what the setting or a child said in its own words."""
    found: list[str] = []
    for child in node.children:
        if isinstance(child, str):
            found.append(re.sub(r"“[^”]*”", " ", child))
        elif "Actions agreed" not in child.attributes.get("aria-label", ""):
            found += quoted_out(child)
    return found


@every_audience
def test_no_word_of_the_programs_language_stands_on_a_page(pages: Pages, audience: str) -> None:
    odd = re.compile(r"\b(None|NaN|nan|inf|Undefined|NaT|True|False|dtype|PublishedCell)\b(?!\.)")
    for name, page in pages[audience].items():
        if name.startswith(OWN_WORDS):
            continue
        said = content(page).text
        assert [match for match in odd.findall(said) if match != "None"] == [], name
        assert "{{" not in said and "{%" not in said, name


@every_audience
def test_no_page_loads_anything_from_another_host(worked: Worked, pages: Pages, audience: str) -> None:
    for name, page in pages[audience].items():
        for node in page.walk():
            for attribute in ("src", "srcset", "poster", "data", "action", "xlink:href"):
                assert not re.match(r"(https?:)?//", node.attributes.get(attribute, "")), (
                    f"{name}: {node.tag}"
                )
            if node.tag == "link":
                assert not re.match(r"(https?:)?//", node.attributes.get("href", "")), name
    for path in worked.site(audience).rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", path.read_text(encoding="utf-8")), (
            path.name
        )


def test_readers_under_protection_are_told_the_rule_and_leaders_that_they_stand_outside_it(
    pages: Pages,
) -> None:
    assert "outside the protection" in content(pages["leaders"]["protection.html"]).text
    for audience in ("governors", "inspectors"):
        said = content(pages[audience]["protection.html"]).text
        assert "Numbers under 5 are not shown" in said
    assert "as decided by the headteacher" in content(pages["inspectors"]["protection.html"]).text


def test_the_front_pages_say_something_true_before_any_chart(worked: Worked, pages: Pages) -> None:
    governors = content(pages["governors"]["index.html"])
    assert len(governors.all("div", "statement")) == 4
    assert len(governors.all("ol", "asks")[0].all("li")) == 3
    records = {record["key"]: record for record in worked.records("governors")}
    cell = records["CHG-01/2025-26-summer/children"]
    shown = str(cell["value"]) if cell["value"] is not None else f"{cell['lower']} to {cell['upper']}"
    assert cell["marker"] == "c" or shown in governors.all("div", "statements")[0].text
    assert len(content(pages["leaders"]["index.html"]).all("div", "three")) == 1
    assert len(content(pages["inspectors"]["index.html"]).all("ol", "questions")) == 1
