"""The page of methods and differences: how often this report would be wrong, and where it does not follow others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.published import Published


def pages(published: Published) -> Iterator[tuple[str, dict[str, Any]]]:
    """The page, for every audience: it is about the method and holds no figure of the setting but the overview."""
    yield (
        "methods.md",
        {
            "template": "shared/methods.html.j2",
            "title": "Methods and differences",
            "strip": f"{published.setting_name} · for {published.audience}",
            "notes": published.method_notes,
            "internal": published.internal,
        },
    )
