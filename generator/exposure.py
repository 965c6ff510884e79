"""Child-days: how long children were here, by place, child and window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from generator.model import Place
from generator.periods import DAY, Calendar, Window, fill


class Exposure:
    """Child-days: how long children were here, the denominator of every rate.

    A child-day is one child on the roll of a place on a day when it was open. For the whole of a co-located site a
    child who is on two rolls counts once a day. The `exposure` table, where it gives `child_days` that tile a window
    exactly, comes before the roll. Without either there are no rates, counts only.
    """

    def __init__(self, calendar: Calendar, roll: pd.DataFrame | None, table: pd.DataFrame | None) -> None:
        self.calendar = calendar
        self.start = min([calendar.data_start, *(term.start_on for term in calendar.terms)])
        self.end = calendar.end
        self._table = _child_day_rows(table)
        self._masks = self._build(roll) if roll is not None and len(roll) else {}
        self.source: Literal["roll", "exposure"] | None = (
            "roll" if self._masks else "exposure" if self._table is not None else None
        )

    def _build(self, roll: pd.DataFrame) -> dict[str, dict[str, np.ndarray]]:
        """For each place and child the days on roll on which the place was open, as a mask over all days."""
        span = (self.end - self.start).days
        only = self.calendar.places[0].id
        open_by_place = {
            place.id: self.calendar.open_mask(place, self.start, self.end) for place in self.calendar.places
        }
        masks: dict[str, dict[str, np.ndarray]] = {place: {} for place in open_by_place}
        for row in roll.itertuples():
            place = getattr(row, "setting_id", None)
            place = only if place is None or pd.isna(place) else str(place)
            if place not in masks:
                continue
            spell = np.zeros(span, dtype=bool)
            left = getattr(row, "on_roll_to", pd.NaT)
            last = self.end if pd.isna(left) else pd.Timestamp(str(left)).date()
            fill(spell, self.start, pd.Timestamp(str(row.on_roll_from)).date(), last, True)
            known = masks[place].get(str(row.child_id))
            day_mask = spell & open_by_place[place]
            masks[place][str(row.child_id)] = day_mask if known is None else known | day_mask
        return masks

    @cached_property
    def _anywhere(self) -> dict[str, np.ndarray]:
        merged: dict[str, np.ndarray] = {}
        for by_child in self._masks.values():
            for child, mask in by_child.items():
                merged[child] = merged[child] | mask if child in merged else mask
        return merged

    @cached_property
    def _sums(self) -> dict[str | None, tuple[tuple[str, ...], np.ndarray]]:
        """For each place, and for all together, the children and each one's days here up to each day."""
        found: dict[str | None, tuple[tuple[str, ...], np.ndarray]] = {}
        for place in (None, *self._masks):
            masks = self._of(place)
            days = np.zeros((len(masks), (self.end - self.start).days + 1), dtype=np.int32)
            if masks:
                np.cumsum(np.stack(list(masks.values())), axis=1, out=days[:, 1:])
            found[place] = tuple(masks), days
        return found

    @cached_property
    def _places_of_children(self) -> dict[str | None, dict[str, int]]:
        return {
            place: {child: i for i, child in enumerate(names)} for place, (names, _) in self._sums.items()
        }

    @cached_property
    def _by_child(self) -> dict[tuple[date, date, str | None], Mapping[str, int]]:
        """Child-days by child counted already: many figures ask for the same few windows."""
        return {}

    @property
    def children(self) -> tuple[str, ...]:
        """Every child who was ever on a roll."""
        return tuple(sorted(self._anywhere))

    def _of(self, place: str | None) -> Mapping[str, np.ndarray]:
        return self._anywhere if place is None else self._masks.get(place, {})

    def _cut(self, start: date, end: date) -> slice:
        low = max((start - self.start).days, 0)
        return slice(low, max((end - self.start).days, low))

    def by_child(self, window: Window, place: str | None = None) -> Mapping[str, int]:
        """Child-days of each child with at least one in the window."""
        key = (window.start, window.end, place)
        if key not in self._by_child:
            self._by_child[key] = self._count(*key)
        return self._by_child[key]

    def _count(self, start: date, end: date, place: str | None) -> Mapping[str, int]:
        if place is not None and place not in self._masks:
            return {}
        names, days = self._sums[place]
        low, high = self._ends(start, end)
        counts = (days[:, high] - days[:, low]).tolist()
        return {child: count for child, count in zip(names, counts, strict=True) if count}

    def _ends(self, start: date, end: date) -> tuple[int, int]:
        """Where `[start, end)` begins and ends among the days known here."""
        cut, span = self._cut(start, end), (self.end - self.start).days
        return min(cut.start, span), min(cut.stop, span)

    def child_days(self, window: Window, place: str | None = None) -> float | None:
        """All child-days in the window, or None where nothing says how long children were here."""
        stated = self._stated(window, place)
        if stated is not None:
            return stated
        return float(sum(self.by_child(window, place).values())) if self._masks else None

    def days_here(self, child: str, start: date, end: date, place: str | None = None) -> int | None:
        """Days of `[start, end)` on which this child was here; None where the roll does not say."""
        position = self._places_of_children.get(place, {}).get(child)
        if position is None:
            return None
        days = self._sums[place][1]
        low, high = self._ends(start, end)
        return int(days[position, high] - days[position, low])

    def days_of(
        self, children: Sequence[str], whose: np.ndarray, starts: np.ndarray, ends: np.ndarray
    ) -> np.ndarray:
        """As `days_here`, for many stretches at once; -1 where the roll does not say.

        `whose` gives for each stretch the place of its child among `children`; days are counted from 1970.
        """
        known = self._places_of_children[None]
        rows = np.array([known.get(child, -1) for child in children], dtype=np.intp)[whose]
        first = (self.start - date(1970, 1, 1)).days
        low = np.maximum(starts - first, 0)
        high = np.minimum(np.maximum(ends - first, low), (self.end - self.start).days)
        low = np.minimum(low, (self.end - self.start).days)
        days = self._sums[None][1]
        return np.where(rows < 0, -1, days[rows, high] - days[rows, low]) if len(days) else rows

    def last_day(self, child: str) -> date | None:
        """The last day this child was here, or None where the roll does not say."""
        mask = self._anywhere.get(child)
        if mask is None or not mask.any():
            return None
        return self.start + timedelta(days=int(np.flatnonzero(mask)[-1]))

    def at_both(self, window: Window, first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
        """Children who were here in the window at one of `first` and at one of `second`."""
        one = {child for place in first for child in self.by_child(window, place)}
        two = {child for place in second for child in self.by_child(window, place)}
        return tuple(sorted(one & two))

    def days_at(self, child: str, window: Window, places: Sequence[str]) -> int:
        """Days this child was at any of the places in the window."""
        cut = self._cut(window.start, window.end)
        found = [self._masks[place][child][cut] for place in places if child in self._masks.get(place, {})]
        return int(np.logical_or.reduce(found).sum()) if found else 0

    def days_at_both(self, child: str, window: Window, first: Sequence[str], second: Sequence[str]) -> int:
        """Days on which the child's places in `first` and in `second` were both open to them."""
        cut = self._cut(window.start, window.end)
        one = [self._masks[p][child][cut] for p in first if child in self._masks.get(p, {})]
        two = [self._masks[p][child][cut] for p in second if child in self._masks.get(p, {})]
        if not one or not two:
            return 0
        return int((np.logical_or.reduce(one) & np.logical_or.reduce(two)).sum())

    def has_roll(self, place: str | None = None) -> bool:
        """Whether a roll tells the children of this place apart, or of any place where none is named."""
        return bool(self._of(place))

    def stated_size(self, window: Window, place: str | None = None) -> float | None:
        """How long all children together were here as the exposure table states it, to set one window against another.

        A stated period that reaches over an edge of the window counts by its open days inside; of several places the
        child-days are added, so a child at two counts twice. None where nothing is stated of these places; nought
        where it is for too little of the window (under the cover threshold, 80 % unless set) or twice for a day.
        """
        rows = self._table
        chosen = [each for each in self.calendar.places if place in (None, each.id)]
        if rows is None or not rows["setting_id"].isin([each.id for each in chosen]).any():
            return None
        parts = [self._stated(window, each.id) or self._prorated(window, each) for each in chosen]
        return sum(parts) if all(parts) else 0.0

    def _prorated(self, window: Window, place: Place) -> float:
        """Stated child-days of one place by the open days of each period that lie in the window."""
        assert self._table is not None, "asked only where child-days are stated"
        first, last = pd.Timestamp(window.start), pd.Timestamp(window.end - DAY)
        rows = self._table[self._table["setting_id"] == place.id].dropna(subset=["amount"])
        rows = rows[(rows["period_start"] <= last) & (rows["period_end"] >= first)]
        days = self._counted_days(place, window.start, window.end)
        times, amount = np.zeros(len(days)), 0.0
        rows = rows[rows["period_start"] <= rows["period_end"]]
        firsts, lasts = rows["period_start"].dt.date, rows["period_end"].dt.date
        for start, final, size in zip(firsts, lasts, rows["amount"].astype(float), strict=True):
            end = final + DAY
            low = max((window.start - start).days, 0)
            here = self._counted_days(place, start, end)
            inside = here[low : (window.end - start).days]
            amount += size * float(inside.sum() / here.sum())
            at = max((start - window.start).days, 0)
            times[at : at + len(inside)] += 1
        covered = float((times[days] > 0).mean()) if days.any() else 0.0
        if not covered or covered < self.calendar.cover or times[days].max() > 1:
            return 0.0
        return amount / covered

    def _counted_days(self, place: Place, start: date, end: date) -> np.ndarray:
        """The open days of `[start, end)` as a mask, or all of them where none is known to have been open."""
        mask = self.calendar.open_mask(place, start, end)
        return mask if mask.any() else np.ones(len(mask), dtype=bool)

    def _stated(self, window: Window, place: str | None) -> float | None:
        """The child-days that the exposure table states, where its periods tile the window exactly."""
        if self._table is None:
            return None
        places = [place] if place else [each.id for each in self.calendar.places]
        if place is None and len(places) > 1:
            return None
        rows = self._table[self._table["setting_id"].isin(places)]
        first, last = pd.Timestamp(window.start), pd.Timestamp(window.end - DAY)
        rows = rows[(rows["period_start"] >= first) & (rows["period_end"] <= last)].sort_values(
            "period_start"
        )
        if rows.empty or rows["period_start"].iloc[0] != first or rows["period_end"].iloc[-1] != last:
            return None
        gaps = rows["period_start"].iloc[1:].to_numpy() - rows["period_end"].iloc[:-1].to_numpy()
        return None if (gaps != np.timedelta64(1, "D")).any() else float(rows["amount"].sum())


def _child_day_rows(table: pd.DataFrame | None) -> pd.DataFrame | None:
    if table is None or table.empty:
        return None
    rows = table[(table["measure"] == "child_days") & (table["dimension"] == "all")]
    return None if rows.empty else rows
