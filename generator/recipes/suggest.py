"""A first recipe for a foreign export, from its headings and its words, for a person to finish.

What is sure is written; what settings use differently is written with the likeliest meaning and marked; what nothing is
known of stands as a mark alone, so that an import stops there and never guesses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from generator import schema
from generator.errors import DataError
from generator.recipes.dates import decide
from generator.recipes.guessing import People, columns_of, filled, is_coded, people_of, words_of
from generator.recipes.lexicon import Meaning, code_of, meaning
from generator.recipes.looking import Look, look
from generator.schema import FieldSchema

CODED_MOST = 40
"""Different words above which a column is prose and not a list of codes."""
MISSING = ["-", "n/a", "N/A", "none noted", "not known"]
_NAME = re.compile(r"[^a-z0-9]+")
_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}[/.-](\d{4}|\d{2})(.*)")


@dataclass(frozen=True)
class Suggestion:
    """What an export seems to be. The choices of a person replace `words`, `child` and `order`."""

    incidents: Look
    fields: Mapping[str, str]
    people: People
    words: Mapping[str, int]
    """The export's words for what was done, with the rows each stands in."""
    split: str = ""
    meanings: Mapping[str, Meaning | None] = field(default_factory=dict)
    order: str = ""
    """`day` or `month` where a person said which comes first; else the column itself decides."""
    roll: Look | None = None
    roll_fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def unclear(self) -> tuple[str, ...]:
        """The words that a person must look at, the most frequent first."""
        return tuple(word for word in self.words if not (known := self.meanings[word]) or not known.sure)

    @property
    def date_is_unclear(self) -> bool:
        """Whether every date could be day-first or month-first."""
        texts = filled(self.incidents.columns[self.fields["incident_date"]])
        return bool(decide(texts, "incident_date", self.incidents.typed).problem)


def suggest(paths: Sequence[Path]) -> Suggestion:
    """What these exports seem to be: one of incidents, and perhaps one that is a roll."""
    seen = [look(path) for path in paths]
    rolls = [each for each in seen if _is_roll(each)]
    incidents = [each for each in seen if each not in rolls]
    if len(incidents) != 1 or len(rolls) > 1:
        raise DataError(
            f"{', '.join(path.name for path in paths)}: these are not one list of incidents and at most one roll.",
            "Name the export of incidents, and the roll beside it where there is one.",
        )
    one = incidents[0]
    fields = columns_of("incidents", one)
    people = people_of(one, fields)
    _refuse_without(one, fields, people)
    category = fields.get("intervention_category")
    split, words = words_of(_of_children(one, people, category)) if category else ("", {})
    return Suggestion(
        one,
        fields,
        people,
        words,
        split,
        {word: meaning(word) for word in words},
        roll=rolls[0] if rolls else None,
        roll_fields=columns_of("children", rolls[0]) if rolls else {},
    )


def with_roll(found: Suggestion, path: Path) -> Suggestion:
    """The same with a roll beside it."""
    roll = look(path)
    return replace(found, roll=roll, roll_fields=columns_of("children", roll))


def _is_roll(seen: Look) -> bool:
    roll, incidents = columns_of("children", seen), columns_of("incidents", seen)
    about_children = {"on_roll_from", "year_group", "sex", "sen_provision", "primary_need"} & set(roll)
    return len(about_children) >= 2 and not {"intervention_category", "started_time"} & set(incidents)


def _refuse_without(seen: Look, fields: Mapping[str, str], people: People) -> None:
    """Stop where nothing looks like a date or a child: a recipe without them would say nothing."""
    wanted = {"a date of the incident": "incident_date" in fields, "a child": bool(people.child)}
    if lacking := [what for what, there in wanted.items() if not there]:
        raise DataError(
            f"{seen.path.name}: no column looks like {' or '.join(lacking)}.",
            "Copy the worked recipe that is nearest to this export and name its columns there: see "
            "`readiness import --help`.",
        )


def _of_children(seen: Look, people: People, heading: str) -> list[str]:
    """The cells of a column in the rows that are a child's."""
    cells = seen.columns[heading]
    if not people.kind:
        return list(cells)
    kinds = seen.columns[people.kind]
    return [cell for cell, kind in zip(cells, kinds, strict=True) if kind in people.child_kinds]


def recipe_of(found: Suggestion, setting_id: str = "our-setting") -> dict[str, Any]:
    """The recipe as plain data, ready to be written as YAML."""
    seen = found.incidents
    name = _NAME.sub("-", seen.path.stem.casefold()).strip("-")[:50] or "our-export"
    made: dict[str, Any] = {"recipe": name, "title": "Our export of incidents"}
    if found.roll:
        made["files"] = [
            {"name": "roll", "match": found.roll.path.name, **found.roll.keys},
            {"name": "incidents", **seen.keys},
        ]
    else:
        made["file"] = dict(seen.keys)
    made["missing"] = list(MISSING)
    made["tables"] = [_incidents(found), *_adults(found), *_roll(found, setting_id)]
    return made


