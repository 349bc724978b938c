"""What each sentence claims: one pattern and one check per form, by the words alone, a module per kind of sentence.

The first form that fits is taken, so their order counts: that of `KINDS`.
"""

from __future__ import annotations

from importlib import import_module

KINDS = ("totals", "groups", "remarks", "outlook", "indicators", "units", "changes", "alternatives", "nothing")

for _kind in KINDS:
    import_module(f"{__name__}.{_kind}")
