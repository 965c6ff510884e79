"""Whether single adults are involved more or less than their hours would give, and whether they were supported."""

from __future__ import annotations

from datetime import date
from typing import Any

from generator.indicator import indicator, refs
from generator.indicators._adults import Adult, adults, explained, groups_of
from generator.indicators._answers import UNKNOWN, YES
from generator.indicators._cells import duty_result, plain_share
from generator.indicators._shared import is_current, needing, still, when, words
from generator.indicators._shifts import may_say, time_verdict
from generator.indicators._support import passed_on, says_for_whom, supported
from generator.indicators._tally import rows_in, tally_of
from generator.model import Cell, Dataset, IndicatorResult, Listing, Verdict
from generator.periods import Window, day
from generator.statistics.units import WIDE, Reading
from generator.statistics.wording import count_slots, fill
from generator.statistics.words_staff import ADULTS

STAFF = ("staff_id", "setting_id", "start_on")
INVOLVED = ("incident_id", "staff_id", "role")
HOURS = "staff.weekly_hours"
PATTERNS = "setting.yml:staff_patterns"


@indicator(
    id="STF-01",
    title="Each adult's part, beside hours worked",
    unit="ratio",
    better="neither",
    answers=("Q13",),
    needs=needing(staff_involvement=INVOLVED, staff=STAFF),
    internal_only=True,
    requires=(PATTERNS, HOURS),
)
def involvement(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents that each adult led or held in, beside the number that hours worked would give.

    Counts: an incident once for each adult who led or held. Expected is the adult's share of the hours worked by the
    team at that place, times all such parts in the team. Hours are those of the exposure table by adult, else weekly
    hours times the open weeks in post. Beside the ratio stand its exact 95 % interval and the counts between which
    chance alone would stay in 95 % and in 99.8 % of cases. An adult is said to stand out only after correction for
    looking at all (Holm, at this test's share of the report's 5 %), of the latest windows only, from ten parts in the
    team and two expected, and only where it holds without each child with most. Where parts with one child fall to
    the same adults, each counts for less in that test, though not in the numbers shown (Rao and Scott's design effect).
    Leaves out: adults whose hours are not known, teams of fewer than five adults with hours (`min_team`; a setting
    may choose a larger number), teams with fewer than ten parts or three children in them, and parts at a place where
    the adult has no post.
    Read with care: this is a question and never a finding about a person. The key adult of one child, adults who are
    called to help, and adults who work nights will differ for good reason. In order of code, for leaders alone.
    """
    found = adults(dataset, window)
    compared = [each for each in found if each.reading is not None]
    out = [each for each in compared if each.reading and each.reading.said == "high"]
    counted: dict[str, Any] = {
        "adults": len(compared) or None,
        "parts": sum(len(each.places) for each in compared),
        "nobody": None if compared else when(window),
        "out": len(out) if compared else None,
        "apart": len(found) - len(compared) or None,
    }
    slots = count_slots("STF-01", when=when(window), **counted)
    whole = Cell(
        unit="adults",
        value=float(len(out)) if compared else None,
        numerator=len(out),
        denominator=float(len(compared)),
        unknown=len(found) - len(compared),
        marker=None if compared else "u",
        evidence=refs("staff", (each.row for each in out)),
        sentence=slots.certain,
    )
    speaks = window.id in may_say(dataset, "adults")[1]
    groups = groups_of(dataset, found)
    cells = (_cell(dataset, each, group, speaks) for each, group in zip(found, groups, strict=True))
    due = still(len(out), "adult", "involved more than hours worked would give: ask what they need")
    return IndicatorResult(
        cells=(whole, *cells),
        slots=slots,
        headline=slots.certain,
        listings=_listing(dataset, window, found),
        due=due if is_current(dataset, window) else (),
    )


def _cell(dataset: Dataset, adult: Adult, group: str, speaks: bool) -> Cell:
    """One adult: parts taken over parts expected, or why nothing is compared."""
    reading = adult.reading
    compared = reading is not None and reading.ratio is not None
    verdict, sentence = _said(reading, speaks) if reading and compared else (None, "")
    return Cell(
        group=group,
        label=adult.code,
        unit="ratio",
        value=reading.ratio if reading and compared else None,
        marker=None if compared else "u",
        numerator=len(adult.places),
        denominator=reading.expected if reading and compared else None,
        interval=reading.interval if reading and compared else None,
        children=len(adult.by_child),
        top_share=adult.top_share,
        dims={"adult": adult.code, "place": adult.place},
        verdict=verdict,
        evidence=tally_of(dataset, "staff_involvement").rows(adult.places),
        sentence=sentence,
    )


def _said(reading: Reading, speaks: bool) -> tuple[Verdict | None, str]:
    """What the test says of one adult, and the sentence."""
    facts = _facts(reading)
    verdict = time_verdict(facts, reading.said, speaks) if reading.tested else None
    name = "not-tested" if verdict is None else str(verdict.facts["stands_out"]) if speaks else "earlier"
    return verdict, fill(ADULTS[name], facts)


def _facts(reading: Reading) -> dict[str, int | float | str]:
    numbers = {"x": reading.count, "expected": round(reading.expected, 1), "n": reading.total}
    return {**numbers, "p": reading.adjusted, "stands_out": reading.said}


def _listing(dataset: Dataset, window: Window, found: tuple[Adult, ...]) -> tuple[Listing, ...]:
    """Every adult in post, in the order of the code, with what chance alone would give and what else explains it."""
    if not found or not is_current(dataset, window):
        return ()
    table = dataset.tables["staff_involvement"]
    rows = table.take(rows_in(dataset, window, "staff_involvement"))
    called = rows[rows["role"] == "called_to_help"].groupby("staff_id")["incident_id"].nunique().to_dict()
    lines = []
    for each in found:
        reading = each.reading
        number = "not compared" if reading is None else f"{reading.expected:.1f}"
        lines.append(
            (
                each.code,
                words(each.team) or "no team recorded",
                len(each.places),
                number,
                _range(reading, 0.025),
                _range(reading, WIDE),
                explained(dataset, each, int(called.get(each.code, 0))),
            )
        )
    return (
        Listing(
            id="stf-01-adults",
            title="Adults in the order of their codes: parts taken, and what hours worked would give",
            columns=(
                "adult",
                "team",
                "led or held",
                "by hours worked",
                "usual range (95 in 100)",
                "wide range (998 in 1,000)",
                "what else may explain it",
            ),
            rows=tuple(lines),
            note=_why(dataset),
        ),
    )


def _why(dataset: Dataset) -> str:
    """How to read the list, and why, by whose decision and since when there is one."""
    said = "The order says nothing. A number is a question to ask, not a judgement of anyone."
    named = dataset.setting.staff_patterns
    if named is None:
        return said
    return f"{said} Looked at {named.purpose.rstrip('.')}: {named.owner}, since {day(named.on)}."


def _range(reading: Reading | None, tail: float) -> str:
    if reading is None:
        return "–"
    low, high = reading.limits(tail)
    return f"{low} to {high}"


@indicator(
    id="STF-02",
    title="Pattern followed up",
    unit="%",
    better="up",
    answers=("Q13",),
    needs=needing(
        staff_involvement=INVOLVED, staff=STAFF, actions=("action_id", "raised_on", "scope", "action_type")
    ),
    internal_only=True,
    requires=(PATTERNS, HOURS),
)
def followed_up(dataset: Dataset, window: Window) -> IndicatorResult:
    """Adults above the upper limit of STF-01 for whom support was planned within 28 days.

    Counts: adults whose parts lie above the upper 99.8 % limit for their hours (one in a thousand by chance), whether
    or not it comes from one child; met where an action was raised within 28 days (`support_days`) after the day on
    which the limit was passed. An action counts where it names the adult, or the adult's team and is about training,
    staffing, relationships, health or something else for adults.
    Leaves out: everyone whom STF-01 does not compare. Not known: the 28 days are not over yet, or no action ever says
    whom it is for. For leaders alone.
    Read with care: support is no discipline, and a talk that nobody wrote down as an action is not seen here.
    """
    days = int(dataset.setting.threshold("support_days"))
    over = [(each, on) for each in adults(dataset, window) if (on := passed_on(dataset, each)) is not None]
    states = [supported(dataset, each, on, days) for each, on in over]
    met = [each.row for (each, _), state in zip(over, states, strict=True) if state == YES]
    waiting = [passed for passed, state in zip(over, states, strict=True) if state != YES]
    unknown = states.count(UNKNOWN)
    return duty_result(
        dataset,
        "STF-02" if says_for_whom(dataset) else "STF-02-untold",
        plain_share(dataset, window, "staff", met, len(over) - unknown, unknown),
        listings=_waiting(dataset, window, waiting),
        due=still(
            len(waiting), "adult", "involved far more than hours would give, without support planned yet"
        ),
        days=days,
    )


def _waiting(dataset: Dataset, window: Window, found: list[tuple[Adult, date]]) -> tuple[Listing, ...]:
    if not found or not is_current(dataset, window):
        return ()
    lines = tuple((each.code, words(each.team) or "no team recorded", day(on)) for each, on in found)
    return (
        Listing(
            id="stf-02-waiting",
            title="Adults to ask what they need, in the order of their codes",
            columns=("adult", "team", "limit passed on"),
            rows=lines,
            note="Support, rest or training, and no discipline.",
        ),
    )
