"""From a published figure back to the file, its hash, the rows, the findings on them and how it was counted.

What is written here stays in the workspace's `records/` folder. It names rows and is never published.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from generator.errors import SiteError, UsageError
from generator.model import CheckReport, Dataset, Indicator, IndicatorResult
from generator.rows import Rows

Records = dict[str, Any]


def key_of(indicator: str, window: str, group: str = "Total") -> str:
    """The key of a cell: `indicator/window`, with `/group` where it is not the whole."""
    return f"{indicator}/{window}" if group == "Total" else f"{indicator}/{window}/{group}"


def records(
    known: Mapping[str, Indicator],
    results: Mapping[tuple[str, str], IndicatorResult],
    dataset: Dataset,
    report: CheckReport,
) -> Records:
    """Everything a person needs to check a figure by hand, for every figure of a build."""
    figures: dict[str, Any] = {}
    for (indicator, window), result in results.items():
        for cell in result.cells:
            rows: dict[str, list[int]] = {}
            for table, numbers in Rows.of(cell.evidence).parts:
                rows.setdefault(table, []).extend(numbers.tolist())
            figures[key_of(indicator, window, cell.group)] = {
                "indicator": indicator,
                "numerator": cell.numerator,
                "denominator": cell.denominator,
                "unknown": cell.unknown,
                "rows": {table: sorted(numbers) for table, numbers in rows.items()},
            }
    return {
        "as_of": dataset.as_of.isoformat(),
        "files": {
            f"{name}.csv": {"sha256": state.sha256, "rows": state.rows}
            for name, state in sorted(dataset.states.items())
            if state.sha256
        },
        "methods": {
            name: {"title": each.title, "method": each.method} for name, each in sorted(known.items())
        },
        "findings": [
            {"code": finding.code, "table": finding.table, "row": finding.row, "field": finding.field}
            for finding in report.findings
            if finding.row is not None
        ],
        "numbers": _numbers(dataset),
        "figures": figures,
    }


def _numbers(dataset: Dataset) -> dict[str, str]:
    """The number that each row of incidents has in the system it was recorded in, where the table keeps it."""
    if not dataset.has("incidents", "source_id"):
        return {}
    given = dataset.tables["incidents"]["source_id"].dropna()
    return {str(row): str(number) for row, number in given.items()}


def write(workspace: Path, records: Records, name: str = "current") -> Path:
    """Write records whole or not at all, readable by their owner only."""
    path = _path(workspace, name)
    _replace(path, _as_bytes(records))
    return path


def _as_bytes(records: Records) -> bytes:
    # On one line: with line breaks a large setting's millions of row numbers take five times as long to write.
    return (json.dumps(records, sort_keys=True, separators=(",", ":")) + "\n").encode("utf-8")


def _path(workspace: Path, name: str) -> Path:
    return workspace / "records" / f"{name}.json"


def _replace(path: Path, content: bytes) -> None:
    """A file of the records in one step, for its owner only; nothing is left of it where it cannot be written."""
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(content)
        os.chmod(new, 0o600)
        os.replace(new, path)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise SiteError(
            f"records/{path.name}: it cannot be written, and without it no figure can be traced.",
            f"The computer says: {error.strerror or 'the file cannot be written'}. Put that right and try again.",
        ) from error


@contextmanager
def written(workspace: Path, records: Records, name: str = "current") -> Iterator[Path]:
    """Write records for what is put in place now; where that fails, what stood there before stands there again."""
    path = _path(workspace, name)
    before = path.read_bytes() if path.is_file() else None
    write(workspace, records, name)
    try:
        yield path
    except BaseException:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            _replace(path, before)
        raise


def names_for(
    workspace: Path, records: Records, version: str, audiences: Iterable[str], *, kept: bool
) -> set[str]:
    """Under which names the records of a release go: one for all its audiences wherever that loses nothing.

    With `kept` the version is already out for other readers. What was computed for them stays, and where it differs
    from `records` each of these audiences gets records of its own, `release-VERSION@AUDIENCE`.
    """
    common = _path(workspace, f"release-{version}")
    if not kept or not common.is_file() or common.read_bytes() == _as_bytes(records):
        return {common.stem}
    return {f"{common.stem}@{audience}" for audience in audiences}


def name_of(workspace: Path, version: str, audience: str | None = None) -> str:
    """The name of a release's records. Raises `UsageError` where its audiences differ and none is named."""
    common = f"release-{version}"
    own = sorted(path.stem.rpartition("@")[2] for path in (workspace / "records").glob(f"{common}@*.json"))
    if audience is None and own:
        raise UsageError(
            "trace: this version was published from different records for different readers.",
            f"Say whose figure it is: --audience {' or '.join(own)}, or another audience of that version.",
        )
    return f"{common}@{audience}" if audience in own else common


def read(workspace: Path, name: str = "current") -> Records:
    """Records of the last build, or of a release."""
    path = _path(workspace, name)
    if not path.is_file():
        what = (
            "this workspace has not been built yet"
            if name == "current"
            else "no such release has records here"
        )
        raise UsageError(f"trace: {what}.", "Run `readiness build` or `readiness publish` first.")
    found: Records = json.loads(path.read_text(encoding="utf-8"))
    return found


def explain(records: Records, key: str) -> str:
    """One figure in words: what it counts, which rows of which file, which findings touch them."""
    figures = records["figures"]
    if key not in figures:
        near = difflib.get_close_matches(key, figures, n=3)
        hint = (
            f"Did you mean {' or '.join(near)}?"
            if near
            else "Keys stand in data/indicators.json of each site."
        )
        raise UsageError("trace: no figure has this key.", hint)
    figure = figures[key]
    method = records["methods"][figure["indicator"]]
    lines = [f"{key}: {method['title']}", f"Figures to {records['as_of']}.", ""]
    lines.append(_counts(figure))
    lines += ["", "How it is counted", *(f"  {line}" for line in method["method"].splitlines()), ""]
    for table, numbers in figure["rows"].items():
        file = records["files"].get(f"{table}.csv", {})
        lines.append(f"{table}.csv (sha256 {file.get('sha256', 'not known')}), {len(numbers)} rows:")
        lines.append("  " + ", ".join(map(str, numbers)))
        lines += _in_your_system(records, table, numbers)
        touched = [
            f"  row {each['row']}: {each['code']}" + (f" ({each['field']})" if each["field"] else "")
            for each in records["findings"]
            if each["table"] == table and each["row"] in set(numbers)
        ]
        lines += ["Findings on these rows:", *touched] if touched else ["No findings on these rows."]
    if not figure["rows"]:
        lines.append("No single rows stand behind this figure; it is worked out from the figures above it.")
    return "\n".join(lines)


def _in_your_system(records: Records, table: str, numbers: list[int]) -> list[str]:
    """The records behind these rows by the numbers that the setting's own system gave them."""
    known = records.get("numbers", {}) if table == "incidents" else {}
    found = dict.fromkeys(known[str(number)] for number in numbers if str(number) in known)
    return ["Their numbers in your system:", "  " + ", ".join(found)] if found else []


def _counts(figure: Mapping[str, Any]) -> str:
    parts = [
        f"{name} {figure[name]:g}"
        for name in ("numerator", "denominator", "unknown")
        if figure[name] is not None
    ]
    return ", ".join(parts) + "." if parts else "A measure without a count."
