"""The cells of one column: text in, typed values out, and a finding for each that is no value of its field.

Frictionless decides whether a cell is a value. It is asked once for each different text of a column, because asking
cell by cell takes minutes on a file of twenty thousand rows, and not at all for a number of a row that has the shape
of its field, the one thing it would look at. Dates with a time are read here more strictly than Frictionless does,
which takes "10" for ten o'clock and "3/4" for a day in March.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from frictionless import Field
from numpy.typing import NDArray

from generator.model import Finding
from generator.package.identifiers import identifying
from generator.schema import FieldSchema

LONDON = ZoneInfo("Europe/London")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(:[0-5]\d(\.0+)?)?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_DTYPES: dict[str, Any] = {
    "date": "datetime64[s]",
    "datetime": "datetime64[s]",
    "boolean": "boolean",
    "number": "float64",
    "integer": "float64",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell is no value of its field, in words that never hold the cell."""

    code: str
    message: str
    hint: str


def read_column(
    table: str, each: FieldSchema, texts: Sequence[str], numbers: Sequence[int]
) -> tuple[pd.Series, list[Finding]]:
    """The column as a series indexed by spreadsheet row, and one finding for each cell that cannot be read."""
    places, different = pd.factorize(np.asarray(texts, dtype=object))
    values, found = read_texts(table, each, [str(text) for text in different], places, numbers)
    return values.take(places).set_axis(pd.Index(numbers, name="row")), found


def read_texts(
    table: str, each: FieldSchema, different: Sequence[str], places: NDArray[Any], numbers: Sequence[int]
) -> tuple[pd.Series, list[Finding]]:
    """The values of a column's different texts, in their order, and one finding for each row that cannot be read.

    `places` says for each row which of the texts it holds, and `numbers` its spreadsheet row.
    """
    reader = _reader(each)
    values: list[Any] = list(different)
    broken: dict[int, Problem] = {}
    for place in _unshaped(each, different):
        outcome = reader(different[place])
        values[place] = None if isinstance(outcome, Problem) else outcome
        if isinstance(outcome, Problem):
            broken[place] = outcome
    dtype: Any = "datetime64[s]" if each.month_allowed else _DTYPES.get(each.type, "str")
    found = np.flatnonzero(np.isin(places, list(broken))) if broken else ()
    problems = ((int(numbers[int(at)]), broken[int(places[at])]) for at in found)
    return pd.Series(values, dtype=object).astype(dtype), [
        Finding("error", problem.code, table, row, each.name, problem.message, problem.hint)
        for row, problem in problems
    ]


def _reader(each: FieldSchema) -> Callable[[str], Any]:
    """A function from a cell's text to its value, None for empty, or a `Problem`."""
    known = Field.from_descriptor(dict(each.descriptor)).create_cell_reader()
    return partial(_read, each, known)


def _unshaped(each: FieldSchema, texts: Sequence[str]) -> Sequence[int]:
    """The places of texts that have to be read; any other is its own value, as reading it would only say again.

    Of a text field with a pattern and no other limit, Frictionless asks whether the pattern, between ^ and $, matches.
    The $ lets a line break pass, so that a text with anything that does not print is always read.
    """
    if not _is_shape_alone(each):
        return range(len(texts))
    shaped = re.compile(f"^{each.pattern}$").match
    return [place for place, text in enumerate(texts) if not (text and shaped(text) and text.isprintable())]


def _is_shape_alone(each: FieldSchema) -> bool:
    """Whether nothing but its pattern says which texts a field takes, and no text means something else than itself."""
    limits = each.descriptor.get("constraints", {}).keys()
    more = each.identifies or each.month_allowed or each.codes or each.name == "closed_on"
    plain = not more and each.descriptor.keys().isdisjoint({"format", "missingValues"})
    return plain and each.type == "string" and {"pattern"} <= limits <= {"pattern", "required", "unique"}


def _read(each: FieldSchema, known: Callable[[Any], Any], text: str) -> Any:
    if text == "":
        return (
            Problem("missing-value", "empty, and it must be filled in.", "Fill it in.")
            if each.required
            else None
        )
    if each.type in ("time", "datetime"):
        return _read_time(each, text)
    value, notes = known(text)
    if notes:
        return _why(each, known, text, notes)
    if isinstance(value, str):
        return _problem_in_text(each, value) or _as_month(each, value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool) else float(value)


