"""Control charts and run charts: they compute and never gate; `choose` decides which of them may speak.

XmR charts use 2.66 mean moving ranges, u charts exact Poisson tails, t charts the exponential distribution.
Where they differ from the NHS tools it is because a quiet series of rare events must not look like news.
"""

from __future__ import annotations

from generator.statistics.attribute import p_chart, u_chart
from generator.statistics.charts import ChartError, ControlChart, RunChart
from generator.statistics.gaps import g_chart, incident_day_gaps, t_chart
from generator.statistics.individuals import xmr
from generator.statistics.runs import run_chart

__all__ = [
    "ChartError",
    "ControlChart",
    "RunChart",
    "g_chart",
    "incident_day_gaps",
    "p_chart",
    "run_chart",
    "t_chart",
    "u_chart",
    "xmr",
]
