"""How the people of the private lookup are found in a text: whole names, single names, words that may be a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.model import Named
from generator.pseudonyms import fold
from generator.rules.everyday import TITLES, everyday

Surety = Literal["sure", "perhaps"]
_CAPITAL = re.compile(r"(?<!\w)[^\W\d_a-z][^\W\d_]*")


@dataclass(frozen=True)
class Names:
    """Names ready to be looked for; every word folded as `pseudonyms.fold` does it."""

    whole: Mapping[str, tuple[tuple[str, ...], ...]]
    """By their first word, what must follow it."""
    sure: frozenset[str]
    perhaps: frozenset[str]

    def may_stand_in(self, texts: Iterable[str]) -> bool:
        """Whether a word of a name stands in any of the texts: a quick look at columns in which nobody is named."""
        words = set(fold("\n".join(texts)).split())
        return any(not each.isdisjoint(words) for each in (self.sure, self.perhaps, self.whole.keys()))

    def find(self, text: str) -> Surety | None:
        """Whether a name stands in a text. A word that may be something else counts only with a capital letter."""
        words = fold(text).split()
        found = set(words)
        if not self.sure.isdisjoint(found):
            return "sure"
        if any(
            tuple(words[place + 1 : place + 1 + len(rest)]) == rest
            for place, word in enumerate(words)
            for rest in self.whole.get(word, ())
        ):
            return "sure"
        if self.perhaps.isdisjoint(found):
            return None
        capitals = {word for each in _CAPITAL.findall(text) for word in fold(each).split()}
        return None if self.perhaps.isdisjoint(capitals) else "perhaps"


def names(people: Iterable[Named], *, own: str = "", parts: bool = True) -> Names:
    """The people as names to look for; words of `own`, the setting's own name, are everyday ones.

    A first name or a surname by itself is looked for where `parts` is true. One of two letters, and one that is an
    everyday word, only perhaps is a name; one of a single letter is looked for nowhere.
    """
    common = everyday() | frozenset(fold(own).split())
    whole: dict[str, list[tuple[str, ...]]] = {}
    sure, perhaps = set(), set()
    for each in people:
        words = tuple(word for word in each.words if word not in TITLES)
        for spelt in _orders(words):
            whole.setdefault(spelt[0], []).append(spelt[1:])
        for word in words if parts or len(words) == 1 else ():
            if len(word) >= 3 and word not in common and not word.isdecimal():
                sure.add(word)
            elif len(word) >= 2 and word.isalpha():
                perhaps.add(word)
    return Names({first: tuple(rest) for first, rest in whole.items()}, frozenset(sure), frozenset(perhaps))


def _orders(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """A whole name as it may be written: as it is, its surname first, and without what stands between."""
    if len(words) < 2:
        return ()
    first, last = words[0], words[-1]
    return dict.fromkeys((words, (last, *words[:-1]), (*words[1:], first), (first, last), (last, first)))
