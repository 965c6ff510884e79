"""Children's views, further: in the child's own way, how it felt, and free to disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicator import indicator
from generator.indicators._answers import NO, UNKNOWN, YES, Answers, Told, by_text, holders, told
from generator.indicators._cells import duty, part, share
from generator.indicators._due import since
from generator.indicators._heard import given, speechless, view_flags, view_list
from generator.indicators._shared import is_current, slug, still, words
from generator.indicators._tally import Mask, Places, Tally, tally_of
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window

METHODS = {
    "bsl": "British Sign Language",
    "makaton": "Makaton",
    "symbols_pecs": "Symbols or PECS",
    "talking_mats": "Talking Mats",
    "aac_device": "Communication aid",
}
"""Ways of communicating that are names; every other code is said in its own words."""
SOURCES = (
    ("inferred_by_staff", "inferred", "Inferred by the adults"),
    ("family_on_behalf", "family", "Family on the child's behalf"),
    ("with_advocate", "with-advocate", "The child with an advocate"),
    ("with_trusted_adult", "with-trusted-adult", "The child with a trusted adult"),
    ("child_directly", "directly", "The child directly"),
)
EMPTY, NOT_ASKED, AGREES, IN_PART, NOT_AT_ALL = range(-1, 4)
AGREEMENT = {"yes": AGREES, "partly": IN_PART, "no": NOT_AT_ALL}
"""Whether a child agrees with the record, as numbers; every other code says that the child was not asked."""


@indicator(
    id="VOI-03",
    title="In the child's own way",
    unit="%",
    better="up",
    answers=("Q20",),
    needs={
        "child_views": ("child_id", "captured_on", "methods", "source", "method_is_childs_own"),
        "children": ("child_id", "uses_non_verbal_communication"),
    },
)
def own_way(dataset: Dataset, window: Window) -> IndicatorResult:
    """Views of children who communicate without speech that were given in the way the child's plan names.

    Counts: views captured in the window of children whom the roll marks as communicating non-verbally, marked as
    given in the child's own way and not inferred by the adults, out of those where that is known. Apart from it: from
    whom the view came, and by which ways it was given (a view can count under several).
    Leaves out: views a child declined to give, views of other children, and, shown apart, views of children for whom
    the roll does not say.
    Read with care: what skilled adults observe can be a true view of some children. It is shown, not hidden.
    """
    views, places = tally_of(dataset, "child_views"), given(dataset, window)
    speech = speechless(dataset, "child_views")[places]
    theirs = places[speech == YES]
    answers = dataset.once("views in the child's own way", lambda: _own(dataset))
    return duty(
        dataset,
        window,
        "VOI-03",
        views,
        told(answers, theirs),
        groups=(
            *_sources(dataset, views, theirs),
            *_methods(dataset, views, theirs),
            _views(
                views,
                places[speech == UNKNOWN],
                "roll-does-not-say",
                "The roll does not say how the child communicates",
                places,
            ),
        ),
        listings=_other_ways(dataset, theirs[answers[theirs] == NO]) if is_current(dataset, window) else (),
    )


def _own(dataset: Dataset) -> Answers:
    """For each view whether it was given in the child's own way; inferred by the adults it was not."""
    source = dataset.tables["child_views"]["source"]
    own = view_flags(dataset, "method_is_childs_own").copy()
    own[source.isna() & (own == YES)] = UNKNOWN
    own[source.eq("inferred_by_staff").fillna(False).astype(bool)] = NO
    return own


def _sources(dataset: Dataset, views: Tally, theirs: Places) -> tuple[Cell, ...]:
    """Views by from whom they came."""
    codes = {code: number for number, (code, _, _) in enumerate(SOURCES)}
    source = dataset.once(
        "from whom views came", lambda: codes_of(dataset.tables["child_views"]["source"], codes, -1)
    )[theirs]
    return tuple(
        _views(views, theirs[source == codes[code]], group, label, theirs) for code, group, label in SOURCES
    )


def codes_of(field: pd.Series, numbers: Mapping[str, int], other: int) -> NDArray[np.int8]:
    """The number of each row's code, `other` for any code without one, -1 where the field is empty."""
    return by_text(field, lambda code: numbers.get(code, other), -1).astype(np.int8)


def by_code(dataset: Dataset, name: str) -> Mapping[str, Mask]:
    """Which views name each code of a field that holds several, in the order of the codes."""
    return dataset.once(f"views by {name}", lambda: holders(dataset.tables["child_views"][name]))  # type: ignore[no-any-return]


def _views(views: Tally, places: Places, group: str, label: str, whole: Places) -> Cell:
    return part(views, places, group, label, unit="views", of=len(whole), better="neither")


