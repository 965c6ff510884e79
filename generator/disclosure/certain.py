"""What is certain of a drawing, in words that its heading does not have, from published cells alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.published import PublishedResult, plain

Rows = Sequence[tuple[Any, ...]]
ROOM = 30
"""Words that a slot beside a drawing has room for."""


def of_duties(rows: Rows) -> str:
    """How much is not known of each duty, where the heading speaks of the first alone.

    A row is a duty's label, its counts done, not done and not known (None: not shown), and what stands at its right.
    """
    counted = [(str(row[0]), int(row[3])) for row in rows if row[1] is not None]
    if not counted:
        return "Nothing can be counted of any duty here."
    whole = f"{len(counted)} of {len(rows)} duties can be shown."
    if len(counted) == len(rows):
        whole = (
            "1 duty is counted."
            if len(rows) == 1
            else f"{len(rows)} duties are counted, each of its own whole."
        )
    blank = [f"{unknown} under “{label}”" for label, unknown in counted if unknown]
    return f"{whole} Not known: {', '.join(blank)}." if blank else f"{whole} No entry is missing there."


def of_terms(rows: Rows, result: PublishedResult) -> str:
    """This term's counts of a duty and those it is compared with, where the heading has the sentence.

    Where the term of the comparison has no row, the row before this term's stands for it.
    """
    place = next((at for at, row in enumerate(rows) if row[0] == result.window.label), None)
    if place is None:
        return result.slots.certain
    wanted = result.compared_with.label if result.compared_with else ""
    before = next((row for row in rows if row[0] == wanted), rows[place - 1] if place else None)
    told = [f"{row[0]}: {row[-1]}." for row in (before, rows[place]) if row is not None]
    return " ".join(told).replace(" · ", ", ")


def of_voices(rows: Rows, last: str, result: PublishedResult) -> str:
    """The counts of the heading in percent, where both groups have one in the last term."""
    said = [f"{row[0].lower()} {row[2]}" for row in rows if row[1] == last and row[2] is not None]
    return f"In percent of those known: {', '.join(said)}." if len(said) == 2 else result.slots.certain


def of_level(rows: Rows, several: str, sentence: str) -> str:
    """The fewest and the most in any term with an exact number, and what may be said of this term.

    The first only from three such terms that do not all agree, and where both have room; empty where there is nothing.
    """
    exact = [float(row[1]) for row in rows if row[1] is not None]
    span = ""
    if len(exact) > 2 and min(exact) < max(exact):
        lowest, highest = plain(min(exact)), plain(max(exact))
        span = f"In {len(exact)} terms with an exact number, from {lowest} to {highest} {several}."
    both = f"{span} {sentence}".strip()
    return sentence if sentence and len(both.split()) > ROOM else both


def of_shifts(counts: Sequence[float | None], result: PublishedResult) -> str:
    """The fewest and the most incidents of any shift or lesson in the latest term, where none stood out."""
    known = [count for count in counts if count is not None]
    when = result.window.label[:1].lower() + result.window.label[1:]
    if not known:
        return f"Nothing is counted by shift or lesson in {when}."
    return f"From {plain(min(known))} to {plain(max(known))} incidents in a shift or lesson in {when}."
