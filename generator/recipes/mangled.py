"""Codes that a spreadsheet has spoilt: shortened to 1.2E+05, turned into 3-Apr, or without their leading zeros."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.recipes.recipe import FieldRecipe, many
from generator.schema import FieldSchema

_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_FLAGS = re.ASCII | re.IGNORECASE
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d{1,3}", _FLAGS)
_DATED = re.compile(rf"\d{{1,2}}-({_MONTH})|({_MONTH})-\d{{2}}", _FLAGS)
_TYPED_DATE = re.compile(r"\d{4}-\d\d-\d\d(T[\d:]+)?", re.ASCII)
_TOO_LONG = re.compile(r"[1-9]\d{15,}", re.ASCII)
"""A workbook keeps fifteen figures of a number."""
_DECIMAL = re.compile(r"\d+\.0", re.ASCII)
_LOST = "The code behind it is lost: take it from the source with the column formatted as text"
DENSE = 0.3
"""Numbers given one after the other fill their range; codes of one length drawn from a large range do not."""


@dataclass(frozen=True, slots=True)
class Mangled:
    """What is wrong with the codes of a column: what stops, and what a person should look at."""

    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def find_mangled(each: FieldSchema, how: FieldRecipe, texts: Sequence[str], typed: bool) -> Mangled:
    """What a spreadsheet did to the codes of a column, counted and in words; nothing for fields that hold no codes."""
    if each.type != "string" or not each.pattern or each.month_allowed or how.values is not None or how.split:
        return Mangled()
    if each.codes:
        return Mangled()
    problems, warnings = [], []
    if not (how.code and how.code.as_written):
        for looks, what in (
            (
                (_SHORTENED, *([_TOO_LONG] if typed else [])),
                "numbers that a spreadsheet shortened (as 1.2E+05)",
            ),
            (
                (_DATED, *([_TYPED_DATE] if typed else [])),
                "codes that a spreadsheet turned into dates (as 3-Apr)",
            ),
        ):
            found = {text for text in set(texts) if any(look.fullmatch(text) for look in looks)}
            if found:
                rows = sum(text in found for text in texts)
                problems.append(
                    f"holds {what}: {many(len(found), 'different value')} in {many(rows, 'row')}. {_LOST}. If they are "
                    f"right as they stand, say so: codes: {{{each.name}: {{as_written: true}}}}."
                )
    if points := sum(bool(_DECIMAL.fullmatch(text)) for text in texts):
        warnings.append(f"codes end in .0, which a program adds to numbers: {many(points, 'row')}.")
    if not (how.code and how.code.pad) and (lost := _without_zeros(set(texts))):
        warnings.append(
            f"codes of figures have different lengths, as if a spreadsheet had taken leading zeros away: "
            f"{many(lost, 'different value')} shorter than the others. Compare with the source, or give the length: "
            f"codes: {{{each.name}: {{pad: 4}}}}."
        )
    return Mangled(tuple(problems), tuple(warnings))


def _without_zeros(different: set[str]) -> int:
    """How many codes of figures look shorter than they were; 0 where numbers simply grew."""
    figures = [text for text in different if text.isascii() and text.isdigit()]
    zeros = [len(text) for text in figures if text.startswith("0") and len(text) > 1]
    if zeros:
        return sum(len(text) < max(zeros) for text in figures)
    length = max(map(len, figures), default=0)
    shorter = sum(len(text) < length for text in figures)
    if len(figures) < 20 or length < 4 or not 0 < shorter <= len(figures) / 5:
        return 0
    values = [int(text) for text in figures]
    return shorter if len(values) / (max(values) - min(values)) < DENSE else 0
