"""Whether adults were supported after an incident, and how often they were hurt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from generator.indicator import indicator, share_cell
from generator.indicators._adults import NOT_INVOLVED, inside, once_each, parts
from generator.indicators._shared import (
    comparison_id,
    duty_result,
    ever_held,
    evidence,
    held,
    is_current,
    needing,
    newest,
    percent_from,
    slug,
    stamp,
    still,
    when,
    words,
)
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import Window
from generator.statistics.wording import count_slots, sentence_case

HURT = ("first_aid", "gp_or_minor_unit", "hospital", "serious", "fatal")
NOT_HURT = ("none", "mark_only")
DEBRIEF = r"(?:^|\|)staff_debrief(?:\||$)"
RECENT = 28


@indicator(
    id="STF-05",
    title="Staff supported",
    unit="%",
    better="up",
    answers=("Q18",),
    needs=needing(reviews=("incident_id", "review_type", "held_at")),
)
def supported(dataset: Dataset, window: Window) -> IndicatorResult:
    """Adults involved in restrictive incidents for whom a debrief was held within 72 hours.

    Counts: each adult once for each incident, by the table of adults involved (without it, each incident once); met
    where a staff debrief of that incident was held within 72 hours of its start (`staff_debrief_hours`) and adults
    took part. Apart from it: incidents after which a debrief was held at any time, or stands among the support given.
    Leaves out: people who only gave leave beforehand and people who do not work here. Not known: the hours are not
    over yet, the start time is missing and decides, or no staff debrief was ever recorded in this setting.
    Read with care: records say that a debrief was held after the incident, not who came; how good it was is not
    measured.
    """
    hours = int(dataset.setting.threshold("staff_debrief_hours"))
    table, every = dataset.once("debriefs", lambda: _counted(dataset, hours))
    rows = inside(every, window)
    state = rows["state"]
    met, known = rows[state == "met"], rows[state.isin(["met", "not met"])]
    waiting = rows[state == "not met"].drop_duplicates("incident_id")
    recent = waiting[waiting["incident_date"] >= stamp(dataset.as_of) - pd.Timedelta(RECENT, "D")]
    incidents = held(dataset, window)
    listed = incidents[incidents["incident_id"].isin(waiting["incident_id"])]
    return duty_result(
        dataset,
        window,
        "STF-05",
        (table, met, known, len(rows) - len(known)),
        groups=(
            share_cell(
                table,
                rows[rows["offered"]],
                rows[rows["said"]],
                int((~rows["said"]).sum()),
                percent_from=percent_from(dataset),
                group="offered",
                label="Debrief offered or held at any time",
            ),
        ),
        listings=newest(dataset, listed, id="stf-05-missing", title=f"No staff debrief within {hours} hours")
        if is_current(dataset, window)
        else (),
        due=still(len(recent), "incident", f"in the last {RECENT} days without a staff debrief in time"),
        days=hours,
    )


def _counted(dataset: Dataset, hours: int) -> tuple[str, pd.DataFrame]:
    """All adults involved (or incidents), whatever the window, with what is known of a debrief and of an offer."""
    table, rows = "incidents", ever_held(dataset, "started_time")
    if dataset.has("staff_involvement", "staff_id") and dataset.has("staff_involvement", "role"):
        table, rows = "staff_involvement", parts(dataset)
        rows = once_each(rows[~rows["role"].isin(NOT_INVOLVED)])
    offered, said = _offered(dataset, rows)
    return table, rows.assign(state=_debriefed(dataset, rows, hours), offered=offered, said=said)


def _debriefs(dataset: Dataset) -> pd.DataFrame:
    """Every staff debrief of an incident, less those in which no adult took part."""
    reviews = dataset.tables["reviews"]
    found = reviews[reviews["review_type"].eq("staff_debrief") & reviews["incident_id"].notna()]
    if "staff_took_part" in found.columns:
        found = found[found["staff_took_part"].astype("boolean").fillna(True).astype(bool)]
    return found


def _debriefed(dataset: Dataset, rows: pd.DataFrame, hours: int) -> pd.Series:
    """For each row: met, not met or unknown. Without a start time both ends of the day are tried."""
    if dataset.tables["reviews"]["review_type"].eq("staff_debrief").sum() == 0:
        return pd.Series("unknown", index=rows.index, dtype="str")
    held_at = _debriefs(dataset).groupby("incident_id")["held_at"].min()
    held_at = pd.to_datetime(held_at.reindex(rows["incident_id"]).set_axis(rows.index))
    earliest, latest = _start(rows)
    limit = pd.Timedelta(hours, "h")
    now = stamp(dataset.as_of) + pd.Timedelta(1, "D")
    state = np.select(
        [
            (held_at <= earliest + limit).fillna(False),
            held_at.notna() & (held_at <= latest + limit).fillna(False),
            held_at.isna() & (latest + limit > now),
        ],
        ["met", "unknown", "unknown"],
        "not met",
    )
    return pd.Series(state, index=rows.index, dtype="str")


def _start(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The earliest and the latest moment at which each incident can have started."""
    day = pd.to_datetime(rows["incident_date"])
    if "started_time" not in rows.columns:
        return day, day + pd.Timedelta(1, "D")
    time = pd.to_timedelta(rows["started_time"].astype("str") + ":00", errors="coerce")
    return day + time.fillna(pd.Timedelta(0)), day + time.fillna(pd.Timedelta(1, "D"))


