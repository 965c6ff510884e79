"""Where the schemas, templates, look and worked examples lie, in a checkout and in an installed wheel.

A wheel carries them inside the package under `generator/_data`; a checkout has them at its top level.
"""

from __future__ import annotations

from pathlib import Path

from generator.errors import UsageError

_HERE = Path(__file__).resolve().parent
MAIN_EXAMPLE = "school-and-home"


def _place(name: str) -> Path:
    """The folder or file of that name in the wheel's `_data`, else at the checkout's top level."""
    packed = _HERE / "_data" / name
    return packed if packed.exists() else _HERE.parent / name


def schemas_dir() -> Path:
    """The folder with `datapackage.yaml`, `labels.yaml` and one Table Schema a table."""
    return _place("schemas")


def templates_dir() -> Path:
    """The folder with the page templates and the theme's overrides."""
    return _place("site_templates")


def look_file() -> Path:
    """The hand-written `mkdocs.yml` that every site starts from."""
    return _place("mkdocs.yml")


def content_dir() -> Path:
    """The complete worked example."""
    return _place("content")


def examples() -> tuple[str, ...]:
    """The names of the worked examples that are here, the complete one first."""
    small = (_HERE / "examples").glob("*/setting.yml")
    return (MAIN_EXAMPLE, *sorted(path.parent.name for path in small))


def example_dir(name: str) -> Path:
    """The folder of one worked example."""
    if name == MAIN_EXAMPLE:
        return content_dir()
    if name not in examples():
        raise UsageError(
            f"--example: there is no worked example called {name}.",
            f"Choose one of: {', '.join(examples())}.",
        )
    return _HERE / "examples" / name
