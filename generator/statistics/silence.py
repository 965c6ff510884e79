"""How long a time without an event must be to be unusual. Nothing else is loaded for it: reading tables asks too."""

from __future__ import annotations

from generator.statistics.charts import ChartError

ZERO_P = 0.025
"""Below it a quiet period is called unusual; methods, section 8."""


def zero_period(n: int, T: float, d: float) -> float:
    """How often chance alone would give d days without an event after n events in T days: (T / (T + d))^n.

    State that a quiet period is unusual only below 0.025. With no events or no days before, p is 1.
    """
    counted("quiet period", n)
    return 1.0 if n == 0 or T <= 0 or d <= 0 else float((T / (T + d)) ** n)


def how_long_zero(n: int, T: float) -> float | None:
    """How many days without an event would be unusual (p 0.025) after n in T days; None where n is nought."""
    counted("quiet period", n)
    return None if n == 0 or T <= 0 else float(T * (ZERO_P ** (-1 / n) - 1))


def counted(where: str, count: float) -> None:
    """Raises `ChartError` where a count is missing or below nought."""
    if not count >= 0:
        raise ChartError(f"{where}: a count is missing or below nought.", "Correct it at its source.")
