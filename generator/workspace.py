"""A new workspace: a copy of a worked example, or templates to fill."""

from __future__ import annotations

import csv
import difflib
import io
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator import resources, schema
from generator.errors import UsageError

KEPT_OUT = ("build", "releases", "records", "private", ".imported.json")
# What stands in a new setting.yml until someone fills it in.
UNNAMED = '"Name of your setting"'
UNSET_KIND = "kind: special_school"
UNSET_TERMS = "# Your term dates. Without them calendar thirds"
ADVISED = ("incidents", "children")
SETTING = """\
# Who this is. Every line that begins with # is a note; take the # away to use it.
name: "Name of your setting"

# One line for each school or home. `kind` is one of:
#   {kinds}
settings:
  - setting_id: our-setting
    name: "Name of your setting"
    kind: special_school
    # co_location_group: our-site   # give a home and a school on one site the same word

# Your term dates. Without them calendar thirds of the school year stand in, and the pages say so.
# terms:
#   - academic_year: "202627"
#     term: autumn
#     start_on: 2026-09-02
#     end_on: 2026-12-18
#     half_term_start: 2026-10-26
#     half_term_end: 2026-10-30

# last_inspection: 2025-06-10
# as_of: 2026-11-20        # the last day the figures know of; without it, today

# Who reads. These three are a school's default. A children's home has leaders and provider (internal), an
# independent-visitor (visitor: no codes, no free text) and inspectors; a home with a school has all of these.
# audiences:
#   leaders: {{policy: internal, pages: leaders, role: "the headteacher"}}
#   governors: {{policy: protected, pages: governors}}
#   inspectors:
#     policy: inspection
#     pages: inspectors
#     # With a named decision inspectors see figures for the whole setting exactly; without it, as governors do.
#     # decision: {{by: "the headteacher", on: 2026-09-14, reason: "why"}}
"""
POLICY = """\
---
title: Behaviour policy
owner: the headteacher
reviewed_on: 2026-09-01
---

Replace this text with your behaviour policy.
"""
EVALUATION = """\
---
title: Self-evaluation
owner: the headteacher
reviewed_on: 2026-09-01
---

Replace this text with what you think is going well, what is not, and what you do next.
"""


def create(folder: Path, example: str | None) -> Iterator[str]:
    """Make a workspace and say what to do next. A folder that holds anything is refused."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("init: this folder is not empty.", "Name a new one; nothing in it was touched.")
    source = _example(example) if example else None
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as work:
        made = Path(work) / "workspace"
        if source:
            shutil.copytree(source, made, ignore=_keep_out)
        else:
            _templates(made)
        (made / "datapackage.json").write_text(schema.describe_text(made), encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    yield f"Made {folder}."
    if not example:
        yield f"Next: put your rows into {folder / 'data' / 'incidents.csv'}, and your name into setting.yml."
    yield f"Then: readiness build --workspace {_quoted(folder)}"


def _quoted(folder: Path) -> str:
    return f'"{folder}"' if " " in str(folder) else str(folder)


def _example(name: str) -> Path:
    if name not in resources.examples():
        near = difflib.get_close_matches(name, resources.examples(), n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(resources.examples())}."
        raise UsageError("init: no example has this name.", hint)
    return resources.example_dir(name)


def _keep_out(folder: str, names: list[str]) -> set[str]:
    """What a used workspace holds and a copy must not: private keys, and everything the program makes."""
    return {
        name for name in names if name in KEPT_OUT or name.startswith(".") or name.endswith((".zip", ".pdf"))
    }


def _templates(made: Path) -> None:
    for name in ("data", "policy", "narrative"):
        (made / name).mkdir(parents=True)
    kinds = ", ".join(schema.tables()["settings"].field("kind").enum)
    _write(made / "setting.yml", SETTING.format(kinds=kinds))
    _write(made / "policy" / "behaviour-policy.md", POLICY)
    _write(made / "narrative" / "self-evaluation.md", EVALUATION)
    for name in ADVISED:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(_columns(name))
        _write(made / "data" / f"{name}.csv", out.getvalue())


def _columns(name: str) -> list[str]:
    """The columns worth filling first: all that are required, and those that open a headline figure."""
    return [field.name for field in schema.tables()[name].fields if field.advice in ("required", "advised")]


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
