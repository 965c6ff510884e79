"""Which words of an export became which codes: what the recipes that made a workspace's tables say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator import schema
from generator.errors import GeneratorError
from generator.recipes.reading import read
from generator.recipes.recipe import Recipe, same
from generator.recipes.writing import imported


def words_used(workspace: Path) -> tuple[tuple[str, str, str, str], ...]:
    """Table, field, source word and code of every coded field that a recipe of the workspace filled.

    A recipe counts where `data/.imported.json` names it, by its bytes or by its name, for a table that is there
    still. A recipe that cannot be read says nothing; importing with it says why.
    """
    made = imported(workspace)
    found: dict[tuple[str, str, str, str], None] = {}
    for path in sorted((workspace / "recipes").glob("*.yml")) if made else ():
        try:
            recipe = read(path)
        except GeneratorError:
            continue
        tables = {
            name for name, entry in made.items()
            if recipe.sha256 == entry.get("recipe_sha256") or recipe.name == entry.get("recipe")
        }  # fmt: skip
        found |= dict.fromkeys((*_words(recipe, tables), *_left_out(recipe, tables)))
    return tuple(found)


def _words(recipe: Recipe, tables: set[str]) -> Iterator[tuple[str, str, str, str]]:
    for table in recipe.tables:
        known = schema.tables()[table.table]
        for each in table.fields if table.table in tables else ():
            if known.field(each.field).codes and each.values:
                for word, code in each.values.items():
                    yield table.table, each.field, word, code
        for name, code in table.constants.items():
            if table.table in tables and name == "intervention_category":
                yield table.table, name, "", code


def _left_out(recipe: Recipe, tables: set[str]) -> Iterator[tuple[str, str, str, str]]:
    """Words of the column of what was done whose rows are left out: no incident at all."""
    for table in recipe.tables:
        columns = [same(each.column) for each in table.fields if each.field == "intervention_category"]
        for each in table.filters if table.table in tables else ():
            if not each.keep and same(each.column) in columns:
                for word in sorted(each.values):
                    yield table.table, "intervention_category", word, ""
