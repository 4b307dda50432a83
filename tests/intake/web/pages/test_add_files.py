"""Residents add files to what they have just sent, or come back to; whatever happens to a file, the referral is in."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.intake.domain.events import EvidenceAdded
from tests.support.builders.files import a_photo
from tests.support.builders.intake_pages import Browser, FrontDesk, a_front_desk

pytestmark = pytest.mark.slow
PHOTO = ("file", ("me and the yard.jpg", a_photo(), "image/jpeg"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with a_front_desk(tmp_path_factory.mktemp("intake")) as made:
        yield made


def reported(desk: FrontDesk) -> Browser:
    """A resident who has just sent a report, whatever it asked."""
    resident = desk.resident()
    resident.open("/report/now")
    for _ in range(60):
        if resident.at.endswith("/sent"):
            return resident
        if resident.at.endswith("/check"):
            resident.answer()
        elif '<form action="/report/' in resident.text:
            answers = {"_about": "me", "facts.immediate_danger": "no"}
            named = {name: value for name, value in answers.items() if f'name="{name}"' in resident.text}
            resident.answer(**{name.replace(".", "__"): value for name, value in named.items()})
        else:
            onward = re.findall(r'<a href="(/report/[^"?]+)[^"]*" role="button"', resident.text)
            resident.open(onward[0])
    raise AssertionError(resident.at)


def send(resident: Browser, files: Any, **data: Any) -> str:
    (token,) = re.findall(r'name="token" value="([^"]+)"', resident.text)
    answer = resident.client.post("/evidence", data={"token": token} | data, files=files)
    return resident._shown("/evidence", answer)


def added(desk: FrontDesk) -> list[EvidenceAdded]:
    return [each.fact for each in desk.recorded() if isinstance(each.fact, EvidenceAdded)]


def test_after_sending_a_resident_adds_photos_and_says_whether_they_may_be_shared(desk: FrontDesk) -> None:
    resident = reported(desk)
    assert "/evidence/just-sent" in resident.text
    resident.open("/evidence/just-sent")
    assert (resident.at, resident.title) == ("/evidence", "Waymark Borough Council")
    assert "Exit this page" in resident.text
    text = send(resident, [PHOTO, PHOTO], says="The yard", _share="no")
    assert "We have all 2." in text
    one, two = added(desk)
    assert (one.reference, one.road, one.kind) == (desk.submitted()[-1].reference, "resident", "photo")
    assert (one.consent.said, one.consent.by, two.consent.purposes) == ("refused", "reporter", ("share",))
    assert one.person_id == desk.submitted()[-1].account_of


def test_an_open_answer_is_neither_yes_nor_no(desk: FrontDesk) -> None:
    resident = reported(desk)
    resident.open("/evidence/just-sent")
    send(resident, [PHOTO])
    assert (added(desk)[-1].consent.said, added(desk)[-1].consent.said_at) == ("unknown", None)


def test_what_is_wrong_with_a_file_is_said_what_was_typed_is_kept_and_the_referral_stays(desk: FrontDesk) -> None:
    resident, before = reported(desk), len(added(desk))
    reference = desk.submitted()[-1].reference
    resident.open("/evidence/just-sent")
    text = send(resident, [("file", ("x.jpg", b"<html>" + bytes(900), "image/jpeg"))], says="My words", _share="yes")
    assert (resident.status, "We cannot take this type of file." in text) == (415, True)
    assert "My words</textarea>" in text
    assert re.search(r'value="yes"\s+checked', text)
    assert len(added(desk)) == before
    assert desk.submitted()[-1].reference == reference


def test_without_leave_or_with_anothers_form_nothing_is_added(desk: FrontDesk) -> None:
    stranger, before = desk.resident(), len(added(desk))
    stranger.open("/evidence")
    assert stranger.at == "/return"
    stranger._shown("/evidence", stranger.client.post("/evidence", data={"token": "x"}, files=[PHOTO]))
    assert stranger.at == "/return"
    resident = reported(desk)
    resident.open("/evidence/just-sent")
    resident._shown("/evidence", resident.client.post("/evidence", data={"token": "made up"}, files=[PHOTO]))
    assert (resident.status, "open for too long" in resident.text) == (422, True)
    assert len(added(desk)) == before


def test_leave_ends_after_an_hour_and_on_leaving(desk: FrontDesk) -> None:
    resident = reported(desk)
    resident.open("/evidence/just-sent")
    resident.client.get("/leave")
    resident.open("/evidence")
    assert resident.at == "/return"
    other = reported(desk)
    other.open("/evidence/just-sent")
    desk.clock.set(desk.clock() + timedelta(minutes=61))
    other.open("/evidence")
    assert other.at == "/return"
