"""The questions of the guided start: at most ten, each with what its answer would mean, a default and `skip`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import schema
from generator.errors import GeneratorError, UsageError
from generator.model import TermDates
from generator.periods import day
from generator.recipes.guessing import CATEGORY, filled
from generator.recipes.lexicon import Meaning
from generator.recipes.local_words import without_minutes
from generator.recipes.looking import Look
from generator.recipes.recipe import many, same
from generator.recipes.suggest import Suggestion, Word, plainest, with_roll, with_words
from generator.start.asking import MOST, Asker, Given, Question, choice_of
from generator.start.terms import corrected

NONE = "none"
DRAFT, THIRDS = "draft", "thirds"
HOMES = ("childrens_home", "secure_childrens_home", "short_break_home")
"""Kinds that never close and have no terms."""
UNNAMED = "Our setting"
COLUMNS_SHOWN = 6


@dataclass
class Dialogue:
    """The questions asked so far: it counts them, so that there are never more than ten."""

    asker: Asker
    asked: list[str] = field(default_factory=list)

    def ask(self, question: Question) -> str:
        self.asked.append(question.key)
        return self.asker.answer(question, len(self.asked))

    def left(self, kept: int) -> int:
        """How many questions there is still room for, with some kept for what comes later."""
        return max(0, MOST - kept - len(self.asked))


@dataclass(frozen=True)
class Unclear:
    """Words that nobody was asked about, and the rows in which they stand."""

    words: int = 0
    rows: int = 0


def ask_who(talk: Dialogue, seen: Look) -> tuple[str, str]:
    """The setting's name and its kind."""
    name = talk.ask(
        Question(
            "name",
            "What is your setting called?",
            "It stands at the top of every page.",
            UNNAMED,
            lambda text: text if len(text) <= 80 and text.isprintable() else None,
            possible="A name of at most 80 letters.",
        )
    )
    labels = schema.labels()["setting_kind"]
    kinds = schema.tables()["settings"].field("kind").enum
    words = [labels.get(kind, kind) for kind in kinds]
    likely = "childrens_home" if _is_home(seen) else "special_school"
    kind = talk.ask(
        Question(
            "kind",
            "What kind of setting is it?",
            "It decides which law and which deadlines your records are held against.",
            likely,
            lambda text: choice_of(text, kinds, words),
            tuple(f"{number} {word}" for number, word in enumerate(words, 1)),
            f"A number from 1 to {len(kinds)}.",
            labels=labels,
        )
    )
    return name, kind


def _is_home(seen: Look) -> bool:
    names = " ".join([*seen.columns, *seen.titles]).casefold()
    return any(word in names for word in ("young person", "resident", "children's home", "social worker"))


def ask_child(talk: Dialogue, found: Suggestion) -> Suggestion:
    """The same with the column that says which child a row is about."""
    likely = _likely_columns(found)
    default = " + ".join(found.people.child)
    different = len({plainest(text) for text in filled(found.of_children(found.people.child[0]))})
    chosen = talk.ask(
        Question(
            "child",
            "Which column says which child a row is about?",
            f"Rows with the same entry are one child: {_entries(different)} with the "
            "default. Names become codes.",
            default,
            lambda text: _columns(text, likely, tuple(found.incidents.columns)),
            tuple(f"{number} {name}" for number, name in enumerate(likely, 1)),
            "A number, or a heading; first name and surname as `First name + Surname`.",
        )
    )
    return replace(found, people=replace(found.people, child=tuple(chosen.split(" + "))))


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} different entries"


def _likely_columns(found: Suggestion) -> tuple[str, ...]:
    """The columns in which a child could stand: filled, and told apart by heading from the other fields."""
    taken = {found.category, found.people.kind} | {
        heading for name, heading in found.fields.items() if name != "child_id"
    }
    free = [
        name
        for name, texts in found.incidents.columns.items()
        if name not in taken
        and len(filled(texts)) >= 0.8 * len(texts)
        and max((len(text) for text in texts), default=0) <= 60
    ]
    return tuple(dict.fromkeys((*found.people.child, *free)))[:COLUMNS_SHOWN]


def _columns(text: str, likely: Sequence[str], every: Sequence[str]) -> str | None:
    chosen = []
    for part in (each.strip() for each in text.split("+")):
        heading = choice_of(part, likely) or next((name for name in every if same(name) == same(part)), None)
        if heading is None:
            return None
        chosen.append(heading)
    return " + ".join(dict.fromkeys(chosen))


def ask_dates(talk: Dialogue, found: Suggestion) -> Suggestion:
    """The same with the order of day and month, asked only where a column of dates does not say it."""
    if not found.date_is_unclear:
        return found
    order = talk.ask(
        Question(
            "dates",
            "Which stands first in the dates, the day or the month?",
            "A column of dates does not say it by itself. 04/03/2026 is 4 March with the day first, 3 April "
            "with the month first.",
            found.order_elsewhere,
            lambda text: choice_of(text, ("day", "month"), ("day first", "month first")),
            ("1 the day", "2 the month"),
            "1 or 2.",
        )
    )
    return replace(found, order=order)


