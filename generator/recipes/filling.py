"""Whether a column can fill a field of a suggested recipe, and by which way: a format, a value map, a code rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from generator import schema
from generator.recipes.dates import Auto, decide, is_serial
from generator.recipes.guessing import filled, has_clock
from generator.recipes.lexicon import code_of
from generator.recipes.local_words import CODED_MOST, words_of
from generator.schema import FieldSchema

KNOWN_SHARE = 0.8
"""The share of rows whose word must be known before a column of words is taken."""
_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}[/.-](\d{4}|\d{2})(.*)")


@dataclass(frozen=True)
class Ways:
    """How the columns of one table are read, as keys of a recipe; filled while its columns are gone through."""

    formats: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    split: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Any] = field(default_factory=dict)

    def keys(self) -> dict[str, Any]:
        """The keys that say something."""
        return {key: value for key, value in vars(self).items() if value}


def takes(each: FieldSchema, texts: Sequence[str], ways: Ways, order: str, typed: bool) -> bool:
    """Whether a column can fill a field, and by which way of the recipe; False leaves it out."""
    there = filled(texts)
    different = dict.fromkeys(there)
    if not there:
        return False
    if each.type == "datetime" and sum(has_clock(text) for text in there) < 0.8 * len(there):
        return False
    if each.type in ("date", "datetime", "time"):
        if written := _format(each, there, order, typed):
            ways.formats[each.name] = written
    elif each.type in ("number", "integer"):
        plainly = all(text.replace(".", "").isdigit() for text in different)
        ways.formats[each.name] = "number" if plainly else "minutes"
    elif each.open_codes:
        ways.codes[each.name] = {}
    elif each.codes:
        split, words = words_of(there)
        known = {
            word: code
            for word in (words if each.multi else different)
            if (code := _plainly(each.codes, word))
        }
        rows = words if each.multi else Counter(there)
        # A map that knows only some of the words would make those look like all there is.
        if sum(rows[word] for word in known) < KNOWN_SHARE * sum(rows.values()) or len(words) > CODED_MOST:
            return False
        ways.values[each.name] = known
        if each.multi and split:
            ways.split[each.name] = split
    return True


def _plainly(codes: str, word: str) -> str:
    """The code that a word plainly is; "no" where a list has a code for none."""
    plain = word.casefold().strip()
    if (
        plain in ("no", "n", "nil")
        and "none" in schema.labels()[codes]
        and "no" not in schema.labels()[codes]
    ):
        return "none"
    return code_of(codes, word)


def _format(each: FieldSchema, texts: Sequence[str], order: str, typed: bool) -> str | list[str]:
    """A format where the cells need one to be named; empty where the whole column decides."""
    if each.type == "time":
        bare = [text for text in texts if text.isascii() and text.isdigit() and len(text) <= 4]
        if bare and not all(Auto("day").read(text) for text in texts):
            return "HHmm" if typed or len(bare) == len(texts) else ["HHmm", "HH:mm", "hh:mm AM/PM"]
    if all(is_serial(text) for text in texts):
        return "excel"
    if not order or not decide(texts, each.name, typed).problem:
        return ""
    found = next((hit for text in texts if (hit := _DATE.fullmatch(text))), None)
    if not found:
        return ""
    sign, year, rest = found.groups()
    day = sign.join([*(["DD", "MM"] if order == "day" else ["MM", "DD"]), "Y" * len(year)])
    clock = " hh:mm AM/PM" if re.search("[ap]m", rest, re.I) else " HH:mm" if ":" in rest else ""
    clock = clock.replace("mm", "mm:ss") if rest.count(":") == 2 else clock
    return [day + clock, day] if clock and each.type != "time" else day + clock
