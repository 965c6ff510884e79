"""Which file of a command is which of a recipe's files."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

from generator.errors import UsageError
from generator.recipes.recipe import FileShape


def assign(shapes: Sequence[FileShape], files: Sequence[Path]) -> list[tuple[Path, FileShape]]:
    """Each file with the shape it is read by; a workbook may be read by several, a shape may read several files.

    A file goes to every shape whose `match` fits its name. The others go to the shapes without `match` in their order,
    and the last of those takes the rest. Where one file is left for several shapes with a sheet each, it goes to all.
    """
    if not files:
        raise UsageError("FILE: no export is named.", "Name the file to import after the recipe.")
    if len(shapes) == 1 and not shapes[0].match:
        return [(path, shapes[0]) for path in files]
    found = [(path, shape) for shape in shapes for path in files if shape.match and _fits(path, shape.match)]
    left = [path for path in files if path not in {path for path, _ in found}]
    plain = [shape for shape in shapes if not shape.match]
    if len(left) == 1 and plain and all(shape.sheet for shape in plain):
        found += [(left[0], shape) for shape in plain]
    elif left and not plain:
        raise UsageError(
            f"{left[0].name}: no file of the recipe has a match for its name.",
            "Correct match, or name another file.",
        )
    else:
        found += [(path, plain[min(place, len(plain) - 1)]) for place, path in enumerate(left)]
    absent = [shape.name for shape in shapes if shape not in {shape for _, shape in found}]
    if absent:
        raise UsageError(
            f"FILE: the recipe needs a file more: {', '.join(absent)}.", "Name all of them after the recipe."
        )
    order = {path: place for place, path in enumerate(files)}
    return sorted(found, key=lambda pair: (shapes.index(pair[1]), order[pair[0]]))


def _fits(path: Path, match: str) -> bool:
    return fnmatch(path.name.casefold(), match.casefold())
