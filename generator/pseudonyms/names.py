"""The people of the lookup as words that no text may hold; the one thing that is read of `private/` by itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from generator.errors import SettingError
from generator.model import Finding, Named
from generator.pseudonyms.codes import PART, normal
from generator.pseudonyms.files import FOLDER, read_lookup

_WORD = re.compile(r"[^\W_]+")


def named(workspace: Path) -> tuple[Named, ...]:
    """Everyone of the lookup, in the words they are looked for by; nobody where there is none or it cannot be read.

    The words without figures in a part of an identity are a name, whatever number or date stands beside it. A number of
    six signs or more counts as one word, a date or a shorter number for nothing: any text may hold it by chance.
    """
    try:
        lookup = read_lookup(workspace / FOLDER)
    except SettingError:  # `unread` says so
        return ()
    found = (
        Named("adult" if each.kind == "adult" else "child", words)
        for each in (lookup[1] if lookup else ())
        if each.kind != "record"
        for part in each.identity.split(PART)
        for words in _words(part)
    )
    return tuple(dict.fromkeys(found))


def unread(workspace: Path) -> tuple[Finding, ...]:
    """An error where there is a lookup and it cannot be read: then nobody in it is looked for in any text."""
    try:
        read_lookup(workspace / FOLDER)
    except SettingError as error:
        message = "lookup.json cannot be read, so the names in it are looked for in no table and no site."
        return (Finding("error", "lookup-damaged", FOLDER, None, None, message, error.hint),)
    return ()


def _words(part: str) -> Iterator[tuple[str, ...]]:
    """The name in a part of an identity, and each number in it that no text holds by chance."""
    name = []
    for word in normal(part).split():
        if not re.search(r"\d", word):
            name.extend(fold(word).split())
        elif re.search(r"[^\W\d_]", word) and len(fold(word)) >= 6:
            yield tuple(fold(word).split())
    if name:
        yield tuple(name)


def fold(text: str) -> str:
    """A text's words without accents, capitals and signs, divided by spaces: "Zoë O’Neil" is "zoe o neil"."""
    if text.isascii():
        return " ".join(_WORD.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", text)
    kept = (sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf"))
    return " ".join(_WORD.findall("".join(kept).casefold()))
