"""What an import would do, or has done, as text for a person. It holds names of columns and counts, never a cell."""

from __future__ import annotations

from collections.abc import Iterator

from generator.recipes.cells import NOT_IN_MAP
from generator.recipes.recipe import many
from generator.recipes.result import Conversion, Mapped


def plan_text(conversion: Conversion) -> str:
    """What every source column became, what did not fit, what was dropped, and which decisions were made."""
    return "\n".join(_lines(conversion)) + "\n"


def _lines(conversion: Conversion) -> Iterator[str]:
    recipe = conversion.recipe
    yield f"Recipe {recipe.name}: {recipe.title}"
    for each in conversion.sources:
        yield f"{each.name}: {many(each.rows, 'row')}"
    for name, table in conversion.tables.items():
        yield ""
        yield f"data/{name}.csv: {many(table.rows, 'row')}"
        yield from _columns([each for each in conversion.mapped if each.table == name])
    if conversion.unmapped:
        yield ""
        yield "Not taken over"
        for one in conversion.unmapped:
            left = "" if one.required else "; left empty"
            yield f"  {one.table}.{one.field}, column {one.column}: {one.why}: {one.counted}{left}"
        if any(one.why == NOT_IN_MAP for one in conversion.unmapped):
            yield "  `readiness recipe suggest` writes the words of a column into a recipe, to be mapped."
    yield ""
    yield "Columns that are not used"
    yield "  " + (", ".join(conversion.dropped) or "none")
    yield ""
    yield "Decisions"
    yield from (f"  {decision}" for decision in conversion.decisions)
    if conversion.warnings:
        yield ""
        yield "Look at"
        yield from (f"  {warning}" for warning in conversion.warnings)
    if conversion.problems:
        yield ""
        yield "In the way"
        yield from (f"  {problem}" for problem in conversion.problems)


def _columns(mapped: list[Mapped]) -> Iterator[str]:
    """One line a field, its parts below each other."""
    widths = [
        max(len(name) for name in names) for names in zip(*((e.field, e.column) for e in mapped), strict=True)
    ]
    for each in mapped:
        empty = f", {each.empty:,} empty" if each.empty else ""
        name, column = each.field.ljust(widths[0]), each.column.ljust(widths[1])
        yield f"  {name}  from {column}  {each.filled:>7,} filled{empty}; {_how(each)}"


def _how(each: Mapped) -> str:
    if each.how == "values":
        return f"{each.known:,} of {each.different:,} different values mapped"
    if each.how == "code":
        return many(each.known, "code")
    if each.how == "person":
        return many(each.known, "pseudonym")
    if each.how:
        return f"{each.known:,} of {each.different:,} different values read as {each.how}"
    return "as it stands"
