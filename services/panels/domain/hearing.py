"""What happens to a case at and after its hearing: decided, kept in the core group, closed, flags off."""

from collections.abc import Sequence

from services.panels.domain.case import Awaiting, Case, Heard, Listed, NoCase, Referred
from services.panels.domain.commands import CloseStandingCase, DecideCaseAt, TakeFlagsOff
from services.panels.domain.events import CaseDecided, FlagsTakenOff, StandingCaseClosed
from services.panels.domain.refusals import (
    BandIsTheDecision,
    CaseAlreadyHeard,
    CaseNotBeforePanel,
    CaseNotOnThatMeeting,
    CaseNotStanding,
    LateReferralAwaitsChoice,
    MeetingNotConvened,
    QuorumNotMet,
    TwelveMonthsNotPassed,
    require,
)
from services.panels.domain.values.sittings import a_year_after, london_day
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, Personal, private
from shared.kernel.refusals import FieldError, InvalidInput


def decide_case(command: DecideCaseAt, case: Case) -> Sequence[Fact]:
    """Record a decision. Raises QuorumNotMet unless there was a quorum or a reason for deciding without."""
    if isinstance(case, NoCase | Referred):
        raise CaseNotBeforePanel
    sitting = command.sitting
    if sitting is None or sitting.panel != case.file.panel:
        raise MeetingNotConvened
    due_at(case, command.meeting_id)
    if command.gives_bands:
        raise BandIsTheDecision
    _allowed(command)
    if not command.quorate and not command.inquorate_reason.strip():
        raise QuorumNotMet
    file = case.file
    standing = isinstance(case, Heard) and case.standing
    return [
        CaseDecided(
            case_id=file.case_id,
            panel=file.panel,
            hearing=file.hearing,
            referral_id=file.lead.referral_id,
            reference=file.lead.reference,
            meeting_id=command.meeting_id,
            heard_at=sitting.starts_at,
            decision=command.decision,
            text=sealed(file.voice_id, command.text),
            core_group=standing or (command.core_group and command.has_core_group),
            repeat=file.repeat,
            quorate=command.quorate,
            inquorate_reason=None if command.quorate else sealed(file.voice_id, command.inquorate_reason),
            corrects=isinstance(case, Heard) and case.decided.meeting_id == command.meeting_id,
        )
    ]


def close_standing_case(command: CloseStandingCase, case: Case) -> Sequence[Fact]:
    """Take it out of the core group. Raises CaseNotStanding where it never was in it."""
    if not isinstance(case, Heard) or not case.decided.core_group:
        raise CaseNotStanding
    if not case.standing:
        return []
    require([("reason", command.reason, "Say why the case need not come back.")])
    file = case.file
    return [
        StandingCaseClosed(
            case_id=file.case_id,
            panel=file.panel,
            hearing=file.hearing,
            reference=file.lead.reference,
            reason=private(file.voice_id, Narrative, command.reason),
        )
    ]


def take_flags_off(command: TakeFlagsOff, case: Case) -> Sequence[Fact]:
    """Say that flags may come off. Raises TwelveMonthsNotPassed where it is too soon or the case is open again."""
    if isinstance(case, NoCase):
        raise CaseNotBeforePanel
    if not isinstance(case, Heard) or case.standing:
        raise TwelveMonthsNotPassed
    if london_day(command.at) < a_year_after(london_day(case.decided.heard_at)):
        raise TwelveMonthsNotPassed
    if not case.flags_on:
        return []
    file = case.file
    return [
        FlagsTakenOff(
            case_id=file.case_id,
            panel=file.panel,
            hearing=file.hearing,
            reference=file.lead.reference,
            meeting_id=command.meeting_id,
        )
    ]


def due_at(case: Awaiting | Listed | Heard, meeting_id: str) -> None:
    """Heard where it stands, at a meeting that was written up late, again as a correction, or as a standing case."""
    if isinstance(case, Heard):
        if not case.standing and case.decided.meeting_id != meeting_id:
            raise CaseAlreadyHeard
    elif isinstance(case, Awaiting):
        raise LateReferralAwaitsChoice
    elif meeting_id not in (case.sitting.meeting_id, *case.passed):
        raise CaseNotOnThatMeeting


def _allowed(command: DecideCaseAt) -> None:
    require([("decision", command.decision, "Say what was decided.")])
    if command.decision not in command.decisions:
        known = ", ".join(sorted(command.decisions))
        raise InvalidInput([FieldError("/decision", "unknown_value", f"Give one of {known}.")])


def sealed(voice_id: str, text: str) -> Personal[Narrative] | None:
    """Words under that person's key; None where there are none."""
    return private(voice_id, Narrative, text) if text.strip() else None
