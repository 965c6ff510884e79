"""Drawings: what they say, what they must never say, and that they are the same every time."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from generator.errors import SiteError
from generator.figures import KINDS, axes, draw, lettering, symbol
from generator.figures.events import spread
from generator.figures.palette import Palette
from generator.published import Figure, PublishedExhibit, PublishedSlots

SLOTS = PublishedSlots("What is certain.", "What it cannot show.", "What to ask.")
COLUMNS = {
    "control": (
        *("start", "end", "label", "value", "numerator", "denominator"),
        *("flags", "phase", "centre", "lower", "upper", "state"),
    ),
    "days-between": ("date", "gap", "flag"),
    "shares": ("label", "met", "notmet", "unknown", "right"),
    "ranges": ("label", "value", "lower", "upper", "marker", "note", "break_before"),
    "before-after": (
        *("label", "date", "before", "before_lower", "before_upper"),
        *("after", "after_lower", "after_upper", "n_before", "n_after"),
    ),
    "dumbbell": ("label", "home", "school"),
    "panels": ("panel", "label", "value", "marker"),
    "heat": ("row", "column", "value", "marker"),
    "timeline": ("lane", "date"),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LANES = ("Held", "Kept apart", "Distressed, no force used", "Child's view", "Plan reviewed")
NARROWEST = 288 / 340
"""A page 320 pixels wide leaves 288 for a narrow drawing of 340 units."""


def exhibit(kind: str, given: Any, /, **marks: Any) -> PublishedExhibit:
    return PublishedExhibit(
        id=kind,
        kind=kind,
        headline="The finding",
        sub="Recorded incidents, each month",
        columns=COLUMNS[kind],
        rows=tuple(given),
        slots=SLOTS,
        marks=marks,
    )


def months(
    values: list[Any], *, flags: dict[int, tuple[str, ...]] | None = None, limits: Any = (3.0, 0.0, 7.6)
) -> list[tuple[Any, ...]]:
    """Rows of a control chart from September 2024; "?" is not known, "-" is closed."""
    rows, start = [], date(2024, 9, 1)
    for at, value in enumerate(values):
        end = (start + timedelta(days=32)).replace(day=1)
        state = {"?": "unknown", "-": "closed"}.get(value, "known")
        known = state == "known"
        label = f"{MONTHS[start.month - 1]} {start.year}"
        limit = limits if known and limits else (None, None, None)
        amount = value if known else None
        flagged = (flags or {}).get(at, ())
        rows.append((start, end, label, amount, None, None, flagged, 0, *limit, state))
        start = end
    return rows


def control(values: list[Any], **more: Any) -> PublishedExhibit:
    marks = {"events": (), "verdict_allowed": True, "limits": "firm", "y_max": None, "unit": "incidents"}
    marks |= more.pop("marks", {})
    return exhibit("control", months(values, **more), **marks)


NINE_IN_NOVEMBER = control(
    [3, 2, 4, 1, 3, 2, 5, 3, 2, 4, 3, "-", 2, 3, 9, 4, "?", 2, 3, 2, 3, 2, 2, "-"],
    flags={14: ("outside-limits", "high")},
    marks={
        "events": (
            ("A", "New morning routine", date(2025, 6, 9), "change"),
            ("B", "Law changed", date(2026, 4, 1), "break"),
        )
    },
)
HIDDEN_TERM = exhibit(
    "ranges",
    [
        ("Aut 24", 12, None, None, None, "", False),
        ("Spr 25", None, 10, 14, None, "+ ?", False),
        ("Sum 25", 8, None, None, None, "", True),
        ("Aut 25", None, None, None, "c", "", False),
        ("Spr 26", None, None, None, "x", "", False),
    ],
    y_max=15,
    events=(("B", "Law changed"),),
)
EVERY = {
    "control": NINE_IN_NOVEMBER,
    "days-between": exhibit(
        "days-between",
        [(date(2025, 9, 8), 6, False), (date(2025, 11, 8), 61, True), (date(2025, 11, 12), 4, False)],
        usual=54.7,
        middle=11.0,
        running=(date(2025, 11, 12), 32),
    ),
    "shares": exhibit(
        "shares",
        [
            ("Talked it through", 21, 6, 5, "21 of 27 known · 5 not known"),
            ("Parents told", None, None, None, "not shown, to protect children"),
        ],
    ),
    "ranges": HIDDEN_TERM,
    "before-after": exhibit(
        "before-after",
        [
            ("Low-arousal room", date(2026, 1, 12), 4.1, 2.9, 5.6, 2.2, 1.3, 3.5, 23, 12),
            ("Transition cards", date(2026, 2, 23), None, None, None, 2.8, None, None, None, 15),
        ],
        unit="per 100 child-days",
        days=60,
    ),
    "dumbbell": exhibit(
        "dumbbell", [("K4", 3.2, 1.1), ("K9", 0.9, 0.9), ("K2", None, 1.0)], unit="per 100 hours"
    ),
    "panels": exhibit(
        "panels",
        [
            *(("K1", label, value, None) for label, value in (("Aut 25", 2), ("Spr 26", 0))),
            *(("K2", label, None, "x") for label in ("Aut 25", "Spr 26")),
        ],
        y_max=9,
        first="aut 25",
        last="spr 26",
    ),
    "heat": exhibit(
        "heat",
        [
            ("08:00", "Mon", 2, None),
            ("08:00", "Tue", 0, None),
            ("09:00", "Mon", None, "c"),
            ("09:00", "Tue", 7, None),
        ],
        rows=("08:00", "09:00"),
        columns=("Mon", "Tue"),
    ),
    "timeline": exhibit(
        "timeline",
        [("Held", date(2025, 9, 18)), ("Plan reviewed", date(2025, 10, 1)), ("Held", date(2026, 1, 2))],
        lanes=LANES,
        start=date(2025, 9, 1),
        end=date(2026, 7, 21),
        away=((date(2025, 12, 20), date(2026, 1, 5)),),
        events=(("A", "Plan rewritten", date(2025, 11, 18)),),
    ),
}
by_kind = pytest.mark.parametrize("kind", sorted(EVERY))


@cache
def drawn(kind: str, palette: Any = "css") -> Figure:
    return draw(EVERY[kind], id="one", palette=palette)


def drawings(figure: Figure) -> list[ET.Element]:
    """Every `svg` element of a figure."""
    whole = ET.fromstring(f"<div>{figure.wide}{figure.narrow}</div>")
    return [each for each in whole.iter() if each.tag.endswith("svg")]


def texts(figure: Figure) -> list[str]:
    """All words inside the drawings, title and description left out."""
    found = []
    for drawing in drawings(figure):
        for each in drawing.iter():
            if each.tag.rpartition("}")[2] in ("text", "tspan") and each.text:
                found.append(each.text)
    return found


def test_the_examples_here_cover_every_kind_there_is() -> None:
    assert set(EVERY) == set(KINDS)


@by_kind
def test_every_drawing_has_a_title_and_a_description_that_it_is_labelled_by(kind: str) -> None:
    for drawing in drawings(drawn(kind)):
        assert drawing.get("role") == "img"
        assert drawing.get("focusable") == "false"
        ids = {each.get("id"): each.text for each in drawing if each.get("id")}
        named = (drawing.get("aria-labelledby") or "").split()
        assert [name.rpartition("-")[2] for name in named] == ["title", "desc"]
        assert all(ids[name] for name in named)


@by_kind
def test_ids_are_unique_in_a_page_that_holds_two_figures_of_a_kind(kind: str) -> None:
    both = drawn(kind), draw(EVERY[kind], id="two")
    ids = [name for figure in both for name in re.findall(r'\bid="([^"]+)"', figure.wide + figure.narrow)]
    assert ids
    assert len(ids) == len(set(ids))


@by_kind
@pytest.mark.parametrize("palette", ["css", "print"])
def test_a_drawing_holds_no_script_no_address_and_nothing_to_focus(kind: str, palette: Any) -> None:
    figure = drawn(kind, palette)
    svg = (figure.wide + figure.narrow).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http" not in svg
    assert "script" not in svg.lower()
    assert not re.search(
        r"\b(href|tabindex|onclick|style|class=\"mark|aria-label=|aria-roledescription)", svg
    )
    assert svg.count('role="') == len(drawings(figure))


@by_kind
def test_colours_are_variables_on_pages_and_plain_on_paper(kind: str) -> None:
    page, paper = drawn(kind), drawn(kind, "print")
    painted = re.findall(r'(?:fill|stroke)="([^"]+)"', page.wide + page.narrow)
    assert all(paint == "none" or re.fullmatch(r"var\(--c-\w+, #[0-9a-f]{6}\)", paint) for paint in painted)
    assert any(paint.startswith("var(") for paint in painted)
    assert "var(" not in paper.wide + paper.narrow
    assert not (paper.wide + paper.narrow).count("#4c78a8"), "the library's own blue"


@by_kind
def test_paper_gets_one_svg_that_stands_alone(kind: str) -> None:
    paper = drawn(kind, "print").wide
    assert ET.fromstring(paper).tag == "{http://www.w3.org/2000/svg}svg"


@by_kind
def test_no_text_is_smaller_than_eleven_pixels_on_the_narrowest_page(kind: str) -> None:
    figure = drawn(kind)
    for drawing in drawings(figure):
        box = [float(number) for number in (drawing.get("viewBox") or "").split()]
        sizes = [float(s.get("font-size", "13px").removesuffix("px")) for s in drawing.iter()]
        scale = NARROWEST if box[2] == 340 else (288 - 12) / 2 / 154 if box[2] == 154 else 1.0
        assert min(sizes) * scale >= 11


@by_kind
def test_coordinates_have_at_most_two_places_and_no_path_is_empty(kind: str) -> None:
    figure = drawn(kind)
    svg = re.sub(r"<(title|desc|text|tspan)\b[^>]*>[^<]*", "", figure.wide + figure.narrow)
    assert not re.search(r"\d\.\d{3,}", svg)
    assert not re.search(r'\bd=""', svg)
    assert not re.search(r"h0v0h0Z", svg)


@by_kind
def test_wide_and_narrow_have_the_widths_that_the_pages_count_on(kind: str) -> None:
    widths = [drawing.get("width") for drawing in drawings(drawn(kind))]
    once = {"heat": ["340"], "panels": ["154", "154"]}
    assert widths == once.get(kind, ["680", "340"])
    assert (drawn(kind).narrow == "") == (kind in once)


@by_kind
def test_no_cell_of_the_table_is_empty_and_every_row_has_every_column(kind: str) -> None:
    figure = drawn(kind)
    assert figure.rows
    assert all(len(row) == len(figure.columns) for row in figure.rows)
    assert all(cell and cell.strip() for row in (*figure.rows, figure.columns) for cell in row)


@pytest.mark.parametrize("kind", sorted(set(EVERY) - {"panels", "heat", "days-between"}))
def test_the_table_has_a_row_for_every_row_of_the_exhibit(kind: str) -> None:
    assert len(drawn(kind).rows) == len(EVERY[kind].rows)


def test_the_gap_that_has_not_ended_has_a_row_of_its_own() -> None:
    figure = drawn("days-between")
    assert [row[1] for row in figure.rows] == ["6", "61", "4", "32"]
    assert figure.rows[-1][2] == "not ended"


def test_the_tables_of_panels_and_timetable_are_laid_out_as_they_are_drawn() -> None:
    panels, heat = drawn("panels"), drawn("heat")
    assert panels.columns == ("Which", "Aut 25", "Spr 26")
    assert panels.rows == (("K1", "2", "0"), ("K2", "not here", "not here"))
    assert heat.columns == ("When", "Mon", "Tue")
    assert heat.rows == (("08:00", "2", "none"), ("09:00", "not shown, to protect children", "7"))


def test_an_unusual_month_a_break_and_what_is_missing_are_all_described() -> None:
    figure = draw(NINE_IN_NOVEMBER, id="one")
    assert figure.title == "Recorded incidents, each month. Sep 2024 to Aug 2026."
    assert "from 1 (Dec 2024) to 9 (Nov 2025)" in figure.description
    assert "Unusual – high: Nov 2025 (9)." in figure.description
    assert "break in the series: Law changed, 1 Apr 2026" in figure.description
    assert "Not known: Jan 2026; closed: Aug 2025 and Aug 2026." in figure.description
    assert figure.rows[14] == ("Nov 2025", "9", "0 to 7", "unusual – high")
    assert figure.rows[16][1:] == ("–", "–", "not known")
    assert ("triangle-up", "unusual – high") in figure.key


def test_a_series_that_begins_and_ends_within_a_month_is_still_one_of_months() -> None:
    rows = months([3, 4, 5, 4])
    rows[0] = (date(2024, 9, 2), *rows[0][1:])
    rows[-1] = (rows[-1][0], date(2024, 12, 21), *rows[-1][2:])
    figure = draw(exhibit("control", rows, unit="incidents", verdict_allowed=True), id="one")
    assert figure.columns[0] == "Month"
    assert {"Oct", "Nov"} <= set(texts(figure))


def test_without_a_verdict_no_point_is_called_unusual_anywhere() -> None:
    figure = draw(
        control([3] * 12 + [9], flags={12: ("outside-limits", "high")}, marks={"verdict_allowed": False}),
        id="one",
    )
    said = " ".join(
        [figure.title, figure.description, *texts(figure), *(cell for row in figure.rows for cell in row)]
    )
    assert "unusual" not in said
    assert "--c-unusual" not in figure.wide + figure.narrow
    assert figure.rows[12] == ("Sep 2025", "9", "0 to 7", "not tested")


def test_a_point_outside_the_range_that_no_rule_marks_is_drawn_there_and_not_called_unusual() -> None:
    figure = draw(control([3] * 12 + [9]), id="one")
    assert figure.rows[12] == ("Sep 2025", "9", "0 to 7", "above the range, not marked as unusual")
    assert "No point is marked as unusual." in figure.description
    assert not any("unusual" in text for text in texts(figure))
    assert "--c-unusual" not in figure.wide + figure.narrow


def test_a_run_is_named_with_its_length_and_its_side() -> None:
    low = dict.fromkeys(range(8, 15), ("shift",))
    figure = draw(control([4] * 8 + [2] * 7, flags=low), id="one")
    assert "7 months below the middle" in texts(figure)
    assert "7 months below the middle: May 2025 to Nov 2025" in figure.description


def test_a_month_that_is_not_known_is_never_joined_by_the_line() -> None:
    whole, broken = draw(control([3, 4, 5, 4, 3, 4]), id="one"), draw(control([3, 4, 5, "?", 3, 4]), id="one")
    force = re.compile(
        r'<path d="M[^"]*" stroke="var\(--c-force|<g stroke="var\(--c-force[^>]*>(?:<path[^>]*>)+'
    )
    assert "?" in texts(broken) and "?" not in texts(whole)
    assert len(force.findall(whole.narrow)) == 1
    assert len(force.findall(broken.narrow)) == 2


def test_what_is_hidden_stands_in_no_drawing_and_in_no_words() -> None:
    """The one number that an outsider must not learn is 4; it is not among the exhibit's rows."""
    figure = draw(HIDDEN_TERM, id="one")
    said = " ".join(
        [figure.title, figure.description, *texts(figure), *(cell for row in figure.rows for cell in row)]
    )
    numbers = {int(number) for number in re.findall(r"\d+", said)}
    labels, grid = {24, 25, 26}, {0, 5, 10, 15}
    counts_of_periods = {5, 2}
    assert numbers <= {12, 8, 10, 14} | labels | grid | counts_of_periods
    assert figure.rows[3] == ("Aut 25", "c", "not shown, to protect children")


