"""`reportgen` and `python -m reportgen`: run the command line; what escapes it becomes an exit code."""

from __future__ import annotations

import gc
import sys

# Nearly all that imports and tables make lives to the end: looking for garbage in it as often as Python does by
# itself takes a fifth of a short run. The memory that waits in cycles stays below a few megabytes.
_COLLECT = (50_000, 20, 100)


def main() -> None:
    """Run the command line and exit; an internal fault leaves its traceback in a file, not on the screen."""
    gc.set_threshold(*_COLLECT)
    from reportgen.cli import app

    try:
        app()
    except (SystemExit, KeyboardInterrupt):
        raise
    except Exception:
        sys.exit(_report_crash())


def _report_crash() -> int:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="reportgen-crash-", suffix=".txt", delete=False, encoding="utf-8"
    ) as f:
        traceback.print_exc(file=f)
    fault = sys.exception()
    # A program without a console has no stderr, and print would then use stdout.
    if sys.stderr is None:
        return 70
    print(
        f"reportgen failed ({type(fault).__name__}: {fault}). This is a fault of reportgen, not of your files; "
        f"nothing was written. Please report it with the file {f.name}",
        file=sys.stderr,
    )
    return 70


if __name__ == "__main__":
    main()
