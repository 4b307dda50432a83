"""Children's services and adult safeguarding are told the same day on a recorded basis, and most answer in time."""

from services.rehearsal.plan.case_deeds import FillIn
from services.rehearsal.plan.deeds import Confirm
from services.rehearsal.plan.protecting import routes_of
from services.triage.domain.disclosure.commands import RecordDisclosure
from services.triage.domain.handover.commands import NoteReceipt
from services.triage.domain.safeguarding.referral_commands import RecordSafeguardingAnswer, ReferSafeguarding
from tests.support.builders.rehearsal import TIMETABLE, a_plan, deeds_of, london_day

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
