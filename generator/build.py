"""The story of a build, from a setting's tables to three sites, in one place."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import (
    catalogue,
    checks,
    findings,
    narrative,
    package,
    pages,
    proof,
    recipes,
    release,
    setting,
    site,
    trace,
)
from generator.disclosure import books, codes
from generator.disclosure.history import History
from generator.disclosure.identifiers import refuse_codes, refuse_names, refuse_said
from generator.disclosure.rules import Rules, decide
from generator.disclosure.stage import disclose
from generator.errors import DataError, UsageError
from generator.model import Audience, CheckReport, Dataset, Indicator, IndicatorResult, Locked, Statement
from generator.periods import day
from generator.published import Published, Release

Say = Callable[[str], None]


def _quiet(text: str) -> None:
    """Say nothing: what long work says when nobody watches."""


@dataclass(frozen=True)
class Evidence:
    """The true values of one workspace on one day. Private: it goes no further than `disclose` and `records/`."""

    workspace: Path
    dataset: Dataset
    report: CheckReport
    known: tuple[Indicator, ...]
    locked: tuple[Locked, ...]
    results: Mapping[tuple[str, str], IndicatorResult]


@dataclass(frozen=True)
class Built:
    """Where each audience's site lies, what the checks found, and how many figures are locked, and which."""

    sites: Mapping[str, Path]
    report: CheckReport
    locked: int
    shut: tuple[Locked, ...] = ()


def build(
    workspace: Path | str,
    *,
    out: Path | str | None = None,
    audiences: Sequence[str] = (),
    as_of: date | None = None,
    today: date | None = None,
    say: Say = _quiet,
) -> Built:
    """Build the sites of a workspace: every one of them, or none and the old ones untouched.

    `as_of` is the last day the figures know of, default the setting's own, then `today`, then the last incident's.
    Raises a `GeneratorError` whose exit code says which part failed.
    """
    place = Path(workspace)
    say("Reading and checking the tables")
    evidence = gather(place, as_of=as_of, today=today)
    target = Path(out) if out else place / "build"
    made_on = day(today) if today else ""
    with _beside(target) as work:
        folders = _render(evidence, _chosen(evidence, audiences), work, say, made_on)
        trace.write(place, _records(evidence))
        say("Putting the sites in place")
        site.swap(folders, target)
    return Built(
        {name: target / name for name in folders}, evidence.report, len(evidence.locked), evidence.locked
    )


def publish(
    workspace: Path | str,
    version: str,
    *,
    audiences: Sequence[str] = (),
    as_of: date | None = None,
    today: date | None = None,
    note: str = "",
    say: Say = _quiet,
) -> tuple[Release, ...]:
    """Build, then freeze a release for each audience; an existing version is refused and nothing changes."""
    place = Path(workspace)
    releases = place / "releases"
    known = setting.read(place)
    made_on = day(today) if today else ""
    names = [each.name for each in named(known.audiences, audiences)]
    release.recover(releases)
    release.refuse(releases, version, names)
    say("Reading and checking the tables")
    evidence = gather(place, as_of=as_of, today=today)
    chosen = _chosen(evidence, audiences)
    outside = not all(each.internal for each in chosen)
    refuse_said({"--note": note, "VERSION": version}, evidence.dataset, outside=outside)
    with _beside(releases) as work:
        folders = _render(evidence, chosen, work, say, made_on, version)
        say("Freezing the release")
        frozen = release.freeze(
            folders,
            releases,
            version,
            as_of=evidence.dataset.as_of,
            note=note,
            made_on=made_on,
            lines=_lines(evidence, folders, version),
        )
        trace.write(place, _records(evidence), name=f"release-{version}")
    return frozen


def gather(workspace: Path, *, as_of: date | None = None, today: date | None = None) -> Evidence:
    """Read, check and compute: all true values, and what is locked and why."""
    dataset, report = sound(workspace, as_of=as_of, today=today)
    refuse_unusable(report)
    known = catalogue.load()
    available, locked = catalogue.unlock(known, dataset)
    results = catalogue.compute(available, dataset, catalogue.windows(dataset, internal=True))
    return Evidence(workspace, dataset, report, known, locked, results)


def sound(
    workspace: Path, *, as_of: date | None = None, today: date | None = None
) -> tuple[Dataset, CheckReport]:
    """The tables of a workspace without what their errors make unusable, and what the checks found."""
    loaded = package.load(workspace, setting.read(workspace), as_of, today)
    report = checks.run(loaded.dataset, loaded.findings)
    sound = checks.sound(loaded.dataset, report)
    words = recipes.words_used(workspace)
    return replace(sound, statements=statements(workspace), words=words), report


def statements(workspace: Path) -> tuple[Statement, ...]:
    """What the setting says of itself: the statements named at the head of its narrative pages, in their order."""
    return tuple(
        Statement(
            id=str(each.get("id", "")),
            text=" ".join(str(each["text"]).split()),
            indicator=str(each["indicator"]),
            page=document.title,
            acknowledged=bool(each.get("acknowledgement")),
        )
        for document in narrative.read(workspace)
        if document.folder == "narrative" and isinstance(document.front.get("statements"), list)
        for each in document.front["statements"]
        if isinstance(each, dict) and each.get("text") and each.get("indicator")
    )


