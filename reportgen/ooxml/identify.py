"""Bytes that are no Office package -> what they are, in the words of the person who chose the file."""

from __future__ import annotations

from typing import Final

# Compound File Binary: old Office files, and what Office wraps around a package with a password (MS-OFFCRYPTO 2.3.4).
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")

_STARTS: Final = (
    (b"%PDF", "a PDF file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
)


def is_password_protected(data: bytes) -> bool:
    """True when the bytes are an Office file that opens with a password only."""
    return data.startswith(_OLE) and _ENCRYPTED in data


def kind_of(data: bytes) -> str:
    """What the bytes are: "an empty file", "a web page", "a damaged Office file (cut off)"..."""
    if not data:
        return "an empty file"
    if is_password_protected(data):
        return "a password-protected Office file"
    if data.startswith(_OLE):
        return "an Office 97-2003 file (.doc, .xls, .ppt)"
    for start, name in _STARTS:
        if data.startswith(start):
            return name
    if data.startswith(b"PK"):
        return "a damaged Office file (cut off or changed on the way)"
    return _kind_of_text(data[:4096])


def _kind_of_text(head: bytes) -> str:
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if lowered.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    if lowered.startswith(b"<"):
        return "an XML file"
    if b"\0" in head:
        return "a file of an unknown kind"
    return "a text file"
