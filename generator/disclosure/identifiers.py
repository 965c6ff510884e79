"""A last look at a built site before it is put in place: no code or name of a child or of an adult stands in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.errors import DisclosureError
from generator.model import Dataset
from generator.rules.names import names

CODED = ("child_id", "staff_id", "led_by_staff_id")
READABLE = (".html", ".json", ".csv", ".js", ".svg", ".xml", ".txt")
WORD = re.compile(r"[\w-]+")
LETTER, DIGIT = re.compile(r"[A-Za-z]"), re.compile(r"[0-9]")
TAG, ESCAPED = re.compile(r"<[^<>]*>"), re.compile(r"\\u([0-9a-fA-F]{4})")


def refuse_codes(folder: Path, dataset: Dataset) -> None:
    """Refuse a protected site in which the code of a child or an adult stands, wherever it came from.

    The setting's own words are read too: a code in the policy or the self-evaluation is found here. Only codes that
    cannot be an ordinary word or number are looked for: six characters or more, letters and digits.
    """
    codes = _Codes(dataset)
    for path, text in _texts(folder) if codes.told else ():
        if codes.stand_in(text):
            name = path.relative_to(folder).as_posix()
            raise DisclosureError(
                f"{folder.name}: the code of a child or an adult stands in {name}.",
                "Take it out of the policy, the self-evaluation or the published titles. Nothing was built.",
            )


class _Codes:
    """The codes of children and adults that can be told from ordinary words and numbers."""

    def __init__(self, dataset: Dataset) -> None:
        codes = {
            str(code)
            for frame in dataset.tables.values()
            for name in CODED
            if name in frame.columns
            for code in frame[name].dropna().unique()
        }
        self.told = {code for code in codes if len(code) >= 6 and LETTER.search(code) and DIGIT.search(code)}
        self._odd = {code for code in self.told if not WORD.fullmatch(code)}

    def stand_in(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        return not self.told.isdisjoint(WORD.findall(text)) or any(code in text for code in self._odd)


def refuse_said(said: Mapping[str, str], dataset: Dataset, *, outside: bool) -> None:
    """Refuse what a release says of itself in its lists where a person is named in it, or with `outside` a code stands.

    `said` gives each text by the name under which its writer knows it: the note and the version of a release.
    """
    codes = _Codes(dataset)
    sought = names((each for each in dataset.named if outside or each.kind == "child"), parts=False)
    for name, text in said.items():
        if sought.find(text) == "sure" or (outside and codes.stand_in(text)):
            raise DisclosureError(
                f"{name}: the code or the name of a child or an adult stands in it, and every reader would see it.",
                "Say it without pointing at a person. Nothing was published.",
            )


def refuse_names(folder: Path, dataset: Dataset, *, adults: bool) -> None:
    """Refuse a site in which a child of the private lookup is named, and with `adults` one that names an adult of it.

    Looked for are whole names in any order, spelling of accents and capitals, names of one word that is no everyday
    word, and numbers. A first name by itself is not: the setting's own words may hold it by chance.
    """
    sought = names((each for each in dataset.named if adults or each.kind == "child"), parts=False)
    if not (sought.whole or sought.sure):
        return
    for path, text in _texts(folder):
        plain = html.unescape(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
        # Once with the words between tags joined, once with what stands inside tags, such as a title.
        if any(sought.find(each) == "sure" for each in (TAG.sub(" ", plain), plain)):
            name = path.relative_to(folder).as_posix()
            raise DisclosureError(
                f"{folder.name}: the name or number of a child or an adult who has a code stands in {name}.",
                "Take it out of the policy, the self-evaluation or the published titles; name a role (the headteacher) "
                "instead of an adult. Nothing was built.",
            )


def _texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file of a site that people or their programs read, but for the look's own."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in READABLE and "assets" not in path.relative_to(folder).parts:
            yield path, path.read_text(encoding="utf-8", errors="replace")