def refuse_unusable(report: CheckReport) -> None:
    """Stop where `incidents.csv` cannot be used: every figure counts its rows."""
    if report.tables["incidents"].state == "loaded":
        return
    told = CheckReport(
        tuple(each for each in report.findings if each.table == "incidents" and each.severity == "error"),
        report.tables,
    )
    raise DataError(findings.render_text(told), "Nothing was built; what was there before is untouched.")


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


def decided(evidence: Evidence, audience: Audience) -> Rules:
    """How far each figure may be shown to readers under protection; refuses where a ledger is not as it was."""
    windows = catalogue.windows(evidence.dataset, internal=False)
    return decide(evidence.results, windows, audience, evidence.dataset, _history(evidence))


def _history(evidence: Evidence) -> History:
    place, audiences = evidence.workspace, evidence.dataset.setting.audiences
    return books.open_books(place / "releases", audiences, _frozen(evidence), place / "records" / "decisions")


def _frozen(evidence: Evidence) -> dict[str, dict[str, str]]:
    """The releases of each audience under protection, with the hash of the figures each carries."""
    releases = evidence.workspace / "releases"
    return {
        name: {one.version: one.files.get("data/indicators.json", "") for one in release.read(releases, name)}
        for name in books.readers(releases, evidence.dataset.setting.audiences)
    }


def _lines(evidence: Evidence, folders: Mapping[str, Path], version: str) -> dict[str, bytes]:
    """The line that a release adds to the ledger of each audience under protection."""
    found: dict[str, bytes] = {}
    for audience in evidence.dataset.setting.audiences:
        if audience.name in folders and not audience.internal:
            rules = decided(evidence, audience)
            published = disclosed(evidence, audience, rules)
            figures = site.hashes(folders[audience.name] / "data")["indicators.json"]
            entry = books.entry_for(version, published, rules, audience, figures=figures)
            found[audience.name] = books.line_for(evidence.workspace / "releases", entry, _frozen(evidence))
    return found


def _render(
    evidence: Evidence, audiences: Sequence[Audience], work: Path, say: Say, made_on: str, version: str = ""
) -> dict[str, Path]:
    """Each audience's finished site in a temporary folder."""
    documents = narrative.read(evidence.workspace)
    folders: dict[str, Path] = {}
    # An internal site says why others are not shown a figure, whether or not their sites are built this time.
    explained = [each for each in evidence.dataset.setting.audiences if not each.internal]
    wanted = (*audiences, *(explained if any(each.internal for each in audiences) else ()))
    shown = {each.name: disclosed(evidence, each, version=version) for each in dict.fromkeys(wanted)}
    others = [each for each in shown.values() if not each.internal]
    for audience in audiences:
        say(f"Building the pages for {audience.name}")
        composed = pages.compose(
            shown[audience.name], documents, version=version, made_on=made_on, others=others
        )
        rendered = site.render(
            composed.pages,
            composed.files,
            None,
            work / audience.name,
            site_name=composed.name,
            extra=composed.extra,
            release=bool(version),
        )
        if not audience.internal:
            refuse_codes(rendered.folder, evidence.dataset)
        refuse_names(rendered.folder, evidence.dataset, adults=not audience.internal)
        folders[audience.name] = rendered.folder
    _attack(evidence, audiences, folders, say)
    return folders


def _attack(evidence: Evidence, audiences: Sequence[Audience], folders: Mapping[str, Path], say: Say) -> None:
    """Attack every finished site under protection, with all its readers have seen before; refuse on any finding."""
    everyone = evidence.dataset.setting.audiences
    protected = [each for each in audiences if not each.internal]
    if not protected:
        return
    say("Trying to work out what is hidden")
    releases = evidence.workspace / "releases"
    earlier = {
        name: [releases / name / one.version for one in reversed(release.read(releases, name))]
        for name in books.readers(releases, everyone)
    }
    rules = {each.name: decided(evidence, each) for each in protected}
    proof.refuse_leaks(folders, rules, everyone, evidence.results, earlier)


def _chosen(evidence: Evidence, names: Sequence[str]) -> tuple[Audience, ...]:
    return named(evidence.dataset.setting.audiences, names)


def named(known: Sequence[Audience], names: Sequence[str]) -> tuple[Audience, ...]:
    """The audiences asked for, all where none is; an unknown one is a mistake with a suggestion."""
    by_name = {each.name: each for each in known}
    for name in names:
        if name not in by_name:
            near = difflib.get_close_matches(name, by_name, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(by_name)}."
            raise UsageError("audience: setting.yml names no such audience.", hint)
    return tuple(by_name[name] for name in names) if names else tuple(known)


def _records(evidence: Evidence) -> trace.Records:
    known = {each.id: each for each in evidence.known}
    return trace.records(known, evidence.results, evidence.dataset, evidence.report)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A temporary folder on the same disk as the target, so that finished sites are renamed into place."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target, prefix=".making-") as work:
        yield Path(work)
