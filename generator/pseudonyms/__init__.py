"""People → codes: the same person always gets the same code, and only the key's holder can tell who it is.

    known = pseudonyms.open(workspace)
    known.codes("child", ["Amy Example", "B. Sample"])   → {"Amy Example": "c-…", "B. Sample": "c-…"}
    known.save()                                         only when the tables are written, and before they are

The key and the lookup lie in `private/` of the setting's folder, which only their owner may open. A code is made
with HMAC-SHA-256 (RFC 2104, FIPS 198-1) from the key, the kind of person and the person's name or number as
`codes.normal` writes it, so the kind and the key both change it. Its last sign depends on the key and the signs before
it: tables that hold codes of another key are recognised from the tables alone.
"""

from __future__ import annotations

from pathlib import Path

from generator.model import Finding
from generator.pseudonyms import names, sharing
from generator.pseudonyms.codes import KINDS, joined, normal
from generator.pseudonyms.names import fold, named
from generator.pseudonyms.sharing import shared_by, warning
from generator.pseudonyms.store import Pseudonyms, open

__all__ = [
    "KINDS",
    "Pseudonyms",
    "findings",
    "fold",
    "joined",
    "named",
    "normal",
    "open",
    "shared_by",
    "warning",
]


def findings(workspace: Path) -> tuple[Finding, ...]:
    """What `check` says of `private/`: that others can reach it, or that its names cannot be looked for."""
    return (*sharing.findings(workspace), *names.unread(workspace))
