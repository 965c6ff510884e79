"""The example `school-and-home`: an invented residential special school and the children's home on the same site.

    python -m generator.examples.school_and_home [FOLDER]

writes its sixteen tables to `FOLDER/data`, the same bytes each time; without FOLDER to the checkout's `content`.
Every child, adult, date and sentence is invented. What the site should find in the tables lies in the rates of
`_episodes` and `_views`; no table tells it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generator.examples import _afterwards as afterwards
from generator.examples._calendar import HOME, SCHOOL, TERMS
from generator.examples._changes import action_rows, link
from generator.examples._dice import Dice
from generator.examples._episodes import Episode, make_episodes
from generator.examples._oversight import concern_rows, event_rows, governance_rows, restriction_rows
from generator.examples._records import incident_row
from generator.examples._roll import Child, Row, make_children, roll_rows
from generator.examples._team import Adult, exposure_rows, make_adults, staff_rows, training_rows
from generator.examples._views import general_view_rows, view_rows
from generator.examples._write import write_tables

SEED = 20261120


def make_tables(seed: int = SEED) -> dict[str, list[Row]]:
    """All sixteen tables by name."""
    dice = Dice(seed)
    children = make_children(dice.stream("children"))
    adults = make_adults(dice.stream("adults"))
    episodes = make_episodes(dice, children)
    incidents = _incidents(dice.stream("incidents"), episodes)
    pairs = list(zip(episodes, incidents, strict=True))
    actions = action_rows(dice.stream("actions"), episodes)
    followed = _followed(dice, pairs, children, adults, actions)
    return {
        "incidents": incidents,
        **followed,
        "actions": actions,
        "children": roll_rows(dice.stream("roll"), children),
        "staff": staff_rows(adults),
        "training": training_rows(dice.stream("training"), adults),
        "exposure": exposure_rows(adults),
        "restrictions": restriction_rows(dice.stream("restrictions"), children),
        "concerns": concern_rows(dice.stream("concerns"), pairs),
        "related_events": event_rows(dice.stream("events"), children),
        "settings": setting_rows(),
        "terms": term_rows(),
        "governance_reviews": governance_rows(dice.stream("governance"), actions),
    }


def _incidents(dice: Dice, episodes: list[Episode]) -> list[Row]:
    rows = [incident_row(dice, number, episode) for number, episode in enumerate(episodes, start=1)]
    events = 0
    for (first, row), (second, following) in zip(
        zip(episodes, rows, strict=True), zip(episodes[1:], rows[1:], strict=True), strict=False
    ):
        close = second.setting == first.setting and (second.start - first.start).total_seconds() <= 900
        if close and second.child != first.child and not row["incident_group_id"]:
            events += 1
            row["incident_group_id"] = following["incident_group_id"] = f"event-{events:02d}"
    return rows


def _followed(
    dice: Dice,
    pairs: list[tuple[Episode, Row]],
    children: list[Child],
    adults: list[Adult],
    actions: list[Row],
) -> dict[str, list[Row]]:
    """Techniques, adults involved, reviews and views, tied to the changes that came of them."""
    found: dict[str, list[Row]] = {
        "interventions": [],
        "staff_involvement": [],
        "reviews": [],
        "child_views": [],
    }
    hands, eyes, ears = dice.stream("hands"), dice.stream("reviews"), dice.stream("views")
    for number, (episode, incident) in enumerate(pairs, start=1):
        if episode.restrictive:
            found["interventions"] += afterwards.intervention_rows(hands, number, episode, incident)
        parts = afterwards.involvement_rows(hands, episode, incident, adults)
        found["staff_involvement"] += parts
        found["reviews"] += (
            afterwards.by_another(review, parts, episode, adults)
            for review in afterwards.review_rows(eyes, episode, incident, adults)
        )
        found["child_views"] += view_rows(ears, episode, incident)
    found["reviews"] += afterwards.plan_review_rows(eyes, children, adults)
    found["reviews"] += afterwards.governor_sample_rows(eyes, pairs, adults)
    found["child_views"] += general_view_rows(ears, children)
    _number(found["reviews"], "review_id", "rev", "held_at")
    _number(found["child_views"], "view_id", "view", "captured_on")
    whose = {str(incident["incident_id"]): episode.child.code for episode, incident in pairs}
    link(dice.stream("links"), actions, found["reviews"], found["child_views"], whose)
    return found


def _number(rows: list[Row], field: str, prefix: str, dated: str) -> None:
    """Numbers rows in the order of their dates."""
    rows.sort(key=lambda row: str(row[dated]))
    for number, row in enumerate(rows, start=1):
        row[field] = f"{prefix}-{number:04d}"


def setting_rows() -> list[Row]:
    """The school and the home. Both are invented, so neither has a registration number."""
    rows = (
        (SCHOOL, "residential_special_school", "Hazel Bank School", 36, "2009-09-01"),
        (HOME, "childrens_home", "Hazel Bank Home", 10, "2012-04-02"),
    )
    return [
        {
            "setting_id": code,
            "kind": kind,
            "name": name,
            "co_location_group": "hazel-bank",
            "urn": "",
            "registered_places": places,
            "opened_on": opened,
        }
        for code, kind, name, places, opened in rows
    ]


def term_rows() -> list[Row]:
    """The invented term dates."""
    return [
        {
            "academic_year": term.academic_year,
            "term": term.name,
            "start_on": term.start,
            "end_on": term.end,
            "half_term_start": term.half_start,
            "half_term_end": term.half_end,
            "closed_on": "|".join(str(day) for day in term.closed),
        }
        for term in TERMS
    ]


def main(arguments: list[str]) -> None:
    """Writes the tables and prints where they are."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parents[2] / "content"
    for path in write_tables(folder / "data", make_tables()):
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
