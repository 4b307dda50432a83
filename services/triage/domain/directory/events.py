"""The facts of the directory: every change to it, so that what stood there on any day can be read again."""

from datetime import date

from services.triage.domain.directory.dead_end_events import FACTS as DEAD_END_FACTS
from services.triage.domain.directory.entry import Entry, Landlord
from shared.kernel.messages import Fact, FactType


class DirectoryImported(Fact, frozen=True, kw_only=True):
    """A whole list was taken in: how many services stood in it, and how many of them were new or told otherwise.

    `source` says whose list it is; `fingerprint` is the SHA-256 of its bytes.
    """

    source: str
    fingerprint: str
    read: int
    changed: int


class ServiceListed(Fact, frozen=True, kw_only=True):
    """A service is in the directory, for the first time or told anew. `revision` counts its changes from 1."""

    service_id: str
    revision: int
    source: str
    entry: Entry


class ServiceAssured(Fact, frozen=True, kw_only=True):
    """Somebody made sure that what stands about a service is so, and said when it is due again."""

    service_id: str
    revision: int
    assured_on: date
    due_on: date
    assured_by: str


class ServiceStatusSet(Fact, frozen=True, kw_only=True):
    """A service is open, full, paused or closed from a day on, as somebody found out."""

    service_id: str
    revision: int
    status: str
    from_on: date
    why: str


class ProviderSet(Fact, frozen=True, kw_only=True):
    """A service takes what goes to a destination from a day to a day; it replaces what stood of the two before."""

    service_id: str
    revision: int
    destination: str
    from_on: date
    to_on: date | None


class LandlordListed(Fact, frozen=True, kw_only=True):
    """A landlord is in the register, for the first time or told anew."""

    landlord_id: str
    revision: int
    landlord: Landlord


class LandlordAssured(Fact, frozen=True, kw_only=True):
    """Somebody made sure that what stands about a landlord is so."""

    landlord_id: str
    revision: int
    assured_on: date
    due_on: date
    assured_by: str


class HandoverAddressSet(Fact, frozen=True, kw_only=True):
    """Where details may be sent to a service or a landlord, made sure of with them; an empty one is none any more.

    A mailbox of an organisation, never a person's.
    """

    of: str
    revision: int
    mailbox: str
    assured_on: date
    due_on: date
    assured_by: str


FACTS: tuple[FactType, ...] = (
    FactType(
        "triage.directory_imported",
        1,
        DirectoryImported,
        "A list from {source} was taken in: {read} services, {changed} of them new or told otherwise.",
    ),
    FactType("triage.service_listed", 1, ServiceListed, "The service stands in the directory as {source} tells it."),
    FactType("triage.service_assured", 1, ServiceAssured, "The entry was assured, and is due again on {due_on}."),
    FactType("triage.service_status_set", 1, ServiceStatusSet, "The service is {status} from {from_on}."),
    FactType("triage.provider_set", 1, ProviderSet, "The service takes {destination} from {from_on}."),
    FactType("triage.landlord_listed", 1, LandlordListed, "The landlord stands in the register."),
    FactType("triage.landlord_assured", 1, LandlordAssured, "The landlord was assured, due again on {due_on}."),
    FactType(
        "triage.handover_address_set",
        1,
        HandoverAddressSet,
        "Where details may be sent to it was made sure of, due again on {due_on}.",
    ),
    *DEAD_END_FACTS,
)
