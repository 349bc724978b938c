"""Build the sample project and say where its documents are and what the deck says first."""

from __future__ import annotations

import sys
from pathlib import Path

from reportgen import BuildRequest, ReportgenError, build

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data" / "electoral-roll"


def main() -> int:
    """Build one period (first argument, else 2023-10) and print the result; the build's exit code."""
    period = sys.argv[1] if len(sys.argv) > 1 else "2023-10"
    try:
        result = build(BuildRequest(SAMPLE, period=period), lambda step: print(f"{step} ...", file=sys.stderr))
    except ReportgenError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    names = {".pptx": "Deck", ".docx": "Report", ".xlsx": "Annex"}
    print(f"\n{result.report.title}, {result.report.period_label}")
    for path in result.files:
        if path.suffix in names:
            print(f"  {names[path.suffix]:<7} {path}")
    print(f"\nThe deck's first message: {result.report.narrative('summary').headline}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
