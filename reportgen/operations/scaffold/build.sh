#!/bin/sh
# Makes the documents of the latest month that has data. Options as of `reportgen build`: ./build.sh --period 2026-10 --pdf
cd "$(dirname "$0")" || exit 2
python=@python@
if command -v reportgen >/dev/null; then
    reportgen build "$@"
elif [ -x "$python" ]; then
    "$python" -m reportgen build "$@"
else
    python3 -m reportgen build "$@"
fi
code=$?
# Started by a double-click, the window would close before anybody has read what it says.
if [ "$#" -eq 0 ] && [ -t 0 ] && [ -t 1 ]; then
    printf '\nPress Enter to close. '
    read -r _
fi
exit "$code"
