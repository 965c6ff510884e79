"""`make simulate`: every simulation again, written to `generator/statistics/simulated.yml`, byte for byte the same."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import yaml

from generator.simulation.differences import byar, differences, screening
from generator.simulation.reports import false_alarms, power
from generator.simulation.tally import SEED
from generator.simulation.worlds import KINDS

FILE = Path(__file__).parents[1] / "statistics" / "simulated.yml"
SETTINGS = {"independent": 1200, "bursts": 3000, "spells": 1200, "days": 1500}
HALVINGS = 500
DRAWS = 1000
HEAD = """\
# Made by `make simulate`; not to be edited by hand. Shares are in percent with a 95 % interval (Wilson) of the runs.
# `limit` is the highest share allowed (for power the lowest).
"""


def simulate(workers: int) -> dict[str, Any]:
    """All figures of the methods page that are simulated."""
    return {
        "seed": SEED,
        "false_alarms": false_alarms(SETTINGS, workers),
        "power": power(HALVINGS, workers),
        "differences": differences(DRAWS),
        "screening": screening(),
        "byar": byar(),
    }


def written(figures: dict[str, Any]) -> str:
    """The figures as the file holds them."""
    return HEAD + yaml.safe_dump(figures, sort_keys=False, allow_unicode=True, width=100)


if __name__ == "__main__":
    assert tuple(SETTINGS) == KINDS
    sys.stderr.write("Simulating whole reports and charts; this takes some minutes.\n")
    FILE.write_text(written(simulate(os.cpu_count() or 1)), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{FILE.relative_to(Path.cwd()) if FILE.is_relative_to(Path.cwd()) else FILE.name}\n")
