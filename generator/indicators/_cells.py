"""The cells of a figure made from counted rows: a share, a part, a middle value, and the whole of a duty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from generator.indicator import refs
from generator.indicators._answers import Told
from generator.indicators._shared import comparison_id, percent_from
from generator.indicators._tally import Places, Tally
from generator.model import Better, Cell, Counts, Dataset, IndicatorResult, Listing, Verdict
from generator.periods import Window
from generator.statistics.compare import process
from generator.statistics.rates import OrderInterval, order_interval, wilson
from generator.statistics.wording import duty_sentence, duty_slots, share_words

MIN_MIDDLE = 6
"""Fewer values than this have no order-statistic interval for their middle at 95 % (methods page, section 4)."""
NOTHING = OrderInterval(0, None, None, None, None, None)


def percent_interval(dataset: Dataset, met: int, known: int) -> tuple[float, float] | None:
    """Wilson's 95 % interval of a share, in percent; none where too few are known for a percentage."""
    if known < percent_from(dataset):
        return None
    low, high = wilson(met, known)
    return 100 * low, 100 * high


def share(
    dataset: Dataset,
    window: Window | None,
    tally: Tally,
    found: Told,
    group: str = "Total",
    label: str = "All",
    *,
    unit: str = "%",
    counts: Counts = "duty",
    verdict: Verdict | None = None,
    dims: Mapping[str, str] | None = None,
    better: Better | None = None,
) -> Cell:
    """A share as met / known / unknown: unknown is never counted as met, nor as not met.

    The value is a percentage of the known; its interval is Wilson's, 95 %. Without a known row there is no value
    (marker `z`); under `min_percent_base` known rows the percentage stands in the file and pages say "3 of 7". It is
    compared as `window` is, if one is given.
    """
    met, known = len(found.met), len(found.known)
    children, top = tally.behind(found.known)
    return Cell(
        group=group,
        label=label,
        unit=unit,
        counts=counts,
        value=100 * met / known if known else None,
        numerator=met,
        denominator=known,
        unknown=found.unknown,
        interval=percent_interval(dataset, met, known),
        marker=None if known else "z",
        compare_window=comparison_id(dataset, window) if window else None,
        verdict=verdict,
        children=children,
        top_share=top,
        dims=dims or {},
        evidence=tally.rows(found.met),
        better=better,
    )


def duty_share(
    dataset: Dataset, window: Window, tally: Tally, found: Told, group: str = "Total", label: str = "All"
) -> Cell:
    """The share of a duty that was done, with its verdict."""
    known = len(found.known)
    verdict = process(len(found.met), known) if known else None
    return share(dataset, window, tally, found, group, label, verdict=verdict)


def plain_share(
    dataset: Dataset,
    window: Window,
    table: str,
    met: Sequence[int] | NDArray[np.int64],
    known: int,
    unknown: int,
    *,
    group: str = "Total",
    label: str = "All",
) -> Cell:
    """A share of rows that are of no child, such as adults or actions; `met` are the numbers of those that met it."""
    return Cell(
        group=group,
        label=label,
        unit="%",
        counts="duty",
        value=100 * len(met) / known if known else None,
        numerator=len(met),
        denominator=float(known),
        unknown=unknown,
        interval=percent_interval(dataset, len(met), known),
        marker=None if known else "z",
        compare_window=comparison_id(dataset, window),
        verdict=process(len(met), known) if known else None,
        evidence=refs(table, met),
    )


def part(
    tally: Tally,
    rows: Places,
    group: str,
    label: str,
    *,
    unit: str = "incidents",
    of: float | None = None,
    unknown: int | None = None,
    counts: Counts = "duty",
    compare_window: str | None = None,
    dims: Mapping[str, str] | None = None,
    better: Better | None = None,
) -> Cell:
    """Rows counted as a group of their own: the number, the rows behind it, and what they are out of."""
    children, top = tally.behind(rows)
    return Cell(
        group=group,
        label=label,
        unit=unit,
        counts=counts,
        value=float(len(rows)),
        numerator=len(rows),
        denominator=None if of is None else float(of),
        unknown=unknown,
        compare_window=compare_window,
        children=children,
        top_share=top,
        dims=dims or {},
        evidence=tally.rows(rows),
        better=better,
    )


def not_collected(group: str, label: str, *, unit: str = "incidents", better: Better | None = None) -> Cell:
    """What no row of the table ever says: not available, and never nought."""
    return Cell(
        group=group,
        label=label,
        unit=unit,
        counts="duty",
        marker="x",
        better=better,
        sentence="Not collected.",
    )


def middle(
    dataset: Dataset,
    window: Window,
    tally: Tally,
    values: NDArray[np.float64],
    rows: tuple[Places, int],
    unit: str,
    group: str = "Total",
    label: str = "All",
    *,
    enough: bool,
) -> Cell:
    """The middle of the rows' values with its order-statistic interval; marker `u` where there are not enough.

    `rows` are those with a value, and how many have none. Only the whole carries its rows: where it stands beside
    one, that has them.
    """
    known, unknown = rows
    found = order_interval(values[known].tolist()) if enough else NOTHING
    children, top = tally.behind(known)
    return Cell(
        group=group,
        label=label,
        unit=unit,
        value=found.value,
        denominator=float(len(known)),
        unknown=unknown,
        interval=found.interval,
        marker=None if found.value is not None else "u" if len(known) else "z",
        compare_window=comparison_id(dataset, window),
        children=children,
        top_share=top,
        evidence=tally.rows(known) if group == "Total" else (),
    )


def duty(
    dataset: Dataset,
    window: Window,
    id: str,
    tally: Tally,
    found: Told,
    *,
    groups: Sequence[Cell] = (),
    listings: tuple[Listing, ...] = (),
    due: tuple[str, ...] = (),
    days: float | None = None,
) -> IndicatorResult:
    """A duty by row as indicators return it: the whole, its groups, the sentence and the three slots."""
    whole = duty_share(dataset, window, tally, found)
    return duty_result(dataset, id, whole, groups=groups, listings=listings, due=due, days=days)


def duty_result(
    dataset: Dataset,
    id: str,
    whole: Cell,
    *,
    groups: Sequence[Cell] = (),
    listings: tuple[Listing, ...] = (),
    due: tuple[str, ...] = (),
    days: float | None = None,
) -> IndicatorResult:
    """A duty as indicators return it, from its whole."""
    met, known, unknown = whole.numerator or 0, int(whole.denominator or 0), whole.unknown or 0
    said = duty_sentence(id, met, known, unknown, days=days)
    percent = share_words(met, known, percent_from=percent_from(dataset))
    return IndicatorResult(
        cells=(replace(whole, sentence=f"{said} {percent}".strip()), *groups),
        slots=duty_slots(id, met, known, unknown, days=days),
        headline=said,
        listings=listings,
        due=due,
    )
