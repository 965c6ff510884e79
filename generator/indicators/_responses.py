"""The same trigger at home and at school: the gap, each trigger, each kind of response, and the year for leaders."""

from __future__ import annotations

from collections.abc import Mapping

from generator.indicators._shared import slug, when, words
from generator.indicators._tally import Places
from generator.indicators._triggers import Crises
from generator.indicators.consistency import not_called
from generator.model import Cell, Listing, Verdict
from generator.periods import Window
from generator.statistics.wording import plain, sentence_case


def difference_cell(found: Crises, home: Places, school: Places, verdict: Verdict | None) -> Cell:
    """All shared triggers together, each crisis once."""
    one, two = found.share(home), found.share(school)
    known = found.calm_recorded and one is not None and two is not None
    marker = None if known else "u" if found.calm_recorded else "x"
    return Cell(
        unit="% points",
        value=one - two if known and one is not None and two is not None else None,
        marker=marker,
        verdict=verdict,
        sentence=_say(found, verdict),
    )


def _say(found: Crises, verdict: Verdict | None) -> str:
    """What the difference has earned."""
    if not found.calm_recorded:
        return "Crises that ended without restriction are not recorded at both places: read the kinds of response."
    if verdict is None:
        return "No trigger was seen often enough at both places to compare."
    if verdict.klass in ("R2", "R3"):
        more = "more" if verdict.klass == "R3" else "less"
        return (
            f"For the same triggers crises ended in restriction {more} often at home than at school, beyond what "
            "chance explains. This does not show why."
        )
    if verdict.klass == "R4":
        return "The difference between home and school comes from one child."
    if verdict.klass == "R0":
        return "Too few crises ended in restriction to say whether home and school differ."
    if verdict.facts.get("reason") == "few-children":
        return "Too few children were in such crises at both places to say whether the difference is more than chance."
    return not_called(verdict.facts, often="can happen")


def trigger_cell(found: Crises, code: str) -> Cell:
    """One trigger: the gap in points, with both counts in words."""
    home, school = found.of(code)
    one, two = found.share(home), found.share(school)
    known = found.calm_recorded and one is not None and two is not None
    said = f"{words(code)}: {_counted(found, home)} at home, {_counted(found, school)} at school ended in restriction."
    return Cell(
        group=f"trigger-{slug(code)}",
        label=f"Trigger: {words(code)}",
        unit="% points",
        value=one - two if known and one is not None and two is not None else None,
        marker=None if known else "x",
        dims={"trigger": code},
        sentence=sentence_case(said) if known else "",
    )


def _counted(found: Crises, rows: Places) -> str:
    return f"{len(found.restricted(rows))} of {len(rows)}"


def mix_cells(found: Crises, home: Places, school: Places) -> tuple[Cell, ...]:
    """For each kind of response its share at home less its share at school; restriction alone where need be."""
    if not found.calm_recorded:
        home, school = found.restricted(home), found.restricted(school)
    if not len(home) or not len(school):
        return ()
    one, two = found.mix(home), found.mix(school)
    return tuple(
        Cell(
            group=f"response-{slug(code)}",
            label=f"Response: {words(code)}",
            unit="% points",
            value=one.get(code, 0.0) - two.get(code, 0.0),
            dims={"response": code},
            sentence=f"{_part(one, code, home)} at home, {_part(two, code, school)} at school.",
        )
        for code in sorted({*one, *two})
    )


def _part(shares: Mapping[str, float], code: str, rows: Places) -> str:
    return f"{round(shares.get(code, 0.0) * len(rows) / 100)} of {len(rows)}"


def year_list(found: Crises, window: Window) -> tuple[Listing, ...]:
    """The same for leaders over twelve months, in the order of the triggers' names."""
    lines = []
    for code in found.triggers if found.calm_recorded else ():
        home, school = found.of(code)
        one, two = found.share(home), found.share(school)
        if one is not None and two is not None:
            lines.append(
                (words(code), _counted(found, home), _counted(found, school), plain(round(one - two)))
            )
    if not lines:
        return ()
    return (
        Listing(
            id="hsc-02-triggers",
            title="The same trigger at home and at school: crises that ended in restriction, last 12 months",
            columns=("trigger", "at home", "at school", "percentage points more at home"),
            rows=tuple(sorted(lines)),
            note=f"In order of name, up to the end of {when(window)}; only triggers seen often enough at each place.",
        ),
    )