def test_marks_for_hidden_places_are_the_same_whatever_is_hidden() -> None:
    """Hidden rows carry no value, so the axis may only follow its configuration and what is shown."""
    shown = [("Aut 24", 12, None, None, None, "", False)]
    hidden = [("Spr 25", None, None, None, "c", "", False)]
    figure = draw(exhibit("ranges", shown + hidden, y_max=15, events=()), id="one")
    assert figure.wide.count("<circle") == 1
    assert texts(figure).count("c") == 2


def test_where_every_number_is_hidden_no_scale_is_written() -> None:
    """An axis that ends at 5 or at 1 over hidden places only could pass for a hidden number."""
    hidden = [(label, None, None, None, "c", "", False) for label in ("Aut 25", "Spr 26")]
    figure = draw(exhibit("ranges", hidden, y_max=5, events=()), id="one")
    assert sorted(set(texts(figure))) == ["25", "26", "Aut", "Aut 25", "Spr", "Spr 26", "c"]


def test_a_part_that_is_not_known_and_a_break_are_named_in_the_key() -> None:
    key = dict(draw(HIDDEN_TERM, id="one").key)
    assert key["+ ?"] == "a part is not known"
    assert key["B"].startswith("Law changed")
    assert key["c"] == "not shown, to protect children"


