"""Publishable values: the only ones that pages, charts, downloads and releases are made from.

They are built by `generator.disclosure` and carry no row, no code of a child that the audience may not see, and no
number finer than its policy allows.
"""

from __future__ import annotations

from generator.published.beside import (
    PublishedChild,
    PublishedEffect,
    PublishedFact,
    PublishedFinding,
    PublishedGrid,
    PublishedGridRow,
    PublishedMethod,
    PublishedRule,
    PublishedStated,
    PublishedSum,
    PublishedTable,
)
from generator.published.figures import (
    MARKERS,
    OVERDUE,
    Marker,
    PublishedCell,
    PublishedExhibit,
    PublishedListing,
    PublishedResult,
    PublishedSlots,
    PublishedWindow,
    named,
    plain,
    tidy,
)
from generator.published.made import (
    Figure,
    Page,
    Release,
    Site,
)
from generator.published.whole import (
    Published,
)

__all__ = [
    "MARKERS",
    "OVERDUE",
    "Figure",
    "Marker",
    "Page",
    "Published",
    "PublishedCell",
    "PublishedChild",
    "PublishedEffect",
    "PublishedExhibit",
    "PublishedFact",
    "PublishedFinding",
    "PublishedGrid",
    "PublishedGridRow",
    "PublishedListing",
    "PublishedMethod",
    "PublishedResult",
    "PublishedRule",
    "PublishedSlots",
    "PublishedStated",
    "PublishedSum",
    "PublishedTable",
    "PublishedWindow",
    "Release",
    "Site",
    "named",
    "plain",
    "tidy",
]
