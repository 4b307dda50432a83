"""What an adviser may say of how somebody is reached."""

from pydantic import Field

from services.triage.domain.events import SafeContact
from services.triage.domain.support.commands import OnSupport


class TellSafeWays(OnSupport):
    """Say how somebody at risk may be reached now, instead of what was shown."""

    person_id: str
    safe_contact: SafeContact = Field(repr=False)
    instead_of: SafeContact = Field(repr=False)
