"""What may be changed in the directory: once, with a count of changes, and what was said by us outlasts a list."""

from datetime import date
from typing import Any

from services.triage.domain.directory import changing
from services.triage.domain.directory.commands import (
    AssureService,
    ImportDirectory,
    ListLandlords,
    SetHandoverAddress,
    SetProvider,
    SetServiceStatus,
)
from services.triage.domain.directory.entry import Landlord, Provision
from services.triage.domain.directory.events import (
    DirectoryImported,
    HandoverAddressSet,
    LandlordListed,
    ProviderSet,
    ServiceAssured,
    ServiceListed,
    ServiceStatusSet,
)
from services.triage.domain.directory.listed import Directory
from services.triage.domain.directory.refusals import DueTooLate, EndsBeforeItBegins, NotInDirectory
from services.triage.domain.directory.register import directory_decider
from tests.support.builders.directory import ID, NEXT_YEAR, OTHER_ID, TODAY, a_directory, a_service, entries_of
from tests.support.builders.triage import MONDAY
from tests.support.scenario import given

DIRECTORY = directory_decider(a_directory(a_service()))
PAUSED = ServiceStatusSet(service_id=ID, revision=1, status="paused", from_on=TODAY, why="they_told_us")


def imported(*services: dict[str, Any]) -> ImportDirectory:
    entries = entries_of(*services)
    return ImportDirectory(at=MONDAY, source="upload", fingerprint="00ff", entries=entries, today=TODAY)


def listed(revision: int, **changes: Any) -> ServiceListed:
    (entry,) = entries_of(a_service(**changes))
    return ServiceListed(service_id=entry.id, revision=revision, source="upload", entry=entry)


def status(**changes: Any) -> SetServiceStatus:
    members = {"service_id": ID, "status": "paused", "from_on": TODAY, "why": "they_told_us", "today": TODAY}
    return SetServiceStatus(at=MONDAY, **{**members, **changes})


def test_only_what_is_new_or_told_otherwise_is_recorded() -> None:
    told = imported(a_service(), a_service(id=OTHER_ID, name="New"))
    facts = given(DIRECTORY).when(changing.import_directory, told).then_facts()
    assert facts[0] == DirectoryImported(source="upload", fingerprint="00ff", read=2, changed=1)
    assert facts[1:] == (listed(1, id=OTHER_ID, name="New"),)
    given(DIRECTORY).when(changing.import_directory, imported(a_service())).then_nothing()


def test_what_we_said_stays_until_the_list_tells_otherwise_than_before() -> None:
    set_by_us = ProviderSet(service_id=ID, revision=2, destination="mediation", from_on=NEXT_YEAR, to_on=None)
    assured = ServiceAssured(service_id=ID, revision=3, assured_on=TODAY, due_on=NEXT_YEAR, assured_by="account-1")
    past = (PAUSED, set_by_us, assured)
    same = DIRECTORY.fold([*past, listed(4, name="Another name")]).services[ID]
    assert (same.status_on(TODAY), same.assurance.assured_by if same.assurance else "") == ("paused", "account-1")
    assert Provision(destination="mediation", from_on=NEXT_YEAR) in same.provides
    other = DIRECTORY.fold([*past, listed(4, status="defunct", assured_date="2026-11-23", takes={})]).services[ID]
    assert (other.status_on(TODAY), other.provides) == ("closed", ())
    assert other.assurance is not None
    assert other.assurance.assured_by == "account-1"


def test_an_assurance_holds_for_two_years_at_most() -> None:
    for due_on in (TODAY, date(2029, 1, 1)):
        command = AssureService(at=MONDAY, service_id=ID, due_on=due_on, by="account-1", today=TODAY)
        given(DIRECTORY).when(changing.assure_service, command).then_refused(DueTooLate)
    command = AssureService(at=MONDAY, service_id=ID, due_on=NEXT_YEAR, by="account-1", today=TODAY)
    fact = ServiceAssured(service_id=ID, revision=1, assured_on=TODAY, due_on=NEXT_YEAR, assured_by="account-1")
    given(DIRECTORY).when(changing.assure_service, command).then(fact)


def test_a_status_is_recorded_once_and_of_nobody_unknown() -> None:
    given(DIRECTORY).when(changing.set_service_status, status()).then(PAUSED)
    given(DIRECTORY, PAUSED).when(changing.set_service_status, status()).then_nothing()
    given(DIRECTORY).when(changing.set_service_status, status(service_id=OTHER_ID)).then_refused(NotInDirectory)


def test_a_provider_does_not_end_before_it_begins() -> None:
    command = SetProvider(
        at=MONDAY, service_id=ID, destination="mediation", from_on=NEXT_YEAR, to_on=date(2027, 10, 31)
    )
    given(DIRECTORY).when(changing.set_provider, command).then_refused(EndsBeforeItBegins)


def test_a_landlord_is_listed_once_and_a_mailbox_is_taken_back_by_an_empty_one() -> None:
    landlord = Landlord(registration="X1", name="Example Homes")
    fact = LandlordListed(landlord_id="X1", revision=1, landlord=landlord)
    command = ListLandlords(at=MONDAY, landlords=(landlord,), by="account-1", today=TODAY)
    given(DIRECTORY).when(changing.list_landlords, command).then(fact)
    given(DIRECTORY, fact).when(changing.list_landlords, command).then_nothing()
    box = SetHandoverAddress(at=MONDAY, of="X1", mailbox="", due_on=TODAY, by="account-1", today=TODAY)
    given(DIRECTORY, fact).when(changing.set_handover_address, box).then_nothing()
    held = HandoverAddressSet(
        of="X1", revision=2, mailbox="a@b.example", assured_on=TODAY, due_on=NEXT_YEAR, assured_by="account-1"
    )
    after = DIRECTORY.fold(
        [fact, held, *given(DIRECTORY, fact, held).when(changing.set_handover_address, box).then_facts()]
    )
    assert after.landlords["X1"].mailbox is None


def test_the_fold_passes_over_what_ships_no_longer() -> None:
    gone = directory_decider(Directory())
    box = HandoverAddressSet(
        of="X1", revision=2, mailbox="a@b.example", assured_on=TODAY, due_on=NEXT_YEAR, assured_by="account-1"
    )
    assert gone.fold([PAUSED, box]) == Directory()
