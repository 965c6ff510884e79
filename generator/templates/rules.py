"""What a column of the workbook takes: its format, what may be typed, and the help beside the cell."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from datetime import date
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from generator.schema import FieldSchema, TableSchema
from generator.templates.lists import options

LAST_ROW = 2000
TEXT = "@"
FORMATS = {
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "time": "hh:mm",
    "integer": "0",
    "number": "General",
}
"""Everything else is text, so that 007 stays 007 and 3-4 stays 3-4."""
OLDEST = date(1900, 3, 1)
"""The first day on which every spreadsheet agrees; an earlier one can only be typed as text."""
TITLE_LENGTH, HELP_LENGTH, ERROR_LENGTH = 32, 255, 225
"""What a spreadsheet takes at most for the note beside a cell and for a refusal (Excel, Apply data validation)."""
WAYS = {
    "date": "A date, for example {example}. However you type it, it is kept as a date.",
    "datetime": "Day and time together, for example {example}.",
    "time": "Hours and minutes of the 24-hour clock, for example {example}.",
    "boolean": "yes or no.",
    "integer": "A whole number, for example {example}.",
    "number": "A number, for example {example}.",
}


def number_format(each: FieldSchema) -> str:
    """How the cells of a column are formatted."""
    return FORMATS.get(each.type, TEXT)


def way(each: FieldSchema) -> str:
    """How to fill a column in, in a sentence."""
    if each.type in WAYS:
        return WAYS[each.type].format(example=each.example.replace("T", " "))
    if options(each) and each.multi:
        return f"A code from the list, or several joined by | without spaces: {each.example}."
    if options(each) and each.open_codes:
        return f"A code from the list, or one of your own in small letters: {each.example}."
    if options(each):
        return "A code from the list."
    if each.identifies:
        return f"A code of your own, for example {each.example}. Never a name, a date of birth or a pupil number."
    if each.multi:
        return f"One, or several joined by | without spaces: {each.example}."
    if each.unique:
        return f"A number of your own that stands in one row only, for example {each.example}."
    return f"For example: {each.example.removesuffix('.')}."


def validation(
    table: TableSchema, each: FieldSchema, letter: str, places: Mapping[str, str]
) -> DataValidation:
    """What may be typed into a column, and the help that shows when one of its cells is chosen."""
    rule = _rule(table, each, letter, places)
    rule.allow_blank = True
    rule.showInputMessage = True
    rule.promptTitle = each.title[:TITLE_LENGTH]
    must = " Must be filled." if each.required else ""
    rule.prompt = _short(f"{way(each)}{must} {each.description}", HELP_LENGTH)
    rule.errorTitle = "This column cannot take that"
    more = " The sheet codes lists every code." if options(each) else ""
    rule.error = _short(way(each) + more, ERROR_LENGTH)
    rule.errorStyle = "stop"
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    return rule


def _rule(table: TableSchema, each: FieldSchema, letter: str, places: Mapping[str, str]) -> DataValidation:
    if each.type == "boolean":
        return DataValidation(type="list", formula1='"yes,no"', showErrorMessage=True)
    if options(each):
        # With an open list, or with several codes in a cell, the list only offers.
        closed = not (each.multi or each.open_codes)
        return DataValidation(type="list", formula1=places[each.name], showErrorMessage=closed)
    if each.type in ("date", "datetime"):
        low = _minimum(each)
        if low < OLDEST:  # an old school's first day stays text, and must not be refused
            return DataValidation(showErrorMessage=False)
        return DataValidation(
            type="date",
            operator="greaterThanOrEqual",
            formula1=f"DATE({low.year},{low.month},{low.day})",
            showErrorMessage=True,
        )
    if each.type == "time":
        return DataValidation(
            type="time", operator="between", formula1="0", formula2="0.999988426", showErrorMessage=True
        )
    if each.type in ("integer", "number"):
        return _number(each)
    if each.unique or table.primary_key == (each.name,):
        column = f"${letter}$2:${letter}${LAST_ROW}"
        # COUNTIF would take 007 and 7 for the same.
        only = f"AND(LEN({letter}2)<=40,SUMPRODUCT(--EXACT({column},{letter}2))=1)"
        return DataValidation(type="custom", formula1=only, showErrorMessage=True)
    longest = each.max_length or (40 if each.pattern else 0)
    if longest and not each.multi:
        return DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=str(longest), showErrorMessage=True
        )
    return DataValidation(showErrorMessage=False)


def _number(each: FieldSchema) -> DataValidation:
    kind: Literal["whole", "decimal"] = "whole" if each.type == "integer" else "decimal"
    if each.maximum is None:
        low = str(each.minimum or 0)
        return DataValidation(type=kind, operator="greaterThanOrEqual", formula1=low, showErrorMessage=True)
    return DataValidation(
        type=kind,
        operator="between",
        formula1=str(each.minimum),
        formula2=str(each.maximum),
        showErrorMessage=True,
    )


def _minimum(each: FieldSchema) -> date:
    return date.fromisoformat(str(each.minimum)) if each.type == "date" and each.minimum else OLDEST


def _short(text: str, longest: int) -> str:
    return textwrap.shorten(text, longest, placeholder=" …")
