"""Cases of behaviour are worked on as promised, a few are enforced in the law's order, and doors are knocked at."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

from services.rehearsal.plan.deeds import AboutReferral, Close
from services.rehearsal.plan.working import priority_of
from services.rehearsal.plan.working_deeds import (
    AssureDoors,
    EndStep,
    HearBack,
    KeepWord,
    NameWhom,
    PassOn,
    ScoreRisk,
    SeeIt,
    Serve,
)
from services.rehearsal.plan.year import LONDON
from tests.support.builders.rehearsal import TIMETABLE, a_plan, deeds_of, london_day

PLAN = a_plan()
WORK = (KeepWord, ScoreRisk, SeeIt, NameWhom, Serve, EndStep)
PRIORITIES = {referral.key: priority_of(report) for referral, report in PLAN.reports}


def by_case(*kinds: type[AboutReferral]) -> dict[str, list[AboutReferral]]:
    found: dict[str, list[AboutReferral]] = defaultdict(list)
    for deed in PLAN.deeds:
        if isinstance(deed, kinds):
            found[deed.referral.key].append(deed)
    return found


def test_nothing_is_done_on_a_case_that_is_closed_and_everything_by_day() -> None:
    closed = {deed.referral.key: deed.at for deed in deeds_of(PLAN, Close)}
    for key, deeds in by_case(*WORK).items():
        assert all(deed.at < closed.get(key, PLAN.deeds[-1].at + timedelta(1)) for deed in deeds), key
        assert all(8 <= deed.at.astimezone(LONDON).hour < 19 for deed in deeds), key


def test_what_was_promised_is_done_in_its_order_on_most_cases() -> None:
    kept = by_case(KeepWord)
    assert len(kept) > 400
    for deeds in kept.values():
        promises = [deed.promise for deed in deeds if isinstance(deed, KeepWord)]
        assert promises == ["acknowledge", "interview", "plan"][: len(promises)]


def test_the_risk_is_looked_at_again_only_where_it_was_dangerous() -> None:
    scored = by_case(ScoreRisk)
    assert len(scored) > 40
    assert {PRIORITIES[key] for key in scored} == {"urgent", "high"}
    for deeds in scored.values():
        pauses = [later.at - deed.at for deed, later in pairwise(deeds)]
        assert all(pause < timedelta(days=28) for pause in pauses)


def test_a_warning_is_followed_by_a_notice_and_a_penalty_with_time_to_comply_and_an_incident_between() -> None:
    tools = [deed.tool for deed in deeds_of(PLAN, Serve)]
    warned, noticed, fined = (
        tools.count(tool) for tool in ("community_protection_warning", "community_protection_notice", "fixed_penalty")
    )
    assert warned > noticed > fined > 0
    for deeds in by_case(SeeIt, NameWhom, Serve).values():
        seen = [london_day(deed.at) for deed in deeds if isinstance(deed, SeeIt)]
        served = [deed for deed in deeds if isinstance(deed, Serve)]
        assert isinstance(deeds[0], SeeIt)
        for step, following in pairwise(served):
            assert step.comply_by is not None
            assert any(step.comply_by < day <= london_day(following.at) for day in seen)
        named = [deed for deed in deeds if isinstance(deed, NameWhom)]
        assert all(named[0].at < step.at for step in served)


def test_doors_are_assured_before_anything_is_passed_on_and_again_within_the_year() -> None:
    assured = [deed.at for deed in deeds_of(PLAN, AssureDoors)]
    passed = deeds_of(PLAN, PassOn)
    assert len(passed) > 20
    assert assured[0] < min(deed.at for deed in passed)
    assert PLAN.deeds[-1].at - assured[-1] < timedelta(days=360)
    assert assured[1] - assured[0] < timedelta(days=360)


def test_most_answer_the_next_working_day_and_some_are_rung() -> None:
    passed = {deed.referral.key: deed.at for deed in deeds_of(PLAN, PassOn)}
    heard = {deed.referral.key: deed.at for deed in deeds_of(PLAN, HearBack)}
    late = [
        key
        for key, at in passed.items()
        if key in heard and TIMETABLE.days.after(london_day(at), 2) < london_day(heard[key])
    ]
    assert 0 < len(late) < len(passed) / 3
