"""Decisions kept between builds: unchanged inputs are not solved again, and their proofs are checked again each time.

What is kept holds worlds, from which hidden numbers cannot be told but which are nobody's to read: it lies with the
records, for their owner only. A file that is lost, altered or made by other code is as if it had never been.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.disclosure.cells import Decision, ProtectCell, Protected, targets_of
from generator.disclosure.ledger import digest
from generator.disclosure.system import Fact, System, Target, fits, value_of


def key_of(cells: Sequence[ProtectCell], known: Sequence[Fact], settings: Mapping[str, Any]) -> str:
    """What decisions depend on, as a hash: cells, known facts, threshold, bands, ladders, and the code itself."""
    plain = {
        "cells": [{**asdict(cell), "terms": dict(cell.atoms)} for cell in cells],
        "known": [_plain(fact) for fact in known],
        "settings": settings,
        "code": _code(),
    }
    return digest(plain)


def _code() -> str:
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def load(
    folder: Path, key: str, cells: Sequence[ProtectCell], known: Sequence[Fact], k: int
) -> Protected | None:
    """Decisions made earlier from the same inputs, once every certificate has been checked again; None otherwise."""
    try:
        plain = json.loads((folder / f"{key}.json").read_bytes())
        if plain.pop("hash") != digest(plain) or plain["key"] != key:
            return None
        found = _protected(plain, known)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, ZeroDivisionError):
        return None
    return found if _sound(found, cells, k) else None


def save(folder: Path, key: str, found: Protected, known: Sequence[Fact]) -> None:
    """Keep decisions for the next time; where that fails, they are worked out again."""
    worlds = {json.dumps(world, sort_keys=True) for pair in found.worlds.values() for world in pair}
    order = {text: place for place, text in enumerate(sorted(worlds))}
    plain: dict[str, Any] = {
        "key": key,
        "decisions": [[each.key, each.state, each.lo, each.hi] for each in found.decisions],
        "rungs": dict(found.rungs),
        "facts": [_plain(fact) for fact in found.facts],
        "unknowns": list(found.system.unknowns),
        "targets": [[t.id, _terms(t.terms), _end(t.need_lo), _end(t.need_hi)] for t in found.system.targets],
        "worlds": [json.loads(text) for text in sorted(worlds)],
        "pairs": {
            name: [order[json.dumps(world, sort_keys=True)] for world in pair]
            for name, pair in found.worlds.items()
        },
        "known": list(found.known),
        "withheld": dict(found.withheld),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.chmod(folder, 0o700)
        new = folder / f".{key}.new"
        new.write_text(json.dumps({**plain, "hash": digest(plain)}), encoding="utf-8")
        os.chmod(new, 0o600)
        os.replace(new, folder / f"{key}.json")
    except OSError:
        return


def _protected(plain: Mapping[str, Any], known: Sequence[Fact]) -> Protected:
    facts = tuple(_fact(item) for item in plain["facts"])
    targets = tuple(
        Target(name, _rational(terms), _open(lo), _open(hi)) for name, terms, lo, hi in plain["targets"]
    )
    worlds = plain["worlds"]
    return Protected(
        decisions=tuple(Decision(*each) for each in plain["decisions"]),
        rungs=plain["rungs"],
        facts=facts,
        system=System(tuple(plain["unknowns"]), {}, {}, (*known, *facts), targets),
        worlds={name: (worlds[low], worlds[high]) for name, (low, high) in plain["pairs"].items()},
        known=tuple(plain["known"]),
        withheld=plain["withheld"],
    )


def _sound(found: Protected, cells: Sequence[ProtectCell], k: int) -> bool:
    """Whether the decisions are true of the cells, and each target has two worlds that fit and meet its need."""
    values = {cell.key: cell.value for cell in cells}
    for each in found.decisions:
        true = values[each.key]
        if each.state != "hidden" and not (each.lo is not None and each.lo <= true):
            return False
        if each.hi is not None and true > each.hi:
            return False
    wanted = {target.id for target in targets_of(cells, k)}
    have = {target.id for target in found.system.targets}
    if not have <= wanted or wanted - have - set(found.known):
        return False
    checked: dict[int, bool] = {}
    for target in found.system.targets:
        for world, low in zip(found.worlds[target.id], (True, False), strict=True):
            if id(world) not in checked:
                checked[id(world)] = fits(found.system, world)
            value = value_of(target.terms, world)
            need = target.need_lo if low else target.need_hi
            if not checked[id(world)] or (need is not None and (value > need if low else value < need)):
                return False
    return True


def _plain(fact: Fact) -> list[Any]:
    return [fact.id, _terms(fact.terms), _end(fact.lo), _end(fact.hi)]


def _fact(item: Sequence[Any]) -> Fact:
    return Fact(item[0], _rational(item[1]), _open(item[2]), _open(item[3]))


def _terms(terms: Mapping[str, Any]) -> dict[str, str]:
    return {atom: str(Fraction(weight)) for atom, weight in sorted(terms.items())}


def _rational(terms: Mapping[str, str]) -> dict[str, Fraction]:
    return {atom: Fraction(weight) for atom, weight in terms.items()}


def _end(end: Fraction | None) -> str | None:
    return None if end is None else str(Fraction(end))


def _open(end: str | None) -> Fraction | None:
    return None if end is None else Fraction(end)