def ask_words(talk: Dialogue, found: Suggestion, kept: int) -> tuple[Suggestion, Unclear]:
    """The same with the words that settings use differently, the most frequent asked and the rest by default."""
    found = with_words(found)
    if not found.category:
        return ask_every(talk, found), Unclear()
    asked = found.unclear[: talk.left(kept)]
    chosen = {word.key: talk.ask(_word_question(word)) for word in asked} | _told(talk.asker, found, asked)
    rest = [word for word in found.unclear if word.key not in chosen]
    chosen |= {word.key: _default(word) for word in rest}
    words = tuple(
        replace(word, meaning=_meaning(chosen[word.key])) if word.key in chosen else word
        for word in found.words
    )
    left = Unclear(len(rest), sum(word.rows for word in rest))
    return replace(found, words=words), left


def _told(asker: Asker, found: Suggestion, asked: Sequence[Word]) -> dict[str, str]:
    """What a file of answers says of words that a person would not be asked about."""
    if not isinstance(asker, Given):
        return {}
    if strange := set(asker.words) - {word.key for word in found.words}:
        raise UsageError(
            f"answers, words: {many(len(strange), 'word')} that the export does not have.",
            "Write the words as they stand in its column of what was done.",
        )
    others = (word for word in found.words if word not in asked and word.key in asker.words)
    return {word.key: asker.answer(_word_question(word), MOST) for word in others}


def _meaning(answer: str) -> Meaning:
    return Meaning(() if answer == NONE else tuple(answer.split("+")), True)


def _default(word: Word) -> str:
    if word.meaning is None:
        return "other"
    return "+".join(word.meaning.codes) or NONE


def _word_question(word: Word) -> Question:
    shown = "".join(sign if sign.isprintable() else "?" for sign in without_minutes(word.variants[0]))
    return _what_is(
        "words",
        f"What does “{shown}” stand for here? It stands in {many(word.rows, 'row')}.",
        f"As a hold, {'it counts' if word.rows == 1 else f'all {word.rows:,} count'} as restrictive; as “none of "
        "these”, left out of every figure.",
        _default(word),
        word.key,
    )


def _what_is(key: str, text: str, sample: str, default: str, entry: str = "") -> Question:
    labels = {**schema.labels()[CATEGORY], NONE: "none of these"}
    codes = tuple(labels)

    def read(answer: str) -> str | None:
        parts = [choice_of(part.strip(), codes, tuple(labels.values())) for part in answer.split("+")]
        known = [part for part in parts if part]
        return (
            "+".join(dict.fromkeys(known))
            if len(known) == len(parts) and (known == [NONE] or NONE not in known)
            else None
        )

    shown = tuple(f"{number} {label}" for number, label in enumerate(labels.values(), 1))
    possible = f"A number from 1 to {len(codes)}; two things at once as 1+5."
    return Question(key, text, sample, default, read, shown, possible, entry, labels)


def ask_every(talk: Dialogue, found: Suggestion) -> Suggestion:
    """The same with what every row stands for, where no column says what was done."""
    question = _what_is(
        "every",
        "No column says what was done. What does every row of this export stand for?",
        "Every row is counted as that.",
        found.every,
    )
    chosen = talk.ask(question)
    return replace(found, every="other" if chosen == NONE else chosen.replace("+", "|"))


def ask_roll(talk: Dialogue, found: Suggestion) -> Suggestion:
    """The same with a roll beside it, where the person has one."""
    if found.roll is not None:
        return found

    def read(text: str) -> str | None:
        try:
            return text if with_roll(found, Path(text).expanduser()) else None
        except GeneratorError:
            return None

    path = talk.ask(
        Question(
            "roll",
            "Do you have a roll: an export with one row a child and the date of admission?",
            "With it, pages can say how many children were not held, and rates by the days they were here. Without it "
            "there are counts.",
            "",
            read,
            possible="The path of the file, which must have such a date.",
        )
    )
    return with_roll(found, Path(path).expanduser()) if path else found


def ask_terms(talk: Dialogue, drafted: Sequence[TermDates]) -> tuple[TermDates, ...]:
    """The term dates: as drafted, with corrections, or none (then calendar thirds of the year stand in)."""
    lines = tuple(
        f"{term.name} {term.start_on.year}: {day(term.start_on)} to {day(term.end_on)}{_half_term(term)}"
        for term in drafted
    )

    def read(text: str) -> str | None:
        if text.casefold() in (DRAFT, THIRDS):
            return text.casefold()
        return text if corrected(drafted, text) else None

    answer = talk.ask(
        Question(
            "terms",
            "Are these your term dates? They are a draft, as most schools in England have them.",
            "Every figure is for a term. A corrected term is written as `spring 2026 2026-01-06 2026-03-26`, several "
            "parted by ;",
            DRAFT,
            read,
            lines,
            "A correction so written.",
            labels={DRAFT: "these, as a draft", THIRDS: "calendar thirds of the year"},
            skipped=THIRDS,
        )
    )
    if answer == THIRDS:
        return ()
    return tuple(drafted) if answer == DRAFT else corrected(drafted, answer) or tuple(drafted)


def _half_term(term: TermDates) -> str:
    if term.half_term_start is None or term.half_term_end is None:
        return ""
    return f", half-term {day(term.half_term_start)} to {day(term.half_term_end)}"
