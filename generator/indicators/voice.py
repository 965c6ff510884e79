"""Children's views: were they sought, as often for every child, and did anything follow."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.indicator import indicator, refs
from generator.indicators._answers import NO, UNKNOWN, YES, Told, told
from generator.indicators._cells import duty, not_collected, part, share
from generator.indicators._due import recent
from generator.indicators._heard import (
    CAPTURED,
    DECLINED,
    MISSED,
    STATES,
    WAITING,
    captured,
    given,
    heard,
    speechless,
    view_list,
)
from generator.indicators._shared import column, comparison_id, is_current, needing, newest, still, when
from generator.indicators._tally import Places, held_places, incidents_of, tally_of
from generator.model import Cell, Dataset, IndicatorResult, Listing, Slots
from generator.periods import Window
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
    incidents, places = tally_of(dataset, "incidents"), held_places(dataset, window)
    days = int(dataset.setting.threshold("view_days"))
    state = heard(dataset, days)[places]
    missed, declined = places[state == MISSED], places[state == DECLINED]
    known = places[state <= MISSED]
    latest = recent(dataset, missed)
    return duty(
        dataset,
        window,
        "VOI-01",
        incidents,
        Told(places[state == CAPTURED], known, len(places) - len(known)),
        groups=(
            part(incidents, declined, "declined", "Asked, chose not to say", of=len(known), better="neither")
            if dataset.has("child_views", "declined")
            else not_collected("declined", "Asked, chose not to say", better="neither"),
        ),
        listings=_missing(dataset, missed, days) if is_current(dataset, window) else (),
        due=(
            *still(
                int((state == WAITING).sum()),
                "incident",
                f"where the child can still be asked within {amount(days, 'day')}",
            ),
            *still(len(latest), "incident", "in the last 28 days without the child's view in time"),
        ),
        days=days,
    )


def _missing(dataset: Dataset, missed: Places, days: int) -> tuple[Listing, ...]:
    rows = incidents_of(dataset, missed)
    return newest(
        dataset, rows, id="voi-01-missing", title=f"No view from the child within {amount(days, 'day')}"
    )


def view_states(dataset: Dataset, rows: pd.DataFrame, days: int) -> pd.Series:
    """For each of these incidents: captured, declined, missed, waiting (days not run out) or undated."""
    places = dataset.incidents.index.get_indexer(rows.index)
    return pd.Series(STATES[heard(dataset, days)[places]], index=rows.index, dtype="str")


@indicator(
    id="VOI-02",
    title="Views of children without speech, and of others",
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
    incidents, places = tally_of(dataset, "incidents"), held_places(dataset, window)
    side, answers = speechless(dataset, "incidents")[places], captured(dataset)
    sides = {
        group: share(
            dataset,
            window,
            incidents,
            told(answers, places[side == flag]),
            group,
            label,
            dims={"voice": group},
            better="up",
        )
        for group, label, flag in (
            ("non-verbal", "Children who communicate without speech", YES),
            ("others", "Other children", NO),
        )
    }
    one, two = sides["non-verbal"], sides["others"]
    whole = _difference(one, two, int((side == UNKNOWN).sum()), comparison_id(dataset, window))
    slots = _voices(one, two, window)
    return IndicatorResult(cells=(whole, one, two), slots=slots, headline=slots.certain)


def _voices(one: Cell, two: Cell, window: Window) -> Slots:
    """Both counts in words; a side without an incident that is known has none, and no nought of nought."""
    first, second = int(one.denominator or 0), int(two.denominator or 0)
    both, alone = bool(first and second), bool(second and not first)
    return count_slots(
        "VOI-02",
        met_non_verbal=one.numerator,
        known_non_verbal=first or None,
        silent=None if first else when(window),
        met_others=two.numerator if both else None,
        known_others=second if both else None,
        met_alone=two.numerator if alone else None,
        known_alone=second if alone else None,
        none=None if second else "no incident",
    )


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
    title="Views linked to an action",
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
    views, places = tally_of(dataset, "child_views"), given(dataset, window)
    linked = dataset.tables["child_views"]["led_to_action_id"].notna().to_numpy()[places]
    return duty(
        dataset,
        window,
        "VOI-05",
        views,
        Told(places[linked], places, 0),
        groups=_completed(dataset, places),
        listings=_open_views(dataset, places[~linked]) if is_current(dataset, window) else (),
    )


def _completed(dataset: Dataset, places: Places) -> tuple[Cell, ...]:
    """Of the actions that these views are linked to, those that are done; nothing without a table of actions."""
    if not dataset.has("actions", "action_id") or not dataset.has("actions", "completed_on"):
        return ()
    view, action = dataset.once("actions of views", lambda: _links(dataset))
    asked = np.zeros(len(dataset.tables["child_views"]), dtype=bool)
    asked[places] = True
    followed = np.unique(action[asked[view]])
    done = dataset.tables["actions"]["completed_on"].to_numpy()[followed] < np.datetime64(
        dataset.calendar.end
    )
    numbers = dataset.tables["actions"].index.to_numpy(dtype=np.int64)
    return (
        Cell(
            group="completed",
            label=COMPLETED,
            unit="actions",
            counts="duty",
            value=float(done.sum()),
            numerator=int(done.sum()),
            denominator=float(len(followed)),
            evidence=refs("actions", numbers[followed[done]]),
        ),
    )


def _links(dataset: Dataset) -> tuple[Places, Places]:
    """Each link of a view to an action that the table holds: the places of both."""
    named = dataset.tables["child_views"]["led_to_action_id"].reset_index(drop=True).dropna()
    each = named.str.split("|").explode()
    stands = {action: place for place, action in enumerate(dataset.tables["actions"]["action_id"].tolist())}
    action = np.array([stands.get(name, -1) for name in each.tolist()], dtype=np.intp)
    return each.index.to_numpy()[action >= 0], action[action >= 0]


def _open_views(dataset: Dataset, places: Places) -> tuple[Listing, ...]:
    """The views without an action, newest first."""
    about = np.isin(places, np.flatnonzero(column(dataset.tables["child_views"], "incident_id").notna()))
    return view_list(
        dataset,
        places,
        ["after an incident" if each else "at another time" for each in about],
        id="voi-05-open",
        title=f"{amount(len(places), 'view')} with no action linked yet",
        last="where",
    )
