"""A caseload that is too much is noted once by itself, and once when it can be carried again."""

import pytest

from services.triage.domain.commands import CloseCase, RecordSupportOffer
from services.triage.domain.support.commands import GiveToAdviser, SetAdviserHours
from services.triage.domain.support.register_events import CaseloadEased, CaseloadPassed
from tests.support.builders.triage import ABUSE, LittleTriage

pytestmark = pytest.mark.slow


def noted(triage: LittleTriage) -> list[tuple[str, str | None, int]]:
    facts = [each.fact for each in triage.service.store.stream("support-advisers")]
    return [
        (type(fact).__name__, fact.adviser_id, fact.open_cases)
        for fact in facts
        if isinstance(fact, CaseloadPassed | CaseloadEased)
    ]


def test_it_is_found_by_the_chore_and_eases_when_a_case_is_closed(triage: LittleTriage) -> None:
    day = triage.clock().date()
    # One hundredth of a week carries no case, two carry one.
    triage.do(SetAdviserHours(at=triage.clock(), by="boss", adviser_id="adviser-1", hundredths=2, from_on=day))
    for number in (1, 2):
        triage.refer(**ABUSE)
        triage.do(GiveToAdviser(at=triage.clock(), by="boss", referral_id=f"referral-{number}", adviser_id="adviser-1"))
    triage.settle()
    assert noted(triage) == [("CaseloadPassed", None, 2), ("CaseloadPassed", "adviser-1", 2)]
    triage.do(RecordSupportOffer(at=triage.clock(), referral_id="referral-1", outcome="accepted"))
    triage.do(CloseCase(at=triage.clock(), referral_id="referral-1", reason="resolved"))
    assert noted(triage)[2:] == [("CaseloadEased", "adviser-1", 1), ("CaseloadEased", None, 1)]


def test_a_case_counts_what_an_adviser_had_before_it_was_given(triage: LittleTriage) -> None:
    references = [triage.refer(**ABUSE) for _ in range(2)]
    for number in (1, 2):
        command = GiveToAdviser(
            at=triage.clock(), by="boss", referral_id=f"referral-{number}", adviser_id="adviser-1", open_cases=77
        )
        triage.do(command)
    had = [getattr(triage.facts_of(reference)[-1], "open_cases", None) for reference in references]
    assert had == [0, 1]
