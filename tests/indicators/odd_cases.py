"""The odd data that readers do bring, each by its name: the worked example's sixteen tables, bent one way at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pandas as pd

from generator import build
from generator.exposure import Exposure
from generator.model import Dataset, TermDates

CONTENT = Path(__file__).parents[2] / "content"
AS_OF = date(2026, 11, 20)
FIRST = pd.Timestamp("2026-04-13")
"""From here on the example's incidents are kept: a term that is over and one that is running."""
KEYS = {
    "incidents": ("incident_id", "child_id", "incident_date", "intervention_category", "setting_id"),
    "interventions": ("intervention_id", "incident_id"),
    "staff_involvement": ("incident_id", "staff_id", "role"),
    "reviews": ("review_id", "incident_id", "review_type", "held_at"),
    "child_views": ("view_id", "child_id", "captured_on"),
    "actions": ("action_id", "raised_on", "scope"),
    "children": ("child_id", "setting_id", "on_roll_from"),
    "staff": ("staff_id", "setting_id", "start_on"),
    "training": ("staff_id", "course", "completed_on"),
    "exposure": ("setting_id", "period_start", "period_end", "dimension", "value", "measure", "amount"),
    "restrictions": ("restriction_id", "setting_id", "kind", "started_on"),
    "concerns": ("concern_id", "kind", "arose_at"),
    "related_events": ("setting_id", "event_date", "kind"),
    "governance_reviews": ("review_on", "body"),
}
"""Fields that stay where everything else is missing: without them a row says nothing at all."""
Tables = Mapping[str, pd.DataFrame]


@cache
def example() -> Dataset:
    """The worked example, read and checked: seven children and ten adults in its last two terms."""
    data, _ = build.sound(CONTENT, as_of=AS_OF)
    rows = data.tables["incidents"]
    rows = rows[rows["incident_date"] >= FIRST]
    names = set(rows["child_id"].value_counts().index[:7])
    mine, staff = data.tables["children"], data.tables["staff"]
    adults = set(staff.groupby("setting_id").head(5)["staff_id"])
    kept = {"incidents": rows[rows["child_id"].isin(names)], "children": mine[mine["child_id"].isin(names)]}
    for table in ("staff", "staff_involvement", "training"):
        kept[table] = data.tables[table][data.tables[table]["staff_id"].isin(adults)]
    return bent(data, {**data.tables, **kept}, start=FIRST.date())


def bent(
    data: Dataset, tables: Tables, terms: tuple[TermDates, ...] | None = None, start: date | None = None
) -> Dataset:
    """The same setting with other tables (and other terms, or a later first day of its records)."""
    setting = data.setting if terms is None else replace(data.setting, terms=terms)
    calendar = replace(data.calendar, terms=setting.terms, data_start=start or data.calendar.data_start)
    states = {name: replace(data.states[name], rows=len(rows)) for name, rows in tables.items()}
    exposure = Exposure(calendar, tables.get("children"), tables.get("exposure"))
    return Dataset(setting, tables, states, data.as_of, calendar, exposure, data.statements)


def no_denominators() -> Dataset:
    """No roll, no hours, no stated days."""
    data = example()
    left_out = ("children", "exposure")
    tables = {name: rows for name, rows in data.tables.items() if name not in left_out}
    return bent(data, {**tables, "staff": tables["staff"].drop(columns="weekly_hours")})


def one_child() -> Dataset:
    """Everything that names a child is about the child with most incidents."""
    data = example()
    child = data.tables["incidents"]["child_id"].value_counts().index[0]
    mine = data.tables["incidents"]["child_id"] == child
    kept = set(data.tables["incidents"].loc[mine, "incident_id"])
    return bent(data, {name: _of(rows, child, kept) for name, rows in data.tables.items()})


def _of(rows: pd.DataFrame, child: str, incidents: set[str]) -> pd.DataFrame:
    if "incident_id" in rows.columns:
        rows = rows[rows["incident_id"].isin(incidents)]
    return rows[rows["child_id"] == child] if "child_id" in rows.columns else rows


def one_day() -> Dataset:
    """One incident on the last day, on the first day of the records."""
    data = example()
    row = data.tables["incidents"].iloc[-1:].assign(incident_date=_stamp(AS_OF))
    return bent(data, {**data.tables, "incidents": row}, start=AS_OF)


def all_zeros() -> Dataset:
    """Crises that all ended without restriction, every number that is not time worked nought, every answer no."""
    data = example()
    calm = data.tables["incidents"].assign(intervention_category="de_escalated_no_restriction")
    tables = {**data.tables, "incidents": calm}
    return bent(data, {name: _nought(rows) if name != "exposure" else rows for name, rows in tables.items()})


def _nought(rows: pd.DataFrame) -> pd.DataFrame:
    found = rows.copy()
    for name in found.columns:
        if pd.api.types.is_bool_dtype(found[name]):
            found[name] = found[name].mask(found[name].notna(), False)
        elif pd.api.types.is_numeric_dtype(found[name]):
            found[name] = found[name].mask(found[name].notna(), 0)
    return found


def all_missing() -> Dataset:
    """Every field is empty that a row can do without."""
    data = example()
    return bent(data, {name: _emptied(rows, KEYS.get(name, ())) for name, rows in data.tables.items()})


def nearly_all_missing() -> Dataset:
    """Every field is filled in in one row, so that nothing is locked, and empty in the others."""
    data = example()
    return bent(
        data, {name: _emptied(rows, KEYS.get(name, ()), keep=True) for name, rows in data.tables.items()}
    )


