"""What each size of setting is shown and what nine releases leave of it: `make measure-disclosure` writes it down.

The settings are invented and seeded, so two runs write the same bytes. Every row is attacked before it is written.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from simulate import RELEASES, SIZES, Shelf, changed_figures, invent, measure, worked_out, write_release

from generator.disclosure.rules import Rules
from generator.published import Published

TARGET = Path(__file__).parents[2] / "generator" / "disclosure" / "measured.yml"
HEAD = "# Made by `make measure-disclosure` from invented, seeded settings, never typed. It counts cells of the plan.\n"


def planned(rules: Rules) -> set[str]:
    """The cells that the plan for this size names."""
    return {cell.key for cell in rules.cells if rules.size.names(cell.table)}


def states(published: Published, keys: set[str]) -> dict[str, int]:
    """How many of these cells are exact, a range or hidden on the pages."""
    found: Counter[str] = Counter()
    for cell in published.cells:
        if cell.key in keys:
            found["hidden" if cell.hidden else "exact" if cell.exact else "band"] += 1
    return {name: found[name] for name in ("exact", "band", "hidden")}


def measured(size: int) -> dict[str, Any]:
    """One row of the table: a first release of three years at once, and the same after nine termly releases."""
    setting = invent(size)
    with tempfile.TemporaryDirectory() as folder:
        termly, at_once = Shelf(("governors",)), Shelf(("governors",))
        for release in range(1, RELEASES + 1):
            termly.release(measure(write_release(Path(folder), setting, release)), str(release))
        at_once.release(termly.evidence[-1], "1")
    rules = at_once.rules["governors"][0]
    keys = planned(rules)
    first = states(at_once.published["governors"][0], keys)
    recovered = [*worked_out(at_once, "governors"), *worked_out(termly, "governors")]
    recovered += changed_figures(termly.published["governors"])
    return {
        "roll": size,
        "plan": rules.size.name,
        "cells": sum(first.values()),
        **first,
        "after_nine": states(termly.published["governors"][-1], keys),
        "recovered": len(recovered),
    }


def text_of(rows: list[Mapping[str, Any]]) -> str:
    return HEAD + yaml.safe_dump([dict(row) for row in rows], sort_keys=False)


if __name__ == "__main__":
    found = []
    for each in [int(word) for word in sys.argv[1:]] or SIZES:
        found.append(measured(each))
        print(found[-1], file=sys.stderr, flush=True)
    if len(sys.argv) == 1:
        TARGET.write_text(text_of(found), encoding="utf-8", newline="\n")
