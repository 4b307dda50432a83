"""A hand-over made ready: opened for the moment in which the gate looks at it, with no more than may go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from services.notifications.application.correspondence import Correspondence
from services.notifications.application.ports import ContactDirectory
from services.notifications.domain.contacts import Contacts, Known
from services.notifications.domain.destination_gate import AskedForDestination
from services.notifications.domain.events import NoticeRequested
from services.notifications.domain.gate import Outbox, confirmed_lately
from services.notifications.domain.recipient import Recipient
from services.notifications.domain.values.handover import Handover
from shared.kernel.identifiers import parse_reference

_LONDON = ZoneInfo("Europe/London")
_UNNAMED = "Whoever told us is not named. Please do not try to find out who it was."
_NOT_BY_US = "Please do not ring or write to them; ask us."


@dataclass(frozen=True, slots=True)
class Ready:
    """What the gate is asked, and what would stand in the message."""

    asked: AskedForDestination
    values: Mapping[str, str] = field(repr=False)


def make_ready(
    request: NoticeRequested,
    handover: Handover,
    directory: ContactDirectory,
    names: Correspondence,
    outbox: Outbox,
    written: bool,
    now: datetime,
) -> Ready:
    """Everything is read from the log at this moment: what was safe when it was asked for may be so no longer."""
    known = directory.known(request.referral_id or "")
    about = directory.whoever(known)
    words, code = directory.words(handover.words), directory.contact(handover.code)
    mailbox = directory.contact(handover.mailbox)
    asked = AskedForDestination(
        requested_at=request.requested_at,
        origin=_origin(request, known),
        outbox=outbox,
        written=written,
        sensitive=bool(known.sensitive_because) and handover.lawful_basis is None,
        today=now.astimezone(_LONDON).date(),
        destination=handover.destination,
        mailbox=mailbox or "",
        mailbox_due_on=handover.mailbox_due_on,
        opened=words is not None and code is not None,
        about=about,
        news_untaken=directory.news_untaken(request.referral_id or "", about),
    )
    due = handover.receipt_due_at.astimezone(_LONDON)
    values = {
        "reference": parse_reference(request.reference or "") or "",
        "council": names.council,
        "telephone": names.telephone,
        "destination": handover.destination,
        "details": words or "",
        "who": _who(handover, about, now),
        "receipt_by": f"{due:%A} {due.day} {due:%B %Y}",
        "code": code or "",
    }
    return Ready(asked, values)


def _origin(request: NoticeRequested, known: Known) -> str:
    """A rehearsal stays one, whichever of the two is."""
    theirs = known.origin if isinstance(known, Contacts) else request.origin
    return theirs if request.origin == "live" else request.origin


def _who(handover: Handover, about: Recipient | None, now: datetime) -> str:
    """The name where that may go; a number only where she has lately said that it is safe to ring."""
    if about is None or "name" not in handover.carries or not about.name:
        return _UNNAMED
    phone = about.by("phone")
    safe = phone.safe == "yes" and phone.address and confirmed_lately(about, now)
    if "telephone" not in handover.carries or not safe:
        return f"Told us: {about.name}. {_NOT_BY_US}"
    times = f", {'; '.join(phone.times)}" if phone.times else ""
    message = "" if phone.voicemail == "yes" else " Leave no message."
    return f"Told us: {about.name}. It is safe to ring {phone.address}{times}.{message}"
