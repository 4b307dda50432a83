"""Actions are owned, dated and said; they end as done, not possible or not undertaken; observers get none."""

from datetime import date
from typing import Any

import pytest

from services.panels.domain.action import assign_action, close_action
from services.panels.domain.commands import AssignActionTo, CloseAction
from services.panels.domain.events import ActionAssigned, ActionClosed, AttendanceRecorded
from services.panels.domain.meeting import DECIDER
from services.panels.domain.refusals import (
    ActionAlreadyClosed,
    ActionNotKnown,
    MeetingNotConvened,
    ObserverGetsNoActions,
)
from services.panels.domain.values.sittings import Attendee
from shared.kernel.identifiers import reference_from
from shared.kernel.personal import Identity, Narrative, private
from shared.kernel.refusals import InvalidInput
from tests.support.builders.panels import AFTER_DECEMBER, DECEMBER, MARAC, VICTIM, a_referral, convened
from tests.support.scenario import given


def assigning(**changes: Any) -> AssignActionTo:
    members: dict[str, Any] = {
        "at": AFTER_DECEMBER,
        "meeting_id": DECEMBER.meeting_id,
        "action_id": "action-1",
        "case_id": "case-1",
        "agency": "housing",
        "owner": "The duty manager",
        "due": date(2026, 12, 23),
        "text": "Change the locks.",
        "members": MARAC.agency_codes,
        "voice_id": VICTIM,
        "referral": a_referral(1, case_reference="WM-CASE-X"),
    }
    return AssignActionTo(**members | changes)


def assigned(**changes: Any) -> ActionAssigned:
    members: dict[str, Any] = {
        "action_id": "action-1",
        "meeting_id": DECEMBER.meeting_id,
        "panel": "marac",
        "assigned_at": AFTER_DECEMBER,
        "case_id": "case-1",
        "referral_id": "referral-1",
        "reference": reference_from(1),
        "case_reference": "WM-CASE-X",
        "voice_id": VICTIM,
        "agency": "housing",
        "owner": private(VICTIM, Identity, "The duty manager"),
        "due": date(2026, 12, 23),
        "text": private(VICTIM, Narrative, "Change the locks."),
    }
    return ActionAssigned(**members | changes)


def closing(outcome: Any, reason: str = "") -> CloseAction:
    return CloseAction(
        at=AFTER_DECEMBER, meeting_id=DECEMBER.meeting_id, action_id="action-1", outcome=outcome, reason=reason
    )


def closed(outcome: Any, reason: str | None = None) -> ActionClosed:
    return ActionClosed(
        action_id="action-1",
        meeting_id=DECEMBER.meeting_id,
        panel="marac",
        agency="housing",
        outcome=outcome,
        reason=private(VICTIM, Narrative, reason) if reason else None,
    )


def test_an_action_has_an_agency_an_owner_a_day_and_words() -> None:
    given(DECIDER, convened()).when(assign_action, assigning()).then(assigned())
    given(DECIDER, convened(), assigned()).when(assign_action, assigning()).then_nothing()


def test_every_lack_is_named_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        assign_action(assigning(agency="", owner=" ", due=None, text=""), DECIDER.fold([convened()]))
    assert [error.pointer for error in refused.value.errors] == ["/agency", "/owner", "/due", "/text"]


def test_an_action_is_due_from_the_meetings_own_day_on() -> None:
    meeting = given(DECIDER, convened())
    meeting.when(assign_action, assigning(due=date(2026, 12, 15))).then_refused(InvalidInput)
    assert meeting.when(assign_action, assigning(due=date(2026, 12, 16))).then_facts()


def test_an_action_for_no_case_in_particular_is_possible() -> None:
    general = assigned(case_id=None, referral_id=None, reference=None, case_reference=None)
    given(DECIDER, convened()).when(assign_action, assigning(case_id=None, referral=None)).then(general)


def test_observers_and_strangers_get_no_actions() -> None:
    watching = AttendanceRecorded(
        meeting_id=DECEMBER.meeting_id,
        panel="marac",
        attendees=(Attendee(agency="housing", capacity="observer"), Attendee(agency="health")),
        apologies=(),
        quorate=False,
        missing=(),
    )
    meeting = given(DECIDER, convened(), watching)
    meeting.when(assign_action, assigning()).then_refused(ObserverGetsNoActions)
    meeting.when(assign_action, assigning(agency="home_office")).then_refused(ObserverGetsNoActions)
    assert meeting.when(assign_action, assigning(agency="health")).then_facts()


def test_an_action_ends_once() -> None:
    meeting = given(DECIDER, convened(), assigned())
    meeting.when(close_action, closing("done")).then(closed("done"))
    ended = given(DECIDER, convened(), assigned(), closed("done"))
    ended.when(close_action, closing("done")).then_nothing()
    ended.when(close_action, closing("not_undertaken", "Forgotten.")).then_refused(ActionAlreadyClosed)


@pytest.mark.parametrize("outcome", ["not_possible", "not_undertaken"])
def test_what_was_not_done_needs_a_reason(outcome: str) -> None:
    meeting = given(DECIDER, convened(), assigned())
    meeting.when(close_action, closing(outcome)).then_refused(InvalidInput)
    meeting.when(close_action, closing(outcome, "She moved away.")).then(closed(outcome, "She moved away."))


def test_only_known_actions_of_a_convened_meeting_can_be_closed() -> None:
    given(DECIDER, convened()).when(close_action, closing("done")).then_refused(ActionNotKnown)
    given(DECIDER).when(close_action, closing("done")).then_refused(MeetingNotConvened)
