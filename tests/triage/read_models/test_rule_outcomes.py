"""Which outcome each referral took."""

from services.triage.domain.commands import AddAnswers
from services.triage.read_models import rule_outcomes
from tests.support.builders.triage import ABUSE, FLY_TIP, LIVING_NOISE, LittleTriage


def test_outcomes_are_told_as_they_now_stand(triage: LittleTriage) -> None:
    for kind in (FLY_TIP, FLY_TIP, LIVING_NOISE, ABUSE):
        triage.refer(**kind)
    triage.refer(**ABUSE, origin="import")
    triage.do(AddAnswers(at=triage.clock(), referral_id="referral-3", answers={"child_at_risk": "yes"}))
    with triage.service.views.reading() as connection:
        assert rule_outcomes.of(connection, ["referral-1", "referral-4", "referral-9"]) == {
            "referral-1": "signpost",
            "referral-4": "open_case",
        }
