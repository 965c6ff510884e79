"""Which column of an export is most likely which field, judged by its heading and by what its cells look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from generator import schema
from generator.recipes.dates import Auto, Moment, is_serial
from generator.recipes.lexicon import headings, plain
from generator.recipes.looking import Look
from generator.schema import FieldSchema

CLOSE = 0.88
"""Likeness of two headings, from 0 to 1, from which one may be a misspelling of the other."""
MOST = 0.8
"""The share of the filled cells that must read as what the field is."""
CHILD_WORDS = frozenset({"pupil", "student", "child", "young person", "learner", "resident", "yp"})
ADULT_WORDS = frozenset(
    {"staff", "adult", "teacher", "worker", "member of staff", "staff member", "employee"}
)
STAFF_HEADINGS = ("staff", "adult", "adults", "member of staff", "staff member", "staff involved", "adults involved",
                  "staff name", "staff names", "employee", "worker", "officer", "teacher")  # fmt: skip
CATEGORY = "intervention_category"
_BIRTH = re.compile(
    r"birth|\bdob\b|\bd\.o\.b|\bage\b|admission|admitted|joined|leaving|\bleft\b|roll", re.IGNORECASE
)
_PERSONAL = re.compile(
    r"upn|nhs|birth|dob|phone|post ?code|name|pupil|child|student|person|resident|learner|staff"
)
CHILD_NUMBERS = ("upn", "unique pupil number", "pupil id", "student id", "child id", "pupil number", "student number",
                 "admission number")  # fmt: skip
_NUMBERED = re.compile(r"^(.*?)\(?(\d{1,2})\)?$")
_CODE = re.compile(r"[A-Za-z]{1,12}[-_.]?\d{1,6}", re.ASCII)
_SHORT = re.compile(r"\d{1,6}", re.ASCII)
"""A number of the setting's own; official ones such as UPN and NHS numbers are longer."""
_BETWEEN = (";", "|", "\n", ",")


@dataclass(frozen=True)
class People:
    """Where the children and the adults stand: headings, and how several stand together."""

    child: tuple[str, ...]
    staff: str = ""
    staff_wide: str = ""
    """The heading with # for its number, where adults stand in columns beside each other."""
    staff_many: tuple[str, ...] = ()
    """Headings of adults that stand under one heading of two rows, such as "Staff / Began"."""
    between: str = ""
    kind: str = ""
    """The column that says whether a row is a child's or an adult's, where each has a row."""
    child_kinds: tuple[str, ...] = ()
    adult_kinds: tuple[str, ...] = ()


def columns_of(table: str, seen: Look, without: frozenset[str] = frozenset()) -> dict[str, str]:
    """Field to heading: each heading once, but a column of date and time fills the date and the time."""
    scores = sorted(
        (
            (-likeness(plain(heading), words), place, number, name, heading)
            for place, (name, words) in enumerate(headings(table).items())
            for number, heading in enumerate(seen.columns)
            if heading not in without
        ),
    )
    found: dict[str, str] = {}
    taken: set[str] = set()
    for score, _, _, name, heading in scores:
        each = schema.tables()[table].field(name)
        if -score < CLOSE or name in found or heading in taken or name == CATEGORY:
            continue
        if looks_like(each, filled(seen.columns[heading])):
            found[name] = heading
            taken.add(heading)
    if table == "incidents":
        _complete(seen, found, taken | without)
    return found


def _complete(seen: Look, found: dict[str, str], taken: frozenset[str] | set[str]) -> None:
    """Fill what an incident cannot be without, from what the cells look like where no heading says it."""
    if "incident_date" not in found:
        made = found.pop("record_made_at", "")
        dated = [name for name in seen.columns if name not in taken and not _BIRTH.search(name)
                 and looks_like(_field("incident_date"), filled(seen.columns[name]) or ["?"])]  # fmt: skip
        if made or dated:
            found["incident_date"] = made or dated[0]
    if "incident_id" not in found:
        numbered = [name for name, texts in seen.columns.items()
                    if name not in taken and not _PERSONAL.search(plain(name)) and _numbers(texts)]  # fmt: skip
        if numbered:
            found["incident_id"] = numbered[0]
    day = found.get("incident_date")
    if (
        day
        and "started_time" not in found
        and any(has_clock(text) for text in filled(seen.columns[day])[:2000])
    ):
        found["started_time"] = day


def _field(name: str) -> FieldSchema:
    return schema.tables()["incidents"].field(name)


def _numbers(texts: Sequence[str]) -> bool:
    """Whether the cells are an own number each: all different, short, with a figure, and no date or whole sentence."""
    if len(texts) < 2 or len(set(texts)) < len(texts) or not all(texts):
        return False
    return all(
        len(text) <= 40
        and any(sign.isdigit() for sign in text)
        and " " not in text
        and moment_in(text) is None
        for text in texts
    )


def filled(texts: Iterable[str]) -> list[str]:
    """The cells that hold something."""
    return [text for text in texts if plain(text) not in ("", "n a", "none noted", "not known")]


