"""What somebody tells her adviser counts for everybody who may call or write, in every service."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.access.roles import Role
from tests.support.builders.borough import LittleBorough
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow

HERS = {
    "kind": "domestic_abuse",
    "channel": "phone",
    "received_at": "2026-11-23T09:12:00+00:00",
    "reporter": {"full_name": "Amina Owusu", "phone": "020 7946 0322", "is_victim": True},
    "safe_contact": {
        "phone": {"safe": "no"},
        "confirmed_at": "2026-11-23T09:10:00+00:00",
        "codeword": "bluebell",
        "must_not_receive": ["Mark Penrose"],
    },
    "facts": {"immediate_danger": "no", "dash_yes_count": 15},
}


@pytest.fixture
def borough(tmp_path: Path) -> Iterator[LittleBorough]:
    made = LittleBorough(tmp_path / "data")
    yield made
    made.close()


def test_she_tells_her_adviser_and_everybody_knows_with_the_codeword_as_it_was(borough: LittleBorough) -> None:
    reference = borough.refer(HERS)
    person = borough.get(f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE).json()["reporter"]["person_id"]
    adviser = signed_in(borough.app, Role.IDVA, name="adviser@example")
    front = f"/triage/support/{reference}"
    assert "No safe way to reach them is known" in adviser.get(front).text
    said = {"person": person, "phone": "yes", "voicemail": "no", "times": "Mon-Fri 10:00-14:00", "sms": "no"}
    said |= {"email": "unknown", "post": "no", "in_person": "unknown", "csrf": csrf_of(borough.app, adviser)}
    saved = adviser.post(f"/triage/cases/{reference}/support/safe-ways", data=said, follow_redirects=False)
    assert saved.status_code == 303, saved.text
    borough.settle()
    page = adviser.get(front).text
    assert "Telephone 020 7946 0322, Mon-Fri 10:00-14:00, leave no message" in page
    assert "bluebell" in page
    assert "Mark Penrose" in page
    intake = borough.get(f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE).json()["safe_contact"]
    assert (intake["phone"]["safe"], intake["sms"]["safe"], intake["post"]["safe"]) == ("yes", "no", "no")
    assert intake["confirmed_at"].startswith("2026-11-23T09:30")
    told = borough.built.services["notifications"].store.page(0, 10_000)
    assert [each.name for each in told].count("notifications.contacts_changed") == 1
