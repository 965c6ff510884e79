"""What reviews of incidents come to: did anything follow, how soon, and did they ever find anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from generator.indicator import indicator
from generator.indicators import _reviews
from generator.indicators._answers import Told, flags, told
from generator.indicators._cells import MIN_MIDDLE, duty, middle, part, share
from generator.indicators._reviews import with_child
from generator.indicators._shared import held, is_current, needing, newest, when
from generator.indicators._tally import Mask, Places, Tally, held_places, tally_of
from generator.model import Dataset, IndicatorResult, Listing
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
PARTS = (
    ("another-way", "Another way named"),
    ("something-learned", "Something learned"),
    ("independent", "Led by somebody with no part in the incident"),
)


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
    and name none of them, and reviews dated after the day of the figures.
    Read with care: not every incident calls for a change. Where every review names an action, as from ten on is asked
    about (a setting may choose another number), it may have become a box to tick. Read it with PRA-03.
    """
    tally, here = tally_of(dataset), held_places(dataset, window)
    state = _reviews.followed(dataset).state[here]
    reviewed = state != _reviews.NOT_REVIEWED
    known, met = here[reviewed], here[reviewed & (state != _reviews.NOT_LINKED)]
    current = is_current(dataset, window)
    result = duty(
        dataset,
        window,
        "PRA-01",
        tally,
        Told(met, known, 0),
        groups=(part(tally, here[~reviewed], "not-reviewed", "No review yet", of=len(here)),),
        listings=_not_reviewed(dataset, window, ~reviewed) if current else (),
    )
    if len(known) >= dataset.setting.threshold("challenge_min_reviews") and len(met) == len(known):
        ask = "Every reviewed incident has an action. Ask which of them a child or an adult would notice."
        return replace(result, slots=replace(result.slots, ask=ask))
    return result


def _not_reviewed(dataset: Dataset, window: Window, without: Mask) -> tuple[Listing, ...]:
    rows = held(dataset, window)[without]
    return newest(dataset, rows, id="pra-01-not-reviewed", title="Incidents without a review")


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
    Leaves out: incidents without a review, and reviews dated after the day of the figures. Shown apart: nothing
    linked; linked actions that have no date or are not in effect yet (not known); and actions that were in effect
    before the incident, which cannot have come of it.
    Read with care: only where a change followed. Late incidents have had less time for one, and the date is the
    setting's own.
    """
    tally, here = tally_of(dataset), held_places(dataset, window)
    state = _reviews.followed(dataset).state[here]
    done = here[state == _reviews.FOLLOWED]
    reviewed = int(np.count_nonzero(state != _reviews.NOT_REVIEWED))
    days = _reviews.followed(dataset).days
    undated = int(np.count_nonzero(state == _reviews.UNDATED))
    whole = middle(dataset, window, tally, days, (done, undated), "days", enough=len(done) >= MIN_MIDDLE)
    slots = count_slots(
        "PRA-02",
        median=whole.value,
        followed=len(done),
        few=len(done) if whole.value is None else None,
        reviewed=reviewed,
        without=reviewed - len(done) if reviewed else None,
    )
    return IndicatorResult(
        cells=(
            replace(whole, sentence=slots.certain),
            *(
                part(tally, here[state == code], *named, of=reviewed, better="neither")
                for code, *named in APART
            ),
        ),
        slots=slots,
        headline=slots.certain,
        listings=_nothing_new(dataset, window, state) if is_current(dataset, window) else (),
    )


def _nothing_new(dataset: Dataset, window: Window, state: NDArray[np.int8]) -> tuple[Listing, ...]:
    rest = (state != _reviews.FOLLOWED) & (state != _reviews.NOT_REVIEWED)
    return newest(
        dataset,
        held(dataset, window)[rest],
        id="pra-02-without",
        title="Reviewed, and nothing new in effect since",
        more={"state": [STATES[each] for each in state[rest].tolist()]},
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
    reviews = _answers(dataset)
    here, answer = reviews.held_in(window), reviews.answer
    result = duty(
        dataset,
        window,
        "PRA-06",
        reviews.tally,
        told(answer["either"], here),
        groups=tuple(
            share(dataset, window, reviews.tally, told(answer[group], here), group, label)
            for group, label in PARTS
            if group in answer
        ),
    )
    (met, known, _), least = told(answer["either"], here), dataset.setting.threshold("challenge_min_reviews")
    if len(known) < least or len(met):
        return result
    ask = f"Not one of {amount(len(known), 'review')} found anything. Ask somebody from outside to read some of them."
    due = (f"{amount(len(known), 'review')} in {when(window)}, and none of them found anything",)
    return replace(result, slots=replace(result.slots, ask=ask), due=due)


@dataclass(frozen=True, slots=True)
class _Reviews:
    """All reviews, when each was held, and for each thing that is counted what it says: 1 yes, 0 no, -1 nothing."""

    tally: Tally
    held_at: NDArray[np.datetime64]
    answer: Mapping[str, NDArray[np.int8]]

    def held_in(self, window: Window) -> Places:
        """Where the reviews stand that were held in the window."""
        start, end = np.datetime64(window.start), np.datetime64(window.end)
        return np.flatnonzero((self.held_at >= start) & (self.held_at < end))


def _answers(dataset: Dataset) -> _Reviews:
    """What each review says, worked out once."""
    return dataset.once("PRA-06 what reviews say", lambda: _read(dataset))  # type: ignore[no-any-return]


def _read(dataset: Dataset) -> _Reviews:
    rows = with_child(dataset)
    codes = rows["learning_codes"]
    learned = np.where(codes.isna(), -1, codes.fillna("none") != "none").astype(np.int8)
    other = flags(rows, "alternative_identified")
    # Yes where one of the two says yes; where neither does, known only if both say something.
    either = np.where((other == 1) | (learned == 1), 1, np.minimum(other, learned)).astype(np.int8)
    answer = {"either": either, "another-way": other, "something-learned": learned}
    if dataset.has("reviews", "independent_of_incident"):
        answer["independent"] = flags(rows, "independent_of_incident")
    return _Reviews(tally_of(dataset, "reviews"), rows["held_at"].to_numpy(), answer)
