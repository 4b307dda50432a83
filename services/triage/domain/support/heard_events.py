"""The fact that an adviser heard how somebody may be reached now."""

from services.triage.domain.events import SafeContact
from services.triage.domain.support.events import SupportWorked
from shared.kernel.messages import FactType


class SafeWaysHeard(SupportWorked, frozen=True, kw_only=True):
    """How somebody at risk may be reached, as she told her adviser; `instead_of` is what the adviser was shown.

    Intake keeps how people may be reached: where something else stands there by then, this opens no way. Neither holds
    a codeword or a name: those stay as they were said.
    """

    person_id: str
    safe_contact: SafeContact
    instead_of: SafeContact
    heard_by: str


HEARD_FACTS: tuple[FactType, ...] = (
    FactType("triage.safe_ways_heard", 1, SafeWaysHeard, "An adviser heard how somebody may be reached safely now."),
)
