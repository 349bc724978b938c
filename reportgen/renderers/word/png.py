"""Pixels -> PNG bytes, without the filters that Pillow tries on every row: drawings of flat areas need none.

Unfiltered they take a third of the time, and a fifth less room.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# 8 bits for each of red, green and blue; the ways to compress and to filter; not interlaced (PNG, 11.2.2).
_TRUE_COLOUR: Final = bytes((8, 2, 0, 0, 0))
_METRES_PER_INCH: Final = 0.0254
_PER_METRE: Final = 1
# Higher levels take up to twice as long for a tenth less.
_LEVEL: Final = 3


def png_bytes(pixels: NDArray[Any], dots_per_inch: int) -> bytes:
    """The picture of rows of opaque red, green, blue and alpha bytes."""
    import numpy as np

    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + 3 * width), np.uint8)
    # The first byte of a row, 0, is its filter: none. Colour by colour takes a quarter of the time of all at once.
    for colour in range(3):
        rows[:, 1 + colour :: 3] = pixels[:, :, colour]
    density = round(dots_per_inch / _METRES_PER_INCH)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">II", width, height) + _TRUE_COLOUR),
            _chunk(b"pHYs", struct.pack(">IIB", density, density, _PER_METRE)),
            _chunk(b"IDAT", zlib.compress(rows.data, _LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
