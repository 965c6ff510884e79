"""What holds for the five tests, seclusion and restrictions of liberty with any data, however odd."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from example_rows import frame
from test_indicators_always import CASES, numbers, texts

from generator import catalogue
from generator.indicators import lawful_tests, liberty, liberty_blanket, seclusion, seclusion_lived
from generator.model import Dataset, Indicator, IndicatorResult, TableState
from generator.statistics.wording import banned_words

MINE = tuple(
    value
    for module in (lawful_tests, seclusion, seclusion_lived, liberty, liberty_blanket)
    for value in vars(module).values()
    if isinstance(value, Indicator)
)
IDS = ["LAW-02", "LAW-03", "SEC-01", "SEC-02", "SEC-03", "LIB-01", "LIB-02", "LIB-03"]


def enriched(data: Dataset, answers: str) -> Dataset:
    """The case with every field that these eight need; `answers` are `all`, `none` (all missing) or `odd`."""
    rows = data.tables["incidents"]
    pick = {"all": lambda n: True, "none": lambda n: False, "odd": lambda n: n % 2 == 0}[answers]

    def column(value: Any, dtype: str) -> pd.Series:
        return pd.Series(
            [value if pick(n) else None for n in range(len(rows))], index=rows.index, dtype=dtype
        )

    fields = {
        **{name: column("met", "str") for name in lawful_tests.FIELDS},
        "judged_independently": column(True, "boolean"),
        "prevented_from_leaving": column(True, "boolean"),
        "is_disciplinary": column(False, "boolean"),
        "local_label": column("quiet pod time", "str"),
        "seclusion_supervised": column("continuous", "str"),
        "duration_minutes": column(5, "Float64"),
    }
    some = {"kind": "locked_exit", "setting_id": data.setting.places[0].id, "started_on": "2023-10-01"}
    optional = {
        "basis_expires_on": "2025-01-01",
        "review_due_on": "2025-02-01",
        "last_reviewed_on": "2024-01-01",
    }
    restrictions = frame(
        [
            {
                "restriction_id": f"r{n}",
                "child_id": "a" if n % 2 else None,
                "blanket": n % 2 == 0,
                "legal_basis": "high_court_dol_order" if pick(n) else None,
                "ended_on": "2025-03-01" if n == 3 else None,
                "least_restrictive_considered": True if pick(n) else None,
                "child_view_recorded": True if pick(n) else None,
                **some,
                **{name: value if pick(n) else None for name, value in optional.items()},
            }
            for n in range(4)
        ]
    )
    tables = {**data.tables, "incidents": rows.assign(**fields), "restrictions": restrictions}
    tables.setdefault("actions", frame([{"action_id": "act-1"}]))
    states = {**data.states, "restrictions": TableState(rows=4, state="loaded")}
    return replace(data, tables=tables, states=states)


def results(case: Callable[[], Dataset], answers: str) -> list[tuple[str, IndicatorResult]]:
    data = enriched(case(), answers)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        found = catalogue.compute(MINE, data, catalogue.windows(data, internal=True))
    return [(id, result) for (id, _), result in found.items()]


def test_the_eight_are_found_and_need_what_the_catalogue_says() -> None:
    assert sorted(each.id for each in MINE) == sorted(IDS)
    for each in MINE:
        assert all(heading in each.method for heading in ("Counts:", "Leaves out:", "Read with care:")), (
            each.id
        )
        assert not banned_words(each.method), each.id


@pytest.mark.parametrize("answers", ["all", "none", "odd"])
@pytest.mark.parametrize("case", CASES)
def test_odd_data_break_none_of_them(case: Callable[[], Dataset], answers: str) -> None:
    found = results(case, answers)
    assert {id for id, _ in found} == set(IDS)
    for id, result in found:
        assert result.headline and all(math.isfinite(number) for number in numbers(result)), id
        groups = [cell.group for cell in result.cells]
        assert len(groups) == len(set(groups)), id
        for cell in result.cells:
            assert (cell.value is None) == (cell.marker is not None), f"{id}/{cell.group}"
            if cell.numerator is not None:
                assert len(cell.evidence) == cell.numerator, f"{id}/{cell.group}"
        for text in texts(result):
            assert not banned_words(text), f"{id}: {text}"
        for slots in (result.slots, *(exhibit.slots for exhibit in result.exhibits)):
            for text in (slots.certain, slots.cannot, slots.ask):
                assert text.endswith((".", "?")) and len(text.split()) <= 30, f"{id}: {text!r}"
        for table in (*result.exhibits, *result.listings):
            assert all(len(row) == len(table.columns) for row in table.rows), f"{id}: {table.id}"


def test_the_order_of_the_rows_changes_no_figure() -> None:
    data = enriched(CASES[6](), "odd")

    def figures(other: Dataset) -> list[tuple[Any, ...]]:
        found = catalogue.compute(MINE, other, catalogue.windows(other, internal=True))
        return [(key, c.group, c.value, c.interval, c.sentence) for key, r in found.items() for c in r.cells]

    turned = {name: table.iloc[::-1] for name, table in data.tables.items()}
    assert figures(data) == figures(replace(data, tables=turned))
