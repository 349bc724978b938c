"""reportgen: filled-in workbooks to a steering deck, a status report and an annex that agree to the digit."""
