"""A message is taken in once; a person makes a referral of what was set aside, or dismisses it, and may think again."""

from typing import Any

import pytest

from services.intake.domain.commands import DismissMessage, ReleaseMessage, TakeMessage
from services.intake.domain.events import DangerWordsFound, MessageDismissed, MessageReleased, MessageTaken
from services.intake.domain.given_mail import GivenFile, GivenMail
from services.intake.domain.message import DECIDER, dismiss_message, release_message, take_message
from services.intake.domain.refusals import MessageNotSetAside
from shared.kernel.personal import Contact, Narrative, private
from shared.kernel.refusals import NotFound
from tests.support.builders.intake import NOW, REFERENCE
from tests.support.scenario import given

ID, OWNER = "message-1", "person-1"
MAIL = GivenMail(sender="a@example.org", subject="Hello", text="Words", thread=("<a@b>",),
                 attached=(GivenFile(media_type="image/png", size=3, name="a.png", sha256="0"),))  # fmt: skip
RELEASED = MessageReleased(message_id=ID, reference=REFERENCE, referral_id="referral-1")
DISMISSED = MessageDismissed(message_id=ID, why="test")


def taking(result: str = "quarantined", **changes: Any) -> TakeMessage:
    said = {"at": NOW, "message_id": ID, "result": result, "reason": "x", "kept_under": OWNER, "mail": MAIL}
    return TakeMessage.model_validate(said | changes)


def taken(result: str = "quarantined", **changes: Any) -> MessageTaken:
    (fact, *_) = take_message(taking(result, **changes), DECIDER.initial)
    assert isinstance(fact, MessageTaken)
    return fact


def test_a_message_keeps_its_details_under_one_key_and_nothing_of_them_in_clear() -> None:
    fact = taken()
    assert fact.sender == private(OWNER, Contact, "a@example.org")
    assert fact.text == private(OWNER, Narrative, "Words")
    assert fact.thread == (private(OWNER, Contact, "<a@b>"),)
    assert fact.attached[0].name == private(OWNER, Narrative, "a.png")
    assert (fact.received_at, fact.sent_at) == (NOW, None)


def test_the_same_message_again_is_already_done() -> None:
    given(DECIDER, taken()).when(take_message, taking("referral")).then_nothing()


@pytest.mark.parametrize(("result", "alarms"), [("quarantined", 1), ("referral", 0), ("reply", 0), ("ignored", 0)])
def test_danger_in_quarantine_is_told_of_here_and_elsewhere_with_the_referral(result: str, alarms: int) -> None:
    facts = given(DECIDER).when(take_message, taking(result, dangers=("weapon",), listed="v")).then_facts()
    assert [type(each) for each in facts[1:]] == [DangerWordsFound] * alarms


@pytest.mark.parametrize("past", [[], [DISMISSED]], ids=["waiting", "dismissed"])
def test_what_was_set_aside_becomes_a_referral_once(past: list[Any]) -> None:
    release = ReleaseMessage(at=NOW, message_id=ID, reference=REFERENCE, referral_id="referral-1")
    given(DECIDER, taken(), *past).when(release_message, release).then(RELEASED)
    given(DECIDER, taken(), *past, RELEASED).when(release_message, release).then_nothing()


def test_what_was_ignored_can_still_become_a_referral() -> None:
    release = ReleaseMessage(at=NOW, message_id=ID, reference=REFERENCE, referral_id="referral-1")
    given(DECIDER, taken("ignored")).when(release_message, release).then(RELEASED)


@pytest.mark.parametrize("result", ["referral", "reply"])
def test_what_is_a_referral_already_is_not_made_another(result: str) -> None:
    release = ReleaseMessage(at=NOW, message_id=ID, reference=REFERENCE, referral_id="referral-1")
    given(DECIDER, taken(result)).when(release_message, release).then_refused(MessageNotSetAside)


def test_only_what_waits_is_dismissed_and_once() -> None:
    dismiss = DismissMessage(at=NOW, message_id=ID, why="test")
    given(DECIDER, taken()).when(dismiss_message, dismiss).then(DISMISSED)
    given(DECIDER, taken(), DISMISSED).when(dismiss_message, dismiss).then_nothing()
    given(DECIDER, taken(), RELEASED).when(dismiss_message, dismiss).then_refused(MessageNotSetAside)
    given(DECIDER, taken("ignored")).when(dismiss_message, dismiss).then_refused(MessageNotSetAside)


def test_of_a_message_that_never_came_nothing_can_be_made() -> None:
    release = ReleaseMessage(at=NOW, message_id=ID, reference=REFERENCE, referral_id="referral-1")
    given(DECIDER).when(release_message, release).then_refused(NotFound)
    given(DECIDER).when(dismiss_message, DismissMessage(at=NOW, message_id=ID, why="test")).then_refused(NotFound)
