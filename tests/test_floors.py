"""Imports go down only: who may know whom, read from the source itself."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "generator"

# From the cellar up. A module may import from lower floors, and from its own where no circle arises.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors", "resources", "rows", "model", "schema", "processes"),
    ("indicator", "statistics", "periods", "exposure", "law"),
    ("setting", "package", "recipes", "pseudonyms", "findings", "workspace", "templates"),
    ("checks", "rules"),
    ("checked",),
    ("indicators",),
    ("catalogue",),
    ("published",),
    ("disclosure", "trace"),
    ("figures",),
    ("pages", "narrative", "challenge"),
    ("site",),
    ("release", "report", "attack"),
    ("evidence", "proof"),
    ("shown",),
    ("build", "listing"),
    ("start", "serve"),
    ("cli",),
)
ANYONE = {"errors"}
# The publishable side may know these and nothing else of ours. `resources` only says where a folder lies.
ABOVE_THE_LINE: dict[str, set[str]] = {
    "published": set(),
    "figures": {"published"},
    "pages": {"published", "figures", "narrative", "challenge", "resources"},
    "narrative": {"published"},
    "challenge": {"published"},
    "site": {"published", "pages", "resources"},
    "report": {"published", "figures", "pages", "site", "resources"},
    "release": {"published", "site", "resources"},
    # The attacker reads published files, and knows of the engine what anyone may know: sums and how to solve them.
    "attack": {"disclosure"},
}
# Indicators see data through `model` alone: no files, no settings on disk.
INDICATORS_KNOW = {
    "indicator",
    "schema",
    "rows",
    "model",
    "periods",
    "exposure",
    "statistics",
    "law",
    "indicators",
}
# `examples` makes the worked examples and `simulation` repeats the simulations of the methods page: both ship with the
# package, and the program does not lean on them.
APART = {"examples", "simulation"}

# The standard library's ways out to other machines. Only `serve` listens, and on loopback alone.
NETWORK = {
    "socket",
    "ssl",
    "urllib.request",
    "http.client",
    "ftplib",
    "smtplib",
    "xmlrpc",
    "telnetlib",
    "imaplib",
}
LISTENS = {"http.server", "socketserver"}

BELOW_THE_LINE = {room for floor in FLOORS[: FLOORS.index(("published",))] for room in floor}
THIRD_PARTY: dict[str, set[str]] = {
    "numpy": BELOW_THE_LINE | {"disclosure", "trace", "examples", "simulation"},
    "pandas": BELOW_THE_LINE | {"disclosure", "trace", "build", "start", "examples", "simulation"},
    "scipy": {"statistics", "disclosure"},
    "frictionless": {"schema", "package", "checks", "recipes"},
    "altair": {"figures"},
    "vl_convert": {"figures"},
    "jinja2": {"pages", "narrative"},
    "markupsafe": {"pages", "narrative"},
    "markdown": {"pages", "narrative", "site"},
    "mkdocs": {"site"},
    "openpyxl": {"recipes", "templates", "package"},
    "typst": {"report"},
    "typer": {"cli"},
    "watchdog": {"serve"},
    "click": {"cli"},
    "yaml": BELOW_THE_LINE
    | {"disclosure", "pages", "narrative", "challenge", "site", "start", "examples", "simulation"},
}


def imports(source: str, package: str) -> Iterator[tuple[str, bool]]:
    """Every dotted name that a module imports, and whether only for the type checker."""
    tree = ast.parse(source)
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in for_types) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            stem = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                # `from generator import errors` names a room in the second half of the line.
                whole = f"{stem}.{alias.name}" if stem == "generator" else stem
                yield whole, id(node) in for_types


def room_of(path: Path) -> str:
    """The room that a file belongs to: its name, or that of its folder."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def edges(path: Path, *, types_too: bool) -> list[str]:
    """The rooms of ours that a file imports from, its own left out."""
    package = ".".join(["generator", *path.relative_to(PACKAGE).parts[:-1]])
    found = imports(path.read_text(encoding="utf-8"), package)
    rooms = {
        name.split(".")[1]
        for name, only_types in found
        if name.startswith("generator.") and (types_too or not only_types)
    }
    return sorted(rooms - {room_of(path)})