def _read_time(each: FieldSchema, text: str) -> Any:
    text = text.strip()
    if each.type == "time":
        found = _TIME.fullmatch(text)
        if found:
            return f"{int(found[1]):02d}:{found[2]}"
        hint = "Write hours and minutes of the 24-hour clock, for example 09:05."
        return Problem("not-a-time", "not a time of day.", hint)
    moment = local(text)
    if moment:
        return moment.isoformat()
    hint = "Write day and time together, for example 2026-03-04T15:40."
    return Problem("not-a-date-and-time", "not a date with a time.", hint)


def local(text: str) -> datetime | None:
    """A date with a time as local time in England without a zone; None where the text is not one."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo:
        try:
            moment = moment.astimezone(LONDON).replace(tzinfo=None)
        except OverflowError:
            return None
    return moment.replace(microsecond=0) if 1900 <= moment.year <= 2200 else None


def _as_month(each: FieldSchema, value: str) -> Any:
    """The first day of a month where a field takes months; a day that does not exist is a problem."""
    if not each.month_allowed:
        return value
    day = value if len(value) == 10 else f"{value}-01"
    return day if _is_day(day) else _NOT_A_DATE


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_NOT_A_DATE = Problem("not-a-date", "not a date.", "Write it as year-month-day, for example 2026-03-04.")
_NOT_OF_TYPE = {
    "date": _NOT_A_DATE,
    "number": Problem("not-a-number", "not a number.", "Write figures only, with a point and no unit."),
    "integer": Problem("not-a-whole-number", "not a whole number.", "Write figures only."),
    "boolean": Problem(
        "not-yes-or-no", "neither yes nor no.", "Write true, false, yes or no, or leave it empty."
    ),
}


def _why(each: FieldSchema, known: Callable[[Any], Any], text: str, notes: dict[str, str]) -> Problem:
    """The problem behind the notes of Frictionless, which themselves hold the cell and are never passed on."""
    trimmed = text.strip()
    if trimmed != text and (not trimmed or not known(trimmed)[1]):
        hint = "Take the space away, or leave the cell empty."
        return Problem(
            "stray-space", "holds a space before or after its value, or nothing but a space.", hint
        )
    identifier = identifying(text)
    if identifier:
        return identifier_problem(identifier)
    if "type" in notes:
        return _NOT_OF_TYPE[each.type]
    if "enum" in notes:
        return _unknown_code(each, each.enum)
    if "maxLength" in notes:
        hint = "Shorten it."
        return Problem("too-long", f"longer than {each.max_length} characters.", hint)
    if "pattern" in notes:
        return _wrong_shape(each)
    return _out_of_range(each)


def identifier_problem(kind: str) -> Problem:
    """The problem of a cell that holds something which names a person."""
    hint = "Take it out where it was recorded and export again. No table here ever holds one."
    return Problem("identifier-shape", f"holds what looks like {kind}.", hint)


def _unknown_code(each: FieldSchema, codes: Sequence[str]) -> Problem:
    shown = ", ".join(codes[:12]) + (f" and {len(codes) - 12} more" if len(codes) > 12 else "")
    hint = f"Use one of: {shown}."
    return Problem("unknown-code", f"not a code of {each.codes or each.name}.", hint)


def _wrong_shape(each: FieldSchema) -> Problem:
    if each.multi and each.codes:
        return Problem(
            "code-shape",
            "not one code, nor several joined by |.",
            "Write codes in small letters, joined by |.",
        )
    if each.identifies:
        hint = "Use a code of your own without spaces, at most 40 letters, digits, points, - or _."
        return Problem("code-shape", f"cannot be the code of {_a(each.identifies)}.", hint)
    return Problem("code-shape", "not written as this field wants it.", f"Write it like {each.example}.")


def _a(who: str) -> str:
    return "an adult" if who == "adult" else "a child"


def _out_of_range(each: FieldSchema) -> Problem:
    low, high = each.minimum, each.maximum
    if low is not None and high is not None:
        limits = f"not between {low} and {high}."
    else:
        limits = f"before {low}." if each.type == "date" else f"less than {low}."
    return Problem("out-of-range", limits, "Correct it where it was recorded and export again.")


def _problem_in_text(each: FieldSchema, value: str) -> Problem | None:
    """What Frictionless cannot say of a text: a code outside its list, a day that is none, a person's identifier."""
    if each.enum:
        return None
    free = each.pattern is None
    if not free and ("\n" in value or "\r" in value):
        return _wrong_shape(each)
    if each.name == "closed_on" and not all(_is_day(day) for day in value.split("|")):
        return _NOT_A_DATE
    if each.multi and each.codes and not each.open_codes and not set(value.split("|")) <= each.labels.keys():
        return _unknown_code(each, tuple(each.labels))
    if free or each.identifies:
        kind = identifying(value)
        return identifier_problem(kind) if kind else None
    return None
