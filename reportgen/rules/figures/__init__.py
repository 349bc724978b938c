"""The figures of every KPI: in total, by group and by entity, now and before, each with where it comes from.

kpis.py        Plan + Dataset -> the figures of every KPI over the last periods
measures.py    one KPI in one span: unrounded, exact, with what it was made of
bench.py       what it is judged by: tolerance, least n, time of grace
journeys.py    the stages of a journey, counted
latest.py      where a report starts when nobody names a period
detail.py      entities and groups over time, when a block asks for them
origin.py      the rows and cells that a number comes from
recipes.py     how a number is found again: files, table, filter, period, group
notices.py     what has to be said about counters
stand_ins.py   earlier numbers that stand for wrong cells
no_figures.py  a period that was asked for and has no data
scopes.py      a Dataset for one group or one entity
"""
