"""Adults only with their agreement, children without, and a notice from which nobody learns who it was."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as whatever
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.safeguarding.commands import Age, Consent, RecordNrmDecision, ReferToNrm
from services.triage.domain.safeguarding.events import ExploitationConsidered, NoticeWithoutDetailsSent, NrmReferred
from services.triage.domain.safeguarding.file import SafeguardingFile
from services.triage.domain.safeguarding.nrm import (
    consider_exploitation,
    notice_of,
    notify_home_office,
    record_nrm_decision,
    refer_to_nrm,
    refuse_while_unnotified,
    way_of,
)
from services.triage.domain.safeguarding.refusals import (
    AgeSaysOtherwise,
    ChildrensServicesFirst,
    ConsentNotAsked,
    NoBasisRecorded,
    NobodyWasNotified,
    NotConsidered,
    NotSent,
    NotThisWay,
    SentAlready,
)
from shared.kernel.messages import Fact
from shared.kernel.refusals import InvalidInput
from tests.support.builders.protection import TODAY
from tests.support.builders.safeguarding import EXPLOITED, PRACTICE, a_file, basis_of, considering, notifying
from tests.support.builders.triage import NOW

NRM = PRACTICE.nrm
DUE = date(2026, 11, 28)


def considered(file: SafeguardingFile | None = None, **changes: Any) -> ExploitationConsidered:
    (fact,) = consider_exploitation(considering(**changes), file or a_file(), NRM)
    assert isinstance(fact, ExploitationConsidered)
    return fact


def sent(**changes: Any) -> ReferToNrm:
    members: dict[str, Any] = {
        "at": NOW, "referral_id": "referral-1", "by": "account-1", "today": TODAY, "considered_id": "considered-1",
        "their_number": "NRM-1", "sent_on": TODAY, "childrens_services_told": False,
    }  # fmt: skip
    return ReferToNrm(**members | changes)


def after(*bases: Fact, **changes: Any) -> SafeguardingFile:
    return a_file(considered(**changes), *bases)


@pytest.mark.parametrize(
    ("age", "consent", "way"),
    [
        ("adult", "given", "nrm"),
        ("adult", "refused", "duty_to_notify"),
        ("adult", "not_able", "duty_to_notify"),
        ("adult", "not_asked", "duty_to_notify"),
        ("child", "not_needed", "nrm"),
        ("child", "refused", "nrm"),
        ("not_known", "refused", "nrm"),
    ],
)
def test_age_and_agreement_alone_decide_the_way(age: Age, consent: Consent, way: str) -> None:
    assert considered(age=age, consent=consent).way == way
    assert way_of(age, consent, seen=False) == "nothing_seen"


def test_an_adult_is_never_referred_without_agreement_whatever_is_tried() -> None:
    file = after(basis_of("home_office", consent="refused"), consent="refused")
    with pytest.raises(NotThisWay):
        refer_to_nrm(sent(), file, DUE)
    # Agreement to us, and none to telling the Home Office: what was recorded last before telling counts.
    with pytest.raises(NotThisWay):
        refer_to_nrm(sent(), after(basis_of("home_office", consent="refused")), DUE)


def test_an_adult_who_agrees_is_referred_on_a_basis_and_waits_for_a_decision() -> None:
    with pytest.raises(NoBasisRecorded):
        refer_to_nrm(sent(), after(), DUE)
    (fact,) = refer_to_nrm(sent(), after(basis_of("home_office")), DUE)
    assert isinstance(fact, NrmReferred)
    assert (fact.sent_on, fact.decision_due_on, fact.their_number.person_id) == (TODAY, DUE, "person-2")  # type: ignore[attr-defined]
    with pytest.raises(SentAlready):
        refer_to_nrm(sent(), after(basis_of("home_office"), fact), DUE)


def test_a_child_goes_to_childrens_services_first_and_without_agreement() -> None:
    file = after(basis_of("home_office", consent="not_sought"), age="child", consent="not_needed")
    with pytest.raises(ChildrensServicesFirst):
        refer_to_nrm(sent(), file, DUE)
    assert refer_to_nrm(sent(childrens_services_told=True), file, DUE)


def test_agreement_counts_only_where_they_understood_the_question() -> None:
    with pytest.raises(ConsentNotAsked):
        considered(interpreter="none_yet")
    assert considered(interpreter="none_yet", consent="not_asked").way == "duty_to_notify"


@pytest.mark.parametrize(("known", "said"), [(17, "adult"), (30, "child"), (30, "not_known")])
def test_a_known_age_is_not_contradicted(known: int, said: Age) -> None:
    """An adult who said no is not made a child, or somebody of no age, to be referred all the same."""
    file = a_file(**{**EXPLOITED, "answers": {**EXPLOITED["answers"], "victim_age": known}})
    with pytest.raises(AgeSaysOtherwise):
        considered(file, age=said)


def test_what_was_seen_is_sealed_under_the_person_and_in_no_clear_field() -> None:
    fact = considered()
    assert fact.seen.person_id == "person-2"  # type: ignore[attr-defined]  # not sealed before the codec
    assert "wages" not in repr(fact)
    assert "debt" not in repr(fact)


def test_without_agreement_a_notice_goes_that_holds_nothing_of_ours() -> None:
    file = after(consent="refused")
    (fact,) = notify_home_office(notifying(), file, NRM)
    assert isinstance(fact, NoticeWithoutDetailsSent)
    text = notice_of(notifying(), NRM)
    assert "Exploitation: Forced labour" in text
    for detail in ("WM-", "referral-1", "person-2", "account-1", "23"):
        assert detail not in text
    with pytest.raises(SentAlready):
        notify_home_office(notifying(), a_file(considered(consent="refused"), fact), NRM)


def test_whoever_agreed_is_referred_and_not_notified_about() -> None:
    with pytest.raises(NotThisWay):
        notify_home_office(notifying(), after(), NRM)
    with pytest.raises(NotConsidered):
        notify_home_office(notifying(), a_file(), NRM)


PLANTED = (
    "Amina works there", "OKAFOR", "a-m-i-n-a Okafór", "AminaOkafor says so", "ring 07700900123",
    "on 07700 - 900 123", "lives in Mitcham", "CR4 3XX", "born 3 May 1990", "1990-05-03", "born on 3/5/90",
    "her sister, 020 7946 0555", "write to her@home.example", "our WM-2223-X",
)  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_detail_is_refused_and_no_notice_is_made(planted: str) -> None:
    file = after(consent="refused")
    with pytest.raises(InvalidInput) as caught:
        notify_home_office(notifying(words=f"Wages are taken. {planted}."), file, NRM)
    assert {error.pointer for error in caught.value.errors} == {"/words"}
    assert all("Amina" not in error.message for error in caught.value.errors)


@settings(max_examples=40, deadline=None)
@whatever(name=st.sampled_from(["Amina", "Okafor", "okafor", "AMINA OKAFOR"]), before=st.text(max_size=20))
def test_wherever_a_name_stands_it_does_not_leave(name: str, before: str) -> None:
    with pytest.raises(InvalidInput):
        notify_home_office(notifying(words=f"{before} {name} wages"), after(consent="refused"), NRM)


def test_a_decision_is_recorded_of_what_was_sent_alone() -> None:
    asked = RecordNrmDecision(
        at=NOW, referral_id="referral-1", by="account-1", today=TODAY, considered_id="considered-1",
        decision="reasonable_grounds", decided_on=TODAY,
    )  # fmt: skip
    with pytest.raises(NotSent):
        record_nrm_decision(asked, after(), NRM)
    (fact,) = refer_to_nrm(sent(), after(basis_of("home_office")), DUE)
    file = after(basis_of("home_office"), fact)
    assert record_nrm_decision(asked, file, NRM)
    with pytest.raises(InvalidInput):
        record_nrm_decision(asked.model_copy(update={"decided_on": TODAY + timedelta(days=1)}), file, NRM)
    with pytest.raises(InvalidInput):
        record_nrm_decision(asked.model_copy(update={"decided_on": sent().sent_on - timedelta(days=1)}), file, NRM)


def test_no_case_closes_over_the_duty_to_notify() -> None:
    refuse_while_unnotified(a_file())
    refuse_while_unnotified(after(indicators=()))
    for consent in ("given", "refused"):
        with pytest.raises(NobodyWasNotified):
            refuse_while_unnotified(after(consent=consent))
    (notice,) = notify_home_office(notifying(), after(consent="refused"), NRM)
    refuse_while_unnotified(a_file(considered(consent="refused"), notice))
    # Looked at again, and nothing was there: what was found last counts.
    again = considered(considered_id="considered-2", indicators=())
    refuse_while_unnotified(a_file(considered(consent="refused"), again))
