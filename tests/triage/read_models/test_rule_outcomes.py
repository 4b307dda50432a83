"""Which outcome each referral took."""

from services.triage.domain.commands import AddAnswers, ConfirmDecision, OverrideDecision
from services.triage.read_models import rule_outcomes
from shared.access.roles import Role
from tests.support.builders.triage import ABUSE, FLY_TIP, LIVING_NOISE, PERSISTENT, LittleTriage
from tests.support.builders.web import signed_in


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


def test_how_often_people_decided_otherwise_is_counted_by_the_rule_of_the_round_they_settled(
    triage: LittleTriage,
) -> None:
    for kind in (FLY_TIP, PERSISTENT, PERSISTENT, PERSISTENT):
        triage.refer(**kind)
    for number in (1, 2):
        triage.do(ConfirmDecision(at=triage.clock(), referral_id=f"referral-{number}"))
    otherwise = {"route": "children_mash", "code": "local_knowledge", "text": "", "overridden_by": "account-1"}
    triage.do(OverrideDecision(at=triage.clock(), referral_id="referral-3", **otherwise))
    with triage.service.views.reading() as connection:
        assert rule_outcomes.decided_otherwise(connection) == {"street-services": (0, 1), "persistent-asb": (1, 2)}
    page = signed_in(triage.app, Role.RULE_APPROVER).get("/triage/rules").text
    assert "People decided otherwise 1 of 2 times: between 9 and 91 %" in page
    assert "People decided otherwise 0 of 1 time<" in page
