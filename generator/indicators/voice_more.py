"""Children's views, further: in the child's own way, how it felt, and free to disagree."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from generator.indicator import as_date, indicator, share_cell
from generator.indicators._reviews import by_code, flag, inside
from generator.indicators._shared import (
    comparison_id,
    duty_result,
    group_cell,
    is_current,
    percent_from,
    slug,
    stamp,
    still,
    words,
)
from generator.indicators.voice import non_verbal
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window, day

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
AGREEMENT = ("yes", "partly", "no")


def given(dataset: Dataset, window: Window, *fields: str) -> pd.DataFrame:
    """Views captured in the window that the child did not decline to give, with a few fields: all is slow to cut."""
    views = dataset.tables["child_views"]
    wanted = ("child_id", "captured_on", "declined", *fields)
    rows = inside(views[[name for name in wanted if name in views.columns]], "captured_on", window)
    return rows[~flag(rows, "declined")[0]]


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
    rows = given(dataset, window, "methods", "source", "method_is_childs_own")
    speech = rows["child_id"].map(dataset.once("who speaks", lambda: non_verbal(dataset)))
    theirs = rows[speech.eq(True).fillna(False).astype(bool)]
    own, told = flag(theirs, "method_is_childs_own")
    source = theirs["source"]
    inferred = source.eq("inferred_by_staff").fillna(False).astype(bool)
    met = theirs[own & source.notna() & ~inferred]
    other = theirs[inferred | (told & ~own)]
    known = theirs[theirs.index.isin(met.index) | theirs.index.isin(other.index)]
    return duty_result(
        dataset,
        window,
        "VOI-03",
        ("child_views", met, known, len(theirs) - len(known)),
        groups=(
            *(_views(theirs[source == code], group, label, theirs) for code, group, label in SOURCES),
            *_methods(theirs),
            _views(
                rows[speech.isna()],
                "roll-does-not-say",
                "The roll does not say how the child communicates",
                rows,
            ),
        ),
        listings=_listing(
            other,
            [_how(*each) for each in zip(other["source"], other["methods"], strict=True)],
            id="voi-03-other-ways",
            title="Views not given in the child's own way",
            last="how",
        )
        if is_current(dataset, window)
        else (),
    )


def _views(rows: pd.DataFrame, group: str, label: str, whole: pd.DataFrame) -> Cell:
    return group_cell(
        "child_views", rows, group=group, label=label, unit="views", denominator=float(len(whole))
    )


def _methods(rows: pd.DataFrame) -> tuple[Cell, ...]:
    """Views by each way of giving them that was used."""
    return tuple(
        _views(some, f"way-{slug(code)}", _way(code), rows) for code, some in by_code(rows, "methods").items()
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


def _listing(
    rows: pd.DataFrame, last_values: list[str], *, id: str, title: str, last: str
) -> tuple[Listing, ...]:
    """Views for leaders, newest first, at most fifty."""
    if rows.empty:
        return ()
    ordered = (
        rows.assign(_last=last_values).sort_values("captured_on", ascending=False, kind="stable").head(50)
    )
    lines = tuple(
        (day(as_date(when)), str(child), told)
        for when, child, told in zip(
            ordered["captured_on"], ordered["child_id"], ordered["_last"], strict=True
        )
    )
    left = len(rows) - len(lines)
    return (
        Listing(
            id=id,
            title=title,
            columns=("date", "child", last),
            rows=lines,
            note=f"and {left:,} more" if left else "",
        ),
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
    rows = given(dataset, window, "incident_id", "agrees_with_record", "advocate_offered", "advocate_used")
    about = rows
    if dataset.has("child_views", "incident_id"):
        about = rows[rows["incident_id"].notna() | rows["agrees_with_record"].notna()]
    known = about[about["agrees_with_record"].notna()]
    asked = known[known["agrees_with_record"].isin(AGREEMENT)]
    apart = asked[asked["agrees_with_record"] != "yes"]
    recent = apart[apart["captured_on"] >= stamp(dataset.as_of) - pd.Timedelta(28, "D")]
    result = duty_result(
        dataset,
        window,
        "VOI-06",
        ("child_views", asked, known, len(about) - len(known)),
        groups=(
            _part(
                dataset, window, (apart, asked, 0), "disagreed", "Of those asked, agree in part or not at all"
            ),
            *_advocates(dataset, window, rows),
        ),
        listings=_listing(
            apart,
            ["in part" if each == "partly" else "not at all" for each in apart["agrees_with_record"]],
            id="voi-06-disagreed",
            title="Records that the child does not agree with",
            last="agrees",
        )
        if is_current(dataset, window)
        else (),
        due=still(len(recent), "record", "in the last 28 days that the child does not agree with"),
    )
    if len(asked) < dataset.setting.threshold("min_answers") or len(apart):
        return result
    ask = "Every child asked is said to agree with the record. Ask who asked, and how."
    return replace(result, slots=replace(result.slots, ask=ask))


def _advocates(dataset: Dataset, window: Window, rows: pd.DataFrame) -> tuple[Cell, Cell]:
    """Views at which an advocate was offered, and offers that were taken up."""
    offered, told = flag(rows, "advocate_offered")
    taken = rows[offered]
    used, used_told = flag(taken, "advocate_used")
    offers = (taken, rows[told], int((~told).sum()))
    uses = (taken[used], taken[used_told], int((~used_told).sum()))
    return (
        _part(dataset, window, offers, "advocate-offered", "An advocate was offered"),
        _part(dataset, window, uses, "advocate-used", "Of those offered an advocate, took it up"),
    )


def _part(
    dataset: Dataset, window: Window, rows: tuple[pd.DataFrame, pd.DataFrame, int], group: str, label: str
) -> Cell:
    met, known, unknown = rows
    return share_cell(
        "child_views",
        met,
        known,
        unknown,
        percent_from=percent_from(dataset),
        group=group,
        label=label,
        compare_window=comparison_id(dataset, window),
    )
