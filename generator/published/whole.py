"""Everything one audience may be shown, in one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.published.beside import (
    PublishedChild,
    PublishedEffect,
    PublishedFinding,
    PublishedGrid,
    PublishedMethod,
    PublishedRule,
    PublishedStated,
    PublishedTable,
)
from generator.published.figures import PublishedCell, PublishedExhibit, PublishedResult, PublishedWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Everything one audience may be shown. Pages, charts, downloads and the PDF take this and nothing else."""

    audience: str
    policy: str
    pages: str
    setting_name: str
    places: tuple[tuple[str, str, str], ...]
    """Id, name and kind of each setting on the site."""
    as_of: date
    k: int
    decision: str
    """The named decision an inspection policy rests on, in words; empty where there is none."""
    lead: PublishedWindow
    windows: tuple[PublishedWindow, ...]
    results: Mapping[tuple[str, str], PublishedResult]
    methods: tuple[PublishedMethod, ...]
    findings: tuple[PublishedFinding, ...]
    tables: tuple[PublishedTable, ...]
    choices: tuple[tuple[str, float, str], ...]
    """Every number the setting or the program has chosen: what it does, the number, where it comes from."""
    roll: str
    """How many children are on roll, in words for the strip above the heading; empty where not known."""
    exhibits: Mapping[str, PublishedExhibit] = field(default_factory=dict)
    """Drawings that join several indicators: `children`, `incidents`, `duties`, `places`."""
    agreed: tuple[tuple[str, str, str, str], ...] = ()
    """What the board agreed: action, due, state in words, looked at again."""
    notes: tuple[str, ...] = ()
    """What a reader must know before relying on the figures, one sentence each."""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Which cell is the sum of which: key to the keys that add up to it."""
    children: tuple[PublishedChild, ...] = ()
    """Children who have a page of their own; only where the policy is internal."""
    law: tuple[tuple[str, str, str, str], ...] = ()
    """What the program takes from the law and from guidance: text, source, how that is known, look again by."""
    words: tuple[tuple[str, str, str], ...] = ()
    """What each word of an imported export was taken for: word, reader's label, field."""
    rules: tuple[PublishedRule, ...] = ()
    effects: tuple[PublishedEffect, ...] = ()
    """What is checked, and what the findings mean for the figures; for leaders only."""
    method_notes: Mapping[str, Any] = field(default_factory=dict)
    """What the page of methods and differences shows: overview, shares, false alarms, power, deviations."""
    protection: Mapping[str, Any] = field(default_factory=dict)
    """How many counts were checked together, how many of them and of all others are held back or ranges, what each size
    gets: for the page that explains the protection."""
    grid: PublishedGrid | None = None
    """Where fewer than twelve are on roll and the readers may have it: one row an incident."""
    small: bool = False
    """Whether fewer than twelve children are on roll."""
    holders: tuple[str, ...] = ()
    """The roles of those who hold what is not shown here, for "ask the …"."""
    reader: str = ""
    """The role in which one of these readers may ask to see it."""
    looked: tuple[tuple[str, str, str, str], ...] = ()
    """Times at which what is withheld was looked at in the room: day, by whom, which pages, what was asked."""
    stated: PublishedStated = field(default_factory=PublishedStated)
    """The system of sums that the figures are, for whoever wants to check what can be worked out."""

    def result(self, indicator: str, window: str | None = None) -> PublishedResult | None:
        """The result of one indicator, in the leading window unless another is named."""
        return self.results.get((indicator, window or self.lead.id))

    @property
    def cells(self) -> tuple[PublishedCell, ...]:
        """Every published cell, in the order of indicators and windows."""
        return tuple(cell for result in self.results.values() for cell in result.cells)

    @property
    def internal(self) -> bool:
        return self.policy == "internal"