def _emptied(rows: pd.DataFrame, keys: tuple[str, ...], keep: bool = False) -> pd.DataFrame:
    found = rows.copy()
    for name in found.columns:
        if keys and name not in keys:
            first = found[name].first_valid_index() if keep else None
            found[name] = found[name].where(found.index == first)
    return found


def every_child_the_same() -> Dataset:
    """One child's incidents in every child's name, and one child's row of the roll for every child at each place."""
    data = example()
    rows, roll = data.tables["incidents"], data.tables["children"]
    template = rows.iloc[:3]
    names = sorted(set(roll["child_id"]))[:12]
    copies = pd.concat([template.assign(child_id=name) for name in names], ignore_index=True)
    copies["incident_id"] = [f"same-{number}" for number in range(len(copies))]
    copies.index = pd.RangeIndex(2, len(copies) + 2)
    same = [name for name in roll.columns if name not in ("child_id", "setting_id")]
    alike = roll[roll["child_id"].isin(names)].copy()
    for name in same:
        alike[name] = roll[name].iloc[-1]
    return bent(data, {**data.tables, "incidents": copies, "children": alike})


def before_the_data_start() -> Dataset:
    """The records begin a month ago, so every earlier window lies before them."""
    data = example()
    start = AS_OF - timedelta(days=30)
    rows = data.tables["incidents"]
    return bent(data, {**data.tables, "incidents": rows[rows["incident_date"] >= _stamp(start)]}, start=start)


def term_without_open_days() -> Dataset:
    """The school is closed on every day of the last term that is over."""
    data = example()
    shut = tuple(
        replace(each, closed_on=tuple(_days(each))) if each.start_on == date(2026, 4, 13) else each
        for each in data.setting.terms
    )
    return bent(data, data.tables, terms=shut)


def _days(term: TermDates) -> list[date]:
    return [term.start_on + timedelta(days=n) for n in range((term.end_on - term.start_on).days + 1)]


def exposure_of_zero() -> Dataset:
    """All children left before the incidents, nobody's hours are above nought, and the stated hours are nought."""
    data = example()
    gone = data.tables["children"].assign(on_roll_to=_stamp(date(2024, 1, 5)))
    staff = data.tables["staff"]
    staff = staff.assign(weekly_hours=staff["weekly_hours"] * 0)
    hours = data.tables["exposure"]
    hours = hours.assign(amount=hours["amount"] * 0)
    return bent(data, {**data.tables, "children": gone, "staff": staff, "exposure": hours})


def group_of_one() -> Dataset:
    """Every adult is a team, every incident its own place and trigger, one child differs in every way."""
    data = example()
    staff, roll, rows = (data.tables[name] for name in ("staff", "children", "incidents"))
    alike = roll.copy()
    for name in ("sex", "ethnicity_code", "sen_provision", "primary_need", "disabled", "looked_after_status",
                 "fsm_or_pupil_premium", "uses_non_verbal_communication"):  # fmt: skip
        most, *others = roll[name].value_counts().index
        other = others[0] if others else pd.NA
        alike[name] = pd.Series(most, index=roll.index, dtype=roll[name].dtype)
        alike.loc[alike["child_id"] == rows["child_id"].iloc[0], name] = other
    alone = [f"place-{number}" for number in range(len(rows))]
    return bent(
        data,
        {
            **data.tables,
            "children": alike,
            "staff": staff.assign(team=[f"team-{number}" for number in range(len(staff))]),
            "incidents": rows.assign(location_code=alone, shift_or_lesson=alone, trigger_codes=alone),
        },
    )


def ties_everywhere() -> Dataset:
    """Every column holds one value, the same in every row, but for what names the row and its child or adult."""
    data = example()
    kept = (
        "incidents",
        "reviews",
        "child_views",
        "interventions",
        "training",
        "staff",
        "restrictions",
        "concerns",
    )
    return bent(data, {name: _tied(rows) if name in kept else rows for name, rows in data.tables.items()})


def _tied(rows: pd.DataFrame) -> pd.DataFrame:
    found = rows.copy()
    for name in found.columns:
        first = found[name].first_valid_index()
        if not name.endswith("_id") and first is not None:
            found[name] = pd.Series(
                [found.at[first, name]] * len(found), index=found.index, dtype=found[name].dtype
            )
    return found


def nought_of_nought() -> Dataset:
    """Tables with their heads and no rows."""
    data = example()
    return bent(data, {name: rows.iloc[:0] for name, rows in data.tables.items()})


def no_incidents() -> Dataset:
    """Every table is full but for the incidents, of which none is restrictive or recent."""
    data = example()
    return bent(data, {**data.tables, "incidents": data.tables["incidents"].iloc[:0]})


def _stamp(on: date) -> pd.Timestamp:
    return pd.Timestamp(on)


ODD: Mapping[str, Callable[[], Dataset]] = {
    "no denominators": no_denominators,
    "one child": one_child,
    "one day": one_day,
    "all zeros": all_zeros,
    "all missing": all_missing,
    "nearly all missing": nearly_all_missing,
    "every child the same": every_child_the_same,
    "a window before the data start": before_the_data_start,
    "a term without open days": term_without_open_days,
    "exposure of zero": exposure_of_zero,
    "a group of one": group_of_one,
    "ties everywhere": ties_everywhere,
    "0 of 0": nought_of_nought,
    "no incidents": no_incidents,
}
