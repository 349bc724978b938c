"""The blocks of a KPI that are made when somebody asks for them: few templates place more than two of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from reportgen.content.charts import Chart
from reportgen.content.deferred import Deferred
from reportgen.content.narrative import Narrative
from reportgen.content.panels import Panels
from reportgen.content.tables import Table
from reportgen.rules.indicators.forecast import outlook
from reportgen.rules.setting import Setting, Subject, Titles

_Block = Table | Chart | Panels | Narrative


def on_demand(subject: Subject, setting: Setting, titles: Titles) -> Mapping[str, _Block]:
    """The blocks under the ends of their ids: ranking, strip, panels.segment."""
    if not subject.total.value:
        return {}
    makers: dict[str, Callable[[], _Block | None]] = {"outlook": lambda: outlook(subject, setting)}
    if subject.detail is not None:
        _of_entities(makers, subject, setting, titles)
    for grouping in subject.kpi.groups if subject.detail is not None else ():
        _of_group(makers, subject, grouping, setting, titles)
    return Deferred({name: _known(maker) for name, maker in makers.items()})


def _known(maker: Callable[[], _Block | None]) -> Callable[[], _Block]:
    """A maker that gives a table without rows where there is nothing to show."""
    return lambda: maker() or Table("", (), ())


def _of_entities(
    makers: dict[str, Callable[[], _Block | None]], subject: Subject, setting: Setting, titles: Titles
) -> None:
    from reportgen.rules.indicators.heat import entity_heat, statuses_over_time
    from reportgen.rules.indicators.ranking import (
        Ranking,
        group_strip,
        ranking_notes,
        ranking_of,
        ranking_table,
        status_counts,
        strip_chart,
    )

    @cache
    def made() -> Ranking | None:
        return ranking_of(subject, setting)

    def of(make: Callable[[Ranking], _Block]) -> Callable[[], _Block | None]:
        return lambda: make(ranking) if (ranking := made()) else None

    makers["ranking"] = of(lambda ranking: ranking_table(ranking, titles.others()))
    makers["strip"] = lambda: strip_chart(ranking) if (ranking := made()) else group_strip(subject, setting)
    makers["statuses"] = of(status_counts)
    makers["ranking_notes"] = of(ranking_notes)
    makers["heat"] = lambda: entity_heat(subject, setting, titles.others())
    makers["statuses_over_time"] = lambda: statuses_over_time(subject, setting)


def _of_group(
    makers: dict[str, Callable[[], _Block | None]], subject: Subject, grouping: str, setting: Setting, titles: Titles
) -> None:
    from reportgen.rules.indicators.contribution import (
        Contributions,
        contribution_notes,
        contribution_table,
        contributions,
    )
    from reportgen.rules.indicators.gaps import gap_bars
    from reportgen.rules.indicators.heat import group_heat
    from reportgen.rules.indicators.panels import panels

    @cache
    def moved() -> Contributions | None:
        return contributions(subject, grouping, setting)

    def of(make: Callable[[Contributions], _Block]) -> Callable[[], _Block | None]:
        return lambda: make(found) if (found := moved()) else None

    makers[f"panels.{grouping}"] = lambda: panels(subject, grouping, setting, titles.others())
    makers[f"contribution.{grouping}"] = of(lambda found: contribution_table(found, titles.others()))
    makers[f"contribution_notes.{grouping}"] = of(contribution_notes)
    makers[f"heat.{grouping}"] = lambda: group_heat(subject, grouping, setting, titles.others())
    makers[f"gaps.{grouping}"] = lambda: gap_bars(subject, grouping, setting)
