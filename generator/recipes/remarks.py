"""The text of a suggested recipe, with what a person should look at on top; and the same in counts for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from generator.recipes.drafting import recipe_of
from generator.recipes.recipe import many
from generator.recipes.suggest import Suggestion


def text_of(found: Suggestion, setting_id: str = "our-setting") -> str:
    """The recipe as the text of its file, with what a person should look at named at its top."""
    body = yaml.safe_dump(recipe_of(found, setting_id), sort_keys=False, allow_unicode=True, width=110)
    return "\n".join([*(f"# {line}".rstrip() for line in _remarks(found)), body])


def _remarks(found: Suggestion) -> Iterator[str]:
    yield "A first recipe, made from the headings and the words of the export. Read it, correct it, and try it:"
    yield "    readiness import THIS_FILE EXPORT --dry-run"
    if found.unclear:
        yield "What these words stand for decides every figure. Say it under values, intervention_category:"
    for word in found.unclear:
        known = " + ".join(word.meaning.codes) or "left out" if word.meaning else ""
        yield f"    {json.dumps(word.variants[0], ensure_ascii=False)}: {known}?      in {many(word.rows, 'row')}"
    if not found.category:
        yield f"No column says what was done. Every row is taken as {found.every}: see constants."
    if unused := [name for name in found.incidents.columns if name not in used(found)]:
        yield f"Columns that are not used: {', '.join(' '.join(name.split()) for name in unused)}"


def to_look_at(found: Suggestion) -> Iterator[str]:
    """What a person has to look at in the recipe, in counts and without a word of the export."""
    seen = found.incidents
    yield f"{seen.path.name}: {many(len(seen.columns), 'column')}, {many(seen.rows, 'row')} looked at."
    open_, doubtful = (
        [word for word in found.unclear if not word.meaning],
        [w for w in found.unclear if w.meaning],
    )
    if not found.category:
        yield "No column says what was done: one constant stands for every row. Read it."
    if open_:
        rows = sum(word.rows for word in open_)
        yield f"{many(len(open_), 'word')} in {many(rows, 'row')} without a meaning: an import stops until you say it."
    if doubtful:
        rows = sum(word.rows for word in doubtful)
        yield f"{many(len(doubtful), 'word')} in {many(rows, 'row')} whose meaning settings differ on: read it."
    if found.date_is_unclear:
        yield "Dates: each could be day-first or month-first. Say which under formats."
    unused = sum(name not in used(found) for name in seen.columns)
    yield f"{many(unused, 'column')} not used; they are named at the top of the recipe."
    if found.roll and not found.rolls_dates:
        yield f"{found.roll.path.name}: not used, because no column says since when each child is here."


def used(found: Suggestion) -> set[str]:
    """The headings that the recipe uses."""
    tables: list[Mapping[str, Any]] = recipe_of(found)["tables"]
    names: set[str] = {found.people.kind}
    for table in tables:
        steps = table.get("rows_from", {})
        wide = steps.get("columns", {}).get("Adult", [])
        names |= set(wide if isinstance(wide, list) else ()) | {steps.get("cell", "")}
        stem = wide.replace("#", "") if isinstance(wide, str) else None
        names |= {name for name in found.incidents.columns if stem and name.removeprefix(stem).isdigit()}
        for each in table["columns"].values():
            names |= set(each) if isinstance(each, list) else {each}
    return names
