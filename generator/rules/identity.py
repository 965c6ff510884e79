"""What names a person and must stand in no table: numbers, dates of birth, names of the private lookup."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator import schema
from generator.model import Dataset
from generator.package.identifiers import contact, day_of_eight, days_in, nhs_number, upn_shaped
from generator.rules.coded import Coded, coded
from generator.rules.names import Surety, names
from generator.rules.rule import Hit, hits, rule
from generator.schema import FieldSchema

TAKE_OUT = "Take it out where it was recorded and export again. No table here ever holds one."
LONGEST_DAY = 14
OLD = 3
YOUNGEST, OLDEST = 1, 26
"""Years before the day of the figures between which a child in care or education is born."""
CHANCE = 0.5
"""Of the numbers of one shape in a column, more than this share must check before it is no chance: one in eleven
numbers of ten digits is an NHS number by chance, one in 23 with a letter is a unique pupil number."""

_ABOUT_PLACES = ("settings.name", "settings.urn", "terms.academic_year", "terms.closed_on")
"""What a setting says of itself, and of its days."""


def _own(table: str, each: FieldSchema) -> bool:
    """Whether people fill a column with words or codes of their own; what only takes codes of a list holds no name."""
    listed = each.enum or (each.codes and not each.open_codes)
    own = each.type == "string" and not listed and not each.month_allowed
    return own and f"{table}.{each.name}" not in _ABOUT_PLACES


def _is_free(each: FieldSchema) -> bool:
    return each.pattern is None


def _is_person(each: FieldSchema) -> bool:
    return each.identifies is not None


def _is_code(each: FieldSchema) -> bool:
    return not _is_free(each) and not _is_person(each)


def _with(wanted: Callable[[FieldSchema], bool]) -> tuple[str, ...]:
    """The tables that have such a column."""
    tables = schema.tables().values()
    return tuple(
        table.name
        for table in tables
        if any(_own(table.name, each) and wanted(each) for each in table.fields)
    )


PEOPLE, WORDS, OWN_CODES = _with(_is_person), _with(_is_free), _with(_is_code)
OWN = _with(lambda each: True)

_INITIALS = re.compile(r"[A-Za-z]{1,4}[-_. ]?(\d{6}|\d{8})", re.ASCII)
_EIGHT = re.compile(r"\d{8}", re.ASCII)


@rule("identifier-in-code", "error", "A number of a row or a place is a child's own number", {}, OWN_CODES)
def identifier_in_code(dataset: Dataset) -> Iterator[Hit]:
    """A pupil number or an NHS number names a child in whichever column it stands; single numbers that only happen to
    have that shape are left alone.
    """
    for table, each, column in _columns(dataset, _is_code):
        figures = _figures(column)
        for what, shaped, tell, least in _NUMBERS:
            if least not in figures:
                continue
            rows = column.index[_mostly(coded(dataset, table, each.name), shaped, tell)]
            message = f"holds what looks like {what}."
            yield from hits(table, rows, each.name, message, "Use numbers of your own. " + TAKE_OUT)


@rule("birth-date-as-code", "error", "The code of a person is a date", {}, PEOPLE)
def birth_date_as_code(dataset: Dataset) -> Iterator[Hit]:
    """A date of birth names a child to everyone who knows it, so no code may be one or hold one."""
    message = "holds a date, as a date of birth is one."
    hint = "Give everyone a code of your own that says nothing of them."
    for table, each, column in _columns(dataset, _is_person):
        codes = coded(dataset, table, each.name)
        yield from hits(table, column.index[codes.holds(days_in)], each.name, message, hint)
        eight = _mostly(codes, _EIGHT.fullmatch, lambda text: _born(day_of_eight(text), dataset.as_of))
        yield from hits(table, column.index[eight], each.name, message, hint)


@rule("initials-and-date", "warning", "The codes of people look like initials with a date", {}, PEOPLE)
def initials_and_date(dataset: Dataset) -> Iterator[Hit]:
    """Initials with a date of birth are a habit of many record systems, and nearly a name."""
    message = "looks like initials with a date of birth."
    hint = "If that is what it is, give everyone a code of your own that says nothing of them."
    for table, each, column in _columns(dataset, _is_person):
        codes = coded(dataset, table, each.name)
        alike = _mostly(codes, _INITIALS.fullmatch, lambda text: _initials(text, dataset.as_of))
        yield from hits(table, column.index[alike], each.name, message, hint)


@rule(
    "birth-date-as-text",
    "error",
    "A text is nothing but a date on which a child may be born",
    {},
    WORDS,
)
def birth_date_as_text(dataset: Dataset) -> Iterator[Hit]:
    """A date of birth in a column for words reaches readers as one."""
    for table, each, column in _columns(dataset, _is_free):

        def tell(text: str) -> bool:
            return _is_only_figures(text) and any(
                _born(day, dataset.as_of) for day in days_in(text, short=True)
            )

        rows = column.index[coded(dataset, table, each.name).holds(tell)]
        message = "is nothing but a date on which a child may be born."
        yield from hits(table, rows, each.name, message, TAKE_OUT)


@rule("old-date-in-text", "warning", "A text holds a day of years ago, as a date of birth is one", {}, WORDS)
def old_date_in_text(dataset: Dataset) -> Iterator[Hit]:
    """What led up to an incident seldom goes back for years, but a date of birth does."""
    message = f"holds a date that lies between {OLD} and {OLDEST} years back."
    hint = "If it is a date of birth, take it out where it was recorded and export again."
    newest = dataset.as_of - timedelta(days=365 * OLD)
    for table, each, column in _columns(dataset, _is_free):

        def tell(text: str) -> bool:
            told = () if _is_only_figures(text) else days_in(text, short=True)
            return any(day <= newest and _born(day, dataset.as_of) for day in told)

        rows = column.index[coded(dataset, table, each.name).holds(tell)]
        yield from hits(table, rows, each.name, message, hint)


@rule("contact-detail", "warning", "A text holds a telephone number or a postcode", {}, WORDS)
def contact_detail(dataset: Dataset) -> Iterator[Hit]:
    """A telephone number or a whole postcode leads to a home, and no figure needs one."""
    for table, each, column in _columns(dataset, _is_free):
        told = coded(dataset, table, each.name).told(contact, None)
        for what in ("a telephone number", "a postcode"):
            message = f"holds what looks like {what}."
            yield from hits(table, column.index[told == what], each.name, message, TAKE_OUT)


@rule(
    "name-in-text",
    "error",
    "A name of the private lookup stands in a table",
    {},
    OWN,
)
def name_in_text(dataset: Dataset) -> Iterator[Hit]:
    """Whoever was given a code at import must not stand beside it by name: then the code hides nothing."""
    message = "holds the name or number of a person who has a code."
    hint = "Write the code, or a word such as “the child”, where it was recorded and export again."
    yield from (
        Hit(table, row, field, message, hint) for table, row, field, how in _named(dataset) if how == "sure"
    )


@rule("name-perhaps", "warning", "A word in a text may be a name of the private lookup", {}, WORDS)
def name_perhaps(dataset: Dataset) -> Iterator[Hit]:
    """Names such as Grace or Will are everyday words too, and short ones stand in any text by chance: only a person
    can tell.
    """
    message = "holds a word with a capital letter that is also the name of a person who has a code."
    hint = "Look whether a person is meant. If so, write the code instead and export again."
    yield from (
        Hit(table, row, field, message, hint)
        for table, row, field, how in _named(dataset)
        if how == "perhaps"
    )


def _named(dataset: Dataset) -> tuple[tuple[str, int, str, Surety], ...]:
    """Every cell in which someone of the private lookup is named, and how sure that is; worked out once."""

    def make() -> tuple[tuple[str, int, str, Surety], ...]:
        if not dataset.named:
            return ()
        own = " ".join([dataset.setting.name, *(place.name for place in dataset.setting.places)])
        sought = names(dataset.named, own=own)
        found = []
        for table, each, column in _columns(dataset, lambda each: True):
            codes = coded(dataset, table, each.name)
            if not sought.may_stand_in(codes.different):
                continue
            told = codes.told(sought.find, None)
            for row, how in zip(column.index, told, strict=True):
                if how == "sure" or (how == "perhaps" and _is_free(each)):
                    found.append((table, int(row), each.name, how))
        return tuple(found)

    result: tuple[tuple[str, int, str, Surety], ...] = dataset.once("rules.identity.named", make)
    return result


def _columns(
    dataset: Dataset, wanted: Callable[[FieldSchema], bool]
) -> Iterator[tuple[str, FieldSchema, pd.Series]]:
    """Every column of the tables that people fill with words or codes of their own, and that is wanted."""
    for name, frame in dataset.tables.items():
        for each in schema.tables()[name].fields:
            if each.name in frame.columns and _own(name, each) and wanted(each):
                yield name, each, frame[each.name]


def _mostly(
    codes: Coded, shaped: Callable[[str], object], checks: Callable[[str], bool]
) -> NDArray[np.bool_]:
    """The rows whose value has a shape and checks, where more than half of those with the shape do."""
    alike = [text for text in codes.different if shaped(text)]
    sound = {text for text in alike if checks(text)}
    if not sound or len(sound) <= CHANCE * len(alike):
        return np.zeros(len(codes.places), dtype=bool)
    return codes.holds(sound.__contains__)


_UPN_SHAPE = re.compile(
    r"(?:.*[^A-Za-z0-9])?[A-Za-z]\d{11}[0-9A-Za-z](?:[^A-Za-z0-9].*)?", re.ASCII
).fullmatch
_NHS_SHAPE = re.compile(r"(?:.*\D)?\d{3}[ -]?\d{3}[ -]?\d{4}(?:\D.*)?", re.ASCII).fullmatch
_ALIKE = bytes.maketrans(
    f"{string.digits}{string.ascii_letters}".encode(),
    b"0" * len(string.digits) + b"a" * len(string.ascii_letters),
)


def _figures(column: pd.Series) -> bytes:
    """All of a column at once, each figure as 0, each letter as a, nothing between groups: few columns of a hundred
    thousand numbers hold any long enough for a shape."""
    whole = "\n".join(column.dropna().tolist())
    return whole.encode("ascii", "replace").translate(_ALIKE, b" -")


def _checked(text: str) -> bool:
    """A unique pupil number whose letter checks: with spaces it is asked for."""
    found = re.search(r"([A-Za-z])(\d{3})(\d{4})(\d{2})(\d{2}[0-9A-Za-z])", text, re.ASCII)
    return bool(found) and upn_shaped("-".join(found.groups()))  # type: ignore[union-attr]


_NUMBERS = (
    ("unique pupil numbers", _UPN_SHAPE, _checked, b"a" + b"0" * 11),
    ("NHS numbers", _NHS_SHAPE, nhs_number, b"0" * 10),
)
"""What is looked for, its shape, whether it checks, and what `_figures` shows of any column that holds it."""


def _is_only_figures(text: str) -> bool:
    """Whether a text is no longer than a day and holds nothing but figures and what divides them."""
    return len(text) <= LONGEST_DAY and not re.sub(r"[\d\s./-]", "", text)


def _born(day: date | None, as_of: date) -> bool:
    """Whether a child of the setting can be born on a day."""
    if day is None:
        return False
    return as_of - timedelta(days=366 * OLDEST) <= day <= as_of - timedelta(days=365 * YOUNGEST)


def _initials(text: str, as_of: date) -> bool:
    found = _INITIALS.fullmatch(text)
    digits = found[1] if found else ""
    if len(digits) == 6:  # day, month, two digits of the year
        digits = f"{digits[:4]}20{digits[4:]}"
    return len(digits) == 8 and _born(day_of_eight(digits), as_of)
