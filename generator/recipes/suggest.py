"""What a foreign export seems to be, from its headings and its words, for a person to finish.

What is sure is taken; what settings use differently is taken with the likeliest meaning and marked; what nothing is
known of stays open, so that an import stops there and never guesses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import schema
from generator.errors import DataError
from generator.recipes.dates import Decided, decide
from generator.recipes.guessing import (
    People,
    columns_of,
    filled,
    is_coded,
    kinds_of,
    people_of,
)
from generator.recipes.lexicon import Meaning, is_title_of, meaning
from generator.recipes.local_words import category_of, stem_of, without_minutes, words_of
from generator.recipes.looking import Look, look


@dataclass(frozen=True)
class Word:
    """One of the export's words for what was done: how it is written there, in how many rows, what it may mean."""

    key: str
    variants: tuple[str, ...]
    rows: int
    meaning: Meaning | None

    @property
    def unclear(self) -> bool:
        """Whether a person must say what it stands for."""
        return self.meaning is None or not self.meaning.sure


@dataclass(frozen=True)
class Suggestion:
    """What an export seems to be. The choices of a person replace `words`, `people`, `order` and `every`."""

    incidents: Look
    fields: Mapping[str, str]
    people: People
    category: str = ""
    """The column that says what was done; empty where there is none, and then `every` stands for all rows."""
    words: tuple[Word, ...] = ()
    """The most frequent first."""
    split: str = ""
    every: str = "other"
    order: str = ""
    """`day` or `month` where a person said which comes first; else the column itself decides."""
    roll: Look | None = None
    roll_fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def unclear(self) -> tuple[Word, ...]:
        """The words that a person must look at, the most frequent first."""
        return tuple(word for word in self.words if word.unclear)

    @property
    def date_is_unclear(self) -> bool:
        """Whether there is a column of dates, also in the roll, that could be day-first or month-first."""
        return any(each.problem for each in self._dates())

    @property
    def order_elsewhere(self) -> str:
        """Which comes first in the columns of dates that say it: `day` also where none does."""
        notes = (note for each in self._dates() for note in each.notes)
        return "month" if any(note.startswith("read month-first") for note in notes) else "day"

    def _dates(self) -> Iterator[Decided]:
        """How each column of dates is to be read."""
        for table, seen, fields in (
            ("incidents", self.incidents, self.fields),
            ("children", self.roll, self.roll_fields),
        ):
            for name, heading in fields.items() if seen else ():
                if seen and schema.tables()[table].field(name).type in ("date", "datetime", "time"):
                    yield decide(filled(seen.columns[heading]), name, seen.typed)

    @property
    def rolls_dates(self) -> bool:
        """Whether there is a roll that says since when each child is on it: only then is it of use."""
        return "on_roll_from" in self.roll_fields and bool(self.roll_child)

    @property
    def roll_child(self) -> tuple[str, ...]:
        """The column of the roll that names children as the incidents do, by what stands in it; empty for none."""
        if self.roll is None:
            return ()
        headed = (self.roll_fields["child_id"],) if "child_id" in self.roll_fields else ()
        if len(self.people.child) == 2:
            both = people_of(self.roll, {}).child
            return both if len(both) == 2 else headed
        wanted = {plainest(text) for text in filled(self.of_children(self.people.child[0]))}
        shared = {
            name: len(wanted & {plainest(text) for text in texts})
            for name, texts in self.roll.columns.items()
        }
        best = max(shared, key=lambda name: shared[name])
        return (best,) if shared[best] else headed

    def of_children(self, heading: str) -> list[str]:
        """The cells of a column in the rows that are a child's."""
        cells = self.incidents.columns[heading]
        if not self.people.kind:
            return list(cells)
        kinds = self.incidents.columns[self.people.kind]
        return [cell for cell, kind in zip(cells, kinds, strict=True) if kind in self.people.child_kinds]

    def empty(self, heading: str) -> int:
        """In how many rows of a child a column says nothing."""
        cells = self.of_children(heading)
        return len(cells) - len(filled(cells))

    @property
    def children_are_coded(self) -> bool:
        """Whether children stand there as codes or short numbers already, and not by name or official number."""
        child = self.people.child
        return len(child) == 1 and is_coded(self.of_children(child[0]))


