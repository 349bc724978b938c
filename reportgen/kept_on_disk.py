"""Kept on disk: plain data that an earlier process made and this one would make again just the same.

The folder is the user's own, for a cache: `REPORTGEN_CACHE` names it, or switches everything off where it is empty;
else XDG_CACHE_HOME/reportgen, ~/.cache/reportgen, or on Windows LOCALAPPDATA/reportgen. Whatever goes wrong with it
(no folder, no permission, damage, an entry of somebody else) means "not kept", never a problem for the user.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import re
import stat
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

# Some twenty templates of the size of a deck (1 MB), or many more small answers.
MOST_BYTES = 32_000_000
MOST_ENTRIES = 256
# What makes these entries; another version may make others of the same templates.
_MAKERS = ("jinja2",)
_MAGIC = b"reportgen kept 1\n"
_DIGEST = hashlib.sha256().digest_size
_ENTRY = re.compile(r"[0-9a-f]{64}\.kept")
_UNFINISHED = ".unfinished"


def key_of(*facts: str | bytes) -> bytes:
    """The key of what depends on these facts and, as everything does, on this program and the Python it runs in;
    b"" where the program cannot be told from another version of it."""
    program = _program()
    if not program:
        return b""
    digest = hashlib.sha256(program)
    for fact in facts:
        data = fact.encode("utf-8", "surrogatepass") if isinstance(fact, str) else fact
        digest.update(b"%d " % len(data))
        digest.update(data)
    return digest.digest()


def read(key: bytes) -> Any:
    """The plain data kept under that key, None where there are none that can be trusted."""
    path = _path(key)
    try:
        if path is None:
            return None
        with path.open("rb") as file:
            if not _trusted(os.fstat(file.fileno())):
                return None
            data = file.read()
    except OSError:
        return None
    begin = len(_MAGIC) + _DIGEST
    # Marshal may bring Python down on damaged data, so these are looked at first.
    if not data.startswith(_MAGIC) or data[len(_MAGIC) : begin] != _seal(key, data[begin:]):
        return None
    _refresh(path)
    return marshal.loads(data[begin:])


def write(key: bytes, plain: Any) -> None:
    """Keep plain data (numbers, texts, bytes, tuples and lists of them, code) under that key, where that is possible.

    The entry is there as a whole or not at all, and only the user may read it; the oldest go where there are too many.
    """
    path = _path(key)
    if path is None:
        return
    try:
        payload = marshal.dumps(plain)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, _MAGIC + _seal(key, payload) + payload)
        _bound(path.parent)
    except (OSError, ValueError):
        return


def _write(path: Path, data: bytes) -> None:
    from tempfile import mkstemp

    handle, name = mkstemp(_UNFINISHED, "", path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _bound(folder: Path) -> None:
    """Remove the entries that were not used for longest until the rest is within the bounds."""
    with os.scandir(folder) as listed:
        found = [entry for entry in listed if _ENTRY.fullmatch(entry.name) or entry.name.endswith(_UNFINISHED)]
    entries = sorted(((entry.stat().st_mtime_ns, entry.name, entry.stat().st_size) for entry in found), reverse=True)
    size = 0
    for count, (_, name, weight) in enumerate(entries, start=1):
        size += weight
        if size > MOST_BYTES or count > MOST_ENTRIES:
            (folder / name).unlink(missing_ok=True)


def _refresh(path: Path) -> None:
    """Note that the entry is in use."""
    try:
        os.utime(path)
    except OSError:
        return


def _trusted(found: os.stat_result) -> bool:
    """A file of reasonable size that this user wrote and nobody else may write; Windows sees to that by the folder."""
    if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
        return False
    user: Callable[[], int] | None = getattr(os, "geteuid", None)
    return user is None or (found.st_uid == user() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _seal(key: bytes, payload: bytes) -> bytes:
    return hashlib.sha256(key + payload).digest()


def _path(key: bytes) -> Path | None:
    folder = _folder() if key else None
    return folder / f"{key.hex()}.kept" if folder else None


def _folder() -> Path | None:
    named = os.environ.get("REPORTGEN_CACHE")
    if named is not None:
        return Path(named.strip()) if named.strip() else None
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    # The XDG specification has relative paths ignored; "~" stays where nobody knows the home.
    if not os.path.isabs(base):
        base = os.path.expanduser(os.path.join("~", ".cache"))
    return Path(base) / "reportgen" if os.path.isabs(base) else None


@cache
def _program() -> bytes:
    """What stands for the running program: its sources, Python and the makers; b"" where there are no sources."""
    root = os.path.dirname(os.path.abspath(__file__))
    digest = hashlib.sha256(f"{sys.implementation.cache_tag} {sys.hexversion} {marshal.version}".encode())
    try:
        digest.update(" ".join(version(maker) for maker in _MAKERS).encode())
        sources = sorted(
            os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names if name.endswith(".py")
        )
        for source in sources:
            with open(source, "rb", buffering=0) as file:
                data = file.read()
            digest.update(f" {os.path.relpath(source, root)} {len(data)} ".encode())
            digest.update(data)
    except (OSError, PackageNotFoundError):
        return b""
    return digest.digest() if sources else b""
