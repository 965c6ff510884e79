"""Release plans by the number of children on roll, so that nobody has to decide anything to be safe.

The fewer children there are, the fewer figures can be shown together: measurements on settings of 6 to 200 children
found that below about 30 no method makes many linked tables publishable, and that fewer cells does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.disclosure.cells import BANDS, LADDER
from generator.disclosure.ledger import digest

RANGES = ("bands", "wide", "margins", "total")
"""A ladder without exact numbers."""
SETTING_LEVEL = ("incidents", "places", "children")
"""Tables that a named decision shows exactly: totals of the setting and of its places, whatever its size."""


@dataclass(frozen=True, slots=True)
class SizePlan:
    """The tables of one size of setting, each with the rungs it may reach; a table not named is withheld."""

    name: str
    roll_from: int
    tables: Mapping[str, Sequence[str]] = field(hash=False)
    why: str

    @property
    def hash(self) -> str:
        """The same for the same tables, rungs and bands."""
        return digest({"name": self.name, "tables": self.tables, "bands": BANDS})

    def names(self, table: str) -> bool:
        """Whether a table of one window (`CHG-02|2025-26-summer`) is planned."""
        return table.split("|", 1)[0] in self.tables


PLANS = (
    SizePlan(
        "minimal",
        0,
        {"incidents": LADDER},
        "Up to 12 children nearly every number is about one of them: only incidents of the whole setting by term.",
    ),
    SizePlan(
        "small",
        13,
        {"incidents": LADDER, "children": LADDER, "places": LADDER, "CHG-02": RANGES, "HSC-01": RANGES},
        "From 13 children what is true of single children is shown in ranges alone, which cover one another.",
    ),
    SizePlan(
        "middle",
        30,
        {"incidents": LADDER, "children": LADDER, "places": LADDER, "CHG-02": LADDER, "HSC-01": RANGES},
        "From 30 children the change of children may be exact; where they were restrained stays in ranges.",
    ),
    SizePlan(
        "full",
        60,
        {"incidents": LADDER, "children": LADDER, "places": LADDER, "CHG-02": LADDER, "HSC-01": LADDER},
        "From 60 children every table of the plan may be exact.",
    ),
)
"""From the smallest; each names the tables of the one before and may show them no coarser."""


def plan_for(rolls: Sequence[int]) -> SizePlan:
    """The plan for the smallest roll of any window; where no roll is known, the one that shows ranges of children.

    The smallest counts, so that a setting which grows across a border gets nothing finer about earlier terms.
    """
    if not rolls:
        return PLANS[1]
    return max((each for each in PLANS if each.roll_from <= min(rolls)), key=lambda each: each.roll_from)
