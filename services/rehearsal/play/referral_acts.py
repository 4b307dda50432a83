"""How each deed about a referral is done: which service is asked for what."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from services.intake.document.reading import read_referral, submission
from services.intake.domain.commands import ChangeSafeContact, ForgetPerson, RecordMinutes
from services.intake.domain.given import GivenSafeContact
from services.intake.domain.recognition import choose_people
from services.panels.domain.commands import AcceptLateReferral, CallSitting, DeferCase, MoveCaseToSitting
from services.panels.domain.schedule import case_id, meeting_id
from services.rehearsal.plan import cast
from services.rehearsal.plan.deeds import (
    AcceptLate,
    CallEmergency,
    ChangeContact,
    Close,
    Confirm,
    Deed,
    Defer,
    Forget,
    GetInTouch,
    LookAgain,
    OfferSupport,
    Override,
    RecordBasis,
    Referral,
    SpendMinutes,
    Submit,
    Train,
)
from services.rehearsal.plan.words import reports as words
from services.rehearsal.play.abuse_acts import handle
from services.rehearsal.play.intake_acts import call_of
from services.rehearsal.play.protection_acts import get_in_touch, look_again, record_basis, train
from services.rehearsal.play.stage import Stage
from services.triage.adapters.law_files import load_closing
from services.triage.application.closing_room import ClosingRoom
from services.triage.application.handlers import stream_of as assessment_stream
from services.triage.domain.assessment import DECIDER
from services.triage.domain.commands import CloseCase, ConfirmDecision, OverrideDecision, RecordSupportOffer
from services.triage.domain.desk.commands import AgreeOverride, GiveTo, RecordContact, RecordReceipt
from services.triage.domain.state import Assessed
from shared.runtime.bank_holidays import england_and_wales

_REASONS = UUID("5a0f7f7c-8c64-5b77-9d0e-2f1b8e7c9a11")
# In ten cases.
_KEPT_BY_TRIAGE = 2
_AUTHORITY = "IG erasure {}"


def submit(stage: Stage, deed: Submit) -> None:
    """Through the same door as everybody's: read, people recognised, submitted."""
    referral = deed.referral
    document = read_referral(json.dumps(referral.document).encode(), deed.at)
    people = choose_people(document, stage.borough.ground.keyring.recognise_each)
    command = submission(document, deed.at, referral.referral_id, referral.reference, people, referral.agency)
    stage.do("intake", command.model_copy(update={"call": call_of(deed, command)}), deed)


def spend_minutes(stage: Stage, deed: SpendMinutes) -> None:
    """Time is recorded where the referral came in."""
    reference = deed.referral.reference
    stage.do(
        "intake",
        RecordMinutes(at=deed.at, reference=reference, minutes=deed.minutes, activity=deed.activity),
        deed,
    )


def change_contact(stage: Stage, deed: ChangeContact) -> None:
    """The reporter's, whoever she was recognised as."""
    contact = GivenSafeContact.model_validate_json(json.dumps(deed.safe_contact))
    reporter = stage.submitted(deed.referral).account_of
    reference = deed.referral.reference
    stage.do(
        "intake", ChangeSafeContact(at=deed.at, reference=reference, person_id=reporter, safe_contact=contact), deed
    )


def forget(stage: Stage, deed: Forget) -> None:
    """The request; a timer destroys the key and writes down that it is done."""
    person = stage.submitted(deed.referral).account_of
    reason_under = str(uuid5(_REASONS, deed.key))
    stage.borough.ground.keyring.mint(reason_under)
    authority = _AUTHORITY.format(deed.at.date())
    command = ForgetPerson(
        at=deed.at, person_id=person, authority=authority, reason=words.FORGET_REASON, reason_under=reason_under
    )
    stage.do("intake", command, deed)


def confirm(stage: Stage, deed: Confirm) -> None:
    """A person agrees; on a case they ring at once, and make sure that whoever else must act has it."""
    referral_id = deed.referral.referral_id
    stage.do("triage", ConfirmDecision(at=deed.at, referral_id=referral_id), deed)
    standing, _ = stage.service("triage").store.fold(assessment_stream(referral_id), DECIDER)
    if isinstance(standing, Assessed) and standing.case_open:
        contact = RecordContact(at=deed.at, referral_id=referral_id, way="phone", outcome="reached")
        stage.do("triage", contact, deed, key=f"{deed.key}/contact")
        stage.do("triage", RecordReceipt(at=deed.at, referral_id=referral_id), deed, key=f"{deed.key}/receipt")
        handle(stage, deed)
        _give(stage, deed)


