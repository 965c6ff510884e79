"""Figure blocks: a drawing with the sentence it is evidence for, its three slots and its table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.figures import draw
from generator.published import (
    Figure,
    Published,
    PublishedCell,
    PublishedExhibit,
    PublishedResult,
    PublishedSlots,
    plain,
)

Link = tuple[str, str]
"""A text and where it leads (empty for text alone)."""


@dataclass(frozen=True, slots=True)
class Block:
    """One figure block of a page."""

    id: str
    level: int
    headline: str
    sub: str
    slots: PublishedSlots
    figure: Figure
    foot: tuple[Link, ...]


def block(
    exhibit: PublishedExhibit, indicators: Sequence[str], recording: str, level: int = 2, code: str = ""
) -> Block:
    """Draw one exhibit; `indicators` are those it shows, for the links to definition and data.

    `code` is the leaders' page code, by which another reader may ask for what is drawn here.
    """
    id = slug(exhibit.id)
    foot: list[Link] = [(f"How {name} is counted", f"definitions.html#{slug(name)}") for name in indicators]
    foot += [(f"Data ({name}.csv)", f"data/{name}.csv") for name in indicators]
    if len(indicators) > 2:
        foot = [("How these are counted", "definitions.html")]
        foot += [(f"{name}.csv", f"data/{name}.csv") for name in indicators]
    if code:
        foot.append((f"Page {code}", ""))
    if recording:
        foot.append((recording, ""))
    figure = draw(exhibit, id=id)
    return Block(id, level, heading(exhibit.headline), exhibit.sub, exhibit.slots, figure, tuple(foot))


def heading(headline: str) -> str:
    """A headline as a heading: one sentence goes without its full stop, several keep theirs."""
    one = headline.endswith(".") and ". " not in headline
    return headline[:-1] if one else headline


def blocks(result: PublishedResult, recording: str, code: str = "") -> tuple[Block, ...]:
    """Every figure block of one result."""
    return tuple(block(each, (result.indicator,), recording, code=code) for each in result.exhibits)


def slug(text: str) -> str:
    """A page-unique id from an exhibit's or indicator's own id."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def recording_note(published: Published) -> str:
    """Recording confidence in one clause, never a score."""
    result = published.result("REC-01")
    if result is None:
        return ""
    said = []
    for group, words in (
        ("missing-time", "no start time in"),
        ("rounded-durations", "length ends in 0 or 5 minutes in"),
    ):
        cell = result.cell(group)
        if cell and cell.numerator is not None and cell.denominator:
            said.append(f"{words} {cell.numerator} of {plain(cell.denominator)}")
    return "Recording: " + ", ".join(said) + "." if said else ""


def amount(cell: PublishedCell) -> str:
    """A cell in words: "23 of 29 known (79%)", "10 to 14", "not shown"; percentages only from 20 known."""
    if cell.unit == "%" and cell.numerator is not None and cell.denominator is not None:
        if not cell.denominator:
            return f"{cell.unknown} not known" if cell.unknown else "nothing to count"
        counted = f"{cell.numerator} of {plain(cell.denominator)}"
        percent = f" ({round(cell.value)}%)" if cell.denominator >= 20 and cell.value is not None else ""
        return counted + percent
    if cell.exact and cell.unit == "%":
        return f"{cell.shown}%"
    return cell.shown


def measured(cell: PublishedCell) -> str:
    """A cell with its unit: "21.4 minutes per 100 child-days", "12.7 points", "23 of 29 (79%)", or its marker."""
    said = amount(cell)
    if cell.unit == "%" or cell.marker or cell.shown == "x":
        return said
    if cell.unit == "% change":
        return f"{cell.value:+.0f}%" if cell.value is not None else said
    unit = {"% points": "points", "ratio": "times"}.get(cell.unit, cell.unit)
    return f"{said} {unit[:-1] if said == '1' and unit.endswith('s') and ' ' not in unit else unit}"


LEADING = ("children", "incidents")
"""Groups that stand first in every table: how many different children, then how many incidents."""


def history(published: Published, indicator: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Columns and rows of an indicator's figures period by period, newest last; every group is a column.

    Different children stand first and incidents second; the whole, where it is a rate, names its unit and stands last.
    """
    found = [
        (window, result)
        for window in published.windows
        if window.kind != "before" and (result := published.results.get((indicator, window.id))) is not None
    ]
    groups: dict[str, str] = {}
    for _, result in found:
        for cell in result.cells:
            groups.setdefault(cell.group, cell.label if cell.group != "Total" else _whole(cell.unit))
    if len(groups) > 8:
        groups = {group: label for group, label in groups.items() if group == "Total"}
    if not groups:
        return (), ()
    first = {group: groups[group] for group in LEADING if group in groups}
    if first and "Total" in groups:
        groups = {**first, **{key: groups[key] for key in groups if key != "Total"}, "Total": groups["Total"]}
    columns = ("Period", *groups.values())
    rows = []
    for window, result in found:
        cells = [result.cell(group) for group in groups]
        rows.append(
            (window.label[:1].upper() + window.label[1:], *(amount(cell) if cell else "–" for cell in cells))
        )
    return columns, tuple(rows)


def _whole(unit: str) -> str:
    """The head of the column that holds the whole: its unit, except for shares, which say what they are of."""
    return "All" if unit == "%" else unit[:1].upper() + unit[1:]
