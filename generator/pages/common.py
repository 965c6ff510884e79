"""What several first pages say in the same way: dates, small numbers in words, the sentence on small numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.published import Published, PublishedCell, PublishedResult

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DUTIES = ("VOI-01", "RES-01", "LAW-04", "PRA-03", "VOI-05")


def day(when: date) -> str:
    """A date in words: "9 Jun 2025"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def spoken(written: str) -> str:
    """A date as a page's head gives it ("2026-10-16") in words; anything else as it stands."""
    try:
        return day(date.fromisoformat(written))
    except ValueError:
        return written


def inside(role: str) -> str:
    """A role inside a sentence: "the headteacher"; other words keep their capitals, which may be a name's."""
    return f"the {role[4:]}" if role.startswith("The ") else role


def strip(published: Published, whom: str) -> str:
    """The line above a heading: whose pages these are, for whom, figures to when."""
    said = [published.setting_name, whom, f"figures to {day(published.as_of)}"]
    return " · ".join(each for each in said if each)


def readers(published: Published) -> str:
    """For whom a first page is, and whether it stands outside the protection."""
    name = published.audience.replace("-", " ")
    return (
        f"{name} only: outside the protection of other readers’ pages"
        if published.internal
        else f"for {name}"
    )


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


def leading_drawings(published: Published) -> tuple[str, ...]:
    """The drawings of the whole setting for readers under protection: different children first, then incidents.

    In a small setting one that would hold nothing but what is hidden is left out: it would only take room.
    """
    return tuple(
        name
        for name in ("children", "incidents")
        if name in published.exhibits and not (published.small and is_empty(published, name))
    )


def is_empty(published: Published, name: str) -> bool:
    """Whether a drawing would show nothing but what is hidden."""
    exhibit = published.exhibits[name]
    numbers = [place for place, column in enumerate(exhibit.columns) if column in ("value", "lower", "met")]
    return all(row[place] is None for row in exhibit.rows for place in numbers)


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
