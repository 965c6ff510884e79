"""Long work shared by two processes, with the same results in the same order as one would give."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Result = TypeVar("Result")
Other = TypeVar("Other")


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for circular rubbish: work that keeps all it makes is searched in vain, again and again."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def in_turn(work: Callable[[int], Result], count: int, *, both: bool) -> list[Result]:
    """What `work` gives for 0, 1, 2 … `count` - 1, in that order; with `both` a second process takes its turns too.

    `work` must be a pure function of its number. Whatever the second process does not bring, because it failed or was
    stopped, is worked out here, so an error shows itself exactly as it would with one process. One process does it
    all where there is one core, where other threads run, or where the system cannot copy a running process safely.
    """
    if not (both and count > 1 and can_share()):
        return [work(number) for number in range(count)]
    try:
        take, receive, second = _start(work, count)
    except OSError:
        return [work(number) for number in range(count)]
    try:
        done = {number: work(number) for number in iter(take, count)}
        with contextlib.suppress(EOFError, OSError):
            done |= receive.recv()
    finally:
        _stop(second, receive)
    return [done[number] if number in done else work(number) for number in range(count)]


def beside(here: Callable[[], Result], there: Callable[[], Other], *, both: bool) -> tuple[Result, Other]:
    """What `here` and `there` give; with `both` a second process does `there` while this one does `here`.

    Both must be pure but for files of their own. What is said of `in_turn` holds here too.
    """
    if not (both and can_share()):
        return here(), there()
    try:
        _, receive, second = _start(lambda _: there(), 1)
    except OSError:
        return here(), there()
    done: dict[int, Other] = {}
    try:
        first = here()
        with contextlib.suppress(EOFError, OSError):
            done = receive.recv()
    finally:
        _stop(second, receive)
    return first, done[0] if done else there()


def can_share() -> bool:
    """Whether a second process can be copied from this one, and has a core to run on."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


def _start(work: Callable[[int], Any], count: int) -> tuple[Callable[[], int], Connection, Any]:
    """The second process, how the first takes its turns, and where the second's results will arrive."""
    context = multiprocessing.get_context("fork")
    turn = context.Value("i", 0)

    def take() -> int:
        """The next number that nobody has taken; `count` when none is left."""
        with turn.get_lock():
            number = turn.value
            turn.value = min(number + 1, count)
            return number

    receive, send = context.Pipe(duplex=False)
    second = context.Process(target=_help, args=(work, count, take, receive, send), daemon=True)
    with warnings.catch_warnings():
        # Python warns of a copy made while a numerical library holds threads; the copy uses none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        second.start()
    send.close()
    return take, receive, second


def _help(
    work: Callable[[int], Any], count: int, take: Callable[[], int], receive: Connection, send: Connection
) -> None:
    """Take turns until none is left, then hand over all results at once; stop quietly at an error."""
    receive.close()
    done: dict[int, Any] = {}
    with contextlib.suppress(Exception, KeyboardInterrupt):
        try:
            for number in iter(take, count):
                done[number] = work(number)
        finally:
            send.send(done)


def _stop(second: Any, receive: Connection) -> None:
    """Leave no process behind, also where this one stopped half way."""
    receive.close()
    second.terminate()
    second.join()