def _offered(dataset: Dataset, rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """For each row whether a debrief was held at any time or named among the support, and whether that is known."""
    reviews = dataset.tables["reviews"]
    any_kind = reviews[reviews["incident_id"].notna()]
    held_at_all = any_kind.loc[any_kind["review_type"].eq("staff_debrief"), "incident_id"]
    incidents = dataset.incidents
    if "post_incident_support" in incidents.columns:
        support = incidents["post_incident_support"]
        named = incidents.loc[support.fillna("").str.contains(DEBRIEF, regex=True), "incident_id"]
        told = incidents.loc[support.notna(), "incident_id"]
    else:
        named = told = incidents["incident_id"].iloc[:0]
    offered = rows["incident_id"].isin({*held_at_all, *named})
    return offered, offered | rows["incident_id"].isin({*any_kind["incident_id"], *told})


@indicator(
    id="STF-06",
    title="Staff hurt",
    unit="per 100",
    better="down",
    answers=("Q18",),
    needs=needing("staff_injury"),
)
def hurt(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents in which an adult was hurt so that first aid or more was needed, for every 100.

    Counts: rows whose injury to an adult is first aid or more, out of rows that say; the same for each trigger that
    the rows name (a row with two triggers counts with both). Apart from it: adults' injuries in the table of other
    events, where they are collected.
    Leaves out: a mark that needed nothing counts as not hurt. Not known: nothing recorded. Events by month count where
    the whole month lies in the window.
    Read with care: small injuries are often not written down, and an injury in the table of other events may be one
    of these. It does not show whether the hold or something before it hurt the adult.
    """
    rows = held(dataset, window, "staff_injury", "trigger_codes")
    known = rows[rows["staff_injury"].isin([*HURT, *NOT_HURT])]
    met = known[known["staff_injury"].isin(HURT)]
    other = _apart(dataset, window)
    whole = share_cell(
        "incidents",
        met,
        known,
        len(rows) - len(known),
        percent_from=percent_from(dataset),
        unit="per 100",
        counts="events",
        compare_window=comparison_id(dataset, window),
    )
    apart = int(other.value) if other.value else None
    blank = len(rows) - len(known) or None
    slots = count_slots(
        "STF-06", hurt=len(met), known=len(known), when=when(window), unknown=blank, other=apart
    )
    current = is_current(dataset, window)
    listed = newest(dataset, met, id="stf-06-hurt", title="Incidents in which an adult was hurt")
    recent = met[met["incident_date"] >= stamp(dataset.as_of) - pd.Timedelta(RECENT, "D")]
    due = still(len(recent), "incident", f"in the last {RECENT} days in which an adult was hurt")
    return IndicatorResult(
        cells=(replace(whole, sentence=slots.certain), *_triggers(dataset, known, met), other),
        slots=slots,
        headline=slots.certain,
        listings=listed if current else (),
        due=due if current else (),
    )


def _triggers(dataset: Dataset, known: pd.DataFrame, met: pd.DataFrame) -> tuple[Cell, ...]:
    """One cell for each trigger that any of the rows names, in the order of the alphabet."""
    if "trigger_codes" not in known.columns:
        return ()
    named = known["trigger_codes"].dropna().str.split("|").explode()
    rows_of = {str(code): pd.Index(index).unique() for code, index in named.groupby(named).groups.items()}
    return tuple(
        share_cell(
            "incidents",
            met[met.index.isin(index)],
            known.loc[index],
            0,
            percent_from=percent_from(dataset),
            group=f"trigger-{slug(code)}",
            label=f"Trigger: {sentence_case(words(code))}",
            unit="per 100",
            counts="events",
            dims={"trigger": code},
        )
        for code, index in sorted(rows_of.items())
    )


def _apart(dataset: Dataset, window: Window) -> Cell:
    """Adults' injuries in the table of other events; not available where they are not collected."""
    cell = Cell(
        group="recorded-apart",
        label="Injuries recorded apart from incidents",
        unit="injuries",
        counts="events",
        marker="x",
    )
    if not (dataset.has("related_events", "kind") and dataset.has("related_events", "event_date")):
        return cell
    events = dataset.tables["related_events"]
    events = events[events["kind"].eq("staff_injury") & events["event_date"].notna()]
    collected = events["collected"].astype("boolean").fillna(False).astype(bool)
    if not collected.any():
        return cell
    text = events["event_date"].astype("str").str.slice(0, 10)
    first = pd.to_datetime(text.where(text.str.len() == 10, text + "-01"), errors="coerce")
    last = first.where(text.str.len() == 10, first + pd.offsets.MonthEnd(0))
    inside = collected & (first >= stamp(window.start)) & (last < stamp(window.end))
    total = float(events.loc[inside, "amount"].astype(float).sum())
    return replace(cell, marker=None, value=total, evidence=evidence("related_events", events[inside]))
