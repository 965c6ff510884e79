"""Children of both a home and a school that share a site, and their incidents at each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from generator.indicators._clock import ROUTINE
from generator.indicators._tally import Mask, Places, held_places, tally_of
from generator.model import Dataset
from generator.periods import Window

Side = Literal["home", "school"]


def sides(dataset: Dataset) -> tuple[list[str], list[str]]:
    """Homes and schools that share a site with each other."""
    shared: dict[str, set[bool]] = {}
    for place in dataset.setting.places:
        if place.co_location_group:
            shared.setdefault(place.co_location_group, set()).add(place.is_home)
    both = {group for group, kinds in shared.items() if len(kinds) == 2}
    inside = [place for place in dataset.setting.places if place.co_location_group in both]
    return [p.id for p in inside if p.is_home], [p.id for p in inside if not p.is_home]


def children_of_both(dataset: Dataset, window: Window) -> tuple[str, ...]:
    """The children who were at a home and at a school in the window."""
    return dataset.once(  # type: ignore[no-any-return]
        f"children of both {window.start} {window.end}",
        lambda: dataset.exposure.at_both(window, *sides(dataset)),
    )


def held_of_both(dataset: Dataset, window: Window) -> Places:
    """Where the restrictive incidents of those children in the window stand in the table."""
    places = held_places(dataset, window)
    theirs = of_children(dataset, children_of_both(dataset, window))
    found: Places = places[theirs[tally_of(dataset).who[places]]]
    return found


def of_children(dataset: Dataset, children: Sequence[str]) -> Mask:
    """For each child's number whether it is one of these; the last stands for rows without a child, and is none."""
    return np.append(np.isin(tally_of(dataset).names, list(children)), False)


def at_side(dataset: Dataset, side: Side) -> Mask:
    """For each incident whether it was at one of the homes, or at one of the schools, that share a site."""
    chosen = sides(dataset)[side == "school"]
    return dataset.once(  # type: ignore[no-any-return]
        f"incidents at {side}", lambda: dataset.place_of(dataset.incidents).isin(chosen).to_numpy(dtype=bool)
    )


def routine(dataset: Dataset) -> Mask:
    """For each incident whether it was planned as routine in an education, health and care plan."""
    return dataset.once("planned as routine", lambda: _routine(dataset))  # type: ignore[no-any-return]


def _routine(dataset: Dataset) -> Mask:
    rows = dataset.incidents
    if "planned" not in rows.columns:
        return np.zeros(len(rows), dtype=bool)
    return rows["planned"].eq(ROUTINE).fillna(False).to_numpy(dtype=bool)
