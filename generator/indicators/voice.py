"""Children's views: were they sought, as often for every child, and did anything follow."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from generator.indicator import indicator, share_cell
from generator.indicators._shared import (
    comparison_id,
    duty_result,
    group_cell,
    held,
    needing,
    newest,
    percent_from,
    stamp,
    still,
)
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window, day
from generator.statistics.wording import amount, count_slots

MIN_ROWS = 5
"""Rows that each side of a gap needs; a choice of this program."""
COMPLETED = "Actions that followed a view and are done"


@indicator(
    id="VOI-01",
    title="Child's view sought and captured",
    unit="%",
    better="up",
    answers=("Q19",),
    needs=needing(child_views=("incident_id", "captured_on")),
)
def view_captured(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents after which the child's own view was captured within five days.

    Counts: an incident with a linked view captured on the day or within five days after it (a setting may choose
    another number), out of those where that is known.
    Leaves out: views not linked to an incident. A child who was asked and chose not to say is shown apart: known,
    not counted as captured, and no failing. Not known: incidents whose days had not run out when the figures were
    made, and views without a date.
    Read with care: pressing a child for a view is harm. The aim is that every child is offered, not that all answer.
    """
    rows = held(dataset, window)
    days = int(dataset.setting.threshold("view_days"))
    state = view_states(dataset, rows, days)
    met, declined = rows[state == "captured"], rows[state == "declined"]
    missed, waiting = rows[state == "missed"], rows[state == "waiting"]
    known = rows[state.isin(["captured", "declined", "missed"])]
    recent = missed[missed["incident_date"] >= stamp(dataset.as_of) - pd.Timedelta(28, "D")]
    due = [
        *still(len(waiting), "incident", f"where the child can still be asked within {days} days"),
        *still(len(recent), "incident", "in the last 28 days without the child's view in time"),
    ]
    return duty_result(
        dataset,
        window,
        "VOI-01",
        ("incidents", met, known, int((state.isin(["waiting", "undated"])).sum())),
        groups=(
            group_cell(
                "incidents",
                declined,
                group="declined",
                label="Asked, chose not to say",
                unit="incidents",
                denominator=float(len(known)),
            ),
        ),
        listings=newest(
            dataset, missed, id="voi-01-missing", title=f"No view from the child within {days} days"
        ),
        due=tuple(due),
        days=days,
    )


def view_states(dataset: Dataset, rows: pd.DataFrame, days: int) -> pd.Series:
    """For each incident: captured, declined, missed, waiting (days not run out) or undated."""
    views = dataset.tables["child_views"]
    views = views[views["incident_id"].notna()]
    dates = rows.set_index("incident_id")["incident_date"]
    linked = views[views["incident_id"].isin(dates.index)]
    happened = pd.Series(dates.reindex(linked["incident_id"]).to_numpy(), index=linked.index)
    gap = (linked["captured_on"] - happened).dt.days
    refused = _flag(linked, "declined").to_numpy()
    in_time = gap.between(0, days).to_numpy()
    ids = rows["incident_id"]
    ran_out = rows["incident_date"] + pd.Timedelta(days, "D") < stamp(dataset.as_of)
    state = np.select(
        [
            ids.isin(linked.loc[in_time & ~refused, "incident_id"]),
            ids.isin(linked.loc[in_time & refused, "incident_id"]),
            ids.isin(linked.loc[gap.isna(), "incident_id"]),
            ~ran_out,
        ],
        ["captured", "declined", "undated", "waiting"],
        "missed",
    )
    return pd.Series(state, index=rows.index, dtype="str")


def _flag(rows: pd.DataFrame, name: str) -> pd.Series:
    """A yes-or-no field as plain truth: empty is not yes."""
    if name not in rows.columns:
        return pd.Series(False, index=rows.index, dtype=bool)
    return rows[name].fillna(False).astype(bool)


def non_verbal(dataset: Dataset) -> Mapping[str, bool]:
    """For each child with an answer on the roll: whether the child communicates without speech."""
    roll = dataset.tables["children"]
    told = roll[roll["uses_non_verbal_communication"].notna()]
    answers = told.groupby("child_id")["uses_non_verbal_communication"].any()
    return {str(child): bool(answer) for child, answer in answers.items()}


