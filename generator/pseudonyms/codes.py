"""How a person's name or number is written before it becomes a code, and what a code looks like."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator

KINDS = {"child": "c", "adult": "a", "record": "r"}
"""What a code may stand for, and the letter its codes begin with."""
ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ"
"""No 0 and O, no 1, I and L, no S beside 5; no vowel but Y, so that no code spells a word."""
LENGTH = 6
"""Signs before the last: 27^6 is 387 million, so that of a thousand people two share one in 1 case of 775."""
PART = "\x1f"
"""Stands between the parts of an identity, for example a name and a date of birth."""

_SHAPE = re.compile(rf"[{''.join(KINDS.values())}]-[{ALPHABET}]{{{LENGTH + 1}}}", re.ASCII)
_UPN = re.compile(r"[a-hj-np-rt-z]\d{11}[0-9a-z]", re.ASCII)
_DAY = re.compile(r"(?<![\w/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\w/.-])", re.ASCII)
_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"}
)


def joined(parts: Iterable[str]) -> str:
    """Several parts of one identity as one text: the name and what the recipe names beside it."""
    return PART.join(parts)


def normal(identity: str) -> str:
    """An identity as it is compared: capitals, spaces, kinds of apostrophe and hyphen make no other person.

    Unicode form NFKC, casefolded, signs without a width left out. A unique pupil number is the same with spaces in it,
    and a date of birth beside a name is the same day first (12/03/2014) or year first (2014-03-12).
    Accents, the order of names and a middle name do make another person: nobody can know that they are one.
    """
    parts = [_part(part) for part in identity.split(PART)]
    return PART.join(parts) if any(parts) else ""


def _part(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS))
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf").casefold()
    plain = " ".join(unicodedata.normalize("NFKC", plain.translate(_SIGNS)).split())
    closed = plain.replace(" ", "").replace("-", "")
    return closed if _UPN.fullmatch(closed) else _DAY.sub(_year_first, plain)


def _year_first(found: re.Match[str]) -> str:
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"


def candidates(key: bytes, kind: str, normal_identity: str) -> Iterator[str]:
    """The codes that an identity may get, the first first; a later one only where another person holds those before.

    Each changes at least twice between digits and letters, which no number, word or date of a setting's own does.
    """
    for turn in itertools.count():
        told = "\x00".join(("code", kind, normal_identity, str(turn))).encode("utf-8", "surrogatepass")
        body = _signs(hmac.digest(key, told, hashlib.sha256), LENGTH)
        code = f"{KINDS[kind]}-{body}{_last(key, kind, body)}"
        if _mixed(code[2:]):
            yield code


def is_code(text: str) -> bool:
    """Whether a text has the shape of a code made here, by whatever key."""
    return bool(_SHAPE.fullmatch(text)) and _mixed(text[2:])


def fits(key: bytes, code: str) -> bool:
    """Whether a code can have been made with this key: always for its own, for one in 27 of another's."""
    kind = next((kind for kind, sign in KINDS.items() if code.startswith(f"{sign}-")), None)
    return kind is not None and is_code(code) and code[-1] == _last(key, kind, code[2:-1])


def _last(key: bytes, kind: str, body: str) -> str:
    return _signs(hmac.digest(key, f"last\x00{kind}\x00{body}".encode(), hashlib.sha256), 1)


def _signs(digest: bytes, length: int) -> str:
    """The first signs of a digest; of 256 bits all but the first few are left over, so no sign is more likely."""
    number = int.from_bytes(digest)
    signs = []
    for _ in range(length):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "".join(signs)


def _mixed(body: str) -> bool:
    return sum(one.isdigit() != other.isdigit() for one, other in itertools.pairwise(body)) >= 2
