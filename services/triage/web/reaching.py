"""Who is in a referral and how each may be reached safely, opened for a page whose reading has been recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.triage.domain.events import Person, SafeContact
from shared.kernel.personal import Contact, Identity, Opener

_AT_RISK = ("victim", "child")
_PERPETRATOR = "perpetrator"
_SAFE = "yes"
# What was safe then may not be safe now: the bound that intake asks by and the gate of messages holds to.
CONFIRMED_FOR = timedelta(days=30)
_NAMES = {"phone": "Telephone", "sms": "Text message", "email": "E-mail", "post": "Post", "in_person": "In person"}


@dataclass(frozen=True, slots=True)
class Reached:
    """One person. `safe` are the ways said to be safe, each in one line; `shown` is False for whoever does the harm.

    `lately` is whether they were confirmed lately: else none of them counts as safe until it is asked again.
    """

    person_id: str
    name: str | None
    roles: tuple[str, ...]
    at_risk: bool
    shown: bool
    safe: tuple[str, ...]
    not_safe: tuple[str, ...]
    lately: bool
    confirmed_at: str | None
    codeword: str | None
    must_not_know: tuple[str, ...]


def reached(
    people: Sequence[Person], contacts: Mapping[str, SafeContact], opener: Opener, now: datetime
) -> list[Reached]:
    """Everybody, those at risk first."""
    found = [_reached(person, contacts.get(person.person_id) or SafeContact(), opener, now) for person in people]
    return sorted(found, key=lambda each: not each.at_risk)


def _reached(person: Person, contact: SafeContact, opener: Opener, now: datetime) -> Reached:
    at_risk = any(role in _AT_RISK for role in person.roles)
    names = tuple(opener.open(name, Identity) for name in contact.must_not_receive)
    return Reached(
        person_id=person.person_id,
        name=opener.open(person.full_name, Identity),
        roles=person.roles,
        at_risk=at_risk,
        shown=at_risk or _PERPETRATOR not in person.roles,
        safe=tuple(_line(way, person, contact, opener) for way in _NAMES if _is_safe(contact, way)),
        not_safe=tuple(_NAMES[way] for way in _NAMES if getattr(contact, way).safe == "no"),
        lately=_confirmed_lately(contact, now),
        confirmed_at=contact.confirmed_at.isoformat() if contact.confirmed_at else None,
        codeword=opener.open(contact.codeword, Contact),
        must_not_know=tuple(name for name in names if name is not None),
    )


def _confirmed_lately(contact: SafeContact, now: datetime) -> bool:
    return contact.confirmed_at is not None and now - contact.confirmed_at <= CONFIRMED_FOR


def _is_safe(contact: SafeContact, way: str) -> bool:
    return bool(getattr(contact, way).safe == _SAFE)


def _line(way: str, person: Person, contact: SafeContact, opener: Opener) -> str:
    """A safe way with its address, its times and whether a message may be left; an address is shown nowhere else."""
    said = getattr(contact, way)
    sealed = {"phone": person.phone, "sms": person.phone, "email": person.email}.get(way)
    parts = [" ".join(filter(None, (_NAMES[way], opener.open(sealed, Contact))))]
    parts += ["; ".join(said.times)] if said.times else []
    if way == "phone":
        parts.append("a message may be left" if said.voicemail == _SAFE else "leave no message")
    return ", ".join(parts)
