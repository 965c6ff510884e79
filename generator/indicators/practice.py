"""What became of practice changes: were they looked at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicator import indicator, refs
from generator.indicators._cells import duty_result, plain_share
from generator.indicators._shared import still
from generator.model import Better, Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window, day
from generator.rows import Rows
from generator.statistics.wording import amount

ANSWERS = (
    ("helped", "helped", "Helped"),
    ("partly", "partly", "Helped in part"),
    ("no_change", "no-difference", "Made no difference"),
    ("worse", "harder", "Made it harder"),
)


@indicator(
    id="PRA-03",
    title="Practice changes looked at again",
    unit="%",
    better="up",
    answers=("Q7", "Q8"),
    needs={"actions": ("action_id", "effective_from", "evaluation")},
)
def evaluated(dataset: Dataset, window: Window) -> IndicatorResult:
    """Practice changes in place for at least six weeks that were looked at to see whether they helped.

    Counts: actions that took effect at least 42 days (a setting may choose another number) before the end of the
    window, whenever that was, and of them those evaluated by the end of the window; split by what was found.
    Leaves out: actions without a date of taking effect. "Too early to say", or no evaluation, counts as not looked at.
    What was found counts in every window where no day is recorded for it.
    Read with care: it counts the looking, not the effect. Where every change is found to have helped, ask how that was
    found out.
    """
    days = int(dataset.setting.threshold("evaluate_after_days"))
    ready, answer = _ready(dataset, window, days)
    met, waiting = np.flatnonzero(answer >= 0), ready[answer < 0]
    numbers = dataset.tables["actions"].index.to_numpy()
    result = duty_result(
        dataset,
        "PRA-03",
        plain_share(dataset, window, "actions", numbers[ready[met]], len(ready), 0),
        groups=_split(dataset, ready, answer),
        listings=_listing(dataset.tables["actions"].iloc[waiting], window),
        due=still(
            len(waiting),
            "practice change",
            f"in place for {amount(days, 'day')} or more and not yet looked at",
        ),
        days=days,
    )
    if len(met) and not answer[met].any():
        ask = "Every change is said to have helped. Ask how that was found out, and from whom."
        return replace(result, slots=replace(result.slots, ask=ask))
    return result


def _ready(dataset: Dataset, window: Window, days: int) -> tuple[NDArray[np.intp], NDArray[np.int8]]:
    """Where the changes stand that were in place for long enough, and what was found of each by the end of the window.

    What was found is a place in `ANSWERS`, so 0 for "helped"; -1 where nothing was, or it was too early.
    """
    started, found, looked_on = dataset.once("PRA-03 what was found", lambda: _read(dataset))
    end = np.datetime64(window.end)
    ready = np.flatnonzero(started <= end - np.timedelta64(days, "D"))
    return ready, np.where(looked_on[ready] >= end, -1, found[ready]).astype(np.int8)


def _read(
    dataset: Dataset,
) -> tuple[NDArray[np.datetime64], NDArray[np.int8], NDArray[np.datetime64]]:
    """For every action when it took effect, what was found of it, and when that was."""
    actions = dataset.tables["actions"]
    places = {code: place for place, (code, _, _) in enumerate(ANSWERS)}
    found = [places.get(code, -1) for code in actions["evaluation"].tolist()]
    never = np.full(len(actions), np.datetime64("NaT"), dtype="datetime64[s]")
    looked_on = actions["evaluated_on"].to_numpy() if "evaluated_on" in actions.columns else never
    return actions["effective_from"].to_numpy(), np.array(found, dtype=np.int8), looked_on


def _rows(dataset: Dataset, places: NDArray[np.intp]) -> Rows:
    return refs("actions", dataset.tables["actions"].index.to_numpy()[places])


def _split(dataset: Dataset, ready: NDArray[np.intp], answer: NDArray[np.int8]) -> tuple[Cell, ...]:
    """One cell for each thing that was found, and one for what was not looked at."""
    looked = int(np.count_nonzero(answer >= 0))
    parts: list[tuple[str, str, int, int, Better]] = [
        (group, label, place, looked, "neither") for place, (_, group, label) in enumerate(ANSWERS)
    ]
    parts.append(("not-evaluated", "Not looked at yet", -1, len(ready), "down"))
    found = []
    for group, label, place, whole, better in parts:
        rows = ready[answer == place]
        cell = Cell(
            group=group,
            label=label,
            unit="practice changes",
            counts="duty",
            value=float(len(rows)),
            numerator=len(rows),
            denominator=float(whole),
            evidence=_rows(dataset, rows),
            better=better,
        )
        found.append(cell)
    return tuple(found)


def title_of(action: pd.Series) -> str:
    """What an action is called where people read it: its published title, else its date."""
    title = action.get("published_title")
    if title is not None and pd.notna(title):
        return str(title)
    return f"Practice change of {day(pd.Timestamp(action['effective_from']).date())}"


def _listing(waiting: pd.DataFrame, window: Window) -> tuple[Listing, ...]:
    """Changes that wait to be looked at, the longest wait first."""
    if waiting.empty:
        return ()
    ordered = waiting.sort_values("effective_from", kind="stable")
    lines = tuple(
        (
            title_of(action),
            day(pd.Timestamp(action["effective_from"]).date()),
            (window.end - pd.Timestamp(action["effective_from"]).date()).days,
        )
        for _, action in ordered.head(50).iterrows()
    )
    left = len(waiting) - len(lines)
    return (
        Listing(
            id="pra-03-waiting",
            title="Practice changes not yet looked at",
            columns=("change", "since", "days in place"),
            rows=lines,
            note=f"and {left:,} more" if left else "",
        ),
    )