def test_done_not_done_and_not_known_are_drawn_apart_with_their_counts() -> None:
    figure = drawn("shares")
    assert {"21", "6", "5", "not shown, to protect children"} <= set(texts(figure))
    assert figure.rows[1] == ("Parents told", "–", "–", "–", "not shown, to protect children")
    assert [name for name, _ in figure.key] == ["met", "notmet", "unknown"]


def test_equal_values_at_home_and_school_are_said_once() -> None:
    figure = drawn("dumbbell")
    assert "0.9 in both" in texts(figure)
    assert "home 3.2" in texts(figure) and "school 1.1" in texts(figure)
    assert figure.rows[2] == ("K2", "–", "1", "not known in both places")


def test_shades_of_the_timetable_move_only_from_one_fixed_rung_to_the_next() -> None:
    few = dict(drawn("heat").key)
    many = exhibit("heat", [("Aut", "Mon", 59, None), ("Aut", "Tue", 12, None), ("Aut", "Wed", 3, None)])
    assert few["heat3"] == "5 or more"
    assert dict(draw(many, id="one").key) == {"heat1": "1–9", "heat2": "10–19", "heat3": "20 or more"}


@pytest.mark.parametrize("kind", sorted(EVERY))
def test_an_exhibit_without_rows_is_still_a_sound_drawing(kind: str) -> None:
    marks = {"lanes": LANES, "start": date(2025, 9, 1), "end": date(2026, 7, 1)} if kind == "timeline" else {}
    figure = draw(exhibit(kind, [], **marks), id="one")
    assert figure.description
    assert all(ET.tostring(drawing) for drawing in drawings(figure))


