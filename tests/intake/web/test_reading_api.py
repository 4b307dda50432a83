"""What is read back by programs: as far as the caller may see it, in pages, and never without a record."""

import pytest

from services.intake.domain.commands import NoteOutcome
from services.intake.web.shown import MASK
from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from tests.support.builders.intake import CONTEXT, NOW
from tests.support.builders.intake_pages import FrontDesk

LIST = "/intake/api/referrals"
NAME, CODEWORD = "Amina Okafor", "bluebell"


def test_an_officer_reads_a_referral_as_it_was_sent_and_the_reading_is_recorded(desk: FrontDesk) -> None:
    reference = desk.refer()
    shown = desk.get(f"{LIST}/{reference}").json()
    assert (shown["reference"], shown["kind"], shown["status"]) == (reference, "asb", "received")
    assert shown["reporter"]["full_name"] == NAME
    assert shown["description"] == "Loud music through the wall."
    assert shown["facts"]["landlord"] == "Example Homes"
    assert shown["safe_contact"]["codeword"] == CODEWORD
    assert shown["safe_contact"]["sms"]["safe"] == "unknown"
    assert desk.viewed() == [(f"referral-{reference}", "referral, by program")]


def test_an_auditor_reads_that_there_is_something_and_not_what(desk: FrontDesk) -> None:
    answer = desk.get(f"{LIST}/{desk.refer()}", Role.AUDITOR)
    assert answer.json()["description"] == MASK
    for detail in (NAME, CODEWORD, "Loud music", "Example Road", "07700 9", "07700900", "7700900"):
        assert detail not in answer.text


def test_an_agency_reads_its_own_words_and_nothing_of_what_others_told_us(desk: FrontDesk) -> None:
    reference = desk.refer(Role.PARTNER, "police")
    answer = desk.get(f"{LIST}/{reference}", Role.PARTNER, "police")
    assert answer.json()["reporter"]["full_name"] == NAME
    assert CODEWORD not in answer.text
    assert desk.get(f"{LIST}/{reference}", Role.PARTNER, "school").status_code == 404


@pytest.mark.parametrize("reference", [reference_from(77), "WM-0000-0", "nonsense", "%2e%2e"])
def test_what_is_not_there_and_what_may_not_be_known_look_alike(desk: FrontDesk, reference: str) -> None:
    hidden = desk.get(f"{LIST}/{desk.refer()}", Role.PARTNER, "police")
    missing = desk.get(f"{LIST}/{reference}", Role.PARTNER, "police")
    for answer in (hidden, missing):
        assert answer.status_code == 404
        answer = answer.json() | {"instance": ""}
        assert answer == hidden.json() | {"instance": ""}


def test_a_reference_may_be_written_as_people_write_it(desk: FrontDesk) -> None:
    reference = desk.refer()
    assert desk.get(f"{LIST}/{reference.replace('-', '').lower()}").json()["reference"] == reference


def test_a_list_is_read_in_pages_that_neither_repeat_nor_miss(desk: FrontDesk) -> None:
    sent = [desk.refer(received_at=f"2026-11-2{number % 3}T09:00:00+00:00") for number in range(7)]
    seen, cursor = [], ""
    while cursor is not None:
        page = desk.get(f"{LIST}?limit=3&cursor={cursor}").json()
        assert len(page["items"]) <= 3
        seen += [item["reference"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert sorted(seen) == sorted(sent)
    assert len(set(seen)) == 7


def test_a_list_says_nothing_of_anybody_and_is_not_a_reading_of_a_record(desk: FrontDesk) -> None:
    desk.refer()
    answer = desk.get(LIST)
    for detail in (NAME, CODEWORD, "Loud music", "Example", "07700 9", "07700900", "7700900"):
        assert detail not in answer.text
    assert desk.viewed() == []


def test_a_list_is_filtered_by_state_and_channel(desk: FrontDesk) -> None:
    by_phone, by_mail = desk.refer(), desk.refer(channel="email")
    judged = NoteOutcome(
        at=NOW, reference=by_mail, status="triaged", outcome="signpost", route="mediation", confirmed=False
    )
    desk.service.dispatch(judged, CONTEXT)
    for asked, expected in (
        ("channel=phone", [by_phone]),
        ("channel=councillor", []),
        ("status=triaged", [by_mail]),
        ("status=received&channel=email", []),
        ("status=&channel=", [by_mail, by_phone]),
    ):
        assert [item["reference"] for item in desk.get(f"{LIST}?{asked}").json()["items"]] == expected


@pytest.mark.parametrize("asked", ["limit=101", "limit=0", "limit=x", "status=odd", "channel=fax", "cursor=%21"])
def test_a_question_that_makes_no_sense_is_told_so(desk: FrontDesk, asked: str) -> None:
    answer = desk.get(f"{LIST}?{asked}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"]


def test_an_agencys_list_holds_its_own_alone(desk: FrontDesk) -> None:
    own = desk.refer(Role.PARTNER, "police")
    desk.refer()
    desk.refer(Role.PARTNER, "school")
    assert [item["reference"] for item in desk.get(LIST, Role.PARTNER, "police").json()["items"]] == [own]
    assert desk.get(LIST, Role.PARTNER, None).json()["items"] == []


def test_what_was_not_asked_is_nowhere_a_no_in_what_is_read(desk: FrontDesk) -> None:
    answer = desk.post("/intake/api/referrals", {"kind": "unsure", "channel": "phone"})
    reference = answer.json()["reference"]
    desk.service.views.catch_up()
    shown = desk.get(f"/intake/api/referrals/{reference}").json()
    assert shown["facts"] == {}
    assert shown["occurred"]["ongoing"] is None
    assert {shown["safe_contact"][way]["safe"] for way in ("phone", "sms", "email", "post", "in_person")} == {"unknown"}
    told = {name: value for name, value in shown.items() if value is False or value == "no"}
    assert told == {"anonymous": False}  # nobody said that they want to stay so
    page = desk.officer().open(f"/intake/referrals/{reference}")
    assert "That is not the same as no." in page
    assert ">No<" not in page
