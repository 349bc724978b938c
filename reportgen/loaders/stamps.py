"""The stamp of a workbook that was written to be filled in, read from its bytes whatever the file is called."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from html import unescape

from reportgen.contracts.stamp import STAMP_NAME, Stamp
from reportgen.kept import Kept

# A workbook's list of sheets and names takes some kilobytes; more is not read for a stamp.
_MOST = 1_000_000
_NAME = re.compile(rf'<definedName\b[^>]*\bname="{STAMP_NAME}(?:_(\d+))?"[^>]*>(?:"|&quot;)?([^<"]*?)(?:"|&quot;)?</')
_PROPERTY = re.compile(rf'<property\b[^>]*\bname="{STAMP_NAME}(?:_(\d+))?"[^>]*>\s*<vt:lpwstr>([^<]*)</vt:lpwstr>')
_PLACES = (("xl/workbook.xml", _NAME), ("docProps/custom.xml", _PROPERTY))
_STAMPS: Kept[Stamp | None] = Kept(5000)


def stamp_of(data: bytes, sha256: str = "") -> Stamp | None:
    """The stamp, from the hidden name or the property; None when there is none. The hash is the key to keep it by."""
    if not data.startswith(b"PK"):
        return None
    return _STAMPS.get(sha256, lambda: _read(data)) if sha256 else _read(data)


def is_for(table: str, data: bytes, sha256: str = "") -> bool:
    """False for a workbook whose stamp names other tables only: one folder may take what is sent for several."""
    stamp = stamp_of(data, sha256)
    return stamp is None or table in stamp.tables


def _read(data: bytes) -> Stamp | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part, pattern in _PLACES:
                pieces = {int(number or 1): piece for number, piece in pattern.findall(_text(archive, part))}
                stamp = Stamp.parse(unescape("".join(pieces[number] for number in sorted(pieces))))
                if stamp is not None:
                    return stamp
    # Whatever is wrong with the file is told where its cells are read.
    except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, OSError, ValueError, RuntimeError):
        return None
    return None


def _text(archive: zipfile.ZipFile, part: str) -> str:
    if part not in archive.namelist():
        return ""
    with archive.open(part) as stream:
        return stream.read(_MOST).decode("utf-8", "replace")
