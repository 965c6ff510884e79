"""Published values and the setting's own words become finished pages, one site an audience."""

from __future__ import annotations

from generator.pages.compose import compose

__all__ = ["compose"]
