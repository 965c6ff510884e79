"""The story of a build, from a setting's tables to three sites, in one place."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import narrative, pages, proof, release, setting, site, trace
from generator.disclosure.identifiers import refuse_codes, refuse_names, refuse_said
from generator.evidence import Evidence, gather, records, refuse_unusable, sound, statements
from generator.model import Audience, CheckReport, Locked
from generator.periods import day
from generator.processes import beside
from generator.published import Release
from generator.shown import Shown, decided, disclosed, earlier, lines, named, show

__all__ = [
    "Built",
    "Evidence",
    "build",
    "decided",
    "disclosed",
    "gather",
    "named",
    "publish",
    "refuse_unusable",
    "sound",
    "statements",
]
Say = Callable[[str], None]
Folders = dict[str, Path]


def _quiet(text: str) -> None:
    """Say nothing: what long work says when nobody watches."""


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
    both: bool = False,
) -> Built:
    """Build the sites of a workspace: every one of them, or none and the old ones untouched.

    `as_of` is the last day the figures know of, default the setting's own, then `today`, then the last incident's.
    With `both` a second process reads some of the tables and draws some of the pages: for a process that has drawn
    nothing before and does nothing else, as the command is. Raises a `GeneratorError` whose exit code says which
    part failed.
    """
    place = Path(workspace)
    say("Reading and checking the tables")
    evidence = gather(place, as_of=as_of, today=today, both=both)
    target = Path(out) if out else place / "build"
    made_on = day(today) if today else ""
    with _beside(target) as work:
        chosen = named(evidence.dataset.setting.audiences, audiences)
        folders, _ = _render(evidence, chosen, work, say, made_on, both=both)
        say("Putting the sites in place")
        with trace.written(place, records(evidence)):
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
    both: bool = False,
) -> tuple[Release, ...]:
    """Build, then freeze a release for each audience; an existing version is refused and nothing changes."""
    place = Path(workspace)
    releases = place / "releases"
    made_on = day(today) if today else ""
    release.recover(releases)
    release.refuse(releases, version, [each.name for each in named(setting.read(place).audiences, audiences)])
    say("Reading and checking the tables")
    evidence = gather(place, as_of=as_of, today=today, both=both)
    chosen = named(evidence.dataset.setting.audiences, audiences)
    outside = not all(each.internal for each in chosen)
    refuse_said({"--note": note, "VERSION": version}, evidence.dataset, outside=outside)
    with _beside(releases) as work:
        folders, shown = _render(evidence, chosen, work, say, made_on, version, both=both)
        figures = {name: site.hashes(folder / "data")["indicators.json"] for name, folder in folders.items()}
        added = lines(evidence, shown, figures, version)
        say("Freezing the release")
        as_of = evidence.dataset.as_of
        # Without its records a release could never be traced, so they are there first, and go where it fails.
        with _recorded(place, records(evidence), version, evidence.dataset.setting.audiences, folders):
            return release.freeze(
                folders, releases, version, as_of=as_of, note=note, made_on=made_on, lines=added
            )


@contextmanager
def _recorded(
    place: Path, found: trace.Records, version: str, everyone: Iterable[Audience], chosen: Iterable[str]
) -> Iterator[None]:
    """A release's records, beside those of the same version for other readers."""
    kept = any(version in release.names(place / "releases", each.name) for each in everyone)
    with ExitStack() as stack:
        for name in sorted(trace.names_for(place, found, version, chosen, kept=kept)):
            stack.enter_context(trace.written(place, found, name))
        yield


@dataclass(frozen=True)
class _Job:
    """What every site of one build is made from, and where."""

    evidence: Evidence
    shown: Mapping[str, Shown]
    documents: tuple[narrative.Document, ...]
    work: Path
    made_on: str
    version: str


def _render(
    evidence: Evidence,
    audiences: Sequence[Audience],
    work: Path,
    say: Say,
    made_on: str,
    version: str = "",
    *,
    both: bool,
) -> tuple[Folders, tuple[Shown, ...]]:
    """Each audience's finished site in a temporary folder, attacked where it must hold, and what it shows."""
    say("Deciding what each reader is shown")
    # An internal site says why others are not shown a figure, whether or not their sites are built this time.
    explained = [each for each in evidence.dataset.setting.audiences if not each.internal]
    wanted = (*audiences, *(explained if any(each.internal for each in audiences) else ()))
    shown = show(evidence, wanted, version)
    chosen = [shown[each.name] for each in audiences]
    job = _Job(evidence, shown, tuple(narrative.read(evidence.workspace)), work, made_on, version)
    say(f"Building the pages for {', '.join(each.audience.name for each in chosen)}")

    def protected() -> Folders:
        folders = {each.audience.name: _site(job, each) for each in chosen if each.rules}
        if folders:
            say("Trying to work out what is hidden")
            _attack(evidence, chosen, folders)
        return folders

    def internal() -> Folders:
        return {each.audience.name: _site(job, each) for each in chosen if not each.rules}

    # The attack stays in this process: the solver has worked in it before, and may hold threads that no copy has.
    made, others = beside(protected, internal, both=both and len({bool(each.rules) for each in chosen}) > 1)
    folders = made | others
    return {each.audience.name: folders[each.audience.name] for each in chosen}, tuple(chosen)


def _site(job: _Job, which: Shown) -> Path:
    """The finished site of one audience, with no code or name in it that its readers may not have."""
    composed = pages.compose(
        which.published,
        job.documents,
        version=job.version,
        made_on=job.made_on,
        others=[each.published for each in job.shown.values() if each.rules],
    )
    rendered = site.render(
        composed.pages,
        composed.files,
        None,
        job.work / which.audience.name,
        site_name=composed.name,
        extra=composed.extra,
        release=bool(job.version),
    )
    if which.rules:
        refuse_codes(rendered.folder, job.evidence.dataset)
    refuse_names(rendered.folder, job.evidence.dataset, adults=bool(which.rules))
    return rendered.folder


def _attack(evidence: Evidence, chosen: Sequence[Shown], folders: Folders) -> None:
    """Attack every finished site under protection, with all its readers have seen before; refuse on any finding."""
    rules = {each.audience.name: each.rules for each in chosen if each.rules}
    everyone = evidence.dataset.setting.audiences
    proof.refuse_leaks(folders, rules, everyone, evidence.results, earlier(evidence))


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A temporary folder on the same disk as the target, so that finished sites are renamed into place."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target, prefix=".making-") as work:
        yield Path(work)
