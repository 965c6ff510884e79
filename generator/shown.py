"""From true values to what each audience may be shown: decided once an audience, after all its readers saw before."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import catalogue, release
from generator.disclosure import books, codes, results
from generator.disclosure.history import History
from generator.disclosure.rules import Rules, decide
from generator.disclosure.stage import disclose
from generator.errors import UsageError
from generator.evidence import Evidence, computed, refuse_unusable, sound
from generator.model import Audience
from generator.published import Published, PublishedCell


@dataclass(frozen=True)
class Shown:
    """What one audience is shown, and the rules it follows from: none where the policy is internal."""

    audience: Audience
    rules: Rules | None
    published: Published


def show(evidence: Evidence, audiences: Iterable[Audience], version: str = "") -> dict[str, Shown]:
    """What each of these audiences may be shown, by name; `version` is that of the codes an inspection may need.

    Every ledger is opened once. Raises DisclosureError where one is lost or was altered.
    """
    history: History | None = None
    found: dict[str, Shown] = {}
    for audience in dict.fromkeys(audiences):
        rules = None
        if not audience.internal:
            history = history or opened(evidence)
            rules = decided(evidence, audience, history)
        found[audience.name] = Shown(audience, rules, disclosed(evidence, audience, rules, version))
    return found


def disclosed(
    evidence: Evidence, audience: Audience, rules: Rules | None = None, version: str = ""
) -> Published:
    """What one audience may be shown of the evidence, after all that its readers were shown before."""
    if rules is None and not audience.internal:
        rules = decided(evidence, audience)
    return disclose(
        evidence.known,
        evidence.results,
        evidence.locked,
        evidence.report,
        evidence.dataset,
        audience,
        rules,
        codes.issuer(evidence.workspace, audience, version),
    )


def figures(
    workspace: Path, name: str, *, as_of: date | None = None, today: date | None = None, both: bool = False
) -> tuple[PublishedCell, ...]:
    """The figures alone that the audience of this name may be shown: the cells that a build now would publish.

    Nothing is worked out that changes no figure: no warning, no drawing, and for readers under protection no measure
    that they are not shown. With `both` a second process shares the work, for a process that does nothing else.
    """
    dataset, report = sound(workspace, as_of=as_of, today=today, both=both, errors_only=True)
    refuse_unusable(report)
    (audience,) = named(dataset.setting.audiences, [name])
    evidence = computed(workspace, dataset, report, audience)
    rules = None if audience.internal else decided(evidence, audience)
    return results.shown(evidence.known, evidence.results, dataset, audience, rules).cells


def decided(evidence: Evidence, audience: Audience, history: History | None = None) -> Rules:
    """How far each figure may be shown to readers under protection; refuses where a ledger is not as it was."""
    windows = catalogue.windows(evidence.dataset, internal=False)
    return decide(evidence.results, windows, audience, evidence.dataset, history or opened(evidence))


def opened(evidence: Evidence) -> History:
    """The ledgers of the workspace, each checked, and where its decisions are kept."""
    place, audiences = evidence.workspace, evidence.dataset.setting.audiences
    return books.open_books(place / "releases", audiences, _frozen(evidence), place / "records" / "decisions")


def lines(
    evidence: Evidence, shown: Iterable[Shown], figures: Mapping[str, str], version: str
) -> dict[str, bytes]:
    """The line that a release adds to the ledger of each audience under protection.

    `figures` is the SHA-256 of each audience's `data/indicators.json`; audiences without one have no release.
    """
    releases, frozen = evidence.workspace / "releases", _frozen(evidence)
    found: dict[str, bytes] = {}
    for each in shown:
        name = each.audience.name
        if each.rules is not None and name in figures:
            entry = books.entry_for(version, each.published, each.rules, each.audience, figures=figures[name])
            found[name] = books.line_for(releases, entry, frozen)
    return found


def earlier(evidence: Evidence) -> dict[str, list[Path]]:
    """The releases of each audience under protection, oldest first; also of those that are no longer named."""
    releases = evidence.workspace / "releases"
    return {
        name: [releases / name / one.version for one in reversed(release.read(releases, name))]
        for name in books.readers(releases, evidence.dataset.setting.audiences)
    }


def _frozen(evidence: Evidence) -> dict[str, dict[str, str]]:
    """The releases of each audience under protection, with the hash of the figures each carries."""
    releases = evidence.workspace / "releases"
    return {
        name: {one.version: one.files.get("data/indicators.json", "") for one in release.read(releases, name)}
        for name in books.readers(releases, evidence.dataset.setting.audiences)
    }


def named(known: Sequence[Audience], names: Sequence[str]) -> tuple[Audience, ...]:
    """The audiences asked for, all where none is; an unknown one is a mistake with a suggestion."""
    by_name = {each.name: each for each in known}
    for name in names:
        if name not in by_name:
            near = difflib.get_close_matches(name, by_name, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(by_name)}."
            raise UsageError("audience: setting.yml names no such audience.", hint)
    return tuple(by_name[name] for name in names) if names else tuple(known)
