"""The PM² logs of the programme: risks, issues, decisions, changes. All invented."""

from __future__ import annotations

from datetime import date

from scripts.samples.sheets import Column, Sheet

_ID, _WIDE = Column("ID", 8), 44

RISKS = Sheet(
    "Risks",
    "tbl_risks",
    (
        _ID, Column("Category", 18), Column("Title", 34), Column("Description", _WIDE), Column("Status", 18),
        Column("Identified by", 14), Column("Identification date", 13, "date"), Column("Likelihood (L)", 11, "count"),
        Column("Impact (I)", 9, "count"), Column("Risk level", 9, "count"), Column("Risk owner", 14),
        Column("Escalation", 11), Column("Risk response strategy", 14), Column("Action details", _WIDE),
        Column("Target date", 12, "date"), Column("Closed", 12, "date"), Column("Traceability/Comments", _WIDE),
    ),
    (
        ("R-01", "IT", "Licences short at go-live", "Too few licences for the first departments.", "Closed",
         "K. Vasiliou", date(2025, 9, 15), 2, -3, -6, "K. Vasiliou", "No", "Avoid", "Buy 400 licences ahead",
         date(2025, 10, 31), date(2025, 11, 14), None),
        ("R-02", "Legal", "Objection of the staff committee to usage figures",
         "Figures by department could be read as figures by person.", "Closed", "H. Lind", date(2025, 10, 6), 3, -4,
         -12, "M. Keller", "No", "Reduce", "No department under ten persons is shown", date(2026, 1, 30),
         date(2026, 2, 20), "Avis du DPD du 18 février"),
        ("R-03", "People & organisation", "Complaints outgrow the helpdesk",
         "More come in than are closed since August; the standard of 30 days is missed.", "Approved", "P. Sousa",
         date(2026, 2, 12), 4, -3, -12, "P. Sousa", "No", "Reduce", "Clear overdue first", date(2026, 11, 27), None,
         "85 open, 25 overdue on 31 October"),
        ("R-05", "People & organisation", "Departments stay silent", "Two departments have sent no figures.",
         "Approved", "M. Keller", date(2026, 5, 7), 3, -3, -9, "M. Keller", "No", "Reduce", "Obtain data from both",
         date(2026, 11, 13), None, "Facilities, Field office Islands"),
        ("R-07", "People & organisation", "Field offices keep the old file shares",
         "Slow lines and no closing date: two systems stay in use.", "Approved", "I. Marten", date(2026, 4, 23), 4,
         -4, -16, "K. Vasiliou", "Yes", "Reduce", "D-14 and D-15", date(2026, 11, 12), None,
         "„Bez szybkiego łącza nie zrezygnujemy z dysków”, biuro Wschód"),
        ("R-09", "External", "Network supplier delivers late",
         "Lines to islands and to the Baltic office need permits.", "Assessing", "K. Vasiliou", date(2026, 9, 17), 2,
         -4, -8, "K. Vasiliou", "No", "Transfer/Share", "Contract with two suppliers", date(2026, 12, 11), None,
         "Чекаємо на пропозицію постачальника"),
        ("R-10", "Business", "Notifications tire users", "Too many messages make people mute whole spaces.",
         "Approved", "I. Marten", date(2026, 9, 22), 3, -2, -6, "I. Marten", "No", "Accept",
         "New default with the next release", date(2027, 2, 26), None, "I-25; trop de notifications"),
        ("R-11", "People & organisation", "Coaching capacity ends in December",
         "Two of four coaches leave when 42 sessions are still to be held.", "Approved", "I. Marten",
         date(2026, 9, 24), 4, -3, -12, "I. Marten", "No", "Reduce", "Extend two coaches", date(2026, 11, 27), None,
         None),
        ("R-12", "Business", "Member-state experts adopt early",
         "Guest access could bring external users before January.", "Proposed", "H. Lind", date(2026, 10, 14), 3, 2,
         6, "H. Lind", "No", "Accept", "Prepare guest spaces", date(2027, 1, 15), None, "Opportunity"),
    ),
)  # fmt: skip

ISSUES = Sheet(
    "Issues",
    "tbl_issues",
    (
        _ID, Column("Category", 18), Column("Title", 34), Column("Description", _WIDE), Column("Status", 12),
        Column("Identified by", 14), Column("Identification date", 13, "date"), Column("Action details", _WIDE),
        Column("Urgency", 9, "count"), Column("Impact", 9, "count"), Column("Size", 7, "count"),
        Column("Severity", 9, "count"), Column("Target date", 12, "date"), Column("Issue owner", 14),
        Column("Escalation", 11), Column("Closed", 12, "date"), Column("Traceability/Comments", _WIDE),
    ),
    (
        ("I-12", "IT", "Single sign-on fails on tablets", "Inspectors cannot sign in on the road.", "Closed",
         "K. Vasiliou", date(2026, 3, 9), "New sign-in profile", 4, 3, 2, 3, date(2026, 4, 17), "K. Vasiliou", "No",
         date(2026, 4, 14), None),
        ("I-18", "People & organisation", "Support works in two systems", "File shares and suite side by side.",
         "Resolved", "I. Marten", date(2026, 7, 8), "Coaching, then shares read-only", 4, 4, 3, 4, date(2026, 10, 5),
         "I. Marten", "No", date(2026, 10, 5), "51.9 % active in September, 66.9 % in October"),
        ("I-21", "IT", "Slow access in the field offices, 46 complaints",
         "Files open in minutes; the lines of the six offices are saturated from ten o'clock.", "Open", "P. Sousa",
         date(2026, 8, 20), "Order network lines after D-14", 5, 5, 4, 5, date(2026, 12, 11), "K. Vasiliou", "Yes",
         None, "Αργή πρόσβαση: 46 παράπονα τον Οκτώβριο"),
        ("I-24", "IT", "Links lost in the move, 19 complaints",
         "The libraries of Policy moved in August; links in manuals point to the old place.", "Open", "H. Lind",
         date(2026, 8, 11), "Repair by script, then by hand", 3, 3, 2, 3, date(2026, 10, 23), "H. Lind", "No", None,
         "Les liens du manuel qualité restent à corriger"),
        ("I-25", "People & organisation", "Default notifications too many", "Forty messages a day in large spaces.",
         "Postponed", "I. Marten", date(2026, 9, 22), "New default with the next release", 2, 2, 1, 2,
         date(2027, 2, 26), "I. Marten", "No", None, None),
    ),
)  # fmt: skip

