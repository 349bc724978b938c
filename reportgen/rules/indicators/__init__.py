"""The figures of one KPI -> the tables, charts and sentences that show it.

trends.py           the history with the target path, and its title
forecast.py         where a KPI is heading
prospects.py        what reaching the target takes
groups.py           by a grouping, ranked; as bars
lead_groups.py      the first KPI by the first grouping
pairs.py            this period beside the one before
panels.py           group by group over time, on one scale
gaps.py             how far every group is from its target
heat.py             the last periods as shaded cells
ranking.py          entity by entity, with bars; the strip of a cover
extremes.py         the entities to look at
contribution.py     what moved a KPI, in parts that add up
funnel.py           journeys: what is left from stage to stage
goal_lines.py       targets as series of a chart
verdicts.py         the rule that gave a status, as a sentence
stand_in_words.py   what is said of values that stand for wrong ones
on_demand.py        blocks made when somebody asks for them
"""
