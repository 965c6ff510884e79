"""What several first pages say in the same way: dates, small numbers in words, the sentence on small numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.published import Published, PublishedCell, PublishedResult

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DUTIES = ("VOI-01", "RES-01", "LAW-04", "LAW-01", "PRA-03", "VOI-05")


def day(when: date) -> str:
    """A date in words: "9 Jun 2025"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def strip(published: Published, whom: str) -> str:
    """The line above a heading: whose pages these are, for whom, figures to when."""
    said = [published.setting_name, whom, f"figures to {day(published.as_of)}"]
    return " · ".join(each for each in said if each)


def readers(published: Published) -> str:
    """For whom a first page is, and whether it stands outside the protection."""
    name = published.audience.replace("-", " ")
    return f"{name} only: outside the disclosure guarantee" if published.internal else f"for {name}"


def lower_first(label: str) -> str:
    """A window's label inside a sentence."""
    return label[:1].lower() + label[1:]


def in_words(number: int) -> str:
    """A small number as a word, a larger one in figures."""
    names = (
        *("no", "one", "two", "three", "four", "five", "six"),
        *("seven", "eight", "nine", "ten", "eleven", "twelve"),
    )
    return names[number] if number < len(names) else str(number)


def cell_of(published: Published, indicator: str, group: str = "Total") -> PublishedCell | None:
    """A cell of the leading window, where it is there."""
    result = published.result(indicator)
    return result.cell(group) if result else None


def shown_duties(published: Published) -> tuple[str, ...]:
    """The setting's own duties that this audience is shown, in their fixed order."""
    return tuple(name for name in DUTIES if published.result(name))


def too_few(results: Sequence[PublishedResult]) -> str:
    """One sentence at the head of a page where over half of its figures cannot speak for want of numbers."""
    spoken = [cell for result in results if (cell := result.cell()) is not None and not cell.hidden]
    silent = [cell for cell in spoken if cell.klass == "R0" or cell.marker in ("u", "z", "x")]
    if len(spoken) < 2 or 2 * len(silent) <= len(spoken):
        return ""
    return (
        f"Numbers here are small: {len(silent)} of {len(spoken)} figures cannot say whether anything has changed. "
        "They are given as counts, and what can be done with them today stands first."
    )
