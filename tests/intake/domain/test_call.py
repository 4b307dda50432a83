"""How a call ends: in one step with the referral, and after one that was cut off only a safe number is called."""

from typing import Any

import pytest

from services.intake.domain.call import next_step
from services.intake.domain.commands import NoteCallBack, TakenCall
from services.intake.domain.events import CallBackTried, CallEnded, MinutesSpent
from services.intake.domain.referral import DECIDER, NotReceived, note_call_back, submit_referral
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from tests.support.builders.intake import NOW, REFERENCE, REPORTER, a_submission, a_submitted_referral
from tests.support.scenario import given

SAID = "Example Homes must deal with this first."
SIGNPOSTED = TakenCall(
    ended="signposted", caller="victim", minutes=7, route="social_landlord", destination="Example Homes",
    saying="social_landlord", wording=1, said=SAID, sent_on=True,
)  # fmt: skip


def taken(call: TakenCall | None, **changes: Any) -> tuple[Fact, ...]:
    command = a_submission(**changes).model_copy(update={"call": call})
    return tuple(submit_referral(command, NotReceived()))


def test_a_call_that_ends_in_signposting_is_closed_in_the_same_step_with_words_destination_and_minutes() -> None:
    submitted, ended, spent = taken(SIGNPOSTED)
    assert submitted == a_submitted_referral()
    assert isinstance(ended, CallEnded)
    assert (ended.ended, ended.route, ended.saying, ended.wording) == (
        "signposted", "social_landlord", "social_landlord", 1,
    )  # fmt: skip
    assert ended.said == private(REPORTER, Narrative, SAID)
    assert ended.destination == private(REPORTER, Narrative, "Example Homes")
    assert (ended.sent_on, ended.next_step, ended.advised_999_at) == (True, None, None)
    assert spent == MinutesSpent(referral_id="referral-1", reference=REFERENCE, minutes=7, activity="call")


def test_what_came_otherwise_is_no_call_and_a_minute_nobody_spent_is_not_recorded() -> None:
    assert len(taken(None)) == 1
    assert len(taken(TakenCall(ended="handed_over"))) == 2


@pytest.mark.parametrize("name", ["immediate_danger", "serious_crime_now", "weapon_present_now"])
def test_that_the_caller_was_told_to_call_999_is_on_record_with_its_time_and_only_if_somebody_said_so(
    name: str,
) -> None:
    for told_at in (NOW, None):
        ended = taken(TakenCall(ended="dropped", advised_999_at=told_at), facts={name: "yes"})[1]
        assert isinstance(ended, CallEnded)
        assert (ended.advised_999_at, ended.next_step) == (told_at, "tell_police")


@pytest.mark.parametrize(
    ("contact", "phone", "step"),
    [
        ({"phone": {"safe": "yes"}}, "07700 900123", "call_back"),
        ({"phone": {"safe": "yes"}}, None, "wait"),
        ({"phone": {"safe": "unknown"}}, "07700 900123", "wait"),
        ({"phone": {"safe": "no"}}, "07700 900123", "wait"),
        ({"sms": {"safe": "yes"}}, "07700 900123", "wait"),
        (None, "07700 900123", "wait"),
    ],
    ids=["said to be safe", "no number", "not known", "not safe", "another way is", "never asked"],
)
def test_only_a_number_clearly_said_to_be_safe_is_called_back(contact: Any, phone: Any, step: str) -> None:
    command = a_submission(safe_contact=contact, reporter={"phone": phone})
    assert next_step(command.given, {}) == step
    assert next_step(command.given, {"immediate_danger": "yes"}) == "tell_police"
    assert next_step(command.given, {"immediate_danger": "unknown"}) == step


def test_each_try_to_call_back_is_kept() -> None:
    tried = CallBackTried(referral_id="referral-1", reference=REFERENCE, outcome="not_reached")
    asked = NoteCallBack(at=NOW, reference=REFERENCE, outcome="not_reached")
    for past in ((a_submitted_referral(),), (a_submitted_referral(), tried)):
        given(DECIDER, *past).when(note_call_back, asked).then(tried)