def _incidents(found: Suggestion) -> dict[str, Any]:
    seen, people = found.incidents, found.people
    table = schema.tables()["incidents"]
    columns: dict[str, Any] = {"incident_id": "<row id>", "child_id": _one_or_list(people.child)}
    codes: dict[str, Any] = {"incident_id": {"prefix": "row-"}}
    if number := found.fields.get("incident_id"):
        alone = _is_unique(_of_children(seen, people, number))
        columns |= {
            "incident_id": number if alone else [number, f"<number in {number}>"],
            "source_id": number,
        }
        codes["incident_id"] = {"prefix": "inc-"}
    made: dict[str, Any] = {"table": "incidents"}
    if found.roll:
        made["from"] = "incidents"
    if people.kind:
        made["only_where"] = {people.kind: list(people.child_kinds)}
    ways: dict[str, dict[str, Any]] = {"formats": {}, "values": {}, "split": {}, "otherwise": {}}
    for name, heading in found.fields.items():
        each = table.field(name)
        if name in ("incident_id", "child_id", "setting_id", "intervention_category", "lead_up_summary"):
            continue
        if _takes(each, _of_children(seen, people, heading), ways, codes, found.order):
            columns[name] = heading
    _what_was_done(found, columns, ways, made)
    made["columns"] = {each: columns[each] for each in table.names if each in columns}
    people_key = {} if _is_code(found) else {"people": {"child_id": "child"}}
    if _is_code(found):
        codes["child_id"] = {}
    return made | {key: value for key, value in ways.items() if value} | people_key | {"codes": codes}


def _what_was_done(
    found: Suggestion, columns: dict[str, Any], ways: dict[str, dict[str, Any]], made: dict[str, Any]
) -> None:
    """The word map, which decides every figure."""
    heading = found.fields.get("intervention_category")
    if heading is None:
        made["constants"] = {"intervention_category": "other"}
        return
    columns["intervention_category"] = heading
    ways["values"]["intervention_category"] = {
        word: known.code for word in found.words if (known := found.meanings[word])
    }
    if found.split:
        ways["split"]["intervention_category"] = found.split


def _takes(
    each: FieldSchema,
    texts: Sequence[str],
    ways: dict[str, dict[str, Any]],
    codes: dict[str, Any],
    order: str,
) -> bool:
    """Whether a column can fill a field, and by which way of the recipe; False leaves it out."""
    there = filled(texts)
    different = dict.fromkeys(there)
    if each.type in ("date", "datetime", "time"):
        if written := _format(each, there, order):
            ways["formats"][each.name] = written
    elif each.type in ("number", "integer"):
        plainly = all(text.replace(".", "").isdigit() for text in different)
        ways["formats"][each.name] = "number" if plainly else "minutes"
    elif each.open_codes:
        codes[each.name] = {}
    elif each.codes:
        split, words = words_of(there)
        known = {
            word: code for word in (words if each.multi else different) if (code := code_of(each.codes, word))
        }
        if not known or len(words) > CODED_MOST:
            return False
        ways["values"][each.name] = known
        if each.multi and split:
            ways["split"][each.name] = split
    return bool(there) or each.type != "string"


def _format(each: FieldSchema, texts: Sequence[str], order: str) -> str:
    """A format where the cells need one to be named; empty where the whole column decides."""
    if each.type == "time" and texts and all(text.isdigit() and len(text) <= 4 for text in texts):
        return "HHmm"
    if not order or each.type == "time" or not decide(texts, each.name).problem:
        return ""
    found = next((hit for text in texts if (hit := _DATE.fullmatch(text))), None)
    if not found:
        return ""
    sign, year, rest = found.groups()
    parts = ["DD", "MM"] if order == "day" else ["MM", "DD"]
    clock = " hh:mm AM/PM" if re.search("[ap]m", rest, re.I) else " HH:mm" if ":" in rest else ""
    seconds = clock.replace("mm", "mm:ss") if rest.count(":") == 2 else clock
    return sign.join([*parts, "Y" * len(year)]) + seconds


