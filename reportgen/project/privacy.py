"""How the documents name stakeholders."""

from __future__ import annotations

from enum import StrEnum


class Naming(StrEnum):
    """names: as in the register; initials: A. K.; roles: what they are; codes: S-7."""

    NAMES = "names"
    INITIALS = "initials"
    ROLES = "roles"
    CODES = "codes"