DECISIONS = Sheet(
    "Decisions",
    "tbl_decisions",
    (
        _ID, Column("Category", 18), Column("Title", _WIDE), Column("Description", _WIDE), Column("Status", 12),
        Column("Proposed by", 14), Column("People present", 24), Column("Options", _WIDE), Column("Recommendation", 24),
        Column("Effect", 36), Column("If not", 36), Column("Decision owner", 14), Column("Decide by", 12, "date"),
        Column("Decision date", 12, "date"), Column("Escalation", 11), Column("Date of application", 12, "date"),
        Column("Decision communicated to", 24), Column("Comments", 30),
    ),
    (
        ("D-10", "Business", "Field offices join the programme in April 2026",
         "Six offices, 840 licences for five of them.", "Taken", "M. Keller", "Steering committee", None, None,
         "25 departments instead of 19", None, "M. Keller", date(2026, 3, 12), date(2026, 3, 12), "No",
         date(2026, 4, 1), "Heads of field offices", None),
        ("D-11", "People & organisation", "Coach Support in September", "Twelve sessions by department.", "Taken",
         "I. Marten", "Steering committee", None, None, "Fewer tools side by side", None, "I. Marten",
         date(2026, 7, 9), date(2026, 7, 9), "No", date(2026, 9, 1), "Head of Support", None),
        ("D-12", "IT", "Make the file shares of Support read-only on 5 October 2026", "After coaching.", "Taken",
         "K. Vasiliou", "Steering committee", None, None, "One place for documents", None, "K. Vasiliou",
         date(2026, 9, 10), date(2026, 9, 10), "No", date(2026, 10, 5), "Support", "Décision prise à l’unanimité"),
        ("D-13", "Business", "Contingency kept at €240 000", "No release before the network study.", "Taken",
         "M. Keller", "Steering committee", None, None, None, None, "M. Keller", date(2026, 10, 8), date(2026, 10, 8),
         "No", date(2026, 10, 8), "Finance", None),
        ("D-14", "IT", "Release €180 000 from the contingency for network lines to the six field offices.",
         "The study of October shows saturated lines in all six offices.", "Requested", "K. Vasiliou", None,
         "1: six lines now; 2: three lines, then three in 2027; 3: none", "Option 1",
         "Addresses the cause of 39 % of complaints", "Forecast stays at 73.2 % for March 2027", "K. Vasiliou",
         date(2026, 11, 12), None, "No", None, None, None),
        ("D-15", "People & organisation",
         "Make the field offices’ file shares read-only on 29 January 2027, after coaching.",
         "Same step as in Support.", "Requested", "M. Keller", None, "1: 29 January 2027; 2: 30 June 2027",
         "Option 1", "Support gained 15.0 points after the same step",
         "Two systems stay in parallel, with double support", "P. Sousa", date(2026, 11, 12), None, "No", None, None,
         None),
    ),
)  # fmt: skip

CHANGES = Sheet(
    "Changes",
    "tbl_changes",
    (
        _ID, Column("Category", 16), Column("Title", 34), Column("Description", _WIDE), Column("Status", 18),
        Column("Requested by", 14), Column("Date identified", 12, "date"), Column("Action details", 34),
        Column("Size", 7, "count"), Column("Priority", 9, "count"), Column("Target delivery date", 12, "date"),
        Column("Escalation", 11), Column("Decision", 24), Column("Decided by", 16), Column("Decision date", 12, "date"),
        Column("Actual delivery date", 12, "date"), Column("Traceability and Comments", 34),
    ),
    (
        ("C-07", "Schedule", "Move of the Policy libraries in August", "One month earlier than planned.",
         "Implemented", "H. Lind", date(2026, 6, 11), "Move in two weekends", 3, 3, date(2026, 8, 31), "No", "Agreed",
         "M. Keller", date(2026, 7, 9), date(2026, 8, 8), "I-24"),
        ("C-08", "Communication", "Monthly letter in five languages", "EN, FR, PL, UK and EL.", "Implemented",
         "I. Marten", date(2026, 7, 2), "Translation takes two days", 1, 2, date(2026, 9, 30), "No", "Agreed",
         "M. Keller", date(2026, 7, 9), date(2026, 9, 4), "Щомісячний лист п’ятьма мовами"),
        ("C-09", "Scope", "Baltic office added to field coaching", "Six sessions more.", "Approved", "P. Sousa",
         date(2026, 9, 28), "Six sessions in December", 2, 3, date(2026, 12, 18), "No", "Agreed", "M. Keller",
         date(2026, 10, 8), None, "Dodatkowe sześć sesji dla biura bałtyckiego"),
        ("C-10", "Communication", "Second user survey in January", "A longer survey beside the monthly one.",
         "Assessing", "I. Marten", date(2026, 10, 19), "Draft the questions", 2, 2, date(2027, 1, 29), "No", None,
         None, None, None, None),
    ),
)  # fmt: skip

LOGS = (RISKS, ISSUES, DECISIONS, CHANGES)
