"""A case that moves away is closed once all of it went over; one that comes in was heard elsewhere before."""

from services.rehearsal.plan.case_deeds import FillIn
from services.rehearsal.plan.deeds import Close
from services.triage.domain.vawg import commands as asked
from tests.support.builders.rehearsal import a_plan, deeds_of

PLAN = a_plan()
STEPS = (asked.RequestTransfer, asked.RecordPack, asked.HandOverSupport, asked.AcknowledgePack)


def test_each_step_comes_after_the_one_before_and_the_closing_after_all() -> None:
    by_case: dict[str, list[FillIn]] = {}
    for deed in deeds_of(PLAN, FillIn):
        if deed.command in STEPS:
            by_case.setdefault(deed.referral.key, []).append(deed)
    assert len(by_case) >= 15
    for deeds in by_case.values():
        assert tuple(deed.command for deed in deeds) == STEPS[: len(deeds)]
    closed = {deed.referral.key: deed for deed in deeds_of(PLAN, Close) if deed.reason == "transferred"}
    out = {key for key, deeds in by_case.items() if deeds[0].said["direction"] == "out"}
    assert set(closed) < out
    assert len(out) - len(closed) == 1, "one is under way"
    assert all(len(by_case[key]) == len(STEPS) and by_case[key][-1].at < deed.at for key, deed in closed.items())


def test_whoever_comes_in_is_a_repeat_of_whom_we_had_never_heard() -> None:
    coming = {
        deed.referral.key
        for deed in deeds_of(PLAN, FillIn)
        if deed.command is asked.RequestTransfer and deed.said["direction"] == "in"
    }
    known = {referral.key: hearing for referral, hearing in PLAN.hearings}
    assert len(coming) >= 5
    for key in coming:
        hearing = known[key]
        assert hearing.last_referred_on is not None
        assert hearing.last_referred_on < min(hearing.household.referred_on)
