"""Who is restrained, group by group: what each gap has earned, its cell, and lists for leaders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from generator.indicators._characteristics import Group, Roll, groups, here, often, restrained, roll_of
from generator.indicators._tally import Mask, Places
from generator.model import Cell, Dataset, Listing, Verdict
from generator.periods import Window, date_range
from generator.statistics import groups as compared
from generator.statistics import report
from generator.statistics.groups import compare_groups
from generator.statistics.wording import fill, plain
from generator.statistics.words_fair import GROUPS

POOLED = timedelta(days=3 * 365)
"""How long back small groups are put together for leaders."""
Verdicts = Mapping[tuple[str, str], Verdict]


def verdicts_of(dataset: Dataset, found: Sequence[Group], concerned: Mask, speaks: bool) -> Verdicts:
    """What each group's gap has earned, allowing for all groups that can be tested."""
    counts = {
        each.name: compared.Group(
            int((each.inside & concerned).sum()),
            int(each.inside.sum()),
            int((each.others & concerned).sum()),
            int(each.others.sum()),
        )
        for each in found
    }
    return compare_groups(
        counts,
        min_group=int(dataset.setting.threshold("group_min_children")),
        min_restrained=int(dataset.setting.threshold("group_min_restrained")),
        alpha=dataset.once("level for groups of children", lambda: report.level(dataset.calendar, "groups")),
        speaks=speaks,
    )


def risk_cell(roll: Roll, group: Group, mine: Places, verdict: Verdict) -> Cell:
    """One group's ratio, its interval, and the children behind the count."""
    facts = verdict.facts
    ratio, low, high = (facts.get(name) for name in ("ratio", "low", "high"))
    known = isinstance(ratio, float)
    return Cell(
        group=group.key,
        label=group.label,
        unit="ratio",
        counts="children",
        value=ratio if isinstance(ratio, float) else None,
        numerator=len(mine),
        denominator=float(group.inside.sum()),
        unknown=group.unknown,
        interval=(low, high) if known and isinstance(low, float) and isinstance(high, float) else None,
        marker=None if known else "z" if group.alone else "u",
        verdict=verdict,
        children=len(mine),
        dims=group.dims,
        evidence=roll.behind(mine),
        sentence=_risk_words(group, verdict),
    )


def _risk_words(group: Group, verdict: Verdict) -> str:
    told = "earlier" if verdict.facts.get("reason") == "earlier" else "chance"
    name = "alone" if group.alone else {"R8": "apart", "R0": "few"}.get(verdict.klass, told)
    return fill(GROUPS[name], {**verdict.facts, "group": group.label})


def _line(group: Group, verdict: Verdict) -> tuple[str, str, str, str, str]:
    """Group, both counts, the ratio and its range, as a list shows them."""
    facts = verdict.facts
    ratio, low, high = (facts.get(name) for name in ("ratio", "low", "high"))
    span = f"{plain(low or 0)} to {plain(high)}" if high is not None else f"{plain(low or 0)} or more"
    return (
        group.label,
        f"{facts['a']} of {facts['n1']}",
        f"{facts['b']} of {facts['n2']}",
        plain(ratio) if ratio is not None else "no other child",
        span,
    )


def apart_list(apart: Sequence[Group], verdicts: Verdicts) -> tuple[Listing, ...]:
    """Groups whose gap is larger than chance usually gives."""
    if not apart:
        return ()
    return (
        Listing(
            id="equ-01-apart",
            title="Groups of children whose gap is larger than chance usually gives",
            columns=("group", "restrained", "others restrained", "ratio", "plausible range"),
            rows=tuple(_line(each, verdicts[each.name]) for each in apart),
            note="It does not show why: compare needs, staffing and how decisions were made.",
        ),
    )


def pooled_list(dataset: Dataset, window: Window) -> tuple[Listing, ...]:
    """Three years together, for groups too small in one window; ratios without a test."""
    start = max(window.end - POOLED, dataset.calendar.data_start)
    years = Window("", "", start, window.end, "before")
    roll, children = roll_of(dataset), here(dataset, years)
    found = groups(roll, children)
    places, _ = restrained(dataset, years)
    verdicts = verdicts_of(dataset, found, often(roll, places)[children] > 0, False)
    lines = tuple(_line(each, verdicts[each.name]) for each in found if verdicts[each.name].klass != "R0")
    if not lines:
        return ()
    return (
        Listing(
            id="equ-01-pooled",
            title="Restrained at least once in up to three years together",
            columns=("group", "restrained", "others restrained", "ratio", "plausible range"),
            rows=lines,
            note=f"{date_range(start, window.end - timedelta(days=1))}; not tested, children counted once.",
        ),
    )
