"""The same trigger at home and at school: which crises count, and how each ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from generator.indicators._clock import ROUTINE
from generator.indicators._shared import crises as all_crises
from generator.indicators.consistency import sides
from generator.indicators.lawful import CALMED
from generator.model import Dataset
from generator.periods import Window

NO_TRIGGER = ("unknown", "other")
"""Codes that do not name one trigger, so that two crises with them need not have the same."""


@dataclass(frozen=True)
class Crises:
    """Crises with a trigger, at home and at school; and the triggers seen enough at each."""

    home: pd.DataFrame
    school: pd.DataFrame
    triggers: tuple[str, ...]
    calm_recorded: bool
    """Whether crises that ended without restriction were recorded at both places."""

    def of(self, trigger: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The crises with one trigger, at home and at school."""
        return _with(self.home, (trigger,)), _with(self.school, (trigger,))

    def shared(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The crises with at least one of the triggers seen enough at both, each once."""
        return _with(self.home, self.triggers), _with(self.school, self.triggers)


def crises(dataset: Dataset, window: Window) -> Crises:
    """Crises of the window that say what set them off, at a home and a school that share a site."""
    homes, schools = sides(dataset)
    rows = all_crises(dataset, window, "intervention_category", "trigger_codes", "planned")
    calmed = rows["intervention_category"].fillna("").str.contains(CALMED, regex=True)
    rows = rows[(rows["restrictive"] | calmed) & rows["trigger_codes"].notna()]
    if "planned" in rows.columns:
        rows = rows[~rows["planned"].eq(ROUTINE).fillna(False).astype(bool)]
    places = dataset.place_of(rows)
    home, school = rows[places.isin(homes)], rows[places.isin(schools)]
    needed = int(dataset.setting.threshold("trigger_min_crises"))
    one, two = (_counts(side) for side in (home, school))
    return Crises(
        home,
        school,
        tuple(sorted(code for code in {*one} - {*NO_TRIGGER} if min(one[code], two[code]) >= needed)),
        all(bool((~side["restrictive"]).any()) for side in (home, school)),
    )


def _counts(rows: pd.DataFrame) -> Counter[str]:
    """How many crises each trigger was seen in."""
    found: Counter[str] = Counter()
    for codes, number in rows["trigger_codes"].value_counts().items():
        found.update(dict.fromkeys(set(str(codes).split("|")), int(number)))
    return found


def _with(rows: pd.DataFrame, triggers: tuple[str, ...]) -> pd.DataFrame:
    wanted = set(triggers)
    having = [codes for codes in rows["trigger_codes"].unique() if wanted.intersection(str(codes).split("|"))]
    return rows[rows["trigger_codes"].isin(having)]


def ended_in_restriction(rows: pd.DataFrame) -> float | None:
    """The share of crises that ended in restriction, in percent."""
    return 100 * float(rows["restrictive"].mean()) if len(rows) else None


def mix(rows: pd.DataFrame) -> dict[str, float]:
    """For each category the share of crises that had it, in percent; a crisis with two counts for both."""
    counts: Counter[str] = Counter()
    for codes, number in rows["intervention_category"].value_counts().items():
        counts.update(dict.fromkeys({code for code in str(codes).split("|") if code}, int(number)))
    return {code: 100 * count / len(rows) for code, count in counts.items()}


def by_child(home: pd.DataFrame, school: pd.DataFrame) -> tuple[dict[str, tuple[int, float]], ...]:
    """For each child at school, and at home: crises that ended in restriction, out of how many."""
    children = sorted({*home["child_id"], *school["child_id"]})
    found = []
    for rows in (school, home):
        ended, every = rows[rows["restrictive"]]["child_id"].value_counts(), rows["child_id"].value_counts()
        found.append({child: (int(ended.get(child, 0)), float(every.get(child, 0))) for child in children})
    return tuple(found)
