"""A last look at a built site before it is put in place: no code of a child or of an adult stands in it."""

from __future__ import annotations

import re
from pathlib import Path

from generator.errors import DisclosureError
from generator.model import Dataset

CODED = ("child_id", "staff_id", "led_by_staff_id")
READABLE = (".html", ".json", ".csv", ".js", ".svg", ".xml", ".txt")
WORD = re.compile(r"[\w-]+")
LETTER, DIGIT = re.compile(r"[A-Za-z]"), re.compile(r"[0-9]")


def refuse_codes(folder: Path, dataset: Dataset) -> None:
    """Refuse a protected site in which the code of a child or an adult stands, wherever it came from.

    The setting's own words are read too: a code in the policy or the self-evaluation is found here. Only codes that
    cannot be an ordinary word or number are looked for: six characters or more, letters and digits.
    """
    codes = {
        str(code)
        for frame in dataset.tables.values()
        for name in CODED
        if name in frame.columns
        for code in frame[name].dropna().unique()
    }
    told = {code for code in codes if len(code) >= 6 and LETTER.search(code) and DIGIT.search(code)}
    odd = {code for code in told if not WORD.fullmatch(code)}
    for path in sorted(folder.rglob("*")) if told else ():
        if path.suffix not in READABLE or "assets" in path.relative_to(folder).parts:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if not told.isdisjoint(WORD.findall(text)) or any(code in text for code in odd):
            name = path.relative_to(folder).as_posix()
            raise DisclosureError(
                f"{folder.name}: the code of a child or an adult stands in {name}.",
                "Take it out of the policy, the self-evaluation or the published titles. Nothing was built.",
            )
