"""The two plans of a child of both home and school: when each was looked at, and whether each was followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from generator.indicators._answers import Told
from generator.indicators._dual import Side, at_side, children_of_both, sides
from generator.indicators._tally import Places, Tally, held_places, tally_of
from generator.model import Dataset, Listing
from generator.periods import Window, day

NOT_FOLLOWED = ("no", "partly", "no_plan")
KEPT, BROKEN, SILENT, OTHER = range(4)
"""What an incident says of the plan: that it was followed, that it was not, nothing, or a word we do not know."""
Reviews = dict[str, list[date]]


@dataclass(frozen=True, slots=True)
class Plan:
    """One child: the last date of review at each place, whether they agree, and whether both plans were followed."""

    child: str
    home: date | None
    school: date | None
    together: bool | None
    followed: bool | None

    @property
    def one(self) -> bool | None:
        """Whether the plans were looked at together and followed in both; not known without both dates."""
        return None if self.together is None else _and(self.together, self.followed)

    @property
    def flagged(self) -> bool:
        """Whether it is known that the plans are apart or not followed."""
        return _and(self.together, self.followed) is False


def _and(one: bool | None, two: bool | None) -> bool | None:
    if one is False or two is False:
        return False
    return True if one and two else None


def plans(dataset: Dataset, window: Window, days: int) -> tuple[Plan, ...]:
    """The plans of the children who were at both home and school in the window."""
    home, school = dataset.once(
        "plan reviews", lambda: tuple(_reviews(dataset, each) for each in sides(dataset))
    )
    one, two = (_followed(dataset, window, side) for side in ("home", "school"))
    found = []
    for child in children_of_both(dataset, window):
        dates = [
            max((on for on in some.get(child, ()) if on < window.end), default=None)
            for some in (home, school)
        ]
        first, second = dates
        together = abs((first - second).days) <= days if first and second else None
        found.append(Plan(child, first, second, together, _and(one.get(child), two.get(child))))
    return tuple(found)


def _reviews(dataset: Dataset, places: Sequence[str]) -> Reviews:
    """For each child the dates on which a plan was looked at in these places."""
    roll = dataset.tables["children"]
    rows = roll[roll["setting_id"].isin(places) & roll["plan_reviewed_on"].notna()]
    found: Reviews = {}
    for child, on in zip(rows["child_id"], rows["plan_reviewed_on"], strict=True):
        found.setdefault(str(child), []).append(on.date())
    return found


def _followed(dataset: Dataset, window: Window, side: Side) -> dict[str, bool | None]:
    """For each child with an incident: no where one says so, yes where all say yes, missing where one does not say."""
    said = dataset.once("plan followed", lambda: _said(dataset))
    rows = held_places(dataset, window)
    rows = rows[at_side(dataset, side)[rows]]
    tally = tally_of(dataset)
    answers = OTHER + 1
    cells = np.bincount(tally.who[rows] * answers + said[rows], minlength=len(tally.names) * answers)
    counts = cells.reshape(-1, answers)
    return {
        tally.names[who]: False if no else True if yes and not silent else None
        for who, (yes, no, silent, _) in enumerate(counts.tolist())
    }


def _said(dataset: Dataset) -> np.ndarray:
    """What each incident says of the plan."""
    rows = dataset.incidents
    if "plan_followed" not in rows.columns:
        return np.full(len(rows), SILENT)
    answer = rows["plan_followed"]
    conditions = [answer.isna(), answer.isin(NOT_FOLLOWED), answer.isin(["yes"])]
    return np.select([each.to_numpy(dtype=bool) for each in conditions], [SILENT, BROKEN, KEPT], OTHER)


def known(dataset: Dataset, answers: dict[str, bool | None]) -> Told:
    """The children for whom the answer is yes, and those for whom there is one, by where they stand on the roll."""
    place = dataset.once("places on the roll", lambda: _places(tally_of(dataset, "children")))
    met = [place[child] for child, answer in answers.items() if answer]
    told = [place[child] for child, answer in answers.items() if answer is not None]
    return Told(np.array(met, dtype=np.intp), np.array(told, dtype=np.intp), len(answers) - len(told))


def _places(roll: Tally) -> dict[str, int]:
    """Where each child first stands on the roll."""
    first: Places = roll.one_a_child(np.arange(len(roll.who)))
    return {roll.names[roll.who[place]]: int(place) for place in first}


def flagged_list(found: Sequence[Plan]) -> tuple[Listing, ...]:
    """Children whose two plans are apart in time, or not followed at one place."""
    if not found:
        return ()
    said = {None: "not known", True: "yes", False: "no"}
    return (
        Listing(
            id="hsc-03-plans",
            title="Two plans that are apart, or not followed in both",
            columns=("child", "home plan looked at", "school plan looked at", "followed"),
            rows=tuple(
                (each.child, _date(each.home), _date(each.school), said[each.followed]) for each in found
            ),
            note="A difference can be right for a child: write down why, and what the child says.",
        ),
    )


def _date(on: date | None) -> str:
    return day(on) if on else "not recorded"
