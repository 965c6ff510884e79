"""The ledger of one audience: what its releases have shown, line by line, each line chained to the one before.

It holds released content only, so it may lie beside the releases. What was shown is known for ever; therefore no line
is ever taken away, not even where the pages of a release are withdrawn.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from generator.disclosure.system import Fact
from generator.errors import DisclosureError

FILE = "ledger.jsonl"
RESTORE = (
    "Put ledger.jsonl back from a copy of the releases folder. Without it nobody can tell what readers know already, "
    "so nothing is built or published for them."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One release as its readers know it.

    `facts` are the sums it showed first, over the atoms of the plan; `cells` are the figures of the windows it showed
    first (`windows`, with first day and day after the last); `exact` says whether a named decision freed totals.
    `plan` names the release plan and `plan_hash` its content. `k`, `bands` and `categories` make the epoch. `figures`
    is the SHA-256 of the release's `data/indicators.json`.
    """

    release: str
    audience: str
    policy: str
    exact: bool
    k: int
    bands: tuple[int, ...]
    categories: Mapping[str, tuple[str, ...]]
    plan: str
    plan_hash: str
    windows: Mapping[str, tuple[str, str]]
    facts: tuple[Fact, ...]
    cells: tuple[Mapping[str, Any], ...]
    figures: str

    @property
    def epoch(self) -> str:
        """The same for entries made under the same threshold, bands and categories."""
        return digest({"k": self.k, "bands": self.bands, "categories": self.categories})


def digest(plain: object) -> str:
    """SHA-256 of a value in its one JSON form."""
    return hashlib.sha256(_canonical(plain).encode("utf-8")).hexdigest()


def line(entry: Entry, before: str) -> bytes:
    """The line of an entry; `before` is the hash of the line above it, empty for the first."""
    plain = {
        "release": entry.release,
        "audience": entry.audience,
        "policy": entry.policy,
        "exact": entry.exact,
        "k": entry.k,
        "bands": entry.bands,
        "categories": entry.categories,
        "epoch": entry.epoch,
        "plan": entry.plan,
        "plan_hash": entry.plan_hash,
        "windows": entry.windows,
        "facts": [_plain_fact(fact) for fact in entry.facts],
        "cells": entry.cells,
        "figures": entry.figures,
        "previous": before,
    }
    return (_canonical({**plain, "hash": digest(plain)}) + "\n").encode("utf-8")


def unnamed(releases: Path, audiences: Collection[str]) -> tuple[str, ...]:
    """Folders of releases with a ledger whose audience is none of these: renamed, or taken out of `setting.yml`."""
    found = (path.parent.name for path in releases.glob(f"*/{FILE}"))
    return tuple(sorted(name for name in found if name not in audiences))


def read(releases: Path, audience: str, frozen: Mapping[str, str]) -> tuple[Entry, ...]:
    """Every entry of one audience, oldest first, once the whole chain is found sound.

    `frozen` names the audience's releases, each with the SHA-256 of its `data/indicators.json` (empty where that is
    not known). No releases and no ledger is a first release. Raises DisclosureError for a ledger that is lost, was
    altered, or does not name every release.
    """
    return _checked(releases / audience / FILE, audience, frozen)[0]


def head(releases: Path, audience: str, frozen: Mapping[str, str]) -> str:
    """The hash that the next line names as the one before it; empty before the first."""
    return _checked(releases / audience / FILE, audience, frozen)[1]


def _checked(path: Path, audience: str, frozen: Mapping[str, str]) -> tuple[tuple[Entry, ...], str]:
    if not path.is_file():
        if frozen:
            raise DisclosureError(f"{_where(path)}: lost, and there are releases.", RESTORE)
        return (), ""
    entries: list[Entry] = []
    before = ""
    try:
        lines = path.read_bytes().decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise _altered(path, 1) from None
    for number, text in enumerate(lines, 1):
        entry, before = _entry(path, number, text, before)
        if entry.audience != audience or entry.release in {each.release for each in entries}:
            raise _altered(path, number)
        shown = frozen.get(entry.release)
        if shown and shown != entry.figures:
            raise _altered(path, number)
        entries.append(entry)
    if set(frozen) - {each.release for each in entries}:
        raise DisclosureError(f"{_where(path)}: a release is not named in it.", RESTORE)
    return tuple(entries), before


def _entry(path: Path, number: int, text: str, before: str) -> tuple[Entry, str]:
    try:
        plain = json.loads(text)
        given = plain.pop("hash")
        if plain["previous"] != before or given != digest(plain):
            raise _altered(path, number)
        entry = Entry(
            release=str(plain["release"]),
            audience=str(plain["audience"]),
            policy=str(plain["policy"]),
            exact=bool(plain["exact"]),
            k=int(plain["k"]),
            bands=tuple(map(int, plain["bands"])),
            categories={str(name): tuple(map(str, codes)) for name, codes in plain["categories"].items()},
            plan=str(plain["plan"]),
            plan_hash=str(plain["plan_hash"]),
            windows={str(name): (str(first), str(end)) for name, (first, end) in plain["windows"].items()},
            facts=tuple(_fact(item) for item in plain["facts"]),
            cells=tuple(dict(item) for item in plain["cells"]),
            figures=str(plain["figures"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ZeroDivisionError):
        raise _altered(path, number) from None
    return entry, str(given)


def _plain_fact(fact: Fact) -> dict[str, Any]:
    ends = {
        name: None if end is None else str(Fraction(end)) for name, end in (("lo", fact.lo), ("hi", fact.hi))
    }
    return {
        "id": fact.id,
        "terms": {atom: str(Fraction(weight)) for atom, weight in fact.terms.items()},
        **ends,
    }


def _fact(item: Mapping[str, Any]) -> Fact:
    low, high = (None if item[name] is None else Fraction(str(item[name])) for name in ("lo", "hi"))
    return Fact(
        str(item["id"]), {str(atom): Fraction(weight) for atom, weight in item["terms"].items()}, low, high
    )


def _canonical(plain: object) -> str:
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _where(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _altered(path: Path, number: int) -> DisclosureError:
    return DisclosureError(f"{_where(path)}, line {number}: not as it was written.", RESTORE)


def merged(entries: Sequence[Entry]) -> tuple[Fact, ...]:
    """The facts of entries, each once: the same statement in two ledgers is one."""
    found: dict[str, Fact] = {}
    for entry in entries:
        for fact in entry.facts:
            found.setdefault(digest(_plain_fact(fact)), fact)
    return tuple(found.values())
