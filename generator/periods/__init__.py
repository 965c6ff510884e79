"""Terms, windows and what each window is compared with; open days and child-days of exposure.

Every window is half-open: it holds its `start` and not its `end`. A term's window runs from its first day to the day
after its last; where the workspace holds a children's home, which never closes, it runs on to the next term's first
day, so that no day of a child's year is lost between two terms.
"""

from __future__ import annotations

from generator.periods.calendar import (
    Calendar,
    assumed_terms,
    fill,
)
from generator.periods.windows import (
    DAY,
    MONTHS,
    Window,
    WindowKind,
    academic_year,
    date_range,
    day,
    month,
    months,
    year_name,
)

__all__ = [
    "DAY",
    "MONTHS",
    "Calendar",
    "Window",
    "WindowKind",
    "academic_year",
    "assumed_terms",
    "date_range",
    "day",
    "fill",
    "month",
    "months",
    "year_name",
]
