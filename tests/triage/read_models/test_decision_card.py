"""One referral as triage judged it, round by round, with its people still sealed."""

from typing import Any

import pytest

from services.triage.domain.commands import AddAnswers, CloseCase, ConfirmDecision, OverrideDecision
from services.triage.read_models import decision_card
from services.triage.read_models.decision_card import Card
from shared.kernel.personal import Identity, Narrative
from tests.support.builders.triage import FLY_TIP, LIVING_NOISE, PERSISTENT, LittleTriage

pytestmark = pytest.mark.slow


def card(triage: LittleTriage, reference: str) -> Card:
    with triage.service.views.reading() as connection:
        found = decision_card.card(connection, reference)
    assert found is not None
    return found


def do(triage: LittleTriage, shape: Any, **members: Any) -> None:
    triage.do(shape.model_validate({"at": triage.clock(), "referral_id": "referral-1", **members}))


def test_nobody_knows_a_referral_triage_has_not_judged(triage: LittleTriage) -> None:
    with triage.service.views.reading() as connection:
        assert decision_card.card(connection, "WM-2222-2") is None


def test_a_card_has_the_decision_and_the_answers_it_stands_on(triage: LittleTriage) -> None:
    shown = card(triage, triage.refer(**LIVING_NOISE))
    assert shown.newest.number == 1
    assert shown.newest.answers == {"noise_kind": "living"}
    assert shown.newest.decision["outcome"] == "ask"
    assert shown.newest.settled is None
    assert shown.referral.stream == "assessment-referral-1"


def test_every_round_is_kept_with_who_settled_it(triage: LittleTriage) -> None:
    reference = triage.refer(**PERSISTENT)
    do(triage, ConfirmDecision)
    do(triage, AddAnswers, answers={"hate_motive": "yes"})
    do(triage, OverrideDecision, route="children_mash", code="agency_agreed", text="", overridden_by="account-1")
    first, second = card(triage, reference).rounds
    assert first.settled is not None
    assert (first.settled.how, first.settled.role, first.settled.route) == ("confirmed", "system", None)
    assert second.settled is not None
    assert (second.settled.how, second.settled.route) == ("overridden", "children_mash")
    assert card(triage, reference).newest == second


def test_an_override_keeps_its_words_sealed(triage: LittleTriage) -> None:
    reference = triage.refer(**LIVING_NOISE)
    do(
        triage,
        OverrideDecision,
        route="environmental_health",
        code="local_knowledge",
        text="Both have asked for it.",
        overridden_by="account-1",
    )
    settled = card(triage, reference).newest.settled
    assert settled is not None
    assert (settled.how, settled.route, settled.code) == ("overridden", "environmental_health", "local_knowledge")
    assert settled.text is not None
    assert triage.ground.keyring.open(settled.text, Narrative) == "Both have asked for it."


def test_people_and_words_stay_sealed_and_the_newest_words_count(triage: LittleTriage) -> None:
    reference = triage.refer(("Amina Okafor", "victim"), **LIVING_NOISE)
    for landlord in ("Alder Homes", "Birch Homes"):
        do(triage, AddAnswers, answers={}, words={"landlord": landlord})
    shown = card(triage, reference)
    (person,), (words,) = shown.people, shown.words
    assert triage.ground.keyring.open(person.full_name, Identity) == "Amina Okafor"
    assert triage.ground.keyring.open(words.text, Narrative) == "Birch Homes"
    assert "Amina" not in repr(shown)


def test_a_card_knows_how_it_ended(triage: LittleTriage) -> None:
    tip, case = triage.refer(**FLY_TIP), triage.refer(**PERSISTENT)
    do(triage, ConfirmDecision)
    do(triage, CloseCase, referral_id="referral-2", reason="resolved")
    assert card(triage, tip).referral.closed == "signposted"
    closed = card(triage, case).referral
    assert (closed.closed, closed.case_reference, closed.case_route) == ("resolved", case, "asb_case")
