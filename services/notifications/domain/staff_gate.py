"""Whether a notice may go to colleagues: it names nobody, so only its origin and an address are looked at."""

from dataclasses import dataclass, field
from datetime import datetime

from services.notifications.domain.gate import Allowed, Outbox, Verdict, Withheld
from services.notifications.domain.sameness import usable


@dataclass(frozen=True, slots=True)
class AskedForStaff:
    """One message to one team; `address` is None where none is set."""

    requested_at: datetime
    origin: str
    outbox: Outbox
    written: bool
    address: str | None = field(repr=False)


def may_send_to_staff(asked: AskedForStaff) -> Verdict:
    """Whether this message may go to this team; at any hour, since somebody may be waiting for help."""
    address = usable("email", asked.address or "")
    objections = [
        code
        for code, objects in (
            ("imported", asked.origin not in ("live", "rehearsal")),
            ("rehearsal_stays_inside", asked.origin == "rehearsal" and asked.outbox.real),
            ("no_wording", not asked.written),
            ("no_staff_address", address is None or "email" not in asked.outbox.carries),
        )
        if objects
    ]
    if objections or address is None:
        return Withheld(tuple(objections))
    return Allowed("email", address, ("to_staff",))
