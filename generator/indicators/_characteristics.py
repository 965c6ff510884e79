"""Children by what the roll says of them: which groups there are, who is in each, and who is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicator import refs
from generator.indicators._shared import slug
from generator.indicators._tally import Mask, Places, held_places
from generator.model import Dataset
from generator.periods import Window
from generator.rows import Rows

MAJOR = {
    **dict.fromkeys(("WBRI", "WIRI", "WIRT", "WROM", "WOTH"), "White"),
    **dict.fromkeys(("MWBC", "MWBA", "MWAS", "MOTH"), "Mixed"),
    **dict.fromkeys(("AIND", "APKN", "ABAN", "AOTH", "CHNE"), "Asian"),
    **dict.fromkeys(("BCRB", "BAFR", "BOTH"), "Black"),
    "OOTH": "Other",
}
"""The five major ethnic groups of the school census, each for itself; refused and not obtained are not known.

Source: the Department for Education's guide for its statisticians, which also asks not to put them together.
"""


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One field of the roll: its name in a cell's key, its words, and the groups it makes, in order."""

    id: str
    field: str
    label: str
    groups: Mapping[str, str]
    codes: Mapping[str, str] | None = None
    """Which group a code belongs to, where the groups are not the codes themselves."""


def _yes(words: str) -> dict[str, str]:
    return {"yes": words}


NEEDS = {
    "SPLD": "specific learning difficulty",
    "MLD": "moderate learning difficulty",
    "SLD": "severe learning difficulty",
    "PMLD": "profound and multiple learning difficulty",
    "SEMH": "social, emotional and mental health",
    "SLCN": "speech, language and communication",
    "HI": "hearing impairment",
    "VI": "vision impairment",
    "MSI": "multi-sensory impairment",
    "PD": "physical disability",
    "ASD": "autistic spectrum disorder",
    "DS": "Down syndrome",
    "OTH": "other difficulty",
    "NSA": "SEN support without a specialist assessment",
}
STATUSES = {
    "looked_after": "looked after",
    "previously_looked_after": "looked after before",
    "child_in_need": "child in need",
    "child_protection_plan": "child protection plan",
    "remand": "on remand",
    "not_looked_after": "not looked after",
}
PROVISION = {"N": "no special educational needs", "K": "SEN support", "E": "EHC plan"}
ETHNIC = {each: each for each in ("White", "Mixed", "Asian", "Black", "Other")}
CHARACTERISTICS = (
    Characteristic("sex", "sex", "Sex", {"F": "female", "M": "male"}),
    Characteristic("ethnic-group", "ethnicity_code", "Ethnic group", ETHNIC, MAJOR),
    Characteristic("sen-provision", "sen_provision", "SEN provision", PROVISION),
    Characteristic("primary-need", "primary_need", "Primary need", NEEDS),
    Characteristic("disability", "disabled", "Disability", _yes("disabled")),
    Characteristic("care-status", "looked_after_status", "Care status", STATUSES),
    Characteristic("free-meals", "fsm_or_pupil_premium", "Free meals", _yes("free meals or pupil premium")),
    Characteristic("speech", "uses_non_verbal_communication", "Speech", _yes("communicates without speech")),
)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The children of one group, and all others of whom it is known that they are not in it.

    Both mark places in the order of the children that the groups were made from.
    """

    of: Characteristic
    code: str
    inside: Mask
    others: Mask

    @property
    def unknown(self) -> int:
        """Children of whom it is not known."""
        return len(self.inside) - int(self.inside.sum()) - int(self.others.sum())

    @property
    def alone(self) -> bool:
        """Whether there is nobody else to compare with."""
        return not self.others.any()

    @property
    def key(self) -> str:
        return f"{self.of.id}-{slug(self.code)}"

    @property
    def label(self) -> str:
        return f"{self.of.label}: {self.of.groups[self.code]}"

    @property
    def name(self) -> tuple[str, str]:
        """What it is a group by, and which: two groups that are each other's rest share the first."""
        return self.of.id, self.code

    @property
    def dims(self) -> dict[str, str]:
        return {self.of.id: slug(self.code)}


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """Every child on the roll, in order of their codes; a child is known by its place (from 0) in that order."""

    names: NDArray[np.object_]
    rows: NDArray[np.int64]
    """The first row of each child in the table."""
    groups: tuple[Group, ...]
    complete: Mask
    """Of which children every characteristic that is recorded of anybody is recorded."""
    child: Places
    """For each incident the place of its child here; -1 where the child is on no roll."""

    def behind(self, who: Places) -> Rows:
        """The rows behind these children, one a child."""
        return refs("children", self.rows[who])


