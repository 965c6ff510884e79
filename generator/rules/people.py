"""What does not fit in the roll, in the list of adults, in their training, or between these and the incidents."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.model import Dataset
from generator.rules.coded import Coded, coded
from generator.rules.frames import CORRECT, FINE, column, days, of_incident
from generator.rules.rule import Hit, hits, rule

FAR = pd.Timestamp(2200, 1, 1)
FAR_APART = 1 << 24
"""More days than any calendar here has, so that the days of one person lie before those of the next."""
WHO = {"children": "child_id", "staff": "staff_id", "training": "staff_id"}
"""Whose rows they are."""
LONG_WEEK = 60
AGES = {
    "0_4": (0, 4),
    "5_7": (5, 7),
    "8_10": (8, 10),
    "11_13": (11, 13),
    "14_15": (14, 15),
    "16_17": (16, 17),
}
AGES |= {"18_19": (18, 19), "20_plus": (20, 25)}
YEARS = {"N1": 3, "N2": 4, "R": 5} | {str(year): year + 5 for year in range(1, 15)}
"""The age on 31 August at the end of each year group, when most children of the year have just had it."""
OUT_OF_YEAR = 2
"""Years that a child may be taught out of their own year group before it is asked about."""
SAME_CHILD = ("sex", "ethnicity_code")


@rule(
    "not-on-roll",
    "warning",
    "An incident before a child joined or after they left",
    {"incidents": ("child_id", "incident_date"), "children": ("child_id", "on_roll_from")},
)
def not_on_roll(dataset: Dataset) -> Iterator[Hit]:
    """The incident is counted and the child's days here are not, so every rate comes out too high."""
    incidents, who = dataset.tables["incidents"], coded(dataset, "incidents", "child_id")
    inside = _on(dataset, who, incidents["incident_date"], "children", ("on_roll_from", "on_roll_to"))
    rows = incidents.index[~inside]
    message = "the children table does not have this child on roll on that day."
    hint = "Add the child to the roll, or correct the code or the date."
    return hits("incidents", rows, "child_id", message, hint)


def _on(
    dataset: Dataset,
    who: Coded,
    day: pd.Series,
    table: str,
    spell: tuple[str, str],
    among: NDArray[np.bool_] | bool = True,
) -> NDArray[np.bool_]:
    """For each event, by person and day, whether a row of the table (of `among` alone) has the person here that day.

    `spell` names the first and the last day of a row; a row without a last day goes on.
    """
    frame, (first, last) = dataset.tables[table], spell
    person = coded(dataset, table, WHO[table])
    begin, end = _days(frame[first]), _days(days(frame, last).fillna(FAR))
    kept = np.flatnonzero((person.places >= 0) & frame[first].notna().to_numpy() & among)
    kept = kept[np.lexsort((begin[kept], person.places[kept]))]
    if not len(kept):
        return np.zeros(len(day), dtype=bool)
    owner = person.places[kept]
    # Of the rows that have begun by then, the one that goes on longest decides.
    longest = pd.Series(end[kept]).groupby(owner, sort=False).cummax().to_numpy()
    wanted, on = who.among(person), _days(day)
    at = np.searchsorted(owner * FAR_APART + begin[kept], wanted * FAR_APART + on, side="right") - 1
    return (at >= 0) & (wanted >= 0) & (owner[at] == wanted) & (longest[at] >= on)


def _days(moments: pd.Series) -> NDArray[np.int64]:
    return moments.to_numpy().astype("datetime64[D]").astype("int64")


@rule(
    "roll-overlap",
    "warning",
    "A child is on one roll twice",
    {"children": ("child_id", "setting_id", "on_roll_from")},
)
def roll_overlap(dataset: Dataset) -> Iterator[Hit]:
    """Two rows of one child in one setting that share days say that the child left and was still there."""
    roll = dataset.tables["children"]
    rows = _overlaps(roll, ["child_id", "setting_id"], "on_roll_from", "on_roll_to")
    message = "begins before an earlier row of the same child and setting has ended."
    return hits(
        "children", rows, "on_roll_from", message, "Give the earlier row its last day, or join the two."
    )


@rule(
    "staff-overlap",
    "warning",
    "An adult is on one list twice",
    {"staff": ("staff_id", "setting_id", "start_on")},
)
def staff_overlap(dataset: Dataset) -> Iterator[Hit]:
    """Two rows of one adult in one setting that share days have two roles or two teams at once."""
    staff = dataset.tables["staff"]
    rows = _overlaps(staff, ["staff_id", "setting_id"], "start_on", "end_on")
    message = "begins before an earlier row of the same adult and setting has ended."
    return hits("staff", rows, "start_on", message, "Give the earlier row its last day, or join the two.")


