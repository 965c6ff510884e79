"""Whether child and adults put things right together afterwards."""

from __future__ import annotations

import numpy as np

from generator.indicator import indicator
from generator.indicators._answers import NO, UNKNOWN, YES, Answers, flags, told
from generator.indicators._cells import duty, not_collected, part
from generator.indicators._due import recent
from generator.indicators._shared import is_current, needing, newest, still
from generator.indicators._tally import Mask, Places, held_places, incidents_of, tally_of
from generator.model import Dataset, IndicatorResult, Listing
from generator.periods import Window

PARTS = ("child_took_part", "staff_took_part", "restorative_completed", "restorative_offered")


@indicator(
    id="RES-01",
    title="Put right between child and adults",
    unit="%",
    better="up",
    answers=("Q23",),
    needs=needing(reviews=("incident_id", "restorative_completed", "child_took_part", "staff_took_part")),
)
def restored(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents after which things were put right between the child and the adults involved.

    Counts: an incident with a review that marks restoration as completed with the child and staff both taking part,
    out of incidents that were reviewed. Reviewed without a completed restoration counts as not put right, since the
    review is where it would stand.
    Leaves out: nothing else. Shown apart: restoration offered that did not come about, and restoration where only one
    side took part, which counts as not met. Not known: no review yet, or a completed restoration that does not say
    whether both took part.
    Read with care: it is never forced, and a child may say no; a meeting that was held may still have mended little.
    """
    incidents, places = tally_of(dataset, "incidents"), held_places(dataset, window)
    answers, offered, one_sided = put_right(dataset)
    found = told(answers, places)
    open_places = places[answers[places] != YES]
    latest = recent(dataset, open_places)
    return duty(
        dataset,
        window,
        "RES-01",
        incidents,
        found,
        groups=tuple(
            part(incidents, places[mask[places]], group, label, of=len(found.known), better="neither")
            if mask is not offered or dataset.has("reviews", "restorative_offered")
            else not_collected(group, label, better="neither")
            for mask, group, label in (
                (offered, "offered-not-completed", "Offered, did not come about"),
                (one_sided, "one-sided", "Only one side took part"),
            )
        ),
        listings=_open(dataset, open_places, answers) if is_current(dataset, window) else (),
        due=still(
            len(latest),
            "incident",
            "in the last 28 days not put right with the child, or not known",
        ),
    )


def _open(dataset: Dataset, places: Places, answers: Answers) -> tuple[Listing, ...]:
    state = np.where(answers[places] == NO, "not put right", "not known")
    return newest(
        dataset,
        incidents_of(dataset, places),
        id="res-01-missing",
        title="Not put right between child and adults, or not known",
        more={"state": state.tolist()},
    )


def put_right(dataset: Dataset) -> tuple[Answers, Mask, Mask]:
    """For each incident whether things were put right; of those not: restoration offered, and one side alone there."""
    return dataset.once("put right", lambda: _put_right(dataset))  # type: ignore[no-any-return]


def _put_right(dataset: Dataset) -> tuple[Answers, Mask, Mask]:
    reviews, place = dataset.tables["reviews"], dataset.linked("reviews")
    child, staff, done, offered = (flags(reviews, name) for name in PARTS)
    completed = done == YES
    # No where either did not take part; yes where both did; else not known.
    both = np.where(
        (child == NO) | (staff == NO), NO, np.where((child == YES) & (staff == YES), YES, UNKNOWN)
    )

    def some(mask: Mask) -> Mask:
        """Incidents with a review of this kind."""
        marked = np.zeros(len(dataset.incidents), dtype=bool)
        marked[place[mask & (place >= 0)]] = True
        return marked

    answers = np.where(some(np.ones(len(reviews), dtype=bool)), NO, UNKNOWN).astype(np.int8)
    answers[some(completed & (both == UNKNOWN))] = UNKNOWN
    answers[some(completed & (both == YES))] = YES
    alone = ((child == YES) & (staff == NO)) | ((child == NO) & (staff == YES))
    not_met = answers == NO
    return answers, some((offered == YES) & ~completed) & not_met, some(completed & alone) & not_met
