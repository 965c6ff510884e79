"""What a setting says of itself in `setting.yml`: its places, terms, readers and thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

PolicyName = Literal["internal", "protected", "inspection", "visitor"]
PageSet = Literal["leaders", "governors", "inspectors", "visitor"]

HOME_KINDS = ("childrens_home", "secure_childrens_home", "short_break_home")
"""Kinds of setting under the Children's Homes (England) Regulations 2015; all others follow school law."""


@dataclass(frozen=True, slots=True)
class Place:
    """One setting of the workspace: a school, or a home."""

    id: str
    name: str
    kind: str
    co_location_group: str | None = None
    registered_places: int | None = None
    opened_on: date | None = None

    @property
    def is_home(self) -> bool:
        return self.kind in HOME_KINDS


@dataclass(frozen=True, slots=True)
class TermDates:
    """One school term as the setting dates it; both ends are days of the term."""

    academic_year: str
    name: Literal["autumn", "spring", "summer"]
    start_on: date
    end_on: date
    half_term_start: date | None = None
    half_term_end: date | None = None
    closed_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedDecision:
    """Who decided something that readers are told of, when and why."""

    by: str
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """Readers of one site: the disclosure policy that holds for them and the page set they get."""

    name: str
    policy: PolicyName
    pages: PageSet
    decision: NamedDecision | None = None
    can_see: tuple[str, ...] = ()
    """Other audiences whose sites and releases these readers see too, besides what their policy implies."""
    role: str = ""
    """Who these readers are, in words: whom to ask where they hold the records, else who may ask."""

    @property
    def internal(self) -> bool:
        return self.policy == "internal"


@dataclass(frozen=True, slots=True)
class StaffPatterns:
    """Why, by whose decision and since when figures by adult are looked at (later indicators need it)."""

    purpose: str
    owner: str
    on: date


@dataclass(frozen=True)
class Setting:
    """What `setting.yml` says, with every default filled in."""

    name: str
    places: tuple[Place, ...]
    terms: tuple[TermDates, ...]
    audiences: tuple[Audience, ...]
    thresholds: Mapping[str, float]
    as_of: date | None = None
    last_inspection: date | None = None
    reg45_month: int | None = None
    staff_patterns: StaffPatterns | None = None
    terms_assumed: bool = False
    """True when nobody gave term dates and calendar thirds of the academic year stand in for them."""
    training_roles: tuple[str, ...] = ("teacher", "ta", "care", "senior_care", "night", "leader")
    """Role groups whose adults are expected to have both courses."""
    retired_codes: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    """Codes of the setting's own lists that it gave up: by field, with the last day of each."""

    def threshold(self, name: str) -> float:
        return self.thresholds[name]

    def audience(self, name: str) -> Audience | None:
        return next((each for each in self.audiences if each.name == name), None)
