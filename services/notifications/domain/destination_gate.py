"""Whether details may go to whoever takes a matter over, decided when they are about to go; whatever is unclear, no."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.notifications.domain.gate import CONTACTS_ARRIVE_WITHIN, Allowed, NotYet, Outbox, Verdict, Withheld
from services.notifications.domain.recipient import Recipient
from services.notifications.domain.sameness import may_be_one_person, usable

_LOOK_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class AskedForDestination:
    """One hand-over, with all that the gate looks at.

    `about` is whoever contacted us, or nobody in particular where that is not known, with all who must not learn of it;
    None while the referral has not arrived. `sensitive` is that nobody may be told by message, not even lawfully;
    `opened` says that everything that is to go could be read.
    """

    requested_at: datetime
    origin: str
    outbox: Outbox
    written: bool
    sensitive: bool
    today: date
    destination: str
    mailbox: str = field(repr=False)
    mailbox_due_on: date
    opened: bool
    about: Recipient | None
    news_untaken: bool


Check = Callable[[AskedForDestination, Recipient], str | None]


def _imported(asked: AskedForDestination, about: Recipient) -> str | None:
    return "imported" if asked.origin not in ("live", "rehearsal") else None


def _rehearsal(asked: AskedForDestination, about: Recipient) -> str | None:
    return "rehearsal_stays_inside" if asked.origin == "rehearsal" and asked.outbox.real else None


def _no_wording(asked: AskedForDestination, about: Recipient) -> str | None:
    return None if asked.written else "no_wording"


def _sensitive(asked: AskedForDestination, about: Recipient) -> str | None:
    """A mailbox is read by many; what may kill is told to one person, by another, but to those who protect children and
    adults at risk on a lawful basis that was recorded."""
    return "sensitive_handover" if asked.sensitive else None


def _untaken(asked: AskedForDestination, about: Recipient) -> str | None:
    return "news_not_taken" if asked.news_untaken else None


def _forgotten(asked: AskedForDestination, about: Recipient) -> str | None:
    return "person_forgotten" if about.forgotten or not asked.opened else None


def _unreadable(asked: AskedForDestination, about: Recipient) -> str | None:
    return "details_unreadable" if about.unreadable else None


def _told_by_whoever_does_it(asked: AskedForDestination, about: Recipient) -> str | None:
    """Counter-accusations are looked at by a person before they go anywhere."""
    return "told_by_perpetrator" if "perpetrator" in about.roles else None


def _mailbox(asked: AskedForDestination, about: Recipient) -> str | None:
    held = usable("email", asked.mailbox) is not None and asked.today <= asked.mailbox_due_on
    return None if held and "email" in asked.outbox.carries else "no_assured_mailbox"


def _reaches_whoever_does_it(asked: AskedForDestination, about: Recipient) -> str | None:
    return "mailbox_shared_with_perpetrator" if about.shares_mailbox(asked.mailbox) else None


def _not_comparable(asked: AskedForDestination, about: Recipient) -> str | None:
    return "mailbox_not_comparable" if "email" in about.not_comparable else None


def _is_whoever_does_it(asked: AskedForDestination, about: Recipient) -> str | None:
    """A landlord may be the very person who does it, or one who must not learn of it."""
    names = (*about.perpetrators_names, *about.must_not_receive)
    one = any(may_be_one_person(asked.destination, name) for name in names)
    return "destination_may_be_perpetrator" if one else None


CHECKS: tuple[Check, ...] = (
    _imported,
    _rehearsal,
    _no_wording,
    _sensitive,
    _untaken,
    _forgotten,
    _unreadable,
    _told_by_whoever_does_it,
    _mailbox,
    _reaches_whoever_does_it,
    _not_comparable,
    _is_whoever_does_it,
)


def may_hand_over(asked: AskedForDestination, now: datetime, checks: tuple[Check, ...] = CHECKS) -> Verdict:
    """Whether it may go to this mailbox at this moment; at any hour, since nobody at home reads it."""
    if asked.about is None:
        waiting = now < asked.requested_at + CONTACTS_ARRIVE_WITHIN
        return NotYet(now + _LOOK_AGAIN, ("contacts_not_known",)) if waiting else Withheld(("contacts_not_known",))
    objections = [code for check in checks if (code := check(asked, asked.about))]
    address = usable("email", asked.mailbox)
    if objections or address is None:
        return Withheld(tuple(objections or ["no_assured_mailbox"]))
    return Allowed("email", address, ("to_destination",))
