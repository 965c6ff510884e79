"""What became of practice changes: were they looked at."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from generator.indicator import evidence, indicator
from generator.indicators._shared import comparison_id, percent_from, stamp, still
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window, day
from generator.statistics.compare import process
from generator.statistics.rates import wilson
from generator.statistics.wording import duty_sentence, duty_slots, share_words

ANSWERS = (
    ("helped", "helped", "Helped"),
    ("partly", "partly", "Helped in part"),
    ("no_change", "no-difference", "Made no difference"),
    ("worse", "harder", "Made it harder"),
)


@indicator(
    id="PRA-03",
    title="Do we know if it helped?",
    unit="%",
    better="up",
    answers=("Q7", "Q8"),
    needs={"actions": ("action_id", "effective_from", "evaluation")},
)
def evaluated(dataset: Dataset, window: Window) -> IndicatorResult:
    """Practice changes in place for at least six weeks that were looked at to see whether they helped.

    Counts: actions that took effect at least 42 days (a setting may choose another number) before the end of the
    window, whenever that was, and of them those evaluated by the end of the window; split by what was found.
    Leaves out: actions without a date of taking effect. "Too early to say", or no evaluation, counts as not looked at.
    Read with care: it counts the looking, not the effect. Where every change is found to have helped, ask how that was
    found out.
    """
    days = int(dataset.setting.threshold("evaluate_after_days"))
    actions = dataset.tables["actions"]
    due_before = stamp(window.end) - pd.Timedelta(days, "D")
    ready = actions[actions["effective_from"] <= due_before]
    answer = _answers(ready, window)
    met = ready[answer.notna()]
    base = percent_from(dataset)
    said = duty_sentence("PRA-03", len(met), len(ready), days=days)
    whole = Cell(
        unit="%",
        counts="duty",
        value=100 * len(met) / len(ready) if len(ready) else None,
        numerator=len(met),
        denominator=float(len(ready)),
        unknown=0,
        interval=_interval(len(met), len(ready), base),
        marker=None if len(ready) else "z",
        compare_window=comparison_id(dataset, window),
        verdict=process(len(met), len(ready)) if len(ready) else None,
        evidence=evidence("actions", met),
        sentence=f"{said} {share_words(len(met), len(ready), percent_from=base)}".strip(),
    )
    waiting = ready[answer.isna()]
    slots = duty_slots("PRA-03", len(met), len(ready), days=days)
    if len(met) >= 3 and (answer.dropna() == "helped").all():
        slots = replace(
            slots, ask="Every change is said to have helped. Ask how that was found out, and from whom."
        )
    return IndicatorResult(
        cells=(whole, *_split(ready, answer, len(met))),
        slots=slots,
        headline=said,
        listings=_listing(waiting, window),
        due=still(len(waiting), "practice change", f"in place for {days} days or more and not yet looked at"),
    )


def _answers(ready: pd.DataFrame, window: Window) -> pd.Series:
    """For each action what was found by the end of the window; missing where nothing was, or too early."""
    answer = ready["evaluation"].where(ready["evaluation"].isin([code for code, _, _ in ANSWERS]))
    if "evaluated_on" not in ready.columns:
        return answer
    later = ready["evaluated_on"] >= stamp(window.end)
    return answer.mask(later.fillna(False))


def _interval(met: int, known: int, base: int) -> tuple[float, float] | None:
    if known < base:
        return None
    low, high = wilson(met, known)
    return 100 * low, 100 * high


def _split(ready: pd.DataFrame, answer: pd.Series, met: int) -> tuple[Cell, ...]:
    """One cell for each thing that was found, and one for what was not looked at."""
    parts = [(group, label, answer == code, met) for code, group, label in ANSWERS]
    parts.append(("not-evaluated", "Not looked at yet", answer.isna(), len(ready)))
    return tuple(
        Cell(
            group=group,
            label=label,
            unit="practice changes",
            counts="duty",
            value=float(mask.sum()),
            numerator=int(mask.sum()),
            denominator=float(whole),
            evidence=evidence("actions", ready[mask]),
        )
        for group, label, mask, whole in parts
    )


def title_of(action: pd.Series) -> str:
    """What an action is called where people read it: its published title, else its date."""
    title = action.get("published_title")
    if title is not None and pd.notna(title):
        return str(title)
    return f"Practice change of {day(pd.Timestamp(action['effective_from']).date())}"


def _listing(waiting: pd.DataFrame, window: Window) -> tuple[Listing, ...]:
    """Changes that wait to be looked at, the longest wait first."""
    if waiting.empty:
        return ()
    ordered = waiting.sort_values("effective_from", kind="stable")
    lines = tuple(
        (
            title_of(action),
            day(pd.Timestamp(action["effective_from"]).date()),
            (window.end - pd.Timestamp(action["effective_from"]).date()).days,
        )
        for _, action in ordered.head(50).iterrows()
    )
    left = len(waiting) - len(lines)
    return (
        Listing(
            id="pra-03-waiting",
            title="Practice changes not yet looked at",
            columns=("change", "since", "days in place"),
            rows=lines,
            note=f"and {left:,} more" if left else "",
        ),
    )
