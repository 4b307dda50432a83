"""What may be asked of the directory. `by` is the account that asks, `today` the day in London."""

from datetime import date

from services.triage.domain.directory.entry import Entry, Landlord
from shared.kernel.handling import Command


class ImportDirectory(Command):
    """Take in a whole list of services that was checked before; what stands there already is not recorded again."""

    source: str
    fingerprint: str
    entries: tuple[Entry, ...]
    today: date


class AssureService(Command):
    """Say that what stands about a service was made sure of, and when it is due again."""

    service_id: str
    due_on: date
    by: str
    today: date


class SetServiceStatus(Command):
    """Say that a service is open, full, paused or closed."""

    service_id: str
    status: str
    from_on: date
    why: str
    today: date


class SetProvider(Command):
    """Say from when to when a service takes what goes to a destination."""

    service_id: str
    destination: str
    from_on: date
    to_on: date | None


class ListLandlords(Command):
    """Take in landlords that were checked before."""

    landlords: tuple[Landlord, ...]
    by: str
    today: date


class AssureLandlord(Command):
    """Say that what stands about a landlord was made sure of."""

    landlord_id: str
    due_on: date
    by: str
    today: date


class SetHandoverAddress(Command):
    """Say where details may be sent to a service or a landlord; nowhere where it is empty."""

    of: str
    mailbox: str
    due_on: date
    by: str
    today: date
