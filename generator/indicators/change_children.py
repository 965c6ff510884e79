"""Each child against their own earlier self: fewer, more, about the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from generator.indicator import indicator, refs
from generator.indicators._cells import percent_interval
from generator.indicators._fewer_more import ByChild, changes, incidents_by_child
from generator.indicators._shared import is_current, needing, when, words
from generator.indicators._tally import first_rows
from generator.model import Cell, Dataset, Exhibit, IndicatorResult, Listing, Slots
from generator.periods import Window
from generator.rows import Rows
from generator.statistics.wording import amount, count_slots

CHANGES = (
    ("fewer", "Fewer incidents"),
    ("more", "More incidents"),
    ("about-the-same", "About the same"),
    ("none-in-both", "No incident in either"),
    ("not-compared", "Not compared: joined, left, or here too short"),
)
PANELS = 12
TERMS = 6


@indicator(
    id="CHG-02",
    title="Children with fewer, the same, or more incidents",
    unit="%",
    better="up",
    answers=("Q9", "Q11"),
    needs=needing(children=("child_id", "on_roll_from")),
)
def fewer_same_more(dataset: Dataset, window: Window) -> IndicatorResult:
    """For how many children there were fewer restrictive incidents than before, for how many more.

    Counts: children on the roll for at least 20 open days in this window and in the one it is compared with. Fewer: a
    rate at or under 0.8 of before and at least two incidents fewer; more: at or over 1.25 and at least two more (a
    setting may choose other numbers than 20, 0.8 and 1.25). The headline is children with fewer, out of compared
    children with an incident in either window.
    Leaves out: children who joined, left, or were here too short in one of the windows; they are counted apart.
    Read with care: after a hard term children often have fewer incidents by themselves, whatever was done.
    """
    other = dataset.calendar.comparison(window)
    if other is None:
        return _alone(dataset, window)
    by_child = changes(dataset, window, other)
    fewer, apart = by_child.of("fewer"), sum(each.kind == "not-compared" for each in by_child.concerned)
    base = len(by_child.concerned) - apart
    whole = Cell(
        unit="%",
        counts="children",
        value=100 * len(fewer) / base if base else None,
        numerator=len(fewer),
        denominator=float(base),
        unknown=apart,
        interval=percent_interval(dataset, len(fewer), base),
        marker=None if base else "z",
        compare_window=other.id,
        children=len(fewer),
        evidence=_people(dataset, fewer),
        sentence=f"{len(fewer)} of {amount(base, 'child')} with an incident in either window had fewer."
        if base
        else "No child with an incident in either window was here long enough in both.",
    )
    groups = tuple(_group(dataset, by_child, change, label, other) for change, label in CHANGES)
    slots = count_slots(
        "CHG-02",
        fewer=len(fewer),
        then=when(other),
        more=len(by_child.of("more")),
        same=len(by_child.of("about-the-same")),
        apart=apart or None,
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
    children = len(incidents_by_child(dataset, window))
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


def _people(dataset: Dataset, children: list[str]) -> Rows:
    """One row for each child: the first on the roll, else the first incident."""
    roll = dataset.once("first rows on the roll", lambda: first_rows(dataset.tables["children"]))
    incidents = dataset.once("first incidents", lambda: first_rows(dataset.incidents))
    known = [roll[child] for child in children if child in roll]
    others = [incidents[child] for child in children if child not in roll]
    return refs("children", known) + refs("incidents", others)


def _group(dataset: Dataset, by_child: ByChild, change: str, label: str, other: Window) -> Cell:
    children = by_child.of(change)
    return Cell(
        group=change,
        label=label,
        unit="children",
        counts="children",
        value=float(len(children)),
        numerator=len(children),
        denominator=float(len(by_child.every)),
        compare_window=other.id,
        children=len(children),
        dims={"change": change},
        evidence=_people(dataset, children),
    )


def _listing(by_child: ByChild) -> tuple[Listing, ...]:
    """Each child with an incident in either window: those with more first."""
    rows = by_child.concerned
    if not rows:
        return ()
    order = {"more": 0, "not-compared": 1, "about-the-same": 2, "fewer": 3}
    ordered = sorted(rows, key=lambda each: (order[each.kind], each.before - each.now, each.child))
    lines = tuple(
        (each.child, each.before, each.now, words(each.kind.replace("-", " "))) for each in ordered[:50]
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
    counts = {each.id: incidents_by_child(dataset, each) for each in terms}
    totals = sum((Counter(each) for each in counts.values()), Counter[str]())
    if not totals:
        return ()
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:PANELS]
    shown = sorted(child for child, _ in ranked)
    here = {each.id: dataset.exposure.by_child(each) for each in terms}
    known = bool(dataset.exposure.children)
    rows = []
    for child in shown:
        for each in terms:
            count = counts[each.id].get(child, 0)
            away = known and not count and child not in here[each.id]
            rows.append((child, _term(each), None if away else count, "x" if away else None))
    inside = sum(count for _, count in ranked)
    return (
        Exhibit(
            id="chg-02-children",
            kind="panels",
            headline=f"{amount(len(shown), 'child')} with most incidents: {inside} of {totals.total()} "
            f"in {amount(len(terms), 'term')}",
            sub="Restrictive incidents for each child by term, in order of code; x: not here then",
            columns=("panel", "label", "value", "marker"),
            rows=tuple(rows),
            slots=replace(
                count_slots("CHG-02"),
                certain=f"{amount(inside, 'incident')} with these children, of {totals.total()} in all.",
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
