"""What was assessed and told of a referral, and of no other: the newest kept answers, every assessment, each mark."""

import pytest

from services.triage.domain.risk.commands import KeepRiskAnswers, RecordTraining
from services.triage.read_models import protection
from services.triage.read_models.protection import Shown
from tests.support.builders.protection import DASH, OFFICER, completed, told, yes_to
from tests.support.builders.triage import ABUSE, LittleTriage

pytestmark = pytest.mark.slow

HIGH = {**ABUSE, "answers": {**ABUSE["answers"], "dash_yes_count": 15}}


def of(triage: LittleTriage, referral_id: str = "referral-1") -> Shown:
    with triage.service.views.reading() as connection:
        return protection.of(connection, referral_id)


def trained(triage: LittleTriage) -> None:
    days = {"completed_on": triage.clock().date(), "valid_until": triage.clock().date(), "today": triage.clock().date()}
    triage.do(RecordTraining(at=triage.clock(), account_id=OFFICER, training="dash", **days))


def test_what_was_kept_gives_way_to_what_is_kept_now_and_to_what_was_completed(triage: LittleTriage) -> None:
    trained(triage)
    triage.refer(("Amina Okafor", "victim"), **ABUSE)
    members = {name: getattr(completed(), name) for name in KeepRiskAnswers.model_fields}
    triage.do(KeepRiskAnswers(**members))
    triage.do(KeepRiskAnswers(**members | {"words": {"feared": "Of him."}}))
    assert list(of(triage).kept) == ["dash"]
    triage.do(completed(answers=yes_to(DASH, 3)))
    triage.do(completed(answers=yes_to(DASH, 4), assessment_id="assessment-2"))
    shown = of(triage)
    assert shown.kept == {}
    assert [(each.fact.yes, each.fact.compared) for each in shown.assessed] == [(3, "first"), (4, "higher")]


def test_who_was_told_and_which_panel_waits_stand_with_their_own_referral(triage: LittleTriage) -> None:
    triage.refer(("Amina Okafor", "victim"), **HIGH)
    triage.refer(("Mara Lind", "victim"), **HIGH)
    triage.do(told())
    assert (of(triage).told, set(of(triage).marked)) == (frozenset({"marac"}), {"marac"})
    assert (of(triage, "referral-2").told, set(of(triage, "referral-2").marked)) == (frozenset(), {"marac"})
    assert of(triage, "referral-3").assessed == []
