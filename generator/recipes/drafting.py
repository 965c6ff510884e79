"""A suggestion → the recipe as plain data: which column fills which field, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from glob import escape
from typing import Any

from generator import schema
from generator.recipes.dates import Auto
from generator.recipes.filling import Ways, takes
from generator.recipes.guessing import CATEGORY, filled, is_coded
from generator.recipes.lexicon import plain
from generator.recipes.suggest import Suggestion, Word
from generator.schema import FieldSchema

MISSING = ["-", "n/a", "none noted", "not known"]
NOT_TAKEN = ("incident_id", "child_id", "setting_id", CATEGORY, "lead_up_summary")
"""Fields that are filled in another way, or never from an export of which nobody has said what it holds."""
_NAME = re.compile(r"[^a-z0-9]+")


def recipe_of(found: Suggestion, setting_id: str = "our-setting") -> dict[str, Any]:
    """The recipe as plain data, ready to be written as YAML."""
    seen = found.incidents
    made: dict[str, Any] = {"recipe": name_of(found), "title": "Our export of incidents"}
    if found.roll and found.rolls_dates:
        made["files"] = [
            {"name": "roll", "match": escape(found.roll.path.name), **found.roll.keys},
            {"name": "incidents", **seen.keys},
        ]
    else:
        made["file"] = dict(seen.keys)
    made["missing"] = list(MISSING)
    made["tables"] = [_incidents(found), *_adults(found), *_roll(found, setting_id)]
    return made


def name_of(found: Suggestion) -> str:
    """The name of the recipe, from that of the export's file."""
    return _NAME.sub("-", found.incidents.path.stem.casefold()).strip("-")[:50].strip("-") or "our-export"


def _incidents(found: Suggestion) -> dict[str, Any]:
    people, table = found.people, schema.tables()["incidents"]
    made: dict[str, Any] = {"table": "incidents"} | _from(found)
    if people.kind:
        made["only_where"] = {people.kind: list(people.child_kinds)}
    ways = Ways()
    columns: dict[str, Any] = {"child_id": _one_or_list(people.child)}
    _number(found, columns, ways)
    for name, heading in found.fields.items():
        texts = _texts(found, table.field(name), heading)
        if name not in NOT_TAKEN and takes(
            table.field(name), texts, ways, found.order, found.incidents.typed
        ):
            columns[name] = _with_clock(found, table.field(name), heading)
    _what_was_done(found, columns, ways, made)
    _say_people(ways, "child_id", "child", _codes_of(found))
    made["columns"] = {each: columns[each] for each in table.names if each in columns}
    needed = {"child_id": people.child, "incident_date": (found.fields["incident_date"],)}
    needed |= {CATEGORY: (found.category,)} if found.category else {}
    empty = [name for name, names in needed.items() if all(found.empty(each) for each in names)]
    return made | ways.keys() | ({"leave_out_without": empty} if empty else {})


def _with_clock(found: Suggestion, each: FieldSchema, heading: str) -> str | list[str]:
    """A column of dates with the column of times beside it: "Written on" and "Written at"."""
    if each.type == "datetime" and not any(
        Auto("day").read(text) and ":" in text for text in found.of_children(heading)
    ):
        stem = plain(heading).rsplit(" ", 1)[0]
        for name in found.incidents.columns:
            if name != heading and plain(name) in (f"{stem} at", f"{stem} time"):
                return [heading, name]
    return heading


def _texts(found: Suggestion, each: FieldSchema, heading: str) -> list[str]:
    """The cells that would fill a field."""
    names = _with_clock(found, each, heading)
    parts = [found.of_children(name) for name in ([names] if isinstance(names, str) else names)]
    return [" ".join(filter(None, cells)) for cells in zip(*parts, strict=True)]


def _number(found: Suggestion, columns: dict[str, Any], ways: Ways) -> None:
    """The incident's own number, where there is one in every row; else what the row holds."""
    number = found.fields.get("incident_id")
    if not number or found.empty(number):
        columns["incident_id"] = "<row id>"
        ways.codes["incident_id"] = {"prefix": "row-"}
        return
    alone = _is_unique(found.of_children(number))
    columns["incident_id"] = number if alone else [number, f"<number in {number}>"]
    columns["source_id"] = number
    ways.codes["incident_id"] = {"prefix": "inc-"}


