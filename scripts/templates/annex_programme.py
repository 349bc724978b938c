"""The sheets of an annex about a programme: stakeholders, complaints, logs and plan.

Tables below each other share their columns, so each picks its own in an order that puts long texts under long texts
and numbers under numbers.
"""

from __future__ import annotations

from typing import Final

from scripts.templates.annex_sheets import A3, DATA_TO, Looped, Pile, Section

STAKEHOLDERS: Final = Pile(
    "Stakeholders",
    "stakeholders",
    f"{DATA_TO} Power and interest from 0 to 10; the gap counts levels of engagement.",
    "Place, engagement and next action of every stakeholder",
    (8, 30, 24, 22, 20, 13, 13, 18, 16, 16, 13, 18, 44, 14, 14),
    (
        Section("stakeholders"),
        Section("engagement_matrix", column=2),
        Section(
            "next_talks", 'next_talks.pick("stakeholder", "why", "next_action", "owner", "due", "last_contact")', 2
        ),
        Section("stakeholder_moves", column=2),
        Section("salience", column=2),
        Section("adkar", column=2),
        Section("contacts", column=2),
    ),
    paper=A3,
)
COMPLAINTS: Final = Pile(
    "Complaints",
    "complaints",
    f"{DATA_TO} Free texts stay in the register, because they may name persons.",
    "What came in and went out, why and how old, and every case",
    (30, 14, 14, 14, 14, 16, 30, 20, 16),
    tuple(
        Section(name)
        for name in ("case_facts", "case_flow", "case_roll_forward", "case_age", "case_causes", "case_list")
    ),
)
FEEDBACK: Final = Pile(
    "Voice of the users",
    "voice of the users",
    f"{DATA_TO} Scores of the survey with definition, margin and number of answers; comments stay in the survey.",
    "Satisfaction, recommendation and ease, and what the answers are about",
    (44, 14, 14, 14, 14, 14),
    (Section("feedback"), Section("feedback_themes")),
)
LOGS: Final = Pile(
    "Logs",
    "logs",
    f"{DATA_TO} Scales run from 1 to 5; the level of a risk is likelihood times impact.",
    "Risks, issues, decisions and changes",
    (12, 44, 40, 28, 28, 15, 15, 15, 16, 16, 16, 14, 14),
    (
        Section(
            "decisions_asked",
            'decisions_asked.pick("id", "title", "effect", "if_not", "options", "recommendation", "due", '
            '"identified_by", "owner")',
        ),
        Section(
            "risks",
            'risks.pick("id", "title", "action", "category", "state", "likelihood", "impact", "level", "status", '
            '"strategy", "owner", "due", "identified")',
        ),
        Section(
            "issues",
            'issues.pick("id", "title", "action", "category", "state", "urgency", "size", "severity", "status", '
            '"owner", "due")',
        ),
        Section(
            "project_changes",
            'project_changes.pick("id", "title", "decision", "category", "state", "size", "priority", '
            '"requested_by", "due")',
        ),
        Section(
            "decisions",
            'decisions.pick("id", "title", "communicated_to", "owner", "date", "applied")',
        ),
    ),
    paper=A3,
)
DECISIONS: Final = Pile(
    "For decision",
    "for decision",
    f"{DATA_TO} What meets a declared condition: raised, still open or cleared against the last period.",
    "What is put before the committee, and why",
    (26, 34, 60, 44, 20, 16),
    (Section("escalations"),),
)
CHANGES: Final = Pile(
    "What changed",
    "what changed",
    f"{DATA_TO} Every indicator then and now, and what is different from the last report.",
    "What changed since the last report, and what is restated",
    (34, 18, 32, 32, 16, 16, 52, 12, 12, 16, 34, 16, 34, 26, 12),
    (
        Section(
            "changes",
            'changes.pick("indicator", "previous", "actual", "change", "target_before", "target", "moved_by", "rates", '
            '"weights", "status_before", "rule_before", "status", "rule", "restated", "change_percent")',
        ),
        Section("restated"),
        Section("targets_changed"),
        Section("definitions_changed"),
        Section("entities_lost"),
        Section("entities_new"),
    ),
    paper=A3,
)
PLAN: Final = Pile(
    "Plan",
    "plan",
    f"{DATA_TO} Days behind and late are counted in calendar days.",
    "Milestones, actions, events and communications",
    (14, 44, 36, 18, 16, 14, 14, 14, 14, 12, 14, 16, 28),
    (
        Section(
            "milestones",
            'milestones.pick("date", "title", "comment", "owner", "status", "baseline", "forecast", "actual", '
            '"variance", "id")',
        ),
        Section("actions", 'actions.pick("due", "title", "remark", "owner", "status", "source", "id", "late")'),
        Section("events", 'events.pick("date", "event", "comment", "indicator", "group")'),
        Section(
            "communications",
            'communications.pick("date", "item", "audience", "owner", "state", "channel", "delivered", "reach", '
            '"opens", "clicks", "open_rate", "click_rate", "result")',
        ),
    ),
    paper=A3,
)
_MOVED: Final = "k.contribution(groups[0])"
CONTRIBUTION: Final = Looped(
    "Contribution",
    "contribution",
    f"{DATA_TO} What each group brought to the change of an indicator; the parts add up to the change of the total.",
    "What each group brought to the change of an indicator",
    (30, 16, 16, 16, 16, 16),
    f"k in kpis if groups and groups[0] in k.tables and {_MOVED}",
    _MOVED,
    "groups and groups[0] in lead.tables and lead.contribution(groups[0])",
)
JOURNEYS: Final = Looped(
    "Journey",
    "journey",
    f"{DATA_TO} Who is left from stage to stage; each stage counts some of those of the stage before.",
    "Who is left from stage to stage",
    (30, 16, 16, 16, 16, 16),
    "journey in journeys",
    "journey",
    "journeys",
)
LOOPED: Final = (CONTRIBUTION, JOURNEYS)
PILES: Final = (CHANGES, DECISIONS, STAKEHOLDERS, FEEDBACK, COMPLAINTS, LOGS, PLAN)
