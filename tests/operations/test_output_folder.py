"""Packs of groups go into folders of their own, whatever the groups are called."""

from __future__ import annotations

import pytest

from reportgen.operations.build import _folder_name


@pytest.mark.parametrize("name", ["LAZIO", "VALLE D'AOSTA", "Дніпро", "Field offices"])
def test_an_ordinary_name_is_the_folder(name: str) -> None:
    assert _folder_name(name) == name


@pytest.mark.parametrize("name", ["A/B", "A:B", "..", "con", "NUL.txt", "C:\\x", "a\nb", "trailing. "])
def test_what_windows_does_not_allow_is_replaced(name: str) -> None:
    folder = _folder_name(name)
    assert not set(folder) & set('<>:"/\\|?*\n')
    assert folder.casefold() != "con"
    assert folder[-1] not in ". "


def test_groups_that_differ_only_in_such_characters_stay_apart() -> None:
    assert len({_folder_name(name) for name in ("A/B", "A:B", "A-B", "A?B")}) == 4
