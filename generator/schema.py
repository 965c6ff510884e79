"""What each table and field is: its shape, its reader's words, and what may be shown of it.

Read once from `schemas/`. Nothing here knows a setting's data, but `describe` looks at which tables a workspace has.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml

from generator.resources import schemas_dir

Advice = Literal["required", "advised", "optional"]
Publish = Literal["never", "cleared", "code", "value"]


@dataclass(frozen=True, slots=True)
class FieldSchema:
    """One field: its type and limits, its title and description for people, and whether a page may show it."""

    name: str
    type: str
    title: str
    description: str
    example: str
    advice: Advice
    publish: Publish
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: str | float | None = None
    maximum: str | float | None = None
    max_length: int | None = None
    law: tuple[str, ...] = ()
    codes: str | None = None
    open_codes: bool = False
    multi: bool = False
    refers_to: tuple[str, str] | None = None
    identifies: Literal["child", "adult"] | None = None
    month_allowed: bool = False
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    descriptor: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def label(self, code: str) -> str:
        """A code in the reader's words; a setting's own code with its underscores opened."""
        return self.labels.get(code, code.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Reference:
    """A field whose values must stand in a field of another table."""

    field: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table: what one of its rows is, and its fields in order."""

    name: str
    title: str
    description: str
    required: bool
    fields: tuple[FieldSchema, ...]
    primary_key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    descriptor: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def field(self, name: str) -> FieldSchema:
        """The field of that name; a `KeyError` where there is none."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(f"{self.name}.{name}")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.fields)


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """Every code list with the reader's label of each code, in the order of the pages."""
    lists = _yaml("labels.yaml")
    return MappingProxyType({name: MappingProxyType(codes) for name, codes in lists.items()})


@cache
def tables() -> Mapping[str, TableSchema]:
    """Every table there can be, by name, in the order of the data package."""
    package = _yaml("datapackage.yaml")
    found = {each["name"]: _table(_yaml(each["schema"])) for each in package["resources"]}
    return MappingProxyType(found)


def label(codes: str, code: str) -> str:
    """The reader's label of a code of the named list; an unknown code with its underscores opened."""
    return labels().get(codes, {}).get(code, code.replace("_", " "))


def describe(workspace: Path) -> dict[str, Any]:
    """The `datapackage.json` of a workspace: its tables with their schemas inline, for anyone's Frictionless.

    A foreign key is left out where its table or its column is absent, because Frictionless cannot say "if present".
    """
    package = _yaml("datapackage.yaml")
    headers = {name: _header(workspace / "data" / f"{name}.csv") for name in tables()}
    present = {name: header for name, header in headers.items() if header is not None}
    resources = [_resource(each, present) for each in package["resources"] if each["name"] in present]
    return {
        "name": package["name"],
        "title": package["title"],
        "description": package["description"],
        "ownProperties": package["ownProperties"],
        "resources": resources,
    }


def describe_text(workspace: Path) -> str:
    """`describe` as the text of the file."""
    return json.dumps(describe(workspace), indent=2, ensure_ascii=False) + "\n"


def _resource(plain: Mapping[str, Any], present: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    table = tables()[plain["name"]]
    inline = deepcopy(dict(table.descriptor))
    kept = [
        key
        for key, ref in zip(inline.pop("foreignKeys", []), table.references, strict=True)
        if ref.field in present[table.name] and ref.target in present.get(ref.table, ())
    ]
    if kept:
        inline["foreignKeys"] = kept
    # Frictionless would otherwise guess the delimiter, and may guess the | between codes.
    return {
        **{key: value for key, value in plain.items() if key != "schema"},
        "title": table.title,
        "dialect": {"delimiter": ","},
        "schema": inline,
    }


def _header(path: Path) -> tuple[str, ...] | None:
    """The column names of a file, none where it cannot be read, None where there is no file."""
    if not path.is_file():
        return None
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return tuple(next(csv.reader(lines), []))
    except (OSError, UnicodeDecodeError, csv.Error):
        return ()


def _yaml(name: str) -> dict[str, Any]:
    # The same loader in C, where the library was made with it: it reads ten times as fast.
    quick: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load((schemas_dir() / name).read_text(encoding="utf-8"), quick)
    return loaded


def _table(plain: Mapping[str, Any]) -> TableSchema:
    key = plain.get("primaryKey", ())
    return TableSchema(
        name=plain["name"],
        title=plain["title"],
        description=plain["description"],
        required=plain["required"],
        fields=tuple(_field(each) for each in plain["fields"]),
        primary_key=(key,) if isinstance(key, str) else tuple(key),
        references=tuple(
            Reference(each["fields"][0], each["reference"]["resource"], each["reference"]["fields"][0])
            for each in plain.get("foreignKeys", ())
        ),
        descriptor=plain,
    )


def _field(plain: Mapping[str, Any]) -> FieldSchema:
    limits = plain.get("constraints", {})
    codes = plain.get("codes")
    refers = plain.get("refersTo")
    return FieldSchema(
        name=plain["name"],
        type=plain["type"],
        title=plain["title"],
        description=plain["description"],
        example=plain["example"],
        advice=plain["advice"],
        publish=plain["publish"],
        required=limits.get("required", False),
        unique=limits.get("unique", False),
        enum=tuple(limits.get("enum", ())),
        pattern=limits.get("pattern"),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        max_length=limits.get("maxLength"),
        law=tuple(plain.get("law", ())),
        codes=codes,
        open_codes=plain.get("openCodes", False),
        multi=plain.get("multi", False),
        refers_to=tuple(refers.split(".")) if refers else None,
        identifies=plain.get("identifies"),
        month_allowed=plain.get("monthAllowed", False),
        labels=labels()[codes] if codes else {},
        descriptor=plain,
    )
