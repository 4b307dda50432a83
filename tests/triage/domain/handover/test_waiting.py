"""Silences of those who protect stand among the hand-overs: noted once for each beginning, answered with the act."""

from datetime import timedelta
from typing import Any

import pytest

from services.triage.domain.desk.events import SilenceAnswered, SilenceNoted
from services.triage.domain.handover.commands import NoteProtectionSilence, NoteReceipt
from services.triage.domain.handover.handing_over import HANDOVERS, note_receipt
from services.triage.domain.handover.waiting import answering_silence, missing, note_protection_silence
from shared.kernel.messages import Fact
from tests.support.builders.triage import MONDAY, NOW
from tests.support.scenario import given
from tests.triage.domain.safeguarding.test_clocks import ABOUT, answered, received, referred


def asked(rule: str = "x", awaits: str = "childrens_referral", **changes: Any) -> NoteProtectionSilence:
    members = {"at": NOW, "rule": rule, "awaits": awaits, "priority": "urgent", "since_at": MONDAY, "due_at": NOW}
    return NoteProtectionSilence(**{**ABOUT, **members, "rules_version": "v", **changes})


def fact_of(command: NoteProtectionSilence) -> SilenceNoted:
    return SilenceNoted(**command.model_dump(exclude={"at"}))


def test_it_is_noted_once_and_again_only_for_another_beginning() -> None:
    given(HANDOVERS).when(note_protection_silence, asked()).then(fact_of(asked()))
    given(HANDOVERS, fact_of(asked())).when(note_protection_silence, asked()).then_nothing()
    anew = asked(since_at=NOW, due_at=NOW + timedelta(days=1))
    given(HANDOVERS, fact_of(asked())).when(note_protection_silence, anew).then(fact_of(anew))


@pytest.mark.parametrize(
    ("awaits", "past", "waits"),
    [
        ("childrens_referral", [], True),
        ("childrens_referral", [referred()], False),
        ("childrens_referral", [referred("adult_safeguarding")], True),
        ("childrens_receipt", [referred()], True),
        ("childrens_receipt", [referred(), received()], False),
        ("adults_receipt", [referred()], False),
        ("childrens_answer", [referred(), received()], True),
        ("childrens_answer", [referred(), answered()], False),
        ("childrens_answer", [referred(), answered(), referred(one="handover-2")], True),
    ],
)
def test_whoever_has_acted_since_it_was_found_is_not_called(awaits: str, past: list[Fact], waits: bool) -> None:
    assert missing(HANDOVERS.fold(past), awaits) is waits
    then = given(HANDOVERS, *past).when(note_protection_silence, asked(awaits=awaits))
    if waits:
        then.then(fact_of(asked(awaits=awaits)))
    else:
        then.then_nothing()


def test_the_act_says_which_silence_it_answers_and_answers_no_other() -> None:
    late = fact_of(asked("no_receipt_from_childrens_services", "childrens_receipt"))
    other = fact_of(asked("no_answer_from_childrens_services", "childrens_answer"))
    command = NoteReceipt(at=NOW, referral_id="referral-1", handover_id="handover-1", how="officer")
    given(HANDOVERS, referred(), late, other).when(answering_silence(note_receipt), command).then(
        received(), SilenceAnswered(**ABOUT, rule=late.rule)
    )
    again = given(HANDOVERS, referred(), late, received(), SilenceAnswered(**ABOUT, rule=late.rule))
    again.when(answering_silence(note_receipt), command).then_nothing()
