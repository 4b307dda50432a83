"""Planned reports come in by the door they would come in by, each once, and nothing is read before it came."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from services.rehearsal.plan.arrivals import MAILBOX_FOR
from services.rehearsal.plan.deeds import Close, Confirm, Deed, Override, SpendMinutes, Submit
from services.rehearsal.plan.intake_deeds import Complete, ReceiveMail, ReleaseMail, SubmitByMail
from services.rehearsal.plan.whole import Plan, plan_year
from tests.support.builders.rehearsal import TIMETABLE, a_plan, deeds_of, london_day

ANOTHER_DAY = date(2027, 1, 4)


@pytest.fixture(scope="module", params=["today", "another day"])
def plan(request: pytest.FixtureRequest) -> Plan:
    return a_plan() if request.param == "today" else plan_year(ANOTHER_DAY, TIMETABLE)


def by_referral(plan: Plan) -> dict[str, list[Deed]]:
    found = defaultdict(list)
    for deed in plan.deeds:
        if (referral := getattr(deed, "referral", None)) is not None:
            found[referral.key].append(deed)
    return found


def test_every_call_has_its_end_and_its_minutes_and_one_of_them_broke_off(plan: Plan) -> None:
    calls = [deed for deed in deeds_of(plan, Submit) if deed.call is not None]
    asb = [deed for deed in calls if deed.referral.key.startswith("asb/")]
    assert len(calls) == len(asb) == 262
    ended = Counter(deed.call.ended for deed in calls if deed.call)
    assert ended["dropped"] == 1
    assert 0.3 < ended["signposted"] / 262 < 0.5
    assert all(deed.call and deed.call.minutes > 0 for deed in calls)


def test_a_door_shown_on_the_telephone_is_confirmed_by_nobody_else(plan: Plan) -> None:
    for deeds in by_referral(plan).values():
        (came,) = [deed for deed in deeds if isinstance(deed, Submit)]
        if came.call is not None:
            assert not [deed for deed in deeds if isinstance(deed, SpendMinutes)]
            if came.call.ended == "signposted":
                assert not [deed for deed in deeds if isinstance(deed, Confirm | Override | Close)]
            if came.call.ended == "dropped":
                assert len(deeds) == 1


def test_since_the_mailbox_is_open_residents_mail_comes_by_it_and_nothing_before(plan: Plan) -> None:
    first = plan.year.today - MAILBOX_FOR
    mails = [deed for deed in plan.deeds if isinstance(deed, SubmitByMail | ReleaseMail | ReceiveMail)]
    assert min(london_day(deed.at) for deed in mails) >= first
    assert len(deeds_of(plan, SubmitByMail)) >= 8
    assert len(deeds_of(plan, ReleaseMail)) >= 1


def test_what_came_by_mail_is_read_after_it_came_and_before_it_is_judged(plan: Plan) -> None:
    for deeds in by_referral(plan).values():
        kinds = [type(deed) for deed in deeds]
        if SubmitByMail not in kinds and ReleaseMail not in kinds:
            continue
        assert deeds == sorted(deeds, key=lambda deed: deed.at)
        assert isinstance(deeds[0], SubmitByMail | ReleaseMail)
        judged = [place for place, deed in enumerate(deeds) if isinstance(deed, Confirm | Override)]
        if SubmitByMail in kinds and judged:
            assert kinds.index(Complete) < judged[0]
