"""Premises where sex may be sold: about three a month, and whoever is in there comes before anybody is told of them."""

from services.rehearsal.plan.case_deeds import FillIn
from services.rehearsal.plan.premises import CATEGORY
from services.triage.domain.safeguarding import commands as asked
from tests.support.builders.rehearsal import a_plan, deeds_of

PLAN = a_plan()


def test_about_three_new_ones_are_reported_a_month() -> None:
    assert sum(report.matter.category == CATEGORY for _, report in PLAN.reports) == 36


def test_no_landlord_is_told_before_those_in_there_were_thought_of() -> None:
    by_case: dict[str, list[FillIn]] = {}
    for deed in deeds_of(PLAN, FillIn):
        if "/premises/" in deed.key:
            by_case.setdefault(deed.referral.key, []).append(deed)
    assert len(by_case) > 30
    told = 0
    for deeds in by_case.values():
        names = [deed.said.get("step") or deed.command.__name__ for deed in deeds]
        if "landlord_told" in names:
            told += 1
            assert names.index("ConsiderExploitation") < names.index("landlord_told")
            assert names.index("NotePremisesParty") < names.index("landlord_told")
    assert told > 5


def test_who_agreed_is_referred_and_of_all_others_a_notice_names_nobody() -> None:
    kinds = [deed.command for deed in deeds_of(PLAN, FillIn) if "/premises/" in deed.key]
    assert 3 <= kinds.count(asked.ReferToNrm) < kinds.count(asked.NotifyHomeOffice)
    assert kinds.count(asked.ReferToNrm) == kinds.count(asked.RecordNrmDecision)
