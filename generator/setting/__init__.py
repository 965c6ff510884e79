"""`setting.yml`: who this is, when terms are, who reads, and which numbers the setting has chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from generator import schema
from generator.errors import SettingError
from generator.model import (
    Place,
    Setting,
    StaffPatterns,
    TermDates,
)
from generator.setting import audiences
from generator.setting.notes import Pad, parse
from generator.setting.thresholds import THRESHOLDS, Threshold

__all__ = ["THRESHOLDS", "Threshold", "read", "term_mistakes"]

KEYS = (
    "name",
    "settings",
    "terms",
    "audiences",
    "thresholds",
    "as_of",
    "last_inspection",
    "reg45_month",
    "staff_patterns",
    "training_roles",
    "retired_codes",
)
RETIRABLE = ("location_code", "shift_or_lesson", "technique_code", "team")
"""Fields whose codes are the setting's own; the codes of all others are the program's."""
LONGEST_FILE = 1_000_000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def read(workspace: Path) -> Setting:
    """What `setting.yml` says, every default filled in; one `SettingError` with all its mistakes otherwise.

    Settings and terms may be left to `data/settings.csv` and `data/terms.csv`; `package.load` adds those.
    """
    pad = Pad()
    plain = pad.mapping(parse(_text(workspace), pad.where), "", KEYS)
    name = pad.text(plain.get("name"), "name", required=True, longest=80)
    as_of = pad.date(plain.get("as_of"), "as_of")
    last_inspection = pad.date(plain.get("last_inspection"), "last_inspection")
    if as_of and last_inspection and last_inspection > as_of:
        pad.note("last_inspection", "later than as_of. One of the two dates is wrong.")
    month = pad.number(plain.get("reg45_month"), "reg45_month", 1, 12, whole=True)
    places = _places(pad, plain.get("settings"))
    kinds = tuple(place.kind for place in places) or audiences.kinds_in_table(workspace)
    setting = Setting(
        name=name or "",
        places=places,
        terms=_terms(pad, plain.get("terms")),
        audiences=audiences.read(pad, plain.get("audiences"), kinds),
        thresholds=_thresholds(pad, plain.get("thresholds")),
        as_of=as_of,
        last_inspection=last_inspection,
        reg45_month=int(month) if month is not None else None,
        staff_patterns=_staff_patterns(pad, plain.get("staff_patterns")),
        training_roles=_training_roles(pad, plain.get("training_roles")),
        retired_codes=_retired(pad, plain.get("retired_codes")),
    )
    pad.stop()
    return setting


def term_mistakes(terms: Sequence[TermDates]) -> list[tuple[int, str]]:
    """What is wrong with term dates: the position of the term in the list, and the sentence."""
    found: list[tuple[int, str]] = []
    for number, term in enumerate(terms):
        if term.end_on < term.start_on:
            found.append((number, "the last day is before the first."))
        first, last = term.half_term_start, term.half_term_end
        if (first is None) != (last is None):
            found.append((number, "half term has only one of its two days. Give both or neither."))
        elif first and last and not term.start_on <= first <= last <= term.end_on:
            found.append((number, "half term does not lie inside the term."))
        for earlier in terms[:number]:
            if (earlier.academic_year, earlier.name) == (term.academic_year, term.name):
                found.append((number, "this term is given twice."))
            elif earlier.start_on <= term.end_on and term.start_on <= earlier.end_on:
                found.append((number, "overlaps another term. No day can be in two terms."))
    return found


def _text(workspace: Path) -> str:
    path = workspace / "setting.yml"
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise SettingError(
            "setting.yml: there is none in this folder.",
            "Name the setting's folder with --workspace, or make one with readiness init.",
        ) from None
    except OSError:
        raise SettingError(
            "setting.yml: it cannot be read.", "Check that it is a file you may open."
        ) from None
    if len(raw) > LONGEST_FILE:
        raise SettingError("setting.yml: it is far too long.", "Keep the tables in data/.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise SettingError(f"setting.yml, line {line}: not UTF-8 text. Save the file as UTF-8.") from None


def _places(pad: Pad, value: Any) -> tuple[Place, ...]:
    known = schema.tables()["settings"].names
    places: list[Place] = []
    for path, item in pad.rows(value, "settings"):
        row = pad.mapping(item, path, known)
        place_id = pad.text(row.get("setting_id"), f"{path}.setting_id", required=True, longest=40)
        if place_id and not _ID.fullmatch(place_id):
            pad.note(f"{path}.setting_id", "use letters, digits, - and _ only.")
        if place_id and place_id in {each.id for each in places}:
            pad.note(f"{path}.setting_id", "this setting is given twice.")
        kinds = tuple(schema.labels()["setting_kind"])
        kind = pad.choice(row.get("kind"), f"{path}.kind", kinds, required=True)
        number = pad.number(row.get("registered_places"), f"{path}.registered_places", 1, 2000, whole=True)
        group = pad.text(row.get("co_location_group"), f"{path}.co_location_group", longest=40)
        pad.text(row.get("urn"), f"{path}.urn", longest=12)
        places.append(
            Place(
                id=place_id or "",
                name=pad.text(row.get("name"), f"{path}.name", longest=80) or (place_id or ""),
                kind=kind or "",
                co_location_group=group,
                registered_places=int(number) if number is not None else None,
                opened_on=pad.date(row.get("opened_on"), f"{path}.opened_on"),
            )
        )
    return tuple(places)


def _terms(pad: Pad, value: Any) -> tuple[TermDates, ...]:
    known = schema.tables()["terms"].names
    terms: list[TermDates] = []
    paths: list[str] = []
    for path, item in pad.rows(value, "terms"):
        row = pad.mapping(item, path, known)
        year = pad.text(row.get("academic_year"), f"{path}.academic_year", required=True)
        if year and not _is_year(year):
            pad.note(f"{path}.academic_year", "write the two years as six digits, for example 202627.")
            year = None
        name = pad.choice(row.get("term"), f"{path}.term", ("autumn", "spring", "summer"), required=True)
        start = pad.date(row.get("start_on"), f"{path}.start_on", required=True)
        end = pad.date(row.get("end_on"), f"{path}.end_on", required=True)
        first = pad.date(row.get("half_term_start"), f"{path}.half_term_start")
        last = pad.date(row.get("half_term_end"), f"{path}.half_term_end")
        closed = _closed(pad, row.get("closed_on"), f"{path}.closed_on")
        if year and name and start and end:
            paths.append(path)
            terms.append(TermDates(year, cast(Any, name), start, end, first, last, closed))
    for number, message in term_mistakes(terms):
        pad.note(paths[number], message)
    return tuple(terms)


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"\d{6}", text)) and (int(text[:4]) + 1) % 100 == int(text[4:])


def _closed(pad: Pad, value: Any, path: str) -> tuple[date, ...]:
    days = value.split("|") if isinstance(value, str) else value
    found = (pad.date(item, inner, required=True) for inner, item in pad.rows(days, path))
    return tuple(each for each in found if each)


def _staff_patterns(pad: Pad, value: Any) -> StaffPatterns | None:
    if value is None:
        return None
    row = pad.mapping(value, "staff_patterns", ("purpose", "owner", "date"))
    purpose = pad.text(row.get("purpose"), "staff_patterns.purpose", required=True, longest=500)
    owner = pad.text(row.get("owner"), "staff_patterns.owner", required=True)
    on = pad.date(row.get("date"), "staff_patterns.date", required=True)
    return StaffPatterns(purpose, owner, on) if purpose and owner and on else None


def _training_roles(pad: Pad, value: Any) -> tuple[str, ...]:
    """Role groups that need both courses, in the order of the code list; by default those who may have to hold."""
    known = tuple(schema.labels()["role_group"])
    named = {pad.choice(item, path, known, required=True) for path, item in pad.rows(value, "training_roles")}
    if value == []:
        pad.note("training_roles", "name at least one role group, or leave the key out.")
    return tuple(role for role in known if role in named) or Setting.training_roles


def _retired(pad: Pad, value: Any) -> Mapping[str, Mapping[str, date]]:
    """Codes that the setting gave up, by field, each with the last day on which it was in use."""
    found: dict[str, Mapping[str, date]] = {}
    for name, codes in pad.mapping(value, "retired_codes", RETIRABLE).items():
        days = {
            str(code): pad.date(on, f"retired_codes.{name}.{code}", required=True)
            for code, on in pad.mapping(codes, f"retired_codes.{name}").items()
        }
        found[name] = {code: on for code, on in days.items() if on}
    return found


def _thresholds(pad: Pad, value: Any) -> Mapping[str, float]:
    chosen = pad.mapping(value, "thresholds", tuple(each.name for each in THRESHOLDS))
    values: dict[str, float] = {}
    for each in THRESHOLDS:
        given = pad.number(
            chosen.get(each.name), f"thresholds.{each.name}", each.low, each.high, whole=each.whole
        )
        values[each.name] = each.default if given is None else given
    if values["before_after_min_days"] > values["before_after_days"]:
        pad.note(
            "thresholds.before_after_min_days", "larger than before_after_days. Lower it or raise the other."
        )
    return MappingProxyType(values)
