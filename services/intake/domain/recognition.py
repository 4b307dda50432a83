"""Who may be who: the signs by which somebody is known again, and the entries of a referral that are one person.

A match joins records, so it takes a name and something besides. Whoever is named as doing harm is looked for among
such people only: a record of a victim and one of a perpetrator are never joined because a father and a son share a
name and a telephone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from services.intake.domain.given import GivenPerson, GivenReferral, GivenReporter
from services.intake.domain.values import email_address, name_words, phone_digits

Recognise = Callable[[Sequence[Sequence[str]]], Sequence[str]]
"""For each list of signs the id of whoever any of them belongs to, or of somebody new, as where there are none."""

_NOBODY = GivenReporter()
_NO_VICTIM = "said not to be a victim"
_DOES_HARM = "does harm|"


@dataclass(frozen=True, slots=True)
class Sought:
    """The signs of everybody in a referral, the reporter's first; `same` is where the reporter stands a second time."""

    signs: Sequence[Sequence[str]]
    same: int | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is who in a referral: the reporter's id and, in their order, those of the people."""

    reporter_id: str
    person_ids: tuple[str, ...]


def identity_keys(full_name: str | None, date_of_birth: date | None, phone: str | None, email: str | None) -> list[str]:
    """The signs of one person in their normal forms, best first: name and birth, name and number, name and address.

    None for somebody without a name. One word alone with a day of birth is no sign: too many share it.
    """
    words = name_words(full_name)
    if not words:
        return []
    name = " ".join(words)
    keys = []
    if date_of_birth is not None and len(words) > 1:
        keys.append(f"name+dob|{name}|{date_of_birth.isoformat()}")
    if digits := phone_digits(phone):
        keys.append(f"name+phone|{name}|{digits}")
    if address := email_address(email):
        keys.append(f"name+email|{name}|{address}")
    return keys


def choose_people(given: GivenReferral, recognise: Recognise) -> Chosen:
    """An id for everybody in a referral, known ones recognised and the others new."""
    sought = people_sought(given)
    return people_found(given, sought, recognise(sought.signs), recognise)


def people_sought(given: GivenReferral) -> Sought:
    """Whom to look for, so that whoever asks for many referrals at once can look once.

    A reporter to whom it happens and the one victim named are one person unless name or birth says otherwise.
    """
    reporter, people = given.reporter or _NOBODY, given.people or ()
    same = _the_reporter_again(reporter, people)
    signs = [_signs(person) for person in people]
    of_reporter = _signs(reporter) + (signs[same] if same is not None else [])
    return Sought([of_reporter, *(each for place, each in enumerate(signs) if place != same)], same)


def people_found(given: GivenReferral, sought: Sought, ids: Sequence[str], recognise: Recognise) -> Chosen:
    """Everybody's id, from those found for whom was sought; who cannot be the person found is somebody new."""
    reporter, people, same = given.reporter or _NOBODY, given.people or (), sought.same
    reporter_id, *found = ids
    if same is not None:
        found.insert(same, reporter_id)
    parts = {reporter_id: _part_of_reporter(reporter)}
    for place, person in enumerate(people):
        if place != same and _cannot_be_one(set(person.roles), parts.get(found[place], set())):
            (found[place],) = recognise([()])
        parts.setdefault(found[place], set()).update(person.roles)
    return Chosen(reporter_id, tuple(found))


def signs_recorded(
    roles: Sequence[str], full_name: str | None, date_of_birth: date | None, phone: str | None, email: str | None
) -> list[str]:
    """The signs of somebody as a referral holds her, whose entries are one by then: all she was looked for by."""
    keys = identity_keys(full_name, date_of_birth, phone, email)
    harmful = [f"{_DOES_HARM}{key}" for key in keys] if "perpetrator" in roles and "victim" not in roles else []
    return harmful if harmful and "reporter" not in roles else [*keys, *harmful]


def _signs(said: GivenReporter | GivenPerson) -> list[str]:
    if isinstance(said, GivenReporter):
        return identity_keys(said.full_name, said.date_of_birth, said.phone, said.email)
    keys = identity_keys(said.full_name, said.date_of_birth, said.phone, said.email)
    does_harm = "perpetrator" in said.roles and "victim" not in said.roles
    return [f"{_DOES_HARM}{key}" for key in keys] if does_harm else keys


def _the_reporter_again(reporter: GivenReporter, people: Sequence[GivenPerson]) -> int | None:
    """Where the reporter stands a second time, as the one victim named."""
    victims = [place for place, person in enumerate(people) if "victim" in person.roles]
    if not reporter.is_victim or len(victims) != 1:
        return None
    named = people[victims[0]]
    names = {name_words(reporter.full_name), name_words(named.full_name)} - {()}
    births = {reporter.date_of_birth, named.date_of_birth} - {None}
    return victims[0] if len(names) < 2 and len(births) < 2 else None


def _part_of_reporter(reporter: GivenReporter) -> set[str]:
    return {True: {"victim"}, False: {_NO_VICTIM}, None: set[str]()}[reporter.is_victim]


def _cannot_be_one(roles: set[str], others: set[str]) -> bool:
    """Whether two entries stay apart whatever their signs: one does harm, or a victim and one who said she is none."""
    if not others:
        return False
    return ("perpetrator" in roles) != ("perpetrator" in others) or ("victim" in roles and _NO_VICTIM in others)