def _methods(dataset: Dataset, views: Tally, theirs: Places) -> tuple[Cell, ...]:
    """Views by each way of giving them that was used."""
    used = ((code, theirs[named[theirs]]) for code, named in by_code(dataset, "methods").items())
    return tuple(
        _views(views, some, f"way-{slug(code)}", _way(code), theirs) for code, some in used if len(some)
    )


def _way(code: str) -> str:
    said = words(code)
    return METHODS.get(code, said[:1].upper() + said[1:])


def _how(source: object, methods: object) -> str:
    """From whom and how, as a list says it."""
    label = next((label for code, _, label in SOURCES if code == source), "Not recorded from whom")
    ways = [] if pd.isna(methods) else [_way(code) for code in str(methods).split("|")]  # type: ignore[call-overload]
    return ", ".join(
        [label, *(way[:1].lower() + way[1:] if way not in METHODS.values() else way for way in ways)]
    )


def _other_ways(dataset: Dataset, places: Places) -> tuple[Listing, ...]:
    rows = dataset.tables["child_views"].take(places)
    return view_list(
        dataset,
        places,
        [_how(*each) for each in zip(rows["source"], rows["methods"], strict=True)],
        id="voi-03-other-ways",
        title="Views not given in the child's own way",
        last="how",
    )


@indicator(
    id="VOI-06",
    title="Free to disagree",
    unit="%",
    better="neither",
    answers=("Q22",),
    needs={
        "child_views": ("child_id", "captured_on", "agrees_with_record", "advocate_offered", "advocate_used")
    },
)
def free_to_disagree(dataset: Dataset, window: Window) -> IndicatorResult:
    """Views in which the child was asked whether the record of the incident is right.

    Counts: views captured in the window about an incident in which the child was asked, out of those where that is
    known. Apart from it: of the children asked, those who agree in part or not at all; views at which an advocate was
    offered; and offers that were taken up.
    Leaves out: views a child declined to give; for the record, views at another time that say nothing of one.
    Read with care: more disagreement can mean more trust. Where every child is said to agree, as from five answers on
    is asked about (a setting may choose another number), ask who asked.
    """
    views, places = tally_of(dataset, "child_views"), given(dataset, window)
    frame = dataset.tables["child_views"]
    agrees = dataset.once(
        "children who agree with the record",
        lambda: codes_of(frame["agrees_with_record"], AGREEMENT, NOT_ASKED),
    )
    about = places[_about(dataset)[places] | (agrees[places] != EMPTY)]
    known = about[agrees[about] != EMPTY]
    asked = known[agrees[known] != NOT_ASKED]
    differ = asked[agrees[asked] != AGREES]
    recent = frame["captured_on"].to_numpy()[differ] >= since(dataset)
    result = duty(
        dataset,
        window,
        "VOI-06",
        views,
        Told(asked, known, len(about) - len(known)),
        groups=(
            share(
                dataset,
                window,
                views,
                Told(differ, asked, 0),
                "disagreed",
                "Of those asked, agree in part or not at all",
            ),
            *_advocates(dataset, window, views, places),
        ),
        listings=_disagreed(dataset, differ, agrees) if is_current(dataset, window) else (),
        due=still(int(recent.sum()), "record", "in the last 28 days that the child does not agree with"),
    )
    if len(asked) < dataset.setting.threshold("min_answers") or len(differ):
        return result
    ask = "Every child asked is said to agree with the record. Ask who asked, and how."
    return replace(result, slots=replace(result.slots, ask=ask))


def _about(dataset: Dataset) -> Mask:
    """Which views are about an incident; all of them where the table never names one."""
    frame = dataset.tables["child_views"]
    if not dataset.has("child_views", "incident_id"):
        return np.ones(len(frame), dtype=bool)
    return dataset.once("views about an incident", lambda: frame["incident_id"].notna().to_numpy())  # type: ignore[no-any-return]


def _disagreed(dataset: Dataset, places: Places, agrees: NDArray[np.int8]) -> tuple[Listing, ...]:
    return view_list(
        dataset,
        places,
        ["in part" if each == IN_PART else "not at all" for each in agrees[places]],
        id="voi-06-disagreed",
        title="Records that the child does not agree with",
        last="agrees",
    )


def _advocates(dataset: Dataset, window: Window, views: Tally, places: Places) -> tuple[Cell, Cell]:
    """Views at which an advocate was offered, and offers that were taken up."""
    offers = told(view_flags(dataset, "advocate_offered"), places)
    uses = told(view_flags(dataset, "advocate_used"), offers.met)
    return (
        share(dataset, window, views, offers, "advocate-offered", "An advocate was offered"),
        share(dataset, window, views, uses, "advocate-used", "Of those offered an advocate, took it up"),
    )
