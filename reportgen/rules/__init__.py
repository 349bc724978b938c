"""Project and Dataset -> Report: pure calculation, no files and no clock."""