def looks_like(each: FieldSchema, texts: Sequence[str]) -> bool:
    """Whether cells can be values of a field of this type; an empty column can be anything that need not be filled."""
    if not texts:
        return not each.required
    good = [text for text in texts[:2000] if _reads_as(each, text)]
    return len(good) >= MOST * len(texts[:2000])


def moment_in(text: str) -> Moment | None:
    """The day and the time in a text, as an import reads it with either order of day and month."""
    return Auto("day").read(text) or Auto("month").read(text)


def has_clock(text: str) -> bool:
    """Whether a time of day stands beside a date; midnight is how a spreadsheet writes a date alone."""
    found = moment_in(text)
    return bool(found and found[0] and found[1] and (found[1].hour or found[1].minute))


def _reads_as(each: FieldSchema, text: str) -> bool:
    found = moment_in(text)
    if each.type in ("date", "datetime"):
        return bool(found and found[0]) or is_serial(text)
    if each.type == "time":
        return bool(found and found[1]) or bool(re.fullmatch(r"\d{1,4}", text, re.ASCII))
    if each.type in ("number", "integer"):
        return bool(re.fullmatch(r"[\d.,: hminutesr]+", text, re.I)) and any(sign.isdigit() for sign in text)
    if each.type == "boolean":
        return plain(text) in ("yes", "no", "y", "n", "true", "false", "0", "1")
    return True


def likeness(heading: str, words: Sequence[str]) -> float:
    """1 for a heading that is known, less for one that nearly is; a known word at its start counts a little less."""
    if not heading:
        return 0.0
    if heading in words:
        return 1.0 - words.index(heading) / 1000
    inside = [
        word
        for word in words
        if len(word) > 4 and (heading.startswith(f"{word} ") or heading.endswith(f" {word}"))
    ]
    close = max(
        (SequenceMatcher(None, heading, word).ratio() for word in words if len(word) > 4), default=0.0
    )
    return max(0.9 if inside else 0.0, close * 0.95)


def _all_numbered(texts: Sequence[str]) -> bool:
    return all(any(map(str.isdigit, text)) for text in texts)


def people_of(seen: Look, fields: Mapping[str, str]) -> People:
    """Where the people stand in an export of incidents."""
    names = {plain(heading): heading for heading in seen.columns}
    first = next((names[word] for word in ("first name", "forename", "given name") if word in names), "")
    last = next((names[word] for word in ("surname", "last name", "family name") if word in names), "")
    kind, children, adults = kinds_of(seen)
    child: tuple[str, ...] = (fields["child_id"],) if "child_id" in fields else ()
    # A number that every row has tells two children of one name apart; names that may be misspelt do not.
    numbers = [names[word] for word in CHILD_NUMBERS if word in names] + list(child)
    whole = next((name for name in numbers if _all_numbered(seen.columns[name])), "")
    if whole:
        child = (whole,)
    elif first and last:
        child = (first, last)
    wide, many = _wide(seen), _beside(seen)
    alone = (
        "" if wide or many or kind else next((names[word] for word in STAFF_HEADINGS if word in names), "")
    )
    between = _between(filled(seen.columns[alone])) if alone else ""
    return People(child, alone, wide, many, between, kind, children, adults)


def kinds_of(seen: Look) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A column that holds nothing but words for children and for adults, where one row is one person."""
    for heading, texts in seen.columns.items():
        different = dict.fromkeys(filled(texts))
        if 2 <= len(different) <= 8 and all(plain(word) in CHILD_WORDS | ADULT_WORDS for word in different):
            children = tuple(word for word in different if plain(word) in CHILD_WORDS)
            adults = tuple(word for word in different if plain(word) in ADULT_WORDS)
            if children and adults:
                return heading, children, adults
    return "", (), ()


def _wide(seen: Look) -> str:
    """The heading of adults in columns beside each other, with # for the number; empty where there is none."""
    for heading in seen.columns:
        found = _NUMBERED.match(heading.strip())
        if found and plain(found[1]) in STAFF_HEADINGS and found[2] == "1":
            pattern = f"{found[1]}#"
            if found[0] == f"{found[1]}1" and f"{found[1]}2" in seen.columns:
                return pattern
    return ""


def _beside(seen: Look) -> tuple[str, ...]:
    """The columns that stand together under one heading for adults."""
    return tuple(
        name for name in seen.columns if " / " in name and plain(name.split(" / ")[0]) in STAFF_HEADINGS
    )


def _between(texts: Sequence[str]) -> str:
    """The sign that parts several people in one cell; a comma only where cells hold more than one."""
    for sign in _BETWEEN:
        often = sum(sign in text for text in texts)
        # "Surname, First name" has one comma in nearly every cell; a list of people has none in many and two in some.
        listed = any(text.count(sign) > 1 for text in texts) and often < 0.9 * len(texts)
        if often and (sign != "," or listed):
            return sign
    return ""


def is_coded(texts: Iterable[str]) -> bool:
    """Whether people stand there as codes already, such as child-07, and not as names or official numbers."""
    different = set(filled(texts))
    return bool(different) and (
        all(_CODE.fullmatch(text) for text in different) or all(_SHORT.fullmatch(text) for text in different)
    )