def _adults(found: Suggestion) -> list[dict[str, Any]]:
    """The adults as rows of their own, where the export names any."""
    people, table = found.people, {"table": "staff_involvement"}
    number = found.fields.get("incident_id")
    made: dict[str, Any] = table | ({"from": "incidents"} if found.roll else {})
    if people.kind and number and found.fields.get("child_id"):
        made |= {"only_where": {people.kind: list(people.adult_kinds)}, "link": "source_id"}
        made["columns"] = {"incident_id": number, "staff_id": found.fields["child_id"]}
        return [made | _as_present(found, found.fields["child_id"])]
    if not number or not _is_unique(found.incidents.columns[number]):
        return []
    if people.staff_wide:
        made["rows_from"] = {"columns": {"Adult": people.staff_wide}}
    elif people.staff and people.between:
        made["rows_from"] = {"cell": people.staff, "between": people.between}
    elif not people.staff:
        return []
    adult = "Adult" if people.staff_wide else people.staff
    made["columns"] = {"incident_id": number, "staff_id": adult}
    made |= _as_present(found, people.staff_wide.replace("#", "1") or people.staff)
    return [
        made
        | {"codes": made["codes"] | {"incident_id": {"prefix": "inc-"}}, "leave_out_without": ["staff_id"]}
    ]


def _as_present(found: Suggestion, heading: str) -> dict[str, Any]:
    """How adults become codes; nothing says yet what each of them did, so all were present."""
    coded = is_coded(found.incidents.columns.get(heading, ()))
    ways: dict[str, Any] = (
        {"codes": {"staff_id": {}}} if coded else {"people": {"staff_id": "adult"}, "codes": {}}
    )
    return ways | {"constants": {"role": "present"}}


def _roll(found: Suggestion, setting_id: str) -> list[dict[str, Any]]:
    """The roll, where there is one that says since when each child is on it."""
    if found.roll is None or not {"child_id", "on_roll_from"} <= set(found.roll_fields):
        return []
    table = schema.tables()["children"]
    child = _same_children(found)
    columns: dict[str, Any] = {
        "child_id": _one_or_list(child),
        "on_roll_from": found.roll_fields["on_roll_from"],
    }
    ways: dict[str, dict[str, Any]] = {"formats": {}, "values": {}, "split": {}, "otherwise": {}}
    codes: dict[str, Any] = {"child_id": {}} if _is_code(found) else {}
    for name, heading in found.roll_fields.items():
        free = name not in ("child_id", "setting_id") and heading not in child
        if free and _takes(table.field(name), found.roll.columns[heading], ways, codes, found.order):
            columns[name] = heading
    made: dict[str, Any] = {"table": "children", "from": "roll"}
    made["columns"] = {each: columns[each] for each in table.names if each in columns}
    made |= {key: value for key, value in ways.items() if value}
    made |= {"codes": codes} if codes else {}
    made |= {} if _is_code(found) else {"people": {"child_id": "child"}}
    return [made | {"constants": {"setting_id": setting_id}}]


def _same_children(found: Suggestion) -> tuple[str, ...]:
    """The column of the roll that names children as the incidents do."""
    assert found.roll
    if len(found.people.child) == 2:
        both = people_of(found.roll, found.roll_fields).child
        return both if len(both) == 2 else (found.roll_fields["child_id"],)
    wanted = set(found.incidents.columns[found.people.child[0]])
    shared = {name: len(wanted & set(texts)) for name, texts in found.roll.columns.items()}
    best = max(shared, key=lambda name: shared[name])
    return (best if shared[best] else found.roll_fields["child_id"],)


def _is_code(found: Suggestion) -> bool:
    people = found.people
    return len(people.child) == 1 and is_coded(_of_children(found.incidents, people, people.child[0]))


def _is_unique(texts: Sequence[str]) -> bool:
    there = [text for text in texts if text]
    return len(there) == len(texts) and len(set(there)) == len(there)


def _one_or_list(names: Sequence[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)


def text_of(found: Suggestion, setting_id: str = "our-setting") -> str:
    """The recipe as the text of its file, with what a person should look at named at its top."""
    lines = ["# A first recipe, made from the headings and the words of the export. Read it, correct it, and try it:",
             "#     readiness import THIS_FILE EXPORT --dry-run"]  # fmt: skip
    if found.unclear:
        lines.append(
            "# What these words stand for decides every figure. Say it under values, intervention_category:"
        )
    for word in found.unclear:
        known = found.meanings[word]
        shown = yaml.safe_dump(word, allow_unicode=True, default_flow_style=True, width=10_000).splitlines()[
            0
        ]
        lines.append(f"#     {shown}: {f'{known.code}?' if known else '?'}      in {found.words[word]} rows")
    if unused := [name for name in found.incidents.columns if name not in _used(found)]:
        lines.append(f"# Columns that are not used: {', '.join(' '.join(name.split()) for name in unused)}")
    body = yaml.safe_dump(recipe_of(found, setting_id), sort_keys=False, allow_unicode=True, width=110)
    return "\n".join(lines) + "\n" + body


def _used(found: Suggestion) -> set[str]:
    people = found.people
    wide = people.staff_wide.rstrip("#")
    many = {name for name in found.incidents.columns if wide and name.startswith(wide)}
    return {*found.fields.values(), *people.child, people.staff, people.kind, *many}
