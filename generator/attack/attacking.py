"""What can be worked out of one site, of all releases together, and of the sites that the same readers see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.attack.comparing import compared
from generator.attack.downloads import differing
from generator.attack.drawings import drawn_hidden
from generator.attack.reading import RECORD, Publication, is_site, read
from generator.attack.rebuilding import Rebuilt, rebuild
from generator.attack.reporting import Finding, Report
from generator.attack.smallness import rests, small_shown
from generator.attack.wording import beside_hidden
from generator.disclosure.audit import Interval, examine
from generator.disclosure.derive import derive
from generator.disclosure.system import Fact, System, Target, World, value_of
from generator.errors import UsageError

SECONDS = 600.0
"""Work allowed for one audience, in seconds of an ordinary machine; what is not settled by then is a finding."""
READS_PROTECTED = ("inspection",)
"""Policies whose readers see the sites for readers under protection as well."""
BESIDE = ("index.html", "versions.json", "ledger.jsonl")
"""What lies beside the releases of an audience."""
UNDER_PROTECTION = ("protected", "visitor")


def attack(place: Path) -> Report:
    """Everything that can be worked out of a built site, a release, or a folder of either."""
    if is_site(place):
        return _each([read(place, place.name)])
    folders = [path.parent for path in sorted(place.glob("*/index.html")) if is_site(path.parent)]
    folders += [path.parent for path in sorted(place.glob("*/*/index.html")) if is_site(path.parent)]
    folders = [folder for folder in folders if folder.name != "latest" and not folder.name.startswith(".")]
    folders = [folder for folder in folders if not folder.parent.name.startswith(".")]
    if not folders:
        raise UsageError(
            f"{place.name}: neither a built site nor a folder of releases.",
            "Name a folder such as build/governors, releases/governors/VERSION or releases.",
        )
    report = _each([read(folder, folder.relative_to(place).as_posix()) for folder in folders])
    return report + Report(tuple(strays(place, folders)))


def strays(place: Path, folders: Sequence[Path]) -> Iterator[Finding]:
    """A finding for each file that lies beside the sites and belongs to none of them, nor to the lists of releases."""
    for path in sorted(place.rglob("*")):
        inside = path.relative_to(place)
        if not path.is_file() or path.name in BESIDE or any(folder in path.parents for folder in folders):
            continue
        if any(part.startswith(".") or part == "latest" for part in inside.parts):
            continue
        if not any((parent / RECORD).is_file() for parent in path.parents):
            message = "lies beside the sites and is on no list."
            yield Finding("not-listed", place.name, inside.as_posix(), message)


def _each(sites: Sequence[Publication]) -> Report:
    """The attack of each audience on all that its readers see; internal sites are only named."""
    report = Report((), skipped=tuple(site.name for site in sites if site.internal))
    by_audience: dict[str, list[Publication]] = {}
    for site in sites:
        if not site.internal:
            by_audience.setdefault(site.audience, []).append(site)
    for own in by_audience.values():
        report += together(sorted(own, key=lambda site: site.number), _also_seen(own, sites))
    return report


def _also_seen(own: Sequence[Publication], sites: Sequence[Publication]) -> list[Publication]:
    """The sites of other audiences that the readers of these see as well."""
    stated = [site.stated.get("canSee") for site in own]
    named = {str(name) for names in stated if isinstance(names, list) for name in names}
    wide = any(site.policy in READS_PROTECTED for site in own)
    return [
        site
        for site in sites
        if not site.internal
        and site.audience != own[0].audience
        and (site.audience in named or (wide and site.policy in UNDER_PROTECTION))
    ]


def attack_site(
    folder: Path,
    name: str,
    *,
    earlier: Iterable[Path] = (),
    others: Iterable[Path] = (),
    known: Sequence[Fact] = (),
    targets: Sequence[Target] = (),
    true: Mapping[str, int] | None = None,
) -> Report:
    """The attack on a site that is about to be put in place, with its earlier releases and what its readers also see.

    `known` is what anyone may know besides, `targets` what must stay open, `true` the hidden numbers by key: the build
    alone has them, and no finding repeats one.
    """
    own = [read(path, path.name, pages=False) for path in earlier if is_site(path)]
    now = read(folder, name)
    also = [read(path, f"{path.parent.name}/{path.name}", pages=False) for path in others if is_site(path)]
    if now.internal:
        return Report((), skipped=(name,))
    return together([*own, now], also, known=known, targets=targets, true=true, fresh=now)


def together(
    own: Sequence[Publication],
    also: Sequence[Publication] = (),
    *,
    known: Sequence[Fact] = (),
    targets: Sequence[Target] = (),
    true: Mapping[str, int] | None = None,
    fresh: Publication | None = None,
) -> Report:
    """The attack on all sites of one audience and all that its readers see besides; pages of `fresh` alone if given."""
    looked_at = [fresh] if fresh else own
    found: list[Finding] = [finding for site in looked_at for finding in site.findings]
    for site in looked_at:
        found += beside_hidden(site, true)
        found += drawn_hidden(site)
        found += differing(site)
        found += small_shown(site)
    found += compared(own, fresh)
    rebuilt = rebuild(own, also)
    worked_out, tried, checks = _worked_out(own, rebuilt, known, targets)
    names = tuple(site.name for site in (looked_at if fresh else own))
    return Report(tuple(dict.fromkeys([*found, *worked_out])), tried, checks + len(own) * 3, names)


def _worked_out(
    own: Sequence[Publication], rebuilt: Rebuilt, known: Sequence[Fact], targets: Sequence[Target]
) -> tuple[list[Finding], int, int]:
    """What sums alone give away: findings, how many hidden numbers were tried, how many checks were made."""
    k = max(site.k for site in own)
    where = own[-1].name if len(own) == 1 else f"{own[0].audience}, all releases"
    left = rests(own, rebuilt)
    asked = [*rebuilt.hidden.values(), *rebuilt.banded.values(), *left]
    whole = _system((*rebuilt.facts, *known), (*asked, *targets))
    result = examine(replace(whole, targets=tuple(asked)), SECONDS)
    if not result.consistent:
        message = (
            "the figures contradict each other or what is known, so nothing can be said of what is hidden."
        )
        return [Finding("contradiction", where, "figures", message)], len(asked), len(whole.facts)
    found: list[Finding] = []
    parts = {target.id for target in left}
    for target, interval in zip(asked, result.intervals, strict=True):
        hidden = target.id in rebuilt.hidden
        if _too_narrow(interval, k, hidden=hidden, rest=target.id in parts):
            finding = _told(whole, rebuilt, known, target, interval, k, where)
            found += [finding] if finding else []
    worlds = [world for each in result.intervals for world in each.worlds or ()]
    rest = tuple(target for target in targets if not _open_in(target, worlds))
    for interval in examine(replace(whole, targets=rest), SECONDS).intervals if rest else ():
        if not interval.ok:
            message = "less is left open than the rule demands."
            found.append(Finding("opened", where, interval.id, message))
    return found, len(rebuilt.hidden) + len(rebuilt.banded), 2 * len(whole.targets)


def _open_in(target: Target, worlds: Sequence[World]) -> bool:
    """Whether worlds that fit everything published lie at or beyond both ends of what must stay open."""
    values = [value_of(target.terms, world) for world in worlds]
    low = target.need_lo is None or any(value <= target.need_lo for value in values)
    high = target.need_hi is None or any(value >= target.need_hi for value in values)
    return low and high and len(set(values)) > 1


def _too_narrow(interval: Interval, k: int, *, hidden: bool, rest: bool) -> bool:
    """Whether a number is known, or known to be small and more closely than the rule itself says."""
    if interval.lo is None and interval.hi is None and not interval.ok:
        return True  # not settled: nobody knows, so it counts as found
    if interval.exact and (hidden or interval.lo is None or interval.lo < k):
        return True
    if interval.hi is None or interval.hi >= k:
        return False
    return interval.hi < k - 1 or (interval.lo or 0) > (0 if rest else 1)


def _told(
    everything: System,
    rebuilt: Rebuilt,
    known: Sequence[Fact],
    target: Target,
    interval: Interval,
    k: int,
    where: str,
) -> Finding | None:
    """The finding with its derivation; none where what anyone knows before reading says as much already."""
    public = [fact for fact in rebuilt.facts if fact.id.endswith("|denominator")]
    public += [fact for fact in rebuilt.facts if rebuilt.names.get(fact.id) == "by definition"]
    public += [fact for fact in rebuilt.facts if fact.id in rebuilt.decided]
    (before,) = examine(_system((*public, *known), (target,)), SECONDS).intervals
    if (before.lo, before.hi) == (interval.lo, interval.hi):
        return None
    need = (max(1, before.lo or 0), k - 1 if before.hi is None else min(k - 1, before.hi))
    open_ends = interval.lo is not None and interval.lo <= need[0] and (interval.hi or 0) >= need[1]
    if open_ends and not interval.exact:
        return None
    names = {**rebuilt.names, **{fact.id: "known to anyone" for fact in known}}
    lean = _only(everything, target)
    if interval.exact:
        words = derive(lean, target, names) or derive(lean, target, names, upper=True)
        message = "can be worked out exactly."
    else:
        low, high = derive(lean, target, names), derive(lean, target, names, upper=True)
        words = "; ".join([f"at least {low}"] * bool(low) + [f"at most {high}"] * bool(high))
        message = "can be worked out more closely than the rule allows."
    words = words or "Only these whole numbers fit all figures together."
    return Finding("worked-out", where, target.id, message, words, interval.lo, interval.hi)


def _only(system: System, target: Target) -> System:
    return replace(system, targets=(target,))


def _system(facts: Sequence[Fact], targets: Sequence[Target]) -> System:
    names = {name for fact in facts for name in fact.terms} | {
        name for each in targets for name in each.terms
    }
    return System(tuple(sorted(names)), {}, {}, tuple(facts), tuple(targets))
