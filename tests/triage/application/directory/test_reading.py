"""A list of services is checked whole: one plain message a fault, and where there is one nothing is read."""

import json
from typing import Any

import pytest

from services.triage.application.directory.reading import BadList, read_list
from services.triage.application.directory.standard import as_period, period
from tests.support.builders.directory import DESTINATIONS, ID, OTHER_ID, TODAY, a_service, entries_of

PLACE = {"id": ID, "location": {"id": ID, "location_type": "physical"}}
HIDDEN = {"id": ID, "taxonomy_term": {"name": "x", "code": "hidden_address", "taxonomy": "Waymark handling"}}


def told(*services: Any) -> tuple[str, ...]:
    with pytest.raises(BadList) as caught:
        read_list([json.dumps(services).encode()], DESTINATIONS, TODAY)
    return caught.value.faults


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in a_service().items() if key != name}


@pytest.mark.parametrize(
    ("service", "says"),
    [
        (without("status"), "status: This is missing, and nobody can tell whether the service is there."),
        (a_service(status="open"), "status: Give one of active, inactive, temporarily closed or defunct."),
        (without("id"), "id: This is missing."),
        (a_service(id="42"), "id: Give an identifier of the form"),
        (a_service(name=" "), "name: This is empty or too short."),
        (a_service(assured_date="2027-01-01"), "assured_date: This day has not come yet."),
        (a_service(assured_date="soon"), "assured_date: Give a day as 2026-11-28, or leave it out."),
        (a_service(url="javascript:alert(1)"), "url: Give an address that begins with https://"),
        (a_service(email="nobody"), "email: Give an e-mail address, or leave it out."),
        (a_service(minimum_age=18, maximum_age=16), "maximum_age: This is below the minimum age."),
        (a_service(phones=[{"id": ID}]), "phones.1.number: This is missing."),
        (a_service(phones="020"), "phones: This must be a list."),
        (a_service(takes={"the_moon": None}), "attributes: “the_moon” is no destination of the rules."),
        (a_service(takes={"mediation": "2021/2018"}), "attributes.1: Give the first and the last day"),
        (a_service(takes={"mediation": "2021-04-01/2018-04-01"}), "attributes.1: Give the first and the last day"),
        (a_service(attributes=[HIDDEN], service_at_locations=[PLACE]), "The address of this service is hidden."),
        ("a service", "it: This cannot be used."),
    ],
)
def test_each_fault_has_one_message_that_says_what_to_do(service: Any, says: str) -> None:
    (fault,) = told(service)
    assert says in fault
    assert fault.startswith("Service 1")


def test_every_fault_of_every_service_is_told_and_nothing_is_read() -> None:
    faults = told(a_service(), a_service(id="42", status="open"), {"name": "Second"})
    assert len(faults) == 4
    assert [fault for fault in faults if fault.startswith("Service 3 (Second)")]


def test_a_service_that_comes_twice_is_told() -> None:
    (fault,) = told(a_service(), a_service(name="Again"))
    assert "more than once" in fault


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe{", "This is not JSON."),
        (b"[" * 100_000, "This is not JSON."),
        (b'[{"id": "a", "status": "inactive", "status": "active"}]', "A member stands twice in one object"),
        (b"[]", "There is no service in it."),
        (b'{"contents": [], "total_items": 0}', "There is no service in it."),
        (b"[1" + b",1" * 5_000 + b"]", "Give at most 5000"),
        (b'{"contents": [1], "total_items": 30}', "These are 1 of 30 services."),
    ],
)
def test_what_is_no_whole_list_is_refused_at_once(content: bytes, says: str) -> None:
    with pytest.raises(BadList, match=says):
        read_list([content], DESTINATIONS, TODAY)


def test_a_thousand_faults_are_told_in_part() -> None:
    with pytest.raises(BadList, match=r"And 900 more\."):
        read_list([json.dumps([{"id": str(n), "name": "x"} for n in range(500)]).encode()], DESTINATIONS, TODAY)


def test_the_pages_of_a_feed_are_one_list() -> None:
    pages = [
        json.dumps({"contents": [a_service()], "total_items": 2}).encode(),
        json.dumps({"contents": [a_service(id=OTHER_ID)], "total_items": 2}).encode(),
    ]
    assert [each.id for each in read_list(pages, DESTINATIONS, TODAY).entries] == [ID, OTHER_ID]


def test_members_that_are_not_used_and_empty_texts_do_no_harm() -> None:
    (entry,) = entries_of(a_service(url="", email=" ", accreditations="x", cost_options=[{"id": ID}], licenses=None))
    assert (entry.url, entry.email) == (None, None)


@pytest.mark.parametrize("value", [None, "2018-04-01/2021-03-31", "2018-04-01/..", "../2021-03-31"])
def test_a_period_is_written_as_it_was_read(value: str | None) -> None:
    assert as_period(*period(value)) == value
