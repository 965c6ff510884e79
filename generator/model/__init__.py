"""Private values: everything that may still point at a child.

Nothing here is ever given to a page, a chart or a file for readers. `generator.disclosure` turns these values into
those of `generator.published`, and nothing else does.
"""

from __future__ import annotations

from generator.model.dataset import (
    RESTRICTIVE,
    Dataset,
    Named,
    Statement,
)
from generator.model.reports import (
    CheckReport,
    Finding,
    Severity,
    TableState,
    TableStateName,
)
from generator.model.results import (
    Better,
    Cell,
    Counts,
    Exhibit,
    Indicator,
    IndicatorResult,
    Listing,
    Locked,
    Slots,
    Verdict,
)
from generator.model.settings import (
    HOME_KINDS,
    Audience,
    NamedDecision,
    PageSet,
    Place,
    PolicyName,
    Setting,
    StaffPatterns,
    TermDates,
)
from generator.rows import RowRef

__all__ = [
    "HOME_KINDS",
    "RESTRICTIVE",
    "Audience",
    "Better",
    "Cell",
    "CheckReport",
    "Counts",
    "Dataset",
    "Exhibit",
    "Finding",
    "Indicator",
    "IndicatorResult",
    "Listing",
    "Locked",
    "Named",
    "NamedDecision",
    "PageSet",
    "Place",
    "PolicyName",
    "RowRef",
    "Setting",
    "Severity",
    "Slots",
    "StaffPatterns",
    "Statement",
    "TableState",
    "TableStateName",
    "TermDates",
    "Verdict",
]
