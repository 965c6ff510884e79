"""The local words of an export: which column says what was done, and the words in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.recipes.guessing import CATEGORY, CLOSE, filled, likeness, moment_in
from generator.recipes.lexicon import headings, meaning, plain
from generator.recipes.looking import Look

CODED_MOST = 40
"""Different words above which a column is prose and not a list of codes."""
LONGEST_WORD = 80
ANSWERS = frozenset({"yes", "no", "y", "n", "none", "true", "false", "not used"})
_BEHIND = re.compile(
    r"(\s*[;:,(]\s*\d+\s*(m|mins?|minutes?)?|\s+\d+\s*(m|mins?|minutes?))\.?\)?$", re.IGNORECASE
)


def category_of(seen: Look, without: frozenset[str]) -> str:
    """The column that says what was done: of those whose heading may, the one whose words are known best.

    A column with another heading is taken only where most of its words are known; empty where there is none.
    """
    names = headings("incidents")[CATEGORY]
    others = {word for field, words in headings("incidents").items() if field != CATEGORY for word in words}
    best, score = "", 0.0
    for heading, texts in seen.columns.items():
        words = words_of(texts)[1]
        if heading in without or not words or len(words) > CODED_MOST or max(map(len, words)) > LONGEST_WORD:
            continue
        if all(moment_in(word) or not any(map(str.isalpha, word)) for word in words):
            continue
        likely = likeness(plain(heading), names)
        told = _told(words)
        whole = sum(often for word, often in words.items() if without_minutes(word) == word) / sum(
            words.values()
        )
        # "Yes" and "none" are words of any column: they say what was done only under a heading that asks it.
        sayings = {word: often for word, often in words.items() if plain(word) not in ANSWERS}
        if likely < CLOSE and (plain(heading) in others or _told(sayings) < 0.5):
            continue
        if (now := told + 0.3 * whole + 0.5 * (likely >= CLOSE) + 0.1 * likely) > score:
            best, score = heading, now
    return best


def _told(words: Mapping[str, int]) -> float:
    """The share of rows whose word is known."""
    rows = sum(words.values())
    return sum(often for word, often in words.items() if meaning(word)) / rows if rows else 0.0


def words_of(texts: Iterable[str]) -> tuple[str, dict[str, int]]:
    """The sign that parts several words in one cell, and how many rows each word stands in, the most frequent first."""
    cells = filled(texts)
    sign = next((each for each in ("|", ";", ",") if _parts_better(cells, each)), "")
    counted: dict[str, int] = {}
    for cell in cells:
        for word in dict.fromkeys(part.strip() for part in (cell.split(sign) if sign else [cell])):
            if word:
                counted[word] = counted.get(word, 0) + 1
    return sign, dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))


def stem_of(word: str) -> str:
    """A word without what differs from row to row: minutes behind it, capitals, signs."""
    return plain(without_minutes(word)) or word


def without_minutes(word: str) -> str:
    """A word without the minutes that stand behind it: "Seated hold; 4" is a seated hold."""
    return _BEHIND.sub("", word) or word


def _parts_better(cells: Sequence[str], sign: str) -> bool:
    """Whether parting cells by a sign leaves fewer different words, each known or seen apart as well."""
    whole = {cell for cell in cells if sign in cell}
    if not whole:
        return False
    parts = {part.strip() for cell in whole for part in cell.split(sign)} - {""}
    alone = {stem_of(cell) for cell in cells if sign not in cell}
    return all(stem_of(part) in alone or meaning(part) is not None for part in parts)
