"""How a case comes onto an agenda and from one to the next: in time, late by choice, deferred, carried over."""

from collections.abc import Sequence
from typing import Any

from services.panels.domain.case import Awaiting, Case, Heard, Listed, NoCase, Referred
from services.panels.domain.commands import (
    AcceptLateReferral,
    CarryOverUnheardCaseTo,
    DeferCaseTo,
    ListCaseOn,
    MoveCaseToSittingBefore,
)
from services.panels.domain.events import (
    CaseCarriedOver,
    CaseDeferred,
    CaseListed,
    CaseMovedToSitting,
    CaseReferred,
    LateReferralAccepted,
    LateReferralRaised,
    ReferralAdded,
    ReferralReassessed,
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
    require,
)
from services.panels.domain.values.sittings import a_year_after, london_day
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private

_WHY = "Say why, in a sentence."


def list_case(command: ListCaseOn, case: Case) -> Sequence[Fact]:
    """Open a hearing, or join the one under way; a referral the panel knows already only brings it up to date."""
    referral = command.referral
    if isinstance(case, NoCase):
        return _open(command, case)
    if referral.referral_id in case.file.known:
        return _open(command, case) if _happened_again(command, case) else _reassess(command, case)
    if isinstance(case, Heard) and not case.standing:
        return _open(command, case)
    return [
        ReferralAdded(
            case_id=case.file.case_id,
            panel=case.file.panel,
            hearing=case.file.hearing,
            reference=referral.reference,
            sitting=command.next_sitting if isinstance(case, Heard | Referred) else case.sitting,
            late=isinstance(case, Awaiting),
            referral=referral,
        )
    ]


def accept_late_referral(command: AcceptLateReferral, case: Case) -> Sequence[Fact]:
    """Take it onto the meeting it came too late for. Raises NoChoiceDue where nothing waits for a choice."""
    if isinstance(case, Listed) and case.entry == "late" and case.sitting.meeting_id == command.meeting_id:
        return []
    if not isinstance(case, Awaiting):
        raise NoChoiceDue
    _on_that_meeting(case, command.meeting_id)
    require([("reason", command.reason, _WHY)])
    reason = private(case.file.voice_id, Narrative, command.reason)
    return [LateReferralAccepted(**_named(case), sitting=case.sitting, reason=reason)]


def move_case_to_sitting(command: MoveCaseToSittingBefore, case: Case) -> Sequence[Fact]:
    """Hear it sooner than the next regular meeting. Raises SittingNotEarlier where that would be a deferral."""
    waiting = _waiting(case, command.meeting_id)
    require([("reason", command.reason, _WHY)])
    sitting = command.sitting
    if sitting is None or sitting.panel != waiting.file.panel or sitting.kind == "regular":
        raise MeetingNotConvened
    if sitting.starts_at <= command.at:
        raise SittingNotAhead
    if sitting.starts_at >= command.next_regular.starts_at:
        raise SittingNotEarlier
    reason = private(waiting.file.voice_id, Narrative, command.reason)
    late = isinstance(waiting, Awaiting)
    from_id = waiting.sitting.meeting_id
    return [CaseMovedToSitting(**_named(waiting), from_meeting_id=from_id, sitting=sitting, late=late, reason=reason)]


def defer_case(command: DeferCaseTo, case: Case) -> Sequence[Fact]:
    """Put it off to the next regular meeting; a second time only with the chair (ChairMustSignOff)."""
    waiting = _waiting(case, command.meeting_id)
    require(
        [
            ("reason", command.reason, _WHY),
            ("interim_note", command.interim_note, "Say how the person is kept safe until then."),
        ]
    )
    if waiting.postponed and not command.signed_off_by:
        raise ChairMustSignOff
    voice = waiting.file.voice_id
    return [
        CaseDeferred(
            **_named(waiting),
            from_meeting_id=waiting.sitting.meeting_id,
            sitting=command.next_sitting,
            reason=private(voice, Narrative, command.reason),
            interim_note=private(voice, Narrative, command.interim_note),
            signed_off_by=command.signed_off_by,
        )
    ]


