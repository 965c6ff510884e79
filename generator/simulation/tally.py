"""Counts of made-up settings as the methods page prints them: how many of how many, with a 95 % interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from numpy.random import Generator, default_rng

from generator.statistics.rates import wilson

Job = TypeVar("Job")
Result = TypeVar("Result")
SEED = 2026_11_23
"""Any fixed number does: the same program must give the same figures again."""
CHUNK = 5


def share(hits: int, runs: int, limit: float | None = None) -> dict[str, float | int]:
    """Hits of runs in percent, Wilson's 95 % interval (also in percent) and the limit that was set, if any."""
    low, high = wilson(hits, runs)
    found: dict[str, float | int] = {
        "hits": hits,
        "runs": runs,
        "percent": round(100 * hits / runs, 2) if runs else 0.0,
        "low": round(100 * low, 2),
        "high": round(100 * high, 2),
    }
    return found if limit is None else {**found, "limit": limit}


def stream(*path: int) -> Generator:
    """The random numbers of one made-up setting: its own, whatever else is made before it or beside it."""
    return default_rng([SEED, *path])


def spread_over(work: Callable[[Job], Result], jobs: Sequence[Job], workers: int) -> list[Result]:
    """The results of all jobs in their order, over several processes at once."""
    if workers < 2:
        return [work(job) for job in jobs]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(work, jobs, chunksize=CHUNK))
