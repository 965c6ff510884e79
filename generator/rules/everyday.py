"""Words that are a name for some and an everyday word for all: alone, in a text, they say too little."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from generator import schema
from generator.pseudonyms import fold

TITLES = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "prof", "rev", "st", "jr", "sr", "and", "the", "of"),
        *("van", "von", "de", "der", "den", "del", "della", "di", "da", "la", "le", "bin", "bint", "ibn"),
        *("al", "el", "mac", "mc"),
    }
)
"""What stands beside a name and is none; never looked for by itself."""


@cache
def everyday() -> frozenset[str]:
    """Every word that may stand in a text without meaning a person: those of `everyday.txt` and of our own lists."""
    lines = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    ours = " ".join(
        [
            *(f"{code} {words}" for codes in schema.labels().values() for code, words in codes.items()),
            *(f"{each.name} {each.title}" for table in schema.tables().values() for each in table.fields),
        ]
    )
    named = " ".join(line for line in lines if not line.startswith("#"))
    return frozenset(re.findall(r"[a-z]+", f"{named} {fold(ours)}"))
