"""How the facts of the directory make it: what its sources told, and what was said of each entry since."""

import msgspec

from services.triage.domain.directory.entry import Entry, Provision
from services.triage.domain.directory.events import (
    HandoverAddressSet,
    LandlordAssured,
    LandlordListed,
    ProviderSet,
    ServiceAssured,
    ServiceListed,
    ServiceStatusSet,
)
from services.triage.domain.directory.listed import HOLDS_FOR, Assurance, Directory, Listed, ListedLandlord, Mailbox
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact


def evolve(state: Directory, fact: Fact) -> Directory:
    """The directory after one more fact."""
    match fact:
        case ServiceListed():
            return _with_service(state, fact.service_id, _told(state.services.get(fact.service_id), fact))
        case ServiceAssured() | ServiceStatusSet() | ProviderSet():
            # What shipped once may ship no longer; then nothing is left to say this of.
            listed = state.services.get(fact.service_id)
            return state if listed is None else _with_service(state, fact.service_id, _changed(listed, fact))
        case LandlordListed():
            before = state.landlords.get(fact.landlord_id)
            now = ListedLandlord(landlord=fact.landlord) if before is None else before
            return _with_landlord(state, msgspec.structs.replace(now, landlord=fact.landlord, revision=fact.revision))
        case LandlordAssured():
            known = state.landlords[fact.landlord_id]
            changed = msgspec.structs.replace(known, assurance=_assurance(fact), revision=fact.revision)
            return _with_landlord(state, changed)
        case HandoverAddressSet():
            return _with_mailbox(state, fact)
        case _:
            return state


def directory_decider(shipped: Directory) -> Decider[Directory]:
    """The directory that begins with what ships."""
    return Decider(shipped, evolve)


def first_listed(entry: Entry, source: str) -> Listed:
    """A service as its source tells it, with nothing said of it yet."""
    return _told(None, ServiceListed(service_id=entry.id, revision=0, source=source, entry=entry))


def _told(before: Listed | None, fact: ServiceListed) -> Listed:
    """What its source tells anew counts where it differs from what that source told before; the rest stays ours."""
    entry = fact.entry
    told = Assurance(
        assured_on=entry.assured_on, due_on=entry.assured_on + HOLDS_FOR, assured_by=entry.assurer or fact.source
    ) if entry.assured_on else None  # fmt: skip
    if before is None:
        return Listed(entry=entry, revision=fact.revision, source=fact.source, provides=entry.provides, assurance=told)
    newer = told is not None and (before.assurance is None or told.assured_on > before.assurance.assured_on)
    return msgspec.structs.replace(
        before,
        entry=entry,
        revision=fact.revision,
        source=fact.source,
        statuses=before.statuses if entry.status == before.entry.status else (),
        provides=before.provides if entry.provides == before.entry.provides else entry.provides,
        assurance=told if newer else before.assurance,
    )


def _changed(known: Listed, fact: ServiceAssured | ServiceStatusSet | ProviderSet) -> Listed:
    match fact:
        case ServiceAssured():
            return msgspec.structs.replace(known, assurance=_assurance(fact), revision=fact.revision)
        case ServiceStatusSet():
            earlier = tuple(each for each in known.statuses if each[0] < fact.from_on)
            said = (*earlier, (fact.from_on, fact.status, fact.why))
            return msgspec.structs.replace(known, statuses=said, revision=fact.revision)
        case ProviderSet():
            wanted = Provision(destination=fact.destination, from_on=fact.from_on, to_on=fact.to_on)
            others = tuple(
                each for each in known.provides if (each.destination, each.from_on) != (fact.destination, fact.from_on)
            )
            return msgspec.structs.replace(known, provides=(*others, wanted), revision=fact.revision)


def _assurance(fact: ServiceAssured | LandlordAssured) -> Assurance:
    return Assurance(assured_on=fact.assured_on, due_on=fact.due_on, assured_by=fact.assured_by)


def _with_mailbox(state: Directory, fact: HandoverAddressSet) -> Directory:
    box = Mailbox(
        address=fact.mailbox, assured_on=fact.assured_on, due_on=fact.due_on, assured_by=fact.assured_by
    ) if fact.mailbox else None  # fmt: skip
    if fact.of in state.services:
        changed = msgspec.structs.replace(state.services[fact.of], mailbox=box, revision=fact.revision)
        return _with_service(state, fact.of, changed)
    landlord = state.landlords.get(fact.of)
    if landlord is None:
        return state
    return _with_landlord(state, msgspec.structs.replace(landlord, mailbox=box, revision=fact.revision))


def _with_service(state: Directory, service_id: str, listed: Listed) -> Directory:
    return msgspec.structs.replace(state, services={**state.services, service_id: listed})


def _with_landlord(state: Directory, listed: ListedLandlord) -> Directory:
    return msgspec.structs.replace(state, landlords={**state.landlords, listed.landlord.registration: listed})
