"""The directory as it stands: each entry with its status by date, its assurance, and what it takes when."""

from datetime import date, timedelta

import msgspec

from services.triage.domain.directory.entry import CLOSED, OF_STANDARD, Entry, Landlord, Provision
from shared.kernel.messages import State

# What a list says was assured holds for a year, unless somebody of ours said another day.
HOLDS_FOR = timedelta(days=365)


class Assurance(State, frozen=True, kw_only=True):
    """Who made sure, when, and when it is due again."""

    assured_on: date
    due_on: date
    assured_by: str

    def overdue(self, day: date) -> bool:
        """Whether it is due again by then."""
        return day > self.due_on


class Mailbox(Assurance, frozen=True, kw_only=True):
    """Where details may be sent, as long as it is not due again."""

    address: str


class Listed(State, frozen=True, kw_only=True):
    """A service with all that was said of it since; `statuses` are (first day, status, why), in order."""

    entry: Entry
    revision: int = 0
    source: str
    statuses: tuple[tuple[date, str, str], ...] = ()
    provides: tuple[Provision, ...] = ()
    assurance: Assurance | None = None
    mailbox: Mailbox | None = None

    def status_on(self, day: date) -> str:
        """How it stands on the day: as last said, or as its source has it; once all its terms are over it is closed."""
        if self.provides and all(each.to_on is not None and each.to_on < day for each in self.provides):
            return CLOSED
        said = [status for first, status, _ in self.statuses if first <= day]
        return said[-1] if said else OF_STANDARD[self.entry.status]

    def overdue(self, day: date) -> bool:
        """Whether nobody has made sure of it, or it is due again."""
        return self.assurance is None or self.assurance.overdue(day)


class ListedLandlord(State, frozen=True, kw_only=True):
    """A landlord with all that was said of it since."""

    landlord: Landlord
    revision: int = 0
    assurance: Assurance | None = None
    mailbox: Mailbox | None = None

    def overdue(self, day: date) -> bool:
        """Whether nobody has made sure of it, or it is due again."""
        return self.assurance is None or self.assurance.overdue(day)


class Directory(State, frozen=True, kw_only=True):
    """Every service and every landlord by its id."""

    services: dict[str, Listed] = msgspec.field(default_factory=dict)
    landlords: dict[str, ListedLandlord] = msgspec.field(default_factory=dict)

    def providers(self, destination: str, day: date) -> list[Listed]:
        """Who takes what goes there on the day, whoever began last first."""
        found = [
            (provision.from_on, listed)
            for listed in self.services.values()
            for provision in listed.provides
            if provision.destination == destination and provision.on(day)
        ]
        return [listed for _, listed in sorted(found, key=lambda each: (-each[0].toordinal(), each[1].entry.name))]
