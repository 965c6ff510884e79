"""Whether each record holds what the law of its setting asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from generator.indicator import indicator, share_cell
from generator.indicators._clock import home_frame, school_frame, span
from generator.indicators._elements import FIELDS, Element, There, home_tests, school_tests
from generator.indicators._shared import (
    NEEDS,
    comparison_id,
    duty_result,
    group_cell,
    held,
    is_current,
    newest,
    percent_from,
    still,
    thin,
    when,
)
from generator.law import elements
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window
from generator.statistics.wording import amount


@dataclass(frozen=True)
class Judged:
    """The rows under one law, its elements, and whether a row has all (true), lacks one (false) or cannot be told."""

    group: str
    label: str
    rows: pd.DataFrame
    elements: tuple[Element, ...]
    state: pd.Series


@indicator(
    id="REC-02",
    title="Legal elements complete",
    unit="%",
    better="target",
    answers=("Q42",),
    needs=NEEDS,
)
def complete(dataset: Dataset, window: Window) -> IndicatorResult:
    """Records that hold every element which the rules of their setting name, and the element missing most often.

    Counts: in a home the eight elements of regulation 35(3)(a) of the Children's Homes (England) Regulations 2015, for
    restraint and discipline; in a school, for incidents from 1 April 2026 on, the nine that guidance on the record
    names. A record counts where all are filled in, out of those where that can be told.
    Leaves out: in a home restraint planned as routine in an education, health and care plan; in a school incidents
    before that day. Not known: an element that these tables do not hold at all, so long as no other is missing; and
    incidents that name no setting.
    Read with care: filled in is not the same as good. An account can be there and say little.
    """
    sides = (_home(dataset, window), _school(dataset, window))
    rows, state = _together(sides)
    nowhere = held(dataset, window)
    nowhere = nowhere[
        ~dataset.place_of(nowhere).isin([place.id for place in dataset.setting.places]).astype(bool)
    ]
    met, known = rows[state.fillna(False).astype(bool)], rows[state.notna()]
    missing = rows[state.eq(False).fillna(False).astype(bool)]
    found = duty_result(
        dataset,
        window,
        "REC-02",
        ("incidents", met, known, len(rows) - len(known) + len(nowhere)),
        groups=tuple(cell for side in sides for cell in _cells(dataset, window, side)),
        listings=_listing(dataset, sides, missing) if is_current(dataset, window) else (),
        due=still(len(missing), "record", f"of {when(window)} with an element missing"),
    )
    most = _most(sides)
    return replace(found, headline=f"{found.headline} {most}".strip())


def _home(dataset: Dataset, window: Window) -> Judged:
    return _judged(dataset, window, "home", home_frame(dataset), home_tests())


def _school(dataset: Dataset, window: Window) -> Judged:
    return _judged(dataset, window, "school", school_frame(dataset), school_tests())


def _judged(
    dataset: Dataset, window: Window, side: str, frame: pd.DataFrame, tests: Sequence[There]
) -> Judged:
    """The window's rows under one law; what is there and what is missing is worked out once for all windows."""
    whole: Judged = dataset.once(f"elements {side}", lambda: _whole(dataset, side, frame, tests))
    cut = span(frame, window)
    found = tuple(replace(each, there=each.there.iloc[cut]) for each in whole.elements)
    return Judged(side, whole.label, whole.rows.iloc[cut], found, whole.state.iloc[cut])


def _whole(dataset: Dataset, side: str, frame: pd.DataFrame, tests: Sequence[There]) -> Judged:
    """All rows under one law, each element with its name as `law.yml` has it."""
    names = elements(f"{side}-record").parts
    more = [name for name in FIELDS if name in dataset.incidents.columns and name not in frame.columns]
    rows = frame.join(dataset.incidents[more].loc[frame.index])
    found = tuple(
        Element(f"{side}-element-{number}", name, test(dataset, rows))
        for number, (name, test) in enumerate(zip(names, tests, strict=True), 1)
    )
    state = pd.Series(True, index=rows.index, dtype="boolean")
    for each in found:
        state = state & each.there
    return Judged(side, side.capitalize(), thin(frame), found, state)


def _together(sides: Sequence[Judged]) -> tuple[pd.DataFrame, pd.Series]:
    """Every row once; one under both laws is complete where it is by both."""
    one, two = sides
    shared = one.rows.index.intersection(two.rows.index)
    state = pd.concat([one.state, two.state.drop(shared)])
    state.loc[shared] = one.state.loc[shared] & two.state.loc[shared]
    rows = pd.concat([one.rows, two.rows.drop(shared)])
    return rows, state.reindex(rows.index)


def _cells(dataset: Dataset, window: Window, side: Judged) -> tuple[Cell, ...]:
    """One law's records as a share, and for each element the records without it."""
    if side.rows.empty:
        return ()
    known = side.rows[side.state.notna()]
    whole = share_cell(
        "incidents",
        side.rows[side.state.fillna(False).astype(bool)],
        known,
        len(side.rows) - len(known),
        percent_from=percent_from(dataset),
        group=side.group,
        label=f"{side.label}: every element there",
        compare_window=comparison_id(dataset, window),
        dims={"law": side.group},
    )
    return (whole, *(_missing(side, each) for each in side.elements))


def _missing(side: Judged, each: Element) -> Cell:
    label = f"{side.label}, missing: {each.label}"
    if not each.collected:
        return Cell(
            group=each.group,
            label=label,
            unit="incidents",
            marker="x",
            sentence="These tables do not hold it.",
        )
    rows = side.rows[each.there.eq(False).fillna(False).astype(bool)]
    told = float(each.there.notna().sum())
    return group_cell("incidents", rows, group=each.group, label=label, unit="incidents", denominator=told)


def _counts(sides: Sequence[Judged]) -> list[tuple[int, str]]:
    return [
        (int(each.there.eq(False).fillna(False).sum()), f"{each.label} ({side.label.lower()})")
        for side in sides
        for each in side.elements
    ]


def _most(sides: Sequence[Judged]) -> str:
    """Which element is missing most often, where one is."""
    count, name = max(_counts(sides), key=lambda each: each[0], default=(0, ""))
    return f"Missing most often: {name}, from {amount(count, 'record')}." if count else ""


def _listing(dataset: Dataset, sides: Sequence[Judged], rows: pd.DataFrame) -> tuple[Listing, ...]:
    return newest(
        dataset,
        rows,
        id="rec-02-missing",
        title="Records with an element missing",
        more={"missing": _named(sides, rows)},
    )


def _named(sides: Sequence[Judged], rows: pd.DataFrame) -> list[str]:
    """For each row the elements it lacks, in words."""
    lacking: dict[int, list[str]] = {int(number): [] for number in rows.index}
    for side in sides:
        for each in side.elements:
            gone = each.there.eq(False).fillna(False).astype(bool)
            for number in side.rows.index[gone]:
                lacking[int(number)].append(each.label)
    return [", ".join(names) for names in lacking.values()]
