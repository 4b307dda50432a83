"""What follows a referral happens when people are at work: by day, in order, and support within a day."""

from datetime import timedelta

from services.rehearsal.plan.deeds import Close, Confirm, OfferSupport, Override, SpendMinutes, Submit
from services.rehearsal.plan.year import LONDON
from tests.support.builders.rehearsal import TIMETABLE, a_plan, deeds_of, london_day

PLAN = a_plan()
SUBMITTED = {deed.referral.key: deed.at for deed in deeds_of(PLAN, Submit)}


def test_advisers_and_officers_act_by_day() -> None:
    for kind in (Confirm, OfferSupport, Close, Override):
        for deed in deeds_of(PLAN, kind):
            assert 8 <= deed.at.astimezone(LONDON).hour <= 20, deed.key


def test_support_is_offered_within_a_day_of_every_referral_of_domestic_abuse() -> None:
    first = [deed for deed in deeds_of(PLAN, OfferSupport) if deed.key.endswith("/offer")]
    assert len(first) > 300
    assert all(timedelta(0) < deed.at - SUBMITTED[deed.referral.key] <= timedelta(hours=24) for deed in first)


def test_a_decision_is_confirmed_before_support_is_offered_and_after_the_referral_came() -> None:
    confirmed = {deed.referral.key: deed.at for deed in deeds_of(PLAN, Confirm)}
    for deed in deeds_of(PLAN, OfferSupport):
        assert SUBMITTED[deed.referral.key] < confirmed[deed.referral.key] < deed.at


def test_cases_are_closed_on_working_days_and_minutes_spent_after_arrival() -> None:
    assert all(TIMETABLE.days.worked(london_day(deed.at)) for deed in deeds_of(PLAN, Close))
    assert all(deed.at >= SUBMITTED[deed.referral.key] for deed in deeds_of(PLAN, SpendMinutes))