def roll_of(dataset: Dataset) -> Roll:
    """The children on the roll with what was last recorded of each; worked out once."""
    return dataset.once("children on the roll in order", lambda: _roll(dataset))  # type: ignore[no-any-return]


def _roll(dataset: Dataset) -> Roll:
    codes = dataset.tables["children"]["child_id"]
    first = codes.sort_index().drop_duplicates().sort_values()
    known = _known_of(dataset).reindex(first)
    return Roll(
        first.to_numpy(dtype=object),
        first.index.to_numpy(dtype=np.int64),
        tuple(_groups(known)),
        known.notna().all(axis=1).to_numpy() & (len(known.columns) > 0),
        pd.Index(first, dtype="str").get_indexer(pd.Index(dataset.incidents["child_id"], dtype="str")),
    )


def _known_of(dataset: Dataset) -> pd.DataFrame:
    """For each child its group by each characteristic, as last recorded; missing where not known."""
    roll = dataset.tables["children"]
    order = [name for name in ("on_roll_from", "setting_id") if name in roll.columns]
    ordered = roll.sort_values(order, kind="stable")
    found = {
        each.id: _codes(ordered, each).groupby(ordered["child_id"]).last()
        for each in CHARACTERISTICS
        if each.field in roll.columns and bool(roll[each.field].notna().any())
    }
    return pd.DataFrame(found, index=pd.Index(roll["child_id"].unique(), dtype="str"))


def _codes(rows: pd.DataFrame, each: Characteristic) -> pd.Series:
    values = rows[each.field]
    if str(values.dtype) == "boolean":
        values = values.map({True: "yes", False: "no"})
    elif each.codes is not None:
        values = values.map(dict(each.codes))
    return values.astype("object").where(values.notna(), None)


def _groups(known: pd.DataFrame) -> Iterator[Group]:
    for each in CHARACTERISTICS:
        if each.id not in known.columns:
            continue
        said = known[each.id].to_numpy(dtype=object)
        answered = ~pd.isna(said)
        for code in each.groups:
            inside = said == code
            if inside.any():
                yield Group(each, code, inside, answered & ~inside)


def groups(roll: Roll, who: Places) -> tuple[Group, ...]:
    """Every group that has a child among these, in order; its masks follow `who`."""
    return tuple(
        Group(each.of, each.code, each.inside[who], each.others[who])
        for each in roll.groups
        if each.inside[who].any()
    )


def here(dataset: Dataset, window: Window) -> Places:
    """The children on a roll for at least a day of the window, in order."""

    def find() -> Places:
        present = dataset.exposure.by_child(window)
        return np.flatnonzero([name in present for name in roll_of(dataset).names])

    return dataset.once(f"children here {window.start} {window.end}", find)  # type: ignore[no-any-return]


def restrained(dataset: Dataset, window: Window) -> tuple[Places, Places]:
    """The restrictive incidents of children on the roll in the window, and those of other children."""
    roll, places = roll_of(dataset), held_places(dataset, window)
    # The last place is for children on no roll, whose number is -1.
    present = np.zeros(len(roll.names) + 1, dtype=bool)
    present[here(dataset, window)] = True
    mine = present[roll.child[places]]
    return places[mine], places[~mine]


def often(roll: Roll, places: Places) -> NDArray[np.intp]:
    """For each child on the roll how many of these incidents are its own."""
    return np.bincount(roll.child[places], minlength=len(roll.names))
