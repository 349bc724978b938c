"""The plan of the programme: milestones, actions, communications, costs, events. All invented."""

from __future__ import annotations

from datetime import date

from scripts.samples.sheets import Column, Sheet

_ID = Column("ID", 8)

MILESTONES = Sheet(
    "Milestones",
    "tbl_milestones",
    (
        _ID, Column("Milestone", 46), Column("Baseline", 12, "date"), Column("Forecast", 12, "date"),
        Column("Actual", 12, "date"), Column("Status", 14), Column("Owner", 14), Column("Comment", 40),
    ),
    (
        ("M-01", "Go-live in Policy, Operations and Support", date(2025, 10, 1), None, date(2025, 10, 1), "Done",
         "K. Vasiliou", None),
        ("M-02", "Field offices join", date(2026, 4, 1), None, date(2026, 4, 1), "Done", "P. Sousa", None),
        ("M-03", "Libraries of Policy moved", date(2026, 9, 12), None, date(2026, 8, 8), "Done", "H. Lind",
         "One month early, C-07"),
        ("M-04", "Coaching in Support complete", date(2026, 9, 30), None, date(2026, 9, 30), "Done", "I. Marten",
         None),
        ("M-05", "File shares of Support read-only", date(2026, 10, 5), None, date(2026, 10, 5), "Done",
         "K. Vasiliou", "D-12"),
        ("M-06", "File shares of the field offices read-only (decision D-15)", date(2027, 1, 29), None, None,
         "Not started", "P. Sousa", "Чекає на рішення D-15"),
        ("M-07", "Active share 80 %", date(2027, 3, 31), date(2027, 8, 31), None, "Off track", "M. Keller",
         "Forecast on the 12-month trend"),
    ),
)  # fmt: skip

ACTIONS = Sheet(
    "Actions",
    "tbl_actions",
    (
        _ID, Column("Action", 44), Column("Owner", 14), Column("Started", 12, "date"), Column("Due", 12, "date"),
        Column("Status", 14), Column("Progress", 24), Column("Closed", 12, "date"), Column("Source", 10),
        Column("Comment", 44),
    ),
    (
        ("A-24", "Coaching in Support", "I. Marten", date(2026, 9, 1), date(2026, 9, 30), "Done", "12 of 12 held",
         date(2026, 9, 30), "D-11", "Sesje po polsku i po angielsku"),
        ("A-26", "Measure the lines of the six field offices", "K. Vasiliou", date(2026, 9, 21), date(2026, 10, 16),
         "Done", "6 of 6 measured", date(2026, 10, 15), "I-21", "Όλες οι γραμμές είναι κορεσμένες από τις 10:00"),
        ("A-27", "Make the file shares of Support read-only", "K. Vasiliou", date(2026, 10, 1), date(2026, 10, 5),
         "Done", None, date(2026, 10, 5), "D-12", None),
        ("A-28", "Repair links lost in the move", "H. Lind", date(2026, 8, 17), date(2026, 10, 23), "Off track",
         "4 of 6 libraries repaired", None, "I-24", "Corriger d’abord le manuel qualité"),
        ("A-29", "Obtain data from the two silent departments", "M. Keller", date(2026, 10, 12), date(2026, 11, 13),
         "On track", "both contacted", None, "R-05", "Дані обіцяно до 13 листопада"),
        ("A-30", "Order network lines for the six field offices", "K. Vasiliou", None, date(2026, 11, 20),
         "Not started", "waits for decision 1", None, "D-14", None),
        ("A-31", "Visit the six heads of field offices", "P. Sousa", date(2026, 10, 26), date(2026, 11, 27),
         "On track", "2 of 6 dates fixed", None, "R-07", "Αθήνα και Ρόδος: ημερομηνίες κλεισμένες"),
        ("A-32", "Clear the 25 overdue complaints", "P. Sousa", date(2026, 10, 19), date(2026, 11, 27), "At risk",
         "6 of 25 closed", None, "R-03", None),
        ("A-33", "Coach the field offices, 42 sessions", "I. Marten", date(2026, 10, 5), date(2027, 1, 22),
         "On track", "9 of 42 held", None, "D-15", "Szkolenia w biurach terenowych, dwie osoby prowadzące"),
    ),
)  # fmt: skip