@pytest.mark.parametrize("values", [[0] * 14, [3], [3000, 2900, 3100] * 8, [1, 2, 3, 4] * 10, [5, 7, 6] * 47])
def test_series_of_any_length_and_size_keep_their_labels_apart(values: list[int]) -> None:
    for narrow in (False, True):
        sheet, layers = KINDS["control"].chart(control(values), Palette("css"), narrow)  # type: ignore[misc]
        words = [row for layer in layers for row in layer.rows if "text" in row and row["y"] > sheet.down + 6]
        reach = [
            (row["x"] - wide / 2, row["x"] + wide / 2)
            for row in sorted(words, key=lambda row: row["x"])
            if (wide := lettering.width_of(row["text"]))
        ]
        assert reach
        assert all(left[1] < right[0] for left, right in itertools.pairwise(reach))


def test_eleven_years_of_months_are_a_line_with_years_below_and_no_dots() -> None:
    figure = draw(control([5, 7, 6] * 44), id="one")
    assert "<circle" not in figure.wide
    assert {"2026", "2030", "2034"} <= set(texts(figure))
    assert not {"Mar", "May", "Jul"} & set(texts(figure))


def test_labels_are_escaped_and_never_become_marks() -> None:
    hostile = '<script>alert(1)</script> & "quotes" {{ x }}'
    figure = draw(exhibit("shares", [(hostile, 3, 1, 0, "a < b & c")]), id='x"><script>')
    assert "<script" not in figure.wide + figure.narrow
    assert figure.rows[0][0] == hostile
    assert "a < b & c" in texts(figure)
    assert "<script" not in symbol("<script>")