def _give(stage: Stage, deed: Confirm) -> None:
    """The case goes to an officer; one in ten waits until the manager gives it to somebody."""
    share = uuid5(_REASONS, deed.referral.key).int % 10
    if not share:
        return
    officer = cast.TRIAGE if share <= _KEPT_BY_TRIAGE else cast.CASES
    command = GiveTo(
        at=deed.at,
        referral_id=deed.referral.referral_id,
        given_to=stage.actors[officer.sign_in_name].account_id,
        given_by=stage.actors[deed.by].account_id,
    )
    stage.do("triage", command, deed, key=f"{deed.key}/given")


def override(stage: Stage, deed: Override) -> None:
    """A person knows better."""
    referral_id = deed.referral.referral_id
    command = OverrideDecision(
        at=deed.at,
        referral_id=referral_id,
        route=deed.route,
        code="local_knowledge",
        text=deed.text,
        overridden_by=stage.actors[deed.by].account_id,
    )
    stage.do("triage", command, deed)
    _second_reader(stage, deed)


def _second_reader(stage: Stage, deed: Override) -> None:
    """Where it takes two, the manager reads it and agrees."""
    referral_id = deed.referral.referral_id
    standing, _ = stage.service("triage").store.fold(assessment_stream(referral_id), DECIDER)
    if isinstance(standing, Assessed) and standing.pending is not None:
        second = replace(deed, by=cast.MANAGER.sign_in_name)
        reader = stage.actors[second.by].account_id
        command = AgreeOverride(at=deed.at, referral_id=referral_id, agreed_by=reader)
        stage.do("triage", command, second, key=f"{deed.key}/second")


def offer_support(stage: Stage, deed: OfferSupport) -> None:
    """Recorded, whatever came of it."""
    referral_id = deed.referral.referral_id
    command = RecordSupportOffer(at=deed.at, referral_id=referral_id, outcome=deed.outcome, by_adviser=True)
    stage.do("triage", command, deed)


def close(stage: Stage, deed: Close) -> None:
    """The case's work is done, each duty with it; nobody calls it silence where practice does not."""
    handle(stage, deed)
    service, referral_id = stage.service("triage"), deed.referral.referral_id
    story = service.store.stream(assessment_stream(referral_id))
    room = ClosingRoom(load_closing(), england_and_wales())
    silent = deed.reason != "silence" or room.silence_says(story, deed.at) is None
    reason = deed.reason if silent else "no_further_action"
    stage.do("triage", CloseCase(at=deed.at, referral_id=referral_id, reason=reason), deed)


def accept_late(stage: Stage, deed: AcceptLate) -> None:
    """Onto the meeting it came too late for."""
    case = _case_of(stage, "marac", deed.referral)
    command = AcceptLateReferral(at=deed.at, case_id=case, meeting_id=deed.meeting_id, reason=deed.reason)
    stage.do("panels", command, deed)


def defer(stage: Stage, deed: Defer) -> None:
    """To the next meeting, with how she is kept safe until then."""
    case = _case_of(stage, "marac", deed.referral)
    command = DeferCase(
        at=deed.at, case_id=case, meeting_id=deed.meeting_id, reason=deed.reason, interim_note=deed.interim_note
    )
    stage.do("panels", command, deed)


def call_emergency(stage: Stage, deed: CallEmergency) -> None:
    """The sitting, then the case moved to it."""
    calling = CallSitting(at=deed.at, panel=deed.panel, kind="emergency", starts_at=deed.starts_at)
    stage.do("panels", calling, deed, f"{deed.key}/sitting")
    moving = MoveCaseToSitting(
        at=deed.at,
        case_id=_case_of(stage, deed.panel, deed.referral),
        meeting_id=deed.meeting_id,
        sitting_id=meeting_id(deed.panel, "emergency", deed.starts_at.isoformat()),
        reason=deed.reason,
    )
    stage.do("panels", moving, deed)


def _case_of(stage: Stage, panel: str, referral: Referral) -> str:
    return case_id(panel, stage.submitted(referral).victim_id, referral.referral_id)


ACTS: Mapping[type[Deed], tuple[str, Callable[[Stage, Any], None]]] = {
    Submit: ("intake", submit),
    SpendMinutes: ("intake", spend_minutes),
    ChangeContact: ("intake", change_contact),
    Forget: ("intake", forget),
    Confirm: ("triage", confirm),
    Override: ("triage", override),
    OfferSupport: ("triage", offer_support),
    Close: ("triage", close),
    RecordBasis: ("triage", record_basis),
    GetInTouch: ("triage", get_in_touch),
    LookAgain: ("triage", look_again),
    Train: ("triage", train),
    AcceptLate: ("panels", accept_late),
    Defer: ("panels", defer),
    CallEmergency: ("panels", call_emergency),
}
"""Each deed with the service whose receipt says that it is done."""
