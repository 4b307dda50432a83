"""The roles somebody can act in, and who a caller turned out to be."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What an account is for; one account has one role, so that a log entry says in which capacity somebody acted."""

    CONTACT_CENTRE = "contact_centre"
    TRIAGE_OFFICER = "triage_officer"
    CASE_OFFICER = "case_officer"
    SERVICE_MANAGER = "service_manager"
    RULE_APPROVER = "rule_approver"
    PANEL_COORDINATOR = "panel_coordinator"
    PANEL_CHAIR = "panel_chair"
    AGENCY_MEMBER = "agency_member"
    COMMUNITY_MEMBER = "community_member"
    OBSERVER = "observer"
    IDVA = "idva"
    PERPETRATOR_WORKER = "perpetrator_worker"
    INFORMATION_GOVERNANCE = "information_governance"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    PARTNER = "partner"


ROLE_WORDS: dict[Role, str] = {
    Role.IDVA: "IDVA",
    **{role: role.value.replace("_", " ").capitalize() for role in Role if role is not Role.IDVA},
}
"""What a role is called on a page."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who has proved who they are.

    `account_id` is opaque and is what logs and facts carry; `name` is for the screen alone and never shows in a log,
    not even when the whole object is printed. `agency` is a code such as "housing", or None for the council's own.
    """

    account_id: str
    role: Role
    agency: str | None
    name: str = field(repr=False)
