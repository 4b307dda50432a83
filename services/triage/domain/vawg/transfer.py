"""A case moves with the victim from one area's MARAC to another's. No word of where the new home is can be written."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from services.triage.domain.assessment import triaged
from services.triage.domain.commands import CloseCase
from services.triage.domain.events import AnswersAdded, AnswerValue
from services.triage.domain.judging import Judge
from services.triage.domain.panel_news import informed
from services.triage.domain.protection import PROTECTION
from services.triage.domain.vawg.commands import AcknowledgePack, HandOverSupport, RecordPack, RequestTransfer
from services.triage.domain.vawg.events import PackAcknowledged, PackRecorded, SupportHandedOver, TransferRequested
from services.triage.domain.vawg.file import AbuseFile, Transfer, worked_on
from services.triage.domain.vawg.refusals import (
    NoTransferRunning,
    NotYetHappened,
    PackIncomplete,
    PackNotSent,
    TransferRunning,
    TransferUnderWay,
)
from services.triage.domain.vawg.repeats import MARAC
from services.triage.domain.vawg.strands import LEEWAY
from services.triage.domain.vawg.transfer_practice import TransferPractices
from shared.kernel.messages import Fact
from shared.kernel.refusals import FieldError, InvalidInput

_LONDON = ZoneInfo("Europe/London")
_OUT, _IN = "out", "in"


def request_transfer(
    command: RequestTransfer, file: AbuseFile, practices: TransferPractices, judge: Judge
) -> Sequence[Fact]:
    """Begin a transfer. One that comes in brings the day of the last referral with it: the twelve months carry on."""
    standing, today = worked_on(file), command.at.astimezone(_LONDON).date()
    if running(file) is not None:
        raise TransferRunning
    practice = practices.on(today)
    if command.area not in practice.areas:
        raise InvalidInput([FieldError("/area", "unknown_value", "Choose the area.")])
    if command.direction == _IN and command.last_marac_on is not None and command.last_marac_on > today:
        raise NotYetHappened
    referral = standing.referral
    requested = TransferRequested(
        referral_id=referral.referral_id,
        reference=referral.reference,
        transfer_id=command.transfer_id,
        direction=command.direction,
        area=command.area,
        area_name=practice.areas[command.area],
        lasting=command.lasting,
        heard=command.heard,
        agenda_out=command.agenda_out,
        requested_at=command.at,
        requested_by=command.by,
    )
    if command.direction == _OUT:
        return (requested,)
    return (requested, *_taken_in(command, file, practice.areas[command.area], judge))


def record_pack(command: RecordPack, file: AbuseFile, practices: TransferPractices) -> Sequence[Fact]:
    """The pack went out, or came in. One of ours is not sent half full; of theirs what is missing is asked for."""
    transfer, referral = _running(file), worked_on(file).referral
    if command.done_at > command.at + LEEWAY:
        raise NotYetHappened
    practice = practices.on(command.at.astimezone(_LONDON).date())
    missing = practice.missing(command.holds, transfer.heard)
    if missing and transfer.direction == _OUT:
        raise PackIncomplete(f"The pack lacks: {'; '.join(practice.holds[code].lower() for code in missing)}. Add it.")
    return [
        PackRecorded(
            referral_id=referral.referral_id,
            reference=referral.reference,
            transfer_id=transfer.transfer_id,
            holds=tuple(code for code in practice.holds if code in command.holds),
            missing=missing,
            done_at=command.done_at,
            done_by=command.by,
        )
    ]


def acknowledge_pack(command: AcknowledgePack, file: AbuseFile) -> Sequence[Fact]:
    """The other area says that it has the pack, or we say so of theirs, once nothing is missing."""
    transfer, referral = _running(file), worked_on(file).referral
    if transfer.pack_at is None:
        raise PackNotSent
    if transfer.missing:
        raise PackIncomplete
    return [
        PackAcknowledged(
            referral_id=referral.referral_id,
            reference=referral.reference,
            transfer_id=transfer.transfer_id,
            acknowledged_at=command.at,
            done_by=command.by,
        )
    ]


def hand_over_support(command: HandOverSupport, file: AbuseFile) -> Sequence[Fact]:
    """Adviser has spoken to adviser."""
    transfer, referral = _running(file), worked_on(file).referral
    if transfer.handed_over:
        return ()
    return [
        SupportHandedOver(
            referral_id=referral.referral_id,
            reference=referral.reference,
            transfer_id=transfer.transfer_id,
            handed_at=command.at,
            done_by=command.by,
        )
    ]


def running(file: AbuseFile) -> Transfer | None:
    """The transfer under way; None where there is none, or the last was taken all the way."""
    last = file.transfers[-1] if file.transfers else None
    return last if last is not None and last.open else None


def refuse_while_moving(command: CloseCase, file: AbuseFile) -> None:
    """Nobody falls between two areas: a case stays open here until the other has it. Raises TransferUnderWay."""
    if running(file) is not None:
        raise TransferUnderWay


def _running(file: AbuseFile) -> Transfer:
    worked_on(file)
    found = running(file)
    if found is None:
        raise NoTransferRunning
    return found


def _taken_in(command: RequestTransfer, file: AbuseFile, area: str, judge: Judge) -> list[Fact]:
    """The rules hear of the last referral; whatever goes to MARAC says where it came from."""
    standing = worked_on(file)
    learnt: dict[str, AnswerValue] = {"previous_marac": "yes"}
    said = file.answer("last_marac_referral_on")
    if command.last_marac_on is not None and (
        not isinstance(said, str) or date.fromisoformat(said) < command.last_marac_on
    ):
        learnt["last_marac_referral_on"] = command.last_marac_on.isoformat()
    changed = {name: value for name, value in learnt.items() if standing.answers.get(name) != value}
    facts: list[Fact] = []
    if changed:
        added = AnswersAdded(referral_id=standing.referral.referral_id, answers=changed)
        facts = [added, *triaged(standing, standing.answers | changed, judge)]
    after = PROTECTION.fold(facts, file.protection)
    if (marked := after.marked.get(MARAC)) is not None:
        facts.append(informed(after, msgspec.structs.replace(marked, transferred_from=area)))
    return facts
