"""Naming a strand, settling the steps of its handling, and what keeps a case from being closed."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from services.triage.domain.assessment import triaged
from services.triage.domain.commands import CloseCase
from services.triage.domain.events import AnswersAdded
from services.triage.domain.judging import Judge
from services.triage.domain.learning import about
from services.triage.domain.vawg.commands import NameStrand, SettleStep
from services.triage.domain.vawg.events import HandlingStepSettled, StrandNamed
from services.triage.domain.vawg.file import AbuseFile, applies, counts, is_open, worked_on
from services.triage.domain.vawg.handling import Handling, Handlings, Step
from services.triage.domain.vawg.refusals import (
    DutyApplies,
    DutyCannotBeLeft,
    DutyStillOpen,
    NotYetHappened,
    StrandDoesNotApply,
    StrandNamedAlready,
)
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import FieldError, InvalidInput

# A clock that goes a little ahead is no lie.
LEEWAY = timedelta(minutes=5)
_WHY = "Say who did what, with the number of a report if there is one, or why it does not apply."


def name_strand(command: NameStrand, file: AbuseFile, judge: Judge) -> Sequence[Fact]:
    """It is this too. The rules judge it anew, so that whatever protects follows at once."""
    standing = worked_on(file)
    referral = standing.referral
    if command.strand in referral.strands:
        raise StrandNamedAlready
    named = StrandNamed(
        referral_id=referral.referral_id, reference=referral.reference, strand=command.strand, named_by=command.by
    )
    strands = (*referral.strands, command.strand)
    added = AnswersAdded(referral_id=referral.referral_id, answers={}, strands=strands)
    known = standing.with_(referral=about(referral, added))
    return (named, added, *triaged(known, standing.answers, judge))


def settle_step(command: SettleStep, file: AbuseFile, handlings: Handlings) -> Sequence[Fact]:
    """What became of one step; a later word on it counts instead. A duty is done, or it does not apply and why."""
    standing = worked_on(file)
    handling = handlings.on(command.at.date()).get(command.handling)
    step = handling.step(command.step) if handling is not None else None
    if handling is None or step is None or not (applies(handling, file) and counts(step, file)):
        raise StrandDoesNotApply
    if command.done_at > command.at + LEEWAY:
        raise NotYetHappened
    if step.duty:
        _duty(command, step, file)
    text = command.text.strip()
    return [
        HandlingStepSettled(
            referral_id=standing.referral.referral_id,
            reference=standing.referral.reference,
            handling=handling.code,
            step=step.code,
            edition=handling.version,
            came_of=command.came_of,
            done_at=command.done_at,
            done_by=command.by,
            text=private(standing.subject(), Narrative, text) if text else None,
        )
    ]


def refuse_with_open_duties(command: CloseCase, file: AbuseFile, handlings: Handlings) -> None:
    """A case is not closed while a duty of its strands is open. Raises DutyStillOpen."""
    if left := open_duties(file, handlings.on(command.at.date()).values()):
        said = "; ".join(f"{handling.title}: {step.says[:1].lower()}{step.says[1:]}" for handling, step in left)
        raise DutyStillOpen(f"Not closed yet, because a duty is open. {said}.")


def open_duties(file: AbuseFile, handlings: Iterable[Handling]) -> list[tuple[Handling, Step]]:
    """Every duty that counts and is open."""
    return [
        (handling, step)
        for handling in handlings
        if applies(handling, file)
        for step in handling.steps
        if step.duty and is_open(handling, step, file)
    ]


def _duty(command: SettleStep, step: Step, file: AbuseFile) -> None:
    if command.came_of == "not_wanted":
        raise DutyCannotBeLeft
    if not command.text.strip():
        raise InvalidInput([FieldError("/text", "missing", _WHY)])
    known = isinstance(file.answer("victim_age"), int)
    if command.came_of == "does_not_apply" and step.under is not None and known:
        raise DutyApplies