def _what_was_done(found: Suggestion, columns: dict[str, Any], ways: Ways, made: dict[str, Any]) -> None:
    """The word map, which decides every figure; words that are no intervention leave their rows out."""
    if not found.category:
        made["constants"] = {CATEGORY: found.every}
        return
    columns[CATEGORY] = found.category
    known = {name: _codes(word) for word in found.words if word.meaning for name in word.variants}
    if found.split:
        ways.split[CATEGORY] = found.split
    nothing = {name for name, codes in known.items() if codes == ""}
    cells = dict.fromkeys(filled(found.of_children(found.category)))
    out = [cell for cell in cells if all(part in nothing for part in _parts(cell, found.split))]
    if out:
        made["leave_out_where"] = {found.category: out}
    mapped = known if found.split else {name: codes for name, codes in known.items() if codes}
    if any(mapped.values()):
        ways.values[CATEGORY] = mapped


def _codes(word: Word) -> str | list[str]:
    codes = word.meaning.codes if word.meaning else ()
    return "" if not codes else _one_or_list(codes)


def _parts(cell: str, sign: str) -> list[str]:
    return [part.strip() for part in cell.split(sign) if part.strip()] if sign else [cell]


def _adults(found: Suggestion) -> list[dict[str, Any]]:
    """The adults as rows of their own, where the export names any."""
    people, ways = found.people, Ways()
    number = found.fields.get("incident_id")
    if not number or found.empty(number):
        return []
    made: dict[str, Any] = {"table": "staff_involvement"} | _from(found)
    columns = {"incident_id": number, "staff_id": "Adult"}
    seen = found.incidents.columns
    if people.kind:
        if people.child != (person := (found.fields.get("child_id", ""),)):
            return []
        made |= {"only_where": {people.kind: list(people.adult_kinds)}, "link": "source_id"}
        columns["staff_id"], adults = person[0], seen[person[0]]
        kinds = seen[people.kind]
        adults = tuple(a for a, kind in zip(adults, kinds, strict=True) if kind in people.adult_kinds)
    elif not _is_unique(seen[number]):
        return []
    elif people.staff_wide or people.staff_many:
        wide = people.staff_wide or list(people.staff_many)
        made["rows_from"] = {"columns": {"Adult": wide}}
        stem = people.staff_wide.replace("#", "")
        names = people.staff_many or [name for name in seen if name.removeprefix(stem).isdigit()]
        adults = tuple(text for name in names for text in seen[name])
    elif people.staff:
        columns["staff_id"], adults = people.staff, seen[people.staff]
        if people.between:
            made["rows_from"] = {"cell": people.staff, "between": people.between}
            adults = tuple(part.strip() for text in adults for part in text.split(people.between))
    else:
        return []
    if not people.kind:
        ways.codes["incident_id"] = {"prefix": "inc-"}
    # Nothing says yet what each of them did, so all were present.
    _say_people(ways, "staff_id", "adult", {} if is_coded(adults) else None)
    made |= {"columns": columns} | ways.keys() | {"constants": {"role": "present"}}
    return [made | {"leave_out_without": ["staff_id"]}]


def _say_people(ways: Ways, name: str, kind: str, rule: dict[str, Any] | None) -> None:
    """People by the codes they have already, or by pseudonyms where `rule` is None."""
    if rule is None:
        ways.people[name] = kind
    else:
        ways.codes[name] = rule


def _codes_of(found: Suggestion) -> dict[str, Any] | None:
    """The rule for children who stand there as codes; a spreadsheet takes the zeros from 0031, and they come back."""
    if not found.children_are_coded:
        return None
    texts = filled(found.of_children(found.people.child[0]))
    if not all(text.isdigit() for text in texts):
        return {}
    wide = max(len(text) for text in texts)
    if found.roll and found.rolls_dates:
        wide = max(wide, *(len(text) for text in found.roll.columns[found.roll_child[0]] if text.isdigit()))
    return {"prefix": "child-", "pad": wide}


def _roll(found: Suggestion, setting_id: str) -> list[dict[str, Any]]:
    """The roll, where there is one that says since when each child is on it."""
    if found.roll is None or not found.rolls_dates:
        return []
    table, child, ways = schema.tables()["children"], found.roll_child, Ways()
    columns: dict[str, Any] = {"child_id": _one_or_list(child)}
    for name, heading in found.roll_fields.items():
        free = name not in ("child_id", "setting_id") and heading not in child
        if free and takes(
            table.field(name), found.roll.columns[heading], ways, found.order, found.roll.typed
        ):
            columns[name] = heading
    _say_people(ways, "child_id", "child", _codes_of(found))
    made: dict[str, Any] = {"table": "children", "from": "roll"}
    made["columns"] = {each: columns[each] for each in table.names if each in columns}
    return [made | ways.keys() | {"constants": {"setting_id": setting_id}}]


def _is_unique(texts: Sequence[str]) -> bool:
    there = [text for text in texts if text]
    return len(there) == len(texts) and len(set(there)) == len(there)


def _from(found: Suggestion) -> dict[str, str]:
    return {"from": "incidents"} if found.roll and found.rolls_dates else {}


def _one_or_list(names: Sequence[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)