def carry_over_unheard_case(command: CarryOverUnheardCaseTo, case: Case) -> Sequence[Fact]:
    """The meeting is over: whatever was not decided there stands on the next one. Nothing where it was dealt with."""
    if not isinstance(case, Listed | Awaiting) or case.sitting.meeting_id != command.meeting_id:
        return []
    sitting = command.next_sitting
    missed = isinstance(case, Awaiting)
    if sitting.meeting_id == command.meeting_id:
        if missed:
            return [LateReferralRaised(**_named(case), sitting=sitting, deadline=sitting.deadline)]
        return [CaseListed(**_named(case), sitting=sitting)]
    from_id = case.sitting.meeting_id
    return [CaseCarriedOver(**_named(case), from_meeting_id=from_id, sitting=sitting, choice_missed=missed)]


def _open(command: ListCaseOn, case: Case) -> Sequence[Fact]:
    referral = command.referral
    named: dict[str, Any] = {
        "case_id": command.case_id,
        "panel": command.panel,
        "hearing": 1 if isinstance(case, NoCase) else case.file.hearing + 1,
    }
    referred = CaseReferred(
        **named,
        reference=referral.reference,
        subject_id=command.subject_id,
        voice_id=command.voice_id,
        repeat=referral.is_repeat or _within_a_year(command, case),
        referral=referral,
    )
    named |= {"referral_id": referral.referral_id, "reference": referral.reference}
    sitting = command.next_sitting
    if command.late:
        return [referred, LateReferralRaised(**named, sitting=sitting, deadline=sitting.deadline)]
    return [referred, CaseListed(**named, sitting=sitting)]


def _within_a_year(command: ListCaseOn, case: Case) -> bool:
    """A repeat by the panel's own record: within twelve months of the last referral, nobody else being blamed now."""
    if isinstance(case, NoCase):
        return False
    last = max(case.file.details.referrals, key=lambda referral: referral.received_at)
    if london_day(command.referral.received_at) > a_year_after(london_day(last.received_at)):
        return False
    before = frozenset[str]().union(*(referral.perpetrators for referral in case.file.details.referrals))
    now = command.referral.perpetrators
    return not before or not now or bool(before & now)


def _happened_again(command: ListCaseOn, case: Case) -> bool:
    """Whether a case that was heard comes back with a new incident: a repeat counted from a later day than before."""
    if not isinstance(case, Heard) or case.standing:
        return False
    again = command.referral
    before = [each.last_referral_on for each in case.file.details.referrals if each.referral_id == again.referral_id]
    counted_before = max((day for day in before if day is not None), default=None)
    last = again.last_referral_on
    return again.is_repeat and last is not None and bool(before) and (counted_before is None or last > counted_before)


def _reassess(command: ListCaseOn, case: Case) -> Sequence[Fact]:
    """Nothing for a referral already heard: it was decided on what was known, and only a new incident reopens it."""
    if isinstance(case, NoCase) or (isinstance(case, Heard) and not case.standing):
        return []
    again = command.referral
    known = [referral for referral in case.file.details.referrals if referral.referral_id == again.referral_id]
    if not known or known[0] == again:
        return []
    return [
        ReferralReassessed(
            case_id=case.file.case_id,
            panel=case.file.panel,
            hearing=case.file.hearing,
            reference=again.reference,
            referral=again,
        )
    ]


def _waiting(case: Case, meeting_id: str) -> Listed | Awaiting:
    if isinstance(case, Heard):
        raise CaseAlreadyHeard
    if not isinstance(case, Listed | Awaiting):
        raise CaseNotBeforePanel
    _on_that_meeting(case, meeting_id)
    return case


def _on_that_meeting(case: Listed | Awaiting, meeting_id: str) -> None:
    if case.sitting.meeting_id != meeting_id:
        raise CaseNotOnThatMeeting


def _named(case: Listed | Awaiting) -> dict[str, Any]:
    """The members by which every fact about a hearing names it."""
    file = case.file
    return {
        "case_id": file.case_id,
        "panel": file.panel,
        "hearing": file.hearing,
        "referral_id": file.lead.referral_id,
        "reference": file.lead.reference,
    }
