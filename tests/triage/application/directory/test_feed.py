"""The feed is what HSDS 3.0 asks for, read back it is the same list, and it tells nobody where a hidden service is."""

import json
from typing import Any

import pytest

from services.triage.application.directory.feed import about, in_full, listed_now, page_of
from services.triage.application.directory.reading import read_list
from services.triage.application.directory.room import destinations_in
from services.triage.application.directory.shipped import shipped_directory
from services.triage.domain.directory.events import HandoverAddressSet, ServiceAssured, ServiceStatusSet
from services.triage.domain.directory.listed import Directory
from services.triage.domain.directory.register import evolve
from tests.support.builders.directory import DESTINATIONS, ID, NEXT_YEAR, TODAY, a_directory, a_service
from tests.triage.application.directory.hsds import faults
from tests.triage.domain.shipped import current

WHOLE = a_service(
    description="Helps both sides",
    url="https://mediation.example",
    email="hello@mediation.example",
    alert="Closed on Friday",
    eligibility_description="Everybody",
    minimum_age=16,
    maximum_age=99.0,
    application_process="Ring",
    fees_description="Free",
    interpretation_services="Any language",
    assurer_email="directory@mediation.example",
    organization={"id": ID, "name": "Example Mediation", "description": "A charity"},
    phones=[{"id": ID, "number": "020 7946 0119", "description": "Days", "type": "voice"}],
    schedules=[{"id": ID, "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "17:00"}],
    languages=[{"id": ID, "name": "Polish", "code": "pl"}],
    service_areas=[{"id": ID, "name": "This borough"}],
    service_at_locations=[
        {
            "id": ID,
            "location": {
                "id": ID,
                "location_type": "physical",
                "name": "The hall",
                "external_identifier": "100012345678",
                "external_identifier_type": "UPRN",
                "addresses": [{"id": ID, "address_1": "1 Example Road", "city": "London", "postal_code": "SW19 1AA"}],
            },
        }
    ],
    takes={"mediation": "2018-04-01/.."},
)


def destinations() -> tuple[str, ...]:
    return destinations_in(current().document)


def told(directory: Directory) -> dict[str, Any]:
    return in_full(directory.services[ID], TODAY)


def test_the_whole_of_a_service_is_valid_and_reads_back_as_the_same_entry() -> None:
    directory = a_directory(WHOLE)
    document = told(directory)
    assert faults("service", document) == []
    again = read_list([json.dumps(document).encode()], DESTINATIONS, TODAY).entries
    assert again == (directory.services[ID].entry,)


def test_the_directory_that_ships_is_valid_page_by_page_and_service_by_service() -> None:
    directory = shipped_directory(destinations())
    listed = listed_now(directory, TODAY)
    pages = [page_of(listed, number, 15, TODAY) for number in (1, 2, 3)]
    assert [faults("page", page) for page in pages] == [[], [], []]
    assert [fault for each in directory.services.values() for fault in faults("service", in_full(each, TODAY))] == []
    assert sum(page["size"] for page in pages) == pages[0]["total_items"] == len(listed)
    assert [page["last_page"] for page in pages] == [False, False, True]


def test_a_page_past_the_end_is_empty_and_says_so() -> None:
    page = page_of(listed_now(a_directory(WHOLE), TODAY), 9, 10, TODAY)
    assert (page["empty"], page["size"], page["contents"], page["total_pages"]) == (True, 0, [], 1)
    assert faults("page", page) == []


def test_the_root_says_which_standard_it_is() -> None:
    assert faults("root", about("https://borough.example/directory/openapi.json")) == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {"status": "open"},
        {"id": "42"},
        {"name": ""},
        {"assured_date": "yesterday"},
        {"phones": [{"number": "1"}]},
        {"organization": {"id": ID, "name": "x"}},
        {"unheard_of": 1},
    ],
)
def test_a_planted_fault_is_found_by_the_schema(spoilt: dict[str, Any]) -> None:
    assert faults("service", {**told(a_directory(WHOLE)), **spoilt})


@pytest.mark.parametrize(
    ("status", "written"), [("full", "active"), ("paused", "temporarily closed"), ("closed", "defunct")]
)
def test_each_status_is_written_in_the_standards_words_and_full_says_so(status: str, written: str) -> None:
    said = ServiceStatusSet(service_id=ID, revision=1, status=status, from_on=TODAY, why="they_told_us")
    document = told(evolve(a_directory(WHOLE), said))
    assert document["status"] == written
    assert document["alert"].startswith("This service is full") == (status == "full")
    assert faults("service", document) == []


def test_what_is_closed_for_good_leaves_the_list() -> None:
    said = ServiceStatusSet(service_id=ID, revision=1, status="closed", from_on=TODAY, why="they_told_us")
    assert listed_now(evolve(a_directory(WHOLE), said), TODAY) == []


def test_whoever_of_ours_assured_it_and_where_details_go_are_told_to_nobody() -> None:
    directory = evolve(
        a_directory(WHOLE),
        ServiceAssured(service_id=ID, revision=1, assured_on=TODAY, due_on=NEXT_YEAR, assured_by="account-1"),
    )
    box = HandoverAddressSet(
        of=ID,
        revision=2,
        mailbox="inside@mediation.example",
        assured_on=TODAY,
        due_on=NEXT_YEAR,
        assured_by="account-1",
    )
    document = told(evolve(directory, box))
    assert document["assured_date"] == "2026-11-23"
    assert "assurer_email" not in document
    assert "account-1" not in json.dumps(document)
    assert "inside@" not in json.dumps(document)


def test_a_service_whose_address_is_hidden_has_none_in_the_feed() -> None:
    refuge = next(each for each in shipped_directory(destinations()).services.values() if each.entry.hidden)
    assert "service_at_locations" not in in_full(refuge, TODAY)
