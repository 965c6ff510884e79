"""The simulations behind the methods page: made-up settings are what they say, and the figures meet their limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import yaml

from generator import catalogue
from generator.simulation import __main__ as simulation
from generator.simulation.differences import SIMULATIONS, byar, screening
from generator.simulation.reports import FIRST, Read, quiet, spoken, tallied
from generator.simulation.tables import dataset
from generator.simulation.tally import share, spread_over, stream
from generator.simulation.worlds import (
    BUSY_CHILDREN,
    BUSY_MEANS,
    CHILDREN,
    DAYS,
    KINDS,
    MEANS,
    World,
    drawn,
    incident_days,
)
from generator.statistics.deviations import simulated
from generator.statistics.report import HEADLINES

HALVED = World(60, 20.0, "independent", True, date(2025, 8, 31), halved=365)


def test_a_share_has_its_percent_its_interval_and_its_limit() -> None:
    # Wilson at 0 of 100: from 0 to z² / (100 + z²) = 3.8415 / 103.8415 = 3.70 %.
    assert share(0, 100, 5.0) == {
        "hits": 0, "runs": 100, "percent": 0.0, "low": 0.0, "high": 3.7, "limit": 5.0,
    }  # fmt: skip
    assert share(1, 8)["percent"] == 12.5
    assert share(0, 0)["percent"] == 0.0


def test_reports_are_counted_once_however_much_they_claim() -> None:
    quiet_one, chart = Read(frozenset(), 1, 1, 0), Read(frozenset({"chart"}), 2, 1, 1)
    loud = Read(frozenset({"change", "groups"}), 1, 0, 0)
    found = tallied([quiet_one, chart, loud, quiet_one], 5.0, 1.3)
    # Two of four reports claim something; one signal on 1 + 2 + 1 + 1 = 5 charts, of which 3 may speak.
    assert (found["reports"]["hits"], found["reports"]["runs"]) == (2, 4)  # type: ignore[index]
    assert (found["charts"]["hits"], found["charts"]["runs"]) == (1, 5)  # type: ignore[index]
    assert (found["speaking_charts"]["hits"], found["speaking_charts"]["runs"]) == (1, 3)  # type: ignore[index]
    told = {name: hits for name, hits in found["by_test"].items() if hits}  # type: ignore[attr-defined]
    assert told == {"change": 1, "chart": 1, "groups": 1}


def test_made_up_settings_are_as_large_and_as_busy_as_asked() -> None:
    worlds = [drawn(stream(9, number), "bursts") for number in range(200)]
    assert {world.home for world in worlds} == {True, False}
    assert all(CHILDREN[0] <= world.children <= CHILDREN[1] for world in worlds)
    assert all(MEANS[0] <= world.mean <= MEANS[1] for world in worlds)
    assert min(world.children for world in worlds) < 10 and max(world.children for world in worlds) > 150


@pytest.mark.parametrize("kind", KINDS)
def test_incidents_come_at_the_mean_and_never_on_a_closed_day(kind: str) -> None:
    world = replace(HALVED, kind=kind, children=200, halved=0)  # type: ignore[arg-type]
    mask = np.arange(DAYS) % 7 < 5
    days = [day for _, day in incident_days(stream(8), world, mask)]
    assert all(day % 7 < 5 for day in days)
    # 20 a month over 24 months are 480; children differ, so within a third.
    assert 320 < len(days) < 640


def test_a_burst_within_days_is_one_childs_on_neighbouring_open_days() -> None:
    # Three weeks of open days and one closed week, again and again: nobody has an incident in the closed ones.
    mask = np.arange(DAYS) // 7 % 4 < 3
    single = replace(HALVED, kind="days", halved=0, mean=0.25, burst=8.0, width=1)
    days: dict[int, list[int]] = {}
    for child, day in incident_days(stream(6), single, mask):
        days.setdefault(child, []).append(day)
    assert all(mask[day] for found in days.values() for day in found)
    # Six incidents in two years are about one burst; a burst of one day has all its incidents on that day.
    bursts = {(child, day) for child, found in days.items() for day in found}
    assert len(bursts) * 3 <= sum(map(len, days.values()))


def test_settings_with_bursts_within_days_are_busy_and_have_bursts_of_all_kinds() -> None:
    worlds = [drawn(stream(9, number), "days") for number in range(200)]
    assert all(BUSY_CHILDREN[0] <= world.children <= BUSY_CHILDREN[1] for world in worlds)
    assert all(BUSY_MEANS[0] <= world.mean <= BUSY_MEANS[1] for world in worlds)
    assert {world.burst for world in worlds} == {2, 3, 5, 8} and {world.width for world in worlds} == {
        1,
        3,
        5,
        15,
    }


def test_weekdays_shifts_and_rooms_are_tested_in_a_busy_setting() -> None:
    """With nothing to test no figure of this file would say anything of these tests."""
    random = stream(1, KINDS.index("days"), 4)
    data = dataset(random, drawn(random, "days"))
    known = {each.id: each for each in catalogue.load()}
    tested = {
        cell.group.split("-")[0]
        for id in ("CHG-01", "STF-03")
        for cell in known[id].compute(data, spoken(data, id)[0]).cells
        if cell.verdict is not None and (id == "STF-03" or cell.group.startswith("shift-"))
    }
    assert tested == {"weekday", "shift", "location"}


def test_a_halving_is_a_halving() -> None:
    days = np.array([day for _, day in incident_days(stream(7), HALVED, np.ones(DAYS, dtype=bool))])
    before, after = int((days < DAYS - 365).sum()), int((days >= DAYS - 365).sum())
    # 240 in a year before (standard deviation 15.5) and 120 after (11): within four of each.
    assert 178 < before < 302 and 76 < after < 164


def test_the_same_seed_makes_the_same_setting_and_another_one_another() -> None:
    def rows(number: int) -> list[str]:
        random = stream(1, 0, number)
        return dataset(random, drawn(random, "independent")).incidents["child_id"].tolist()

    assert rows(0) == rows(0) != rows(1)
    assert spread_over(abs, [-3, 2], 1) == [3, 2]


def test_a_report_is_read_in_the_windows_it_speaks_of_and_in_no_other() -> None:
    random = stream(1, 0, 3)
    data = dataset(random, drawn(random, "independent"))
    latest = {data.calendar.current.id, data.calendar.last_term.id if data.calendar.last_term else ""}
    assert {each.id for each in spoken(data, "CHG-01")} <= latest


@pytest.mark.parametrize("kind", range(len(KINDS)))
def test_the_first_reports_of_the_file_are_made_again_as_they_stand_there(kind: int) -> None:
    stands = simulated()["false_alarms"][KINDS[kind]]["first"]
    assert len(stands) == FIRST
    assert stands == [quiet((kind, number)).row for number in range(FIRST)]


@pytest.mark.parametrize("kind", KINDS)
def test_false_alarms_stay_under_their_limits(kind: str) -> None:
    figures = simulated()["false_alarms"][kind]
    limits = (10.0, 3.0) if kind == "spells" else (5.0, 1.3)
    assert figures["reports"]["percent"] <= limits[0] == figures["reports"]["limit"]
    for charts in ("charts", "speaking_charts"):
        assert figures[charts]["percent"] <= limits[1] == figures[charts]["limit"]
    assert figures["reports"]["runs"] == simulation.SETTINGS[kind]
    assert set(figures["by_test"]) == {each.name for each in HEADLINES}


def test_a_thousand_settings_without_long_spells_were_made() -> None:
    assert simulation.SETTINGS["independent"] + simulation.SETTINGS["bursts"] >= 1000


def test_a_real_halving_is_reported_within_two_terms_in_four_of_five() -> None:
    figures = simulated()["power"]
    assert figures["two_terms"]["percent"] >= 80 == figures["two_terms"]["limit"]
    assert figures["one_term"]["hits"] <= figures["two_terms"]["hits"]
    assert figures["two_terms"]["runs"] == simulation.HALVINGS


def test_each_difference_is_made_again_on_a_few_series() -> None:
    found = {name: [once(stream(3, 99, number)) for number in range(6)] for name, once in SIMULATIONS.items()}
    assert all(isinstance(one, (bool, np.bool_)) for told in found.values() for pair in told for one in pair)
    # On nearly all of these the other method says something: six of six by chance would be rare if it were not so.
    assert sum(theirs for theirs, _ in found["rolling-mean"]) >= 3
    assert sum(theirs for theirs, _ in found["chosen-children"]) >= 3
    assert set(simulated()["differences"]) == set(SIMULATIONS)


def test_one_incident_in_twelve_months_collapses_screened_limits_and_gets_dots_here() -> None:
    # Moving ranges 0 and two of 1, mean 2/11; 3.267 times that is 0.59, so both ranges go and the limits are the mean.
    assert screening() == {"theirs": {"hits": 12, "runs": 12}, "ours": {"hits": 0, "runs": 12}}


def test_byars_formula_is_near_the_exact_interval_from_ten_on() -> None:
    # 10 events: exact upper limit 18.3904 (chi-square 36.7807 with 22 degrees of freedom, halved), Byar's 18.39.
    assert 0 <= byar()["largest_percent"] < 0.1


def test_the_file_is_written_the_same_way_each_time() -> None:
    text = (simulation.FILE).read_text(encoding="utf-8")
    assert simulation.written(yaml.safe_load(text)) == text
