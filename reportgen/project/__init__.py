"""report.yaml -> Project: what a report is made of, checked as a whole, with every mistake at its line and column."""

from reportgen.project.amounts import Amount, Tolerance
from reportgen.project.collecting import Collecting
from reportgen.project.control import DocumentControl, Meeting, Person, Revision
from reportgen.project.escalation import EscalationSpec
from reportgen.project.goals import Between, ByDate, CurveSpec, Grace, OverallSpec, Sides, StepsSpec
from reportgen.project.model import Document, Entities, KpiSpec, Project, Unit
from reportgen.project.plausibility import Plausibility, TotalSpec
from reportgen.project.read import PROJECT_FILE, read_project, salvage_project
from reportgen.project.schema import project_schema
from reportgen.project.story import EventSpec, Journey, Stage

__all__ = [
    "PROJECT_FILE",
    "Amount",
    "Between",
    "ByDate",
    "Collecting",
    "CurveSpec",
    "Document",
    "DocumentControl",
    "Entities",
    "EscalationSpec",
    "EventSpec",
    "Grace",
    "Journey",
    "KpiSpec",
    "Meeting",
    "OverallSpec",
    "Person",
    "Plausibility",
    "Project",
    "Revision",
    "Sides",
    "Stage",
    "StepsSpec",
    "Tolerance",
    "TotalSpec",
    "Unit",
    "project_schema",
    "read_project",
    "salvage_project",
]
