"""Python's search for garbage waits while a pack is made.

What a build makes lives to its end and is freed by counting references; a search in between looks through all of it,
and through everything the libraries hold, to find nothing: a sixth of a build's time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def collection_waits() -> Iterator[None]:
    """No automatic collection inside; afterwards it is as it was. It is one switch for all threads of a process."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        _settle()
        gc.enable()


@cache
def _settle() -> None:
    """After the first pack of a process put what it left with what is old, unseen: nearly all of it are modules and
    compiled templates, which stay to the end, and most processes end here. Later packs leave little."""
    # What somebody else has frozen would come back with it.
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
