"""Kept: what was made before and would be made again just the same, within a bound.

Reading a file, checking a template: the result depends on their bytes alone, so a program that builds twice
(all periods, two languages, a page that is asked again) makes it once. Keys must hold everything the result depends on.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Kept(Generic[Result]):
    """Results by key, those used last; safe in several threads. Results are shared, so nobody may change them.

    `most` bounds the sum of the results' weights, in the unit of `weigh` (default: each result weighs 1).
    A result that is heavier alone is not kept.
    """

    def __init__(self, most: int, weigh: Callable[[Result], int] = lambda result: 1) -> None:
        self._most, self._weigh = most, weigh
        self._results: OrderedDict[Hashable, tuple[Result, int]] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """The result of that key, made where it is not there. Two threads may both make it; what raises is not kept."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key][0]
        result = make()
        weight = self._weigh(result)
        with self._lock:
            if weight <= self._most and key not in self._results:
                self._results[key] = (result, weight)
                self._weight += weight
            while self._weight > self._most:
                _, (_, released) = self._results.popitem(last=False)
                self._weight -= released
        return result
