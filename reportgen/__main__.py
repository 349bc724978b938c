"""`reportgen` and `python -m reportgen`: run the command line; what escapes it becomes an exit code."""

from __future__ import annotations

import errno
import gc
import sys
from contextlib import suppress

# Nearly all that imports and tables make lives to the end: looking for garbage in it as often as Python does by
# itself takes a fifth of a short run. The memory that waits in cycles stays below a few megabytes.
_COLLECT = (50_000, 20, 100)
# What a disk says that takes no more, for want of room or of a quota, or that refuses a write.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
_NOT_WRITABLE = 5
# What a shell gives a program that was interrupted (128 + SIGINT).
_STOPPED = 130


def main() -> None:
    """Run the command line and exit; an internal fault leaves its traceback in a file, not on the screen."""
    gc.set_threshold(*_COLLECT)
    try:
        from reportgen.cli import app

        app()
    except KeyboardInterrupt:
        sys.exit(_report_stop())
    except SystemExit as end:
        if end.code == _STOPPED:
            _report_stop()
        raise
    except Exception as fault:
        full = isinstance(fault, OSError) and fault.errno in _FULL
        sys.exit(_report_full(fault) if full else _report_crash())


def _report_stop() -> int:
    _say("Stopped. No document is half written.")
    return _STOPPED


def _report_full(fault: Exception) -> int:
    """Say that what was to be printed could not be written; documents are written, and faulted, before that."""
    reason = getattr(fault, "strerror", "") or str(fault)
    _say(f"reportgen could not write its output: {reason}. Make room there, or send the output to another place.")
    return _NOT_WRITABLE


def _report_crash() -> int:
    import tempfile
    import traceback

    fault, kept = sys.exception(), ""
    with (
        suppress(OSError),
        tempfile.NamedTemporaryFile(
            "w", prefix="reportgen-crash-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file,
    ):
        traceback.print_exc(file=file)
        kept = f" with the file {file.name}"
    _say(
        f"reportgen failed ({type(fault).__name__}: {fault}). This is a fault of reportgen, not of your files; "
        f"nothing was written. Please report it{kept}"
    )
    return 70


def _say(message: str) -> None:
    """Print to stderr; a program without a console has none, and print would then use stdout."""
    with suppress(OSError):
        if sys.stderr is not None:
            print(message, file=sys.stderr)


if __name__ == "__main__":
    main()
