"""Rules that look at more than one cell. Each is a small function from the data set to places, none with a value.

A rule is found, not registered: every `Rule` in a module of this folder.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from generator.rules.rule import Hit, Rule, hits, rule

__all__ = ["Hit", "Rule", "hits", "load", "rule"]


@cache
def load() -> tuple[Rule, ...]:
    """Every rule there is, by file and in the order of the file."""
    found: dict[str, Rule] = {}
    for name in sorted(each.name for each in pkgutil.iter_modules(__path__)):
        module = importlib.import_module(f"{__name__}.{name}")
        for value in vars(module).values():
            if isinstance(value, Rule) and found.setdefault(value.code, value) is not value:
                raise ValueError(f"two rules are called {value.code}")
    return tuple(found.values())
