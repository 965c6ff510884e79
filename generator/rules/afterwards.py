"""Answers that cannot both be right in what came afterwards: children's views and reviews."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from generator.model import Dataset
from generator.rules.frames import CORRECT, column, no, one_of, yes
from generator.rules.rule import Hit, hits, rule

FELT = ("felt_listened_to", "felt_treated_fairly", "felt_safe_now", "feeling_codes")


@rule(
    "quote-without-text",
    "warning",
    "A quotation is cleared and has no words",
    {"child_views": ("quote_cleared",)},
)
def quotes(dataset: Dataset) -> Iterator[Hit]:
    """Somebody cleared a child's words to be shown, and the words did not arrive here."""
    views = dataset.tables["child_views"]
    rows = views.index[yes(views, "quote_cleared") & column(views, "view_text").isna()]
    hint = "Add view_text, or set quote_cleared to false."
    return hits(
        "child_views", rows, "quote_cleared", "cleared to be shown, and there are no words to show.", hint
    )


@rule(
    "declined-and-answered", "warning", "A child chose not to, and answered", {"child_views": ("declined",)}
)
def declined_and_answered(dataset: Dataset) -> Iterator[Hit]:
    """Children who chose not to give a view are counted apart, and this row carries the view they did not give."""
    views = dataset.tables["child_views"]
    answered = pd.Series(False, index=views.index)
    for name in FELT:
        answered |= column(views, name).notna()
    rows = views.index[yes(views, "declined") & answered]
    message = "says the child chose not to, and the row holds answers."
    return hits("child_views", rows, "declined", message, CORRECT)


@rule(
    "completed-not-offered",
    "warning",
    "Completed, and never offered",
    {"reviews": ("restorative_offered", "restorative_completed")},
)
def completed_not_offered(dataset: Dataset) -> Iterator[Hit]:
    """Putting things right is counted among those to whom it was offered."""
    reviews = dataset.tables["reviews"]
    rows = reviews.index[no(reviews, "restorative_offered") & yes(reviews, "restorative_completed")]
    message = "says it was completed, and restorative_offered says it was not offered."
    return hits("reviews", rows, "restorative_completed", message, CORRECT)


@rule(
    "debrief-without-child",
    "warning",
    "Time for the child to talk, without the child",
    {"reviews": ("review_type", "child_took_part")},
)
def debrief_without_child(dataset: Dataset) -> Iterator[Hit]:
    """A talk with the child that the child had no part in is another kind of review."""
    reviews = dataset.tables["reviews"]
    rows = reviews.index[one_of(reviews, "review_type", "child_debrief") & no(reviews, "child_took_part")]
    message = "says the child took no part, and review_type says it was time for the child to talk."
    return hits("reviews", rows, "child_took_part", message, CORRECT)
