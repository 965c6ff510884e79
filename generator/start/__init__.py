"""The guided start: an export → workspace, recipe, tables and sites, by at most ten plain questions.

It writes what `init`, `recipe suggest` and `import` would have written, through the same functions, so that nothing is
thrown away. Everything is read, converted, checked and built beside the new folder first: where anything stops, nothing
is left behind.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator import build, pseudonyms, recipes, setting, workspace
from generator.errors import UsageError
from generator.model import TermDates
from generator.recipes.drafting import name_of
from generator.recipes.remarks import text_of
from generator.recipes.suggest import Suggestion, suggest
from generator.start.advice import next_steps
from generator.start.asking import Asker
from generator.start.questions import (
    HOMES,
    UNNAMED,
    Dialogue,
    Unclear,
    ask_child,
    ask_dates,
    ask_roll,
    ask_terms,
    ask_who,
    ask_words,
)
from generator.start.terms import draft_terms
from generator.start.writing import setting_text


@dataclass(frozen=True)
class Started:
    """Where everything lies now, how many questions were asked, what was decided, and what to do next."""

    workspace: Path
    site: Path
    questions: int
    notes: tuple[str, ...]
    next_steps: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """What a person chose, or the defaults."""

    found: Suggestion
    unclear: Unclear
    name: str = UNNAMED
    kind: str = "special_school"
    terms: tuple[TermDates, ...] = ()
    asked: tuple[str, ...] = field(default=())


def start(
    files: Sequence[Path],
    folder: Path | None,
    asker: Asker,
    *,
    today: date | None = None,
    audiences: Sequence[str] = (),
    say: Callable[[str], None] = lambda text: None,
) -> Started:
    """Bring an export, and a roll where one is named, to finished sites.

    `folder` is the setting's folder: a new one, or one that has its setting.yml already, which then stays as it is.
    Raises a `GeneratorError`; then nothing new is left behind.
    """
    target = folder or Path(f"{files[0].stem}-evidence")
    there = _is_there(target)
    found = suggest(files)
    _refuse_second(target, found)
    chosen = _ask(found, asker, files, there)
    if there:
        return _make(target, target, files, chosen, today, audiences, say)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as work:
        place = Path(work) / "workspace"
        for _ in workspace.create(place, None):
            pass
        page = place / "setting.yml"
        blank = page.read_text(encoding="utf-8")
        filled = setting_text(blank, chosen.name, chosen.kind, chosen.terms)
        page.write_text(filled, encoding="utf-8", newline="\n")
        made = _make(place, target, files, chosen, today, audiences, say)
        if target.exists():
            target.rmdir()
        place.rename(target)
    return made


def _is_there(target: Path) -> bool:
    """Whether the folder is a setting's already; one that holds anything else is refused."""
    if (target / "setting.yml").is_file():
        setting.read(target)
        return True
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(
            f"{target}: this folder holds something else, and no setting.yml.",
            "Name a new one with --workspace; nothing in it was touched.",
        )
    return False


def _refuse_second(target: Path, found: Suggestion) -> None:
    place = target / "recipes" / f"{name_of(found)}.yml"
    if place.exists():
        raise UsageError(
            f"{place}: this export was started before, and its recipe may have been corrected since.",
            f"To bring it in again: readiness import {place} FILE --workspace {target}\n"
            f"  To build: readiness build --workspace {target}\n"
            "  To start afresh, name a new folder with --workspace.",
        )


def _ask(found: Suggestion, asker: Asker, files: Sequence[Path], there: bool) -> Chosen:
    """Every question in turn; what a workspace says already is not asked."""
    talk = Dialogue(asker)
    name, kind = (UNNAMED, "") if there else ask_who(talk, found.incidents)
    termly = not there and kind not in HOMES
    found = ask_dates(talk, ask_roll(talk, ask_child(talk, found)))
    found, unclear = ask_words(talk, found, kept=int(termly))
    drafted = _drafted(found, files) if termly else ()
    terms = ask_terms(talk, drafted) if drafted else ()
    return Chosen(found, unclear, name, kind, terms, tuple(talk.asked))


def _drafted(found: Suggestion, files: Sequence[Path]) -> tuple[TermDates, ...]:
    """Draft terms for the years of the incidents; the conversion stops here where it cannot be made."""
    with tempfile.TemporaryDirectory() as work:
        conversion = _convert(found, files, Path(work))[0]
    days = (text for text in conversion.tables["incidents"].columns["incident_date"] if text)
    dated = [date.fromisoformat(f"{text}-01"[:10]) for text in days]
    return draft_terms(min(dated), max(dated)) if dated else ()


def _convert(
    found: Suggestion, files: Sequence[Path], place: Path
) -> tuple[recipes.Conversion, pseudonyms.Pseudonyms | None]:
    """The tables, with the recipe's file written into `place`; nothing else is."""
    path = place / "recipes" / f"{name_of(found)}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text_of(found, _setting_id(place)), encoding="utf-8", newline="\n")
    recipe = recipes.read(path)
    people = pseudonyms.open(place) if recipe.names_people else None
    named = [found.incidents.path, *([found.roll.path] if found.roll and found.rolls_dates else [])]
    conversion = recipes.convert(recipe, named, people=people.code if people else None)
    conversion.stop()
    return conversion, people


def _setting_id(place: Path) -> str:
    if not (place / "setting.yml").is_file():
        return "our-setting"
    places = setting.read(place).places
    return places[0].id if places else "our-setting"


def _make(
    place: Path,
    target: Path,
    files: Sequence[Path],
    chosen: Chosen,
    today: date | None,
    audiences: Sequence[str],
    say: Callable[[str], None],
) -> Started:
    """Convert, write and build in `place`, which will lie at `target`."""
    path = place / "recipes" / f"{name_of(chosen.found)}.yml"
    try:
        conversion, people = _convert(chosen.found, files, place)
        recipes.write(conversion, place, people.save if people else None)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    built = build.build(place, audiences=audiences, today=today, say=say)
    steps = next_steps(built, chosen.found, chosen.unclear, bool(chosen.terms), target)
    notes = (*_counts(conversion, chosen), *conversion.warnings, *(people.notes if people else ()))
    site = target / built.sites.get("leaders", next(iter(built.sites.values()))).relative_to(place)
    return Started(target, site / "index.html", len(chosen.asked), tuple(notes), steps)


def _counts(conversion: recipes.Conversion, chosen: Chosen) -> list[str]:
    """What was decided without asking, in counts."""
    rows = conversion.tables["incidents"].rows
    notes = [f"{rows:,} of the export's {conversion.sources[-1].rows:,} rows became incidents of a child."]
    notes += [each for each in conversion.decisions if "left out" in each or "-first" in each]
    if chosen.found.order:
        notes.append(
            f"Dates that could be either were read {chosen.found.order}-first, as answered or by default."
        )
    if chosen.unclear.words:
        notes.append(
            f"{chosen.unclear.words:,} more words, in {chosen.unclear.rows:,} rows, kept their likeliest meaning or "
            "“another kind of intervention”; they are named at the top of the recipe."
        )
    if chosen.found.roll and not chosen.found.rolls_dates:
        notes.append("The roll was not used: no column says since when each child is here.")
    return notes


__all__ = ["Started", "start"]
