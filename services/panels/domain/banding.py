"""Bands of the housing register: awarded with its days, not awarded, or put off; and looked at again in time."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from services.panels.domain.banding_commands import RecordBandingAt
from services.panels.domain.banding_events import CaseBanded
from services.panels.domain.case import Awaiting, Case, Heard, Listed, NoCase, Referred
from services.panels.domain.commands import DeferCaseTo
from services.panels.domain.definition import Banding
from services.panels.domain.events import CaseDecided
from services.panels.domain.hearing import due_at, sealed
from services.panels.domain.listing import defer_case
from services.panels.domain.refusals import (
    CaseNotBeforePanel,
    MeetingNotConvened,
    PanelGivesNoBands,
    QuorumNotMet,
    ReviewStaysDue,
)
from services.panels.domain.values.bands import AWARDED, DEFERRED, NOT_AWARDED
from services.panels.domain.values.sittings import Sitting
from shared.kernel.identifying import ADDRESS, NUMBER, found_in
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import FieldError, InvalidInput

RESULTS = (AWARDED, NOT_AWARDED, DEFERRED)
LONGEST = 2_000


def review_due(case: Case, sitting: Sitting) -> bool:
    """Whether the band somebody has is looked at again at a sitting: from the first on or after its day."""
    if not isinstance(case, Heard) or case.banded is None:
        return False
    return case.banded.review_on is not None and case.banded.review_on <= sitting.day


def record_banding(command: RecordBandingAt, case: Case) -> Sequence[Fact]:
    """The band and the decision are one: neither stands without the other. Put off is deferred, as every case is."""
    if isinstance(case, NoCase | Referred):
        raise CaseNotBeforePanel
    if command.sitting.panel != case.file.panel:
        raise MeetingNotConvened
    if command.banding is None:
        raise PanelGivesNoBands
    if not review_due(case, command.sitting):
        due_at(case, command.meeting_id)
    if errors := list(_wrong(command, command.banding)):
        raise InvalidInput(errors)
    if command.result == DEFERRED:
        return _put_off(command, case)
    if not command.quorate and not command.inquorate_reason.strip():
        raise QuorumNotMet
    return (_decided(command, case), _banded(command, case))


def _put_off(command: RecordBandingAt, case: Awaiting | Listed | Heard) -> Sequence[Fact]:
    if isinstance(case, Heard):
        raise ReviewStaysDue
    deferral = DeferCaseTo(
        at=command.at,
        case_id=command.case_id,
        meeting_id=command.meeting_id,
        reason=command.words,
        interim_note=command.interim_note,
        signed_off_by=command.signed_off_by,
        next_sitting=command.next_sitting,
    )
    return (_banded(command, case), *defer_case(deferral, case))


def _decided(command: RecordBandingAt, case: Listed | Awaiting | Heard) -> CaseDecided:
    voice = case.file.voice_id
    return CaseDecided(
        **_named(case),
        meeting_id=command.meeting_id,
        heard_at=command.sitting.starts_at,
        decision=command.result,
        text=sealed(voice, command.words),
        core_group=False,
        repeat=case.file.repeat,
        quorate=command.quorate,
        inquorate_reason=None if command.quorate else sealed(voice, command.inquorate_reason),
        corrects=_corrects(command, case),
    )


def _banded(command: RecordBandingAt, case: Listed | Awaiting | Heard) -> CaseBanded:
    awarded = command.result == AWARDED
    return CaseBanded(
        **_named(case),
        meeting_id=command.meeting_id,
        decided_on=command.sitting.day,
        result=command.result,
        band=command.band if awarded else None,
        reason=command.reason if awarded else None,
        effective_on=command.effective_on if awarded else None,
        review_on=command.review_on if awarded else None,
        words=private(case.file.voice_id, Narrative, command.words.strip()),
        corrects=_corrects(command, case),
    )


def _corrects(command: RecordBandingAt, case: Case) -> bool:
    return isinstance(case, Heard) and case.decided.meeting_id == command.meeting_id


def _named(case: Listed | Awaiting | Heard) -> dict[str, Any]:
    lead = case.file.lead
    named: dict[str, Any] = {"referral_id": lead.referral_id, "reference": lead.reference}
    return named | {name: getattr(case.file, name) for name in ("case_id", "panel", "hearing")}


def _wrong(command: RecordBandingAt, banding: Banding) -> Iterator[FieldError]:
    if command.result not in RESULTS:
        yield FieldError("/result", "missing", "Say whether a band was awarded, not awarded, or put off.")
    if command.result == AWARDED:
        yield from _wrong_award(command, banding)
    yield from _wrong_words("words", command.words, "Say why, in a sentence.")
    if command.result == DEFERRED:
        yield from _wrong_words("interim_note", command.interim_note, "Say how the person is kept safe until then.")


def _wrong_award(command: RecordBandingAt, banding: Banding) -> Iterator[FieldError]:
    if command.band not in banding.bands:
        yield FieldError("/band", "missing", "Choose the band.")
    if command.reason not in banding.reasons:
        yield FieldError("/reason", "missing", "Choose the reason for the priority.")
    effective, review = command.effective_on, command.review_on
    if effective is None or abs((effective - command.sitting.day).days) > banding.effective_within_days:
        yield FieldError("/effective_on", "missing", "Give the day from which the band counts.")
        return
    starts = max(effective, command.sitting.day)
    if review is None or not starts < review <= starts + timedelta(days=banding.review_within_days):
        last = banding.review_within_days
        says = f"Give the day of its review: after it counts and the panel met, and at most {last} days later."
        yield FieldError("/review_on", "missing", says)


def _wrong_words(name: str, text: str, says: str) -> Iterator[FieldError]:
    """Words are needed, and say of no place where it is: whoever reads them later may be whom she hides from."""
    if not text.strip():
        yield FieldError(f"/{name}", "missing", says)
    elif len(text) > LONGEST:
        yield FieldError(f"/{name}", "too_long", f"Use at most {LONGEST} characters.")
    elif {ADDRESS, NUMBER} & set(found_in(text, ())):
        says = "Take out the postcode, telephone number or e-mail address. Where somebody hides stands in no panel."
        yield FieldError(f"/{name}", "tells_a_place", says)
