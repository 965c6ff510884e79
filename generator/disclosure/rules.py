"""What decides how far each figure may be shown to one audience: the plan for its size, and all its readers know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from generator.disclosure import store
from generator.disclosure.cells import BANDS, DOMINANT, Decision, ProtectCell, Protected, Range
from generator.disclosure.frame import agree
from generator.disclosure.grid import is_small
from generator.disclosure.history import History, Past, inside, past_of, sees, windows_of
from generator.disclosure.plan import Plan, plan
from generator.disclosure.protect import leaves_open, protect
from generator.disclosure.sizes import PLANS, SETTING_LEVEL, SizePlan, plan_for
from generator.disclosure.solve import Budget
from generator.disclosure.system import Fact
from generator.errors import DisclosureError
from generator.indicators._tally import tally_of
from generator.model import Audience, Dataset, IndicatorResult
from generator.periods import Window

Results = Mapping[tuple[str, str], IndicatorResult]
NOTHING_BEFORE = History()
BUDGET_SECONDS = 120.0
"""Far above what a plan takes, so that a busy machine withholds no more than a quiet one."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides how far a cell may be shown."""

    k: int
    exact_totals: bool
    decided: Protected
    recorded: frozenset[str] = frozenset()
    """Windows in which all that was recorded, less the restrictive, says nothing about a few children."""
    size: SizePlan = PLANS[0]
    past: Past = field(default_factory=Past)
    shut: frozenset[str] = frozenset()
    """Windows of which nothing new is shown: cut otherwise than one shown before, or changed since it was shown."""
    cells: tuple[ProtectCell, ...] = field(default=(), repr=False)
    rolls: Mapping[str, Fact] = field(default_factory=dict)
    """The number on roll of each window, which the pages print."""


@dataclass(frozen=True, slots=True)
class Case:
    """One audience with everything that its decisions rest on."""

    found: Results
    windows: tuple[Window, ...]
    audience: Audience
    dataset: Dataset
    history: History
    past: Past

    @property
    def k(self) -> int:
        return int(self.dataset.setting.threshold("k"))

    @property
    def exact(self) -> bool:
        return frees_totals(self.audience)


def frees_totals(audience: Audience) -> bool:
    """Whether a named, dated decision takes totals of the setting out of the rule."""
    return audience.policy == "inspection" and audience.decision is not None


def decide(
    found: Results,
    windows: Sequence[Window],
    audience: Audience,
    dataset: Dataset,
    history: History = NOTHING_BEFORE,
) -> Rules:
    """How far each figure may be shown to one audience, given every earlier release that its readers know.

    Sites of the same day that they see too are decided first and count as known. Where other readers see this
    audience's site and know more already, what it shows must leave their system closed as well. Raises
    DisclosureError where these readers also see a site with a row for each incident, which no sum can describe.
    """
    _refuse_rows_beside(audience, dataset)
    return _decide(found, tuple(windows), audience, dataset, history, ())


def _refuse_rows_beside(audience: Audience, dataset: Dataset) -> None:
    audiences = dataset.setting.audiences
    if frees_totals(audience) or not is_small(dataset):
        return
    for other in audiences:
        if frees_totals(other) and other.name in sees(audience, audiences):
            raise DisclosureError(
                f"setting.yml, audiences.{audience.name}.can_see: names readers who are given each incident.",
                "Take it out, or take back the decision that gives them rows.",
            )


def _decide(
    found: Results,
    windows: tuple[Window, ...],
    audience: Audience,
    dataset: Dataset,
    history: History,
    asked: tuple[str, ...],
) -> Rules:
    k = int(dataset.setting.threshold("k"))
    audiences = dataset.setting.audiences
    past = past_of(audience, audiences, history, frees_totals(audience), k)
    windows = past.since_first(windows)
    beside: list[Fact] = []
    for name in sees(audience, audiences)[1:]:
        other = next((each for each in audiences if each.name == name), None)
        if other is not None and name not in asked:
            rules = _decide(found, windows, other, dataset, history, (*asked, audience.name))
            beside += rules.decided.facts
    case = Case(found, windows, audience, dataset, history, past)
    facts = tuple(dict.fromkeys(map(_Same, (*past.facts, *beside))))
    known = tuple(each.fact for each in facts)
    rules = _settled(case, known, past.crossed(windows))
    closed = _closed_to_others(case, rules)
    return _settled(case, known, rules.shut | closed) if closed else rules


