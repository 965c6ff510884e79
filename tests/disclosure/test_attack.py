"""A motivated insider: knows the roll, who is at home and school, the definitions, and every published figure."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import attack
import pytest
from small import (
    AS_OF,
    HOME,
    SCHOOL,
    TERMS,
    Incident,
    code,
    incident_rows,
    resident,
    review_rows,
    view_rows,
    write_documents,
    write_setting,
    write_table,
    write_workspace,
)

from generator.build import Evidence, disclosed, gather
from generator.disclosure.audit import examine
from generator.disclosure.plan import plan
from generator.disclosure.system import Fact, System
from generator.model import Cell, IndicatorResult, Slots
from generator.published import Published

PLACES = (HOME, SCHOOL)
JOIN = tuple(date.fromisoformat(day) for day in ("2025-01-06", "2025-05-12", "2025-09-03", "2026-01-05"))
LEAVE = tuple(date.fromisoformat(day) for day in ("2025-07-22", "2025-12-19", "2026-03-27", "2026-06-01"))
Terms = dict[str, Fraction]


def write_changing(folder: Path, children: int, seed: int) -> Path:
    """Heavy-tailed incidents by chance of a fixed seed, with children who join and who leave."""
    chance = random.Random(seed)
    weights = [chance.paretovariate(1.1) for _ in range(children)]
    write_setting(folder)
    write_documents(folder)
    here: list[tuple[date, date]] = []
    for _ in range(children):
        first = chance.choice(JOIN) if chance.random() < 0.2 else date(2024, 9, 1)
        last = chance.choice(LEAVE) if chance.random() < 0.2 else date(2030, 1, 1)
        here.append((first, last if last > first else date(2030, 1, 1)))
    roll = [
        {
            "child_id": code(child),
            "setting_id": place,
            "on_roll_from": first.isoformat(),
            "on_roll_to": last.isoformat() if last < AS_OF else "",
            "uses_non_verbal_communication": "true" if child % 3 == 0 else "false",
        }
        for child, (first, last) in enumerate(here)
        for place in ((SCHOOL, HOME) if resident(child) else (SCHOOL,))
    ]
    incidents: list[Incident] = []
    for term in TERMS:
        first, last = date.fromisoformat(term[2]), min(date.fromisoformat(term[3]), AS_OF)
        for _ in range(int(3 * children * chance.choice((0.1, 0.4, 0.7, 1, 1.5)))):
            child = chance.choices(range(children), weights)[0]
            when = first + timedelta(days=chance.randrange((last - first).days + 1))
            if when.weekday() < 5 and here[child][0] <= when <= here[child][1]:
                home = resident(child) and chance.random() < 0.4
                incidents.append(Incident(len(incidents) + 1, child, when, HOME if home else SCHOOL))
    write_table(folder, "incidents", incident_rows(incidents))
    write_table(folder, "children", roll)
    write_table(folder, "child_views", view_rows(incidents))
    write_table(folder, "reviews", review_rows(incidents))
    return folder


def add(*sums: Terms) -> Terms:
    total: Terms = {}
    for terms in sums:
        for name, weight in terms.items():
            total[name] = total.get(name, Fraction(0)) + weight
    return total


def under(name: str, less: Terms, more: Terms) -> Fact:
    terms = add(more, {key: -weight for key, weight in less.items()})
    return Fact(name, {key: weight for key, weight in terms.items() if weight}, Fraction(0), None)


def number(name: str, terms: Terms, value: float) -> Fact:
    return Fact(name, terms, Fraction(value), Fraction(value))


def true(evidence: Evidence, indicator: str, window: str, group: str) -> Cell | None:
    result = evidence.results.get((indicator, window))
    return next((cell for cell in result.cells if cell.group == group), None) if result else None


def events(window: str, *places: str) -> Terms:
    return {f"{window}|events|{place}": Fraction(1) for place in places or PLACES}


def knows(evidence: Evidence, windows: list[str]) -> Iterator[Fact]:
    """What follows from the roll (joiners, leavers, who is at both) and from the definitions."""
    for window in windows:
        held = attack.children(window, restrained=True)
        more = attack.children(window, change="more")
        yield under(f"held|{window}", add(held, more), events(window))
        roll, apart = (
            true(evidence, "CHG-01", window, "children"),
            true(evidence, "CHG-02", window, "not-compared"),
        )
        if roll and apart and roll.denominator and apart.denominator:
            left = apart.denominator - roll.denominator
            yield number(f"left|{window}", {f"{window}|left": Fraction(1)}, left)
            yield number(
                f"apart|{window}",
                attack.children(window, change="not-compared"),
                (apart.numerator or 0) - left,
            )
        if apart and apart.compare_window in windows:
            yield from before(window, apart.compare_window)
        both = true(evidence, "HSC-01", window, "both")
        if both:
            groups = [
                attack.children(window, where=where)
                for where in ("both", "home-only", "school-only", "neither")
            ]
            yield number(f"at both|{window}", add(*groups), both.denominator or 0)
            yield under(f"home|{window}", add(groups[0], groups[1]), events(window, HOME))
            yield under(f"school|{window}", add(groups[0], groups[2]), events(window, SCHOOL))


def before(window: str, earlier: str) -> Iterator[Fact]:
    fewer, same = (attack.children(window, change=change) for change in ("fewer", "about-the-same"))
    calm = attack.children(window, restrained=False, change="about-the-same")
    then = attack.children(earlier, restrained=True)
    rest = (attack.children(window, change=change) for change in ("more", "not-compared"))
    yield under(f"then|{window}", add(fewer, calm), then)
    yield under(f"two|{window}", add(then, fewer), events(earlier))
    yield under(f"all|{window}", then, add(fewer, same, *rest, {f"{window}|left": Fraction(1)}))


def narrowed(evidence: Evidence, published: Published) -> list[tuple[str, int | None, int | None]]:
    """Every protected number that this insider knows more of than the roll, the rule and the decision tell."""
    windows = sorted({cell.window for cell in published.cells if cell.indicator == "CHG-01"})
    known = [*attack.public(evidence, windows), *knows(evidence, windows)]
    shown = attack.facts([cell.record() for cell in published.cells], PLACES)
    # A named decision gives totals exactly; that nobody at all was held may be said of the whole setting.
    whole = [fact for fact in shown if "CHG-01/" in fact.id and fact.lo == fact.hi]
    known += whole if published.decision else [fact for fact in whole if fact.lo == 0]
    wanted = attack.targets(evidence, windows, PLACES, published.k, totals=not published.decision)
    names = tuple(sorted({name for each in (*known, *shown, *wanted) for name in each.terms}))
    first = examine(System(names, facts=tuple(known), targets=tuple(wanted)))
    assert first.consistent
    clipped = []
    for target, found in zip(wanted, first.intervals, strict=True):
        assert target.need_lo is not None and target.need_hi is not None
        low = target.need_lo if found.lo is None else max(Fraction(found.lo), target.need_lo)
        high = target.need_hi if found.hi is None else min(Fraction(found.hi), target.need_hi)
        if low < high:
            clipped.append(replace(target, need_lo=low, need_hi=high))
    last = examine(System(names, facts=(*known, *shown), targets=tuple(clipped)))
    assert last.consistent and last.intervals
    return [(each.id, each.lo, each.hi) for each in last.intervals if not each.ok]


@pytest.mark.parametrize(
    ("children", "audience"),
    [(5, "governors"), (14, "governors"), (30, "governors"), (30, "inspectors"), (60, "governors")],
)
def test_an_insider_learns_no_small_number(tmp_path: Path, children: int, audience: str) -> None:
    evidence = gather(write_changing(tmp_path, children, 1))
    reader = evidence.dataset.setting.audience(audience)
    assert reader is not None
    assert narrowed(evidence, disclosed(evidence, reader)) == []


def published_of(tmp_path: Path, more: Callable[[Path], None], audience: str = "governors") -> Published:
    folder = write_changing(tmp_path, 5, 2)
    more(folder)
    evidence = gather(folder)
    reader = evidence.dataset.setting.audience(audience)
    assert reader is not None
    return disclosed(evidence, reader)


def agree(folder: Path, scopes: tuple[str, ...]) -> None:
    titles = ("Two quiet rooms", f"A later start for {code(1)}", "A new table")
    rows = [
        {
            "action_id": f"act-{each}",
            "raised_on": "2026-06-01",
            "origin": "pattern",
            "action_type": "environment",
            "scope": scopes[each],
            "published_title": title,
        }
        for each, title in enumerate(titles)
    ]
    write_table(folder, "actions", rows)
    review = {
        "review_on": "2026-06-10",
        "body": "governors",
        "period_from": "2026-04-13",
        "period_to": "2026-06-09",
        "actions_agreed": "act-0|act-1|act-2",
    }
    write_table(folder, "governance_reviews", [review])


def test_an_agreed_action_for_one_child_or_with_a_code_in_its_title_is_not_shown(tmp_path: Path) -> None:
    shown = published_of(tmp_path, lambda folder: agree(folder, ("whole_setting", "whole_setting", "child")))
    assert [row[0] for row in shown.agreed] == ["Two quiet rooms"]


def test_why_a_table_is_not_used_names_no_row_of_it(tmp_path: Path) -> None:
    def spoil(folder: Path) -> None:
        write_table(folder, "concerns", [{"concern_id": "con-1", "kind": "not a kind", "arose_at": "never"}])

    shown = {table.name: table for table in published_of(tmp_path, spoil).tables}
    assert shown["concerns"].state == "blocked"
    assert not any(digit in shown["concerns"].why for digit in "0123456789")


def test_the_number_of_checks_does_not_depend_on_how_many_numbers_are_small(tmp_path: Path) -> None:
    counts = set()
    for many in (1, 9):
        evidence = gather(
            write_workspace(tmp_path / str(many), 14, per_term=lambda child, term, many=many: many)
        )  # type: ignore[misc]
        reader = evidence.dataset.setting.audience("governors")
        assert reader is not None
        counts.add(disclosed(evidence, reader).protection["checked"])
    assert len(counts) == 1


def test_incidents_of_one_child_without_a_place_are_protected() -> None:
    cells = tuple(
        Cell(group=group, unit="incidents", counts="events", numerator=many, children=few, top_share=top)
        for group, many, few, top in (
            ("incidents", 50, 12, 0.3),
            ("school", 26, 10, 0.2),
            ("home", 14, 6, 0.3),
            ("place-not-known", 10, 1, 1.0),
        )
    )
    found = {("CHG-01", "t"): IndicatorResult(cells=cells, slots=Slots("", "", ""), headline="")}
    wanted = plan(found, ["t"], ["school", "home"], exact_totals=False)
    (apart,) = (cell for cell in wanted.cells if not cell.table)
    assert (apart.value, apart.contributors, apart.top_share) == (10, 1, 1.0)
