"""One source column → one field: each different text once, and why some of them are no value."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.package.cells import read_column
from generator.recipes.dates import Auto, Decided, Moments, decide, has_short_year, is_serial
from generator.recipes.mangled import find_mangled
from generator.recipes.recipe import FieldRecipe, People, many, same
from generator.schema import FieldSchema

NOT_IN_MAP = "not in the value map"
NOT_IN_FORMAT = "not written as the format says"
NO_MOMENT = "not a date or time that can be read for certain"
NO_NUMBER = "not a number that can be read for certain"
FORMULA = ("=", "+", "-", "@")
"""A text that begins with one of these is run by a spreadsheet that opens the table."""
LONGEST_CODE = 40
_MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_MINUTES = re.compile(
    r"(?:(\d{1,3})\s*h(?:ou)?(?:rs?)?\.?)?\s*(?:(\d{1,4})\s*m(?:in(?:ute)?s?)?\.?)?", re.ASCII | re.I
)
_HOURS = re.compile(r"(\d{1,3}):([0-5]\d)(?::00)?", re.ASCII)
_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


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
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def fill(
    table: str,
    each: FieldSchema,
    how: FieldRecipe,
    texts: Sequence[str],
    missing: frozenset[str],
    *,
    typed: bool = False,
    people: People | None = None,
) -> Filled:
    """The field's cells for the texts of its source column; `typed` where a workbook gave them."""
    blank = {text for text in set(texts) if same(text) in missing}
    different = [text for text in dict.fromkeys(texts) if text not in blank]
    filled = [text for text in texts if text not in blank]
    decided = _decided(each, how, filled, typed)
    moments = decided.moments if decided else None
    values: dict[str, str] = {}
    wrong: dict[str, str] = {}
    # People in one order whatever that of the rows: a code may depend on which codes are taken.
    for text in sorted(different, key=same) if how.person else different:
        value = _value(each, how, moments, text, people)
        if value is None:
            wrong[text] = _why(how)
        else:
            values[text] = value
    wrong |= _no_values(table, each, values)
    good = {text: value for text, value in values.items() if text not in wrong}
    mangled = find_mangled(each, how, filled, typed)
    asked = (decided.problem,) if decided and decided.problem else ()
    return Filled(
        [good.get(text, "") for text in texts],
        wrong,
        (*(decided.notes if decided else ()), *_notes(each, how, moments, texts, good, wrong)),
        len(good) - len(set(good.values())) if how.code and not _is_word(each) else 0,
        count_different(good, how),
        (*asked, *mangled.problems),
        (*(decided.warnings if decided else ()), *mangled.warnings),
    )


def count_different(texts: Iterable[str], how: FieldRecipe) -> int:
    """How many different values there are, as the recipe tells values apart."""
    return len({same(text) if how.values is not None else text for text in texts})


def _decided(each: FieldSchema, how: FieldRecipe, texts: Sequence[str], typed: bool) -> Decided | None:
    """How the moments of a column are read, what was decided, and why nobody could decide; None for other fields."""
    if not isinstance(how.format, Moments):
        return None
    if how.format.ways:
        return Decided(how.format.with_typed() if typed else how.format)
    return decide(texts, each.name, typed)


def _why(how: FieldRecipe) -> str:
    if how.values is not None:
        return NOT_IN_MAP
    if isinstance(how.format, str):
        return NO_NUMBER
    return NOT_IN_FORMAT if how.format and how.format.ways else NO_MOMENT


def _value(
    each: FieldSchema, how: FieldRecipe, moments: Moments | None, text: str, people: People | None
) -> str | None:
    """What a text becomes; None where the map or the format does not know it."""
    if how.split is not None:
        return _several(how, text)
    if how.values is not None:
        return how.values.get(same(text), how.otherwise)
    if moments is not None:
        return _moment(each, moments, text)
    if isinstance(how.format, str):
        return _number(how.format, text)
    if how.person and people:
        return people(how.person, " ".join(text.split()))
    # The tables end their lines in one way, and so do texts of several lines in them.
    return _coded(each, how.code.apply(text)) if how.code else "\n".join(text.splitlines())


def _several(how: FieldRecipe, text: str) -> str | None:
    """Several values of one cell, each by the map where there is one, joined by |."""
    made: dict[str, None] = {}
    for part in (part.strip() for part in text.split(how.split)):
        if not part:
            continue
        value = how.values.get(same(part), how.otherwise) if how.values is not None else part
        if value is None:
            return None
        made |= dict.fromkeys(code for code in value.split("|") if code)
    return "|".join(made)


def _coded(each: FieldSchema, text: str) -> str:
    """A code without the signs that no code holds. Not for people: a name without its comma is no code."""
    if each.identifies or not each.pattern:
        return text
    word = _is_word(each)
    plain = re.sub(r"[^a-z0-9_-]+", "_", text.lower()) if word else re.sub(r"[^A-Za-z0-9_-]+", "-", text)
    plain = plain.strip("_-")
    if len(plain) <= LONGEST_CODE:
        return plain
    # Two long names may begin alike: what tells them apart comes from the whole.
    return f"{plain[: LONGEST_CODE - 9]}-{hashlib.sha256(text.encode('utf-8')).hexdigest()[:8]}"


