"""All KPIs beside each other -> scorecards, the summary, and the tables that explain.

scorecard.py  all KPIs side by side, by group, what changed
overall.py    the overall status, and a person's judgement beside it
summary.py    the executive summary
remarks.py    what to say beside a trend
notes.py      what the data say and do not say
reference.py  definitions, lineage, data quality, sources, every entity's numbers
"""
