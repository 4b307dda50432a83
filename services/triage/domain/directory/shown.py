"""What a person is shown of the directory: who takes it today and how they are reached, as it stood at that moment."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from services.triage.domain.directory.entry import OPEN, Hours, Phone
from services.triage.domain.directory.listed import Directory, Listed, ListedLandlord

_DAYS = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as somebody saw it. `id` and `revision` lead back to it; `overdue` is that it was due for assurance.

    `destination` is what was looked for. Of a landlord `status` is "open".
    """

    destination: str
    id: str
    revision: int
    name: str
    organization: str | None
    phones: tuple[str, ...]
    url: str | None
    email: str | None
    hours: tuple[str, ...]
    status: str
    alert: str | None
    assured_on: date | None
    due_on: date | None
    overdue: bool


def destinations_of(route: str, strands: Iterable[str]) -> tuple[str, ...]:
    """What is looked for in the directory: the route with each strand, and the route by itself."""
    return (*(f"{route}/{strand}" for strand in sorted(strands)), route)


def shown_for(directory: Directory, route: str, strands: Iterable[str], day: date) -> tuple[Shown, ...]:
    """Who takes it on the day: for each strand the one to recommend, and where none has one of its own, the route's.

    Whoever is open and assured goes before whoever is due for assurance; nobody who is full, paused or closed is shown.
    """
    *by_strand, itself = destinations_of(route, strands)
    found = [shown for each in by_strand if (shown := _first(directory, each, day)) is not None]
    if not found and (shown := _first(directory, itself, day)) is not None:
        found = [shown]
    return tuple({each.id: each for each in found}.values())


def is_listed(directory: Directory, route: str, strands: Iterable[str], day: date) -> bool:
    """Whether the directory names anybody for it on the day, open or not."""
    return any(directory.providers(each, day) for each in destinations_of(route, strands))


def dead_destinations(directory: Directory, destinations: Iterable[str], day: date) -> tuple[str, ...]:
    """Those for which nobody is open on the day."""
    return tuple(each for each in destinations if _first(directory, each, day) is None)


def shown_service(listed: Listed, destination: str, day: date) -> Shown:
    """A service as it stands on the day."""
    entry, assurance = listed.entry, listed.assurance
    return Shown(
        destination=destination,
        id=entry.id,
        revision=listed.revision,
        name=entry.name,
        organization=entry.organization.name if entry.organization else None,
        phones=tuple(map(_phone, entry.phones)),
        url=entry.url,
        email=entry.email,
        hours=tuple(map(in_words, entry.hours)),
        status=listed.status_on(day),
        alert=entry.alert,
        assured_on=assurance.assured_on if assurance else None,
        due_on=assurance.due_on if assurance else None,
        overdue=listed.overdue(day),
    )


def shown_landlord(listed: ListedLandlord, day: date) -> Shown:
    """A landlord as the register has it on the day."""
    landlord, assurance = listed.landlord, listed.assurance
    return Shown(
        destination="social_landlord",
        id=landlord.registration,
        revision=listed.revision,
        name=landlord.name,
        organization=None,
        phones=tuple(map(_phone, landlord.phones)),
        url=landlord.url,
        email=None,
        hours=tuple(map(in_words, landlord.hours)),
        status=OPEN,
        alert=landlord.takes,
        assured_on=assurance.assured_on if assurance else None,
        due_on=assurance.due_on if assurance else None,
        overdue=listed.overdue(day),
    )


def in_words(hours: Hours) -> str:
    """Opening hours as people read them."""
    days = _days([day for day in (hours.byday or "").split(",") if day])
    times = f"{hours.opens_at} to {hours.closes_at}" if hours.opens_at and hours.closes_at else ""
    return " ".join(filter(None, (days, times, hours.description)))


def _days(codes: Sequence[str]) -> str:
    """Three days or more in a row are told by the first and the last."""
    week = list(_DAYS)
    first = week.index(codes[0]) if codes and codes[0] in _DAYS else 0
    if len(codes) > 2 and list(codes) == week[first : first + len(codes)]:
        return f"{_DAYS[codes[0]]} to {_DAYS[codes[-1]]},"
    return ", ".join(_DAYS.get(day, day) for day in codes)


def _first(directory: Directory, destination: str, day: date) -> Shown | None:
    able = [each for each in directory.providers(destination, day) if each.status_on(day) == OPEN]
    best: Sequence[Listed] = sorted(able, key=lambda each: each.overdue(day))
    return shown_service(best[0], destination, day) if best else None


def _phone(phone: Phone) -> str:
    return f"{phone.number} ({phone.description})" if phone.description else phone.number
