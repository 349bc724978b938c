"""Chart + ChartLook -> one native c:chartSpace that PowerPoint, Word and Excel draw and edit.

One file per kind of chart; `CHART_KINDS` names them all.
"""

from reportgen.charts.data import CellRefs
from reportgen.charts.look import ChartLook
from reportgen.charts.place import add_chart
from reportgen.charts.space import CHART_KINDS, arranged, chart_part

__all__ = ["CHART_KINDS", "CellRefs", "ChartLook", "add_chart", "arranged", "chart_part"]
