"""What happens at a hearing and after it: a quorum or a reason, the core group, twelve months of flags."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.panels.domain.case import DECIDER, Heard
from services.panels.domain.commands import CloseStandingCase, DecideCaseAt, TakeFlagsOff
from services.panels.domain.events import (
    CaseCarriedOver,
    CaseDecided,
    CaseReferred,
    FlagsTakenOff,
    LateReferralRaised,
    StandingCaseClosed,
)
from services.panels.domain.hearing import close_standing_case, decide_case, take_flags_off
from services.panels.domain.refusals import (
    CaseAlreadyHeard,
    CaseNotBeforePanel,
    CaseNotOnThatMeeting,
    CaseNotStanding,
    LateReferralAwaitsChoice,
    MeetingNotConvened,
    QuorumNotMet,
    TwelveMonthsNotPassed,
)
from services.panels.domain.values.sittings import Sitting
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import InvalidInput
from tests.support.builders.panels import (
    AFTER_DECEMBER,
    DECEMBER,
    JANUARY,
    MARAC,
    VICTIM,
    a_listed_case,
    a_referral,
    london,
    naming,
)
from tests.support.scenario import given

LISTED = a_listed_case()
assert isinstance(LISTED[0], CaseReferred)
NAMED = naming(LISTED[0])


def deciding(sitting: Sitting | None = DECEMBER, **changes: Any) -> DecideCaseAt:
    members: dict[str, Any] = {
        "at": AFTER_DECEMBER,
        "case_id": NAMED["case_id"],
        "meeting_id": (sitting or DECEMBER).meeting_id,
        "decision": "actions_agreed",
        "text": "The locks are changed.",
        "sitting": sitting,
        "quorate": True,
        "decisions": frozenset(MARAC.decisions),
        "has_core_group": False,
    }
    return DecideCaseAt(**members | changes)


def decided(sitting: Sitting = DECEMBER, **changes: Any) -> CaseDecided:
    members: dict[str, Any] = {
        "meeting_id": sitting.meeting_id,
        "heard_at": sitting.starts_at,
        "decision": "actions_agreed",
        "text": private(VICTIM, Narrative, "The locks are changed."),
        "core_group": False,
        "repeat": False,
        "quorate": True,
        "inquorate_reason": None,
        "corrects": False,
    }
    return CaseDecided(**NAMED | members | changes)


def flags_off(at: datetime) -> TakeFlagsOff:
    return TakeFlagsOff(at=at, case_id=NAMED["case_id"], meeting_id="meeting-later")


def test_a_quorate_panel_decides() -> None:
    given(DECIDER, *LISTED).when(decide_case, deciding()).then(decided())


def test_without_a_quorum_nothing_is_decided_unless_somebody_says_why() -> None:
    given(DECIDER, *LISTED).when(decide_case, deciding(quorate=False)).then_refused(QuorumNotMet)
    why = private(VICTIM, Narrative, "She is in danger tonight.")
    command = deciding(quorate=False, inquorate_reason="She is in danger tonight.")
    given(DECIDER, *LISTED).when(decide_case, command).then(decided(quorate=False, inquorate_reason=why))


@pytest.mark.parametrize("decision", ["", "  ", "carried_unanimously"])
def test_a_decision_is_one_of_the_panels_own(decision: str) -> None:
    given(DECIDER, *LISTED).when(decide_case, deciding(decision=decision)).then_refused(InvalidInput)


def test_a_case_is_decided_where_it_stands() -> None:
    given(DECIDER, *LISTED).when(decide_case, deciding(JANUARY)).then_refused(CaseNotOnThatMeeting)
    given(DECIDER, *LISTED).when(decide_case, deciding(None)).then_refused(MeetingNotConvened)
    given(DECIDER).when(decide_case, deciding()).then_refused(CaseNotBeforePanel)


def test_a_late_referral_is_first_chosen_then_heard() -> None:
    raised = LateReferralRaised(**NAMED, sitting=DECEMBER, deadline=DECEMBER.deadline)
    given(DECIDER, LISTED[0], raised).when(decide_case, deciding()).then_refused(LateReferralAwaitsChoice)


def test_minutes_written_up_after_the_case_was_carried_over_still_count() -> None:
    carried = CaseCarriedOver(**NAMED, from_meeting_id=DECEMBER.meeting_id, sitting=JANUARY, choice_missed=False)
    given(DECIDER, *LISTED, carried).when(decide_case, deciding()).then(decided())
    given(DECIDER, *LISTED, carried).when(decide_case, deciding(JANUARY)).then(decided(JANUARY))


def test_a_decision_can_be_corrected_but_not_taken_again_elsewhere() -> None:
    heard = given(DECIDER, *LISTED, decided())
    heard.when(decide_case, deciding(decision="referred_on")).then(decided(decision="referred_on", corrects=True))
    heard.when(decide_case, deciding(JANUARY)).then_refused(CaseAlreadyHeard)


def test_a_standing_case_comes_back_until_it_is_closed() -> None:
    command = deciding(core_group=True, has_core_group=True)
    given(DECIDER, *LISTED).when(decide_case, command).then(decided(core_group=True))
    standing = (*LISTED, decided(core_group=True))
    given(DECIDER, *standing).when(decide_case, deciding(JANUARY)).then(decided(JANUARY, core_group=True))


def test_a_panel_without_a_core_group_keeps_nobody_in_it() -> None:
    given(DECIDER, *LISTED).when(decide_case, deciding(core_group=True)).then(decided())


def test_closing_a_standing_case_needs_a_reason_and_happens_once() -> None:
    standing = (*LISTED, decided(core_group=True))
    close = CloseStandingCase(at=AFTER_DECEMBER, case_id=NAMED["case_id"], reason="Housed and settled.")
    closed = StandingCaseClosed(
        case_id=NAMED["case_id"],
        panel="marac",
        hearing=1,
        reference=NAMED["reference"],
        reason=private(VICTIM, Narrative, "Housed and settled."),
    )
    given(DECIDER, *standing).when(close_standing_case, close).then(closed)
    given(DECIDER, *standing, closed).when(close_standing_case, close).then_nothing()
    silent = CloseStandingCase(at=AFTER_DECEMBER, case_id=NAMED["case_id"])
    given(DECIDER, *standing).when(close_standing_case, silent).then_refused(InvalidInput)
    given(DECIDER, *LISTED, decided()).when(close_standing_case, close).then_refused(CaseNotStanding)
    after = DECIDER.fold((*standing, closed))
    assert isinstance(after, Heard)
    assert not after.standing


def test_flags_come_off_after_twelve_months_and_not_a_day_before() -> None:
    heard = given(DECIDER, *LISTED, decided())
    off = FlagsTakenOff(
        case_id=NAMED["case_id"], panel="marac", hearing=1, reference=NAMED["reference"], meeting_id="meeting-later"
    )
    on_the_day = london(date(2027, 12, 16), 0)
    heard.when(take_flags_off, flags_off(on_the_day)).then(off)
    heard.when(take_flags_off, flags_off(on_the_day - timedelta(minutes=1))).then_refused(TwelveMonthsNotPassed)
    given(DECIDER, *LISTED, decided(), off).when(take_flags_off, flags_off(on_the_day)).then_nothing()


def test_flags_stay_on_while_a_case_is_open_again_or_standing() -> None:
    later = london(date(2028, 3, 1))
    again: tuple[Fact, ...] = a_listed_case(JANUARY, hearing=2, referral=a_referral(2))
    given(DECIDER, *LISTED, decided(), *again).when(take_flags_off, flags_off(later)).then_refused(
        TwelveMonthsNotPassed
    )
    given(DECIDER, *LISTED, decided(core_group=True)).when(take_flags_off, flags_off(later)).then_refused(
        TwelveMonthsNotPassed
    )
    given(DECIDER).when(take_flags_off, flags_off(later)).then_refused(CaseNotBeforePanel)
