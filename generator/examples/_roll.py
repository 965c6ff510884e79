"""The invented children: who was on the roll of the school and the home, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.examples._calendar import AS_OF, DAY, HOME, SCHOOL
from generator.examples._dice import Dice, make_codes

Row = dict[str, object]


@dataclass(frozen=True)
class Child:
    """One invented child. `school` and `home` are first and last day there; `part` is a role in the example."""

    code: str
    school: tuple[date, date | None] | None
    home: tuple[date, date | None] | None
    non_verbal: bool
    weight: float
    part: str = ""

    def here(self, setting: str, day: date) -> bool:
        """Whether the child was on the roll of that setting on that day."""
        spell = self.school if setting == SCHOOL else self.home
        return spell is not None and spell[0] <= day <= (spell[1] or AS_OF)

    @property
    def resident(self) -> str:
        if self.school and self.home:
            return "both"
        return "school_only" if self.school else "home_only"

    @property
    def spells(self) -> list[tuple[str, date, date | None]]:
        found = [(SCHOOL, self.school), (HOME, self.home)]
        return [(setting, *spell) for setting, spell in found if spell]


# How many children, resident where, from when, until when. Ten places in the home are filled almost throughout.
COHORTS = (
    (5, "both", "2021-09-06", ""),
    (2, "both", "2022-01-10", "2024-07-31"),
    (1, "both", "2022-09-05", "2025-07-25"),
    (1, "both", "2022-11-07", "2026-07-24"),
    (1, "home_only", "2023-06-12", "2025-01-31"),
    (2, "both", "2024-09-04", ""),
    (1, "both", "2025-02-03", ""),
    (1, "both", "2025-09-03", ""),
    (1, "both", "2026-09-07", ""),
    (10, "school_only", "2021-09-06", ""),
    (4, "school_only", "2020-09-07", "2024-07-19"),
    (3, "school_only", "2021-01-11", "2025-07-22"),
    (4, "school_only", "2022-09-05", "2026-07-21"),
    (4, "school_only", "2024-09-04", ""),
    (1, "school_only", "2024-09-04", "2026-03-27"),
    (3, "school_only", "2025-09-03", ""),
    (1, "school_only", "2026-01-12", ""),
    (3, "school_only", "2026-09-02", ""),
)

FRAILTY = (0.5, 0.7, 0.85, 1.0, 1.0, 1.15, 1.35, 1.7)
"""How often a child is in crisis against the usual child. Children differ, and no child is their number."""


def make_children(dice: Dice) -> list[Child]:
    """Every child of the example, in the order of their codes."""
    total = sum(count for count, *_ in COHORTS)
    codes = make_codes(dice, "child", total)
    children: list[Child] = []
    for count, resident, joined, left in COHORTS:
        spell = (date.fromisoformat(joined), date.fromisoformat(left) if left else None)
        for number in range(count):
            place = len(children)
            part = _part(resident, joined, left, number)
            weight = 0.35 if part == "one-child" else FRAILTY[(place * 3 + place // 8) % len(FRAILTY)]
            children.append(
                Child(
                    codes[place],
                    spell if resident != "home_only" else None,
                    spell if resident != "school_only" else None,
                    place % 3 == 1,
                    weight,
                    part,
                )
            )
    return sorted(children, key=lambda child: child.code)


def _part(resident: str, joined: str, left: str, number: int) -> str:
    """Roles: one child whose records rise alone, three whose last four weeks differ, three with routine holds."""
    if left or number > 1:
        return ""
    parts = {
        ("school_only", "2025-09-03"): ("one-child", "fresh"),
        ("school_only", "2024-09-04"): ("fresh", "routine"),
        ("both", "2024-09-04"): ("fresh", "routine"),
        ("school_only", "2021-09-06"): ("routine", ""),
    }
    return parts.get((resident, joined), ("", ""))[number]


NEEDS = {"SEMH": 8, "ASD": 9, "SLCN": 3, "SLD": 4, "MLD": 1}
ETHNICITIES = {
    "WBRI": 20,
    "WOTH": 3,
    "MWBC": 3,
    "MWAS": 2,
    "APKN": 3,
    "BCRB": 2,
    "BAFR": 3,
    "AOTH": 1,
    "REFU": 1,
}
OWN_WAYS = {"symbols_pecs": 5, "makaton": 5, "aac_device": 3, "objects_of_reference": 2, "eye_gaze": 1}
AGE_BANDS = ("8_10", "11_13", "14_15", "16_17")


def roll_rows(dice: Dice, children: list[Child]) -> list[Row]:
    """The roll: one row a child and setting."""
    rows: list[Row] = []
    for child in children:
        about = _about(dice, child)
        rows += [
            {"child_id": child.code, "setting_id": setting, "on_roll_from": start, "on_roll_to": end} | about
            for setting, start, end in child.spells
        ]
    return rows


def _about(dice: Dice, child: Child) -> Row:
    """What the roll says of a child, with the gaps a real roll has."""
    in_home = child.home is not None
    need = dice.weighted({"ASD": 5, "SLD": 4, "SLCN": 3} if child.non_verbal else NEEDS)
    joined = child.spells[0][1]
    left = max(end or AS_OF for _, _, end in child.spells)
    planned = joined < date(2026, 9, 1)
    looked_after = "looked_after" if in_home and dice.chance(0.8) else "not_looked_after"
    return {
        "age_band": dice.pick(AGE_BANDS),
        "sex": "M" if dice.chance(0.7) else "F",
        "ethnicity_code": dice.weighted(ETHNICITIES),
        "sen_provision": "E",
        "primary_need": need,
        "secondary_need": dice.pick(("", "SLCN", "SEMH", "OTH")) if need != "SLCN" else "",
        "disabled": dice.pick(("true", "true", "false", "")),
        "looked_after_status": looked_after if in_home or dice.chance(0.9) else "",
        "fsm_or_pupil_premium": dice.pick(("true", "true", "false")),
        "eal": "true" if dice.chance(0.12) else "false",
        "resident": child.resident,
        "uses_non_verbal_communication": "true" if child.non_verbal else "false",
        "communication_methods": dice.several(OWN_WAYS, 2) if child.non_verbal else "spoken",
        "behaviour_plan_from": joined + dice.whole(15, 60) * DAY if planned else "",
        "plan_reviewed_on": left - dice.whole(8, 150) * DAY if planned and dice.chance(0.9) else "",
    }
