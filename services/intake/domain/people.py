"""Who is who in one referral: entries about one person become one person, and the victim is found."""

from collections.abc import Iterable, Sequence
from typing import Any

from services.intake.domain.commands import SubmitReferral
from services.intake.domain.events import Involved, SafeContact
from services.intake.domain.given import GivenPerson, GivenReferral, GivenReporter, GivenSafeContact
from services.intake.domain.under_keys import kept, safe_contact
from shared.kernel.personal import Contact, Identity, Place

Said = GivenReporter | GivenPerson

_ROLES = ("reporter", "victim", "perpetrator", "child", "witness", "other")
_NOBODY = GivenReporter()


def involved(given: GivenReferral, reporter_id: str, person_ids: Sequence[str]) -> tuple[Involved, ...]:
    """Each person of the referral once, in all her roles; the reporter first, where anything is known of her."""
    roles: dict[str, set[str]] = {}
    said: dict[str, list[Said]] = {}
    reporter = given.reporter or _NOBODY
    if _is_somebody(reporter) or reporter_id in person_ids:
        roles[reporter_id] = {"reporter", "victim"} if reporter.is_victim else {"reporter"}
        said[reporter_id] = [reporter]
    for person_id, person in zip(person_ids, given.people or (), strict=True):
        roles.setdefault(person_id, set()).update(person.roles)
        said.setdefault(person_id, []).append(person)
    return tuple(_person(person_id, roles[person_id], said[person_id]) for person_id in said)


def victim_of(people: Sequence[Involved]) -> str | None:
    """The victim's id: the reporter's where it happens to her, else that of the first one named as victim."""
    victims = [person for person in people if "victim" in person.roles]
    of_reporter = [person for person in victims if "reporter" in person.roles]
    return next((person.person_id for person in of_reporter + victims), None)


def _is_somebody(reporter: GivenReporter) -> bool:
    details = (reporter.full_name, reporter.phone, reporter.email, reporter.date_of_birth, reporter.address)
    return bool(reporter.is_victim) or any(detail is not None for detail in details)


def _person(person_id: str, roles: set[str], said: Sequence[Said]) -> Involved:
    details = said[0] if len(said) == 1 else _together(said)
    born = details.date_of_birth
    return Involved(
        person_id=person_id,
        roles=tuple(role for role in _ROLES if role in roles),
        full_name=kept(person_id, Identity, details.full_name),
        date_of_birth=kept(person_id, Identity, None if born is None else born.isoformat()),
        phone=kept(person_id, Contact, details.phone),
        email=kept(person_id, Contact, details.email),
        address=kept(person_id, Place, details.address),
        safe_contact=_own_safe_contact(person_id, roles, said),
    )


def _together(said: Sequence[Said]) -> GivenReporter:
    """Of each detail what was said first."""
    found: dict[str, Any] = {}
    for member in ("full_name", "date_of_birth", "phone", "email", "address"):
        found[member] = next((value for each in said if (value := getattr(each, member)) is not None), None)
    return GivenReporter.model_construct(**found)


def _own_safe_contact(person_id: str, roles: set[str], said: Sequence[Said]) -> SafeContact | None:
    contact = None if "reporter" in roles else _said_contact(said)
    return None if contact is None else safe_contact(contact, person_id)


def _said_contact(said: Iterable[Said]) -> GivenSafeContact | None:
    return next((e.safe_contact for e in said if isinstance(e, GivenPerson) and e.safe_contact is not None), None)


def reporters_contact(command: SubmitReferral) -> SafeContact:
    """How the reporter may be reached: as said for the referral, else as said for her among the people."""
    named = zip(command.person_ids, command.given.people or (), strict=True)
    contact = command.given.safe_contact or _said_contact(
        person for person_id, person in named if person_id == command.reporter_id
    )
    return safe_contact(contact, command.reporter_id)