def test_the_same_exhibit_gives_the_same_bytes_whatever_was_drawn_before() -> None:
    first = {kind: draw(EVERY[kind], id=kind) for kind in sorted(EVERY)}
    again = {kind: draw(EVERY[kind], id=kind) for kind in sorted(EVERY, reverse=True)}
    assert first == again


def test_time_zone_and_hash_seed_change_no_byte() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, 'tests'); from test_figures import EVERY, draw;"
        "print(hashlib.sha256(repr([draw(EVERY[k], id=k) for k in sorted(EVERY)]).encode()).hexdigest())"
    )
    said = set()
    for zone, seed in (("Pacific/Auckland", "1"), ("America/Los_Angeles", "2")):
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parents[1],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        said.add(run.stdout)
    assert len(said) == 1 and len(said.pop().strip()) == 64


def test_a_kind_that_is_not_known_is_refused_with_the_kinds_there_are() -> None:
    unknown = PublishedExhibit(
        id="x", kind="pie", headline="", sub="", columns=(), rows=(), slots=SLOTS, marks={}
    )
    with pytest.raises(SiteError) as refused:
        draw(unknown, id="one")
    assert "control" in refused.value.hint


def test_a_symbol_is_passed_over_by_screen_readers_and_a_letter_is_read() -> None:
    keys = {name for kind in EVERY.values() for name, _ in draw(kind, id="one").key}
    drawn = {name for name in keys if symbol(name).startswith("<svg")}
    assert {"dot", "band", "met", "notmet", "unknown", "hollow", "range", "heat1", "view"} <= drawn
    assert all('aria-hidden="true"' in symbol(name) for name in drawn)
    assert keys - drawn == {"A", "B", "c", "x", "+ ?", "–"}
    assert symbol("A") == "<b>A</b>"
    assert "var(" not in symbol("dot", "print") and symbol("A", "print").startswith("<svg")


