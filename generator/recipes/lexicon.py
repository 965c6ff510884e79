"""What exports call things: headings for fields, and local words for what was done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from generator import schema

FILE = Path(__file__).with_name("lexicon.yml")
_SIGNS = re.compile(r"[^\w]+|_+")
_APOSTROPHE = re.compile(r"['’]")
_JOINING = re.compile(r"\band\b|\bplus\b|\bwith\b|\bthen\b|[&+/]", re.IGNORECASE)
NOTHING = "none_of_these"
"""Stands in the lexicon for words that are no intervention."""
CALMED = "de_escalated_no_restriction"
DENIALS = ("no", "not", "without", "never", "nil")
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a local word most likely stands for, and whether settings disagree about it so that a person must say.

    `codes` is empty for a word that is no intervention at all, such as praise: its rows are left out.
    """

    codes: tuple[str, ...]
    sure: bool


def plain(text: str) -> str:
    """A heading or word as it is looked up: small letters, one space, no signs and nothing in brackets."""
    bare = _IN_BRACKETS.sub(" ", text) if _IN_BRACKETS.sub("", text).strip() else text
    return " ".join(_SIGNS.sub(" ", _APOSTROPHE.sub("", bare)).split()).casefold()


@cache
def headings(table: str) -> Mapping[str, tuple[str, ...]]:
    """The headings that each field of a table goes by: its own name, its title, and those of the lexicon."""
    given = _read()["headings"].get(table, {})
    found = {
        each.name: tuple(dict.fromkeys((plain(each.name), plain(each.title), *given.get(each.name, ()))))
        for each in schema.tables()[table].fields
    }
    return MappingProxyType(found)


def meaning(word: str) -> Meaning | None:
    """What a local word for an intervention stands for; None where nothing is known of it.

    A word that settings use for different things is never sure, whatever else stands beside it: "guide" is a hold in
    one place and a hand on a shoulder in another. Two things in one ("held and room") are both, and never sure.
    """
    said = plain(word)
    if (code := code_of("intervention_category", word)) or (code := _phrases().get(said, "")):
        return Meaning((code,) if code != NOTHING else (), True)
    parts = [part for part in (plain(each) for each in _JOINING.split(word)) if part]
    if len(parts) > 1:
        each = [meaning(part) for part in parts]
        if all(each):
            return _together([one for one in each if one])
    return _inside(said)


def _together(parts: Sequence[Meaning]) -> Meaning:
    """Several things in one word; that a child was calmed as well says nothing more of what was done."""
    codes = tuple(dict.fromkeys(code for part in parts for code in part.codes))
    done = tuple(code for code in codes if code != CALMED) or codes
    return Meaning(done, len(done) == 1 and all(part.sure for part in parts))


def _inside(said: str) -> Meaning | None:
    """The meaning of the longest known phrase inside a longer one."""
    asked = _read()["asked"]
    for each in sorted(asked, key=len, reverse=True):
        if _within(each, said):
            return Meaning((asked[each],), False)
    found = sorted(
        (each for each in _phrases() if len(each) > 1 and _within(each, said)), key=len, reverse=True
    )
    if not found:
        return None
    longest = found[0]
    others = {_phrases()[each] for each in found if not _within(each, longest)} - {_phrases()[longest]}
    denied = any(_within(each, said) and not _within(each, longest) for each in DENIALS)
    code = _phrases()[longest]
    return Meaning((code,) if code != NOTHING else (), not others and not denied)


@cache
def _phrases() -> Mapping[str, str]:
    """Every known word for what was done, with its code."""
    lists = _read()["interventions"]
    return MappingProxyType({each: code for code, words in lists.items() for each in words})


def is_title_of(text: str) -> str:
    """What a title such as "Seclusion room book" says that every row of its list is; empty where it says nothing."""
    found = meaning(text)
    return found.codes[0] if found and len(found.codes) == 1 else ""


def code_of(codes: str, word: str) -> str:
    """The code of a list that a word plainly is: by its code or its label; empty where none is."""
    said = plain(word)
    for code, label in schema.labels()[codes].items():
        if said and said in (plain(code), plain(label)):
            return code
    return ""


def _within(words: str, said: str) -> bool:
    return f" {words} " in f" {said} "


@cache
def _read() -> Mapping[str, Any]:
    # Everything stays text: `no` is a heading here.
    loaded: Mapping[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return loaded
