"""What can be read off files: each way out once with a leak and once without, and the shared artefact cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.disclosure.leak_words import numbers_in
from generator.disclosure.leaks import Leak, find

GOLDEN = sorted((Path(__file__).parents[2].parent / "shared" / "disclosure" / "golden").glob("A*.json"))
HIDDEN = [{"key": {"place": "Oak house", "kind": "Holding", "term": "2025-Autumn"}, "value": 2}]


def values(files: dict[str, str], hidden: Any = HIDDEN) -> list[tuple[str, Any]]:
    return [(leak.file, leak.value) for leak in find(files, hidden) if leak.value is not None]


def texts(files: dict[str, str]) -> set[str]:
    return {leak.text for leak in find(files, HIDDEN)}


def chart(counts: list[int | None], **more: Any) -> str:
    kinds = ["Holding", "Guiding", "Neither"]
    rows = [{"place": "Oak house", "kind": kind, "n": n} for kind, n in zip(kinds, counts, strict=False)]
    return json.dumps({"mark": "bar", "data": {"values": rows}} | more)


def search_index(text: str, location: str = "oak-house/") -> str:
    return json.dumps({"docs": [{"location": location, "title": "Oak house", "text": text}]})


def bars(*drawn: tuple[float, str]) -> str:
    rects = [
        f'<rect x="{20 * n}" y="{100 - size}" width="10" height="{size}"/>'
        for n, (size, _) in enumerate(drawn)
    ]
    labels = [
        f'<text x="{20 * n + 5}" y="{95 - size}">{label}</text>' for n, (size, label) in enumerate(drawn)
    ]
    return f'<svg width="300" height="100">{"".join(rects + labels)}</svg>'


def table(*rows: tuple[str, str]) -> str:
    body = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    return f"<h1>Oak house</h1><table><tr><th>Kind</th><th>Children</th></tr>{body}</table>"


LEAKING: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "chart data": ({"c.json": chart([2, 9])}, {"c.json": chart([None, 9])}),
    "columns side by side": (
        {"d.json": json.dumps({"place": ["Oak house"] * 2, "kind": ["Guiding", "Holding"], "n": [9, 2]})},
        {"d.json": json.dumps({"place": ["Oak house"] * 2, "kind": ["Guiding", "Holding"], "n": [9, None]})},
    ),
    "data in a script": (
        {"p.html": f"<script>var chart = {chart([2, 9])};</script>"},
        {"p.html": f"<script>var chart = {chart([None, 9])};</script>"},
    ),
    "data in an attribute": (
        {"p.html": f"<div data-chart='{chart([2, 9])}'></div>"},
        {"p.html": f"<div data-chart='{chart([None, 9])}'></div>"},
    ),
    "end of an axis": (
        {"c.json": chart([None, None], encoding={"y": {"scale": {"domain": [0, 2]}}})},
        {"c.json": chart([None, None], encoding={"y": {"scale": {"domain": [0, 20]}}})},
    ),
    "end of a drawn axis": (
        {"c.svg": "<svg><text>0</text><text>1</text><text>2</text><text>Holding: c</text></svg>"},
        {"c.svg": "<svg><text>0</text><text>10</text><text>20</text><text>Holding: c</text></svg>"},
    ),
    "numerator in a download": (
        {"d.csv": "place,kind,numerator\nOak house,Holding,2\n"},
        {"d.csv": "place,kind,numerator\nOak house,Holding,c\nOak house,Guiding,2\n"},
    ),
    "column for each place": (
        {"d.csv": "kind,Oak house,School\nGuiding,9,8\nHolding,2,7\n"},
        {"d.csv": "kind,Oak house,School\nGuiding,9,8\nHolding,c,2\n"},
    ),
    "search index": (
        {"search/search_index.json": search_index("Kind Children Guiding 9 Holding 2 Neither 14")},
        {"search/search_index.json": search_index("Kind Children Guiding 9 Holding c Neither 14")},
    ),
    "number in words": (
        {"p.html": "<h1>Oak house</h1><p>Holding was used with two children.</p>"},
        {"p.html": "<h1>Oak house</h1><p>How often holding was used is not shown.</p>"},
    ),
    "alternative text": (
        {"p.html": "<img alt='Oak house: holding 2, guiding 9'>"},
        {"p.html": "<img alt='Oak house: holding not shown, guiding 9'>"},
    ),
    "comment": ({"p.html": "<!-- n=2 --><td>c</td>"}, {"p.html": "<!-- end of table --><td>c</td>"}),
    "sort key": ({"p.html": "<td data-order='2'>c</td>"}, {"p.html": "<td>c</td>"}),
    "cell of a page": (
        {"p.html": table(("Guiding", "9"), ("Holding", "2"))},
        {"p.html": table(("Guiding", "2"), ("Holding", "c"))},
    ),
    "height of a bar": ({"c.svg": bars((90, "9"), (20, "c"))}, {"c.svg": bars((90, "9"), (40, "0 to 4"))}),
    "width of a plain bar": (
        {"p.html": "<i style='width:90%'>Guiding 9</i><i style='width:20%'>Holding c</i>"},
        {"p.html": "<i style='width:90%'>Guiding 9</i><i>Holding c</i>"},
    ),
    "order of rows": (
        {"p.html": table(("Neither", "14"), ("Guiding", "9"), ("Sitting", "c"), ("Holding", "c"))},
        {"p.html": table(("Guiding", "9"), ("Holding", "c"), ("Neither", "14"), ("Sitting", "c"))},
    ),
    "copy of a page from before": (
        {"1/p.html": "<td>c</td>", "1/old/p.html": "<td>2</td>"},
        {"1/p.html": "<td>c</td>", "1/old/p.html": "<td>c</td>"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", LEAKING)
def test_a_hidden_number_is_found_and_its_absence_is_not(way: str) -> None:
    leaking, clean = LEAKING[way]
    assert {value for _, value in values(leaking)} == {2}
    assert find(clean, HIDDEN) == ()


def test_a_path_says_where_in_a_chart_the_number_stands() -> None:
    (leak,) = find({"c.json": chart([2, 9])}, HIDDEN)
    assert (leak.path, leak["path"], leak["value"]) == ("data.values[0].n", "data.values[0].n", 2)


def test_a_precise_share_spells_out_its_fraction_and_a_whole_percentage_does_not() -> None:
    assert values({"d.csv": "place,kind,share\nOak house,Holding,0.15384615384615385\n"}) == [
        ("d.csv", "2/13")
    ]
    assert values({"d.csv": "place,kind,share\nOak house,Holding,c\n"}) == []


def test_a_true_band_that_starts_at_the_hidden_number_is_no_leak() -> None:
    record = {"place": "Oak house", "kind": "Holding", "value": None, "lower": 2, "upper": 4}
    assert values({"d.json": json.dumps([record])}) == []
    assert values({"p.html": "<h1>Oak house</h1><p>Holding: 2 to 4 children.</p>"}) == []


def test_an_axis_that_ends_at_a_shown_number_is_no_leak() -> None:
    files = {"c.json": chart([None, 2, 1], encoding={"y": {"scale": {"domain": [0, 2]}}})}
    assert values(files) == []


@pytest.mark.parametrize(
    ("shown", "found"), [("0 to 9", []), ("5 to 9", []), ("10", []), ("0 to 4", [("c.svg", 10)])]
)
def test_a_drawn_axis_that_had_to_reach_a_shown_number_is_no_leak(shown: str, found: list[Any]) -> None:
    # Grid values 0, 5 and 10: a mark at 10 or a range up to 9 needs the last of them, a range up to 4 does not.
    texts = "".join(f"<text>{text}</text>" for text in ("0", "5", "10", "Holding: c", shown))
    hidden = [{"key": {"place": "Oak house", "kind": "Holding"}, "value": 10}]
    assert values({"c.svg": f"<svg>{texts}</svg>"}, hidden) == found


def test_panels_that_share_a_scale_write_its_end_twice_and_explain_nothing() -> None:
    panel = "".join(f"<text>{text}</text>" for text in ("0", "5", "10"))
    hidden = [{"key": {"place": "Oak house", "kind": "Holding"}, "value": 10}]
    files = {"c.svg": f"<svg>{panel}<text>5</text>{panel}<text>Holding: c</text></svg>"}
    assert values(files, hidden) == [("c.svg", 10)]


def test_the_same_number_under_another_name_is_no_leak() -> None:
    assert values({"c.json": chart([None, 2])}) == []
    assert values({"d.csv": "place,kind,n\nSchool,Holding,2\n"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "on 2 March 2026",
        "within 2 days",
        "question 2",
        "0 to 2 children",
        "2.5 children",
        "1,234",
        "2026-02",
        "2 %",
    ],
)
def test_dates_durations_ranges_and_numbered_things_are_no_counts(text: str) -> None:
    assert 2 not in numbers_in(text)


def test_a_copy_of_the_raw_table_is_found_by_its_columns() -> None:
    assert "child_id" in texts({"assets/rows.csv": "incident_id,child_id,kind\n1,QX41,Holding\n"})
    assert "staff_id" in texts({"d.json": json.dumps([{"staff_id": "QX41"}])})
    assert texts({"d.csv": "place,kind,n\nOak house,Holding,c\n"}) == set()


@pytest.mark.parametrize(
    "page",
    [
        "<h3 id='Q4X1'>Case</h3>",
        "<a href='cases.html#Q4X1'>Case</a>",
        "<tr id='row-Q4X1'></tr>",
        "<a name='child-Q4X1'></a>",
    ],
)
def test_a_code_in_an_anchor_is_found(page: str) -> None:
    assert "Q4X1" in texts({"p.html": page})


def test_codes_in_file_names_and_in_the_search_index_are_found() -> None:
    assert "Q4X1" in texts({"children/Q4X1.html": "<p>c</p>"})
    assert "child-q4x1" in texts({"search/search_index.json": search_index("", "cases/#child-q4x1")})


def test_a_known_code_is_found_wherever_it_stands() -> None:
    (leak,) = find({"p.html": "<p>maple</p>"}, [], codes=["maple"])
    assert leak.text == "maple"


def test_ordinary_anchors_are_no_codes() -> None:
    page = "<h2 id='child-views'></h2><h2 id='CHG-01'></h2><a href='q19.html#2026-spring'></a><a id='__tab_1_1'></a>"
    assert find({"child-views.html": page, "stylesheets/main.2b1a5c37.min.css": "a{}"}, HIDDEN) == ()


def test_what_stands_three_times_is_counted() -> None:
    page = "<img alt='Oak house holding 2, guiding 9'><!-- n=2 --><td data-sort='2'>c</td>"
    assert [leak.count for leak in find({"p.html": page}, HIDDEN)] == [3, 3, 3]


def test_a_leak_reads_like_a_dictionary_without_what_it_does_not_have() -> None:
    leak = Leak("p.html", value=0)
    assert dict(leak) == {"file": "p.html", "value": 0, "count": 1}
    assert "path" not in leak
    with pytest.raises(KeyError):
        leak["path"]


def test_broken_files_are_read_as_far_as_they_go() -> None:
    files = {
        "d.json": '{"a": [1, ',
        "p.html": "<table><tr><td>2",
        "c.svg": "<svg><rect height='x'/>",
        "d.csv": '"',
    }
    assert find(files, HIDDEN) == ()


@pytest.mark.skipif(not GOLDEN, reason="the shared golden cases are not beside this checkout")
@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_artefact_is_found_and_its_safe_form_is_clean(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    leaks = find(case["files"], case["hidden"])
    for expected in case["expect_findings"]:
        wanted = {name: value for name, value in expected.items() if name != "count"}
        matching = [leak for leak in leaks if all(leak.get(name) == value for name, value in wanted.items())]
        assert len(matching) >= expected.get("count", 1)
    assert find(case["files_safe"], case["hidden"]) == ()