def test_words_the_statistics_page_bans_stand_in_no_figure() -> None:
    banned = re.compile(
        r"\b(trend|spike|drop|hotspot|baseline|outlier|significant|better|worse|improving|worsening|stable"
        r"|caused|proves|compliance|doubled|halved)\b",
        re.IGNORECASE,
    )
    flags = {14: ("outside-limits", "high"), **dict.fromkeys(range(2, 9), ("trend",)), 10: ("two-in-three",)}
    more = control(list(range(1, 10)) + [2] * 6, flags=flags)
    for shown in (*EVERY.values(), more):
        figure = draw(shown, id="one")
        said = [figure.title, figure.description, *texts(figure), *(words for _, words in figure.key)]
        said += [cell for row in (*figure.rows, figure.columns) for cell in row]
        assert not [text for text in said if banned.search(text)]


def test_axes_start_at_nought_and_have_two_to_four_round_values_above_it() -> None:
    assert axes.scale([10.4]).ticks == (0, 5, 10)
    assert axes.scale([9], top=15).ticks == (0, 5, 10, 15)
    assert axes.scale([3000]).ticks == (0, 1000, 2000, 3000)
    assert axes.scale([0.9, 0.35]).top == 1.0
    assert axes.scale([]).top == 1.0
    assert axes.scale([20], top=15).top == 20, "a value above the configured axis is still shown"
    for most in (1, 2, 7, 13, 61, 399, 12345):
        assert 1 <= len(axes.scale([most]).ticks) - 1 <= 4


def test_letters_that_stand_close_are_moved_apart_and_keep_their_order() -> None:
    moved = spread([100, 102, 104, 300], 13)
    assert moved == [89, 102, 115, 300]
    close = spread([10.1, 16.7, 23.3, 29.9, 36.5], 13)
    assert all(right - left > 12.99 for left, right in itertools.pairwise(close))


def test_words_are_broken_and_cut_to_their_room() -> None:
    assert lettering.wrap("one two three", 1000) == "one two three"
    lines = lettering.wrap("a label that is far too long for two lines of this width", 90).split("\n")
    assert len(lines) == 2 and lines[1].endswith("…")
    assert all(lettering.width_of(line) <= 90 for line in lines)


def test_the_highest_month_or_term_lies_under_a_grid_value_that_is_named() -> None:
    high = control([3, 2, 4, 1, 3, 2, 5, 3, 2, 4, 3, 2, 4.9])  # with limits at 0 and 7.6
    assert {"0", "2", "4", "6", "8"} <= set(texts(draw(high, id="high")))
    few = exhibit(
        "ranges",
        [("Aut 24", 4, None, None, None, "", False), ("Spr 25", 5, None, None, None, "", False)],
    )
    assert {"0", "2", "4", "6"} <= set(texts(draw(few, id="few")))
