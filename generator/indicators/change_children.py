"""Each child against their own earlier self: fewer, more, about the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from generator.indicator import evidence, indicator
from generator.indicators._shared import held, is_current, needing, percent_from, when, words
from generator.model import Cell, Dataset, Exhibit, IndicatorResult, Listing, RowRef, Slots
from generator.periods import Window
from generator.statistics.rates import wilson
from generator.statistics.wording import amount, count_slots

CHANGES = (
    ("fewer", "Fewer incidents"),
    ("more", "More incidents"),
    ("about-the-same", "About the same"),
    ("none-in-both", "No incident in either"),
    ("not-compared", "Not compared: joined, left, or here too short"),
)
LEAST = 2
"""A difference of one incident is never called a change of a child's; catalogue, CHG-02."""
PANELS = 12
TERMS = 6


@dataclass(frozen=True)
class ByChild:
    """Every child here in either window: incidents and days in both, and which change that is."""

    table: pd.DataFrame

    def of(self, change: str) -> list[str]:
        return [str(child) for child in self.table.index[self.table["change"] == change]]

    @property
    def concerned(self) -> pd.DataFrame:
        """Children with an incident in either window."""
        return self.table[(self.table["before"] + self.table["now"]) > 0]


@indicator(
    id="CHG-02",
    title="Children with fewer, same, more",
    unit="%",
    better="up",
    answers=("Q9", "Q11"),
    needs=needing(children=("child_id", "on_roll_from")),
)
def fewer_same_more(dataset: Dataset, window: Window) -> IndicatorResult:
    """For how many children there were fewer restrictive incidents than before, for how many more.

    Counts: children on the roll for at least 20 open days in this window and in the one it is compared with. Fewer: a
    rate at or under 0.8 of before and at least two incidents fewer; more: at or over 1.25 and at least two more. The
    headline is children with fewer, out of compared children with an incident in either window.
    Leaves out: children who joined, left, or were here too short in one of the windows; they are counted apart.
    Read with care: after a hard term children often have fewer incidents by themselves, whatever was done.
    """
    other = dataset.calendar.comparison(window)
    if other is None:
        return _alone(dataset, window)
    by_child = changes(dataset, window, other)
    compared = by_child.concerned[by_child.concerned["change"] != "not-compared"]
    fewer, apart = by_child.of("fewer"), by_child.concerned["change"].eq("not-compared").sum()
    base = len(compared)
    whole = Cell(
        unit="%",
        counts="children",
        value=100 * len(fewer) / base if base else None,
        numerator=len(fewer),
        denominator=float(base),
        unknown=int(apart),
        interval=_interval(len(fewer), base, percent_from(dataset)),
        marker=None if base else "z",
        compare_window=other.id,
        children=len(fewer),
        evidence=_people(dataset, fewer),
        sentence=f"{len(fewer)} of {amount(base, 'child')} with an incident in either window had fewer.",
    )
    groups = tuple(_group(dataset, by_child, change, label, other) for change, label in CHANGES)
    slots = count_slots(
        "CHG-02",
        fewer=len(fewer),
        then=when(other),
        more=len(by_child.of("more")),
        same=len(by_child.of("about-the-same")),
        apart=int(apart) or None,
    )
    return IndicatorResult(
        cells=(whole, *groups),
        slots=slots,
        headline=slots.certain,
        exhibits=_panels(dataset, window) if is_current(dataset, window) else (),
        listings=_listing(by_child),
    )


def _alone(dataset: Dataset, window: Window) -> IndicatorResult:
    """What can be said without an earlier window: how many children had an incident."""
    rows = held(dataset, window)
    children = rows["child_id"].nunique()
    certain = f"{amount(children, 'child')} had at least one restrictive incident in {when(window)}."
    return IndicatorResult(
        cells=(Cell(unit="%", counts="children", marker="x"),),
        slots=Slots(
            certain,
            "Whether that is fewer than before: there is no earlier window to compare with yet.",
            "Keep the roll with joining and leaving dates, so that each child can be compared next time.",
        ),
        headline=certain,
        exhibits=_panels(dataset, window) if is_current(dataset, window) else (),
    )


def changes(dataset: Dataset, window: Window, other: Window) -> ByChild:
    """Which change each child had, by the definitions of CHG-02."""
    setting = dataset.setting
    columns: dict[str, Mapping[str, float]] = {
        "before": held(dataset, other)["child_id"].value_counts().to_dict(),  # type: ignore[dict-item]
        "now": held(dataset, window)["child_id"].value_counts().to_dict(),  # type: ignore[dict-item]
        "days_before": dataset.exposure.by_child(other),
        "days_now": dataset.exposure.by_child(window),
    }
    children = sorted(set().union(*columns.values()))
    table = pd.DataFrame(
        {name: [float(given.get(child, 0)) for child in children] for name, given in columns.items()},
        index=pd.Index(children, dtype="object"),
    )
    enough = (table[["days_before", "days_now"]] >= setting.threshold("min_open_days_on_roll")).all(axis=1)
    rate_before = table["before"] / table["days_before"].where(enough)
    rate_now = table["now"] / table["days_now"].where(enough)
    less = (rate_now <= setting.threshold("fewer_ratio") * rate_before) & (
        table["before"] - table["now"] >= LEAST
    )
    more = (rate_now >= setting.threshold("more_ratio") * rate_before) & (
        table["now"] - table["before"] >= LEAST
    )
    none = (table["before"] + table["now"]) == 0
    table["change"] = np.select(
        [~enough, none, less, more],
        ["not-compared", "none-in-both", "fewer", "more"],
        "about-the-same",
    )
    return ByChild(table)


