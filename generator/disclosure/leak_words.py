"""Numbers in running text, with the words that say what each of them counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

MARKERS = frozenset(
    {"c", "[c]", "(c)", "x", "z", "u", "low", "not shown", "hidden", "suppressed", "confidential"}
)


def listed(words: str) -> frozenset[str]:
    """The words of a list written as one text."""
    return frozenset(words.split())


NUMERALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
SPELT = {word: number for number, word in enumerate(re.split(" ", NUMERALS))}
TOKEN = re.compile(
    r"(?P<number>(?<![\w.,/#&-])\d+(?![\w/-]|[.,:]\d|\s?%))|(?P<word>[^\W_]+)|(?P<stop>[.;!?|\n\r]|,)"
)
YEAR = re.compile(r"(?:19|20)\d\d")
MONTHS = listed(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec"
)
NOT_A_COUNT = MONTHS | listed(
    "day days hour hours h hrs minute minutes min mins week weeks month months year years"
)
NUMBERED = listed(
    "question page table figure section step part chapter appendix version item row note regulation "
    "standard under over than below above least most paragraph schedule article phase stage level "
    "week year term"
)


@dataclass(frozen=True)
class Hidden:
    """One number that must not be readable, and the names that say which number it is."""

    key: Mapping[str, str]
    value: int

    @cached_property
    def parts(self) -> Mapping[str, frozenset[str]]:
        """The words of each part of the key."""
        return {name: words_of(part) for name, part in self.key.items()}


@dataclass(frozen=True)
class Labelled:
    """A number in a text with the words that name it."""

    value: int
    words: frozenset[str]


def words_of(text: str) -> frozenset[str]:
    """The words of a text in lower case, plurals folded."""
    return frozenset(fold(word) for word in re.findall(r"[^\W_]+", text.casefold()))


def fold(word: str) -> str:
    """A word without its ending, so that "secluded" and "seclusions" both name seclusion."""
    if len(word) > 7 and word.isalpha():
        return word[:5]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def is_marker(text: str) -> bool:
    return text.strip().casefold() in MARKERS


def named(hidden: Hidden, words: frozenset[str]) -> frozenset[str]:
    """Which parts of the key a set of words names."""
    return frozenset(name for name, part in hidden.parts.items() if part and part <= words)


def speaks_of(hidden: Hidden, own: frozenset[str], wide: frozenset[str], everywhere: frozenset[str]) -> bool:
    """Whether a number named by `own` words, under `wide` headings, can only be read as the hidden one.

    At least one part of the key stands right by the number; two parts must be named in all where the page names two.
    """
    near = named(hidden, own)
    return bool(near) and len(near | named(hidden, wide)) >= min(
        2, len(named(hidden, everywhere | own | wide))
    )


def numbers_in(text: str) -> list[int]:
    """The whole numbers that stand alone in a text; dates, ranges, decimals and numbered things are left out."""
    return [found.value for found in labelled(text)]


def labelled(text: str) -> Iterator[Labelled]:
    """Each count in a text, with the words before it back to the last count and those after it."""
    tokens = [(match.lastgroup or "", match.group()) for match in TOKEN.finditer(text)]
    last: frozenset[str] = frozenset()
    for place, (kind, token) in enumerate(tokens):
        value = _count(kind, token)
        if kind == "stop" and token != ",":
            last = frozenset()
        if value is None or _no_count(tokens, place):
            continue
        before = _before(tokens, place)
        last = before or last
        yield Labelled(value, last | _after(tokens, place))


def _count(kind: str, token: str) -> int | None:
    if kind == "number":
        return int(token)
    return SPELT.get(token.casefold()) if kind == "word" else None


def _word(tokens: Sequence[tuple[str, str]], place: int) -> str:
    return tokens[place][1].casefold() if 0 <= place < len(tokens) else ""


def _no_count(tokens: Sequence[tuple[str, str]], place: int) -> bool:
    """Whether the number is an end of a range, part of a date, a duration, or the number of a thing."""
    after, before = _word(tokens, place + 1), _word(tokens, place - 1)
    ranged = {"to", "of"}
    if (after in ranged and _is_number(tokens, place + 2)) or (
        before in ranged and _is_number(tokens, place - 2)
    ):
        return True
    if tokens[place][0] == "word" and after in {"of", "more"}:
        return True
    return after in NOT_A_COUNT or before in NUMBERED or before in MONTHS


def _is_number(tokens: Sequence[tuple[str, str]], place: int) -> bool:
    return 0 <= place < len(tokens) and _count(*tokens[place]) is not None


def _before(tokens: Sequence[tuple[str, str]], place: int) -> frozenset[str]:
    found: set[str] = set()
    for kind, token in reversed(tokens[:place]):
        if kind == "number" and YEAR.fullmatch(token):
            found.add(token)  # a year counts nothing: it is part of a name
            continue
        if kind == "number" or (kind == "stop" and token != ",") or (kind == "word" and token == "c"):
            break
        if kind == "word":
            found.add(fold(token.casefold()))
    return frozenset(found)


def _after(tokens: Sequence[tuple[str, str]], place: int) -> frozenset[str]:
    """The words after a number, unless they turn out to name the next number or mark."""
    found: set[str] = set()
    for kind, token in tokens[place + 1 :]:
        if kind == "stop":
            break
        if kind == "number" or token == "c":
            return frozenset()
        found.add(fold(token.casefold()))
    return frozenset(found)
