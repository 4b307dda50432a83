"""Those who protect are told on a recorded basis: what is refused, what goes by message, what they decided."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.triage.domain.assessment import DECIDER
from services.triage.domain.directory.listed import Assurance, Directory, Mailbox
from services.triage.domain.handover.commands import Known, NoteNotSent
from services.triage.domain.handover.events import HandoverReceived
from services.triage.domain.handover.handing_over import HANDOVERS, note_not_sent
from services.triage.domain.handover.refusals import (
    ImportsAreNotHandedOver,
    NoAssuredMailbox,
    NothingToHandOver,
)
from services.triage.domain.protection import PROTECTION
from services.triage.domain.refusals import NotYetTriaged
from services.triage.domain.safeguarding.referral_commands import (
    Gathered,
    RecordSafeguardingAnswer,
    ReferSafeguarding,
)
from services.triage.domain.safeguarding.referral_events import SafeguardingAnswered, SafeguardingReferred
from services.triage.domain.safeguarding.referring import record_safeguarding_answer, refer_safeguarding
from services.triage.domain.safeguarding.refusals import NoBasisRecorded, NotYetReferred, ReferralUnderWay
from shared.kernel.messages import Fact
from shared.kernel.refusals import InvalidInput, NotFound
from tests.support.builders.directory import CODE, ID, NEXT_YEAR, a_directory, a_service
from tests.support.builders.protection import TODAY
from tests.support.builders.safeguarding import PRACTICE, basis_of, judged_facts, midnight
from tests.support.builders.triage import ABUSE, NOW
from tests.support.scenario import given

MASH = "children_mash"
MAILBOX = "mash@council.example"
RECEIPT, ANSWER = midnight(date(2026, 11, 24)), midnight(date(2026, 11, 26))


def a_mailbox(route: str = MASH, due_on: date = NEXT_YEAR) -> Directory:
    listed = a_directory(a_service(takes={"mediation": None})).services[ID]
    assured = {"assured_on": TODAY, "due_on": due_on, "assured_by": "account-1"}
    provision = msgspec.structs.replace(listed.provides[0], destination=route)
    told = msgspec.structs.replace(
        listed, provides=(provision,), mailbox=Mailbox(address=MAILBOX, **assured), assurance=Assurance(**assured)
    )
    return Directory(services={ID: told})


def gathered(*further: Fact, directory: Directory | None = None, **referral: Any) -> Gathered:
    facts = [*judged_facts(**{**ABUSE, **referral}), *further]
    known = Known(DECIDER.fold(facts), directory or a_mailbox(), TODAY, RECEIPT)
    return Gathered(known, PROTECTION.fold(facts), PRACTICE.referrals.get(MASH), ANSWER)


def asked(known: Gathered | None = None, **changes: Any) -> ReferSafeguarding:
    members: dict[str, Any] = {
        "at": NOW, "referral_id": "referral-1", "handover_id": "handover-1", "route": MASH, "how": "telephone",
        "to": "", "concerning_ids": ("person-2",), "words": "He strikes her before the children.", "with_name": False,
        "their_reference": "", "code": CODE, "by": "account-1",
        "gathered": known or gathered(basis_of("childrens_services", consent="refused")),
    }  # fmt: skip
    return ReferSafeguarding(**members | changes)


def referred(command: ReferSafeguarding | None = None, *before: Fact) -> SafeguardingReferred:
    (fact,) = given(HANDOVERS, *before).when(refer_safeguarding, command or asked()).then_facts()
    assert isinstance(fact, SafeguardingReferred)
    return fact


def test_abuse_goes_to_those_who_protect_a_child_once_the_basis_is_recorded() -> None:
    fact = referred()
    assert (fact.route, fact.how, fact.to, fact.mailbox) == (MASH, "telephone", None, None)
    assert (fact.receipt_due_at, fact.answer_due_at, fact.basis.consent) == (RECEIPT, ANSWER, "refused")
    assert "strikes" not in repr(fact)


@pytest.mark.parametrize("other", ["police", "adult_social_care", "marac"])
def test_a_basis_of_telling_somebody_else_is_none_of_telling_them(other: str) -> None:
    command = asked(gathered(basis_of(other)))
    given(HANDOVERS).when(refer_safeguarding, command).then_refused(NoBasisRecorded)


def test_what_is_not_known_empty_or_under_way_is_refused() -> None:
    first = referred()
    for command, before, refusal in (
        (asked(gathered=Gathered(Known(DECIDER.initial, Directory(), TODAY, RECEIPT), PROTECTION.initial,
                                 PRACTICE.referrals[MASH], ANSWER)), (), NotYetTriaged),
        (asked(words="  "), (), NothingToHandOver),
        (asked(concerning_ids=("person-9",)), (), InvalidInput),
        (asked(words="x" * 4001), (), InvalidInput),
        (asked(handover_id="handover-2"), (first,), ReferralUnderWay),
    ):  # fmt: skip
        given(HANDOVERS, *before).when(refer_safeguarding, command).then_refused(refusal)
    given(HANDOVERS, first).when(refer_safeguarding, asked()).then_nothing()
    with pytest.raises(NotFound):
        refer_safeguarding(asked(Gathered(first_known(), PROTECTION.initial, None, ANSWER)), HANDOVERS.initial)


def first_known() -> Known:
    return Known(DECIDER.initial, Directory(), TODAY, RECEIPT)


def test_by_message_it_goes_to_a_mailbox_that_was_made_sure_of_and_to_no_other() -> None:
    fact = referred(asked(how="message", to=ID))
    assert fact.to is not None
    assert fact.mailbox is not None
    assert (fact.to.id, fact.mailbox_due_on, fact.mailbox.text) == (ID, NEXT_YEAR, MAILBOX)  # type: ignore[attr-defined]
    basis = basis_of("childrens_services")
    for known, refusal in (
        (gathered(basis, directory=Directory()), NoAssuredMailbox),
        (gathered(basis, directory=a_mailbox(due_on=date(2026, 11, 22))), NoAssuredMailbox),
        (gathered(basis, origin="import"), ImportsAreNotHandedOver),
    ):
        given(HANDOVERS).when(refer_safeguarding, asked(known, how="message", to=ID)).then_refused(refusal)


@pytest.mark.parametrize(("consent", "carries"), [("given", True), ("refused", False), ("not_sought", False)])
def test_the_name_of_whoever_told_us_goes_with_a_yes_alone(consent: str, carries: bool) -> None:
    command = asked(gathered(basis_of("childrens_services", consent=consent)), with_name=True)
    assert ("name" in referred(command).carries) is carries


def test_what_the_gate_let_not_go_may_be_told_otherwise_at_once() -> None:
    first = referred(asked(how="message", to=ID))
    withheld = NoteNotSent(at=NOW, referral_id="referral-1", handover_id="handover-1", reasons=("told_by_perpetrator",))
    (left,) = note_not_sent(withheld, HANDOVERS.fold([first]))
    assert referred(asked(handover_id="handover-2"), first, left)


def answer(**changes: Any) -> RecordSafeguardingAnswer:
    members: dict[str, Any] = {
        "at": NOW, "referral_id": "referral-1", "handover_id": "handover-1", "answer": "strategy_discussion",
        "decided_by": "Sam Example, MASH", "why": "A child is hurt.", "decided_on": TODAY, "today": TODAY,
        "gathered": gathered(),
    }  # fmt: skip
    return RecordSafeguardingAnswer(**members | changes)


def test_whoever_decides_has_it() -> None:
    first = referred()
    received, answered = given(HANDOVERS, first).when(record_safeguarding_answer, answer()).then_facts()
    assert isinstance(received, HandoverReceived)
    assert isinstance(answered, SafeguardingAnswered)
    again = given(HANDOVERS, first, received).when(record_safeguarding_answer, answer(answer="child_in_need"))
    assert [type(fact) for fact in again.then_facts()] == [SafeguardingAnswered]


def test_an_answer_to_nothing_or_without_who_and_why_is_refused() -> None:
    given(HANDOVERS).when(record_safeguarding_answer, answer()).then_refused(NotYetReferred)
    bad, state = answer(answer="ignored", decided_by=" ", why="", decided_on=date(2026, 11, 24)), referred()
    with pytest.raises(InvalidInput) as caught:
        record_safeguarding_answer(bad, HANDOVERS.fold([state]))
    pointers = {error.pointer for error in caught.value.errors}
    assert pointers == {"/answer", "/decided_by", "/why", "/decided_on"}
