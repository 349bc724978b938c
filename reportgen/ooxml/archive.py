"""Zip bytes -> entries, each checked against limits while it is inflated; entries -> the same zip bytes every time.

Sizes in a zip directory are claims: what is counted is what comes out. Entries keep their compressed
bytes, so that an unchanged part is written without being compressed again.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from reportgen.errors import Problem, Severity, TemplateError
from reportgen.locations import Location
from reportgen.ooxml.identify import is_password_protected, kind_of

# Archive limits of ooxml-integrity 0.8 (entries, total); the ratio allows wide empty sheets and EMF pictures.
MAX_ENTRIES: Final = 4096
MAX_TOTAL: Final = 512 * 1024 * 1024
MAX_RATIO: Final = 200
RATIO_COUNTS_FROM: Final = 1024 * 1024

STORED: Final = 0
DEFLATED: Final = 8

_LOCAL: Final = struct.Struct("<4s5H3I2H")  # APPNOTE 4.3.7
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")  # APPNOTE 4.3.12
_END: Final = struct.Struct("<4s4H2IH")  # APPNOTE 4.3.16
_DOS_DATE: Final = 0x21  # 1980-01-01
_UTF8_NAME: Final = 0x800


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of the archive as it lies there; its size is a claim until it is inflated."""

    name: str
    raw: bytes = field(repr=False)
    method: int
    crc: int
    size: int

    @property
    def allowed(self) -> int:
        """The most bytes that it may hold, by what it takes packed."""
        return max(RATIO_COUNTS_FROM, MAX_RATIO * len(self.raw))


# What is compressed already gains nothing from deflate.
_STORED_SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".gif", ".xlsx", ".docx", ".pptx", ".mp4", ".zip")


class PackageError(TemplateError):
    """A file is no Office package that may be opened."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive: its data and the bytes that hold them in the zip."""

    name: str
    data: bytes = field(repr=False)
    raw: bytes = field(repr=False)
    method: int
    crc: int


# Level 6, zlib's own choice, takes half as long again as 3 for files that are a twelfth smaller. Large sheets and their
# texts take most of the time of a file; level 1 takes a third of it, and makes the annex of 8 000 rows 5 % larger.
_USUAL, _FAST, _LARGE = 3, 1, 1 << 17


def pack(name: str, data: bytes) -> Entry:
    """An entry holding the data: stored when the name says that they are compressed, else deflated."""
    crc = zlib.crc32(data)
    if name.lower().endswith(_STORED_SUFFIXES):
        return Entry(name, data, data, STORED, crc)
    deflate = zlib.compressobj(_FAST if len(data) > _LARGE else _USUAL, zlib.DEFLATED, -15)
    return Entry(name, data, deflate.compress(data) + deflate.flush(), DEFLATED, crc)


def write_archive(entries: Iterable[Entry]) -> bytes:
    """The zip of the entries in their order, with fixed times (1980-01-01), system and attributes."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = count = 0
    for entry in entries:
        name = entry.name.encode()
        flags = 0 if entry.name.isascii() else _UTF8_NAME
        sizes = (entry.crc, len(entry.raw), len(entry.data))
        head = _LOCAL.pack(b"PK\3\4", 20, flags, entry.method, 0, _DOS_DATE, *sizes, len(name), 0)
        directory.append(
            _CENTRAL.pack(
                *(b"PK\1\2", 20, 20, flags, entry.method, 0, _DOS_DATE),
                *sizes,
                *(len(name), 0, 0, 0, 0, 0, offset),
            )
            + name
        )
        pieces += (head, name, entry.raw)
        offset += len(head) + len(name) + len(entry.raw)
        count += 1
    listing = b"".join(directory)
    return b"".join([*pieces, listing, _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0)])


def read_archive(data: bytes, name: str) -> dict[str, Entry]:
    """The entries by name, in the order of the archive; PackageError when a limit or rule is broken."""
    entries: dict[str, Entry] = {}
    left = MAX_TOTAL
    for packed in packed_files(data, name):
        content = _inflated(packed, left, data, name)
        left -= len(content)
        entries[packed.name] = Entry(packed.name, content, packed.raw, packed.method, packed.crc)
    return entries


def packed_files(data: bytes, name: str) -> list[Packed]:
    """What the archive's directory names, in its order; PackageError when it breaks a rule before anything is
    inflated."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise not_a_package(data, name) from error
    if len(infos) > MAX_ENTRIES:
        raise refusal(name, "too-many-parts", "The file has too many parts", str(len(infos)), f"at most {MAX_ENTRIES}")
    _refuse_names(infos, name)
    _refuse_overlaps(infos, data, name)
    return [_packed(info, data, name) for info in infos]


