"""The files of one table side by side: one column of all of them, and its wrong cells back in their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reportgen.contracts.stamp import Stamp
from reportgen.errors import Problem
from reportgen.loaders.files import InputFile
from reportgen.loaders.findings import Finding, cell_problems
from reportgen.loaders.grid import Codes, Grid, RawColumn, distinct_over


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a table, as cells; of a wide table one of its periods or values, which lies at `moment`."""

    file: InputFile
    grid: Grid
    moment: np.datetime64 | None = None
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """A column over all files, one below the other: row i holds cells[codes[i]]."""

    cells: Sequence[Any]
    codes: Codes
    pieces: Sequence[Piece]
    letters: Sequence[str]

    def problems(self, finding: Finding) -> list[Problem]:
        """The cells of a finding, each in its file."""
        if not finding.expected:
            return []
        ends = np.cumsum([len(piece.grid.rows) for piece in self.pieces])[:-1]
        parts = zip(self.pieces, self.letters, np.split(self.codes, ends), strict=True)
        return [
            problem
            for piece, letter, codes in parts
            for problem in cell_problems(finding, piece.file.name, piece.grid, letter, codes, self.cells)
        ]


def join_column(pieces: Sequence[Piece], header: str) -> Joined:
    """The column of a header over all files; where a file has none, its cells are empty."""
    columns = [piece.grid.columns.get(header) or _absent(len(piece.grid.rows)) for piece in pieces]
    codes, cells = distinct_over(columns)
    return Joined(cells, codes, pieces, [column.letter for column in columns])


def _absent(count: int) -> RawColumn:
    return RawColumn(-1, np.zeros(count, dtype=np.int64), [""])
