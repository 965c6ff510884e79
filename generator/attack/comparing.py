"""What two releases say together: small differences, and rules that were changed in between."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from generator.attack.reading import Publication
from generator.attack.rebuilding import shown, sums_of
from generator.attack.reporting import Finding


def compared(own: Sequence[Publication], fresh: Publication | None = None) -> Iterator[Finding]:
    """Findings between any two sites of one audience, in order of publishing; with `fresh` only those about it."""
    for before, after in itertools.combinations(own, 2):
        if fresh is not None and after is not fresh:
            continue
        yield from _rules(before, after)
        yield from _categories(before, after)
        yield from _differences(before, after)


def _rules(before: Publication, after: Publication) -> Iterator[Finding]:
    where = f"{before.name} and {after.name}"
    if after.k < before.k:
        yield Finding("rule-loosened", where, "k", "the number from which on counts are shown was lowered.")
    bands = before.stated.get("bands"), after.stated.get("bands")
    if all(bands) and bands[0] != bands[1]:
        yield Finding("rule-changed", where, "bands", "the edges of ranges were changed.")


def _categories(before: Publication, after: Publication) -> Iterator[Finding]:
    """Tables that have other categories now: where they differ, numbers can be taken from each other."""
    groups = [_groups(site) for site in (before, after)]
    for table in sorted(groups[0].keys() & groups[1].keys()):
        one, other = groups[0][table], groups[1][table]
        if len(one) > 1 and len(other) > 1 and one != other:
            message = "the list of categories was changed between the two."
            yield Finding("categories-changed", f"{before.name} and {after.name}", table, message)


def _groups(site: Publication) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    planned = {each.key for each in sums_of(site)}
    for record in site.records:
        if record.get("key") in planned:
            table = f"{record.get('indicator')}/{record.get('window')}"
            found.setdefault(table, set()).add(str(record.get("group")))
    return {table: frozenset(groups) for table, groups in found.items()}


def _differences(before: Publication, after: Publication) -> Iterator[Finding]:
    """Counts that differ by a few: who came late to the record, joined or left."""
    records = [{str(each.get("key")): each for each in site.records} for site in (before, after)]
    k = max(before.k, after.k)
    for each in sums_of(after):
        if each.fields != ("value",):
            continue
        told = [shown(found.get(each.key, {}), each.fields) for found in records]
        if told[0] is None or told[1] is None or None in (*told[0], *told[1]):
            continue
        (low, high), (down, up) = told  # type: ignore[misc]
        gap = (down - high, up - low) if down > high else (low - up, high - down)  # type: ignore[operator]
        if gap[0] >= 1 and gap[1] < k:
            where = f"{before.name} and {after.name}"
            words = f"{after.name} less {before.name}" if down > high else f"{before.name} less {after.name}"  # type: ignore[operator]
            message = "the two differ by a small number."
            yield Finding("small-difference", where, each.key, message, words, int(gap[0]), int(gap[1]))