def refusal(file: str, code: str, message: str, found: str = "", expected: str = "", hint: str = "") -> PackageError:
    """The error that a file is not opened, with its one problem."""
    return PackageError([Problem(Severity.ERROR, code, message, Location(file), found, expected, hint)])


def not_a_package(data: bytes, name: str) -> PackageError:
    """The error of bytes that are no Office file, with what they are instead."""
    if is_password_protected(data):
        hint = "Open it in Office, remove the password (File, Info, Protect) and save it."
        return refusal(name, "password-protected", "The file is password-protected", hint=hint)
    return refusal(
        *(name, "not-an-office-file", "This is not an Office file", kind_of(data)),
        *("a .pptx, .docx or .xlsx file", "Save it from PowerPoint, Word or Excel and try again."),
    )


def _refuse_names(infos: list[zipfile.ZipInfo], file: str) -> None:
    seen: set[str] = set()
    for info in infos:
        # zipfile cuts a name at NUL and turns backslashes round: judge what stands in the file.
        name = info.orig_filename
        if _leads_outside(name):
            raise refusal(
                *(file, "unsafe-part-name", "The file has a part whose name leads outside of it", ascii(name)),
                hint="Do not use this file; it was not written by Office.",
            )
        if name.lower() in seen:
            raise refusal(file, "duplicate-part", "The file has two parts of one name", ascii(name))
        seen.add(name.lower())
        if info.flag_bits & 0x1:
            raise refusal(file, "password-protected", "The file is password-protected", ascii(name))
        if info.compress_type not in (STORED, DEFLATED):
            raise refusal(file, "unknown-compression", "A part is compressed in a way Office does not use", ascii(name))


def _leads_outside(name: str) -> bool:
    return (
        name.startswith("/")
        or "\\" in name
        or "\0" in name
        or name[1:2] == ":"
        or any(step in ("..", ".") for step in name.split("/"))
    )


def _refuse_overlaps(infos: list[zipfile.ZipInfo], data: bytes, file: str) -> None:
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise refusal(file, "overlapping-parts", "Two parts of the file share their bytes", ascii(info.filename))
        end = _data_start(info, data, file) + info.compress_size


def _data_start(info: zipfile.ZipInfo, data: bytes, file: str) -> int:
    try:
        head = _LOCAL.unpack_from(data, info.header_offset)
    except struct.error as error:
        raise not_a_package(data, file) from error
    if head[0] != b"PK\3\4":
        raise not_a_package(data, file)
    return info.header_offset + _LOCAL.size + int(head[9]) + int(head[10])


def _packed(info: zipfile.ZipInfo, data: bytes, file: str) -> Packed:
    start = _data_start(info, data, file)
    raw = data[start : start + info.compress_size]
    return Packed(info.orig_filename, raw, info.compress_type, info.CRC, info.file_size)


def _inflated(packed: Packed, left: int, data: bytes, file: str) -> bytes:
    content = packed.raw
    if packed.method == DEFLATED:
        inflate = zlib.decompressobj(-15)
        try:
            content = inflate.decompress(packed.raw, min(left, packed.allowed) + 1)
        except zlib.error as error:
            raise not_a_package(data, file) from error
    refuse_size(packed, len(content), left, file)
    if zlib.crc32(content) != packed.crc or len(content) != packed.size:
        raise not_a_package(data, file)
    return content


def refuse_size(packed: Packed, size: int, left: int, file: str) -> None:
    """PackageError for a file that holds more than is left for it, or than it may by its packed size."""
    if size > left:
        limit = f"at most {MAX_TOTAL // 1024**2} MB unpacked"
        raise refusal(file, "too-large", "The file is too large", ascii(packed.name), limit)
    if size > packed.allowed:
        raise refusal(
            *(file, "zip-bomb", "A part unpacks to far more than it should", ascii(packed.name)),
            f"at most {MAX_RATIO} times its packed size",
        )
