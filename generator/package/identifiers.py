"""Things that must stand in no table because they name a person: pupil and NHS numbers, addresses, dates of birth.

Shapes: a unique pupil number (UPN) is a check letter and twelve digits; the last of a temporary one is a letter. The
check letter is the sum of each digit times its place (2 to 13), modulo 23, in the alphabet without I, O and S
(Department for Education, Unique pupil numbers: guidance). Written in one piece every such shape counts, also a
mistyped one; written in groups only one whose letter checks. An NHS number is ten digits of which the last checks the
rest (NHS data dictionary, modulus 11). Telephone numbers and postcodes are those of the United Kingdom (Ofcom national
telephone numbering plan; Royal Mail postcode address file).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

COLUMNS = {
    "dates of birth": r"d ?o ?b|(.+ )?(dob|date of birth|birth ?date|birthday)",
    "unique pupil numbers": r"(.+ )?(upn|unique (pupil|learner) (number|no)|uln)",
    "NHS numbers": r"nhs( (number|no|num))?",
    "names": r"((legal|preferred|chosen|full|known as) )?name"
    r"|(.+ )?(forenames?|surname|(first|middle|last|family|given) name)"
    r"|(child|pupil|student|learner|resident|young person|yp|staff|adult|teacher|parent|carer)( s)?( full)? names?",
    "e-mail addresses": r"(.+ )?e ?mail( address)?",
    "telephone numbers": r"((home|mobile|parent|contact|emergency) )?(phone|telephone|tel|mobile)( (number|no))?",
    "addresses": r"(home )?(address|post ?code)( line \d?)?",
}
"""What a column is called that holds nothing but what names a person; figures and signs in its name do not count."""
CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

_UPN = re.compile(r"(?<![A-Za-z0-9])[A-HJ-NP-RT-Za-hj-np-rt-z]\d{11}[0-9A-Za-z](?![A-Za-z0-9])", re.ASCII)
_UPN_IN_GROUPS = re.compile(
    r"(?<![A-Za-z0-9])([A-HJ-NP-RT-Z])[ -]?(\d{3})[ -]?(\d{4})[ -]?(\d{2})[ -]?(\d{2}[0-9A-HJ-NP-RT-Z])(?![A-Za-z0-9])",
    re.ASCII | re.I,
)
_TEN_DIGITS = re.compile(r"(?<![\w.-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\w-])", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>,;|]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,5}", re.ASCII)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{4}|\d{2})|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH}[ -]\d{{2,4}})"
)
_BIRTH = re.compile(
    rf"(?<![a-z])(?:d\.? ?o\.? ?b\.?|date of birth|birth ?date|birthday|born(?: on)?)(?![a-z])[\s:=,-]{{0,4}}"
    rf"(?:is |was |on )?{_DAY}(?!\d)",
    re.I | re.ASCII,
)
_PHONE = re.compile(
    r"(?<![\w.+/-])(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?|\(?0)(?:7\d{3}|[1238]\d{1,4})\)?(?:[ -]?\d{2,4}){2,3}(?![\w-])",
    re.ASCII,
)
_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])(?:GIR 0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNPR-Y]? \d[ABD-HJLNP-UW-Z]{2})(?![A-Za-z0-9])",
    re.ASCII,
)
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})[-/._](\d{1,2})[-/._](\d{1,2})(?!\d)", re.ASCII)
_SHORT_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})(?![\d/.-]*\d)", re.ASCII)
_UK_DAY = re.compile(r"(?<!\d)(\d{1,2})[-/._ ](\d{1,2})[-/._ ](\d{4})(?!\d)", re.ASCII)


def identifying(text: str) -> str | None:
    """What in a text names a person, in words ("an e-mail address"), or None."""
    if not text.isascii():
        # Full-width digits, hard spaces and signs without a width hide nothing.
        plain = unicodedata.normalize("NFKC", text)
        text = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    if "@" in text and _EMAIL.search(text):
        return "an e-mail address"
    figures = _figures(text)
    if figures < 4:
        return None
    if figures >= 11 and upn_shaped(text):
        return "a unique pupil number"
    if figures >= 10 and nhs_number(text):
        return "an NHS number"
    if _BIRTH.search(text):
        return "a date of birth"
    return None


def column_for(name: str) -> str | None:
    """What a column that is called so holds of people, in words ("dates of birth"), or None."""
    plain = " ".join(re.sub(r"[^a-z]+", " ", name.casefold()).split())
    return next((what for what, shape in COLUMNS.items() if re.fullmatch(shape, plain)), None)


def contact(text: str) -> str | None:
    """What in a text may lead to a person's home, in words, or None: a telephone number or a whole postcode."""
    figures = _figures(text)
    if (
        figures >= 10
        and "0" in text
        and any(len(re.sub(r"\D", "", found[0])) in (10, 11, 12, 13) for found in _PHONE.finditer(text))
    ):
        return "a telephone number"
    return "a postcode" if figures >= 2 and _POSTCODE.search(text) else None


def upn_shaped(text: str) -> bool:
    """Whether a unique pupil number stands in a text."""
    if _UPN.search(text):
        return True
    return any(_letter_checks("".join(found.groups()).upper()) for found in _UPN_IN_GROUPS.finditer(text))


def nhs_number(text: str) -> bool:
    """Whether ten digits of which the last checks the rest stand in a text."""
    return any(_checks("".join(found.group(1, 3, 4))) for found in _TEN_DIGITS.finditer(text))


def days_in(text: str, *, short: bool = False) -> tuple[date, ...]:
    """Every day of the calendar that is written out with its year in a text: year first, or day, month, year.

    With `short` a year of two figures counts too, as one of this century.
    """
    if _figures(text) < 4:
        return ()
    found = [(y, m, d) for y, m, d in _ISO_DAY.findall(text)]
    found += [(y, m, d) for d, m, y in _UK_DAY.findall(text)]
    found += [(f"20{y}", m, d) for d, m, y in _SHORT_DAY.findall(text)] if short else []
    days = (_day(int(year), int(month), int(day)) for year, month, day in found)
    return tuple(day for day in days if day)


def day_of_eight(digits: str) -> date | None:
    """The day that eight digits say, year first or last; None where they say none."""
    first = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return first or _day(int(digits[4:]), int(digits[2:4]), int(digits[:2]))


def _figures(text: str) -> int:
    """How many figures a text holds: too few for any shape, in nearly every text, and quickly counted."""
    return sum(map(text.count, "0123456789"))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _letter_checks(upn: str) -> bool:
    """Whether the first letter of a UPN is the one that the rest calls for; a letter at its end counts as its place."""
    last = CHECK_LETTERS.index(upn[12]) if upn[12].isalpha() else int(upn[12])
    values = [*(int(digit) for digit in upn[1:12]), last]
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return CHECK_LETTERS[total % 23] == upn[0]


def _checks(digits: str) -> bool:
    """Whether the tenth digit is the one that the first nine call for (modulus 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = (11 - total % 11) % 11
    return check != 10 and check == int(digits[9]) and len(set(digits)) > 1
