"""What an attack found, for people and for programs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

OUTSIDE = "is for readers with lawful access to everything. It is outside the guarantee and was not attacked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that can be worked out, or that keeps it from being known that nothing can.

    `kind` is a public code, `where` the file or release, `what` the figure or file it is about; `derivation` shows
    in words how a number follows; `lo` and `hi` are the least and greatest it can be.
    """

    kind: str
    where: str
    what: str
    message: str
    derivation: str = ""
    lo: int | None = None
    hi: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one attack; `hidden` numbers were tried with `checks` checks; `skipped` says what was not."""

    findings: tuple[Finding, ...]
    hidden: int = 0
    checks: int = 0
    attacked: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.findings

    def __add__(self, other: Report) -> Report:
        return Report(
            tuple(dict.fromkeys((*self.findings, *other.findings))),
            self.hidden + other.hidden,
            self.checks + other.checks,
            (*self.attacked, *other.attacked),
            (*self.skipped, *other.skipped),
        )


def as_json(report: Report) -> str:
    """The report as one JSON object."""
    plain = {
        "ok": report.ok,
        "attacked": list(report.attacked),
        "skipped": list(report.skipped),
        "hidden": report.hidden,
        "checks": report.checks,
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(plain, indent=1, ensure_ascii=False)


def as_text(report: Report) -> str:
    """The report as lines for a terminal, findings first."""
    lines: list[str] = []
    for finding in report.findings:
        lines.append(f"{finding.where}: {finding.what}: {finding.message}  {finding.kind}")
        if finding.derivation:
            lines.append(f"  {finding.derivation}")
    lines += [f"{name} {OUTSIDE}." for name in report.skipped]
    if report.attacked:
        tried = f"{report.hidden} hidden numbers were tried with {report.checks} checks"
        count = len(report.findings)
        told = "nothing could be worked out" if not count else f"{count} finding{'s' if count != 1 else ''}"
        lines.append(f"{', '.join(report.attacked)}: {tried}: {told}.")
    return "\n".join(lines)
