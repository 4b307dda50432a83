"""How a case comes onto an agenda: once for each person, late only by choice, never silently moved."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from services.panels.domain.case import DECIDER, Awaiting, Listed
from services.panels.domain.commands import (
    AcceptLateReferral,
    CarryOverUnheardCaseTo,
    DeferCaseTo,
    ListCaseOn,
    MoveCaseToSittingBefore,
)
from services.panels.domain.events import (
    CaseCarriedOver,
    CaseDecided,
    CaseDeferred,
    CaseListed,
    CaseMovedToSitting,
    CaseReferred,
    LateReferralAccepted,
    LateReferralRaised,
    ReferralAdded,
    ReferralReassessed,
)
from services.panels.domain.listing import (
    accept_late_referral,
    carry_over_unheard_case,
    defer_case,
    list_case,
    move_case_to_sitting,
)
from services.panels.domain.refusals import (
    CaseAlreadyHeard,
    CaseNotBeforePanel,
    CaseNotOnThatMeeting,
    ChairMustSignOff,
    MeetingNotConvened,
    NoChoiceDue,
    SittingNotAhead,
    SittingNotEarlier,
)
from services.panels.domain.values.sittings import Sitting
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import InvalidInput
from tests.support.builders.panels import (
    AFTER_DECEMBER,
    DECEMBER,
    IN_TIME,
    JANUARY,
    LATE,
    PERPETRATOR,
    TIMETABLE,
    VICTIM,
    a_listed_case,
    a_person,
    a_referral,
    a_referred_case,
    london,
    marked,
    naming,
)
from tests.support.scenario import given

REFERRED = a_referred_case()
NAMED = naming(REFERRED)
LISTED = a_listed_case()
RAISED = LateReferralRaised(**NAMED, sitting=DECEMBER, deadline=DECEMBER.deadline)
EMERGENCY = TIMETABLE.extra_sitting("marac", "emergency", london(date(2026, 12, 9), 9), LATE)
WHY = private(VICTIM, Narrative, "The police asked.")


def listing(number: int = 1, late: bool = False, sitting: Sitting = DECEMBER, **changes: Any) -> ListCaseOn:
    return ListCaseOn(**dict(marked(number, **changes)), next_sitting=sitting, late=late, voice_id=VICTIM)


def deferring(meeting: Sitting = DECEMBER, to: Sitting = JANUARY, **changes: Any) -> DeferCaseTo:
    members: dict[str, Any] = {
        "at": LATE,
        "case_id": NAMED["case_id"],
        "meeting_id": meeting.meeting_id,
        "reason": "The police asked.",
        "interim_note": "Moved to a friend's.",
        "next_sitting": to,
    }
    return DeferCaseTo(**members | changes)


def moving(sitting: Sitting | None = EMERGENCY, **changes: Any) -> MoveCaseToSittingBefore:
    members: dict[str, Any] = {
        "at": LATE,
        "case_id": NAMED["case_id"],
        "meeting_id": DECEMBER.meeting_id,
        "sitting_id": sitting.meeting_id if sitting else "nowhere",
        "reason": "The police asked.",
        "sitting": sitting,
        "next_regular": JANUARY,
    }
    return MoveCaseToSittingBefore(**members | changes)


def carrying(to: Sitting = JANUARY) -> CarryOverUnheardCaseTo:
    at = DECEMBER.starts_at + timedelta(days=2)
    return CarryOverUnheardCaseTo(at=at, case_id=NAMED["case_id"], meeting_id=DECEMBER.meeting_id, next_sitting=to)


def accepting(reason: str = "The police asked.", meeting_id: str = DECEMBER.meeting_id) -> AcceptLateReferral:
    return AcceptLateReferral(at=LATE, case_id=NAMED["case_id"], meeting_id=meeting_id, reason=reason)


def deferred(sitting: Sitting = JANUARY, source: Sitting = DECEMBER, by: str | None = None) -> CaseDeferred:
    note = private(VICTIM, Narrative, "Moved to a friend's.")
    source_id = source.meeting_id
    return CaseDeferred(
        **NAMED, from_meeting_id=source_id, sitting=sitting, reason=WHY, interim_note=note, signed_off_by=by
    )


def decided(**changes: Any) -> CaseDecided:
    members: dict[str, Any] = {
        "meeting_id": DECEMBER.meeting_id,
        "heard_at": DECEMBER.starts_at,
        "decision": "actions_agreed",
        "text": None,
        "core_group": False,
        "repeat": False,
        "quorate": True,
        "inquorate_reason": None,
        "corrects": False,
    }
    return CaseDecided(**NAMED | members | changes)


HEARD: tuple[Fact, ...] = (*LISTED, decided())


def test_a_referral_in_time_is_listed_on_the_next_agenda() -> None:
    given(DECIDER).when(list_case, listing()).then(*LISTED)


def test_a_late_referral_is_put_to_the_coordinator_and_stands_on_the_agenda_undecided() -> None:
    asked = given(DECIDER).when(list_case, listing(late=True))
    asked.then(REFERRED, RAISED)
    state = DECIDER.fold(asked.then_facts())
    assert isinstance(state, Awaiting)
    assert state.sitting == DECEMBER


def test_another_agencys_referral_of_the_same_person_joins_the_case() -> None:
    second = listing(2, flags=("strangulation",), referring_agency="health")
    (added,) = given(DECIDER, *LISTED).when(list_case, second).then_facts()
    assert isinstance(added, ReferralAdded)
    assert (added.hearing, added.sitting, added.late) == (1, DECEMBER, False)
    state = DECIDER.fold((*LISTED, added))
    assert isinstance(state, Listed)
    assert state.file.details.flags == ("strangulation",)
    assert state.file.details.agencies == ("police", "health")
    assert state.file.details.case_reference == REFERRED.reference


def test_a_referral_that_joins_after_the_deadline_is_no_second_late_referral() -> None:
    second = listing(2, late=True, at=LATE)
    (added,) = given(DECIDER, *LISTED).when(list_case, second).then_facts()
    assert isinstance(added, ReferralAdded)
    assert not added.late


def test_the_same_referral_again_changes_nothing() -> None:
    given(DECIDER, *LISTED).when(list_case, listing()).then_nothing()


def test_a_referral_judged_again_brings_its_own_answers_up_to_date() -> None:
    (again,) = given(DECIDER, *LISTED).when(list_case, listing(flags=("stalking",))).then_facts()
    assert isinstance(again, ReferralReassessed)
    state = DECIDER.fold((*LISTED, again))
    assert isinstance(state, Listed)
    assert [known.flags for known in state.file.details.referrals] == [("stalking",)]


def test_a_new_incident_after_the_hearing_opens_another_hearing_as_a_repeat() -> None:
    command = listing(2, sitting=JANUARY, at=AFTER_DECEMBER)
    referred, listed = given(DECIDER, *HEARD).when(list_case, command).then_facts()
    assert isinstance(referred, CaseReferred)
    assert (referred.hearing, referred.repeat, referred.case_id) == (2, True, REFERRED.case_id)
    assert isinstance(listed, CaseListed)
    assert listed.sitting == JANUARY


def test_a_referral_heard_already_does_not_come_back_by_being_judged_again() -> None:
    given(DECIDER, *HEARD).when(list_case, listing(flags=("stalking",))).then_nothing()


def test_a_repeat_of_a_referral_that_was_heard_opens_another_hearing_and_once_for_each_incident() -> None:
    again = {"is_repeat": True, "last_referral_on": date(2026, 12, 1), "sitting": JANUARY, "at": AFTER_DECEMBER}
    referred, listed = given(DECIDER, *HEARD).when(list_case, listing(**again)).then_facts()
    assert isinstance(referred, CaseReferred)
    assert (referred.hearing, referred.repeat, referred.case_id) == (2, True, REFERRED.case_id)
    assert isinstance(listed, CaseListed)
    heard_again = (*HEARD, referred, listed, msgspec.structs.replace(decided(), hearing=2))
    given(DECIDER, *heard_again).when(list_case, listing(flags=("stalking",), **again)).then_nothing()
    later = {**again, "last_referral_on": date(2027, 1, 20)}
    third, _ = given(DECIDER, *heard_again).when(list_case, listing(**later)).then_facts()
    assert isinstance(third, CaseReferred)
    assert third.hearing == 3


def test_after_twelve_months_it_is_a_new_referral_and_not_a_repeat() -> None:
    a_year_later = IN_TIME + timedelta(days=366)
    assert _repeat(listing(2, at=a_year_later)) is False
    assert _repeat(listing(2, at=a_year_later - timedelta(days=1))) is True


def test_somebody_else_being_blamed_is_no_repeat_unless_triage_says_so() -> None:
    before = a_referral(people=(a_person(PERPETRATOR, "perpetrator"),))
    heard = (a_referred_case(referral=before), *HEARD[1:])
    stranger = (a_person("person-stranger", "perpetrator"),)
    assert _repeat(listing(2, people=stranger), heard) is False
    assert _repeat(listing(2, people=stranger, is_repeat=True), heard) is True
    assert _repeat(listing(2, people=(a_person(PERPETRATOR, "perpetrator"),)), heard) is True


def test_a_referral_during_a_standing_case_joins_it() -> None:
    standing = (*LISTED, decided(core_group=True))
    (added,) = given(DECIDER, *standing).when(list_case, listing(2, sitting=JANUARY)).then_facts()
    assert isinstance(added, ReferralAdded)
    assert added.sitting == JANUARY


def test_accepting_a_late_referral_needs_a_reason() -> None:
    waiting = given(DECIDER, REFERRED, RAISED)
    waiting.when(accept_late_referral, accepting(" ")).then_refused(InvalidInput)
    waiting.when(accept_late_referral, accepting()).then(LateReferralAccepted(**NAMED, sitting=DECEMBER, reason=WHY))


def test_accepting_twice_is_once_and_a_case_in_time_needs_no_accepting() -> None:
    accepted = LateReferralAccepted(**NAMED, sitting=DECEMBER, reason=WHY)
    given(DECIDER, REFERRED, RAISED, accepted).when(accept_late_referral, accepting()).then_nothing()
    given(DECIDER, *LISTED).when(accept_late_referral, accepting()).then_refused(NoChoiceDue)
    given(DECIDER).when(accept_late_referral, accepting()).then_refused(NoChoiceDue)


def test_a_choice_about_another_meeting_is_refused() -> None:
    waiting = given(DECIDER, REFERRED, RAISED)
    elsewhere = JANUARY.meeting_id
    waiting.when(accept_late_referral, accepting(meeting_id=elsewhere)).then_refused(CaseNotOnThatMeeting)
    waiting.when(defer_case, deferring(JANUARY)).then_refused(CaseNotOnThatMeeting)


def test_a_late_referral_can_be_heard_at_an_emergency_meeting() -> None:
    moved = CaseMovedToSitting(**NAMED, from_meeting_id=DECEMBER.meeting_id, sitting=EMERGENCY, late=True, reason=WHY)
    given(DECIDER, REFERRED, RAISED).when(move_case_to_sitting, moving()).then(moved)
    state = DECIDER.fold((REFERRED, RAISED, moved))
    assert isinstance(state, Listed)
    assert (state.sitting, state.entry) == (EMERGENCY, "moved")


@pytest.mark.parametrize(
    ("sitting", "changes", "refusal"),
    [
        pytest.param(EMERGENCY, {"reason": ""}, InvalidInput, id="without a reason"),
        pytest.param(None, {}, MeetingNotConvened, id="to a sitting nobody called"),
        pytest.param(DECEMBER, {}, MeetingNotConvened, id="to a regular meeting"),
        pytest.param(EMERGENCY, {"at": EMERGENCY.starts_at}, SittingNotAhead, id="to a sitting that has begun"),
        pytest.param(
            msgspec.structs.replace(EMERGENCY, panel="cmarac"), {}, MeetingNotConvened, id="to another panel's sitting"
        ),
        pytest.param(
            msgspec.structs.replace(EMERGENCY, starts_at=JANUARY.starts_at),
            {},
            SittingNotEarlier,
            id="to a sitting no earlier than the next regular one",
        ),
    ],
)
def test_a_case_cannot_be_moved(sitting: Sitting | None, changes: dict[str, Any], refusal: type[Exception]) -> None:
    given(DECIDER, *LISTED).when(move_case_to_sitting, moving(sitting, **changes)).then_refused(refusal)


def test_deferring_needs_a_reason_and_an_interim_safety_note() -> None:
    with pytest.raises(InvalidInput) as refused:
        defer_case(deferring(reason="", interim_note=" "), DECIDER.fold(LISTED))
    assert [error.pointer for error in refused.value.errors] == ["/reason", "/interim_note"]
    given(DECIDER, *LISTED).when(defer_case, deferring()).then(deferred())


def test_no_case_is_deferred_twice_unless_the_chair_signs_it_off() -> None:
    once = given(DECIDER, *LISTED, deferred())
    february = TIMETABLE.next_after("marac", JANUARY.starts_at)
    once.when(defer_case, deferring(JANUARY, february)).then_refused(ChairMustSignOff)
    signed = deferring(JANUARY, february, signed_off_by="account-chair")
    once.when(defer_case, signed).then(deferred(february, JANUARY, "account-chair"))


def test_a_meeting_that_passed_counts_as_once_put_off() -> None:
    carried = CaseCarriedOver(**NAMED, from_meeting_id=DECEMBER.meeting_id, sitting=JANUARY, choice_missed=False)
    given(DECIDER, *LISTED, carried).when(defer_case, deferring(JANUARY)).then_refused(ChairMustSignOff)


@pytest.mark.parametrize("priority", ["urgent", "high", "standard"])
def test_the_chair_is_asked_whatever_the_priority(priority: str) -> None:
    case = a_listed_case(referral=a_referral(priority=priority))
    given(DECIDER, *case, deferred()).when(defer_case, deferring(JANUARY)).then_refused(ChairMustSignOff)


def test_a_late_referral_can_be_deferred_too() -> None:
    given(DECIDER, REFERRED, RAISED).when(defer_case, deferring()).then(deferred())


def test_what_was_heard_or_never_referred_cannot_be_deferred() -> None:
    given(DECIDER, *HEARD).when(defer_case, deferring()).then_refused(CaseAlreadyHeard)
    given(DECIDER).when(defer_case, deferring()).then_refused(CaseNotBeforePanel)


def test_a_case_its_meeting_did_not_decide_stands_on_the_next() -> None:
    carried = CaseCarriedOver(**NAMED, from_meeting_id=DECEMBER.meeting_id, sitting=JANUARY, choice_missed=False)
    given(DECIDER, *LISTED).when(carry_over_unheard_case, carrying()).then(carried)


def test_a_choice_nobody_made_is_carried_over_and_says_so() -> None:
    (carried,) = given(DECIDER, REFERRED, RAISED).when(carry_over_unheard_case, carrying()).then_facts()
    assert isinstance(carried, CaseCarriedOver)
    assert carried.choice_missed


def test_what_was_heard_or_moved_is_not_carried_over() -> None:
    given(DECIDER, *HEARD).when(carry_over_unheard_case, carrying()).then_nothing()
    given(DECIDER, *LISTED, deferred()).when(carry_over_unheard_case, carrying()).then_nothing()
    given(DECIDER).when(carry_over_unheard_case, carrying()).then_nothing()


def test_a_case_follows_its_meeting_to_a_later_day() -> None:
    later = msgspec.structs.replace(DECEMBER, starts_at=DECEMBER.starts_at + timedelta(days=5))
    given(DECIDER, *LISTED).when(carry_over_unheard_case, carrying(later)).then(CaseListed(**NAMED, sitting=later))
    raised = LateReferralRaised(**NAMED, sitting=later, deadline=later.deadline)
    given(DECIDER, REFERRED, RAISED).when(carry_over_unheard_case, carrying(later)).then(raised)


def _repeat(command: ListCaseOn, heard: tuple[Fact, ...] = HEARD) -> bool:
    referred = list_case(command, DECIDER.fold(heard))[0]
    assert isinstance(referred, CaseReferred)
    return referred.repeat
