"""Whole reports of made-up settings: what the real headline indicators say where nothing, or a halving, happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from generator import catalogue
from generator.model import Cell, Dataset, Indicator
from generator.periods import Window
from generator.simulation.tables import dataset
from generator.simulation.tally import share, spread_over, stream
from generator.simulation.worlds import KINDS, LATEST, World, drawn
from generator.statistics.report import HEADLINES, windows

STRONG = ("R2", "R3", "R8", "R10")
HEADLINE_IDS = tuple(dict.fromkeys(each.indicator for each in HEADLINES))
LIMITS: Mapping[str, tuple[float, float]] = {
    "independent": (5.0, 1.3),
    "bursts": (5.0, 1.3),
    "spells": (10.0, 3.0),
    "days": (5.0, 1.3),
}
"""At most so many reports in a hundred with a sentence that claims something, and charts with a latest signal."""
POWER = 80.0
FIRST = 2
"""How many reports of each kind are written down one by one, so that a test can make them again."""
HALVING_CHILDREN, HALVING_MEAN = 60, 20.0
TERM = 122
"""Days of a third of a year."""
LOOKS = (date(2025, 4, 14), LATEST - timedelta(days=20))
"""The ends of two terms after a halving on 1 January 2025: in the spring and in the summer holidays."""
CHANGED_ON = date(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class Read:
    """What one report says: tests with a sentence of a strong class, and whether a chart may speak and what it says."""

    tests: frozenset[str]
    charts: int
    speaking: int
    signals: int

    @property
    def row(self) -> dict[str, object]:
        """The same as the file holds it."""
        return {
            "tests": sorted(self.tests),
            "charts": self.charts,
            "speaking": self.speaking,
            "signals": self.signals,
        }

    @property
    def claims(self) -> bool:
        return bool(self.tests)


@cache
def _indicators() -> tuple[Indicator, ...]:
    """The headline indicators, as the program finds them; the same in every process."""
    return tuple(each for each in catalogue.load() if each.id in HEADLINE_IDS)


def read(data: Dataset) -> Read:
    """Every sentence of the headline indicators in every window that any of their tests speaks of."""
    tests: set[str] = set()
    charts = speaking = signals = 0
    for each in _indicators():
        for window in spoken(data, each.id):
            result = each.compute(data, window)
            tests |= {_test(each.id, cell) for cell in result.cells if _strong(cell)}
            for exhibit in result.exhibits:
                if exhibit.kind == "control":
                    charts += 1
                    speaking += bool(exhibit.marks["verdict_allowed"])
                    signals += exhibit.marks["latest"] in ("high", "low")
    return Read(frozenset(tests | ({"chart"} if signals else set())), charts, speaking, signals)


def spoken(data: Dataset, indicator: str) -> tuple[Window, ...]:
    """The windows of which any headline test of this indicator may say something."""
    names = [each.name for each in HEADLINES if each.indicator == indicator]
    return tuple({each.id: each for name in names for each in windows(data.calendar, name)}.values())


def _strong(cell: Cell) -> bool:
    return cell.verdict is not None and cell.verdict.klass in STRONG


def _test(indicator: str, cell: Cell) -> str:
    """Which of the headline tests a cell's sentence belongs to."""
    if indicator == "CHG-01":
        return "shifts" if cell.group.startswith("shift-") else "change"
    return next(each.name for each in HEADLINES if each.indicator == indicator)


def quiet(job: tuple[int, int]) -> Read:
    """One report of a setting in which nothing changes; `job` is the number of the kind and of the setting."""
    kind, number = job
    random = stream(1, kind, number)
    return read(dataset(random, drawn(random, KINDS[kind])))


def halving(number: int) -> tuple[bool, bool]:
    """Whether a halving is reported at the end of the first, and of the second, term after it.

    The same setting read twice: what has happened by the first look is still there at the second.
    """
    told = []
    random = stream(2, number)
    home, seed = bool(random.integers(2)), int(random.integers(2**31))
    for when in LOOKS:
        world = World(
            HALVING_CHILDREN, HALVING_MEAN, "independent", home, when, halved=(when - CHANGED_ON).days + 1
        )
        data = dataset(stream(2, number, seed), world)
        window, known = data.calendar.current, {each.id: each for each in _indicators()}
        whole = known["CHG-01"].compute(data, window)
        verdict = next(cell.verdict for cell in whole.cells if cell.group == "Total")
        chart = any(each.marks.get("latest") == "low" for each in whole.exhibits)
        told.append((verdict is not None and verdict.klass == "R2") or chart)
    return told[0], told[1]


def false_alarms(settings: Mapping[str, int], workers: int) -> dict[str, object]:
    """For each kind of setting: reports that claim something, charts with a latest signal, and which tests did."""
    found: dict[str, object] = {}
    for kind, name in enumerate(KINDS):
        reads = spread_over(quiet, [(kind, number) for number in range(settings[name])], workers)
        found[name] = tallied(reads, *LIMITS[name])
    return found


def tallied(reads: Sequence[Read], most: float, most_charts: float) -> dict[str, object]:
    by_test = Counter(test for each in reads for test in each.tests)
    signals = sum(each.signals for each in reads)
    return {
        "reports": share(sum(each.claims for each in reads), len(reads), most),
        "charts": share(signals, sum(each.charts for each in reads), most_charts),
        "speaking_charts": share(signals, sum(each.speaking for each in reads), most_charts),
        "first": [each.row for each in reads[:FIRST]],
        "by_test": {each.name: by_test.get(each.name, 0) for each in HEADLINES},
    }


def power(runs: int, workers: int) -> dict[str, object]:
    """How often a real halving is reported: after one term, and within two."""
    looks = spread_over(halving, range(runs), workers)
    return {
        "one_term": share(sum(first for first, _ in looks), runs),
        "two_terms": share(sum(first or second for first, second in looks), runs, POWER),
    }
