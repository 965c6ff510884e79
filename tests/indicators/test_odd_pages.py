"""Odd data, from the indicators through disclosure to the text of every page: a gate's sentence and nothing else."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

import pytest
from odd_cases import ODD, example
from test_indicators_always import numbers, texts

from generator import catalogue, pages
from generator.disclosure.stage import disclose
from generator.model import CheckReport, Dataset, IndicatorResult, Locked
from generator.statistics.wording import banned_words

pytestmark = pytest.mark.filterwarnings("error")
AUDIENCES = ("leaders", "governors", "inspectors")
NO_NUMBER = re.compile(
    r"(?<![\w-])[-+]?(?i:nan|nat|inf|infinity|<na>|null%|runtimewarning|traceback)(?![\w-])"
)
"""How a number that is none would look in a page, a JSON or a CSV."""
NO_VALUE = re.compile(r"(?<![\w-])None(?![\w-])")
NO_BASE = re.compile(
    r"(?<![\d.,])0 of 0(?![\d.,])|(?<![\d.,–-])1 (?:children|days|hours|incidents|minutes)\b"
)
"""Nought of nought says nothing: a sentence says what is missing. And one is not many."""


@cache
def worked(name: str) -> tuple[Dataset, dict[tuple[str, str], IndicatorResult], tuple[Locked, ...]]:
    """A case by its name: every available figure in its terms and in those they are compared with."""
    data = ODD[name]()
    available, locked = catalogue.unlock(catalogue.load(), data)
    windows = [each for each in catalogue.windows(data, internal=True) if each.kind != "month"]
    return data, catalogue.compute(available, data, windows), locked


def pieces(name: str, audience: str) -> Iterator[tuple[str, str]]:
    """Path and text of each page and each file beside the pages."""
    data, results, locked = worked(name)
    known = next(each for each in data.setting.audiences if each.name == audience)
    report = CheckReport((), data.states)
    published = disclose(catalogue.load(), results, locked, report, data, known)
    site = pages.compose(published, ())
    for page in site.pages:
        yield page.path, page.markdown
    for path, content in site.files.items():
        yield path, content.decode("utf-8")


@pytest.mark.parametrize("name", ODD)
def test_every_figure_says_something_and_every_number_is_a_number(name: str) -> None:
    _, results, locked = worked(name)
    for (id, window), result in results.items():
        assert result.headline.strip(), f"{id}/{window}"
        assert all(math.isfinite(number) for number in numbers(result)), f"{id}/{window}"
        for cell in result.cells:
            assert (cell.value is None) == (cell.marker is not None), f"{id}/{window}/{cell.group}"
        for text in texts(result):
            assert not banned_words(text) and not NO_NUMBER.search(text), f"{id}/{window}: {text}"
            assert not NO_BASE.search(text), f"{id}/{window}: {text}"
    assert all(each.why and each.unlock for each in locked)


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_page_and_no_file_holds_a_number_that_is_none(name: str, audience: str) -> None:
    found = 0
    for path, text in pieces(name, audience):
        for pattern in (NO_NUMBER, NO_VALUE):
            at = pattern.search(text)
            assert at is None, f"{path}: … {text[max(0, at.start() - 60) : at.end() + 20]}"
        found += 1
    assert found >= 10


def test_each_case_is_what_its_name_says() -> None:
    def incidents(name: str) -> Dataset:
        return ODD[name]()

    assert incidents("no denominators").exposure.source is None
    assert incidents("one child").tables["incidents"]["child_id"].nunique() == 1
    assert incidents("one day").tables["incidents"]["incident_date"].nunique() == 1
    assert not incidents("all zeros").incidents["restrictive"].any()
    assert incidents("every child the same").tables["incidents"]["child_id"].value_counts().nunique() == 1
    assert not incidents("exposure of zero").exposure.by_child(incidents("exposure of zero").calendar.current)
    assert incidents("a group of one").tables["staff"]["team"].is_unique
    assert incidents("0 of 0").tables["incidents"].empty
    # The school's closed summer: no child-day at school, while the home's children have theirs.
    closed = incidents("a term without open days")
    summer = next(each for each in closed.calendar.all_terms if each.id == "2025-26-summer")
    school = next(each for each in closed.setting.places if not each.is_home)
    assert closed.exposure.child_days(summer, school.id) == 0 and closed.exposure.child_days(summer)


def test_leaders_read_of_children_first_and_no_break_is_marked_where_all_terms_lie_after_it() -> None:
    # Both terms of the records began after 1 April 2026, the day on which the law began to count something else.
    data = example()
    known = [each for each in catalogue.load() if each.id in ("CHG-01", "CHG-02")]
    results = catalogue.compute(known, data, catalogue.windows(data, internal=True))
    (leaders,) = (each for each in data.setting.audiences if each.internal)
    published = disclose(known, results, (), CheckReport((), data.states), data, leaders)
    change, moved = published.result("CHG-01"), published.result("CHG-02")
    assert change is not None and moved is not None
    assert [cell.group for cell in change.cells][:3] == ["Total", "children", "incidents"]
    assert change.headline.split()[1:4] == ["children", "involved", "in"]
    assert change.exhibits[0].id == "terms-children"
    assert [row[-1] for row in change.exhibits[0].rows] == [False, False]
    # Fewer or more incidents are no duty of the setting: nothing is "done" or "not done".
    assert not any("not so for" in clause for clause in (*moved.supports, *moved.against))
