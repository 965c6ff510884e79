"""How leaders judged each incident by the five tests, who judged, and what followed where a test was not met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from generator.indicator import indicator
from generator.indicators._answers import Told, by_text
from generator.indicators._cells import duty, part, share
from generator.indicators._judged import FIELDS, LESS, TESTS, Marks, marks_of, named
from generator.indicators._shared import held, is_current, needing, newest, still, when
from generator.indicators._tally import Mask, Places, held_places, incidents_of, tally_of
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window

ALL_MET = "No incident was judged less than met. Choose some, and judge them again with someone from outside."


@indicator(
    id="LAW-02",
    title="The five tests",
    unit="%",
    better="up",
    answers=("Q1", "Q2", "Q3", "Q4"),
    needs=needing(*FIELDS),
)
def five_tests(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents that were judged: legal, necessary, reasonable, the least force, proportionate.

    Counts: incidents judged on all five tests, out of all restrictive incidents. Apart from that, for each test, the
    incidents judged as met out of those judged met, partly, not met or unclear.
    Leaves out: nothing. An empty judgement counts as not yet judged; for each test those stand apart as not known.
    Read with care: the five come from Ofsted's "Positive environments where children can flourish". It is the setting's
    own judgement, not a ruling. Where 20 or more are judged (all_met_from, which a setting may
    change) and none is less than met, that is itself asked about.
    """
    tally, marks = tally_of(dataset), marks_of(dataset)
    here = held_places(dataset, window)
    on_all: Mask = np.asarray(marks.judged[here].all(axis=1))
    whole, less = here[on_all], marks.less[here]
    result = duty(
        dataset,
        window,
        "LAW-02",
        tally,
        Told(whole, here, 0),
        groups=_each(dataset, window, marks),
        listings=_lists(dataset, window, less, ~on_all) if is_current(dataset, window) else (),
        due=still(len(here) - len(whole), "incident", f"in {when(window)} not yet judged on every test"),
    )
    if len(whole) >= int(dataset.setting.threshold("all_met_from")) and not less.any():
        return replace(result, slots=replace(result.slots, ask=ALL_MET))
    return result


def _lists(dataset: Dataset, window: Window, less: Mask, waiting: Mask) -> tuple[Listing, ...]:
    """What was judged less than met, and what is not yet judged, with the tests."""
    return (
        *_list(dataset, window, less, LESS, id="law-02-less", title="Judged less than met on a test"),
        *_list(dataset, window, waiting, None, id="law-02-waiting", title="Not yet judged on every test"),
    )


def _list(
    dataset: Dataset, window: Window, keep: Mask, answers: Sequence[str] | None, *, id: str, title: str
) -> tuple[Listing, ...]:
    rows = held(dataset, window, *FIELDS)[keep]
    return newest(dataset, rows, id=id, title=title, more={"tests": named(rows, answers)})


def _each(dataset: Dataset, window: Window, marks: Marks) -> tuple[Cell, ...]:
    """Each test: met out of judged, and how many are not yet judged."""
    tally, here = tally_of(dataset), held_places(dataset, window)
    found = []
    for column, (_, group, label) in enumerate(TESTS):
        known, met = here[marks.judged[here, column]], here[marks.met[here, column]]
        rows = Told(met, known, len(here) - len(known))
        found.append(
            share(dataset, window, tally, rows, group, label, dims={"test": group}, better="neither")
        )
    return tuple(found)


