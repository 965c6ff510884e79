"""The two plans of a child of both home and school: when each was looked at, and whether each was followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from generator.indicators._shared import held, stamp
from generator.indicators.consistency import sides
from generator.model import Dataset, Listing
from generator.periods import Window, day

NOT_FOLLOWED = ("no", "partly", "no_plan")


@dataclass(frozen=True)
class Plans:
    """Children of both, each by one row of the roll, with answers of yes, no or missing for each child."""

    children: pd.DataFrame
    home: pd.Series
    school: pd.Series
    together: pd.Series
    followed: pd.Series

    def rows(self, answer: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The rows of the roll of children for whom the answer is yes, and of those for whom there is one."""
        said = answer.reindex(self.children["child_id"]).set_axis(self.children.index)
        return self.children[said.fillna(False).astype(bool)], self.children[said.notna()]

    @property
    def one(self) -> pd.Series:
        """Whether a child's plans were looked at together and followed in both; missing without both dates."""
        return (self.together & self.followed).mask(self.together.isna())

    @property
    def flagged(self) -> pd.DataFrame:
        """Children for whom it is known that the plans are apart or not followed: both dates and what was said."""
        apart = (~(self.together & self.followed)).fillna(False).astype(bool)
        every = pd.DataFrame({"home": self.home, "school": self.school, "followed": self.followed})
        return every[apart]


def plans(dataset: Dataset, window: Window, days: int) -> Plans:
    """The plans of the children who were at both home and school in the window."""
    homes, schools = sides(dataset)
    children = dataset.exposure.at_both(window, homes, schools)
    roll = dataset.tables["children"]
    rows = roll[roll["child_id"].isin(children)]
    home, school = (_looked_at(rows, places, children, window) for places in (homes, schools))
    gap = (home - school).abs()
    together = (gap <= pd.Timedelta(days, "D")).astype("boolean").mask(gap.isna())
    restrictive = held(dataset, window, "plan_followed")
    places = dataset.place_of(restrictive)
    one, two = (_followed(restrictive[places.isin(side)], children) for side in (homes, schools))
    return Plans(rows[~rows["child_id"].duplicated()], home, school, together, one & two)


def _looked_at(
    rows: pd.DataFrame, places: Sequence[str], children: Sequence[str], window: Window
) -> pd.Series:
    """For each child the last date of review at these places; missing where it came after the window."""
    dates = rows[rows["setting_id"].isin(places)].groupby("child_id")["plan_reviewed_on"].max()
    dates = dates.reindex(pd.Index(list(children), dtype="str")).astype("datetime64[s]")
    return dates.where(dates < stamp(window.end))


def _followed(rows: pd.DataFrame, children: Sequence[str]) -> pd.Series:
    """For each child: no where an incident says so, yes where all say yes, missing where one or all do not say."""
    index = pd.Index(list(children), dtype="str")
    if "plan_followed" not in rows.columns:
        return pd.Series(pd.NA, index=index, dtype="boolean")
    answer = rows["plan_followed"]
    broken = set(rows.loc[answer.isin(NOT_FOLLOWED), "child_id"])
    silent = set(rows.loc[answer.isna(), "child_id"])
    said = set(rows.loc[answer.eq("yes").fillna(False).astype(bool), "child_id"])
    found = [False if child in broken else True if child in said - silent else pd.NA for child in children]
    return pd.Series(found, index=index, dtype="boolean")


def flagged_list(found: Plans) -> tuple[Listing, ...]:
    """Children whose two plans are apart in time, or not followed at one place."""
    if found.flagged.empty:
        return ()
    return (
        Listing(
            id="hsc-03-plans",
            title="Two plans that are apart, or not followed in both",
            columns=("child", "home plan looked at", "school plan looked at", "followed"),
            rows=tuple(
                (
                    str(child),
                    _date(home),
                    _date(school),
                    "not known" if pd.isna(said) else "yes" if said else "no",
                )
                for child, home, school, said in found.flagged.itertuples()
            ),
            note="A difference can be right for a child: write down why, and what the child says.",
        ),
    )


def _date(value: object) -> str:
    return "not recorded" if pd.isna(value) else day(pd.Timestamp(value).date())  # type: ignore[call-overload, arg-type]
