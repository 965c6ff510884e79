"""The codes of one workspace: made, remembered, and told to the key's holder."""

from __future__ import annotations

import builtins
import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.errors import GeneratorError, SettingError, UsageError
from generator.pseudonyms import codes, files
from generator.pseudonyms.files import BACK_UP, FOLDER, KEY, LOOKUP, Person
from generator.pseudonyms.sharing import warning

SHOWN = 10
CODED = ("child_id", "staff_id", "led_by_staff_id")
"""Fields of the tables that hold codes of people."""
MADE = (
    f"private/{KEY}: a new key, made for this and every later import.\n  Keep a copy of private/ where only you can "
    "open it: without the key the next import cannot give the same people the same codes."
)
LOST = (
    "What that means: the tables can be read and the sites built as before, but a new import cannot give the same "
    f"people the same codes.\n  What to do: {BACK_UP}. If it is lost for good, move data/ and private/ to an archive "
    "and import all your exports again: everyone then gets a new code, and earlier releases keep the old ones."
)


class Pseudonyms:
    """Codes for people, by one key. Nothing is written before `save`.

    `notes` say what a person should know of the folder, and hold no name.
    """

    def __init__(self, folder: Path, key: bytes, people: Iterable[Person], *, new: bool) -> None:
        self.notes: tuple[str, ...] = ()
        self._folder, self._key, self._new = folder, key, new
        self._people: dict[str, Person] = {}
        self._known: dict[tuple[str, str], str] = {}
        self._added: dict[str, Person] = {}
        for each in people:
            self._remember(each)

    def __repr__(self) -> str:
        return f"<Pseudonyms of {self.key_id}, {len(self._people)} people>"

    @property
    def key_id(self) -> str:
        """The fingerprint of the key."""
        return files.key_id(self._key)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everyone in the lookup, ordered by code."""
        return tuple(each for _, each in sorted(self._people.items()))

    def code(self, kind: str, identity: str) -> str:
        """The code of one person; an empty identity has none and stays empty."""
        if kind not in codes.KINDS:
            raise UsageError(
                "people: no such kind of person.", f"Use one of: {', '.join(sorted(codes.KINDS))}."
            )
        plain = codes.normal(identity)
        if not plain:
            return ""
        known = self._known.get((kind, plain))
        if known is None:
            known = next(
                each for each in codes.candidates(self._key, kind, plain) if each not in self._people
            )
            person = Person(kind, known, identity)
            self._remember(person)
            self._added[known] = person
        return known

    def codes(self, kind: str, identities: Iterable[str]) -> Mapping[str, str]:
        """Each of the identities with its code; their order makes no difference."""
        found = sorted(set(identities), key=lambda each: (codes.normal(each), each))
        return {identity: self.code(kind, identity) for identity in found}

    def holder(self, code: str) -> Person | None:
        """Whom a code stands for, capitals or not; None where the lookup does not know it."""
        plain = code.strip().casefold()
        return next((each for each in self._people.values() if each.code.casefold() == plain), None)

    def fits(self, code: str) -> bool:
        """Whether this key can have made a code; one in 27 mistyped ones passes."""
        plain = code.strip()
        return codes.fits(self._key, plain[:1].lower() + plain[1:].upper())

    def doubles(self) -> tuple[tuple[str, ...], ...]:
        """Codes that may stand for one person: their names differ only in order, accents or signs."""
        alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for each in self._people.values():
            words = "".join(
                sign if sign.isalnum() else " "
                for sign in unicodedata.normalize("NFKD", codes.normal(each.identity))
                if not unicodedata.combining(sign)
            ).split()
            if words:
                alike.setdefault((each.kind, tuple(sorted(words))), []).append(each.code)
        return tuple(tuple(sorted(each)) for _, each in sorted(alike.items()) if len(each) > 1)

    def save(self) -> None:
        """Write the key, where it is new, and the lookup. Call it before the tables are put in place."""
        if not (self._added or self._new):
            return
        made = (MADE,) if self._new else ()
        try:
            files.make_folder(self._folder)
            if self._new:
                files.write_key(self._folder, self._key)
                self._new = False
            self._take_in(files.read_lookup(self._folder))
            files.write_lookup(self._folder, self._key, self._people)
        except OSError as error:
            raise SettingError(
                "private/: the key or the lookup could not be written.",
                f"The computer says: {error.strerror or 'no'}. Nothing was imported. Check the room on the disk "
                "and who may write there.",
            ) from error
        self.notes = (*made, *_notes(self._folder), *self._doubtful())
        self._added = {}

    def _doubtful(self) -> Iterator[str]:
        """A line for each group of codes that may stand for one person, at most ten."""
        doubles = self.doubles()
        for each in doubles[:SHOWN]:
            yield (
                f"{' and '.join(each)} may be one person: the names differ only in order, accents or signs.\n"
                "  Ask `readiness who` for both. If they are one, correct the name in the export and import again."
            )
        if len(doubles) > SHOWN:
            yield f"And {len(doubles) - SHOWN} more such groups."

    def _remember(self, person: Person) -> None:
        self._people[person.code] = person
        self._known[person.kind, codes.normal(person.identity)] = person.code

    def _take_in(self, there: tuple[str, tuple[Person, ...]] | None) -> None:
        """Keep what another import has written meanwhile."""
        if there is None:
            return
        _same_key(self._key, there[0])
        for each in there[1]:
            mine = self._people.get(each.code)
            same = (each.kind, codes.normal(each.identity))
            if (mine and (mine.kind, codes.normal(mine.identity)) != same) or (
                self._known.get(same, each.code) != each.code
            ):
                raise SettingError(
                    "private/lookup.json: another import gave the same code at the same moment.",
                    "Nothing was written. Import again.",
                )
            if not mine:
                self._remember(each)


def open(workspace: Path, create: bool = True) -> Pseudonyms:
    """The codes of a workspace.

    Where there is no key yet, a new one is made with `create` and written by the first `save`. `SettingError` where a
    key is lost, damaged or another than the one of the lookup or the tables: two code sets are never mixed.
    """
    folder = workspace / FOLDER
    if folder.exists() and not folder.is_dir():
        raise SettingError("private: this is a file, not a folder.", "Move it away.")
    key, lookup = files.read_key(folder), files.read_lookup(folder)
    if key is None:
        return _without_key(workspace, folder, lookup is not None, create)
    if lookup:
        _same_key(key, lookup[0])
    _same_codes(workspace, key)
    known = Pseudonyms(folder, key, lookup[1] if lookup else (), new=False)
    known.notes = _notes(folder)
    return known


def _notes(folder: Path) -> tuple[str, ...]:
    """What a person should know of the folder: who else may open it, and what copies it elsewhere."""
    shared = warning(folder.parent)
    return (*files.close(folder), *([shared] if shared else []))


def _without_key(workspace: Path, folder: Path, lookup: bool, create: bool) -> Pseudonyms:
    if lookup:
        raise SettingError(
            f"private/{KEY}: it is not there, and private/{LOOKUP} holds codes made with it.", LOST
        )
    if any(codes.is_code(each) for each in _in_tables(workspace)):
        raise SettingError(f"private/{KEY}: it is not there, and the tables hold codes made with one.", LOST)
    if not create:
        raise SettingError(
            f"private/{KEY}: there is no key here.",
            "The first import that turns people into codes makes one.",
        )
    return Pseudonyms(folder, files.new_key(), (), new=True)


def _same_key(key: bytes, other: str) -> None:
    if other != files.key_id(key):
        raise SettingError(
            f"private/{LOOKUP}: made with another key than private/{KEY}.",
            "Nothing was written, because one person would get two codes. Bring back the two files that belong "
            f"together from a back-up ({files.key_id(key)} is the key that lies here).",
        )


def _same_codes(workspace: Path, key: bytes) -> None:
    """Refuse tables whose codes another key made: fewer than half of them fit this one, where one in 27 would."""
    made = [each for each in _in_tables(workspace) if codes.is_code(each)]
    strange = sum(not codes.fits(key, each) for each in made)
    if strange * 2 > len(made):
        raise SettingError(
            f"data: the codes of people in the tables were made with another key than private/{KEY}.",
            "Nothing was written, because one person would get two codes. Bring back the key that made them, or move "
            "data/ to an archive and import all your exports again.",
        )


def _in_tables(workspace: Path) -> Iterator[str]:
    """Every different code of a person in the tables; a table that cannot be read holds none (`check` says why)."""
    for path in sorted((workspace / "data").glob("*.csv")):
        found: set[str] = set()
        try:
            with builtins.open(path, encoding="utf-8-sig", newline="") as lines:
                reader = csv.reader(lines)
                header = [name.strip() for name in next(reader, [])]
                places = [header.index(name) for name in CODED if name in header]
                for cells in reader if places else ():
                    found.update(cells[place] for place in places if place < len(cells))
        except (OSError, UnicodeDecodeError, csv.Error):
            continue
        yield from sorted(found)


def who(workspace: Path, code: str) -> Person:
    """Whom a code stands for; a `GeneratorError` that says why where nobody can tell."""
    known = open(workspace, create=False)
    person = known.holder(code)
    if person:
        return person
    raise _unknown(known, code)


def _unknown(known: Pseudonyms, code: str) -> GeneratorError:
    if known.fits(code):
        hint = "It is a code of this key. Import the export again that holds this person, and ask again."
    else:
        hint = "It may be mistyped, made with another key, or a code of your own, which only you can tell."
    return UsageError("who: the lookup in private/ does not know this code.", hint)


def told(workspace: Path, code: str) -> Iterator[str]:
    """What `who` prints. Signs that a terminal would obey are shown as ?."""
    person = who(workspace, code)
    kinds = {"child": "a child", "adult": "an adult", "record": "a record"}
    name, *more = person.identity.split(codes.PART)
    yield f"{person.code} stands for {kinds.get(person.kind, 'a person')}:"
    yield f"  {_plain(name)}"
    yield from (f"  {_plain(each)}" for each in more)
    yield "Do not write it beside the code anywhere. Clear the screen when you have read it."


def _plain(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text)
