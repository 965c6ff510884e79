"""Two windows compared: which result class the numbers have earned, as data and without a word."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from generator.model import Verdict
from generator.statistics.charts import points
from generator.statistics.children import SignFlip, sign_flip, top_children
from generator.statistics.rates import (
    ALPHA,
    MIN_EVENTS,
    ZERO_P,
    central_p,
    how_long_zero,
    smallest_detectable,
    wilson,
    zero_period,
)
from generator.statistics.spread import within

Child = TypeVar("Child", bound=Hashable)
Facts = dict[str, int | float | str]

MIN_CHILDREN = 6
MIN_FOR_PERCENT = 20


@dataclass(frozen=True, slots=True)
class _Windows:
    """Count and exposure of one child, or of all, in both windows."""

    a: int
    e1: float
    b: int
    e2: float

    @property
    def testable(self) -> bool:
        return self.a + self.b >= MIN_EVENTS and self.e1 > 0 and self.e2 > 0

    @property
    def p(self) -> float:
        return central_p(self.a, self.e1, self.b, self.e2)

    @property
    def lower(self) -> bool:
        return self.b * self.e1 < self.a * self.e2


def compare(
    before: Mapping[Child, tuple[int, float]],
    after: Mapping[Child, tuple[int, float]],
    *,
    alpha: float = ALPHA,
    speaks: bool = True,
    totals_too: bool = False,
) -> Verdict:
    """The result class of a change between two windows, from each child's count and exposure in each.

    `alpha` is the test's share of the report (`generator.statistics.report`); where the window is one of which
    nothing is said (`speaks` is false), R1 with reason `earlier` takes the place of R2 and R3. With `totals_too` the
    totals must differ by more than chance as well, for a sentence about all incidents.

    R0: fewer than six incidents in all, or a window without exposure. R2 (lower) and R3 (higher): six
    children or more changed, p by child is below `alpha`, and it holds without the child with most incidents. R4: it
    does not hold without that child. R1: everything else, with `reason`: `chance` (tested, not met), `share` (rare
    for one test alone, not for one of a whole report), `few-children` (fewer than six changed, or too few are left
    without the one with most), `uneven` (the totals differ by more than chance but the children do not agree) or
    `rolls-differ` (children who came or went make up much of it, or turn the total the other way).

    Facts: `a`, `b` (counts), `n` (both), `changed` (children), `p`; in R1 `lo` and `hi`, the nearest counts
    that could have been called, left out where they do not exist or where the count is already past them;
    in R4 `x`, the incidents of that child out of `n`. Sources: methods, sections 4, 5 and 8.
    """
    by_child = {child: _windows(before.get(child), after.get(child)) for child in {**before, **after}}
    whole = _together(by_child.values())
    facts: Facts = {"a": whole.a, "b": whole.b, "n": whole.a + whole.b}
    if not whole.testable:
        return Verdict(
            "R0", facts | {"reason": "few-events" if whole.e1 > 0 and whole.e2 > 0 else "no-exposure"}
        )
    flip = _flip(by_child.values())
    facts |= {"changed": flip.changed, "p": flip.p}
    if flip.changed < _least(alpha):
        return _no_signal(whole, facts, "few-children", alpha)
    tops = top_children({child: windows.a + windows.b for child, windows in by_child.items()})
    one_child = facts | {"x": by_child[tops[0]].a + by_child[tops[0]].b}
    if flip.p >= alpha:
        if flip.p >= ALPHA and whole.p < ALPHA and _one_child_alone(tops, by_child):
            return Verdict("R4", one_child)
        reason = "share" if flip.p < ALPHA else "chance" if whole.p >= ALPHA else "uneven"
        return _no_signal(whole, facts, reason, alpha)
    if (totals_too and whole.p >= ALPHA) or whole.lower != (flip.total > 0):
        return _no_signal(whole, facts, "rolls-differ", alpha)
    failed = _without_most(flip, tops, by_child, alpha)
    if failed is None and speaks:
        return Verdict("R2" if whole.lower else "R3", facts)
    if failed == "uneven" and len(tops) == 1:
        return Verdict("R4", one_child)
    return _no_signal(whole, facts, failed or "earlier", alpha)


def _without_most(
    flip: SignFlip, tops: Sequence[Any], by_child: Mapping[Any, _Windows], alpha: float
) -> str | None:
    """Why a difference does not hold without each child with most incidents; None where it does."""
    flips = [_flip(rest) for rest in _without_each(tops, by_child)]
    if all(_met(rest, alpha) and (rest.total > 0) == (flip.total > 0) for rest in flips):
        return None
    if any(rest.changed < _least(alpha) for rest in flips):
        return "few-children"
    return "share" if any(_flip_agrees(rest, flip) for rest in flips) else "uneven"


def compare_totals(before: Sequence[tuple[Any, Any]], after: Sequence[tuple[Any, Any]]) -> Verdict:
    """The result class of a change between two windows where no child is told apart: count and exposure by
    period.

    Exact, given the total, and only where the periods inside each window vary as chance would have them:
    otherwise R11, with `phi`. R0, R1, R2 and R3 as in `compare`; R1 has the reason `clusters-unknown` where
    each window is one period, so that clusters cannot be looked for. Facts as in `compare`, without
    `changed`.
    """
    whole = _Windows(*_sums(before), *_sums(after))
    facts: Facts = {"a": whole.a, "b": whole.b, "n": whole.a + whole.b}
    if not whole.testable:
        return Verdict(
            "R0", facts | {"reason": "few-events" if whole.e1 > 0 and whole.e2 > 0 else "no-exposure"}
        )
    spread = within([([x for x, _ in window], [e for _, e in window]) for window in (before, after)])
    if spread.phi is not None:
        facts["phi"] = spread.phi
    if spread.clustered:
        return Verdict("R11", facts)
    facts["p"] = whole.p
    if whole.p >= ALPHA:
        return _no_signal(whole, facts, "chance")
    if not spread.known:
        return _no_signal(whole, facts, "clusters-unknown")
    return Verdict("R2" if whole.lower else "R3", facts)


def process(met: int, known: int) -> Verdict:
    """R6: x of n, and from n = 20 also `percent` with its Wilson interval `lo` to `hi`, all in percent."""
    facts: Facts = {"x": met, "n": known}
    if known >= MIN_FOR_PERCENT:
        low, high = wilson(met, known)
        facts |= {"percent": 100 * met / known, "lo": 100 * low, "hi": 100 * high}
    return Verdict("R6", facts)


def zero(n_before: int, days_before: float, days: float) -> Verdict:
    """R5: whether `days` without an incident is unusual after `n_before` in `days_before`.

    Facts: `met` (1 where p is below 0.025, else 0), `d`, `p`, `p_in_100` (p in whole hundredths), and
    `needed`, the days that would be unusual, left out where nothing was recorded before.
    """
    p = zero_period(n_before, days_before, days)
    facts: Facts = {"met": int(p < ZERO_P), "d": days, "p": p, "p_in_100": round(100 * p), "n": n_before}
    needed = how_long_zero(n_before, days_before)
    if needed is not None:
        facts["needed"] = math.ceil(needed)
    return Verdict("R5", facts)


def _windows(before: tuple[int, float] | None, after: tuple[int, float] | None) -> _Windows:
    a, e1 = before if before is not None else (0, 0.0)
    b, e2 = after if after is not None else (0, 0.0)
    return _Windows(int(a), float(e1), int(b), float(e2))


def _together(windows: Iterable[_Windows]) -> _Windows:
    every = list(windows)
    return _Windows(
        sum(w.a for w in every),
        math.fsum(w.e1 for w in every),
        sum(w.b for w in every),
        math.fsum(w.e2 for w in every),
    )


def _sums(window: Sequence[tuple[Any, Any]]) -> tuple[int, float]:
    """All incidents and all exposure of a window, of the periods that have exposure."""
    pairs = zip(points(x for x, _ in window), points(e for _, e in window), strict=True)
    kept = [(count, size) for count, size in pairs if count is not None and size is not None and size > 0]
    return int(sum(count for count, _ in kept)), math.fsum(size for _, size in kept)


def _flip(windows: Iterable[_Windows]) -> SignFlip:
    every = list(windows)
    return sign_flip([w.a for w in every], [w.b for w in every], [w.e1 for w in every], [w.e2 for w in every])


def _met(flip: SignFlip, alpha: float) -> bool:
    return flip.changed >= _least(alpha) and flip.p < alpha


def _flip_agrees(rest: SignFlip, whole: SignFlip) -> bool:
    """Whether the others go the same way at 5 %, though not at the report's share: no story of one child."""
    return rest.p < ALPHA and (rest.total > 0) == (whole.total > 0)


