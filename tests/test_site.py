"""A site appears whole or not at all, asks nothing of another host, and is the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import SiteError
from generator.published import Page
from generator.site import Rendered, render, swap

ROOT = Path(__file__).parents[1]
FRONT = Page(
    "index.md", "This term", "# Seven children\n\nSee [how](more/how.md#counted).\n", hide_navigation=True
)
HOW = Page("more/how.md", "How the figures are made", "# How\n\n## Counted {: #counted }\n\nOnce.\n", "More")
DATA = {"data/chg-01.csv": b"term,children\nautumn,7\n"}


def make(out: Path, *pages: Page, **more: object) -> Rendered:
    return render(pages or (FRONT, HOW), DATA, None, out, site_name="Hazel Bank", **more)  # type: ignore[arg-type]


def folder(place: Path, text: str) -> Path:
    place.mkdir(parents=True)
    (place / "index.html").write_text(text, encoding="utf-8")
    return place


def text_of(place: Path) -> str:
    return (place / "index.html").read_text(encoding="utf-8")


def test_pages_and_data_stand_in_the_folder_and_every_file_is_named_with_its_hash(tmp_path: Path) -> None:
    site = make(tmp_path / "a setting's büild" / "governors")
    assert {"index.html", "more/how.html", "data/chg-01.csv", "search/search_index.js"} <= set(site.files)
    assert site.files["data/chg-01.csv"] == hashlib.sha256(DATA["data/chg-01.csv"]).hexdigest()
    on_disk = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*") if path.is_file()}
    assert on_disk == set(site.files)


def test_nothing_is_left_beside_the_finished_site(tmp_path: Path) -> None:
    make(tmp_path / "out" / "governors")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["governors"]


def test_files_that_hold_dates_or_root_addresses_are_left_out(tmp_path: Path) -> None:
    names = set(make(tmp_path / "governors").files)
    assert not {
        name for name in names if name.startswith(("404", "sitemap")) or name.endswith((".map", ".gz"))
    }


def test_the_same_input_gives_the_same_bytes_in_any_time_zone_and_hash_seed(tmp_path: Path) -> None:
    script = (
        "import json, sys; from pathlib import Path; from generator.published import Page;"
        "from generator.site import render;"
        "pages = [Page(**page) for page in json.loads(sys.argv[1])];"
        "print(json.dumps(render(pages, {}, None, Path(sys.argv[2]), site_name='Hazel Bank').files))"
    )
    pages = json.dumps([{"path": p.path, "title": p.title, "markdown": p.markdown} for p in (FRONT, HOW)])
    said = []
    for number, (zone, seed) in enumerate([("Pacific/Kiritimati", "1"), ("America/Anchorage", "77")]):
        settled = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1800000000"}
        settled["PYTHONPATH"] = str(ROOT)
        command = [sys.executable, "-c", script, pages, str(tmp_path / str(number) / "site")]
        run = subprocess.run(command, env=settled, capture_output=True, text=True, check=True)
        said.append(json.loads(run.stdout))
    assert len(said[0]) > 10
    assert said[0] == said[1]


def test_a_link_that_leads_nowhere_stops_the_build_and_leaves_the_old_site(tmp_path: Path) -> None:
    old = folder(tmp_path / "governors", "old")
    with pytest.raises(SiteError, match=r"index\.md: the link to gone\.md leads nowhere") as caught:
        make(old, Page("index.md", "This term", "# One\n\n[gone](gone.md)\n"))
    assert caught.value.exit_code == 14
    assert text_of(old) == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["governors"]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>A</h1>\n<p><a href='gone.html'>x</a></p>", "the link to gone.html leads nowhere"),
        ("<h1>A</h1>\n<p><a href='#gone'>x</a></p>", "the link to #gone finds no such place"),
        ("<h1>A</h1>\n<p><a href='/index.html'>x</a></p>", "holds only at the root of a server"),
        ("<h1>A</h1>\n<p><a href='javascript:alert(1)'>x</a></p>", "may not lead to javascript:"),
        (
            "<h1>A</h1>\n<p><img alt='' src='https://example.org/a.png'></p>",
            "asks another host: https://example.org",
        ),
        ("<h1>A</h1>\n<p><img alt='' src='//example.org/a.png'></p>", "asks another host: //example.org"),
        (
            "<h1>A</h1>\n<p style='background:url(http://example.org/a)'>x</p>",
            "asks another host: http://example.org",
        ),
        ("<h1>A</h1>\n<svg><image href='https://example.org/a'></image></svg>", "asks another host"),
        ("<h1>A</h1>\n<style>@import 'https://example.org/a.css';</style>", "asks another host"),
        ("<h1>A</h1>\n<h1>B</h1>", "has more than one main heading"),
        ("<h1 id='a'>A</h1>\n<p id='a'>B</p>", "uses the same id twice"),
    ],
)
def test_a_page_that_does_not_hold_together_is_not_published(tmp_path: Path, body: str, fault: str) -> None:
    with pytest.raises(SiteError) as caught:
        make(tmp_path / "governors", Page("index.md", "This term", body))
    assert fault in caught.value.message
    assert not (tmp_path / "governors").exists()


def test_a_link_to_the_law_on_another_host_is_no_fault(tmp_path: Path) -> None:
    page = Page("index.md", "This term", "# One\n\n[the law](https://www.legislation.gov.uk/)\n")
    assert "https://www.legislation.gov.uk/" in text_of(make(tmp_path / "governors", page).folder)


def test_a_site_without_a_first_page_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="no first page"):
        make(tmp_path / "governors", HOW)


def test_no_file_may_lie_outside_the_site(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="lies outside the site"):
        render([FRONT, HOW], {"../secret.csv": b""}, None, tmp_path / "governors", site_name="Hazel Bank")
    assert list(tmp_path.iterdir()) == []


def test_a_title_is_text_in_the_page_the_list_of_pages_and_the_search(tmp_path: Path) -> None:
    page = Page("index.md", 'A <b> & "c": d', "<h1>One</h1>\n<p>x</p>")
    site = make(tmp_path / "governors", page).folder
    assert "<title>A &lt;b&gt; &amp; &quot;c&quot;: d – Hazel Bank</title>" in text_of(site)
    assert "A <b>" not in text_of(site)
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert index["docs"][0]["title"] == "A &lt;b&gt; &amp; &quot;c&quot;: d"


def test_pages_stand_in_their_sections_when_no_order_is_given(tmp_path: Path) -> None:
    text = text_of(make(tmp_path / "governors").folder)
    assert '<span class="pages-heading">More</span>' in text
    assert text.index('href="index.html" aria-current="page"') < text.index('href="more/how.html"')


def test_the_foot_says_what_was_counted_when_and_for_whom(tmp_path: Path) -> None:
    facts = {"period": "Summer term 2026", "release": "2026-T3", "made_on": "3 September 2026"}
    facts |= {"for_whom": "For governors of Hazel Bank", "definitions": "more/how.md"}
    text = " ".join(text_of(make(tmp_path / "governors", extra=facts).folder).split())
    assert (
        "These figures count what was recorded.</strong> Summer term 2026, release 2026-T3, made 3 September"
        in text
    )
    assert '2026. For governors of Hazel Bank. <a href="more/how.html">How the figures are made</a>' in text


def test_the_menu_of_releases_stands_in_releases_only(tmp_path: Path) -> None:
    assert '"version": null' in text_of(make(tmp_path / "build").folder)
    assert '"version": {"provider": "mike"}' in text_of(make(tmp_path / "release", release=True).folder)


def stubborn(name: str, times: int) -> Callable[[Path, Path], None]:
    """A disk on which the folder of that name is held open for so many tries, as a file window does it."""
    left = [times]

    def rename(old: Path, new: Path) -> None:
        if old.name == name and old.parent.name == "out" and left[0]:
            left[0] -= 1
            raise PermissionError(13, "Access is denied", str(old))
        os.rename(old, new)

    return rename


def two_sites(tmp_path: Path) -> tuple[dict[str, Path], Path]:
    for name in ("leaders", "governors"):
        folder(tmp_path / "out" / name, "old")
    new = {name: folder(tmp_path / "work" / name, "new") for name in ("leaders", "governors")}
    return new, tmp_path / "out"


def test_all_sites_are_swapped_in_together(tmp_path: Path) -> None:
    new, out = two_sites(tmp_path)
    swap(new, out)
    assert [text_of(out / name) for name in new] == ["new", "new"]
    assert sorted(path.name for path in out.iterdir()) == ["governors", "leaders"]


def test_one_folder_held_open_keeps_all_old_sites(tmp_path: Path) -> None:
    new, out = two_sites(tmp_path)
    with pytest.raises(SiteError, match="the old ones are untouched") as caught:
        swap(new, out, rename=stubborn("governors", 99), wait=lambda _: None)
    assert "hold the folder open" in caught.value.hint
    assert [text_of(out / name) for name in new] == ["old", "old"]
    assert sorted(path.name for path in out.iterdir()) == ["governors", "leaders"]


def test_a_folder_held_open_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    new, out = two_sites(tmp_path)
    waits: list[float] = []
    swap(new, out, rename=stubborn("governors", 2), wait=waits.append)
    assert [text_of(out / name) for name in new] == ["new", "new"]
    assert waits == [0.1, 0.2]


def test_a_missing_new_site_keeps_all_old_ones(tmp_path: Path) -> None:
    new, out = two_sites(tmp_path)
    with pytest.raises(SiteError):
        swap({**new, "inspectors": tmp_path / "work" / "gone"}, out)
    assert [text_of(out / name) for name in new] == ["old", "old"]
    assert not (out / "inspectors").exists()


def test_a_swap_that_was_cut_short_is_taken_back_before_the_next_begins(tmp_path: Path) -> None:
    out = tmp_path / "out"
    folder(out / "leaders", "half-way new")
    folder(out / ".swapping" / "old" / "leaders", "old leaders")
    folder(out / ".swapping" / "old" / "governors", "old governors")
    folder(out / ".swapping" / "new" / "governors", "never came in")
    swap({"inspectors": folder(tmp_path / "work" / "inspectors", "new inspectors")}, out)
    assert text_of(out / "leaders") == "old leaders"
    assert text_of(out / "governors") == "old governors"
    assert text_of(out / "inspectors") == "new inspectors"
    assert not (out / ".swapping").exists()
