"""What exports call things: headings for fields, and local words for what was done."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a local word most likely stands for, and whether settings disagree about it so that a person must say."""

    code: str
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
    one place and a hand on a shoulder in another.
    """
    said = plain(word)
    codes = schema.labels()["intervention_category"]
    if said.replace(" ", "_") in codes:
        return Meaning(said.replace(" ", "_"), True)
    lexicon = _read()
    for each, code in lexicon["asked"].items():
        if _within(each, said):
            return Meaning(code, False)
    found = [
        code for code, words in lexicon["interventions"].items() if any(_within(each, said) for each in words)
    ]
    exact = [code for code, words in lexicon["interventions"].items() if said in words]
    if exact:
        return Meaning(exact[0], True)
    return Meaning(found[0], len(found) == 1) if found else None


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
