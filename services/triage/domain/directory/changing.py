"""What may be changed in the directory, and the facts of it."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.triage.domain.directory.commands import (
    AssureLandlord,
    AssureService,
    ImportDirectory,
    ListLandlords,
    SetHandoverAddress,
    SetProvider,
    SetServiceStatus,
)
from services.triage.domain.directory.entry import Entry, Provision
from services.triage.domain.directory.events import (
    DirectoryImported,
    HandoverAddressSet,
    LandlordAssured,
    LandlordListed,
    ProviderSet,
    ServiceAssured,
    ServiceListed,
    ServiceStatusSet,
)
from services.triage.domain.directory.listed import Directory, Listed
from services.triage.domain.directory.refusals import DueTooLate, EndsBeforeItBegins, NotInDirectory
from shared.kernel.messages import Fact

# An assurance older than two years says nothing any more.
_LONGEST = timedelta(days=731)


def import_directory(command: ImportDirectory, state: Directory) -> Sequence[Fact]:
    """Every service that is new or told otherwise; nothing where the list brings no news."""
    news = [entry for entry in command.entries if _is_news(state.services.get(entry.id), entry)]
    if not news:
        return ()
    listed = [
        ServiceListed(service_id=each.id, revision=_next(state, each.id), source=command.source, entry=each)
        for each in news
    ]
    imported = DirectoryImported(
        source=command.source, fingerprint=command.fingerprint, read=len(command.entries), changed=len(news)
    )
    return (imported, *listed)


def assure_service(command: AssureService, state: Directory) -> Sequence[Fact]:
    """It was made sure of today."""
    known = _service(state, command.service_id)
    _check_due(command.due_on, command.today)
    return (
        ServiceAssured(
            service_id=command.service_id,
            revision=known.revision + 1,
            assured_on=command.today,
            due_on=command.due_on,
            assured_by=command.by,
        ),
    )


def set_service_status(command: SetServiceStatus, state: Directory) -> Sequence[Fact]:
    """How it stands from a day on; what stands so already is not recorded again."""
    known = _service(state, command.service_id)
    if known.status_on(command.from_on) == command.status and not any(
        first > command.from_on for first, *_ in known.statuses
    ):
        return ()
    return (
        ServiceStatusSet(
            service_id=command.service_id,
            revision=known.revision + 1,
            status=command.status,
            from_on=command.from_on,
            why=command.why,
        ),
    )


def set_provider(command: SetProvider, state: Directory) -> Sequence[Fact]:
    """From when to when it takes what goes there."""
    known = _service(state, command.service_id)
    if command.to_on is not None and command.to_on < command.from_on:
        raise EndsBeforeItBegins
    wanted = Provision(destination=command.destination, from_on=command.from_on, to_on=command.to_on)
    if wanted in known.provides:
        return ()
    return (
        ProviderSet(
            service_id=command.service_id,
            revision=known.revision + 1,
            destination=command.destination,
            from_on=command.from_on,
            to_on=command.to_on,
        ),
    )


def list_landlords(command: ListLandlords, state: Directory) -> Sequence[Fact]:
    """Every landlord that is new or told otherwise; whoever lists it has made sure of it today."""
    facts: list[Fact] = []
    for each in command.landlords:
        known = state.landlords.get(each.registration)
        if known is not None and known.landlord == each:
            continue
        revision = known.revision + 1 if known else 1
        facts.append(LandlordListed(landlord_id=each.registration, revision=revision, landlord=each))
    return facts


def assure_landlord(command: AssureLandlord, state: Directory) -> Sequence[Fact]:
    """It was made sure of today."""
    known = state.landlords.get(command.landlord_id)
    if known is None:
        raise NotInDirectory
    _check_due(command.due_on, command.today)
    return (
        LandlordAssured(
            landlord_id=command.landlord_id,
            revision=known.revision + 1,
            assured_on=command.today,
            due_on=command.due_on,
            assured_by=command.by,
        ),
    )


def set_handover_address(command: SetHandoverAddress, state: Directory) -> Sequence[Fact]:
    """Where details may be sent, made sure of today; an empty one takes it back."""
    known = state.services.get(command.of) or state.landlords.get(command.of)
    if known is None:
        raise NotInDirectory
    if command.mailbox:
        _check_due(command.due_on, command.today)
    elif known.mailbox is None:
        return ()
    return (
        HandoverAddressSet(
            of=command.of,
            revision=known.revision + 1,
            mailbox=command.mailbox,
            assured_on=command.today,
            due_on=command.due_on,
            assured_by=command.by,
        ),
    )


def _is_news(known: Listed | None, entry: Entry) -> bool:
    return known is None or known.entry != entry


def _next(state: Directory, service_id: str) -> int:
    known = state.services.get(service_id)
    return 1 if known is None else known.revision + 1


def _service(state: Directory, service_id: str) -> Listed:
    known = state.services.get(service_id)
    if known is None:
        raise NotInDirectory
    return known


def _check_due(due_on: date, today: date) -> None:
    if not today < due_on <= today + _LONGEST:
        raise DueTooLate
