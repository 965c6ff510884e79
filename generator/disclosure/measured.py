"""What each size of setting is shown, as measured: read from `measured.yml`, for the page that explains protection."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("measured.yml")


@cache
def rows() -> tuple[Mapping[str, Any], ...]:
    """One row a size: `roll`, `cells`, `exact`, `band`, `hidden`, the same `after_nine`, and `recovered`."""
    if not FILE.is_file():
        return ()
    return tuple(yaml.safe_load(FILE.read_text(encoding="utf-8")) or ())
