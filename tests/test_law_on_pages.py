"""Law that should have been read again by now is marked on every page whose figures rest on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from small import write_four_columns

from generator import law, pages
from generator.build import disclosed, gather
from generator.published import Site


def composed(folder: Path, as_of: date, audience: str) -> Site:
    evidence = gather(folder, as_of=as_of)
    chosen = evidence.dataset.setting.audience(audience)
    assert chosen is not None
    return pages.compose(disclosed(evidence, chosen), ())


@pytest.mark.parametrize("audience", ["leaders", "governors"])
def test_every_page_is_marked_once_a_source_is_past_its_review_date(tmp_path: Path, audience: str) -> None:
    write_four_columns(tmp_path)
    sources = {fact.source.review_by: fact.source.title for fact in law.facts()}
    first, title = min(sources.items())
    late = composed(tmp_path, date(first.year + 1, first.month, 1), audience)
    assert len(late.pages) > 3
    for page in late.pages:
        assert "Past the day for another look" in page.markdown and title in page.markdown, page.path


def test_no_page_is_marked_while_every_source_is_in_date_and_each_front_page_answers_is_that_a_lot(
    tmp_path: Path,
) -> None:
    write_four_columns(tmp_path)
    as_of = min(fact.source.review_by for fact in law.facts())
    for audience in ("leaders", "governors", "inspectors"):
        site = composed(tmp_path, as_of, audience)
        assert not any("Past the day for another look" in page.markdown for page in site.pages)
        front = next(page for page in site.pages if page.path == "index.md")
        assert "Is that a lot?" in front.markdown and "definitions.html#is-that-a-lot" in front.markdown
        notes = next(page for page in site.pages if page.path == "definitions.md")
        assert 'id="is-that-a-lot"' in notes.markdown