COMMUNICATIONS = Sheet(
    "Communications",
    "tbl_communications",
    (
        _ID, Column("Item name", 30), Column("Audience", 22), Column("Segment", 14), Column("Responsible person", 16),
        Column("Frequency", 12), Column("Media of communication", 16), Column("Language", 10), Column("Objective", 30),
        Column("Key message", 46), Column("Planned", 12, "date"), Column("Sent", 12, "date"),
        Column("Delivered", 10, "count"), Column("Reach", 10, "count"), Column("Opens", 10, "count"),
        Column("Clicks", 10, "count"), Column("Call to action", 26), Column("Result", 34),
    ),
    (
        ("K-31", "Letter of September", "All users", None, "I. Marten", "Monthly", "E-mail", "en", "Awareness",
         "What coaching changed in Support", date(2026, 9, 4), date(2026, 9, 4), 4120, 2430, 2430, 512,
         "Book a session", "118 sessions booked"),
        ("K-32", "Letter of October", "All users", None, "I. Marten", "Monthly", "E-mail", "en", "Awareness",
         "One place for documents: the shares of Support are read-only", date(2026, 10, 2), date(2026, 10, 2), 4120,
         2554, 2554, 701, "Move your last folder", None),
        ("K-33", "List do biur terenowych", "Field office staff", "Field offices", "P. Sousa", "Once", "E-mail", "pl",
         "Interest", "Coaching zaczyna się w listopadzie, szybsze łącza czekają na decyzję", date(2026, 10, 9),
         date(2026, 10, 9), 230, 121, 121, 34, "Zapisz się na sesję", "34 zapisy"),
        ("K-34", "Лист до бюро «Північ» і «Схід»", "Field office staff", "Field offices", "P. Sousa", "Once",
         "E-mail", "uk", "Interest", "Навчання починається в листопаді", date(2026, 10, 9), date(2026, 10, 12), 370,
         166, 166, 41, "Запишіться на навчання", None),
        ("K-35", "Ενημέρωση περιφερειακών γραφείων", "Heads of field offices", "Field offices", "P. Sousa", "Once",
         "Session", "el", "Support", "Πρώτα οι γραμμές, μετά η ημερομηνία", date(2026, 10, 22), date(2026, 10, 22), 6,
         4, None, None, "Fix a date for the visit", "Two dates fixed"),
        ("K-36", "Atelier des relais", "Champions network", None, "I. Marten", "Quarterly", "Session", "fr",
         "Advocacy", "Préparer les sessions des bureaux", date(2026, 10, 27), date(2026, 10, 27), 64, 51, None, None,
         "Offer one session each", "38 sessions offered"),
        ("K-37", "Letter of November", "All users", None, "I. Marten", "Monthly", "E-mail", "en", "Awareness",
         "New lines for the field offices", date(2026, 11, 16), None, None, None, None, None, "Book a session", None),
        ("K-38", "All-staff session", "All staff", None, "M. Keller", "Yearly", "Session", "en", "Support",
         "Where we stand and what follows", date(2027, 1, 14), None, None, None, None, None, None, None),
    ),
)  # fmt: skip

COSTS = Sheet(
    "Costs",
    "tbl_costs",
    (
        Column("Scope", 18), Column("Month", 12, "date"), Column("Allocated days", 12, "count"),
        Column("Spent days", 12, "count"), Column("Forecast days", 12, "count"), Column("Allocated €", 14, "money"),
        Column("Spent €", 14, "money"), Column("Forecast €", 14, "money"),
    ),
    (
        ("Current year", date(2026, 9, 30), 1420, 1021, 1404, 860000, 616000, 851000),
        ("Overall project", date(2026, 9, 30), 2350, 1675, 2320, 1410000, 1000000, 1398000),
        ("Current year", date(2026, 10, 31), 1420, 1136, 1404, 860000, 688000, 851000),
        ("Overall project", date(2026, 10, 31), 2350, 1790, 2320, 1410000, 1072000, 1398000),
    ),
)  # fmt: skip

EVENTS = Sheet(
    "Events",
    "tbl_events",
    (Column("Date", 12, "date"), Column("Event", 30), Column("KPI", 16), Column("Segment", 16), Column("Comment", 40)),
    (
        (date(2026, 4, 1), "Field offices join", "active_share", "Field offices", "D-10"),
        (date(2026, 9, 1), "Coaching in Support", "active_share", "Support", "D-11"),
    ),
)

PLAN = (MILESTONES, ACTIONS, COMMUNICATIONS, COSTS, EVENTS)
