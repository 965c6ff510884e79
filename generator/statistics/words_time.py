"""Words of some indicators, as data, in the form of `templates.py`."""

from __future__ import annotations

from collections.abc import Mapping

from generator.statistics.phrases import CountWords, DutyWords

DUTIES: Mapping[str, DutyWords] = {}
COUNTS: Mapping[str, CountWords] = {}
