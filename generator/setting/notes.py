"""`setting.yml` as plain values, and a pad on which every mistake in it is written down before anything stops."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

import yaml

from generator.errors import SettingError


class _Loader(yaml.SafeLoader):
    """Safe YAML in which dates stay text, `on`, `off`, `yes` and `no` stay words, and a key stands only once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem="the same key stands twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_LEFT_AS_TEXT = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in resolvers if pair[0] not in _LEFT_AS_TEXT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse(text: str, where: str) -> Any:
    """The text as YAML; a `SettingError` with the line where it cannot be read as that."""
    try:
        return yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        twice = getattr(problem, "problem", None) == "the same key stands twice"
        what = "a key stands twice" if twice else "cannot be read as YAML"
        todo = (
            "Keep one of the two."
            if twice
            else "Look for a missing colon, quote or space at that line or above."
        )
        raise SettingError(f"{where}{line}: {what}. {todo}") from None


def near(name: str, known: Iterable[str]) -> str:
    """ "did you mean x?" with a space before it, or nothing where no known name is near."""
    found = get_close_matches(name.lower().replace("-", "_"), list(known), n=1, cutoff=0.6)
    return f" Did you mean {found[0]}?" if found else ""


@dataclass(frozen=True)
class Pad:
    """Collects mistakes; each getter gives a usable value or None and notes what is wrong, by the key's path."""

    where: str = "setting.yml"
    mistakes: list[str] = field(default_factory=list)

    def note(self, path: str, message: str) -> None:
        place = "".join(each if each.isprintable() else "?" for each in path[:120])
        self.mistakes.append(f"{self.where}, {place}: {message}" if place else f"{self.where}: {message}")

    def mapping(self, value: Any, path: str, known: Sequence[str] | None = None) -> Mapping[str, Any]:
        """The value as keys and values; keys that nobody knows are noted and left out."""
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.note(path, "this must be a list of keys, each with a value.")
            return {}
        kept: dict[str, Any] = {}
        for key, inner in value.items():
            if known is None or key in known:
                kept[str(key)] = inner
            else:
                todo = near(str(key), known) or f" Known here: {', '.join(known)}."
                self.note(f"{path}.{key}" if path else str(key), f"no such key.{todo}")
        return kept

    def rows(self, value: Any, path: str) -> list[tuple[str, Any]]:
        """The value as a list, each item with its path."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.note(path, "this must be a list; begin each item with a dash.")
            return []
        return [(f"{path}[{number}]", item) for number, item in enumerate(value, 1)]

    def text(self, value: Any, path: str, *, required: bool = False, longest: int = 200) -> str | None:
        if value is None or value == "":
            if required:
                self.note(path, "this is missing. Add it.")
            return None
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            self.note(path, "this must be text.")
            return None
        cleaned = " ".join(str(value).split())
        if len(cleaned) > longest:
            self.note(path, f"longer than {longest} characters. Shorten it.")
            return None
        return cleaned

    def date(self, value: Any, path: str, *, required: bool = False) -> date | None:
        if value is None or value == "":
            if required:
                self.note(path, "this is missing. Write a date as year-month-day.")
            return None
        try:
            if isinstance(value, str) and len(value) == 10:
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.note(path, "not a date. Write it as year-month-day, for example 2026-09-01.")
        return None

    def number(
        self, value: Any, path: str, low: float, high: float, *, whole: bool = False, unit: str = ""
    ) -> float | None:
        if value is None:
            return None
        kinds = (int,) if whole else (int, float)
        if not isinstance(value, kinds) or isinstance(value, bool):
            self.note(path, f"this must be a {'whole ' if whole else ''}number.")
            return None
        if not low <= value <= high:
            self.note(path, f"must lie between {low:g} and {high:g}{unit}.")
            return None
        return value

    def choice(self, value: Any, path: str, known: Sequence[str], *, required: bool = False) -> str | None:
        if value is None:
            if required:
                self.note(path, f"this is missing. Choose one of: {', '.join(known)}.")
            return None
        if value in known:
            return str(value)
        self.note(path, f"not one of the choices: {', '.join(known)}.{near(str(value), known)}")
        return None

    def stop(self) -> None:
        """Raise one `SettingError` with every mistake, a line each; return where there is none."""
        if self.mistakes:
            raise SettingError("\n".join(self.mistakes), "Correct what is named above and run again.")
