"""Whether a child was hurt so that first aid or more was needed."""

from __future__ import annotations

import pandas as pd

from generator.model import Dataset

HURT = ("first_aid", "gp_or_minor_unit", "hospital", "serious", "fatal")
OFFERED = ("offered_accepted", "offered_declined", "not_needed")


def hurt_state(rows: pd.DataFrame) -> pd.Series:
    """For each incident yes, no, or missing where nothing is recorded; a mark alone is no."""
    injury = rows["child_injury"]
    return injury.isin(HURT).astype("boolean").mask(injury.isna())


def checked_state(dataset: Dataset, rows: pd.DataFrame) -> pd.Series | None:
    """For each incident whether a check was offered or not needed; None where the table has no such field."""
    if not dataset.has("incidents", "medical_check"):
        return None
    check = rows["medical_check"]
    return check.isin(OFFERED).astype("boolean").mask(check.isna())
