"""Children by what the roll says of them: which groups there are, who is in each, and who is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicators._shared import held, slug
from generator.model import Dataset, RowRef
from generator.periods import Window

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


Mask = NDArray[np.bool_]


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
        return int((~(self.inside | self.others)).sum())

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


def known_of(dataset: Dataset) -> pd.DataFrame:
    """For each child on the roll its group by each characteristic, as last recorded; missing where not known."""
    return dataset.once("characteristics of children", lambda: _known_of(dataset))  # type: ignore[no-any-return]


def _known_of(dataset: Dataset) -> pd.DataFrame:
    roll = dataset.tables["children"]
    order = [name for name in ("on_roll_from", "setting_id") if name in roll.columns]
    ordered = roll.sort_values(order, kind="stable")
    found = {
        each.id: _codes(ordered, each).groupby(ordered["child_id"]).last()
        for each in CHARACTERISTICS
        if each.field in roll.columns and bool(roll[each.field].notna().any())
    }
    return pd.DataFrame(found, index=pd.Index(sorted(roll["child_id"].unique()), dtype="str"))


def _codes(rows: pd.DataFrame, each: Characteristic) -> pd.Series:
    values = rows[each.field]
    if str(values.dtype) == "boolean":
        values = values.map({True: "yes", False: "no"})
    elif each.codes is not None:
        values = values.map(dict(each.codes))
    return values.astype("object").where(values.notna(), None)


def here(dataset: Dataset, window: Window) -> tuple[str, ...]:
    """Children on a roll for at least a day of the window."""
    name = f"children here {window.start} {window.end}"
    return dataset.once(name, lambda: tuple(sorted(dataset.exposure.by_child(window))))  # type: ignore[no-any-return]


def groups(dataset: Dataset, children: Sequence[str]) -> tuple[Group, ...]:
    """Every group that has a child among these, in order."""
    return tuple(_groups(known_of(dataset).reindex(list(children))))


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


def restrained(dataset: Dataset, window: Window, *more: str) -> tuple[pd.DataFrame, int]:
    """The restrictive incidents of children on the roll in the window, and how many there are of other children."""
    rows = held(dataset, window, *more)
    mine = rows["child_id"].isin(here(dataset, window))
    return rows[mine], int((~mine).sum())


def places_of(children: Sequence[str], rows: pd.DataFrame) -> NDArray[np.intp]:
    """For each row the place of its child among these children."""
    return pd.Index(list(children), dtype="str").get_indexer(pd.Index(rows["child_id"], dtype="str"))


def behind_children(dataset: Dataset, children: Iterable[str]) -> tuple[RowRef, ...]:
    """The rows behind these children: one a child, the first in the table of children."""
    first: dict[str, RowRef] = dataset.once("first row of every child", lambda: _first_rows(dataset))
    return tuple(sorted(first[child] for child in children))


def _first_rows(dataset: Dataset) -> dict[str, RowRef]:
    found: dict[str, RowRef] = {}
    for number, child in sorted(dataset.tables["children"]["child_id"].items()):
        found.setdefault(str(child), RowRef("children", int(number)))  # type: ignore[call-overload]
    return found
