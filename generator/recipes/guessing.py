"""Which column of an export is most likely which field, judged by its heading and by what its cells look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from generator import schema
from generator.recipes.dates import decide
from generator.recipes.lexicon import headings, meaning, plain
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
_NUMBERED = re.compile(r"^(.*?)\(?(\d{1,2})\)?$")
_CODE = re.compile(r"[A-Za-z]{1,12}[-_.]?\d{1,6}", re.ASCII)
_BETWEEN = (";", "|", "\n", ",")


@dataclass(frozen=True)
class People:
    """Where the children and the adults stand: headings, and how several stand together."""

    child: tuple[str, ...]
    staff: str = ""
    staff_wide: str = ""
    """The heading with # for its number, where adults stand in columns beside each other."""
    between: str = ""
    kind: str = ""
    """The column that says whether a row is a child's or an adult's, where each has a row."""
    child_kinds: tuple[str, ...] = ()
    adult_kinds: tuple[str, ...] = ()


def columns_of(table: str, seen: Look) -> dict[str, str]:
    """Field to heading: each heading once, but a column of date and time may fill a date and a time field."""
    scores = sorted(
        (
            (-_likeness(plain(heading), words), place, number, name, heading)
            for place, (name, words) in enumerate(headings(table).items())
            for number, heading in enumerate(seen.columns)
        ),
    )
    found: dict[str, str] = {}
    taken: set[str] = set()
    for score, _, _, name, heading in scores:
        each = schema.tables()[table].field(name)
        if -score < CLOSE or name in found or heading in taken:
            continue
        if looks_like(each, filled(seen.columns[heading])):
            found[name] = heading
            taken.add(heading)
    return found


def filled(texts: Iterable[str]) -> list[str]:
    """The cells that hold something."""
    return [text for text in texts if text and plain(text) not in ("n a", "none noted", "not known")]


def looks_like(each: FieldSchema, texts: Sequence[str]) -> bool:
    """Whether cells can be values of a field of this type; an empty column can be anything that need not be filled."""
    if not texts:
        return not each.required
    good = [text for text in texts[:2000] if _reads_as(each, text)]
    return len(good) >= MOST * len(texts[:2000])


def _reads_as(each: FieldSchema, text: str) -> bool:
    if each.type in ("date", "datetime"):
        moments = decide([text], each.name).moments
        return any(way.read(text) is not None for way in moments.ways) or bool(
            re.match(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text)
        )
    if each.type == "time":
        return bool(re.search(r"\d{1,2}[:.]\d{2}|^\d{3,4}$|^\d{1,2} ?[ap]\.?m", text, re.I))
    if each.type in ("number", "integer"):
        return bool(re.fullmatch(r"[\d.,: hminutesr]+", text, re.I)) and any(sign.isdigit() for sign in text)
    if each.type == "boolean":
        return plain(text) in ("yes", "no", "y", "n", "true", "false", "0", "1")
    return True


def _likeness(heading: str, words: Sequence[str]) -> float:
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


def people_of(seen: Look, fields: Mapping[str, str]) -> People:
    """Where the people stand in an export of incidents."""
    names = {plain(heading): heading for heading in seen.columns}
    first = next((names[word] for word in ("first name", "forename", "given name") if word in names), "")
    last = next((names[word] for word in ("surname", "last name", "family name") if word in names), "")
    child = (first, last) if first and last else (fields["child_id"],) if "child_id" in fields else ()
    kind, children, adults = _kinds(seen)
    wide = _wide(seen)
    staff = "" if wide or kind else next((names[word] for word in STAFF_HEADINGS if word in names), "")
    between = _between(filled(seen.columns[staff])) if staff else ""
    return People(child, staff, wide, between, kind, children, adults)


def _kinds(seen: Look) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
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
    return bool(different) and all(_CODE.fullmatch(text) for text in different)


def words_of(texts: Iterable[str]) -> tuple[str, dict[str, int]]:
    """The sign that parts several words in one cell, and how many rows each word stands in, the most frequent first."""
    cells = filled(texts)
    sign = next((each for each in (";", "|", ",") if _parts_better(cells, each)), "")
    counted: dict[str, int] = {}
    for cell in cells:
        for word in dict.fromkeys(part.strip() for part in (cell.split(sign) if sign else [cell])):
            if word:
                counted[word] = counted.get(word, 0) + 1
    return sign, dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))


def _parts_better(cells: Sequence[str], sign: str) -> bool:
    """Whether parting cells by a sign leaves fewer different words, each known or seen apart as well."""
    whole = {cell for cell in cells if sign in cell}
    if not whole:
        return False
    parts = {part.strip() for cell in whole for part in cell.split(sign)} - {""}
    alone = {cell for cell in cells if sign not in cell}
    return all(part in alone or meaning(part) is not None for part in parts)
