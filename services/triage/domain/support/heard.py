"""How somebody may be reached, heard by the adviser who speaks with her: never too late, not once a case is closed."""

from collections.abc import Sequence

import msgspec

from services.triage.domain.events import SafeContact
from services.triage.domain.refusals import NotYetTriaged
from services.triage.domain.state import Assessed
from services.triage.domain.support.file import SupportFile, ids, protected
from services.triage.domain.support.heard_commands import TellSafeWays
from services.triage.domain.support.heard_events import SafeWaysHeard
from services.triage.domain.support.refusals import NotDomesticAbuse, NotProtectedHere
from shared.kernel.messages import Fact


def tell_safe_ways(command: TellSafeWays, file: SupportFile) -> Sequence[Fact]:
    """Of whoever is at risk, and confirmed by being said: what she repeats counts for another thirty days."""
    standing = file.standing
    if not isinstance(standing, Assessed):
        raise NotYetTriaged
    if not file.abuse_seen:
        raise NotDomesticAbuse
    if command.person_id not in protected(standing):
        raise NotProtectedHere
    heard = msgspec.structs.replace(_ways_alone(command.safe_contact), confirmed_at=command.at)
    return (
        SafeWaysHeard(
            person_id=command.person_id,
            safe_contact=heard,
            instead_of=_ways_alone(command.instead_of),
            heard_by=command.by,
            **ids(standing),
        ),
    )


def _ways_alone(contact: SafeContact) -> SafeContact:
    return msgspec.structs.replace(contact, codeword=None, must_not_receive=())