def floor_of(room: str) -> int:
    """The number of a room's floor; a room without one hangs above the roof, where nobody may reach it."""
    return next((number for number, rooms in enumerate(FLOORS) if room in rooms), len(FLOORS))


by_name = pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))


def test_every_module_has_its_place_in_the_house() -> None:
    placed = {room for floor in FLOORS for room in floor} | APART
    homeless = sorted({room_of(path) for path in modules()} - placed)
    assert not homeless, f"give these a floor in tests/test_floors.py and in the README's map: {homeless}"


@by_name
def test_imports_go_down_only(path: Path) -> None:
    if room_of(path) in APART:
        return
    own = floor_of(room_of(path))
    upward = [room for room in edges(path, types_too=False) if room in APART or floor_of(room) > own]
    assert not upward, f"{path.name} reaches up to {upward}"


@by_name
def test_what_lies_above_the_disclosure_line_knows_no_private_value(path: Path) -> None:
    room = room_of(path)
    if room not in ABOVE_THE_LINE:
        return
    allowed = ABOVE_THE_LINE[room] | ANYONE
    # Types count here: a page that names a private type is written for private values.
    assert set(edges(path, types_too=True)) <= allowed, f"{path.name} may know {sorted(allowed)} only"


@by_name
def test_indicators_know_neither_files_nor_settings_on_disk(path: Path) -> None:
    if room_of(path) == "indicators":
        assert set(edges(path, types_too=True)) <= INDICATORS_KNOW | ANYONE


@by_name
def test_each_third_party_package_is_used_in_its_own_rooms_only(path: Path) -> None:
    package = ".".join(["generator", *path.relative_to(PACKAGE).parts[:-1]])
    tops = {name.split(".")[0] for name, _ in imports(path.read_text(encoding="utf-8"), package)}
    foreign = tops - set(sys.stdlib_module_names) - {"generator", "__future__"}
    unknown = foreign - set(THIRD_PARTY)
    assert not unknown, f"not among the declared dependencies: {sorted(unknown)}"
    strayed = sorted(name for name in foreign if room_of(path) not in THIRD_PARTY[name])
    assert not strayed, f"{path.name} must not import {strayed}"


def test_no_two_rooms_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for path in modules():
        graph.setdefault(room_of(path), set()).update(edges(path, types_too=False))
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(f"a circle of imports: {circle.args[1]}")


@by_name
def test_no_module_reads_the_clock(path: Path) -> None:
    clocks = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime"}
    owners = {"date", "datetime", "time", "pd", "Timestamp"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.relative_to(PACKAGE).as_posix() == "cli/options.py":
        # Today comes from the command line, and this one function is where it says so.
        tree.body = [node for node in tree.body if getattr(node, "name", "") != "today"]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clocks:
            owner = ast.unparse(node.func.value).split(".")[-1]
            # `datetime.time(9, 5)` makes a time of day and reads no clock.
            makes_a_time = node.func.attr == "time" and owner == "datetime"
            assert owner not in owners or makes_a_time, f"{path.name}, line {node.lineno}: reads the clock"


@by_name
def test_no_module_can_open_a_connection(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    named = {name for name, _ in imports(source, "generator")}
    # `from urllib import request` names the module in the second half of the line.
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            named |= {f"{node.module}.{alias.name}" for alias in node.names}
    ways_out = NETWORK if room_of(path) in {"serve", "cli"} else NETWORK | LISTENS
    assert not [name for name in named for way in ways_out if name == way or name.startswith(f"{way}.")]


def test_the_reader_of_imports_sees_every_way_to_write_one() -> None:
    source = (
        "from __future__ import annotations\n"
        "import pandas as pd\n"
        "from generator import errors, model as m\n"
        "from generator.disclosure.protect import protect\n"
        "from ..published import Page\n"
        "from . import audit\n"
        "if TYPE_CHECKING:\n    from generator.periods import Window\n"
        "def later():\n    import altair\n"
    )
    found = dict(imports(source, "generator.disclosure"))
    assert found == {
        "__future__": False,
        "pandas": False,
        "generator.errors": False,
        "generator.model": False,
        "generator.disclosure.protect": False,
        "generator.published": False,
        "generator.disclosure": False,
        "generator.periods": True,
        "altair": False,
    }
