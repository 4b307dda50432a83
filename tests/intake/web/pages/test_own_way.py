"""Whoever worries about their own behaviour finds help and may ask for a call, behind a wall to every victim."""

import re

import pytest

from services.intake.domain.events import ChangeCallAnswered, ChangeCallRequested
from shared.access.roles import Role
from shared.kernel.personal import ERASED
from tests.support.builders.intake_pages import Browser, FrontDesk

NAME, PHONE = "Mark Penrose", "07700 900456"
ASKED = {"reporter.full_name": NAME, "reporter.phone": PHONE, "_when.phone": ["mornings"]}


def asked(desk: FrontDesk, **changes: str | list[str]) -> Browser:
    resident = desk.resident()
    resident.open("/help/own/call")
    resident.send("/help/own/call", {**ASKED, **{name.replace("__", "."): said for name, said in changes.items()}})
    return resident


def requested(desk: FrontDesk) -> list[ChangeCallRequested]:
    return [each.fact for each in desk.recorded() if isinstance(each.fact, ChangeCallRequested)]


def test_it_is_no_referral_and_joined_to_nobody_who_has_the_same_number(desk: FrontDesk) -> None:
    desk.refer(reporter={"full_name": "Amina Okafor", "phone": PHONE, "is_victim": True},
               people=[{"roles": ["perpetrator"], "full_name": NAME, "phone": PHONE}])  # fmt: skip
    before = len(desk.submitted())
    assert asked(desk).heading == "We call you at a time you chose"
    (fact,) = requested(desk)
    known = {each.person_id for referral in desk.submitted() for each in referral.people}
    assert fact.person_id not in known
    assert fact.calling.times == ("Mon-Fri 08:00-12:00",)
    assert len(desk.submitted()) == before
    assert desk.drafts_kept() == 0


def test_only_whoever_works_with_those_who_do_harm_sees_it_and_reading_is_recorded(desk: FrontDesk) -> None:
    asked(desk)
    text = desk.officer(Role.PERPETRATOR_WORKER).open("/intake/change-calls")
    assert NAME in text
    assert PHONE in text
    assert "Mon-Fri 08:00-12:00, no messages" in text
    assert desk.viewed() == [(f"change-{requested(desk)[0].request_id}", "call asked for")]
    for role in (Role.IDVA, Role.CASE_OFFICER, Role.CONTACT_CENTRE, Role.SERVICE_MANAGER, Role.AUDITOR):
        other = desk.officer(role, "Kit Example")
        other.open("/intake/change-calls")
        assert (other.status, PHONE in other.text) == (404, False)


def test_nothing_of_it_shows_where_referrals_are_listed_or_searched(desk: FrontDesk) -> None:
    desk.refer()
    asked(desk)
    officer = desk.officer(Role.CONTACT_CENTRE)
    for path in ("/intake/referrals", f"/intake/referrals?q={PHONE.replace(' ', '+')}"):
        assert NAME not in officer.open(path)


def test_once_they_were_called_they_leave_the_list(desk: FrontDesk) -> None:
    asked(desk)
    worker = desk.officer(Role.PERPETRATOR_WORKER)
    worker.open("/intake/change-calls")
    worker.send("/intake/change-calls/answered", {"reached": "false"})
    assert "Nobody waits to be called." in worker.text
    assert [each.fact.reached for each in desk.recorded() if isinstance(each.fact, ChangeCallAnswered)] == [False]


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"reporter__phone": ""}, "reporter-phone", "Give a number that we can call."),
        ({"_when__phone": []}, "_when-phone", "Choose when it is safe."),
        ({"_when__phone": ["unknown"]}, "_when-phone", "Choose when it is safe."),
        ({"_when__phone": ["unknown", "any"]}, "_when-phone", "Choose what is true"),
        ({"safe_contact__phone__times": "whenever"}, "safe_contact-phone-times", "Give days and hours"),
        ({"reporter__full_name": "x" * 201}, "reporter-full_name", "Shorten this."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(
    desk: FrontDesk, changes: dict[str, str | list[str]], field: str, says: str
) -> None:
    resident = asked(desk, **changes)
    assert resident.status == 422
    assert f'href="#{field}"' in resident.text
    assert says in resident.text
    assert requested(desk) == []


def test_pressed_twice_it_is_asked_once(desk: FrontDesk) -> None:
    resident = desk.resident()
    resident.open("/help/own/call")
    page = resident.text
    resident.send("/help/own/call", ASKED)
    resident.text = page
    resident.send("/help/own/call", ASKED)
    assert len(requested(desk)) == 1


def test_whoever_is_forgotten_shows_as_erased(desk: FrontDesk) -> None:
    asked(desk)
    (fact,) = requested(desk)
    desk.ground.keyring.destroy(fact.person_id)
    text = desk.officer(Role.PERPETRATOR_WORKER).open("/intake/change-calls")
    assert NAME not in text
    assert PHONE not in text
    assert "erased" in re.sub(r"<[^>]+>", "", text).lower() or ERASED in text
