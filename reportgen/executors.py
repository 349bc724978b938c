"""Where packs are built: in this process or in several. Any `concurrent.futures.Executor` will do."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any


class SerialExecutor(Executor):
    """Runs each call at once in this process, so that one worker needs no second interpreter."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call fn now; its result or exception is in the future."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def executor_for(workers: int) -> Executor:
    """One worker: this process; more: as many processes.

    Processes are spawned, not forked, on every system: what works on Linux then works on Windows.
    """
    if workers <= 1:
        return SerialExecutor()
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