class _Same:
    """A fact that equals another which says the same, whatever each is called."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        self._said = frozenset(fact.terms.items()), fact.lo, fact.hi

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)


def _planned(case: Case, only: Results | None = None) -> Plan:
    places = [place.id for place in case.dataset.setting.places]
    homes = [place.id for place in case.dataset.setting.places if place.is_home]
    names = [window.id for window in case.windows]
    found = case.found if only is None else only
    return plan(found, names, places, exact_totals=case.exact, homes=homes)


def _settled(case: Case, known: Sequence[Fact], crossed: frozenset[str]) -> Rules:
    """The rules once the engine has run over every window that may be decided."""
    whole = _planned(case)
    rolls = [cell.value for cell in whole.cells if cell.key.startswith("roll|")]
    size = plan_for(rolls)
    shut = crossed | _changed(case, whole, known)
    decided = _protected(case, whole, size, known, shut)
    if not decided.facts and size is not PLANS[0] and not case.past.kept:
        size = PLANS[0]
        level = {key: result for key, result in case.found.items() if key[0] == "CHG-01"}
        decided = _protected(case, _planned(case, level), size, known, shut)
    named = {each.key for each in decided.decisions}
    ranges = case.past.ranges()
    rest = tuple(_stays(cell.key, ranges.get(cell.key)) for cell in whole.cells if cell.key not in named)
    calm = (w.id for w in case.windows if case.exact or _calm_is_open(case.dataset, w, case.k))
    return Rules(
        case.k,
        case.exact,
        replace(decided, decisions=(*decided.decisions, *rest)),
        frozenset(calm),
        size,
        case.past,
        shut,
        whole.cells,
        {fact.id.split("|")[1]: fact for fact in whole.public if fact.id.count("|") == 1},
    )


def _stays(key: str, shown: Range | None) -> Decision:
    """The decision on a figure that no longer enters the engine: as an earlier release showed it, otherwise hidden."""
    if shown is None:
        return Decision(key, "hidden")
    return Decision(key, "exact" if shown[0] == shown[1] else "band", *shown)


def _changed(case: Case, whole: Plan, known: Sequence[Fact]) -> frozenset[str]:
    """Windows whose true numbers no longer agree with what was shown of them: late, corrected or re-dated records."""
    found = set()
    for window in case.windows:
        said = [fact for fact in known if windows_of(fact) == {window.id}]
        if said:
            cells = inside(whole.cells, window.id)
            own = [fact for fact in (*whole.public, *whole.linked) if windows_of(fact) == {window.id}]
            if not agree(cells, (*said, *own), Budget.of(BUDGET_SECONDS)):
                found.add(window.id)
    return frozenset(found)


def _protected(
    case: Case, wanted: Plan, size: SizePlan, known: Sequence[Fact], shut: frozenset[str]
) -> Protected:
    """The engine over the plan, less the windows that are shut; tables that the size does not name are never shown."""
    cells, public = open_part(wanted, shut)
    cells = [cell if _named(cell, size, case.exact) else replace(cell, table="") for cell in cells]
    if size is PLANS[0]:
        # Where no table of children is shown, incidents bound children by one thing and by two alike.
        cells = [cell for cell in cells if "|pair|" not in cell.key]
    ladders = {cell.table: size.tables[cell.table.split("|")[0]] for cell in cells if size.names(cell.table)}
    ranges = case.past.ranges()
    kept = {cell.key: ranges[cell.key] for cell in cells if cell.key in ranges}
    settings = {"k": case.k, "bands": BANDS, "ladders": ladders, "kept": kept}
    folder = case.history.store
    key = store.key_of(cells, (*public, *known), settings)
    found = store.load(folder, key, cells, (*public, *known), case.k) if folder else None
    if found is None:
        found = protect(
            cells, k=case.k, public=public, past=known, seconds=BUDGET_SECONDS, kept=kept, ladders=ladders
        )
        if folder:
            store.save(folder, key, found, (*public, *known))
    return found


def _named(cell: ProtectCell, size: SizePlan, exact: bool) -> bool:
    return size.names(cell.table) or (exact and cell.table.split("|")[0] in SETTING_LEVEL)


def open_part(wanted: Plan, shut: frozenset[str]) -> tuple[list[ProtectCell], tuple[Fact, ...]]:
    """Cells and known facts that touch no window which is shut."""
    closed = {cell.key for window in shut for cell in inside(wanted.cells, window)}
    facts = tuple(fact for fact in (*wanted.public, *wanted.linked) if not windows_of(fact) & shut)
    return [cell for cell in wanted.cells if cell.key not in closed], facts


def _closed_to_others(case: Case, rules: Rules) -> frozenset[str]:
    """Windows of which nothing may be shown, because readers who saw more of them before could work something out."""
    audiences = case.dataset.setting.audiences
    found: set[str] = set()
    for other in audiences:
        if (
            other.internal
            or other.name == case.audience.name
            or case.audience.name not in sees(other, audiences)
        ):
            continue
        theirs = past_of(other, audiences, case.history, frees_totals(other), case.k)
        fresh = [fact for fact in rules.decided.facts if windows_of(fact) & set(theirs.kept)]
        if not fresh:
            continue
        seen_by = replace(case, audience=other, past=theirs)
        whole = _planned(seen_by)
        shut = _changed(seen_by, whole, theirs.facts)
        cells, public = open_part(whole, shut)
        touched = frozenset(window for fact in fresh for window in windows_of(fact))
        known = (*public, *theirs.facts)
        if touched & shut or not leaves_open(cells, case.k, known, fresh, BUDGET_SECONDS):
            found |= touched
    return frozenset(found) - set(case.past.kept)


def _calm_is_open(dataset: Dataset, window: Window, k: int) -> bool:
    """Whether the incidents that passed without restriction are none, or those of enough children."""
    every, held = (dataset.places(window, restrictive=only) for only in (False, True))
    children, top = tally_of(dataset).behind(np.setdiff1d(every, held))
    return not children or (children >= k and top <= DOMINANT)