def _interval(met: int, base: int, percent: int) -> tuple[float, float] | None:
    if base < percent:
        return None
    low, high = wilson(met, base)
    return 100 * low, 100 * high


def _people(dataset: Dataset, children: list[str]) -> tuple[RowRef, ...]:
    """One row for each child: the first on the roll, else the first incident."""
    roll, incidents = dataset.tables["children"], dataset.incidents
    on_roll = roll[roll["child_id"].isin(children)]
    on_roll = on_roll[~on_roll["child_id"].duplicated()]
    others = incidents[incidents["child_id"].isin(set(children) - set(on_roll["child_id"]))]
    others = others[~others["child_id"].duplicated()]
    return (*evidence("children", on_roll), *evidence("incidents", others))


def _group(dataset: Dataset, by_child: ByChild, change: str, label: str, other: Window) -> Cell:
    children = by_child.of(change)
    return Cell(
        group=change,
        label=label,
        unit="children",
        counts="children",
        value=float(len(children)),
        numerator=len(children),
        denominator=float(len(by_child.table)),
        compare_window=other.id,
        children=len(children),
        dims={"change": change},
        evidence=_people(dataset, children),
    )


def _listing(by_child: ByChild) -> tuple[Listing, ...]:
    """Each child with an incident in either window: those with more first."""
    rows = by_child.concerned
    if rows.empty:
        return ()
    order = {"more": 0, "not-compared": 1, "about-the-same": 2, "fewer": 3}
    ordered = rows.assign(
        _order=rows["change"].map(order), _gap=rows["before"] - rows["now"], _code=rows.index
    )
    ordered = ordered.sort_values(["_order", "_gap", "_code"], kind="stable")
    lines = tuple(
        (str(child), int(row["before"]), int(row["now"]), words(str(row["change"]).replace("-", " ")))
        for child, row in ordered.head(50).iterrows()
    )
    left = len(rows) - len(lines)
    return (
        Listing(
            id="chg-02-children",
            title="Each child, before and now",
            columns=("child", "before", "now", "change"),
            rows=lines,
            note=f"and {left:,} more" if left else "",
        ),
    )


def _panels(dataset: Dataset, window: Window) -> tuple[Exhibit, ...]:
    """One small drawing for each of the twelve children with most incidents in the last six terms."""
    calendar = dataset.calendar
    terms = list(calendar.completed_terms)
    if calendar.term_so_far:
        terms.append(calendar.term_so_far)
    terms = terms[-TERMS:]
    if len(terms) < 2:
        return ()
    counts = {each.id: held(dataset, each)["child_id"].value_counts() for each in terms}
    totals = pd.concat(counts.values()).groupby(level=0).sum()
    if totals.empty:
        return ()
    ranked = sorted(totals.items(), key=lambda item: (-item[1], str(item[0])))[:PANELS]
    shown = sorted(str(child) for child, _ in ranked)
    here = {each.id: dataset.exposure.by_child(each) for each in terms}
    known = bool(dataset.exposure.children)
    rows = []
    for child in shown:
        for each in terms:
            count = int(counts[each.id].get(child, 0))
            away = known and not count and child not in here[each.id]
            rows.append((child, _term(each), None if away else count, "x" if away else None))
    inside = int(sum(count for _, count in ranked))
    return (
        Exhibit(
            id="chg-02-children",
            kind="panels",
            headline=f"{amount(len(shown), 'child')} with most incidents: {inside} of {int(totals.sum())} "
            f"in {amount(len(terms), 'term')}",
            sub="Restrictive incidents for each child by term, in order of code; x: not here then",
            columns=("panel", "label", "value", "marker"),
            rows=tuple(rows),
            slots=replace(
                count_slots("CHG-02"),
                certain=f"{amount(inside, 'incident')} with these children, of {int(totals.sum())} in all.",
            ),
            marks={
                "y_max": max((row[2] or 0) for row in rows),
                "first": _term(terms[0]),
                "last": _term(terms[-1]),
            },
        ),
    )


def _term(window: Window) -> str:
    """A term in a few letters: "aut 25"."""
    name = window.label.split(" ")
    return f"{name[0][:3].lower()} {name[2][-2:]}"
