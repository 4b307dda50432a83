"""A call asked for about one's own behaviour: asked once, answered once, under a key that is nobody else's."""

import pytest

from services.intake.domain.change_call_commands import AnswerChangeCall, RequestChangeCall
from services.intake.domain.change_calls import DECIDER, Answered, answer_change_call, request_change_call
from services.intake.domain.events import ChangeCallAnswered, ChangeCallRequested, ChannelSafety
from services.intake.domain.given import GivenChannel
from shared.kernel.personal import Contact, Identity, private
from shared.kernel.refusals import NotFound
from tests.support.builders.intake import NOW
from tests.support.scenario import given

ASKED = RequestChangeCall(
    at=NOW,
    request_id="request-1",
    person_id="person-9",
    full_name="Mark Penrose",
    phone="07700 900456",
    calling=GivenChannel(safe="yes", times=("Mon-Fri 08:00-12:00",)),
)
FACT = ChangeCallRequested(
    request_id="request-1",
    person_id="person-9",
    full_name=private("person-9", Identity, "Mark Penrose"),
    phone=private("person-9", Contact, "07700 900456"),
    calling=ChannelSafety(safe="yes", times=("Mon-Fri 08:00-12:00",)),
)
CALLED = AnswerChangeCall(at=NOW, request_id="request-1", reached=False)
DONE = ChangeCallAnswered(request_id="request-1", reached=False)


def test_it_is_asked_once_with_every_detail_sealed() -> None:
    given(DECIDER).when(request_change_call, ASKED).then(FACT)
    given(DECIDER, FACT).when(request_change_call, ASKED).then_nothing()
    assert "Penrose" not in repr(ASKED)


def test_it_is_answered_once_and_only_where_it_was_asked_for() -> None:
    given(DECIDER, FACT).when(answer_change_call, CALLED).then(DONE)
    given(DECIDER, FACT, DONE).when(answer_change_call, CALLED).then_nothing()
    assert isinstance(DECIDER.fold([FACT, DONE]), Answered)
    with pytest.raises(NotFound):
        answer_change_call(CALLED, DECIDER.initial)