def _is_word(each: FieldSchema) -> bool:
    """Whether a code is a word in small letters, of which several spellings may come to one."""
    return bool(each.pattern) and re.fullmatch(each.pattern or "", "A") is None and not each.identifies


def _moment(each: FieldSchema, moments: Moments, text: str) -> str | None:
    if each.month_allowed and _MONTH.fullmatch(text):
        return text
    found = moments.read(text)
    if found is None:
        return None
    day, clock = found
    if each.type == "date" or each.month_allowed:
        return day.isoformat() if day else None
    if clock is None:
        return None
    hours = clock.strftime("%H:%M")
    if each.type == "time":
        return hours
    return f"{day.isoformat()}T{hours}" if day else None


def _number(how: str, text: str) -> str | None:
    """A number with thousands, or a length of time in minutes."""
    plain = text.strip().lstrip("£").replace("\xa0", "")
    if _PLAIN.fullmatch(plain):
        return plain
    if how == "number":
        return plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else None
    if found := _HOURS.fullmatch(plain):
        return str(int(found[1]) * 60 + int(found[2]))
    found = _MINUTES.fullmatch(plain)
    return str(int(found[1] or 0) * 60 + int(found[2] or 0)) if found and plain else None


def _no_values(table: str, each: FieldSchema, values: Mapping[str, str]) -> dict[str, str]:
    """The texts whose values the schema refuses, with its reason, which never holds the cell."""
    asked = {text: value for text, value in values.items() if value}
    found = read_column(table, each, list(asked.values()), range(len(asked)))[1] if asked else []
    texts = list(asked)
    return {texts[finding.row or 0]: finding.message.rstrip(".") for finding in found}


def _notes(
    each: FieldSchema,
    how: FieldRecipe,
    moments: Moments | None,
    texts: Sequence[str],
    good: Mapping[str, str],
    wrong: Mapping[str, str],
) -> tuple[str, ...]:
    """The decisions that were made for this column, a sentence each."""
    notes = []
    if moments is not None:
        notes += _moment_notes(each, moments, texts, good, wrong)
    if how.otherwise is not None:
        known = how.values or {}
        other = {text for text in good if same(text) not in known} if not how.split else set()
        if count := sum(text in other for text in texts):
            notes.append(
                f"{many(count_different(other, how), 'different value')} in {many(count, 'row')} by otherwise."
            )
    if how.code is not None:
        zeros = f", digits filled with zeros to {how.code.pad}" if how.code.pad else ""
        notes.append(f"made into codes: {how.code.prefix or 'nothing'} before each{zeros}.")
    elif how.person:
        who = "adults" if how.person == "adult" else "children"
        notes.append(f"made into pseudonyms of {who}.")
    elif each.identifies:
        notes.append(
            "codes are taken as they stand. They must be pseudonyms of your own, never names or numbers of others."
        )
    if each.type == "string" and not each.pattern and not each.enum:
        held = {text for text, value in good.items() if value.startswith(FORMULA)}
        if count := sum(text in held for text in texts):
            notes.append(f"text that begins like a formula is kept as text: {many(count, 'cell')}.")
    return tuple(notes)


def _moment_notes(
    each: FieldSchema,
    moments: Moments,
    texts: Sequence[str],
    good: Mapping[str, str],
    wrong: Mapping[str, str],
) -> list[str]:
    notes = []
    formats = moments.formats
    if moments.written != "auto":
        said = f"read as {moments.written}"
        if each.type != "time":
            both = {text for text in good if any(one.is_ambiguous(text) for one in formats)}
            count, filled = sum(text in both for text in texts), sum(text in good for text in texts)
            said += f"; {count:,} of {filled:,} could also be read with day and month exchanged, and the recipe decides"
        notes.append(f"{said}.")
    if each.type != "date" and any("second" in one.parts for one in formats):
        notes.append("seconds are left out.")
    if each.type == "date" and any(one.has_time for one in formats):
        notes.append("the time of day in that column is not part of this field.")
    auto = any(isinstance(way, Auto) for way in moments.ways)
    short = any(one.has_short_year for one in formats) or (auto and any(map(has_short_year, good)))
    if short and each.type != "time":
        notes.append("years of two digits: 69 to 99 are read as 1969 to 1999, all others as 2000 to 2068.")
    if swapped := sum(any(one.fits_swapped(text) for one in formats) for text in wrong):
        notes.append(
            f"{many(swapped, 'value')} that would fit with day and month exchanged. Is the format right?"
        )
    if each.type != "time" and (serials := sum(map(is_serial, wrong))):
        notes.append(
            f"{many(serials, 'value')} that may be serial numbers. Write excel (or excel-1904) as a format."
        )
    return notes
