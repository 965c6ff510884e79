"""Where the method differs from the tools of the NHS and UKHSA, and how often it errs: the methods page, as data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.statistics.report import HEADLINES, OTHERS, Test

HERE = Path(__file__).parent
KINDS: Mapping[str, str] = {
    "independent": "incidents independent of each other",
    "bursts": "children's rates go up and down from month to month",
    "days": "busy settings, with two to eight incidents of one child within one to fifteen days",
    "spells": "children's hard spells last months",
}
"""The kinds of made-up setting, in a reader's words."""
STANDS: Mapping[str, str] = {
    "running": "the latest window, the time since inspection",
    "latest": "the latest window, the time since inspection, the last completed term",
    "dated": "the days around a dated change",
}
Row = tuple[str, ...]


@cache
def simulated() -> Mapping[str, Any]:
    """Every simulated figure, as `make simulate` wrote it."""
    found: Mapping[str, Any] = yaml.safe_load((HERE / "simulated.yml").read_text(encoding="utf-8"))
    return found


@cache
def _texts() -> tuple[Mapping[str, Any], ...]:
    return tuple(yaml.safe_load((HERE / "deviations.yml").read_text(encoding="utf-8")))


def deviations() -> tuple[Row, ...]:
    """Each difference in method: whose tool, what they do, what we do, why, and how large it is."""
    return tuple((each["tool"], each["theirs"], each["ours"], each["why"], _size(each)) for each in _texts())


@cache
def not_offered() -> tuple[Row, ...]:
    """Methods of published test suites that are not offered: name there, what it is, and why."""
    listed = yaml.safe_load((HERE / "not_offered.yml").read_text(encoding="utf-8"))
    return tuple((each["id"], each["what"], each["why"]) for each in listed)


def pairs() -> tuple[tuple[str, float, float], ...]:
    """For each simulated difference its short name and both shares in percent, theirs first, for the drawing."""
    found = simulated()["differences"]
    return tuple(
        (
            each["short"],
            found[each["figures"]]["theirs"]["percent"],
            found[each["figures"]]["ours"]["percent"],
        )
        for each in _texts()
        if each["figures"] in found
    )


def shares() -> tuple[Row, ...]:
    """Each test of a report: its indicator, what is asked, its part of the 5 %, and what it may be said of."""
    return tuple(_share(each, f"{each.percent:.1f}%") for each in HEADLINES)


def others() -> tuple[Row, ...]:
    """Tests that are no headlines, each at 5 % over all it looks at."""
    return tuple(_share(each, f"{each.percent:.0f}% by itself") for each in OTHERS)


def alarms() -> tuple[Row, ...]:
    """For each kind of made-up setting: reports and charts that claimed something, with interval and limit."""
    found = []
    for kind, words in KINDS.items():
        figures = simulated()["false_alarms"][kind]
        for name, label in (
            ("reports", "reports with any claim"),
            ("speaking_charts", "charts with a latest signal"),
        ):
            found.append((f"{label[0].upper()}{label[1:]}; {words}", *_counted(figures[name], "at most")))
    return tuple(found)


def power() -> tuple[Row, ...]:
    """How often a real halving is reported, after one term and within two."""
    figures = simulated()["power"]
    return (
        ("A real halving reported at the end of the first term", *_counted(figures["one_term"], "")),
        ("A real halving reported within two terms", *_counted(figures["two_terms"], "at least")),
    )


def chart_rate() -> float:
    """The false-alarm rate of a chart that may speak, as a part of 1: the largest of all kinds but long spells."""
    figures = simulated()["false_alarms"]
    return max(float(figures[kind]["speaking_charts"]["percent"]) for kind in KINDS if kind != "spells") / 100


def _share(test: Test, part: str) -> Row:
    return (test.indicator, f"{test.asks[0].upper()}{test.asks[1:]}?", part, STANDS[test.windows])


def _counted(figures: Mapping[str, float], bound: str) -> Row:
    """Hits of runs, in percent with its interval, and the limit."""
    limit = f"{bound} {figures['limit']:g}%" if "limit" in figures else "–"
    return (f"{figures['hits']} of {figures['runs']:,}", _percent(figures), limit)


def _percent(figures: Mapping[str, float]) -> str:
    return f"{figures['percent']:.1f}% ({figures['low']:.1f} to {figures['high']:.1f})"


def _size(each: Mapping[str, Any]) -> str:
    """How large a difference is, with its figures put in."""
    text, key = str(each["size"]), each["figures"]
    found = simulated()
    if key is None:
        return text
    if key == "byar":
        return text.format(largest=found["byar"]["largest_percent"])
    if key == "screening":
        told = {name: f"{part['hits']} of {part['runs']}" for name, part in found["screening"].items()}
        return text.format(**told)
    return text.format(**{name: _percent(part) for name, part in found["differences"][key].items()})
