"""Beside an e-mail the officer completes all that the staff form asks; what is safe is never made so by accident."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.intake.adapters.mail.room import MailRoom
from services.intake.domain.events import AnswersGiven, ContactDetailsChanged, MessageTaken, SafeContactChanged
from services.intake.wiring import mail_room
from tests.support.builders.intake_pages import Browser, FrontDesk
from tests.support.builders.mail import NOISE, a_message

pytestmark = pytest.mark.slow

CALL = "07700 900333"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    made = FrontDesk(tmp_path_factory.mktemp("completion"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def room(desk: FrontDesk) -> MailRoom:
    return mail_room(desk.ground, desk.service)


@pytest.fixture(scope="module")
def officer(desk: FrontDesk) -> Browser:
    return desk.officer()


def came(desk: FrontDesk, room: MailRoom, name: str, **message: Any) -> str:
    """A message that became a referral by itself; where it is shown."""
    room.take(a_message(NOISE, name, sender=f"Nadia Khan <{name}@example.org>", **message))
    taken = [each.fact for each in desk.recorded() if isinstance(each.fact, MessageTaken)][-1]
    return f"/intake/mail/{taken.message_id}"


def referral(desk: FrontDesk) -> dict[str, Any]:
    shown: dict[str, Any] = desk.get(f"/intake/api/referrals/{desk.submitted()[-1].reference}").json()
    return shown


def facts(desk: FrontDesk, kind: type[Any]) -> list[Any]:
    reference = desk.submitted()[-1].reference
    return [each.fact for each in desk.recorded() if isinstance(each.fact, kind) and each.fact.reference == reference]


def test_people_place_and_times_are_asked_for_and_kept(desk: FrontDesk, room: MailRoom, officer: Browser) -> None:
    path = came(desk, room, "people")
    shown = officer.open(path)
    for asked in ("Who does it?", "Where does it happen?", "When does it happen?", "Is it safe to call this number?"):
        assert asked in shown
    sent = {
        "kind": "asb", "category": "noise", "location.address": "12 Example Road", "location.postcode": "sw19 1aa",
        "location.ward": "Abbey", "occurred.pattern": "most nights", "occurred.ongoing": "yes",
        "people.perpetrator.full_name": "Mark Penrose", "people.perpetrator.address": "number 14", "language": "so",
        "interpreter": "Somali",
    }  # fmt: skip
    officer.send(f"{path}/complete", sent)
    assert officer.at.endswith(desk.submitted()[-1].reference)
    told = referral(desk)
    assert told["location"]["address"] == "12 Example Road"
    assert (told["location"]["postcode"], told["location"]["ward"]) == ("SW19 1AA", "Abbey")
    assert (told["occurred"]["pattern"], told["occurred"]["ongoing"]) == ("most nights", True)
    assert (told["language"], told["interpreter"]) == ("so", "Somali")
    (him,) = [each for each in told["people"] if each["roles"] == ["perpetrator"]]
    assert (him["full_name"], him["address"]) == ("Mark Penrose", "number 14")
    officer.send(f"{path}/complete", sent)
    assert len(facts(desk, AnswersGiven)) == 1, "the same again says nothing new"
    (row,) = [
        each for each in desk.get("/intake/api/referrals").json()["items"] if each["reference"] == told["reference"]
    ]
    assert row["ward"] == "Abbey"
    assert desk.service.views.differing() == {}


def test_what_is_known_stands_in_the_form_and_another_name_is_another_person(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    path = came(desk, room, "another")
    officer.send(f"{path}/complete", {"kind": "asb", "people.perpetrator.full_name": "Mark Penrose"})
    shown = officer.open(path)
    assert 'value="Mark Penrose"' in shown
    assert 'value="another@example.org"' in shown
    more = {"kind": "asb", "people.perpetrator.full_name": "Mark Penrose", "people.perpetrator.address": "number 14"}
    officer.send(f"{path}/complete", more)
    officer.send(f"{path}/complete", {"kind": "asb", "people.perpetrator.full_name": "Dan Miles"})
    named = [
        (each["full_name"], each["address"]) for each in referral(desk)["people"] if "perpetrator" in each["roles"]
    ]
    assert named == [("Mark Penrose", "number 14"), ("Dan Miles", None)]


def test_a_number_is_checked_as_on_the_staff_form_and_kept_as_told_when_somebody_says_so(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    path = came(desk, room, "number")
    shown = officer.send(f"{path}/complete", {"kind": "asb", "reporter.phone": "0770 90"})
    assert officer.status == 422
    assert "This number cannot be called as it stands." in shown
    assert 'value="0770 90"' in shown
    assert facts(desk, ContactDetailsChanged) == []
    officer.send(f"{path}/complete", {"kind": "asb", "reporter.phone": "0770 90", "reporter.phone._as_told": "yes"})
    assert referral(desk)["reporter"]["phone"] == "0770 90"
    waiting = came_aside(desk, room, "number-aside")
    assert "cannot be called" in officer.send(f"{waiting}/release", {"kind": "asb", "reporter.phone": "0770 90"})
    assert officer.status == 422


def came_aside(desk: FrontDesk, room: MailRoom, name: str) -> str:
    room.take(a_message(NOISE, name, sender=f"{name}@example.org", List_ID="<list.example.org>"))
    taken = [each.fact for each in desk.recorded() if isinstance(each.fact, MessageTaken)][-1]
    return f"/intake/mail/{taken.message_id}"


def test_a_way_is_safe_from_when_the_message_came_and_a_new_number_only_when_it_is_said(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    path = came(desk, room, "safe")
    at = desk.clock()
    desk.clock.set(at + timedelta(hours=2))
    officer.send(f"{path}/complete", {"kind": "asb", "reporter.phone": CALL, "safe_contact.phone.safe": "yes",
                                      "safe_contact.phone.times": "Mon-Fri 10:00-14:00"})  # fmt: skip
    contact = referral(desk)["safe_contact"]
    assert (contact["phone"]["safe"], contact["phone"]["times"]) == ("yes", ["Mon-Fri 10:00-14:00"])
    assert contact["email"]["safe"] == "unknown"
    assert contact["confirmed_at"].startswith(at.isoformat()[:16])
    changed = facts(desk, SafeContactChanged)
    # The form as it is shown now, with another number and another way: the old number's yes is not the new one's.
    officer.send(f"{path}/complete", {
        "kind": "asb", "reporter.phone": "07700 900444", "safe_contact.phone.safe": "yes",
        "safe_contact.phone.times": "Mon-Fri 10:00-14:00", "safe_contact.email.safe": "yes",
    })  # fmt: skip
    contact = referral(desk)["safe_contact"]
    assert (contact["phone"]["safe"], contact["email"]["safe"]) == ("unknown", "yes")
    assert len(facts(desk, SafeContactChanged)) > len(changed)


def test_an_older_message_takes_nothing_back_that_was_said_since(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    path = came(desk, room, "older")
    desk.clock.set(desk.clock() + timedelta(hours=3))
    submitted = desk.submitted()[-1]
    no = {"email": {"safe": "no"}, "confirmed_at": desk.clock().isoformat()}
    answer = desk.post(f"/intake/api/referrals/{submitted.reference}/safe-contact", {"safe_contact": no})
    assert answer.status_code == 200, answer.text
    desk.service.views.catch_up()
    shown = officer.send(f"{path}/complete", {"kind": "asb", "safe_contact.email.safe": "yes"})
    assert officer.status == 422
    assert "Something newer was said about how they may be reached." in shown
    folded = shown.partition("Reaching them safely")[0].rpartition("<details")[2]
    assert " open" in folded, "whoever follows the error finds its field"
    assert referral(desk)["safe_contact"]["email"]["safe"] == "no"


def test_a_sender_without_an_address_becomes_known_with_what_is_typed(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    room.take(a_message(NOISE, "nobody", sender=None))
    taken = [each.fact for each in desk.recorded() if isinstance(each.fact, MessageTaken)][-1]
    officer.send(f"/intake/mail/{taken.message_id}/complete", {"kind": "asb", "reporter.full_name": "Cara Wynn",
                                                               "reporter.phone": CALL})  # fmt: skip
    told = referral(desk)
    assert (told["reporter"]["full_name"], told["reporter"]["phone"]) == ("Cara Wynn", CALL)
    assert told["safe_contact"]["phone"]["safe"] == "unknown"
    found = officer.open(f"/intake/referrals/{told['reference']}")
    assert "Cara Wynn" in found
