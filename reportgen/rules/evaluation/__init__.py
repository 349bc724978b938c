"""A compiled formula and the rows of its tables -> its number in every scope, for a span of periods.

evaluate.py      the tree of a formula, walked once for all scopes
functions.py     functions of numbers: histories, targets, margins, counts of entities
rows.py          row-level expressions: a value per row
times.py         which rows of a table speak for a span of periods
partitions.py    the total, every group of every grouping, every entity
selections.py    the rows that one aggregation is made of
batches.py       aggregations over several periods in one pass
reductions.py    values of rows -> one number per group
totals.py        rows of an aggregation -> its number in every scope
followed.py      people over time: newcomers, lapsed, retained
waiting.py       durations of which some have not ended
target_sheet.py  a targets table -> the target of each KPI in every scope and period
goals.py         the target of a KPI as a number, for formulas that compare with it
divisible.py     whether what is asked of the whole is asked of every part
outcomes.py      what comes out: a number for every scope, and a ratio as it is printed
"""
