"""Forgetting somebody: not while a hold stands, only when asked for, and once."""

from services.intake.domain.commands import CompleteForgetting, ForgetPerson, LiftHold, PlaceHold
from services.intake.domain.events import ForgetRequested, HoldLifted, HoldPlaced, PersonForgotten
from services.intake.domain.person import (
    DECIDER,
    complete_forgetting,
    forget_person,
    lift_hold,
    place_hold,
)
from services.intake.domain.refusals import AlreadyForgotten, HoldStands, NotAskedFor
from shared.kernel.personal import Narrative, private
from tests.support.builders.intake import NOW
from tests.support.scenario import given

HOLD = PlaceHold(at=NOW, person_id="person-1", hold="court_claim", authority="IG-2026-0007")
LIFT = LiftHold(at=NOW, person_id="person-1", hold="court_claim", authority="IG-2026-0007")
FORGET = ForgetPerson(
    at=NOW, person_id="person-1", authority="IG-2026-0031", reason="Her file was merged wrongly.", reason_under="minted"
)
COMPLETE = CompleteForgetting(at=NOW, person_id="person-1")

PLACED = HoldPlaced(person_id="person-1", hold="court_claim", authority="IG-2026-0007")
LIFTED = HoldLifted(person_id="person-1", hold="court_claim", authority="IG-2026-0007")
REQUESTED = ForgetRequested(
    person_id="person-1",
    authority="IG-2026-0031",
    reason=private("minted", Narrative, "Her file was merged wrongly."),
    requested_at=NOW,
)
FORGOTTEN = PersonForgotten(person_id="person-1", authority="IG-2026-0031")


def test_a_person_is_forgotten_in_two_steps_with_the_reason_under_another_key() -> None:
    given(DECIDER).when(forget_person, FORGET).then(REQUESTED)
    given(DECIDER, REQUESTED).when(complete_forgetting, COMPLETE).then(FORGOTTEN)


def test_nobody_is_forgotten_while_a_hold_stands() -> None:
    given(DECIDER, PLACED).when(forget_person, FORGET).then_refused(HoldStands)
    given(DECIDER, PLACED, LIFTED).when(forget_person, FORGET).then(REQUESTED)


def test_one_hold_lifted_leaves_the_other_standing() -> None:
    other = HoldPlaced(person_id="person-1", hold="complaint", authority="IG-2026-0008")
    given(DECIDER, PLACED, other, LIFTED).when(forget_person, FORGET).then_refused(HoldStands)


def test_nothing_is_completed_that_nobody_asked_for() -> None:
    given(DECIDER).when(complete_forgetting, COMPLETE).then_refused(NotAskedFor)


def test_asking_or_completing_twice_is_already_done() -> None:
    given(DECIDER, REQUESTED).when(forget_person, FORGET).then_nothing()
    given(DECIDER, REQUESTED, FORGOTTEN).when(forget_person, FORGET).then_nothing()
    given(DECIDER, REQUESTED, FORGOTTEN).when(complete_forgetting, COMPLETE).then_nothing()


def test_a_hold_comes_too_late_once_forgetting_was_asked_for() -> None:
    given(DECIDER, REQUESTED).when(place_hold, HOLD).then_refused(AlreadyForgotten)
    given(DECIDER, REQUESTED, FORGOTTEN).when(place_hold, HOLD).then_refused(AlreadyForgotten)


def test_holds_are_placed_and_lifted_once() -> None:
    given(DECIDER).when(place_hold, HOLD).then(PLACED)
    given(DECIDER, PLACED).when(place_hold, HOLD).then_nothing()
    given(DECIDER, PLACED).when(lift_hold, LIFT).then(LIFTED)
    given(DECIDER).when(lift_hold, LIFT).then_nothing()
