"""Whether a child was hurt so that first aid or more was needed, and whether that was looked at."""

from __future__ import annotations

from generator.indicators._answers import Answers, answered
from generator.model import Dataset

HURT = ("first_aid", "gp_or_minor_unit", "hospital", "serious", "fatal")
OFFERED = ("offered_accepted", "offered_declined", "not_needed")


def hurt(dataset: Dataset) -> Answers:
    """For each incident whether the child needed first aid or more; a mark alone is no."""
    return dataset.once("children hurt", lambda: _is_one_of(dataset, "child_injury", HURT))  # type: ignore[no-any-return]


def checked(dataset: Dataset) -> Answers | None:
    """For each incident whether a check was offered or not needed; None where the table has no such field."""
    if not dataset.has("incidents", "medical_check"):
        return None
    return dataset.once("children checked", lambda: _is_one_of(dataset, "medical_check", OFFERED))  # type: ignore[no-any-return]


def _is_one_of(dataset: Dataset, name: str, codes: tuple[str, ...]) -> Answers:
    field = dataset.incidents[name]
    return answered(field.isin(codes), field.isna())
