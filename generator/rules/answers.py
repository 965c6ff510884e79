"""Answers on one row that cannot both be right, and what a colleague would ask about when reading the record."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from generator import law
from generator.model import RESTRICTIVE, Dataset
from generator.rules.coded import coded
from generator.rules.frames import CORRECT, column, no, one_of, says, yes
from generator.rules.rule import Hit, hits, rule

CATEGORY = {"incidents": ("intervention_category",)}
HANDS = ("physical_restraint", "mechanical_restraint", "chemical_restraint")
NONE_STANDS_ALONE = (
    ("incidents", "de_escalation_used"),
    ("incidents", "adverse_signs"),
    ("incidents", "post_incident_support"),
    ("reviews", "learning_codes"),
)
JUDGED = (
    "judged_legal",
    "judged_necessary",
    "judged_reasonable",
    "judged_minimum_force",
    "judged_proportionate",
)


def _rows(dataset: Dataset, where: pd.Series, field: str, message: str, hint: str = CORRECT) -> Iterator[Hit]:
    return hits("incidents", where.index[where.fillna(False).astype(bool)], field, message, hint)


@rule(
    "seclusion-under-another-name",
    "warning",
    "A child was kept in, and nothing calls it seclusion",
    {"incidents": ("intervention_category", "prevented_from_leaving")},
)
def seclusion_by_another_name(dataset: Dataset) -> Iterator[Hit]:
    """Whatever a room is called, a child who may not leave it is secluded, and has the protection of that word."""
    incidents = dataset.tables["incidents"]
    kept_in = yes(incidents, "prevented_from_leaving") & ~yes(incidents, "is_disciplinary")
    known = says(
        dataset,
        "incidents",
        "intervention_category",
        "seclusion",
        "long_term_segregation",
        "disciplinary_removal",
    )
    message = "the child was prevented from leaving, and the record does not call it seclusion."
    hint = "Ask what the child experienced, and whether the category should say seclusion."
    return _rows(dataset, kept_in & ~known, "intervention_category", message, hint)


@rule(
    "seclusion-free-to-leave",
    "warning",
    "A seclusion says the child was free to leave",
    {"incidents": ("intervention_category", "prevented_from_leaving")},
)
def free_to_leave(dataset: Dataset) -> Iterator[Hit]:
    """Seclusion means that the child may not leave; one of the two answers is wrong, and the law differs by which."""
    incidents = dataset.tables["incidents"]
    kept = says(dataset, "incidents", "intervention_category", "seclusion")
    message = "says the child was not kept from leaving, and the category says seclusion."
    return _rows(dataset, kept & no(incidents, "prevented_from_leaving"), "prevented_from_leaving", message)


@rule(
    "method-without-seclusion",
    "warning",
    "A way of keeping a child in, and no seclusion",
    {"incidents": ("intervention_category", "seclusion_method")},
)
def method_without(dataset: Dataset) -> Iterator[Hit]:
    """A locked or blocked door is recorded and nothing says that a child was behind it."""
    incidents = dataset.tables["incidents"]
    method = incidents["seclusion_method"].notna() & ~one_of(incidents, "seclusion_method", "not_applicable")
    kept = says(dataset, "incidents", "intervention_category", "seclusion", "long_term_segregation")
    kept = kept | says(
        dataset, "incidents", "intervention_category", "environmental_restriction", "disciplinary_removal"
    )
    message = "says how the child was kept in, and neither the category nor prevented_from_leaving says so."
    return _rows(
        dataset, method & ~kept & ~yes(incidents, "prevented_from_leaving"), "seclusion_method", message
    )


@rule("calm-and-restricted", "warning", "Calmed without restriction, and restricted", CATEGORY)
def calm_and_restricted(dataset: Dataset) -> Iterator[Hit]:
    """A row that says both counts as restrictive; if the first is right it should not."""
    calm = says(dataset, "incidents", "intervention_category", "de_escalated_no_restriction")
    held = says(dataset, "incidents", "intervention_category", *RESTRICTIVE)
    message = "says calmed without restriction and names a restriction too."
    return _rows(dataset, calm & held, "intervention_category", message)


@rule(
    "force-without-restraint",
    "warning",
    "Force was used, and no restraint is named",
    {"incidents": ("intervention_category", "degree_of_force")},
)
def force_without(dataset: Dataset) -> Iterator[Hit]:
    """Moderate or high force on a child who was only calmed or guided is a restraint under a softer name."""
    incidents = dataset.tables["incidents"]
    forced = one_of(incidents, "degree_of_force", "moderate", "high")
    named = says(dataset, "incidents", "intervention_category", *RESTRICTIVE, "other", "disciplinary_removal")
    message = "moderate or high force, and the category names no restriction."
    hint = "Ask what was done, and whether the category should say physical_restraint."
    return _rows(dataset, forced & ~named, "degree_of_force", message, hint)


@rule(
    "restraint-as-sanction",
    "warning",
    "A restraint is recorded as a sanction",
    {"incidents": ("intervention_category", "is_disciplinary")},
)
def as_sanction(dataset: Dataset) -> Iterator[Hit]:
    """Force as a punishment is always unlawful (section 93 of the Education and Inspections Act 2006 and its
    guidance; regulation 19 of the Children's Homes (England) Regulations 2015), so this is either a slip or grave."""
    incidents = dataset.tables["incidents"]
    held = says(dataset, "incidents", "intervention_category", *HANDS)
    message = "a restraint that the record calls a sanction."
    hint = (
        "Look at the record tonight. If it is a slip, correct it; if it is true, tell your safeguarding lead."
    )
    return _rows(dataset, held & yes(incidents, "is_disciplinary"), "is_disciplinary", message, hint)


@rule(
    "ground-not-named",
    "warning",
    "A reason that the setting's law does not name",
    {"incidents": ("reason_primary",)},
)
def ground_not_named(dataset: Dataset) -> Iterator[Hit]:
    """The law names the grounds on which a child may be restrained, and school law and home law differ."""
    incidents = dataset.tables["incidents"]
    reason = coded(dataset, "incidents", "reason_primary")
    held = says(dataset, "incidents", "intervention_category", *RESTRICTIVE)
    where = dataset.place_of(incidents)
    unnamed = pd.Series(False, index=incidents.index)
    for place in dataset.setting.places:
        here = where.eq(place.id).fillna(False).astype(bool)
        # Nothing is judged by law that came later.
        here &= incidents["incident_date"] >= pd.Timestamp(law.grounds_since(place.kind))
        unnamed |= held & here & reason.holds(partial(_is_unnamed, kind=place.kind))
    message = "the reason recorded is not one that the law for this kind of setting names."
    hint = "Look at the record. This is a check of the wording, not a ruling on the act."
    return _rows(dataset, unnamed, "reason_primary", message, hint)


def _is_unnamed(reason: str, kind: str) -> bool:
    return law.ground(reason, kind) == "no"


@rule("none-with-others", "warning", "Nothing at all, and something else", {}, ("incidents", "reviews"))
def none_with_others(dataset: Dataset) -> Iterator[Hit]:
    """A cell that says none and names something is counted on both sides."""
    for table, name in NONE_STANDS_ALONE:
        frame = dataset.tables.get(table)
        if frame is None or name not in frame.columns:
            continue
        both = coded(dataset, table, name).holds(lambda text: text != "none" and "none" in text.split("|"))
        yield from hits(table, frame.index[both], name, "says none and something else at once.", CORRECT)


@rule(
    "reason-for-nothing",
    "warning",
    "Why nothing was tried, though something was",
    {"incidents": ("de_escalation_used", "de_escalation_none_reason")},
)
def reason_for_nothing(dataset: Dataset) -> Iterator[Hit]:
    """The reason belongs to rows where nothing was tried; here the same row names what was."""
    incidents = dataset.tables["incidents"]
    tried = incidents["de_escalation_used"].notna() & ~says(
        dataset, "incidents", "de_escalation_used", "none"
    )
    given = incidents["de_escalation_none_reason"].notna()
    message = "says why nothing was tried first, and the row says what was."
    return _rows(dataset, tried & given, "de_escalation_none_reason", message)


@rule(
    "plan-contradiction",
    "warning",
    "A plan was followed that did not exist",
    {"incidents": ("plan_in_place", "plan_followed")},
)
def plans(dataset: Dataset) -> Iterator[Hit]:
    """How often plans are followed is counted among rows that have one, and these rows say both."""
    incidents = dataset.tables["incidents"]
    absent = one_of(incidents, "plan_in_place", "no", "no_plan")
    followed = one_of(incidents, "plan_followed", "yes", "partly")
    message = "says a plan was followed where plan_in_place says there was none."
    return _rows(dataset, absent & followed, "plan_followed", message)


@rule(
    "plan-reason-contradiction",
    "warning",
    "Why the plan was not followed, though it was",
    {"incidents": ("plan_followed", "plan_not_followed_reason")},
)
def plan_reason(dataset: Dataset) -> Iterator[Hit]:
    """Reasons teach how to change plans, and a reason on a row where the plan was followed teaches nothing."""
    incidents = dataset.tables["incidents"]
    given = incidents["plan_not_followed_reason"].notna() & one_of(incidents, "plan_followed", "yes")
    message = "says why the plan was not followed, and plan_followed says it was."
    return _rows(dataset, given, "plan_not_followed_reason", message)


@rule(
    "told-and-not-told",
    "warning",
    "A parent was told and was not told",
    {"incidents": ("parent_informed_at", "parent_not_informed_reason")},
)
def told_and_not(dataset: Dataset) -> Iterator[Hit]:
    """Telling parents is a duty with few exceptions, and the row claims both the duty done and an exception."""
    incidents = dataset.tables["incidents"]
    given = incidents["parent_informed_at"].notna() & incidents["parent_not_informed_reason"].notna()
    message = "says why no parent was told, and parent_informed_at says when one was."
    return _rows(dataset, given, "parent_not_informed_reason", message)


@rule(
    "injury-without-check",
    "warning",
    "An injured child was said to need no medical check",
    {"incidents": ("child_injury", "medical_check")},
)
def injury_without_check(dataset: Dataset) -> Iterator[Hit]:
    """A child with more than a mark should be offered a check, and the row says that none was needed."""
    incidents = dataset.tables["incidents"]
    hurt = one_of(incidents, "child_injury", "first_aid", "gp_or_minor_unit", "hospital", "serious", "fatal")
    message = "says no check was needed, and child_injury says the child was hurt."
    return _rows(dataset, hurt & one_of(incidents, "medical_check", "not_needed"), "medical_check", message)


@rule("judgement-without-day", "note", "A judgement has no day", CATEGORY)
def judgement_without_day(dataset: Dataset) -> Iterator[Hit]:
    """Readers ask whether somebody judged it at the time or before the visit; without a day nobody can say."""
    incidents = dataset.tables["incidents"]
    given = pd.Series(False, index=incidents.index)
    for name in JUDGED:
        given |= column(incidents, name).notna() & ~one_of(incidents, name, "not_yet_judged")
    message = "empty, and the row holds a judgement."
    return _rows(
        dataset, given & column(incidents, "judged_on").isna(), "judged_on", message, "Say when it was."
    )
