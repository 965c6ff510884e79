"""How leaders judged each incident by the five tests, who judged, and what followed where a test was not met."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from generator.indicator import indicator, share_cell
from generator.indicators._judged import FIELDS, LESS, TESTS, marks_of, named
from generator.indicators._shared import (
    comparison_id,
    duty_result,
    group_cell,
    held,
    is_current,
    needing,
    newest,
    percent_from,
    still,
    when,
)
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window

ALL_MET = "No incident was judged less than met. Choose some, and judge them again with someone from outside."


@indicator(
    id="LAW-02",
    title="The five tests",
    unit="%",
    better="up",
    answers=("Q1", "Q2", "Q3", "Q4"),
    needs=needing(*FIELDS),
)
def five_tests(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents that were judged: legal, necessary, reasonable, the least force, proportionate.

    Counts: incidents judged on all five tests, out of all restrictive incidents. Apart from that, for each test, the
    incidents judged as met out of those judged met, partly, not met or unclear.
    Leaves out: nothing. An empty judgement counts as not yet judged; for each test those stand apart as not known.
    Read with care: the five come from Ofsted's "Positive environments where children can flourish". It is the setting's
    own judgement, not a ruling. Where 20 or more are judged (all_met_from, which a setting may
    change) and none is less than met, that is itself asked about.
    """
    rows = held(dataset, window, *FIELDS)
    marks = marks_of(dataset).loc[rows.index]
    whole, waiting = rows[marks["judged-all"]], rows[~marks["judged-all"]]
    less = rows[marks["less"]]
    result = duty_result(
        dataset,
        window,
        "LAW-02",
        ("incidents", whole, rows, 0),
        groups=_each(dataset, window, rows, marks),
        listings=_lists(dataset, less, waiting) if is_current(dataset, window) else (),
        due=still(len(waiting), "incident", f"in {when(window)} not yet judged on every test"),
    )
    if len(whole) >= int(dataset.setting.threshold("all_met_from")) and less.empty:
        return replace(result, slots=replace(result.slots, ask=ALL_MET))
    return result


def _lists(dataset: Dataset, less: pd.DataFrame, waiting: pd.DataFrame) -> tuple[Listing, ...]:
    """What was judged less than met, and what is not yet judged, with the tests."""
    return (
        *newest(
            dataset,
            less,
            id="law-02-less",
            title="Judged less than met on a test",
            more={"tests": named(less, LESS)},
        ),
        *newest(
            dataset,
            waiting,
            id="law-02-waiting",
            title="Not yet judged on every test",
            more={"tests": named(waiting, None)},
        ),
    )


def _each(dataset: Dataset, window: Window, rows: pd.DataFrame, marks: pd.DataFrame) -> tuple[Cell, ...]:
    """Each test: met out of judged, and how many are not yet judged."""
    compared, base = comparison_id(dataset, window), percent_from(dataset)
    children = rows[["child_id"]]
    found = []
    for name, group, label in TESTS:
        known, met = children[marks[name]], children[marks[f"met-{name}"]]
        cell = share_cell(
            "incidents",
            met,
            known,
            len(rows) - len(known),
            percent_from=base,
            group=group,
            label=label,
            compare_window=compared,
            dims={"test": group},
        )
        found.append(cell)
    return tuple(found)


@indicator(
    id="LAW-03",
    title="Independent, and followed up",
    unit="%",
    better="up",
    answers=("Q45",),
    needs=needing("judged_independently", actions=("action_id",)),
)
def independent(dataset: Dataset, window: Window) -> IndicatorResult:
    """Judged restrictive incidents that were judged by someone who was not involved.

    Counts: incidents whose judge had no part in them, out of the judged incidents where that is known. Apart from it:
    incidents judged partly met, not met or unclear on a test that have an action linked, through a review or through
    the action's own reference, whenever it was taken.
    Leaves out: incidents not judged yet. Not known: judged, and nothing says by whom. Without the judgements the
    second figure is not available.
    Read with care: in a small team someone from outside counts. A linked action need not answer what was found.
    """
    rows = held(dataset, window, "judged_independently", *FIELDS)
    marks = marks_of(dataset).loc[rows.index]
    judged = _pool(dataset, rows, marks)
    answer = judged["judged_independently"]
    known = judged[answer.notna()]
    met = known[known["judged_independently"].fillna(False).astype(bool)]
    less = judged[marks.loc[judged.index, "less"]]
    open_rows = less[~less["incident_id"].isin(followed_up(dataset))]
    return duty_result(
        dataset,
        window,
        "LAW-03",
        ("incidents", met, known, len(judged) - len(known)),
        groups=(*_involved(met, known), _followed(dataset, window, less, open_rows)),
        listings=newest(
            dataset,
            open_rows,
            id="law-03-open",
            title="Judged less than met, and no action linked",
            more={"tests": named(open_rows, LESS)},
        )
        if is_current(dataset, window)
        else (),
        due=still(
            len(open_rows), "incident", f"in {when(window)} judged less than met and without an action linked"
        ),
    )


def _pool(dataset: Dataset, rows: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """The incidents judged on any test; where no judgement is recorded at all, those that say who judged."""
    if any(dataset.has("incidents", name) for name in FIELDS):
        return rows[marks["judged-any"]]
    return rows[rows["judged_independently"].notna()]


def followed_up(dataset: Dataset) -> frozenset[str]:
    """The incidents with an action linked: by one of their reviews, or because the action names them or the review."""

    def linked() -> frozenset[str]:
        actions = dataset.tables["actions"]
        known = set(actions["action_id"].dropna())
        named = set(actions["origin_ref"].dropna()) if "origin_ref" in actions.columns else set()
        found = set(named)
        reviews = dataset.tables.get("reviews")
        if reviews is not None and {"incident_id", "review_id"} <= set(reviews.columns):
            found |= set(reviews.loc[reviews["review_id"].isin(named), "incident_id"].dropna())
        if reviews is not None and {"incident_id", "led_to_action_id"} <= set(reviews.columns):
            links = reviews.set_index("incident_id")["led_to_action_id"].dropna().str.split("|").explode()
            found |= set(links.index[links.isin(known)].dropna())
        return frozenset(str(each) for each in found)

    return frozenset(dataset.once("law-03-followed-up", linked))


def _involved(met: pd.DataFrame, known: pd.DataFrame) -> tuple[Cell, ...]:
    """Incidents judged by someone who was there, where any is known."""
    return (
        group_cell(
            "incidents",
            known.drop(index=met.index),
            group="judged-by-involved",
            label="Judged by someone involved",
            unit="incidents",
            denominator=float(len(known)),
        ),
    )


def _followed(dataset: Dataset, window: Window, less: pd.DataFrame, open_rows: pd.DataFrame) -> Cell:
    """Incidents judged less than met that have an action linked."""
    group, label = "followed-up", "Judged less than met, and an action linked"
    if not any(dataset.has("incidents", name) for name in FIELDS):
        return Cell(group=group, label=label, unit="%", counts="duty", marker="x")
    return share_cell(
        "incidents",
        less.drop(index=open_rows.index),
        less,
        0,
        percent_from=percent_from(dataset),
        group=group,
        label=label,
        compare_window=comparison_id(dataset, window),
    )
