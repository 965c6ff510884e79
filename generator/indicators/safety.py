"""Safety: high-risk features, children hurt, and concerns raised."""

from __future__ import annotations

from generator.indicator import indicator
from generator.indicators._answers import YES, told
from generator.indicators._cells import part, share
from generator.indicators._concerns import (
    action_cell,
    concerns_about,
    days_open,
    kind_cells,
    open_cell,
    open_list,
    wait_cell,
    whole_cell,
)
from generator.indicators._features import LABELS, features
from generator.indicators._injury import checked, hurt
from generator.indicators._risk import (
    at_risk,
    checked_cell,
    feature_cell,
    hurt_list,
    review_cell,
    reviewed_in_time,
    risky_cell,
    risky_list,
)
from generator.indicators._shared import is_current, needing, still, when
from generator.indicators._tally import held_places, tally_of
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import Window
from generator.statistics.wording import amount, count_slots


@indicator(
    id="SAF-01",
    title="High-risk features",
    unit="incidents",
    better="down",
    answers=("Q36",),
    needs=needing(),
    requires=("incidents.adverse_signs",),
)
def high_risk(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents with a feature that can put a child in danger, and whether they were reviewed in 48 hours.

    Counts: incidents in which a child was held face down or was on the ground, a technique that works by pain was used,
    it lasted ten minutes or more, a sign of harm was seen, or equipment was used that was not planned; each
    feature also by itself. Of these, those with any review held within 48 hours of the start (a setting may choose
    another number of minutes and hours), out of those where that is known.
    Leaves out: features that no table can tell. Not known: an incident with no feature seen and one not recorded, such
    as a missing position; for reviews, no start time, hours that have not run out, or none but one dated before it.
    Read with care: a position that nobody wrote down is not counted, so fewer can mean fewer records. A long incident
    without minutes of its own counts where one technique was long; minutes are never made up.
    """
    places = held_places(dataset, window)
    found = told(at_risk(dataset), places)
    risky = found.met
    hours = int(dataset.setting.threshold("risk_review_hours"))
    answers = reviewed_in_time(dataset, hours)
    reviewed = None if answers is None else told(answers, risky)
    known = len(reviewed.known) if reviewed else 0
    told_of = bool(features(dataset)) and len(places) > 0
    slots = count_slots(
        "SAF-01",
        risky=len(risky) if told_of else None,
        incidents=len(places),
        when=when(window),
        nobody=None if len(places) else when(window),
        untold=None if told_of or not len(places) else len(places),
        then=when(window),
        reviewed=len(reviewed.met) if reviewed and known else None,
        known=known or None,
        hours=hours,
        unknown=found.unknown or None if told_of else None,
    )
    return IndicatorResult(
        cells=(
            risky_cell(dataset, window, found, len(places)),
            review_cell(dataset, window, reviewed),
            *(feature_cell(dataset, window, places, name) for name in LABELS),
        ),
        slots=slots,
        headline=slots.certain,
        listings=risky_list(dataset, risky, answers) if is_current(dataset, window) else (),
        due=still(
            len(risky) - len(reviewed.met) if reviewed else 0,
            "incident",
            f"in {when(window)} with a high-risk feature and no review known within {amount(hours, 'hour')}",
        ),
    )


@indicator(
    id="SAF-02",
    title="Children hurt, checked",
    unit="per 100",
    better="down",
    answers=("Q37",),
    needs=needing("child_injury"),
)
def children_hurt(dataset: Dataset, window: Window) -> IndicatorResult:
    """How many of a hundred restrictive incidents left the child needing first aid or more, and whether checks came.

    Counts: incidents in which the child's injury was first aid or more, for every hundred whose injury is recorded
    ("no injury" counts as recorded). Beside it incidents after which a medical check was offered, taken up or not, or
    is recorded as not needed, out of those where that is recorded.
    Leaves out: nothing else. A mark alone is shown apart and is not counted as hurt. Not known: no entry.
    Read with care: it does not tell an injury during the restriction from one before it. More can be fuller recording.
    """
    places = held_places(dataset, window)
    found = told(hurt(dataset), places)
    answers = checked(dataset)
    seen = None if answers is None else told(answers, places)
    unchecked = found.met[:0] if answers is None else found.met[answers[found.met] != YES]
    slots = count_slots(
        "SAF-02",
        hurt=len(found.met) if len(found.known) else None,
        known=len(found.known),
        when=when(window),
        nobody=None if len(found.known) else when(window),
        checked=len(seen.met) if seen and len(seen.known) else None,
        asked=len(seen.known) if seen else None,
        unknown=found.unknown or None,
    )
    return IndicatorResult(
        cells=(
            share(dataset, window, tally_of(dataset), found, unit="per 100", counts="events"),
            checked_cell(dataset, window, seen),
            _mark_alone(dataset, window, len(found.known)),
        ),
        slots=slots,
        headline=slots.certain,
        listings=hurt_list(dataset, found.met, unchecked) if is_current(dataset, window) else (),
        due=still(
            len(unchecked),
            "incident",
            f"in {when(window)} with a child hurt and no check offered or recorded",
        ),
    )


def _mark_alone(dataset: Dataset, window: Window, known: int) -> Cell:
    """Incidents that left a mark and nothing that needed first aid."""
    marked = dataset.once(
        "marks alone",
        lambda: dataset.incidents["child_injury"].eq("mark_only").to_numpy(dtype=bool, na_value=False),
    )
    places = held_places(dataset, window)
    return part(
        tally_of(dataset), places[marked[places]], "mark-only", "A mark alone", of=known, counts="events"
    )


@indicator(
    id="SAF-03",
    title="Concerns and notifications",
    unit="concerns",
    better="neither",
    answers=("Q38",),
    needs=needing(concerns=("incident_id", "kind", "arose_at")),
)
def concerns_raised(dataset: Dataset, window: Window) -> IndicatorResult:
    """Complaints, allegations, referrals and notifications about the window's restrictive incidents.

    Counts: concerns linked to a restrictive incident of the window, whenever they arose; the middle number of hours
    from when one arose until it was sent; how many were open for more than 28 days (a setting may choose another
    number), whether or not they were closed since; and how many were followed by an action that names the concern, or
    that came from a later review of the same incident.
    Leaves out: concerns without an incident, a middle value of fewer than six, and actions where neither actions nor
    reviews ever say what prompted them. Not known: no time of sending; a concern closed without a date; concerns whose
    28 days have not run out.
    Read with care: regulation 40 of the Children's Homes (England) Regulations 2015 says "without delay" and names no
    number of hours. More concerns can mean that children and parents trust somebody to listen.
    """
    places = concerns_about(dataset, window)
    days = int(dataset.setting.threshold("concern_open_days"))
    wait, long = wait_cell(dataset, window, places), open_cell(dataset, window, places, days)
    led = action_cell(dataset, places)
    waiting = days_open(dataset)[places]
    slots = count_slots(
        "SAF-03",
        concerns=len(places),
        when=when(window),
        hours=wait.value,
        long=long.numerator if long.denominator else None,
        known=long.denominator or None,
        days=days,
        led=led.numerator if len(places) and led.value is not None else None,
    )
    return IndicatorResult(
        cells=(whole_cell(dataset, window, places), wait, long, led, *kind_cells(dataset, places)),
        slots=slots,
        headline=slots.certain,
        listings=open_list(dataset, places[waiting >= 0]) if is_current(dataset, window) else (),
        due=still(
            int((waiting > days).sum()),
            "concern",
            f"about incidents in {when(window)} still open after more than {amount(days, 'day')}",
        ),
    )
