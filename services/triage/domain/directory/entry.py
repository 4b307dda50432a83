"""What stands in the directory: a service as the open standard for such lists words it, and a landlord."""

from datetime import date

import msgspec

# The standard's words for how a service stands, and ours; a service that is full is active there, and says so.
OPEN, FULL, PAUSED, CLOSED = "open", "full", "paused", "closed"
STATUSES = (OPEN, FULL, PAUSED, CLOSED)
# How it was found out how a service stands.
HOW_KNOWN = ("they_told_us", "nobody_answers", "dead_ends", "their_website", "contract_over")
OF_STANDARD = {"active": OPEN, "inactive": PAUSED, "temporarily closed": PAUSED, "defunct": CLOSED}
TO_STANDARD = {OPEN: "active", FULL: "active", PAUSED: "temporarily closed", CLOSED: "defunct"}


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of an entry; never changed once recorded."""


class Organization(_Part, frozen=True, kw_only=True):
    """Who provides a service."""

    id: str
    name: str
    description: str
    website: str | None = None


class Phone(_Part, frozen=True, kw_only=True):
    """A number the public may ring."""

    number: str
    description: str | None = None


class Hours(_Part, frozen=True, kw_only=True):
    """When it is open: days as the calendar standard writes them (MO,TU) with times, or in words."""

    byday: str | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    description: str | None = None


class Location(_Part, frozen=True, kw_only=True):
    """Where a service may be visited. `uprn` is the property's number."""

    id: str
    location_type: str
    name: str | None = None
    address: str | None = None
    city: str | None = None
    postcode: str | None = None
    uprn: str | None = None


class Term(_Part, frozen=True, kw_only=True):
    """What a service is for, as a term of some list of terms."""

    name: str
    code: str | None = None
    taxonomy: str | None = None


class Provision(_Part, frozen=True, kw_only=True):
    """From when to when a service takes what goes to one destination; both days count, no last day is no end.

    A destination is a route of the rules, or a route and a strand: "vawg_specialist/stalking_and_harassment".
    """

    destination: str
    from_on: date
    to_on: date | None = None

    def on(self, day: date) -> bool:
        """Whether it holds on the day."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class Entry(_Part, frozen=True, kw_only=True):
    """A service as it was recorded. `hidden` is one whose address nobody may learn, a refuge say.

    `assured_on` and `assurer` are what its source said of who last checked it.
    """

    id: str
    name: str
    status: str
    organization: Organization | None = None
    description: str | None = None
    url: str | None = None
    email: str | None = None
    alert: str | None = None
    eligibility: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    application_process: str | None = None
    fees: str | None = None
    interpretation: str | None = None
    assured_on: date | None = None
    assurer: str | None = None
    phones: tuple[Phone, ...] = ()
    hours: tuple[Hours, ...] = ()
    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    locations: tuple[Location, ...] = ()
    terms: tuple[Term, ...] = ()
    provides: tuple[Provision, ...] = ()
    hidden: bool = False


class Landlord(_Part, frozen=True, kw_only=True):
    """A landlord of social homes, by its number in the regulator's register.

    `takes` says what they deal with, `called` what people call them besides their name.
    """

    registration: str
    name: str
    phones: tuple[Phone, ...] = ()
    hours: tuple[Hours, ...] = ()
    url: str | None = None
    takes: str | None = None
    called: tuple[str, ...] = ()