def plainest(text: str) -> str:
    """A name or number as two exports may both write it: capitals and lost zeros do not count."""
    return text.casefold().lstrip("0")


def suggest(paths: Sequence[Path]) -> Suggestion:
    """What these exports seem to be: one of incidents, and perhaps one that is a roll."""
    seen = [look(path) for path in paths]
    rolls = [each for each in seen if is_roll(each)] if len(seen) > 1 else []
    incidents = [each for each in seen if each not in rolls]
    if len(incidents) != 1 or len(rolls) > 1:
        raise DataError(
            f"{', '.join(path.name for path in paths)}: these are not one list of incidents and at most one roll.",
            "Name the export of incidents, and the roll beside it where there is one.",
        )
    one = incidents[0]
    kind = kinds_of(one)[0]
    category = category_of(one, frozenset({kind}))
    fields = columns_of("incidents", one, frozenset({kind, category} - {""}))
    people = people_of(one, fields)
    _refuse_without(one, fields, people)
    found = Suggestion(one, fields, people, category, every=_every(one, category))
    found = with_words(found)
    return _beside(found, rolls[0]) if rolls else found


def with_words(found: Suggestion) -> Suggestion:
    """The same with the words of its column, each once however it is written."""
    if not found.category:
        return found
    split, counted = words_of(found.of_children(found.category))
    groups: dict[str, list[str]] = {}
    for word in counted:
        groups.setdefault(stem_of(word), []).append(word)
    words = (
        Word(key, tuple(names), sum(counted[name] for name in names), meaning(without_minutes(names[0])))
        for key, names in groups.items()
    )
    return replace(found, split=split, words=tuple(sorted(words, key=lambda each: (-each.rows, each.key))))


def with_roll(found: Suggestion, path: Path) -> Suggestion:
    """The same with a roll beside it; `DataError` where the file does not look like one."""
    beside = _beside(found, look(path))
    if not beside.rolls_dates:
        raise DataError(
            f"{path.name}: this does not look like a roll: no column says since when each child is here.",
            "A roll has one row a child, with the date of admission.",
        )
    return beside


def _beside(found: Suggestion, roll: Look) -> Suggestion:
    return replace(found, roll=roll, roll_fields=columns_of("children", roll))


def is_roll(seen: Look) -> bool:
    """Whether an export lists children and not incidents."""
    roll, incidents = columns_of("children", seen), columns_of("incidents", seen)
    about_children = {"on_roll_from", "year_group", "sex", "sen_provision", "primary_need"} & set(roll)
    dated = "on_roll_from" in roll and "incident_date" not in incidents
    listed = len(about_children) >= 2 and "ended_time" not in incidents
    return (dated or listed) and not category_of(seen, frozenset())


def _every(seen: Look, category: str) -> str:
    """What every row is where no column says it: by the titles above it, `other` where they say nothing."""
    if category:
        return "other"
    return next((code for title in seen.titles if (code := is_title_of(title))), "other")


def _refuse_without(seen: Look, fields: Mapping[str, str], people: People) -> None:
    """Stop where nothing looks like a date or a child: a recipe without them would say nothing."""
    wanted = {"the date of the incident": "incident_date" in fields, "the child": bool(people.child)}
    if lacking := [what for what, there in wanted.items() if not there]:
        near = nearest(seen, people)
        raise DataError(
            f"{seen.path.name}: no column looks like {' or '.join(lacking)}.",
            f"The worked recipe nearest to this export is {near}. Copy generator/examples/recipes/{near}/recipe.yml, "
            "name the columns of your export in it, and try `readiness import` with --dry-run.",
        )


def nearest(seen: Look, people: People) -> str:
    """The worked recipe whose shape is nearest to an export."""
    names = " ".join(seen.columns).casefold()
    if people.kind:
        return "log-one-row-a-person"
    if people.staff_wide:
        return "wide-staff-columns"
    if "points" in names:
        return "behaviour-log-with-points"
    if people.staff_many or any(is_title_of(title) == "seclusion" for title in seen.titles):
        return "seclusion-room-book"
    return "home-restraint-form"
