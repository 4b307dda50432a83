"""Children's services and adult safeguarding are told the same day on a recorded basis, and most answer in time."""

from collections import Counter

from services.rehearsal.plan.case_deeds import FillIn
from services.rehearsal.plan.deeds import Confirm, Submit
from services.rehearsal.plan.protecting import routes_of
from services.triage.adapters.rule_files import load_rule_sets
from services.triage.application.judge import RulesJudge
from services.triage.domain.disclosure.commands import RecordDisclosure
from services.triage.domain.handover.commands import NoteReceipt
from services.triage.domain.safeguarding.referral_commands import RecordSafeguardingAnswer, ReferSafeguarding
from shared.contracts.vocabulary import VOCABULARY
from shared.runtime.bank_holidays import england_and_wales
from tests.support.builders.rehearsal import TIMETABLE, a_plan, deeds_of, london_day
from tests.support.builders.triage import a_referral

PLAN = a_plan()
FORMS = deeds_of(PLAN, FillIn)
REFERRED = {deed.said["handover_id"]: deed for deed in FORMS if deed.command is ReferSafeguarding}


def test_whoever_lives_with_children_or_is_at_risk_is_told_of_the_day_it_was_read() -> None:
    confirmed = {deed.referral.key: deed for deed in deeds_of(PLAN, Confirm)}
    assert len(REFERRED) > 200
    for deed in REFERRED.values():
        assert london_day(deed.at) == london_day(confirmed[deed.referral.key].at)
        assert deed.said["route"] in routes_of(deed.referral.document["facts"], deed.referral.document["kind"])
    bases = {(deed.referral.key, deed.said["recipient"]): deed.at for deed in FORMS if deed.command is RecordDisclosure}
    for deed in REFERRED.values():
        recipient = {"children_mash": "childrens_services"}.get(deed.said["route"], "adult_social_care")
        assert bases[deed.referral.key, recipient] < deed.at


def test_they_say_the_next_working_day_that_they_have_it_and_answer_then() -> None:
    known = {deed.said["handover_id"]: deed.at for deed in FORMS if deed.command is NoteReceipt}
    answered = {deed.said["handover_id"]: deed.at for deed in FORMS if deed.command is RecordSafeguardingAnswer}
    for handover, at in known.items():
        assert london_day(at) == TIMETABLE.days.after(london_day(REFERRED[handover].at), 1)
    assert set(answered) <= set(known)
    late = [
        handover
        for handover, at in answered.items()
        if london_day(at) > TIMETABLE.days.after(london_day(REFERRED[handover].at), 5)
    ]
    assert 0 <= len(late) < len(answered) / 10


def test_nobody_of_whom_the_rules_tell_is_left_out_nor_told_of_without_them() -> None:
    """Two of 16 and 17 who did harm were, for months: nobody had thought of those who are children themselves."""
    judge = RulesJudge(load_rule_sets(VOCABULARY), england_and_wales())
    young = 0
    for deed in deeds_of(PLAN, Submit):
        document = deed.referral.document
        if document["kind"] != "domestic_abuse":
            continue
        answers = document["facts"]
        referral = a_referral(kind="domestic_abuse", category=None, received_at=deed.at, answers=answers)
        decision = judge.decide(referral, answers)
        called_for = {decision.primary.route, *(also.route for also in decision.also)}
        assert called_for & {"children_mash", "adult_safeguarding"} == set(routes_of(answers, "domestic_abuse"))
        young += "children_mash" in called_for and answers["children_in_household"] == "no"
    assert young >= 2


def test_a_young_person_in_it_is_whom_childrens_services_are_told_of() -> None:
    told = [deed for deed in REFERRED.values() if deed.said["route"] == "children_mash"]
    parts = Counter(deed.people["concerning_ids"] for deed in told)
    assert set(parts) == {"child", "victim", "perpetrator"}
    for deed in told:
        if (part := deed.people["concerning_ids"]) != "child":
            assert deed.referral.document["facts"][f"{part}_age"] < 18
