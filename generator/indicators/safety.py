"""Safety: high-risk features, children hurt, and concerns raised."""

from __future__ import annotations

import pandas as pd

from generator.indicator import indicator, share_cell
from generator.indicators._clock import CLOCK
from generator.indicators._concerns import (
    action_cell,
    concerns_about,
    kind_cells,
    open_cell,
    open_list,
    still_open,
    wait_cell,
)
from generator.indicators._features import FIELDS, LABELS, any_of, features
from generator.indicators._injury import checked_state, hurt_state
from generator.indicators._risk import (
    checked_cell,
    feature_cell,
    hurt_list,
    is_yes,
    review_cell,
    reviewed_in_time,
    risky_list,
    with_unknown,
)
from generator.indicators._shared import (
    comparison_id,
    group_cell,
    held,
    is_current,
    needing,
    percent_from,
    still,
    when,
)
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import Window
from generator.statistics.wording import count_slots


@indicator(
    id="SAF-01",
    title="High-risk features",
    unit="incidents",
    better="down",
    answers=("Q36",),
    needs=needing(),
    requires=("incidents.adverse_signs",),
)
def high_risk(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents with a feature that can put a child in danger, and whether they were reviewed in 48 hours.

    Counts: incidents in which a child was held face down or was on the ground, a technique that works by pain was used,
    it lasted ten minutes or more, a sign of harm was seen, or equipment was used that no plan provided for; each
    feature also by itself. Of these, those with any review held within 48 hours of the start (a setting may choose
    another number of minutes and hours), out of those where that is known.
    Leaves out: features that no table can tell. Not known: an incident with no feature seen and one not recorded, such
    as a missing position; for reviews, no start time, or hours that have not run out.
    Read with care: a position that nobody wrote down is not counted, so fewer can mean fewer records. A long incident
    without minutes of its own counts where one technique was long; minutes are never made up.
    """
    rows = held(dataset, window, *CLOCK, *FIELDS)
    found = features(dataset, rows, dataset.setting.threshold("high_risk_minutes"))
    answer = any_of(found, rows)
    risky, unknown = rows[is_yes(answer)], int(answer.isna().sum())
    hours = int(dataset.setting.threshold("risk_review_hours"))
    reviewed = reviewed_in_time(dataset, risky, hours)
    met, known = (
        (risky[is_yes(reviewed)], risky[reviewed.notna()]) if reviewed is not None else (risky[:0], risky[:0])
    )
    slots = count_slots(
        "SAF-01",
        risky=len(risky),
        incidents=len(rows),
        when=when(window),
        reviewed=len(met) if len(known) else None,
        known=len(known) if len(known) else None,
        hours=hours,
        unknown=unknown or None,
    )
    late = risky.drop(index=met.index)
    return IndicatorResult(
        cells=(
            with_unknown(_with_feature(risky, len(rows)), unknown, comparison_id(dataset, window)),
            review_cell(dataset, window, met, known, len(risky) - len(known), reviewed is not None),
            *(feature_cell(dataset, window, rows, name, found.get(name)) for name in LABELS),
        ),
        slots=slots,
        headline=slots.certain,
        listings=risky_list(dataset, risky, found, reviewed) if is_current(dataset, window) else (),
        due=still(
            len(late) if reviewed is not None else 0,
            "incident",
            f"in {when(window)} with a high-risk feature and no review known within {hours} hours",
        ),
    )


def _with_feature(risky: pd.DataFrame, incidents: int) -> Cell:
    """Incidents with at least one feature."""
    return group_cell(
        "incidents",
        risky,
        group="Total",
        label="Incidents with a high-risk feature",
        unit="incidents",
        denominator=float(incidents),
        counts="events",
    )


@indicator(
    id="SAF-02",
    title="Children hurt, checked",
    unit="per 100",
    better="down",
    answers=("Q37",),
    needs=needing("child_injury"),
)
def children_hurt(dataset: Dataset, window: Window) -> IndicatorResult:
    """How many of a hundred restrictive incidents left the child needing first aid or more, and whether checks came.

    Counts: incidents in which the child's injury was first aid or more, for every hundred whose injury is recorded
    ("no injury" counts as recorded). Beside it incidents after which a medical check was offered, taken up or not, or
    is recorded as not needed, out of those where that is recorded.
    Leaves out: nothing else. A mark alone is shown apart and is not counted as hurt. Not known: no entry.
    Read with care: it does not tell an injury during the restriction from one before it. More can be fuller recording.
    """
    rows = held(dataset, window, "child_injury", "medical_check")
    state = hurt_state(rows)
    hurt, known = rows[is_yes(state)], rows[state.notna()]
    checked = checked_state(dataset, rows)
    base, compared = percent_from(dataset), comparison_id(dataset, window)
    whole = share_cell(
        "incidents",
        hurt,
        known,
        len(rows) - len(known),
        percent_from=base,
        unit="per 100",
        counts="events",
        compare_window=compared,
    )
    told = checked is not None
    seen, asked = (
        (rows[is_yes(checked)], rows[checked.notna()]) if checked is not None else (rows[:0], rows[:0])
    )
    unchecked = hurt.drop(index=seen.index.intersection(hurt.index)) if told else hurt[:0]
    slots = count_slots(
        "SAF-02",
        hurt=len(hurt),
        known=len(known),
        when=when(window),
        checked=len(seen) if told else None,
        asked=len(asked) if told else None,
        unknown=(len(rows) - len(known)) or None,
    )
    return IndicatorResult(
        cells=(
            whole,
            checked_cell(dataset, window, rows, checked),
            _mark_alone(rows, len(known)),
        ),
        slots=slots,
        headline=slots.certain,
        listings=hurt_list(dataset, hurt, unchecked) if is_current(dataset, window) else (),
        due=still(
            len(unchecked),
            "incident",
            f"in {when(window)} with a child hurt and no check offered or recorded",
        ),
    )


def _mark_alone(rows: pd.DataFrame, known: int) -> Cell:
    """Incidents that left a mark and nothing that needed first aid."""
    return group_cell(
        "incidents",
        rows[rows["child_injury"].eq("mark_only").fillna(False).astype(bool)],
        group="mark-only",
        label="A mark alone",
        unit="incidents",
        denominator=float(known),
        counts="events",
    )


@indicator(
    id="SAF-03",
    title="Concerns and notifications",
    unit="concerns",
    better="neither",
    answers=("Q38",),
    needs=needing(concerns=("incident_id", "kind", "arose_at")),
)
def concerns_raised(dataset: Dataset, window: Window) -> IndicatorResult:
    """Complaints, allegations, referrals and notifications about the window's restrictive incidents.

    Counts: concerns linked to a restrictive incident of the window, whenever they arose; the middle number of hours
    from when one arose until it was sent; how many were open for more than 28 days (a setting may choose another
    number), whether or not they were closed since; and how many were followed by an action that names the concern, or
    that came from a later review of the same incident.
    Leaves out: concerns without an incident, and a middle value of fewer than six. Not known: no time of sending; a
    concern closed without a date; concerns whose 28 days have not run out.
    Read with care: regulation 40 of the Children's Homes (England) Regulations 2015 says "without delay" and names no
    number of hours. More concerns can mean that children and parents trust somebody to listen.
    """
    rows = concerns_about(dataset, window)
    days = int(dataset.setting.threshold("concern_open_days"))
    wait, long = wait_cell(dataset, window, rows), open_cell(dataset, window, rows, days)
    led = action_cell(dataset, rows)
    whole = group_cell(
        "concerns", rows, group="Total", label="Concerns about incidents", unit="concerns", counts="events"
    )
    waiting = still_open(dataset, rows)
    late = waiting[waiting["days"] > days]
    slots = count_slots(
        "SAF-03",
        concerns=len(rows),
        when=when(window),
        hours=wait.value,
        long=long.numerator if long.denominator else None,
        known=long.denominator or None,
        days=days,
        led=led.numerator if len(rows) and led.value is not None else None,
    )
    return IndicatorResult(
        cells=(with_unknown(whole, 0, comparison_id(dataset, window)), wait, long, led, *kind_cells(rows)),
        slots=slots,
        headline=slots.certain,
        listings=open_list(waiting) if is_current(dataset, window) else (),
        due=still(
            len(late), "concern", f"about incidents in {when(window)} still open after more than {days} days"
        ),
    )
