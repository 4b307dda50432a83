"""Hand-overs as decisions: on a yes or another footing, to an assured mailbox, never of abuse, until a receipt."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from services.triage.domain.assessment import DECIDER
from services.triage.domain.directory.entry import Landlord
from services.triage.domain.directory.listed import Assurance, Directory, ListedLandlord, Mailbox
from services.triage.domain.handover import handing_over
from services.triage.domain.handover.commands import (
    HandOver,
    HandOverAfterCall,
    Known,
    NoteLateReceipt,
    NoteNotSent,
    NoteReceipt,
    SettleHandover,
)
from services.triage.domain.handover.events import (
    HandoverLeftOpen,
    HandoverMade,
    HandoverReceived,
    HandoverSettled,
    ReceiptMissed,
)
from services.triage.domain.handover.handing_over import HANDOVERS
from services.triage.domain.handover.refusals import (
    AbuseGoesAnotherWay,
    AlreadyWithThem,
    HandoverIsOver,
    ImportsAreNotHandedOver,
    NoAssuredMailbox,
    NoFootingToPassOn,
    NoSuchHandover,
    NothingToHandOver,
    NotOpenToday,
)
from services.triage.domain.refusals import NotYetTriaged
from services.triage.domain.state import Unassessed
from shared.kernel.personal import Narrative, Personal, private
from tests.support.builders.directory import CODE, ID, LANDLORD, MAILBOX, TODAY, a_directory, a_service
from tests.support.builders.triage import ABUSE, LIVING_NOISE, MONDAY, REFERENCE, a_referral, opened
from tests.support.scenario import given

DUE_AT = datetime(2026, 11, 25, 23, 59, tzinfo=UTC)
LATER = date(2027, 11, 1)
SEALED = Personal[Narrative]("person-1", "c2VhbGVk")


OVERDUE = Mailbox(address=MAILBOX, assured_on=TODAY, due_on=date(2026, 11, 22), assured_by="account-1")
PAUSED = a_directory(a_service(status="inactive"))


def a_landlord(**changes: Any) -> ListedLandlord:
    members: dict[str, Any] = {
        "landlord": Landlord(registration=LANDLORD, name="Example Homes"),
        "assurance": Assurance(assured_on=TODAY, due_on=LATER, assured_by="account-1"),
        "mailbox": Mailbox(address=MAILBOX, assured_on=TODAY, due_on=LATER, assured_by="account-1"),
    }
    return ListedLandlord(**members | changes)


def known(landlord: ListedLandlord | None = None, directory: Directory | None = None, **referral: Any) -> Known:
    standing = DECIDER.fold(opened(a_referral(**{**LIVING_NOISE, **referral})))
    there = directory or Directory(landlords={LANDLORD: landlord or a_landlord()})
    return Known(standing, there, TODAY, DUE_AT)


def asked(**changes: Any) -> HandOver:
    members: dict[str, Any] = {
        "at": MONDAY,
        "referral_id": "referral-1",
        "handover_id": "handover-1",
        "route": "social_landlord",
        "to": LANDLORD,
        "consent": "given",
        "basis": None,
        "why": "",
        "words": "Drums at night",
        "with_name": True,
        "code": CODE,
        "by": "account-1",
        "known": known(),
    }
    return HandOver(**members | changes)


def after_call(**changes: Any) -> HandOverAfterCall:
    members: dict[str, Any] = {
        "at": MONDAY,
        "referral_id": "referral-1",
        "handover_id": "handover-1",
        "route": "social_landlord",
        "landlord": LANDLORD,
        "consent": "given",
        "basis": None,
        "words": SEALED,
        "code": CODE,
        "known": known(),
    }
    return HandOverAfterCall(**members | changes)


def made(**changes: Any) -> HandoverMade:
    (fact,) = handing_over.hand_over(asked(), HANDOVERS.initial)
    assert isinstance(fact, HandoverMade)
    return msgspec.structs.replace(fact, **changes)


ABOUT = {"referral_id": "referral-1", "reference": REFERENCE, "handover_id": "handover-1"}
LEFT_OPEN = HandoverLeftOpen(**ABOUT, route="social_landlord", because="no_assured_mailbox")


def test_a_yes_carries_the_words_and_the_name_and_starts_the_clock() -> None:
    fact = made()
    assert (fact.carries, fact.consent, fact.receipt_due_at) == (("words", "name", "telephone"), "given", DUE_AT)
    assert fact.words == private("person-1", Narrative, "Drums at night")
    assert (fact.to.name, fact.to.id, fact.to.overdue) == ("Example Homes", LANDLORD, False)


@pytest.mark.parametrize("consent", ["refused", "not_sought"])
def test_without_a_yes_another_footing_carries_the_words_and_nobodys_name(consent: str) -> None:
    command = asked(consent=consent, basis="public_task", why="They must act first")
    (fact,) = given(HANDOVERS).when(handing_over.hand_over, command).then_facts()
    assert isinstance(fact, HandoverMade)
    assert fact.carries == ("words",)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"consent": "refused"}, NoFootingToPassOn),
        ({"consent": "not_sought", "basis": "public_task"}, NoFootingToPassOn),
        ({"consent": "not_sought", "why": "Because"}, NoFootingToPassOn),
        ({"words": "  "}, NothingToHandOver),
        ({"to": "X9999"}, NoAssuredMailbox),
        ({"known": known(a_landlord(mailbox=None))}, NoAssuredMailbox),
        ({"known": known(a_landlord(assurance=None))}, NoAssuredMailbox),
        ({"known": known(a_landlord(mailbox=OVERDUE))}, NoAssuredMailbox),
        ({"known": known(**ABUSE)}, AbuseGoesAnotherWay),
        ({"known": known(kind="vawg_other", strands=("sexual_violence",))}, AbuseGoesAnotherWay),
        ({"known": known(strands=("forced_marriage",))}, AbuseGoesAnotherWay),
        ({"known": known(origin="import")}, ImportsAreNotHandedOver),
        ({"known": Known(Unassessed(), Directory(), TODAY, DUE_AT)}, NotYetTriaged),
        ({"route": "mediation", "to": ID, "known": known(directory=PAUSED)}, NotOpenToday),
    ],
)
def test_it_is_refused_where_something_is_missing(changes: dict[str, Any], refusal: type[Exception]) -> None:
    given(HANDOVERS).when(handing_over.hand_over, asked(**changes)).then_refused(refusal)


def test_the_same_goes_to_the_same_once() -> None:
    given(HANDOVERS, made()).when(handing_over.hand_over, asked(handover_id="again")).then_refused(AlreadyWithThem)
    given(HANDOVERS, made()).when(handing_over.hand_over, asked()).then_nothing()


def test_what_was_not_let_through_may_be_handed_over_again() -> None:
    past = given(HANDOVERS, made(), HandoverLeftOpen(**ABOUT, route=None, because="not_sent"))
    assert len(past.when(handing_over.hand_over, asked(handover_id="again")).then_facts()) == 1


def test_after_a_call_it_goes_as_the_caller_was_told() -> None:
    (fact,) = given(HANDOVERS).when(handing_over.hand_over_after_call, after_call()).then_facts()
    assert isinstance(fact, HandoverMade)
    assert (fact.words, fact.made_by) == (SEALED, "call")


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"known": known(a_landlord(mailbox=None))}, "no_assured_mailbox"),
        ({"landlord": None}, "destination_not_known"),
        ({"words": None}, "nothing_to_hand_over"),
        ({"known": known(**ABUSE)}, "abuse_goes_another_way"),
        ({"consent": "refused"}, "no_footing_to_pass_on"),
        ({"route": "mediation"}, "destination_not_known"),
    ],
)
def test_what_cannot_go_after_a_call_is_left_to_a_person(changes: dict[str, Any], because: str) -> None:
    (fact,) = given(HANDOVERS).when(handing_over.hand_over_after_call, after_call(**changes)).then_facts()
    assert isinstance(fact, HandoverLeftOpen)
    assert fact.because == because


def test_a_call_about_what_triage_never_heard_of_hands_nothing_over() -> None:
    command = after_call(known=Known(Unassessed(), Directory(), TODAY, DUE_AT))
    given(HANDOVERS).when(handing_over.hand_over_after_call, command).then_nothing()


def test_a_receipt_is_noted_once_also_when_it_is_late() -> None:
    command = NoteReceipt(at=MONDAY, referral_id="referral-1", handover_id="handover-1", how="code")
    received = HandoverReceived(**ABOUT, how="code")
    given(HANDOVERS, made()).when(handing_over.note_receipt, command).then(received)
    missed = ReceiptMissed(**ABOUT, due_at=DUE_AT)
    given(HANDOVERS, made(), missed).when(handing_over.note_receipt, command).then(received)
    given(HANDOVERS, made(), received).when(handing_over.note_receipt, command).then_nothing()
    given(HANDOVERS, LEFT_OPEN).when(handing_over.note_receipt, command).then_refused(NoSuchHandover)
    given(HANDOVERS).when(handing_over.note_receipt, command).then_refused(NoSuchHandover)


def test_a_receipt_that_does_not_come_in_time_brings_it_back() -> None:
    command = NoteLateReceipt(at=DUE_AT, referral_id="referral-1", handover_id="handover-1", due_at=DUE_AT)
    missed = ReceiptMissed(**ABOUT, due_at=DUE_AT)
    given(HANDOVERS, made()).when(handing_over.note_late_receipt, command).then(missed)
    for over in (missed, HandoverReceived(**ABOUT, how="code")):
        given(HANDOVERS, made(), over).when(handing_over.note_late_receipt, command).then_nothing()


def test_what_the_gate_let_not_go_is_left_to_a_person() -> None:
    command = NoteNotSent(at=MONDAY, referral_id="referral-1", handover_id="handover-1", reasons=("imported",))
    left = HandoverLeftOpen(**ABOUT, route=None, because="not_sent")
    given(HANDOVERS, made()).when(handing_over.note_not_sent, command).then(left)
    given(HANDOVERS).when(handing_over.note_not_sent, command).then_nothing()


def test_a_person_sees_to_it_once() -> None:
    command = SettleHandover(at=MONDAY, referral_id="referral-1", handover_id="handover-1", how="by_telephone")
    settled = HandoverSettled(**ABOUT, how="by_telephone")
    given(HANDOVERS, LEFT_OPEN).when(handing_over.settle_handover, command).then(settled)
    given(HANDOVERS, LEFT_OPEN, settled).when(handing_over.settle_handover, command).then_refused(HandoverIsOver)
