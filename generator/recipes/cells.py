"""One source column → one field: each different text once, and why some of them are no value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.package.cells import read_column
from generator.recipes.moments import Format
from generator.recipes.recipe import FieldRecipe, many, same
from generator.schema import FieldSchema

NOT_IN_MAP = "not in the value map"
NOT_IN_FORMAT = "not written as the format says"
FORMULA = ("=", "+", "-", "@")
"""A text that begins with one of these is run by a spreadsheet that opens the table."""


@dataclass(frozen=True)
class Filled:
    """A column of a field: its cells, empty where not known; per different source text why it is no value; notes."""

    cells: list[str]
    wrong: Mapping[str, str]
    notes: tuple[str, ...] = ()
    clashes: int = 0
    """How many different source codes would become the same code."""
    known: int = 0
    """How many different values were taken over."""


def fill(
    table: str, each: FieldSchema, how: FieldRecipe, texts: Sequence[str], missing: frozenset[str]
) -> Filled:
    """The field's cells for the texts of its source column."""
    different = [text for text in dict.fromkeys(texts) if same(text) not in missing]
    values: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for text in different:
        value = _value(each, how, text)
        if value is None:
            wrong[text] = NOT_IN_MAP if how.values is not None else NOT_IN_FORMAT
        else:
            values[text] = value
    wrong |= _no_values(table, each, values)
    good = {text: value for text, value in values.items() if text not in wrong}
    notes = _notes(each, how, texts, good, wrong)
    if each.type == "string" and not each.pattern and not each.enum:
        good = {text: f"'{value}" if value.startswith(FORMULA) else value for text, value in good.items()}
    clashes = len(good) - len(set(good.values())) if how.code else 0
    return Filled([good.get(text, "") for text in texts], wrong, notes, clashes, count_different(good, how))


def count_different(texts: Iterable[str], how: FieldRecipe) -> int:
    """How many different values there are, as the recipe tells values apart."""
    return len({same(text) if how.values is not None else text for text in texts})


def _value(each: FieldSchema, how: FieldRecipe, text: str) -> str | None:
    """What a text becomes; None where the map or the format does not know it."""
    if how.values is not None:
        return how.values.get(same(text))
    if how.format is not None:
        return _moment(each, how.format, text)
    # The tables end their lines in one way, and so do texts of several lines in them.
    return how.code.apply(text) if how.code else "\n".join(text.splitlines())


def _moment(each: FieldSchema, written: Format, text: str) -> str | None:
    found = written.read(text)
    if found is None:
        return None
    day, clock = found
    if each.type == "date":
        return day.isoformat() if day else None
    if clock is None:
        return None
    hours = clock.strftime("%H:%M")
    if each.type == "time":
        return hours
    return f"{day.isoformat()}T{hours}" if day else None


def _no_values(table: str, each: FieldSchema, values: Mapping[str, str]) -> dict[str, str]:
    """The texts whose values the schema refuses, with its reason, which never holds the cell."""
    asked = {text: value for text, value in values.items() if value}
    found = read_column(table, each, list(asked.values()), range(len(asked)))[1] if asked else []
    texts = list(asked)
    return {texts[finding.row or 0]: finding.message.rstrip(".") for finding in found}


def _notes(
    each: FieldSchema,
    how: FieldRecipe,
    texts: Sequence[str],
    good: Mapping[str, str],
    wrong: Mapping[str, str],
) -> tuple[str, ...]:
    """The decisions that were made for this column, a sentence each."""
    notes = []
    if how.format is not None:
        notes += _format_notes(each, how.format, texts, good, wrong)
    if how.code is not None:
        zeros = f", digits filled with zeros to {how.code.pad}" if how.code.pad else ""
        notes.append(f"made into codes: {how.code.prefix or 'nothing'} before each{zeros}.")
    elif each.identifies:
        notes.append(
            "codes are taken as they stand. They must be pseudonyms of your own, never names or numbers of others."
        )
    if each.type == "string" and not each.pattern and not each.enum:
        held = {text for text, value in good.items() if value.startswith(FORMULA)}
        if count := sum(text in held for text in texts):
            cells = many(count, "cell")
            notes.append(
                f"text that begins like a formula gets an apostrophe, so that it stays text: {cells}."
            )
    return tuple(notes)


def _format_notes(
    each: FieldSchema,
    written: Format,
    texts: Sequence[str],
    good: Mapping[str, str],
    wrong: Mapping[str, str],
) -> list[str]:
    said = f"read as {written.written}"
    if each.type != "time":
        both = {text for text in good if written.is_ambiguous(text)}
        count, filled = sum(text in both for text in texts), sum(text in good for text in texts)
        said += f"; {count:,} of {filled:,} could also be read with day and month exchanged, and the recipe decides"
    notes = [f"{said}."]
    if "second" in written.parts and each.type != "date":
        notes.append("seconds are left out.")
    if each.type == "date" and written.has_time:
        notes.append("the time of day in that column is not part of this field.")
    if written.has_short_year and each.type != "time":
        notes.append("years of two digits: 69 to 99 are read as 1969 to 1999, all others as 2000 to 2068.")
    if swapped := sum(written.fits_swapped(text) for text in wrong):
        notes.append(
            f"{many(swapped, 'value')} that would fit with day and month exchanged. Is the format right?"
        )
    return notes