@indicator(
    id="VOI-02",
    title="Equal voice",
    unit="% points",
    better="to-zero",
    answers=("Q20",),
    needs=needing(
        child_views=("incident_id", "captured_on"), children=("child_id", "uses_non_verbal_communication")
    ),
)
def equal_voice(dataset: Dataset, window: Window) -> IndicatorResult:
    """How far apart children who communicate without speech and others are in having their view captured.

    Counts: the share of VOI-01 for children whom the roll marks as communicating non-verbally, less the share for
    all others, in percentage points; below nought means they are heard less often.
    Leaves out: children for whom the roll does not say (counted as not known). With fewer than five known incidents
    on either side no difference is given, and the counts are.
    Read with care: a view may have been written down for a child. Ask how it was asked and who read the answer.
    """
    rows = held(dataset, window)
    state = view_states(dataset, rows, int(dataset.setting.threshold("view_days")))
    side = rows["child_id"].map(non_verbal(dataset))
    known = state.isin(["captured", "declined", "missed"])
    compared = comparison_id(dataset, window)
    sides = {
        group: share_cell(
            "incidents",
            rows[(side == flag) & (state == "captured")],
            rows[(side == flag) & known],
            int(((side == flag) & ~known).sum()),
            percent_from=percent_from(dataset),
            group=group,
            label=label,
            compare_window=compared,
            dims={"voice": group},
        )
        for group, label, flag in (
            ("non-verbal", "Children who communicate without speech", True),
            ("others", "Other children", False),
        )
    }
    one, two = sides["non-verbal"], sides["others"]
    whole = _difference(one, two, int(side.isna().sum()), compared)
    slots = count_slots(
        "VOI-02",
        met_non_verbal=one.numerator,
        known_non_verbal=int(one.denominator or 0),
        met_others=two.numerator,
        known_others=int(two.denominator or 0),
    )
    return IndicatorResult(cells=(whole, one, two), slots=slots, headline=slots.certain)


def _difference(one: Cell, two: Cell, unknown: int, compared: str | None) -> Cell:
    """The gap between two shares in points, where each side has rows enough."""
    enough = min(one.denominator or 0, two.denominator or 0) >= MIN_ROWS
    if not enough or one.value is None or two.value is None:
        few = "Too few incidents on one side for a difference: read the two counts."
        return Cell(unit="% points", marker="u", unknown=unknown, compare_window=compared, sentence=few)
    gap = one.value - two.value
    side = "less" if gap < 0 else "more"
    said = (
        f"Children who communicate without speech were heard {abs(gap):.0f} points {side} often than others."
    )
    return Cell(
        unit="% points",
        value=gap,
        unknown=unknown,
        compare_window=compared,
        sentence=said if round(gap) else "Both groups of children were heard as often.",
    )


@indicator(
    id="VOI-05",
    title="You said, we did",
    unit="%",
    better="up",
    answers=("Q21",),
    needs=needing(child_views=("child_id", "captured_on", "led_to_action_id")),
)
def said_and_done(dataset: Dataset, window: Window) -> IndicatorResult:
    """Views of children, captured in this window, that are linked to an action.

    Counts: views with at least one action linked, out of all views captured in the window; apart from that, how many
    of the actions so linked are done.
    Leaves out: views that a child declined to give, and views without a date. An empty link counts as no action.
    Read with care: not every view asks for something to be done.
    """
    views = dataset.tables["child_views"]
    inside = (views["captured_on"] >= stamp(window.start)) & (views["captured_on"] < stamp(window.end))
    given = views[inside & ~_flag(views, "declined")]
    linked = given[given["led_to_action_id"].notna()]
    open_views = given.drop(index=linked.index)
    return duty_result(
        dataset,
        window,
        "VOI-05",
        ("child_views", linked, given, 0),
        groups=_completed(dataset, linked),
        listings=_views_listing(open_views),
    )


def _completed(dataset: Dataset, linked: pd.DataFrame) -> tuple[Cell, ...]:
    """Of the actions that views are linked to, those that are done; nothing without a table of actions."""
    if not dataset.has("actions", "action_id") or "completed_on" not in dataset.tables["actions"].columns:
        return ()
    actions = dataset.tables["actions"]
    named = linked["led_to_action_id"].str.split("|").explode()
    followed = actions[actions["action_id"].isin(named)]
    done = followed[followed["completed_on"] < stamp(dataset.calendar.end)]
    cell = group_cell(
        "actions",
        done,
        group="completed",
        label=COMPLETED,
        unit="actions",
        denominator=float(len(followed)),
    )
    return (cell,)


def _views_listing(rows: pd.DataFrame) -> tuple[Listing, ...]:
    """The views without an action, newest first."""
    if rows.empty:
        return ()
    newest_first = rows.sort_values("captured_on", ascending=False, kind="stable").head(50)
    linked = newest_first["incident_id"] if "incident_id" in rows.columns else [None] * len(newest_first)
    lines = tuple(
        (
            day(pd.Timestamp(date).date()),
            str(child),
            "after an incident" if pd.notna(incident) else "at another time",
        )
        for date, child, incident in zip(
            newest_first["captured_on"], newest_first["child_id"], linked, strict=True
        )
    )
    left = len(rows) - len(lines)
    return (
        Listing(
            id="voi-05-open",
            title=f"{amount(len(rows), 'view')} with no action linked yet",
            columns=("date", "child", "where"),
            rows=lines,
            note=f"and {left:,} more" if left else "",
        ),
    )
