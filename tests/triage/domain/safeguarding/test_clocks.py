"""Safeguarding's clocks: each referral, receipt and answer is awaited by itself, over weekends, holidays and clocks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.adapters.desk_rule_files import load_desk_rules
from services.triage.application.silences import SilenceWatch, is_span
from services.triage.domain.desk import silence
from services.triage.domain.desk.silence import Watched
from services.triage.domain.disclosure.events import ThresholdConsidered
from services.triage.domain.events import (
    AnswersAdded,
    AssessmentOpened,
    CaseClosed,
    CaseOpened,
    DecisionConfirmed,
    DecisionOverridden,
)
from services.triage.domain.handover.events import HandoverLeftOpen, HandoverReceived, HandoverSettled
from services.triage.domain.safeguarding import clocks
from services.triage.domain.safeguarding.events import ExploitationConsidered, NrmDecided, NrmReferred
from services.triage.domain.safeguarding.referral_events import SafeguardingAnswered, SafeguardingReferred
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from shared.runtime.bank_holidays import england_and_wales
from tests.support.builders.safeguarding import PRACTICE, basis_of
from tests.support.builders.triage import ABUSE, MONDAY, NOW, PERSISTENT, REFERENCE, a_referral, judged

ABOUT = {"referral_id": "referral-1", "reference": REFERENCE}
BASIS = basis_of("childrens_services").basis
SEALED: Any = private("person-1", Narrative, "Sealed")
# The set that watches these clocks, and no other.
RULES = load_desk_rules(is_span).terms[-1].rules
DAYS = england_and_wales()
WATCH = SilenceWatch(load_desk_rules(is_span), DAYS)
CHILD = {**ABUSE, "answers": {**ABUSE["answers"], "child_at_risk": "yes"}}
BOTH = {**CHILD, "answers": {**CHILD["answers"], "adult_at_risk": "yes"}}
EXPLOITED = {"answers": {"exploitation_indicator": "yes"}, "category": "other"}


def a_case(about: dict[str, Any], at: datetime = MONDAY) -> Watched:
    referral = a_referral(**{**about, "received_at": at})
    watched = silence.begun(AssessmentOpened(referral=referral))
    assert watched is not None
    case = CaseOpened(**ABOUT, case_reference=REFERENCE, route="x", priority="urgent", opened_at=at, due_at=None)
    return after(watched, (judged(referral), at), (case, at))


def after(watched: Watched, *facts: tuple[Fact, datetime]) -> Watched:
    for fact, at in facts:
        watched = silence.after(watched, fact, at)
    return watched


def due(watched: Watched) -> dict[str, datetime]:
    found = silence.protection_awaited(watched, WATCH.rules, WATCH.due_after)
    return {each.rule.awaits: each.due_at for each in found}


def referred(route: str = clocks.CHILDREN, one: str = "handover-1") -> SafeguardingReferred:
    return SafeguardingReferred(
        **ABOUT, handover_id=one, route=route, how="telephone", to=None, mailbox=None, mailbox_due_on=None, code=None,
        basis=BASIS, concerning_ids=(), carries=("words",), words=SEALED, their_reference=None, made_by="officer-1",
        receipt_due_at=NOW, answer_due_at=NOW,
    )  # fmt: skip


def answered(route: str = clocks.CHILDREN, one: str = "handover-1") -> SafeguardingAnswered:
    return SafeguardingAnswered(
        **ABOUT, handover_id=one, route=route, answer="not_met", decided_by=SEALED, why=SEALED,
        decided_on=date(2026, 11, 24),
    )  # fmt: skip


def received(one: str = "handover-1") -> HandoverReceived:
    return HandoverReceived(**ABOUT, handover_id=one, how="officer")


def considered(person: str = "person-1", way: str = "nrm", one: str = "considered-1") -> ExploitationConsidered:
    return ExploitationConsidered(
        **ABOUT, considered_id=one, person_id=person, age="adult", consent="given", interpreter="not_needed",
        accommodation="safe", way=way, seen=SEALED, considered_by="officer-1",
    )  # fmt: skip


def london(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_child_at_risk_is_referred_that_day_received_the_next_and_answered_in_three() -> None:
    watched = a_case(CHILD)
    assert due(watched) == {"childrens_referral": london("2026-11-23T23:59:00+00:00")}
    sent = after(watched, (referred(), NOW))
    assert due(sent) == {
        "childrens_receipt": london("2026-11-24T23:59:00+00:00"),
        "childrens_answer": london("2026-11-26T23:59:00+00:00"),
    }
    assert set(due(after(sent, (received(), NOW)))) == {"childrens_answer"}
    assert due(after(sent, (received(), NOW), (answered(), NOW))) == {}


def test_what_one_service_did_answers_for_no_other_and_one_referral_for_no_second() -> None:
    watched = after(a_case(BOTH), (referred(), NOW), (received(), NOW), (answered(), NOW))
    assert set(due(watched)) == {"adults_referral"}
    again = after(watched, (referred(clocks.ADULTS, "handover-2"), NOW), (referred(one="handover-3"), NOW))
    assert set(due(again)) == {"adults_receipt", "adults_answer", "childrens_receipt", "childrens_answer"}
    assert due(again)["adults_answer"] == london("2026-11-30T23:59:00+00:00")


def test_what_could_not_be_sent_is_awaited_from_the_beginning_until_somebody_has_seen_to_it() -> None:
    lost = HandoverLeftOpen(**ABOUT, handover_id="handover-1", route=None, because="not_sent")
    watched = after(a_case(CHILD), (referred(), NOW), (lost, NOW))
    assert due(watched) == {"childrens_referral": london("2026-11-23T23:59:00+00:00")}
    seen_to = HandoverSettled(**ABOUT, handover_id="handover-1", how="told_by_phone")
    assert set(due(after(watched, (seen_to, NOW)))) == {"childrens_answer"}


def test_a_threshold_not_met_ends_it_only_where_no_answer_says_that_there_is_a_risk() -> None:
    def law(threshold: str) -> ThresholdConsidered:
        return ThresholdConsidered(
            **ABOUT, threshold=threshold, result="not_met", considered_by=SEALED, considered_on=NOW.date(), why=SEALED
        )

    children = {**ABUSE, "answers": {**ABUSE["answers"], "children_in_household": "yes"}}
    assert set(due(a_case(children))) == {"childrens_referral"}
    assert due(after(a_case(children), (law("children_act"), NOW))) == {}
    assert set(due(after(a_case(children), (law("care_act"), NOW)))) == {"childrens_referral"}
    assert set(due(after(a_case(CHILD), (law("children_act"), NOW)))) == {"childrens_referral"}
    told = AnswersAdded(referral_id="referral-1", answers={"child_at_risk": "yes"})
    assert set(due(after(a_case(children), (law("children_act"), NOW), (told, NOW)))) == {"childrens_referral"}


@pytest.mark.parametrize(
    ("route", "awaits"),
    [
        (clocks.CHILDREN, "childrens_referral"),
        (clocks.ADULTS, "adults_referral"),
        (clocks.EXPLOITED, clocks.NRM_CONSIDERED),
    ],
)
def test_whoever_a_person_sends_it_to_is_awaited_as_if_the_rules_had(route: str, awaits: str) -> None:
    """From the moment of the override, whatever later answers make of it, until somebody agrees with the rules."""
    chosen = DecisionOverridden(**ABOUT, round=1, recommended="asb_case", route=route, code="other", text=SEALED)
    later = MONDAY + timedelta(days=9)
    sent = after(a_case(PERSISTENT), (chosen, later))
    assert due(sent) == {awaits: london("2026-12-02T23:59:00+00:00")}
    again = after(sent, (judged(a_referral(**PERSISTENT)), later + timedelta(days=1)))
    assert due(again) == due(sent)
    agreed = after(again, (DecisionConfirmed(**ABOUT, round=2), later), (judged(a_referral(**PERSISTENT)), later))
    assert due(agreed) == {}


def test_what_is_learnt_later_is_due_from_then_and_nothing_on_a_closed_case_or_before_it_is_one() -> None:
    later = MONDAY + timedelta(days=9)
    watched = after(a_case(ABUSE), (judged(a_referral(**CHILD)), later))
    assert due(watched) == {"childrens_referral": london("2026-12-02T23:59:00+00:00")}
    assert due(after(watched, (CaseClosed(**ABOUT, reason="resolved"), later))) == {}
    early = silence.begun(AssessmentOpened(referral=a_referral(**CHILD)))
    assert early is not None
    assert due(after(early, (judged(a_referral(**CHILD)), NOW))) == {}


def test_exploitation_is_considered_that_day_sent_the_next_and_decided_in_five_days() -> None:
    watched = a_case(EXPLOITED)
    assert due(watched)["nrm_considered"] == london("2026-11-23T23:59:00+00:00")
    found = after(watched, (considered(), NOW), (considered("person-2", "duty_to_notify", "considered-2"), NOW))
    assert due(found)["nrm_sent"] == london("2026-11-24T23:59:00+00:00")
    sent = NrmReferred(
        **ABOUT, considered_id="considered-1", their_number=SEALED, sent_on=NOW.date(),
        decision_due_on=date(2026, 11, 28),
    )  # fmt: skip
    one = after(found, (sent, NOW))
    assert set(due(one)) >= {"nrm_sent", "nrm_decided"}, "each person has a clock of their own"
    assert due(one)["nrm_decided"].date() == sent.decision_due_on
    decided = NrmDecided(**ABOUT, considered_id="considered-1", decision="positive", decided_on=NOW.date())
    nothing = considered("person-2", "nothing_seen", "considered-3")
    left = after(one, (decided, NOW), (nothing, NOW))
    assert not set(due(left)) & {"nrm_considered", "nrm_sent", "nrm_decided"}


def test_the_spans_are_those_of_the_practice_whatever_the_priority() -> None:
    spans = {each.awaits: set(each.within.values()) for each in RULES.silences if each.awaits in clocks.AWAITED}
    practice: dict[str, str] = {}
    for awaits, (route, stage) in clocks.OF_THOSE_WHO_PROTECT.items():
        theirs = PRACTICE.referrals[route]
        within = {"referral": theirs.refer_within, "receipt": theirs.receipt_within, "answer": theirs.answer_within}
        practice[awaits] = within[stage]
    nrm = PRACTICE.nrm
    practice |= {
        "nrm_considered": nrm.consider_within, "nrm_sent": nrm.send_within, "nrm_decided": nrm.decision_within
    }  # fmt: skip
    assert spans == {awaits: {span} for awaits, span in practice.items()}
    assert all(set(each.within) == {"urgent", "high", "standard"} for each in RULES.silences if each.id in spans)


# Across both changes of clocks, Christmas and Easter, by the minute.
STARTS = st.integers(0, 240 * 24 * 60).map(lambda more: datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=more))
STEPS = st.lists(st.tuples(st.integers(1, 200), st.sampled_from(("send", "receive", "answer", "lose"))), max_size=8)


@for_all(STARTS, STEPS)
@settings(max_examples=60, deadline=None)
def test_over_the_calendar_something_is_awaited_until_a_service_has_answered_and_never_at_a_moment_that_moved(
    start: datetime, steps: Sequence[tuple[int, str]]
) -> None:
    watched, now, made, open_ones, unanswered = a_case(CHILD, start), start, 0, {}, {}
    for hours, step in steps:
        now, latest = now + timedelta(hours=hours), f"handover-{made}"
        match step:
            case "send":
                made += 1
                watched = silence.after(watched, referred(one=f"handover-{made}"), now)
                open_ones[f"handover-{made}"] = unanswered[f"handover-{made}"] = now
            case "receive" if latest in open_ones:
                watched = silence.after(watched, received(latest), now)
                del open_ones[latest]
            case "answer" if latest in unanswered:
                watched = silence.after(watched, answered(one=latest), now)
                del unanswered[latest]
            case "lose" if latest in open_ones and latest in unanswered:
                lost = HandoverLeftOpen(**ABOUT, handover_id=latest, route=None, because="not_sent")
                watched = silence.after(watched, lost, now)
                del open_ones[latest], unanswered[latest]
                made = made if open_ones or unanswered else 0
    found = due(watched)
    sent = any(not each.gone for each in watched.protecting.sent.values())
    assert ("childrens_referral" in found) is not sent
    for awaits, waiting, span in (("childrens_receipt", open_ones, "P1W"), ("childrens_answer", unanswered, "P3W")):
        expected = WATCH.due_after(min(waiting.values()), span) if waiting else None
        assert found.get(awaits) == expected
        if expected is not None:
            assert DAYS.worked(expected.astimezone(UTC).date())
    if not sent:
        assert found["childrens_referral"] == WATCH.due_after(start, "P0W")


@pytest.mark.parametrize("awaits", clocks.AWAITED)
def test_every_clock_is_a_silence_of_its_own_with_words_of_its_own(awaits: str) -> None:
    (rule,) = (each for each in RULES.silences if each.awaits == awaits)
    assert rule.of_cases
    assert len({each.says for each in RULES.silences}) == len(RULES.silences)
