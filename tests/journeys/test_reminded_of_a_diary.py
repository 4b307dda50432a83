"""Whoever wished it is reminded of her diary in words that say nothing, and of nothing once that may not be safe."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from services.intake.domain.commands import ChangeSafeContact, OpenDiary
from services.intake.domain.diary_codes import new_diary_code
from services.intake.domain.given import GivenSafeContact
from shared.access.roles import Role
from shared.kernel.handling import Command
from shared.kernel.messages import Context
from tests.support.builders.borough import LittleBorough

pytestmark = pytest.mark.slow

CONTEXT = Context(actor="account-1", role="contact_centre", correlation_id="story-1")
EMAIL = "sam@example.org"
SAID = {"email": {"safe": "yes"}, "confirmed_at": "2026-11-23T09:10:00+00:00"}


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleBorough]:
    made = LittleBorough(tmp_path_factory.mktemp("borough"))
    made.settle()
    yield made
    made.close()


def do(borough: LittleBorough, command: Command) -> None:
    borough.built.services["intake"].dispatch(command, CONTEXT)
    borough.settle()


def keeps_a_diary(borough: LittleBorough, **changes: Any) -> dict[str, str]:
    """Somebody plagued by noise, with a diary that begins today; her ids."""
    reference = borough.refer(
        {
            "kind": "asb",
            "channel": "phone",
            "received_at": (borough.clock() - timedelta(minutes=5)).isoformat(),
            "category": "noise",
            "reporter": {"full_name": "Sam Adeyemi", "email": EMAIL, "is_victim": True},
            "safe_contact": SAID | {"confirmed_at": borough.clock().isoformat()},
            "facts": {"immediate_danger": "no", "domestic_abuse": "no"},
        }
    )
    found = borough.get(f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE).json()
    about = {"reference": reference, "referral_id": found["referral_id"], "person_id": found["reporter"]["person_id"]}
    today: date = borough.clock().date()
    given = {"at": borough.clock(), "code": new_diary_code(), "first_on": today, "days": 7, "way": "now"}
    do(borough, OpenDiary.model_validate(about | given | {"safe": "unknown", "abuse": False, "remind": True} | changes))
    return about


def pass_days(borough: LittleBorough, days: int) -> None:
    """Morning by morning, as a worker that never sleeps would meet them."""
    for _ in range(days * 4):
        borough.clock.set(borough.clock() + timedelta(hours=6))
        borough.settle()


def reminders(borough: LittleBorough) -> list[str]:
    folder = borough.built.ground.settings.data / "outbox"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.is_file()]
    return [text for text in texts if "the reminder you asked for" in text]


def test_two_reminders_in_seven_days_to_her_alone_in_words_that_say_nothing(borough: LittleBorough) -> None:
    about = keeps_a_diary(borough)
    pass_days(borough, 8)
    sent = reminders(borough)
    assert len(sent) == 2
    for text in sent:
        assert EMAIL in text
        assert not any(word in text.lower() for word in (about["reference"].lower(), "diary", "noise", "sam adeyemi"))


@pytest.mark.parametrize("stops", ["never wished", "said anew"])
def test_none_goes_out_unless_wished_nor_once_it_was_said_anew_how_to_reach_her(
    borough: LittleBorough, stops: str
) -> None:
    before = len(reminders(borough))
    about = keeps_a_diary(borough, remind=stops != "never wished")
    if stops == "said anew":
        said = GivenSafeContact.model_validate(
            SAID | {"sms": {"safe": "no"}, "confirmed_at": borough.clock().isoformat()}
        )
        changed = {"reference": about["reference"], "person_id": about["person_id"], "safe_contact": said}
        do(borough, ChangeSafeContact.model_validate({"at": borough.clock(), **changed}))
    pass_days(borough, 8)
    assert len(reminders(borough)) == before
