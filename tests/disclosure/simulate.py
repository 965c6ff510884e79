"""Invented settings of any size over three years, published term by term while records arrive late and are corrected.

Seeded throughout: the same size gives the same rows. Incidents per child are heavy-tailed (a few children have most),
children join and leave, and between releases incidents turn up late, move to another day, change place or child, or
are taken out as counted twice.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from attack import facts, public, targets
from small import HOME, SCHOOL, write_documents, write_table

from generator import catalogue
from generator.build import Evidence, sound
from generator.disclosure import books
from generator.disclosure.audit import examine
from generator.disclosure.history import History
from generator.disclosure.rules import Rules, decide
from generator.disclosure.stage import disclose
from generator.disclosure.system import Fact, System, Target
from generator.published import Published

SIZES = (6, 12, 30, 60, 120)
RELEASES = 9
FIGURES = ("CHG-01", "CHG-02", "HSC-01", "VOI-01", "LAW-01", "REC-01")
Term = tuple[str, str, date, date]


def terms_of(first: int, count: int) -> tuple[Term, ...]:
    """So many terms from an autumn on: academic year, name, first day, last day."""
    days = (("autumn", 9, 4, 12, 18), ("spring", 1, 6, 3, 28), ("summer", 4, 17, 7, 19))
    found = []
    for year in range(first, first + count // 3 + 1):
        for name, month, start, last, day in days:
            then = year + (month < 9)
            found.append(
                (f"{year}{(year + 1) % 100:02d}", name, date(then, month, start), date(then, last, day))
            )
    return tuple(found[:count])


TERMS = terms_of(2023, RELEASES + 1)
LONG = terms_of(2017, 28)
"""Nine years and the term after: 27 releases."""


@dataclass(frozen=True)
class Row:
    """One incident as it truly was, and what the tables say of it from which release on."""

    number: int
    child: int
    on: date
    place: str
    known_from: int
    changes: tuple[tuple[int, str, object], ...] = ()

    def at(self, release: int) -> Row | None:
        """The row as it stands at a release, None where it is not there (yet, or any more)."""
        if release < self.known_from:
            return None
        now = self
        for since, name, value in self.changes:
            if release >= since:
                if name == "gone":
                    return None
                now = replace(now, **{name: value})  # type: ignore[arg-type]
        return now


@dataclass(frozen=True)
class Invented:
    """A setting: who is on roll when, and all its incidents."""

    size: int
    stays: tuple[tuple[int, date, date | None], ...]
    rows: tuple[Row, ...]
    terms: tuple[Term, ...] = TERMS


def invent(size: int, seed: int = 6, terms: tuple[Term, ...] = TERMS) -> Invented:
    """A setting of about `size` children at any time: one in ten leaves each year, and another child comes."""
    dice = random.Random(f"{seed}-{size}")
    stays: list[tuple[int, date, date | None]] = []
    places = 0
    years = range(terms[0][2].year + 1, terms[-1][2].year + 1)
    leaving = [date(year, 2 if year % 2 else 5, 20) for year in years]
    for place in range(size):
        since: date | None = date(terms[0][2].year, 9, 1)
        while since:
            year_end = next(day for day in leaving if day > since)
            leaves = year_end if dice.random() < 0.1 else None
            stays.append((places * 2 + place % 2, since, leaves))
            places += 1
            since = leaves + timedelta(days=30) if leaves and leaves < leaving[-1] else None
    rows: list[Row] = []
    for child, since, until in stays:
        rate = min(12.0, 0.35 * dice.paretovariate(0.9)) if dice.random() < 0.75 else 0.0
        for term, (_, _, start, end) in enumerate(terms[:-1]):
            for _ in range(_poisson(dice, rate)):
                on = start + timedelta(days=dice.randrange((end - start).days))
                if on >= since and (until is None or on < until):
                    rows.append(_row(dice, len(rows) + 1, child, on, term + 1, len(stays)))
    return Invented(size, tuple(stays), tuple(rows), terms)


def _poisson(dice: random.Random, rate: float) -> int:
    """How many, by waiting times."""
    count, waited = 0, dice.expovariate(1.0)
    while rate and waited < rate:
        count, waited = count + 1, waited + dice.expovariate(1.0)
    return count


def _row(dice: random.Random, number: int, child: int, on: date, release: int, children: int) -> Row:
    """One incident; about one in seven is late, moved, corrected or taken out afterwards."""
    place = HOME if child % 2 == 0 and dice.random() < 0.4 else SCHOOL
    later = release + dice.choice((1, 1, 2, 3))
    kind = dice.choices(("kept", "late", "moved", "place", "child", "gone"), (86, 5, 3, 2, 2, 2))[0]
    changes: dict[str, tuple[tuple[int, str, object], ...]] = {
        "moved": ((later, "on", on - timedelta(days=dice.choice((3, 40, 90)))),),
        "place": ((later, "place", SCHOOL if place == HOME else HOME),),
        "child": ((later, "child", dice.randrange(children)),),
        "gone": ((later, "gone", True),),
    }
    return Row(number, child, on, place, later if kind == "late" else release, changes.get(kind, ()))


def write_release(folder: Path, setting: Invented, release: int, more: str = "") -> Path:
    """The workspace as it stands when a release is made: a few days into the next term."""
    as_of = setting.terms[release][2] + timedelta(days=3)
    _write_setting(folder, as_of, more, setting.terms)
    rows = [row for each in setting.rows if (row := each.at(release)) and row.on <= as_of]
    write_table(
        folder,
        "incidents",
        [
            {
                "incident_id": f"inc-{row.number:05d}",
                "child_id": f"child-{row.child:03d}x",
                "incident_date": row.on.isoformat(),
                "intervention_category": "guided_contact" if row.number % 17 == 0 else "physical_restraint",
                "setting_id": row.place,
                "reason_primary": "injury_to_adult",
                "record_made_at": f"{row.on.isoformat()}T18:05",
            }
            for row in rows
        ],
    )
    write_table(
        folder,
        "children",
        [
            {
                "child_id": f"child-{child:03d}x",
                "setting_id": place,
                "on_roll_from": since.isoformat(),
                "on_roll_to": until.isoformat() if until and until <= as_of else "",
            }
            for child, since, until in setting.stays
            if since <= as_of
            for place in ((SCHOOL, HOME) if child % 2 == 0 else (SCHOOL,))
        ],
    )
    return folder


def _write_setting(folder: Path, as_of: date, more: str, terms: Sequence[Term]) -> None:
    kinds = {SCHOOL: "special_school", HOME: "childrens_home"}
    lines = ["name: Fern Green", f"as_of: {as_of}", "settings:"]
    lines += [
        f"  - {{setting_id: {each}, kind: {kind}, co_location_group: fern}}" for each, kind in kinds.items()
    ]
    lines += ["terms:"]
    lines += [
        f'  - {{academic_year: "{year}", term: {name}, start_on: {start}, end_on: {end}}}'
        for year, name, start, end in terms
    ]
    lines += ["audiences:", "  leaders: {policy: internal}", "  governors: {policy: protected}"]
    lines += ["  inspectors: {policy: inspection}", more]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "setting.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_documents(folder)


def measure(folder: Path, figures: Sequence[str] = FIGURES) -> Evidence:
    """The true values of figures that readers under protection may be shown."""
    dataset, report = sound(folder)
    known = [each for each in catalogue.load() if each.id in figures]
    available, locked = catalogue.unlock(known, dataset)
    windows = catalogue.windows(dataset, internal=False)
    results = catalogue.compute(available, dataset, windows)
    return Evidence(folder, dataset, report, tuple(known), tuple(locked), results)


@dataclass
class Shelf:
    """Releases as they pile up for each audience, with what stood behind them."""

    audiences: Sequence[str] = ("governors", "inspectors")
    history: History = field(default_factory=History)
    published: dict[str, list[Published]] = field(default_factory=dict)
    rules: dict[str, list[Rules]] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)

    def release(self, evidence: Evidence, version: str) -> None:
        """Decide and show to every audience, and write each ledger as publishing does."""
        self.evidence.append(evidence)
        windows = catalogue.windows(evidence.dataset, internal=False)
        entries = {name: list(lines) for name, lines in self.history.entries.items()}
        for name in self.audiences:
            audience = evidence.dataset.setting.audience(name)
            assert audience is not None
            rules = decide(evidence.results, windows, audience, evidence.dataset, self.history)
            shown = disclose(
                evidence.known,
                evidence.results,
                evidence.locked,
                evidence.report,
                evidence.dataset,
                audience,
                rules,
            )
            entries.setdefault(name, []).append(books.entry_for(version, shown, rules, audience))
            self.published.setdefault(name, []).append(shown)
            self.rules.setdefault(name, []).append(rules)
        self.history = History({name: tuple(lines) for name, lines in entries.items()}, self.history.store)


def changed_figures(shown: Sequence[Published]) -> list[str]:
    """Figures that two releases show differently: each such pair would tell what came in between."""
    first: dict[str, tuple[object, ...]] = {}
    found = []
    for published in shown:
        for cell in published.cells:
            said = (cell.value, cell.lower, cell.upper, cell.marker, cell.numerator, cell.denominator)
            if first.setdefault(cell.key, said) != said:
                found.append(cell.key)
    return found


def worked_out(shelf: Shelf, audience: str, seen: Sequence[str] = ()) -> list[str]:
    """Small numbers that all releases of an audience (and of others it sees) give away together, by the attacker.

    A number is protected as it truly was when its window was first shown. Needs are clipped to what the numbers on
    roll alone prove.
    """
    places = [place.id for place in shelf.evidence[-1].dataset.setting.places]
    shown: list[Fact] = []
    known: list[Fact] = []
    wanted: dict[str, Target] = {}
    for name in (audience, *seen):
        done: set[str] = set()
        for evidence, published in zip(shelf.evidence, shelf.published[name], strict=True):
            windows = {cell.window for cell in published.cells if cell.indicator == "CHG-01"}
            shown += facts([cell.record() for cell in published.cells], places)
            if name == audience:
                known += public(evidence, windows - done)
                for each in targets(evidence, windows - done, places, published.k, totals=True):
                    wanted.setdefault(each.id, each)
            done |= windows
    names = sorted({name for each in (*known, *shown, *wanted.values()) for name in each.terms})
    before = examine(System(tuple(names), facts=tuple(known), targets=tuple(wanted.values())))
    clipped = []
    for target, interval in zip(wanted.values(), before.intervals, strict=True):
        low = target.need_lo if interval.lo is None else max(Fraction(interval.lo), target.need_lo or 0)
        high = target.need_hi if interval.hi is None else min(Fraction(interval.hi), target.need_hi or 0)
        clipped.append(replace(target, need_lo=low, need_hi=high))
    found = examine(System(tuple(names), facts=(*known, *shown), targets=tuple(clipped)))
    return [each.id for each in found.intervals if not each.ok]