@indicator(
    id="LAW-03",
    title="Judged by someone not involved",
    unit="%",
    better="up",
    answers=("Q45",),
    needs=needing("judged_independently", actions=("action_id",)),
)
def independent(dataset: Dataset, window: Window) -> IndicatorResult:
    """Judged restrictive incidents that were judged by someone who was not involved.

    Counts: incidents whose judge had no part in them, out of the judged incidents where that is known. Apart from it:
    incidents judged partly met, not met or unclear on a test that have an action linked, through a review or through
    the action's own reference, whenever it was taken.
    Leaves out: incidents not judged yet. Not known: judged, and nothing says by whom. Without the judgements the
    second figure is not available.
    Read with care: in a small team someone from outside counts. A linked action need not answer what was found.
    """
    tally, marks = tally_of(dataset), marks_of(dataset)
    judged = _pool(dataset, window, marks)
    told, alone = _who_judged(dataset)
    known = judged[told[judged]]
    met, involved = known[alone[known]], known[~alone[known]]
    less = judged[marks.less[judged]]
    is_open = ~_followed_up(dataset)[less]
    still_open = int(np.count_nonzero(is_open))
    involved_cell = part(
        tally, involved, "judged-by-involved", "Judged by someone involved", of=len(known), better="down"
    )
    return duty(
        dataset,
        window,
        "LAW-03",
        tally,
        Told(met, known, len(judged) - len(known)),
        groups=(involved_cell, _followed(dataset, window, less, is_open)),
        listings=_open(dataset, less[is_open]) if is_current(dataset, window) else (),
        due=still(
            still_open, "incident", f"in {when(window)} judged less than met and without an action linked"
        ),
    )


def _open(dataset: Dataset, places: Places) -> tuple[Listing, ...]:
    rows = incidents_of(dataset, places, *FIELDS)
    title = "Judged less than met, and no action linked"
    return newest(dataset, rows, id="law-03-open", title=title, more={"tests": named(rows, LESS)})


def _who_judged(dataset: Dataset) -> tuple[Mask, Mask]:
    """For every incident whether it says who judged it, and whether that was someone not involved."""

    def read() -> tuple[Mask, Mask]:
        answer = dataset.incidents["judged_independently"]
        return answer.notna().to_numpy(), answer.fillna(False).to_numpy(dtype=bool)

    return dataset.once("LAW-03 who judged", read)  # type: ignore[no-any-return]


def _pool(dataset: Dataset, window: Window, marks: Marks) -> Places:
    """The incidents judged on any test; where no judgement is recorded at all, those that say who judged."""
    here = held_places(dataset, window)
    if any(dataset.has("incidents", name) for name in FIELDS):
        return here[marks.judged[here].any(axis=1)]
    return here[_who_judged(dataset)[0][here]]


def _followed_up(dataset: Dataset) -> Mask:
    """For every incident whether an action is linked."""
    return dataset.once(  # type: ignore[no-any-return]
        "LAW-03 followed up", lambda: dataset.incidents["incident_id"].isin(followed_up(dataset)).to_numpy()
    )


def followed_up(dataset: Dataset) -> frozenset[str]:
    """The incidents with an action linked: by one of their reviews, or because the action names them or the review."""

    def linked() -> frozenset[str]:
        actions = dataset.tables["actions"]
        known = set(actions["action_id"].dropna())
        named = set(actions["origin_ref"].dropna()) if "origin_ref" in actions.columns else set()
        found = set(named)
        reviews = dataset.tables.get("reviews")
        if reviews is not None and {"incident_id", "review_id"} <= set(reviews.columns):
            found |= set(reviews.loc[reviews["review_id"].isin(named), "incident_id"].dropna())
        if reviews is not None and {"incident_id", "led_to_action_id"} <= set(reviews.columns):
            linked = by_text(
                reviews["led_to_action_id"], lambda ids: not known.isdisjoint(ids.split("|")), False
            )
            found |= set(reviews.loc[linked, "incident_id"].dropna())
        return frozenset(str(each) for each in found)

    return frozenset(dataset.once("LAW-03 incidents followed up", linked))


def _followed(dataset: Dataset, window: Window, less: Places, is_open: Mask) -> Cell:
    """Incidents judged less than met that have an action linked."""
    group, label = "followed-up", "Judged less than met, and an action linked"
    # Where nothing ever links an action to an incident, that is not recorded, and no sign that none followed.
    if not any(dataset.has("incidents", name) for name in FIELDS) or not _followed_up(dataset).any():
        return Cell(group=group, label=label, unit="%", counts="duty", marker="x")
    return share(dataset, window, tally_of(dataset), Told(less[~is_open], less, 0), group, label)