def _overlaps(frame: pd.DataFrame, key: list[str], first: str, last: str) -> list[int]:
    """Rows that begin before an earlier row of the same key is over; the same rows twice over are left to others."""
    rows = frame.drop_duplicates().dropna(subset=[*key, first])
    ordered = rows.assign(_last=days(rows, last).fillna(FAR)).sort_values([*key, first], kind="stable")
    before = ordered.groupby(key, sort=False)["_last"].cummax()
    before = before.groupby([ordered[name] for name in key], sort=False).shift()
    return sorted(int(row) for row in ordered.index[ordered[first] <= before])


@rule("child-described-twice", "warning", "One child is described in two ways", {"children": ("child_id",)})
def described_twice(dataset: Dataset) -> Iterator[Hit]:
    """Sex and ethnicity of one child differ between two rows, so the child counts in two groups."""
    roll = dataset.tables["children"]
    for name in SAME_CHILD:
        if name in roll.columns:
            different = roll.groupby("child_id")[name].transform("nunique")
            message = "differs from another row of the same child."
            yield from hits("children", roll.index[different > 1], name, message, CORRECT)


@rule("age-impossible", "warning", "Age and year group do not fit", {"children": ("age_band", "year_group")})
def age_impossible(dataset: Dataset) -> Iterator[Hit]:
    """A child may be taught a year or two out of their own year group; more is a slip in one of the two."""
    roll = dataset.tables["children"]
    usual = roll["year_group"].map(YEARS)
    low = roll["age_band"].map({band: ages[0] for band, ages in AGES.items()})
    high = roll["age_band"].map({band: ages[1] for band, ages in AGES.items()})
    rows = roll.index[(usual < low - OUT_OF_YEAR) | (usual > high + OUT_OF_YEAR)]
    message = "more than two years away from what year_group on the same row says."
    return hits("children", rows, "age_band", message, CORRECT)


@rule(
    "adult-not-here",
    "warning",
    "An adult took part before joining or after leaving",
    {
        "staff_involvement": ("incident_id", "staff_id"),
        "staff": ("staff_id", "start_on"),
        "incidents": ("incident_id", "incident_date"),
    },
)
def adult_not_here(dataset: Dataset) -> Iterator[Hit]:
    """The adult's dates or the code are wrong, and hours and training of that day would be someone else's."""
    day = of_incident(dataset, "staff_involvement", dataset.tables["incidents"]["incident_date"])
    adult = coded(dataset, "staff_involvement", "staff_id")
    listed = adult.among(coded(dataset, "staff", "staff_id")) >= 0
    here = _on(dataset, adult, day, "staff", ("start_on", "end_on"))
    rows = day.index[listed & day.notna() & ~here]
    message = "staff.csv does not have this adult here on the day of the incident."
    return hits("staff_involvement", rows, "staff_id", message, CORRECT)


@rule(
    "held-without-training",
    "note",
    "An adult held a child without valid training",
    {
        "staff_involvement": ("incident_id", "staff_id", "role"),
        "training": ("staff_id", "course", "completed_on"),
        "incidents": ("incident_id", "incident_date"),
    },
)
def untrained(dataset: Dataset) -> Iterator[Hit]:
    """Only courses that these records know count; one that ran out, or was never written down, looks the same."""
    course = coded(dataset, "training", "course").holds(lambda each: each == "physical_intervention")
    if not course.any():
        return iter(())
    day = of_incident(dataset, "staff_involvement", dataset.tables["incidents"]["incident_date"])
    adult = coded(dataset, "staff_involvement", "staff_id")
    held = coded(dataset, "staff_involvement", "role").holds(lambda role: role == "held")
    valid = _on(dataset, adult, day, "training", ("completed_on", "expires_on"), course)
    rows = day.index[held & (adult.places >= 0) & day.notna() & ~valid]
    message = "no physical intervention course of this adult was valid on the day of the incident."
    hint = "Add the course to training.csv if there was one."
    return hits("staff_involvement", rows, "staff_id", message, hint)


@rule(
    "training-twice",
    "warning",
    "Training is given a second time",
    {"training": ("staff_id", "course", "completed_on")},
)
def training_twice(dataset: Dataset) -> Iterator[Hit]:
    """The same adult, course and day with two different last days leaves open which of them holds."""
    training = dataset.tables["training"]
    different = training.drop_duplicates()
    rows = different.index[different.duplicated(subset=["staff_id", "course", "completed_on"])]
    message = "the same adult, course and day as a row above, with other answers."
    return hits("training", rows, "completed_on", message, "Keep the right one.")


@rule("long-week", "note", "An adult's usual week is very long", {"staff": ("weekly_hours",)})
def long_week(dataset: Dataset) -> Iterator[Hit]:
    """Rates by hours worked rest on these hours; a yearly or monthly number makes an adult look safe."""
    staff = dataset.tables["staff"]
    rows = staff.index[column(staff, "weekly_hours") > LONG_WEEK]
    return hits("staff", rows, "weekly_hours", f"more than {LONG_WEEK} hours in a usual week.", FINE)
