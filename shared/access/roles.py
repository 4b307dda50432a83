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


class Referrer(StrEnum):
    """What kind of organisation refers with a partner's key."""

    POLICE = "police"
    LANDLORD = "landlord"
    SCHOOL = "school"
    YOUTH_OFFENDING = "youth_offending"
    EARLY_HELP = "early_help"
    HEALTH = "health"
    GENERAL_PRACTICE = "general_practice"
    SOCIAL_PRESCRIBING = "social_prescribing"
    EMERGENCY_DEPARTMENT = "emergency_department"
    COUNCILLOR = "councillor"
    BUSINESS = "business"
    SAFE_SPACE = "safe_space"


@dataclass(frozen=True, slots=True)
class Terms:
    """What comes with a partner's key: who refers with it, if that was said, and how many requests it may make.

    Unless others were agreed, ten a second for a minute and ten thousand a day (UTC): an evening's batch of a large
    landlord passes, a program gone wild does not.
    """

    referrer: Referrer | None = None
    per_minute: int = 600
    per_day: int = 10_000


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who has proved who they are.

    `account_id` is opaque and is what logs and facts carry; `name` is for the screen alone and never shows in a log,
    not even when the whole object is printed. `agency` is a code such as "housing", or None for the council's own.
    `terms` are a partner's, and nobody else's.
    """

    account_id: str
    role: Role
    agency: str | None
    name: str = field(repr=False)
    terms: Terms | None = None
