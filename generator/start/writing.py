"""What the guided start writes: the setting's page, filled in as `init` lays it out."""

from __future__ import annotations

import json
from collections.abc import Sequence

from generator.model import TermDates
from generator.workspace import UNNAMED, UNSET_KIND, UNSET_TERMS


def setting_text(blank: str, name: str, kind: str, terms: Sequence[TermDates]) -> str:
    """`setting.yml` as `init` writes it, with the name, the kind and the term dates filled in."""
    text = blank.replace(UNNAMED, json.dumps(name, ensure_ascii=False)).replace(UNSET_KIND, f"kind: {kind}")
    if not terms:
        return text
    before, notes, after = text.partition(UNSET_TERMS)
    rest = after.partition("\n\n")[2]
    draft = "# Drafted from the usual pattern in England. Correct them: every figure is for a term.\nterms:\n"
    return f"{before}{draft}{''.join(_term(term) for term in terms)}\n{rest}" if notes else text


def _term(term: TermDates) -> str:
    lines = [
        f'  - academic_year: "{term.academic_year}"',
        f"    term: {term.name}",
        f"    start_on: {term.start_on}",
        f"    end_on: {term.end_on}",
    ]
    if term.half_term_start and term.half_term_end:
        lines += [f"    half_term_start: {term.half_term_start}", f"    half_term_end: {term.half_term_end}"]
    if term.closed_on:
        lines.append(f"    closed_on: [{', '.join(map(str, term.closed_on))}]")
    return "\n".join(lines) + "\n"
