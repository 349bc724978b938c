"""The change brief: what is different from the last report, and why.

record.py     what this report says, for the next one
restated.py   figures that were reported and are others today
declared.py   targets and definitions that were declared otherwise
entities.py   entities whose data came or went
table.py      every KPI then and now, and what moved it
"""
