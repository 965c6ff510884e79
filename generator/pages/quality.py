"""Pages about the records themselves: what they mean for the figures, what was found, and what is checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.pages import blocks as blocks_
from generator.pages.common import day
from generator.published import Published, PublishedEffect, PublishedFinding, PublishedRule

WEIGHTS = ("stops the report", "would change a headline", "can wait")
WHOLE = "law"
"""What stands for a table where the program's own law file is meant."""


def pages(published: Published) -> Iterator[tuple[str, dict[str, Any]]]:
    """Data quality for everyone; for leaders also the list of what is checked."""
    yield "data-quality.md", _data_quality(published)
    if published.rules:
        yield "checked.md", _checked(published)


def _data_quality(published: Published) -> dict[str, Any]:
    recording = published.results.get(("REC-01", published.lead.id))
    pressing = sorted(published.effects, key=_pressing)
    columns, tables = _tables(published)
    return {
        "template": "leaders/data-quality.html.j2" if published.internal else "shared/data-quality.html.j2",
        "title": "Data quality",
        "strip": f"{published.setting_name} · figures to {day(published.as_of)}",
        "table_columns": columns,
        "tables": tables,
        "tonight": [(name.capitalize(), _first(published, name)) for name in WEIGHTS],
        "leading": [_effect(each) for each in pressing if each.headline],
        "others": [_effect(each) for each in pressing if not each.headline],
        "summary": _summary(published),
        "findings": [
            (_severity(each), _what(each), _where(each), each.hint or "–") for each in published.findings
        ],
        "locked": [method for method in published.methods if method.state == "locked"],
        "recording": published.result("REC-01"),
        "blocks": blocks_.blocks(recording, "") if recording else (),
        "published": published,
    }


def _tables(published: Published) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Columns and rows of the list of tables; a column with nothing in it, as where no rows are told, is left out."""
    rows = [
        (table.title, _state(table.state), "–" if table.rows is None else f"{table.rows:,}", table.why or "–")
        for table in published.tables
    ]
    columns = ("Table", "State", "Rows", "Why")
    kept = [at for at in range(len(columns)) if any(row[at] != "–" for row in rows)]
    return tuple(columns[at] for at in kept), [tuple(row[at] for at in kept) for row in rows]


def _first(published: Published, weight: str) -> str:
    """The first finding of this weight in one sentence, and how many more kinds there are."""
    found = [each for each in published.findings if each.weight == weight]
    if not found:
        return "Nothing."
    more = len(found) - 1
    rest = f" And {more} more {'kind' if more == 1 else 'kinds'} of finding." if more else ""
    return f"{_where(found[0])}: {_what(found[0])}{rest}"


def _pressing(each: PublishedEffect) -> tuple[bool, int]:
    return (not each.why, -(each.left_out + each.unknown + each.doubtful))


def _effect(each: PublishedEffect) -> tuple[Any, ...]:
    """One figure as a row: its name with a link, what is missing or in doubt, and where that lies."""
    link = (f"{each.title} ({each.indicator})", f"definitions.html#{blocks_.slug(each.indicator)}")
    rows = (f"{each.left_out:,}", f"{each.unknown:,}", f"{each.doubtful:,}")
    return (link, *rows, f"Not worked out: {each.why}" if each.why else ", ".join(each.fields) or "–")


def _summary(published: Published) -> str:
    """How many figures cannot be worked out, have unknown rows or rows to look at, and how many nothing touches."""
    missing = sum(bool(each.why) for each in published.effects)
    unknown = sum(not each.why and bool(each.left_out or each.unknown) for each in published.effects)
    touched = {each.indicator for each in published.effects}
    known = [method for method in published.methods if method.state == "available"]
    clean = sum(method.indicator not in touched for method in known)
    said = [
        f"{_figures(missing)} cannot be worked out until a table is put right." if missing else "",
        f"{_figures(unknown)} {'is' if unknown == 1 else 'are'} worked out without rows or cells that have errors."
        if unknown
        else "",
        f"No finding touches {clean} of the {len(known)} figures that can be worked out.",
    ]
    return " ".join(each for each in said if each)


def _figures(number: int) -> str:
    return "1 figure" if number == 1 else f"{number} figures"


def _state(state: str) -> str:
    return {"loaded": "in use", "blocked": "has errors, not used", "absent": "not here"}[state]


def _severity(finding: PublishedFinding) -> str:
    return {"error": "put right", "warning": "look at", "note": "know"}[finding.severity]


def _what(finding: PublishedFinding) -> str:
    return f"{finding.field}: {finding.message}" if finding.field else finding.message


def _where(finding: PublishedFinding) -> str:
    if finding.table == WHOLE:
        return "the program's own law file"
    if finding.row is None:
        return f"{finding.table}.csv" + (f", {finding.count} rows" if finding.count > 1 else "")
    return f"{finding.table}.csv, row {finding.row}" + (
        f" and {finding.count - 1} more" if finding.count > 1 else ""
    )


def _checked(published: Published) -> dict[str, Any]:
    titles = {table.name: table.title for table in published.tables} | {WHOLE: "The law behind the figures"}
    by_table: dict[str, list[PublishedRule]] = {name: [] for name in titles}
    for rule in published.rules:
        by_table.setdefault(rule.tables[0], []).append(rule)
    return {
        "template": "leaders/checked.html.j2",
        "title": "What is checked",
        "strip": f"{published.setting_name} · figures to {day(published.as_of)}",
        "number": len(published.rules),
        "groups": [
            (titles.get(name, name), [_rule(each, titles) for each in rules])
            for name, rules in by_table.items()
            if rules
        ],
    }


def _rule(rule: PublishedRule, titles: dict[str, str]) -> tuple[Any, ...]:
    also = [titles.get(name, name).lower() for name in rule.tables[1:]]
    where = f" Also in: {', '.join(also)}." if also else ""
    grave = {"error": "must be put right", "warning": "look at it", "note": "good to know"}[rule.severity]
    return (rule.title, f"{rule.why}{where}", grave, f"{rule.found:,}" if rule.found else "none", rule.code)
