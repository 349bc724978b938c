"""What the specialist of the invented programme types: executive summary, findings and remarks of two months."""

from __future__ import annotations

from datetime import date

from scripts.samples.sheets import Column, Sheet

_SEP, _OCT = date(2026, 9, 30), date(2026, 10, 31)
_LEAD = "active_share"

COMMENTARY = Sheet(
    "Commentary",
    "tbl_commentary",
    (
        Column("Kind", 14), Column("KPI", 20), Column("Group", 14), Column("Month", 12, "date"), Column("Heading", 40),
        Column("Text", 70), Column("Consequence", 50), Column("Author", 14),
        Column("Show", 10),
    ),
    (
        ("summary", None, None, _SEP, "Coaching lifts Support; Policy is back within a point of its path",
         "Active share rose by 7.4 points to 62.6 %, 5.4 points below the path of 68.0 %. Policy came back from its "
         "summer dip once most links were repaired. The field offices, at 41.7 %, stay far below.", None,
         "I. Marten", None),
        ("kpi", _LEAD, None, _SEP, "Dip",
         "Links lost in the move of the libraries pulled Policy to 60.3 % in August.", None, "I. Marten", None),
        ("summary", None, None, _OCT,
         "Active share is back within five points of its path; the field offices keep the programme at risk",
         "Active share rose by 3.8 points to 66.4 %, 3.6 points below the path of 70.0 %; overall status follows "
         "this indicator. Support recovered to 66.9 % after coaching and the closing of its file shares, Policy to "
         "76.5 %. The field offices, at 40.2 %, are 29.8 points below; two decisions (D-14, D-15) address slow "
         "access and the closing date. Complaints: 85 open, 25 of them overdue.", None, "I. Marten", None),
        ("finding", _LEAD, None, _OCT, "points in a month",
         "Active share rose to 66.4 %; the gap to the path fell from 5.4 to 3.6 points.",
         "On the 12-month trend March 2027 ends at 73.2 %, 6.8 points short.", "I. Marten", "change"),
        ("finding", _LEAD, "Support", _OCT, "Support",
         "Support recovered from 51.9 % after coaching and the closing of its file shares.",
         "Next in the field: coaching, then a closing date.", "I. Marten", None),
        ("finding", _LEAD, "Field offices", _OCT, "Field offices",
         "Field offices are 29.8 points below target and fell by 1.4; slow access causes 39 % of complaints.",
         "If they stay there, all others need 90.2 % to reach 80 %.", "I. Marten", None),
        ("kpi", _LEAD, None, _OCT, "Pace",
         "Needed to March 2027: 2.7 points a month. Trend of the last 12 months: 1.4.", None, "I. Marten", None),
        ("kpi", _LEAD, None, _OCT, "Dip",
         "The field offices joined in April with 38.0 %; the summer then pulled the total from 60.0 to 55.2.", None,
         "I. Marten", None),
        ("kpi", _LEAD, None, _OCT, "Lever", "Support gained 15.0 points in October. The field offices lost 1.4.",
         None, "I. Marten", None),
        ("kpi", "complaints_on_time", None, _OCT, "Remedy",
         "Overdue complaints come first until 27 November (P. Sousa); slow access needs the new lines.", None,
         "P. Sousa", None),
        ("kpi", "departments_at_target", None, _OCT, "Near the line",
         "Licensing, Stakeholder relations, Finance and Procurement lie within five points of the path.", None,
         "I. Marten", None),
        ("cases", None, None, _OCT, "Slow access leads", "The field offices say why: «Η πρόσβαση είναι αργή», "
         "„łącze jest zbyt wolne”, « l’accès est trop lent », «доступ надто повільний».", None, "P. Sousa", None),
        ("lessons", None, None, _OCT, "Lesson", "In Support coaching alone brought 11.0 points, the closing date "
         "another 15.0: both steps together, in this order.", None, "I. Marten", None),
    ),
)  # fmt: skip
