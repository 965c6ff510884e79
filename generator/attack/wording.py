"""Numbers that stand in pages, downloads, drawings or the search index beside the names of a hidden figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.attack.reading import FIGURES, STATED, Publication
from generator.attack.reporting import Finding
from generator.disclosure.leak_page import fragments
from generator.disclosure.leak_words import Hidden, labelled, named
from generator.disclosure.leaks import Leak, find

Record = Mapping[str, Any]
NUMBERS = ("value", "lower", "upper", "numerator", "denominator", "unknown")
SEARCH_TWICE = "search/search_index.js"
DEFINITIONS = "definitions.html"
DOCUMENT = re.compile(r"docs\[(\d+)\]")


def beside_hidden(site: Publication, true: Mapping[str, int] | None = None) -> Iterator[Finding]:
    """A finding for each place where a number stands under the names of a hidden figure and belongs to no other.

    A stranger tries every small number; who knows the `true` hidden numbers by key (the build itself) tries those.
    Numbers that the figures of the same window say anyway prove nothing and are left out.
    """
    files = {name: text for name, text in site.files.items() if not _a_download(name)}
    wanted = _wanted(site, true)
    first = find(files, [each for items in wanted.values() for each in items])
    told = {leak.file for leak in first if isinstance(leak.value, int) or leak.text}
    for window, items in wanted.items():
        for leak in find({name: files[name] for name in sorted(told)}, items) if told else ():
            if not _defines(files, leak) or _named_alone(files[leak.file], leak, items):
                yield from _finding(site.name, leak, window)


def _a_download(name: str) -> bool:
    """Whether a file says the figures again for machines, or the search index a second time: compared elsewhere."""
    return (name.startswith("data/") and name.endswith((".csv", ".json"))) or name == SEARCH_TWICE


def _wanted(site: Publication, true: Mapping[str, int] | None) -> dict[str, list[dict[str, Any]]]:
    """By window the names of each hidden figure with every number that would be its own there."""
    labels = _labels(site)
    by_window: dict[str, list[Record]] = {}
    for record in site.records:
        by_window.setdefault(str(record.get("window")), []).append(record)
    told = {window: (records, held_numbers(records)) for window, records in by_window.items()}
    return {
        window: [
            {"key": key, "value": value}
            for record in records
            if record.get("marker") == "c"
            for key in names_of(record, labels.get(window, window))
            for value in _values(record, site.k, true)
            if value not in held
        ]
        for window, (records, held) in told.items()
    }


def held_numbers(records: Sequence[Record]) -> frozenset[int]:
    """Every number that figures say and a page prints as a whole one, and those between a count and its whole."""
    found: set[int] = {0}
    for record in records:
        numbers = {name: record.get(name) for name in NUMBERS}
        printed = (round(float(n), 1) for n in numbers.values() if isinstance(n, int | float))
        found |= {int(n) for n in printed if n.is_integer()}
        top, whole = numbers["numerator"], numbers["denominator"]
        if (
            isinstance(top, int | float)
            and isinstance(whole, int | float)
            and float(whole - top).is_integer()
        ):
            found.add(int(whole - top))
    return frozenset(found)


def names_of(record: Record, window: str) -> list[dict[str, str]]:
    """The ways in which a page names a figure right beside a number, so that it can be no other.

    What is measured or of which part, together with when; or what and which part, under a heading that says when.
    """
    title, _, group = str(record.get("title", "")).partition(": ")
    together = [{"figure": f"{group or title} {window}"}]
    return [*together, {"figure": f"{title} {group}", "when": window}] if group else together


def _labels(site: Publication) -> dict[str, str]:
    windows = site.stated.get("windows")
    listed = [each for each in windows if isinstance(each, Mapping)] if isinstance(windows, list) else []
    return {str(each.get("id")): str(each.get("label")) for each in listed}


def _defines(files: Mapping[str, str], leak: Leak) -> bool:
    """Whether a number stands on the page of definitions, which speaks of rules and thresholds and counts nobody."""
    if leak.file.endswith(DEFINITIONS):
        return True
    place = DOCUMENT.match(leak.path)
    if not place or "search" not in leak.file:
        return False
    indexes = (value for value in fragments(files[leak.file]) if isinstance(value, dict))
    documents: list[Any] = next(
        (value["docs"] for value in indexes if isinstance(value.get("docs"), list)), []
    )
    number = int(place.group(1))
    named = documents[number].get("location", "") if number < len(documents) else ""
    return str(named).split("#")[0].endswith(DEFINITIONS)


def _named_alone(text: str, leak: Leak, wanted: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a number of such a page is named by its own sentence, with no help from headings."""
    prose = "\n".join(re.split(r"<[^>]+>", text))
    hidden = [Hidden(dict(each["key"]), each["value"]) for each in wanted if each["value"] == leak.value]
    return any(
        found.value == leak.value and any(len(named(each, found.words)) > 1 for each in hidden)
        for found in labelled(prose)
    )


def _values(record: Record, k: int, true: Mapping[str, int] | None) -> Sequence[int]:
    if true is None:
        return range(1, k)
    value = true.get(str(record.get("key")))
    return () if value is None or value == 0 else (value,)


def _finding(name: str, leak: Leak, window: str) -> Iterator[Finding]:
    if isinstance(leak.value, int) and leak.file not in (FIGURES, STATED):
        message = "a number stands here under the name of a hidden figure."
        yield Finding("number-beside-hidden", name, f"{leak.file}, {leak.path} ({window})", message)
    elif leak.text:
        yield Finding(
            "private-word", name, f"{leak.file}, {leak.path}", "a code or a private column stands here."
        )
