"""One referral as an officer reads it: what is missing on top, how to reach people, what was said and what happened."""

import re

import pytest

from services.intake.application.forgetting import finish_forgetting
from services.intake.domain.commands import ForgetPerson, NoteOutcome
from services.intake.read_models import people
from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from tests.support.builders.intake import CONTEXT, NOW
from tests.support.builders.intake_pages import FrontDesk

DETAILS = ("Amina Okafor", "07700 900123", "amina@example.org", "Loud music", "14 Example Road", "bluebell")


def path(reference: str) -> str:
    return f"/intake/referrals/{reference}"


def forget(desk: FrontDesk, person_id: str) -> None:
    """As the command does it."""
    under = desk.ground.keyring.recognise(())
    asked = ForgetPerson(at=NOW, person_id=person_id, authority="DPO 2026/7", reason="asked for", reason_under=under)
    desk.service.dispatch(asked, CONTEXT)
    desk.service.dispatch(finish_forgetting(desk.ground.keyring, person_id, NOW), CONTEXT)
    desk.service.views.catch_up()


def test_an_officer_reads_all_of_it_and_the_reading_is_recorded_first(desk: FrontDesk) -> None:
    reference = desk.refer()
    text = desk.officer().open(path(reference))
    for detail in DETAILS:
        assert detail in text
    assert text.index("What is missing") < text.index("Reaching people safely") < text.index("What was said")
    assert "Is there a weapon there now?" in text.partition("Reaching people safely")[0]
    assert "Text message: Not known, so not used" in text
    assert "Telephone: Safe, Mon-Fri 10:00-14:00, no messages" in text
    assert desk.viewed() == [(f"referral-{reference}", "referral")]


def test_the_ward_of_the_postcode_stands_beside_what_was_said_with_its_date_and_the_earlier_reports(
    desk: FrontDesk,
) -> None:
    desk.refer(reporter={"full_name": "Grace Hall", "phone": "07700 900321"}, received_at="2026-09-01T09:00:00Z")
    text = desk.officer().open(path(desk.refer(facts={"landlord": "Clarion"})))
    said = text.partition("What was said")[2].partition("<h2")[0]
    assert "Abbey" in said
    assert "In this borough, ward Wandle (data of October 2025). What was said goes before this." in said
    assert "Same place: 1 report since September" in said
    assert "Same phone" not in said
    assert "Clarion Housing Association Limited" in said


def test_the_language_and_whom_somebody_would_rather_speak_to_are_there_to_be_booked(desk: FrontDesk) -> None:
    said = {"language": "so", "interpreter": "A trained interpreter", "interviewer_preference": "A woman"}
    text = desk.officer().open(f"/intake/referrals/{desk.refer(**said)}")
    for words in ("Somali", "A trained interpreter", "A woman"):
        assert words in text
    assert "Language" not in desk.officer(name="Sam Okoye").open(f"/intake/referrals/{desk.refer(language=None)}")


def test_its_title_names_nobody(desk: FrontDesk) -> None:
    officer = desk.officer()
    officer.open(path(desk.refer()))
    assert officer.title == "Referral – Waymark Borough Council"


def test_whoever_does_harm_is_offered_no_way_of_being_reached(desk: FrontDesk) -> None:
    text = desk.officer().open(path(desk.refer()))
    assert "Mark Penrose" in text
    assert "reach Mark Penrose" not in text


def test_until_triage_answers_the_page_says_so_and_then_what_it_said(desk: FrontDesk) -> None:
    reference = desk.refer()
    officer = desk.officer()
    assert "Triage has not answered yet." in officer.open(path(reference))
    noted = NoteOutcome(
        at=NOW, reference=reference, status="triaged", outcome="signpost", route="social_landlord", priority="standard"
    )
    desk.service.dispatch(noted, CONTEXT)
    assert "Recommended by the rules, not confirmed yet." in officer.open(path(reference))
    assert "Signpost: Social landlord" in officer.text
    assert "Standard risk" in officer.text


def test_minutes_are_added_and_what_is_no_number_is_pointed_at(desk: FrontDesk) -> None:
    reference = desk.refer()
    officer = desk.officer()
    officer.open(path(reference))
    officer.send(f"{path(reference)}/minutes", {"_minutes": "ten", "_activity": "call"})
    assert officer.status == 422
    assert 'href="#_minutes"' in officer.text
    assert 'value="ten"' in officer.text
    officer.send(f"{path(reference)}/minutes", {"_minutes": "12", "_activity": "call"})
    assert (officer.status, officer.at) == (200, path(reference))
    assert [each.fact.minutes for each in desk.recorded() if each.name == "intake.minutes_spent"] == [12]
    assert "12" in officer.text.partition("What has happened")[2]


def test_somebody_forgotten_shows_as_erased_and_the_others_stay(desk: FrontDesk) -> None:
    reference = desk.refer()
    (fact,) = desk.submitted()
    forget(desk, fact.account_of)
    text = desk.officer().open(path(reference))
    for detail in DETAILS:
        assert detail not in text
    assert text.count("[erased]") > 3
    assert "Mark Penrose" in text
    assert "most nights" not in text
    with desk.service.views.reading() as connection:
        assert people.found(connection, desk.ground.keyring, "name", "Amina Okafor") == []
        assert len(people.found(connection, desk.ground.keyring, "name", "Mark Penrose")) == 1


@pytest.mark.parametrize("reference", [reference_from(50), "WM-0000-0", "nonsense"])
def test_what_is_not_there_is_not_found(desk: FrontDesk, reference: str) -> None:
    officer = desk.officer()
    officer.open(path(reference))
    assert officer.status == 404
    assert desk.viewed() == []


def test_for_whoever_may_not_read_it_it_is_not_there_either(desk: FrontDesk) -> None:
    reference = desk.refer()
    officer = desk.officer(Role.PANEL_CHAIR)
    there, not_there = officer.open(path(reference)), officer.open(path(reference_from(50)))
    assert officer.status == 404
    number = re.compile(r'<p class="wm-note">[0-9a-f]+</p>')
    assert number.sub("", there) == number.sub("", not_there)
    assert desk.viewed() == []
