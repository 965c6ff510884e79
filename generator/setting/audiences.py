"""Who reads: the audiences of `setting.yml`, and the usual ones of a school and of a children's home."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from generator.model import HOME_KINDS, Audience, NamedDecision, PageSet, PolicyName
from generator.setting.notes import Pad, near

POLICIES: Mapping[str, str] = {
    "internal": "leaders",
    "protected": "governors",
    "inspection": "inspectors",
    "visitor": "visitor",
}
"""Each policy with the page set its readers get unless another is named."""
FLOORS: Mapping[str, tuple[str, ...]] = {
    "governors": ("protected", "visitor"),
    "inspectors": ("inspection", "protected", "visitor"),
    "independent-visitor": ("visitor",),
}
"""Audiences whose protection may be tightened and never taken away: there is no off switch.

An independent visitor to a children's home may not look into a child's case record without consent (regulation 44 of
the Children's Homes (England) Regulations 2015): no codes and no free text.
"""
PAGES = ("leaders", "governors", "inspectors", "visitor")
SCHOOL = (("leaders", "internal"), ("governors", "protected"), ("inspectors", "inspection"))
HOME = (
    ("leaders", "internal"),
    ("provider", "internal"),
    ("independent-visitor", "visitor"),
    ("inspectors", "inspection"),
)
BOTH = (*SCHOOL[:2], *HOME[1:])
"""Usual audiences by the kind of setting, with their policies."""
BOTH_KINDS = ("dual_registered",)
"""A school that is registered as a children's home has the readers of both."""
KEYS = ("policy", "pages", "decision", "can_see", "role")
MOST_ROWS = 200
_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")


def usual(kinds: Iterable[str]) -> Mapping[str, str]:
    """The usual audiences of settings of these kinds, each with its policy; a school's where no kind is known."""
    found = {kind for kind in kinds if kind}
    homes = {kind for kind in found if kind in HOME_KINDS}
    if found and homes == found:
        return dict(HOME)
    return dict(BOTH if homes or found & set(BOTH_KINDS) else SCHOOL)


def usual_role(name: str, policy: str, kinds: Iterable[str]) -> str:
    """Who to ask where `setting.yml` names no role: the head of the school, the manager of the home, or either."""
    found = set(kinds)
    if policy == "internal" and name != "provider":
        homes = found & {*HOME_KINDS, *BOTH_KINDS}
        schools = found - set(HOME_KINDS)
        both = "the headteacher or the registered manager"
        return both if homes and schools else "the registered manager" if homes else "the headteacher"
    return {
        "provider": "the responsible individual",
        "governors": "a governor whom the board has named for this",
        "independent-visitor": "the independent visitor",
        "inspectors": "the inspector",
    }.get(name, "a reader whom the setting has named for this")


def kinds_in_table(workspace: Path) -> tuple[str, ...]:
    """The kinds that `data/settings.csv` names, as far as they can be read; what is wrong there the checks will say."""
    try:
        text = (workspace / "data" / "settings.csv").read_bytes()[:1_000_000].decode("utf-8-sig", "replace")
        rows = list(csv.DictReader(io.StringIO(text)))[:MOST_ROWS]
    except (OSError, csv.Error):
        return ()
    return tuple(kind for row in rows if isinstance(kind := row.get("kind"), str))


def read(pad: Pad, value: Any, kinds: Sequence[str]) -> tuple[Audience, ...]:
    """The audiences named, and only those; the usual ones of these kinds of setting where none is."""
    defaults = usual(kinds)
    named = pad.mapping(value, "audiences") or {name: {} for name in defaults}
    return tuple(_audience(pad, name, item, kinds, tuple(named)) for name, item in named.items())


def _audience(pad: Pad, name: str, item: Any, kinds: Sequence[str], names: Sequence[str]) -> Audience:
    path = f"audiences.{name}"
    if not _NAME.fullmatch(name):
        pad.note(path, "use small letters, digits and - for the name of an audience.")
    row = pad.mapping(item, path, KEYS)
    given = row.get("policy", dict((*BOTH, *HOME)).get(name))
    policy = pad.choice(given, f"{path}.policy", tuple(POLICIES), required=True) or "protected"
    pages = pad.choice(row.get("pages", POLICIES[policy]), f"{path}.pages", PAGES) or "governors"
    floor = FLOORS.get(name)
    if floor and policy not in floor:
        pad.note(f"{path}.policy", f"{name} are readers under protection. Choose {' or '.join(floor)}.")
    role = pad.text(row.get("role"), f"{path}.role", longest=80)
    return Audience(
        name,
        cast(PolicyName, policy),
        cast(PageSet, pages),
        _decision(pad, row.get("decision"), f"{path}.decision"),
        _can_see(pad, row.get("can_see"), f"{path}.can_see", names),
        role or usual_role(name, policy, kinds),
    )


def _can_see(pad: Pad, value: Any, path: str, names: Sequence[str]) -> tuple[str, ...]:
    """Names of other audiences whose pages these readers see too."""
    found: list[str] = []
    for inner, item in pad.rows(value, path):
        if item in names:
            found.append(str(item))
        else:
            pad.note(inner, f"no such audience in this file.{near(str(item), names).replace('_', '-')}")
    return tuple(dict.fromkeys(found))


def _decision(pad: Pad, value: Any, path: str) -> NamedDecision | None:
    if value is None:
        return None
    row = pad.mapping(value, path, ("by", "on", "reason"))
    by = pad.text(row.get("by"), f"{path}.by", required=True)
    on = pad.date(row.get("on"), f"{path}.on", required=True)
    reason = pad.text(row.get("reason"), f"{path}.reason", required=True, longest=500)
    return NamedDecision(by, on, reason) if by and on and reason else None
