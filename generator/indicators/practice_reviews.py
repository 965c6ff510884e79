"""What reviews of incidents come to: did anything follow, how soon, and did they ever find anything."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from generator.indicator import indicator
from generator.indicators import _reviews
from generator.indicators._reviews import MIN_MIDDLE, flag, inside, middle_cell, with_child
from generator.indicators._shared import (
    comparison_id,
    duty_result,
    group_cell,
    held,
    is_current,
    needing,
    newest,
    part_cell,
    when,
)
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import Window
from generator.statistics.wording import amount, count_slots

APART = (
    (_reviews.ALREADY, "already-in-effect", "Only changes that were in effect before the incident"),
    (_reviews.UNDATED, "not-in-effect", "A change is linked that is not in effect, or has no date"),
    (_reviews.NOT_LINKED, "no-change-linked", "Reviewed, nothing linked"),
)
STATES = {
    _reviews.ALREADY: "in effect before the incident",
    _reviews.UNDATED: "not in effect yet, or no date",
    _reviews.NOT_LINKED: "nothing linked",
}


@indicator(
    id="PRA-01",
    title="Reviews that changed something",
    unit="%",
    better="neither",
    answers=("Q7",),
    needs=needing(reviews=("incident_id", "led_to_action_id")),
)
def led_somewhere(dataset: Dataset, window: Window) -> IndicatorResult:
    """Reviewed restrictive incidents that have at least one action linked to a review.

    Counts: restrictive incidents of the window with a review of any kind that names an action, out of those with a
    review of any kind, whenever it was held. An empty link counts as no action.
    Leaves out: incidents without a review, which are shown apart; reviews that looked at several incidents of a child
    and name none of them.
    Read with care: not every incident calls for a change. Where every review names an action, as from ten on is asked
    about (a setting may choose another number), it may have become a box to tick. Read it with PRA-03.
    """
    rows = held(dataset, window)
    state = _reviews.followed(dataset).loc[rows.index, "state"]
    known = rows[state != _reviews.NOT_REVIEWED]
    met = known[~state[known.index].isin([_reviews.NOT_LINKED])]
    without = rows[state == _reviews.NOT_REVIEWED]
    result = duty_result(
        dataset,
        window,
        "PRA-01",
        ("incidents", met, known, 0),
        groups=(_part(without, "not-reviewed", "No review yet", len(rows)),),
        listings=newest(dataset, without, id="pra-01-not-reviewed", title="Incidents without a review")
        if is_current(dataset, window)
        else (),
    )
    if len(known) >= dataset.setting.threshold("challenge_min_reviews") and len(met) == len(known):
        ask = "Every reviewed incident has an action. Ask which of them a child or an adult would notice."
        return replace(result, slots=replace(result.slots, ask=ask))
    return result


def _part(rows: pd.DataFrame, group: str, label: str, whole: int) -> Cell:
    return group_cell("incidents", rows, group=group, label=label, unit="incidents", denominator=float(whole))


@indicator(
    id="PRA-02",
    title="Time from incident to change",
    unit="days",
    better="down",
    answers=("Q7",),
    needs=needing(reviews=("incident_id", "led_to_action_id"), actions=("action_id", "effective_from")),
)
def days_to_change(dataset: Dataset, window: Window) -> IndicatorResult:
    """Days from a restrictive incident to the first change of practice that its reviews name.

    Counts: for each restrictive incident of the window with a review, the days to the earliest date on which a linked
    action took effect, on the day of the incident or later; the middle of these, with its interval, from six
    incidents on.
    Leaves out: incidents without a review. Shown apart: nothing linked; linked actions that have no date or are not
    in effect yet (not known); and actions that were in effect before the incident, which cannot have come of it.
    Read with care: only where a change followed. Late incidents have had less time for one, and the date is the
    setting's own.
    """
    rows = held(dataset, window)
    found = _reviews.followed(dataset).loc[rows.index]
    rows = rows.assign(days=found["days"])
    state = found["state"]
    done = rows[state == _reviews.FOLLOWED]
    reviewed = rows[state != _reviews.NOT_REVIEWED]
    rest = reviewed.drop(index=done.index)
    whole = middle_cell(
        "incidents",
        done,
        "days",
        int((state == _reviews.UNDATED).sum()),
        unit="days",
        enough=len(done) >= MIN_MIDDLE,
        compare_window=comparison_id(dataset, window),
    )
    slots = count_slots(
        "PRA-02",
        median=whole.value,
        followed=len(done),
        few=len(done) if whole.value is None else None,
        reviewed=len(reviewed),
        without=len(rest),
    )
    return IndicatorResult(
        cells=(
            replace(whole, sentence=slots.certain),
            *(_part(rows[state == code], group, label, len(reviewed)) for code, group, label in APART),
        ),
        slots=slots,
        headline=slots.certain,
        listings=newest(
            dataset,
            rest,
            id="pra-02-without",
            title="Reviewed, and nothing new in effect since",
            more={"state": [STATES[each] for each in state[rest.index]]},
        )
        if is_current(dataset, window)
        else (),
    )


@indicator(
    id="PRA-06",
    title="Honest challenge",
    unit="%",
    better="neither",
    answers=("Q7", "Q45"),
    needs=needing(reviews=("held_at", "learning_codes", "alternative_identified")),
)
def honest_challenge(dataset: Dataset, window: Window) -> IndicatorResult:
    """Reviews that name another way, or anything learned.

    Counts: reviews of any kind held in the window that say something else could have been done, or name any learning
    other than "none", out of those where that is known. Apart from it: each of the two, and reviews led by somebody
    who had no part in the incident.
    Leaves out: nothing. Not known: reviews in which one of the two is empty and the other names nothing.
    Read with care: that not one of ten reviews or more (a setting may choose another number) found anything is itself
    the finding. A review can name learning that nobody uses.
    """
    rows = inside(with_child(dataset), "held_at", window)
    other, told = flag(rows, "alternative_identified")
    codes = rows["learning_codes"]
    learned = codes.notna() & (codes.fillna("none") != "none")
    met = rows[other | learned]
    known = rows[other | learned | (told & codes.notna())]
    result = duty_result(
        dataset,
        window,
        "PRA-06",
        ("reviews", met, known, len(rows) - len(known)),
        groups=(
            part_cell(
                dataset,
                window,
                "reviews",
                (rows[other], rows[told], len(rows) - len(rows[told])),
                "another-way",
                "Another way named",
            ),
            part_cell(
                dataset,
                window,
                "reviews",
                (rows[learned], rows[codes.notna()], len(rows) - len(rows[codes.notna()])),
                "something-learned",
                "Something learned",
            ),
            *_independent(dataset, window, rows),
        ),
    )
    least = dataset.setting.threshold("challenge_min_reviews")
    if len(known) < least or len(met):
        return result
    ask = f"Not one of {amount(len(known), 'review')} found anything. Ask somebody from outside to read some of them."
    due = (f"{amount(len(known), 'review')} in {when(window)}, and none of them found anything",)
    return replace(result, slots=replace(result.slots, ask=ask), due=due)


def _independent(dataset: Dataset, window: Window, rows: pd.DataFrame) -> tuple[Cell, ...]:
    """Reviews led by somebody who had no part in the incident; nothing where that is not recorded."""
    if not dataset.has("reviews", "independent_of_incident"):
        return ()
    yes, told = flag(rows, "independent_of_incident")
    label = "Led by somebody with no part in the incident"
    return (
        part_cell(
            dataset,
            window,
            "reviews",
            (rows[yes], rows[told], len(rows) - len(rows[told])),
            "independent",
            label,
        ),
    )
