"""Things that must stand in no table because they name a person: UPNs, NHS numbers, e-mail addresses.

Shapes: a UPN is a letter other than I, O or S with twelve digits, the last of which may be a letter (Department for
Education). An NHS number is ten digits of which the last checks the rest (NHS data dictionary, modulus 11).
"""

from __future__ import annotations

import re

_UPN = re.compile(r"(?<![A-Za-z0-9])[A-HJ-NP-RT-Za-hj-np-rt-z]\d{11}[0-9A-Za-z](?![A-Za-z0-9])", re.ASCII)
_TEN_DIGITS = re.compile(r"(?<![\w.-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\w-])", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>,;|]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,5}", re.ASCII)


def identifying(text: str) -> str | None:
    """What in a text names a person, in words ("an e-mail address"), or None."""
    if "@" in text and _EMAIL.search(text):
        return "an e-mail address"
    if not any(each.isdigit() for each in text):
        return None
    if _UPN.search(text):
        return "a unique pupil number"
    if any(_checks("".join(found.group(1, 3, 4))) for found in _TEN_DIGITS.finditer(text)):
        return "an NHS number"
    return None


def _checks(digits: str) -> bool:
    """Whether the tenth digit is the one that the first nine call for (modulus 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = (11 - total % 11) % 11
    return check != 10 and check == int(digits[9]) and len(set(digits)) > 1
