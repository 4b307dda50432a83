"""Whoever worries about their own behaviour finds help and may ask for a call, behind a wall to every victim."""

import re
from collections.abc import Iterator

import pytest

from services.intake.domain.events import ChangeCallAnswered, ChangeCallRequested
from shared.access.roles import Role
from tests.support.builders.intake_pages import Browser, FrontDesk, a_front_desk

pytestmark = pytest.mark.slow

NAME, PHONE = "Mark Penrose", "07700 900456"
ASKED = {"reporter.full_name": NAME, "reporter.phone": PHONE, "_when.phone": ["mornings"]}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """One for all: each test looks at what is new."""
    with a_front_desk(tmp_path_factory.mktemp("desk")) as made:
        yield made


def asked(desk: FrontDesk, **changes: str | list[str]) -> Browser:
    resident = desk.resident()
    resident.open("/help/own/call")
    resident.send("/help/own/call", {**ASKED, **{name.replace("__", "."): said for name, said in changes.items()}})
    return resident


def worker(desk: FrontDesk) -> Browser:
    """Somebody who works with those who do harm, newly signed in."""
    return desk.officer(Role.PERPETRATOR_WORKER, f"Kofi {len(desk.recorded())}")


def requested(desk: FrontDesk) -> list[ChangeCallRequested]:
    return [each.fact for each in desk.recorded() if isinstance(each.fact, ChangeCallRequested)]


def test_it_is_no_referral_and_joined_to_nobody_who_has_the_same_number(desk: FrontDesk) -> None:
    desk.refer(reporter={"full_name": "Amina Okafor", "phone": PHONE, "is_victim": True},
               people=[{"roles": ["perpetrator"], "full_name": NAME, "phone": PHONE}])  # fmt: skip
    before = len(desk.submitted())
    assert asked(desk).heading == "We call you at a time you chose"
    fact = requested(desk)[-1]
    known = {each.person_id for referral in desk.submitted() for each in referral.people}
    assert fact.person_id not in known
    assert fact.calling.times == ("Mon-Fri 08:00-12:00",)
    assert len(desk.submitted()) == before
    assert desk.drafts_kept() == 0


def test_only_whoever_works_with_those_who_do_harm_sees_it_and_reading_is_recorded(desk: FrontDesk) -> None:
    asked(desk)
    text = worker(desk).open("/intake/change-calls")
    assert NAME in text
    assert PHONE in text
    assert "Mon-Fri 08:00-12:00, no messages" in text
    assert (f"change-{requested(desk)[-1].request_id}", "call asked for") in desk.viewed()
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
    caller = worker(desk)
    caller.open("/intake/change-calls")
    while "Nobody waits to be called." not in caller.text:
        (first,) = re.findall(r'name="asked" value="([^"]+)"', caller.text)[:1]
        caller.send("/intake/change-calls/answered", {"asked": first, "reached": "false"})
    answered = [each.fact for each in desk.recorded() if isinstance(each.fact, ChangeCallAnswered)]
    assert [fact.reached for fact in answered] == [False] * len(requested(desk))


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
    before = requested(desk)
    resident = asked(desk, **changes)
    assert resident.status == 422
    assert f'href="#{field}"' in resident.text
    assert says in resident.text
    assert requested(desk) == before


def test_pressed_twice_it_is_asked_once(desk: FrontDesk) -> None:
    before = len(requested(desk))
    resident = desk.resident()
    resident.open("/help/own/call")
    page = resident.text
    resident.send("/help/own/call", ASKED)
    resident.text = page
    resident.send("/help/own/call", ASKED)
    assert len(requested(desk)) == before + 1


def test_whoever_is_forgotten_shows_as_erased(desk: FrontDesk) -> None:
    asked(desk, reporter__full_name="Ivo Example")
    assert "Ivo Example" in worker(desk).open("/intake/change-calls")
    desk.ground.keyring.destroy(requested(desk)[-1].person_id)
    text = worker(desk).open("/intake/change-calls")
    assert "Ivo Example" not in text
    assert "erased" in text
