"""Forgetting somebody: once, and for good."""

from datetime import UTC, datetime

from services.notifications.domain.commands import ForgetPerson
from services.notifications.domain.events import PersonForgotten, SensitivityRaised
from services.notifications.domain.forgotten import DECIDER, Forgotten, forget_person
from tests.support.scenario import given

FORGET = ForgetPerson(at=datetime(2026, 11, 23, tzinfo=UTC), person_id="p-1")
FACT = PersonForgotten(person_id="p-1")


def test_somebody_is_forgotten_once() -> None:
    given(DECIDER).when(forget_person, FORGET).then(FACT)
    given(DECIDER, FACT).when(forget_person, FORGET).then_nothing()


def test_there_is_no_way_back() -> None:
    assert DECIDER.fold((FACT, SensitivityRaised(referral_id="r-1", because="strands"))) == Forgotten()
