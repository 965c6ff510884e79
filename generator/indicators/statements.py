"""What the setting says of itself, set beside its figures: the list of statements that wait for that."""

from __future__ import annotations

from generator.indicator import indicator
from generator.indicators._shared import NEEDS, is_current
from generator.model import Cell, Dataset, IndicatorResult, Listing, Statement
from generator.periods import Window
from generator.statistics.wording import amount, count_slots


@indicator(
    id="REC-04",
    title="Does the narrative match?",
    unit="statements",
    better="up",
    answers=("Q43", "Q45"),
    needs=NEEDS,
    requires=("setting.yml:statements",),
)
def statements_waiting(dataset: Dataset, window: Window) -> IndicatorResult:
    """The statements of the self-evaluation that name a figure, each waiting to be set against it.

    Counts: every statement named at the head of a page of the narrative, and how many of them carry a note that the
    records do not bear it out. They are the same in every window.
    Leaves out: sentences that are not named at the head of a page. No verdict is given: whether a statement is
    supported, not supported or out of date is not worked out yet, and none is assumed.
    Read with care: the words are the setting's own. A statement that stays although the records do not bear it out,
    with the reason beside it, is honest.
    """
    found = dataset.statements
    noted = [each for each in found if each.acknowledged]
    slots = count_slots("REC-04", statements=len(found), acknowledged=len(noted) or None)
    return IndicatorResult(
        cells=(
            _cell("Total", "Statements waiting for a verdict", found),
            _cell("acknowledged", "With a note that the records do not bear it out", tuple(noted)),
        ),
        slots=slots,
        headline=slots.certain,
        listings=_listing(found) if is_current(dataset, window) else (),
    )


def _cell(group: str, label: str, found: tuple[Statement, ...]) -> Cell:
    return Cell(
        group=group,
        label=label,
        unit="statements",
        value=float(len(found)),
        sentence=f"{amount(len(found), 'statement')}.",
    )


def _listing(found: tuple[Statement, ...]) -> tuple[Listing, ...]:
    """Each statement with the figure it names, in the order in which they stand."""
    if not found:
        return ()
    return (
        Listing(
            id="rec-04-statements",
            title="Statements that wait for a verdict",
            columns=("statement", "figure", "page", "state"),
            rows=tuple(
                (
                    each.text,
                    each.indicator,
                    each.page,
                    "waiting, with a note" if each.acknowledged else "waiting",
                )
                for each in found
            ),
            note="In the setting's own words. No verdict is given yet.",
        ),
    )
