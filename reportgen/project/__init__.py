"""report.yaml -> Project: what a report is made of, checked as a whole, with every mistake at its line and column."""

from reportgen.project.amounts import Amount, LinearPath, Tolerance
from reportgen.project.collecting import Collecting
from reportgen.project.control import DocumentControl, Meeting, Person, Revision
from reportgen.project.escalation import EscalationSpec
from reportgen.project.model import Document, Entities, KpiSpec, Project, Unit
from reportgen.project.plausibility import Plausibility, TotalSpec
from reportgen.project.read import PROJECT_FILE, read_project, salvage_project
from reportgen.project.schema import project_schema
from reportgen.project.story import EventSpec, Journey, Stage

__all__ = [
    "PROJECT_FILE",
    "Amount",
    "Collecting",
    "Document",
    "DocumentControl",
    "Entities",
    "EscalationSpec",
    "EventSpec",
    "Journey",
    "KpiSpec",
    "LinearPath",
    "Meeting",
    "Person",
    "Plausibility",
    "Project",
    "Revision",
    "Stage",
    "Tolerance",
    "TotalSpec",
    "Unit",
    "project_schema",
    "read_project",
    "salvage_project",
]
