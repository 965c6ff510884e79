"""Which indicators there are, which of them this setting's data allow, and their true values.

Indicators are found, not registered: every `Indicator` in a module of `generator.indicators`, and those a third
party offers under the entry-point group `generator.indicators`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import entry_points

from generator import indicators as ours
from generator.model import Dataset, Indicator, IndicatorResult, Locked
from generator.periods import Window
from generator.processes import in_turn, uncollected

ROWS_FOR_TWO, FIGURES_FOR_TWO = 20_000, 400
"""From so many incidents, or figures in all windows, on two processes share the work: a second must be started."""
ORDER = ("CHG", "PRA", "VOI", "RES", "LAW", "SEC", "LIB", "STF", "TRN", "HSC", "EQU", "SAF", "DDL", "REC")

HEADLINES = ("CHG-01", "CHG-02", "VOI-01", "RES-01", "LAW-04", "LAW-01", "PRA-03", "VOI-05")
"""What the first pages lead with: how many incidents and children, and the setting's own duties."""


def headline(known: Iterable[Indicator]) -> frozenset[tuple[str, str | None]]:
    """The tables (with None) and fields that the figures of the first pages are counted from."""
    needs = [each.needs for each in known if each.id in HEADLINES]
    fields = {(table, name) for each in needs for table, names in each.items() for name in names}
    return frozenset(fields | {(table, None) for each in needs for table in each})


def load() -> tuple[Indicator, ...]:
    """Every indicator the program knows, in the order of the catalogue."""
    modules = [
        importlib.import_module(f"{ours.__name__}.{name.name}")
        for name in pkgutil.iter_modules(ours.__path__)
        if not name.name.startswith("_")
    ]
    modules += [entry.load() for entry in entry_points(group="generator.indicators")]
    found: dict[str, Indicator] = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Indicator):
                if value.id in found and found[value.id] is not value:
                    raise ValueError(f"two indicators are called {value.id}")
                found[value.id] = value
    return tuple(sorted(found.values(), key=_place))


def _place(each: Indicator) -> tuple[int, str]:
    prefix = each.id.split("-")[0]
    return (ORDER.index(prefix) if prefix in ORDER else len(ORDER), each.id)


def unlock(known: Iterable[Indicator], dataset: Dataset) -> tuple[tuple[Indicator, ...], tuple[Locked, ...]]:
    """Split the catalogue into what can be computed and what cannot, with why and what would change that."""
    available: list[Indicator] = []
    locked: list[Locked] = []
    for each in known:
        missing, why = _missing(each, dataset)
        if missing:
            locked.append(Locked(each, why, missing))
        else:
            available.append(each)
    return tuple(available), tuple(locked)


def _missing(each: Indicator, dataset: Dataset) -> tuple[tuple[str, ...], str]:
    """What is missing for one indicator, as `table` or `table.field`, and the first reason in words."""
    missing: list[str] = []
    reasons: list[str] = []
    for table, fields in each.needs.items():
        state = dataset.states.get(table)
        if table not in dataset.tables:
            missing.append(table)
            blocked = state is not None and state.state == "blocked"
            reasons.append(
                f"{table}.csv has errors that must be put right first"
                if blocked
                else f"needs the table {table}, which is not here yet"
            )
            continue
        for name in fields:
            if not dataset.has(table, name):
                missing.append(f"{table}.{name}")
                reasons.append(f"needs {name} in {table}.csv, which is missing or empty")
    for condition in each.requires:
        if not _holds(condition, dataset):
            missing.append(condition)
            reasons.append(REQUIREMENTS[condition])
    return tuple(missing), reasons[0] if reasons else ""


REQUIREMENTS: Mapping[str, str] = {
    "setting.yml:settings": "needs a home and a school that share a site (settings with one co_location_group)",
    "setting.yml:staff_patterns": "needs purpose, owner and date of looking at patterns by adult",
    "setting.yml:statements": "needs statements, named at the head of a page in narrative/ under statements:",
    "incidents.location_code": "needs a shift or lesson, a place or a start time in incidents.csv",
    "staff.weekly_hours": "needs hours: weekly_hours in staff.csv, or staff_hours by adult in exposure.csv",
    "incidents.adverse_signs": "needs the table interventions, or adverse_signs in incidents.csv",
}
ONE_OF = ("shift_or_lesson", "location_code", "started_time")
"""Fields of `incidents` of which one is enough to say when or where."""


def _holds(condition: str, dataset: Dataset) -> bool:
    if condition == "setting.yml:settings":
        return bool(shared_sites(dataset))
    if condition == "setting.yml:statements":
        return bool(dataset.statements)
    if condition == "incidents.adverse_signs":
        return dataset.has("incidents", "adverse_signs") or dataset.has("interventions", "incident_id")
    if condition == "incidents.location_code":
        return any(dataset.has("incidents", name) for name in ONE_OF)
    if condition == "staff.weekly_hours":
        return dataset.has("staff", "weekly_hours") or _hours_by_adult(dataset)
    return dataset.setting.staff_patterns is not None


def _hours_by_adult(dataset: Dataset) -> bool:
    """Whether the exposure table says how many hours single adults worked."""
    if not dataset.has("exposure", "amount"):
        return False
    rows = dataset.tables["exposure"]
    return bool((rows["dimension"].eq("staff") & rows["measure"].eq("staff_hours")).any())


def shared_sites(dataset: Dataset) -> tuple[str, ...]:
    """Co-location groups that hold both a home and a school."""
    groups: dict[str, set[bool]] = {}
    for place in dataset.setting.places:
        if place.co_location_group:
            groups.setdefault(place.co_location_group, set()).add(place.is_home)
    return tuple(sorted(group for group, kinds in groups.items() if kinds == {True, False}))


def compute(
    available: Sequence[Indicator], dataset: Dataset, windows: Sequence[Window]
) -> dict[tuple[str, str], IndicatorResult]:
    """True values of every available indicator in every window, checked against the rows they point at."""

    def work(number: int) -> list[IndicatorResult]:
        return [_checked(available[number], dataset, window) for window in windows]

    rows = len(dataset.tables["incidents"]) if "incidents" in dataset.tables else 0
    much = rows >= ROWS_FOR_TWO or len(available) * len(windows) >= FIGURES_FOR_TWO
    with uncollected():
        done = in_turn(work, len(available), both=much)
    return {
        (each.id, window.id): result
        for each, found in zip(available, done, strict=True)
        for window, result in zip(windows, found, strict=True)
    }


def _checked(each: Indicator, dataset: Dataset, window: Window) -> IndicatorResult:
    result = each.compute(dataset, window)
    check_evidence(each, result)
    return result


def check_evidence(each: Indicator, result: IndicatorResult) -> None:
    """Hold every count equal to the rows it points at; a difference is a bug, never a figure."""
    for cell in result.cells:
        if cell.evidence and cell.numerator is not None and len(cell.evidence) != cell.numerator:
            raise AssertionError(
                f"{each.id}/{cell.group}: {cell.numerator} counted, {len(cell.evidence)} rows behind it"
            )


def windows(dataset: Dataset, *, internal: bool) -> tuple[Window, ...]:
    """The windows an audience is shown: completed terms; for leaders also what overlaps them, and comparisons."""
    calendar = dataset.calendar
    chosen = list(calendar.completed_terms[-10:])
    if not internal:
        return tuple(chosen)
    chosen += [calendar.current, *([calendar.term_so_far] if calendar.term_so_far else []), *calendar.extra]
    chosen += [other for other in map(calendar.comparison, chosen) if other is not None]
    unique = {window.id: window for window in chosen}
    return tuple(unique.values())
