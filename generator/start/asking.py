"""How a question reaches a person, or a file of answers, and comes back as an answer that is possible."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import yaml

from generator.errors import UsageError
from generator.recipes.local_words import stem_of

TRIES = 3
MOST = 10
KEYS = ("name", "kind", "child", "dates", "words", "every", "roll", "terms")
SKIP = "skip"


@dataclass(frozen=True)
class Question:
    """One plain question: what the answer would mean, what is possible, and what stands without one.

    `read` gives the answer that a text is, None where it is none. `entry` tells questions of one key apart.
    """

    key: str
    text: str
    sample: str
    default: str
    read: Callable[[str], str | None]
    choices: tuple[str, ...] = ()
    possible: str = ""
    entry: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Answers in a reader's words, where they are codes."""
    skipped: str | None = None
    """What `skip` means, where that is not the default."""

    def shown(self, answer: str) -> str:
        """An answer in a reader's words, without signs that a terminal would obey."""
        text = (
            " + ".join(self.labels.get(part, part) for part in answer.split("+")) if self.labels else answer
        )
        return "".join(sign if sign.isprintable() else "?" for sign in text) or "none"

    @property
    def without(self) -> str:
        return self.default if self.skipped is None else self.skipped


class Asker(Protocol):
    """Whoever answers: gives the answer, the default where there is none."""

    def answer(self, question: Question, number: int) -> str: ...


@dataclass(frozen=True)
class Terminal:
    """A person at the terminal. Enter takes the default; the questions are talk, and go to standard error."""

    read: Callable[[], str] = sys.stdin.readline
    say: Callable[[str], object] = lambda text: print(text, file=sys.stderr, flush=True)

    def answer(self, question: Question, number: int) -> str:
        """What the person chose; after three answers that are none, the default, and that is said."""
        self.say(f"\n{number} of at most {MOST}. {question.text}")
        for choice in question.choices:
            self.say(f"    {choice}")
        self.say(f"  {question.sample}")
        kept, skipped = question.shown(question.default), question.shown(question.without)
        self.say(f"  {question.possible} Enter: {kept}. `skip`: {skipped}.")
        for _ in range(TRIES):
            line = self.read()
            if not line:  # nobody is there any more
                return question.default
            text = line.strip()
            if text.casefold() in ("", SKIP):
                return question.without if text else question.default
            if (found := question.read(text)) is not None:
                return found
            self.say(f"  That is not one of the answers. {question.possible} Or Enter, or `skip`.")
        self.say(f"  Taken: {question.shown(question.default)}. You can change it afterwards.")
        return question.default


@dataclass(frozen=True)
class Given:
    """Answers from a file; a question that it does not answer keeps its default."""

    answers: Mapping[str, Any]

    @property
    def words(self) -> dict[str, Any]:
        """What it says of words, by the word as it is compared."""
        return {stem_of(str(word)): code for word, code in (self.answers.get("words") or {}).items()}

    def answer(self, question: Question, number: int) -> str:
        """The file's answer; `UsageError` where it is none of those possible."""
        given = self.answers.get(question.key)
        if question.key == "words":
            given = self.words.get(question.entry)
        if given is None:
            return question.default
        text = " + ".join(map(str, given)) if isinstance(given, list) else str(given)
        if text.strip().casefold() in ("", SKIP):
            return question.without if text.strip() else question.default
        found = question.read(text.strip())
        if found is None:
            raise UsageError(
                f"answers, {question.key}: this is not one of the answers.",
                question.possible or "Correct it.",
            )
        return found


def answers_of(path: Path) -> Given:
    """The answers of a YAML file; `UsageError` where it is none or names what is not asked."""
    try:
        # Everything stays text: `no` is an answer here.
        plain = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise UsageError("--answers: this cannot be read as YAML.", "Name a YAML file of answers.") from None
    words = plain.get("words") if isinstance(plain, dict) else None
    if not isinstance(plain, dict) or not isinstance(words or {}, dict) or set(plain) - set(KEYS):
        raise UsageError("--answers: it names something that is not asked.", f"Asked are {', '.join(KEYS)}.")
    return Given(plain)


def choice_of(text: str, codes: Sequence[str], labels: Sequence[str] = ()) -> str | None:
    """The code that a text names: by its number in the list, itself, or its label."""
    if text.isascii() and text.isdigit():
        return codes[int(text) - 1] if 1 <= int(text) <= len(codes) else None
    plain = text.strip().casefold()
    for names in (codes, labels):
        for code, name in zip(codes, names, strict=False):
            if plain in (name.casefold(), name.casefold().replace("_", " ")):
                return code
    return None