def _least(alpha: float) -> int:
    """How many children must have changed: with m of them the smallest p is 2 x 0.5^m, and never fewer than six."""
    return max(MIN_CHILDREN, math.floor(1 - math.log2(alpha)) + 1)


def _without_each(tops: Sequence[Any], by_child: Mapping[Any, _Windows]) -> Iterator[Collection[_Windows]]:
    """The others' windows, once for each child with most; once only for children whose own windows are the same.

    Leaving out one of two like children leaves the same numbers, and where all have one incident each, all are tied.
    """
    for top in {by_child[child]: child for child in tops}.values():
        yield [windows for child, windows in by_child.items() if child != top]


def _one_child_alone(tops: Sequence[Any], by_child: Mapping[Any, _Windows]) -> bool:
    """Whether one child has most, and the totals without that child differ by no more than chance."""
    if len(tops) != 1:
        return False
    rest = _together(*_without_each(tops, by_child))
    return rest.testable and rest.p >= ALPHA


def _no_signal(whole: _Windows, facts: Facts, reason: str, alpha: float = ALPHA) -> Verdict:
    """R1 with the nearest counts that could have been called, where they are true of this change."""
    low, high = smallest_detectable(whole.a, whole.e1, whole.e2, alpha)
    found: Facts = {}
    if whole.b < high and (low is None or whole.b > low):
        found = {"hi": high} if low is None else {"lo": low, "hi": high}
    return Verdict("R1", facts | found | {"reason": reason})
