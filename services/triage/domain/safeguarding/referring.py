"""Referring somebody to those who protect: the lawful basis first, then a receipt, then an answer."""

from collections.abc import Iterator, Sequence

from services.triage.domain.disclosure.events import Basis
from services.triage.domain.events import ReferralFacts
from services.triage.domain.handover.events import HandoverReceived
from services.triage.domain.handover.handing_over import LATE, WAITING, Handovers
from services.triage.domain.handover.making import assured
from services.triage.domain.handover.refusals import ImportsAreNotHandedOver, NothingToHandOver
from services.triage.domain.protection import known
from services.triage.domain.safeguarding.practice import Referral
from services.triage.domain.safeguarding.referral_commands import (
    Gathered,
    RecordSafeguardingAnswer,
    ReferSafeguarding,
)
from services.triage.domain.safeguarding.referral_events import SafeguardingAnswered, SafeguardingReferred
from services.triage.domain.safeguarding.refusals import NoBasisRecorded, NotYetReferred, ReferralUnderWay
from shared.kernel.messages import Fact
from shared.kernel.personal import Contact, Identity, Narrative, Personal, private
from shared.kernel.refusals import FieldError, InvalidInput, NotFound

LONGEST = 4_000
_GIVEN = "given"
_BY_MESSAGE = "message"


def refer_safeguarding(command: ReferSafeguarding, state: Handovers) -> Sequence[Fact]:
    """Refer; only who they are to protect and what they need to know, on the basis that was recorded."""
    if command.handover_id in state.by_id:
        return ()
    gathered, practice = _read(command.gathered)
    referral = known(gathered.protection.standing, closed=True).referral
    basis = gathered.protection.bases.get(practice.recipient)
    if basis is None:
        raise NoBasisRecorded
    if errors := list(_wrong(command, referral)):
        raise InvalidInput(errors)
    if not command.words.strip():
        raise NothingToHandOver
    if any(each.route == command.route and each.stands in (WAITING, LATE) for each in state.by_id.values()):
        raise ReferralUnderWay
    return (_referred(command, gathered, referral, basis),)


def record_safeguarding_answer(command: RecordSafeguardingAnswer, state: Handovers) -> Sequence[Fact]:
    """What they decided. Whoever decides has it, so that is a receipt too where none was given."""
    one = state.by_id.get(command.handover_id)
    if one is None or one.route is None:
        raise NotYetReferred
    gathered, practice = _read(command.gathered)
    if errors := list(_wrong_answer(command, practice)):
        raise InvalidInput(errors)
    subject = known(gathered.protection.standing, closed=True).subject()
    answered = SafeguardingAnswered(
        referral_id=command.referral_id,
        reference=one.reference,
        handover_id=command.handover_id,
        route=one.route,
        answer=command.answer,
        decided_by=private(subject, Identity, command.decided_by.strip()),
        why=private(subject, Narrative, command.why.strip()),
        decided_on=command.decided_on,
    )
    if one.stands not in (WAITING, LATE):
        return (answered,)
    received = HandoverReceived(
        referral_id=command.referral_id, reference=one.reference, handover_id=command.handover_id, how="officer"
    )
    return (received, answered)


def _read(gathered: Gathered | None) -> tuple[Gathered, Referral]:
    assert gathered is not None, "the handler gathers what is known"
    if gathered.practice is None:
        raise NotFound
    return gathered, gathered.practice


def _referred(
    command: ReferSafeguarding, gathered: Gathered, referral: ReferralFacts, basis: Basis
) -> SafeguardingReferred:
    to = mailbox = None
    owner = referral.account_of
    if command.how == _BY_MESSAGE:
        if referral.origin == "import":
            raise ImportsAreNotHandedOver
        to, mailbox = assured(gathered.known, command.route, command.to)
    named = command.with_name and basis.consent == _GIVEN
    return SafeguardingReferred(
        referral_id=referral.referral_id,
        reference=referral.reference,
        handover_id=command.handover_id,
        route=command.route,
        how=command.how,
        to=to,
        mailbox=private(owner, Contact, mailbox.address) if mailbox else None,
        mailbox_due_on=mailbox.due_on if mailbox else None,
        code=private(owner, Contact, command.code) if mailbox else None,
        basis=basis,
        concerning_ids=command.concerning_ids,
        carries=("words", "name", "telephone") if named else ("words",),
        words=private(owner, Narrative, command.words.strip()),
        their_reference=_their_reference(command, owner),
        made_by=command.by,
        receipt_due_at=gathered.known.receipt_due_at,
        answer_due_at=gathered.answer_due_at,
    )


def _their_reference(command: ReferSafeguarding, owner: str) -> Personal[Identity] | None:
    text = command.their_reference.strip()
    return private(owner, Identity, text) if text else None


def _wrong(command: ReferSafeguarding, referral: ReferralFacts) -> Iterator[FieldError]:
    if any(each not in {person.person_id for person in referral.people} for each in command.concerning_ids):
        yield FieldError("/concerning", "unknown", "Choose among the people of this referral.")
    if len(command.words) > LONGEST:
        yield FieldError("/words", "too_long", f"Use at most {LONGEST} characters.")


def _wrong_answer(command: RecordSafeguardingAnswer, practice: Referral) -> Iterator[FieldError]:
    if command.answer not in practice.answers:
        yield FieldError("/answer", "missing", "Choose what they decided.")
    if not command.decided_by.strip():
        yield FieldError("/decided_by", "missing", "Say who decided: name and service.")
    if not command.why.strip():
        yield FieldError("/why", "missing", "Say why, as they told it.")
    if command.decided_on > command.today:
        yield FieldError("/decided_on", "in_future", "Give the day on which they decided.")
