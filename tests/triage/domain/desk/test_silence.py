"""No silence is missed and none is invented: over every sequence of acts, restarts, changes of clocks and holidays."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.adapters.desk_rule_files import load_desk_rules
from services.triage.application.protection_room import ProtectionRoom
from services.triage.application.silences import SilenceWatch, is_span
from services.triage.domain import overriding
from services.triage.domain.asb.events import ASB_FACTS, ClocksPaused, PromiseKept
from services.triage.domain.assessment import DECIDER
from services.triage.domain.commands import OverrideDecision
from services.triage.domain.desk import silence
from services.triage.domain.desk.commands import NoteSilence
from services.triage.domain.desk.events import ContactTried, ReceiptRecorded, SilenceAnswered, SilenceNoted
from services.triage.domain.desk.silence import Watched
from services.triage.domain.disclosure.events import Basis, PanelInformed
from services.triage.domain.events import (
    CaseClosed,
    CaseOpened,
    DecisionConfirmed,
    DecisionOverridden,
    MarkedForPanel,
    ReferralTaken,
    ResponseMissed,
    SupportOffered,
    SupportRequested,
)
from services.triage.domain.risk.register import RiskRegister
from services.triage.domain.support.events import SUPPORT_FACTS, AdviserGiven, AdviserTried, UnsafeAreasAsked
from services.triage.domain.vawg.events import VAWG_FACTS, StrandNamed
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from shared.runtime.bank_holidays import england_and_wales
from tests.support.builders.triage import (
    ABUSE,
    MONDAY,
    NOW,
    PERSISTENT,
    REFERENCE,
    a_referral,
    judged,
    opened,
    the_judge,
)
from tests.support.scenario import given

ABOUT = {"referral_id": "referral-1", "reference": REFERENCE}
WATCH = SilenceWatch(load_desk_rules(is_span), england_and_wales())
CONTACT = ContactTried(**ABOUT, way="phone", outcome="no_answer")
BASIS = Basis(lawful_basis="public_task", condition="safeguarding", consent="given", police="no", wording="2018-05-25")
CLOSED = CaseClosed(**ABOUT, reason="resolved")


def a_case(priority_of: dict[str, object], opened_at: datetime = MONDAY) -> Watched:
    """A case just opened."""
    referral = a_referral(**{**priority_of, "received_at": opened_at})
    watched = silence.begun(silence.events.AssessmentOpened(referral=referral))
    assert watched is not None
    case = CaseOpened(
        **ABOUT, case_reference=REFERENCE, route="asb_case", priority="high", opened_at=opened_at, due_at=None
    )
    return after(watched, [(judged(referral), opened_at), (case, opened_at)])


def after(watched: Watched, facts: Sequence[tuple[Fact, datetime]]) -> Watched:
    for fact, at in facts:
        watched = silence.after(watched, fact, at)
    return watched


def due(watched: Watched) -> dict[str, datetime]:
    return {each.rule.id: each.due_at for each in WATCH.awaited(watched)}


def london(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_high_case_is_watched_for_a_contact_for_work_and_for_a_second_look() -> None:
    assert due(a_case(ABUSE)) == {
        "no_contact_tried": london("2026-11-25T23:59:00+00:00"),
        "quiet": london("2026-12-07T23:59:00+00:00"),
        "not_assessed_again": london("2026-12-21T23:59:00+00:00"),
    }


def test_a_try_answers_once_and_work_is_awaited_anew_from_the_last_act() -> None:
    tried_at = MONDAY + timedelta(days=1)
    watched = after(a_case(ABUSE), [(CONTACT, tried_at)])
    assert "no_contact_tried" not in due(watched)
    assert due(watched)["quiet"] == london("2026-12-08T23:59:00+00:00")


def test_work_on_a_case_of_anti_social_behaviour_is_an_act_and_news_to_the_reporter_a_contact() -> None:
    pause = ClocksPaused(**ABOUT, reason="waiting_for_court", began_at=NOW)
    assert silence.kinds_of(pause) == {silence.ACT}
    told = PromiseKept(**ABOUT, promise="interview", done_at=NOW, done_by="officer-1")
    assert silence.kinds_of(told) == {silence.ACT, silence.CONTACT}
    named = StrandNamed(**ABOUT, strand="forced_marriage", named_by="officer-1")
    assert silence.kinds_of(named) == {silence.ACT}
    assert {kind.shape for kind in (*ASB_FACTS, *VAWG_FACTS)} <= set(silence.MOVES)


def test_what_a_service_must_say_it_has_is_awaited_for_a_working_day() -> None:
    child = {"category": "noise", "answers": {"child_at_risk": "yes"}}
    watched = a_case(child)
    assert due(watched)["no_receipt"] == london("2026-11-24T23:59:00+00:00")
    assert due(watched)["no_contact_tried"] == MONDAY + timedelta(hours=24)
    assert "no_receipt" not in due(after(watched, [(ReceiptRecorded(**ABOUT), NOW)]))


def overridden(route: str) -> DecisionOverridden:
    text = private("person-1", Narrative, "We know better")
    return DecisionOverridden(**ABOUT, round=1, recommended="asb_case", route=route, code="other", text=text)


def test_where_a_person_sends_it_counts_as_where_the_rules_send_it() -> None:
    """A case open for a week is sent to a specialist: a receipt is awaited from then on, and until somebody agrees
    with the rules again; new answers alone do not take it back."""
    watched = a_case(PERSISTENT)
    assert "no_receipt" not in due(watched)
    sent = after(watched, [(overridden("vawg_specialist"), MONDAY + timedelta(days=7))])
    assert due(sent)["no_receipt"] == london("2026-12-01T23:59:00+00:00")
    again = after(sent, [(judged(a_referral(**PERSISTENT)), MONDAY + timedelta(days=8))])
    assert due(again)["no_receipt"] == due(sent)["no_receipt"]
    agreed = DecisionConfirmed(**ABOUT, round=2)
    assert "no_receipt" not in due(after(again, [(agreed, MONDAY + timedelta(days=9))]))


def test_a_referral_that_a_person_made_a_case_is_watched_from_that_moment() -> None:
    """Whatever the rules would have done with it: contact, quiet and the rest run as on any other case."""
    referral = a_referral(received_at=MONDAY)
    watched = silence.begun(silence.events.AssessmentOpened(referral=referral))
    assert watched is not None
    past = opened(referral)
    command = OverrideDecision(
        at=MONDAY + timedelta(days=2), referral_id="referral-1", route="asb_case", code="local_knowledge", text="Seen",
        overridden_by="ann",
    )  # fmt: skip
    facts = overriding.override_decision(command, DECIDER.fold(past), the_judge())
    case = after(watched, [*((fact, MONDAY) for fact in past), *((fact, command.at) for fact in facts)])
    assert {"no_contact_tried", "quiet"} <= due(case).keys()
    assert due(case)["no_contact_tried"] == london("2026-12-02T23:59:00+00:00")


def test_since_children_have_clocks_of_their_own_no_other_receipt_answers_for_them() -> None:
    december = MONDAY + timedelta(weeks=2)
    child = a_case({"category": "noise", "answers": {"child_at_risk": "yes"}}, december)
    assert "no_receipt" not in due(child)
    received = after(child, [(ReceiptRecorded(**ABOUT), december)])
    assert due(received)["not_referred_to_childrens_services"] == london("2026-12-07T23:59:00+00:00")
    other = a_case({"kind": "vawg_other", "strands": ("stalking_and_harassment",)}, december)
    assert due(other)["no_receipt"] == london("2026-12-08T23:59:00+00:00")


def test_a_clock_that_ran_out_before_its_set_began_is_a_silence_when_it_begins() -> None:
    (first,) = [term.begins_at for term in WATCH.rules.terms if term.ends_at is None]
    child = a_case({"category": "noise", "answers": {"child_at_risk": "yes"}})
    assert due(child)["not_referred_to_childrens_services"] == first
    clocks = silence.protection_awaited(child, WATCH.rules, WATCH.due_after)
    assert [each.due_at for each in clocks] == [london("2026-11-23T23:59:00+00:00")], "the queue has it at once"


REACHED = AdviserTried(**ABOUT, person_id="person-1", way="phone", outcome="reached", tried_at=NOW)


def offered(outcome: str, by_adviser: bool = False) -> SupportOffered:
    return SupportOffered(**ABOUT, outcome=outcome, by_adviser=by_adviser)


@pytest.mark.parametrize(
    ("fact", "waits"),
    [
        (CONTACT, True),
        (REACHED, False),
        (msgspec.structs.replace(REACHED, outcome="no_answer"), True),
        (offered("accepted"), True),
        (offered("accepted", by_adviser=True), False),
        (offered("could_not_be_reached", by_adviser=True), True),
        (offered("declined"), False),
        (offered("already_supported"), False),
    ],
)
def test_whoever_asked_for_support_waits_for_an_adviser_until_one_has_reached_them(fact: Fact, waits: bool) -> None:
    """From when it was asked for, whatever the priority; a try that failed ends nothing."""
    asked = SupportRequested(**ABOUT, due_at=MONDAY + timedelta(hours=24))
    watched = after(a_case(ABUSE), [(asked, MONDAY)])
    assert due(watched)["not_reached_by_adviser"] == MONDAY + timedelta(hours=24)
    assert ("not_reached_by_adviser" in due(after(watched, [(fact, NOW)]))) == waits
    assert "not_reached_by_adviser" not in due(a_case(PERSISTENT))


def test_support_that_is_worked_on_is_no_silence_but_passing_a_case_on_is_no_work() -> None:
    given_on = AdviserGiven(**ABOUT, adviser_id="adviser-1", given_by="ann", open_cases=2)
    assert silence.kinds_of(given_on) == frozenset()
    assert silence.kinds_of(UnsafeAreasAsked(**ABOUT, person_id="person-1")) == {silence.ACT}
    assert {kind.shape for kind in SUPPORT_FACTS} <= set(silence.MOVES)


@pytest.mark.parametrize(
    ("span", "since", "over"),
    [
        ("PT24H", "2026-10-24T12:00:00+01:00", "2026-10-25T11:00:00+00:00"),  # the night has an hour more
        ("PT24H", "2027-03-27T12:00:00+00:00", "2027-03-28T13:00:00+01:00"),  # and one less
        ("P3D", "2026-10-23T22:30:00+00:00", "2026-10-26T23:59:00+00:00"),  # 23:30 in London, still that day
        ("P2W", "2026-12-24T10:00:00+00:00", "2026-12-30T23:59:00+00:00"),  # Christmas and a Monday off instead
        ("P1W", "2027-03-25T10:00:00+00:00", "2027-03-30T23:59:00+01:00"),  # Good Friday to Easter Monday
    ],
)
def test_hours_run_on_and_days_end_with_the_day_in_london(span: str, since: str, over: str) -> None:
    assert WATCH.due_after(london(since), span) == london(over)


def test_what_is_imported_is_past_and_what_is_closed_is_over() -> None:
    imported = silence.events.AssessmentOpened(referral=a_referral(origin="import", **ABUSE))
    assert silence.begun(imported) is None
    assert due(after(a_case(ABUSE), [(CLOSED, NOW)])) == {}


def test_passing_it_on_and_being_late_is_no_work() -> None:
    taken, late = ReferralTaken(**ABOUT, taken_by="ann"), ResponseMissed(**ABOUT, due_at=NOW)
    for fact in (taken, late, SilenceNoted(**noted("quiet"))):
        assert silence.kinds_of(fact) == frozenset()


def noted(rule: str, awaits: str = "act") -> dict[str, object]:
    since = {"since_at": MONDAY, "due_at": NOW, "rules_version": "desk-2016-07-01"}
    return {**ABOUT, "rule": rule, "awaits": awaits, "priority": "high", **since}


def test_it_is_noted_once_if_nobody_has_acted_since_and_answered_by_what_was_missing() -> None:
    past, fact = opened(a_referral(**PERSISTENT)), SilenceNoted(**noted("no_contact_tried", "contact"))
    members = {name: getattr(fact, name) for name in fact.__struct_fields__ if name != "reference"}
    command = NoteSilence(at=NOW, acts=0, **members)
    given(DECIDER, *past).when(silence.note_silence, command).then(fact)
    given(DECIDER, *past, CONTACT).when(silence.note_silence, command).then_nothing()
    given(DECIDER, *past, fact).when(silence.note_silence, command).then_nothing()
    given(DECIDER, *past, CLOSED).when(silence.note_silence, command).then_nothing()
    state = DECIDER.fold((*past, fact))
    assert silence.answered(state, [CONTACT]) == [SilenceAnswered(**ABOUT, rule="no_contact_tried")]
    assert silence.answered(state, [ReceiptRecorded(**ABOUT)]) == []


def told_of(panel: str, basis: Basis | None) -> PanelInformed:
    return PanelInformed(**ABOUT, panel=panel, marked=marked(panel), basis=basis)


def marked(panel: str) -> MarkedForPanel:
    return MarkedForPanel(
        **ABOUT, panel=panel, received_at=MONDAY, criteria=(), flags=(), priority="urgent", victim_id=None, people=(),
        children=None, is_repeat=False, last_referral_on=None, agency=None, answers={},
    )  # fmt: skip


def test_a_panel_that_lists_a_case_waits_until_the_end_of_the_next_working_day_for_its_basis() -> None:
    watched = after(a_case(ABUSE), [(marked("marac"), MONDAY)])
    assert due(watched)["no_lawful_basis"] == london("2026-11-24T23:59:00+00:00")
    friday = after(a_case(ABUSE), [(marked("marac"), london("2026-11-27T17:00:00+00:00"))])
    assert due(friday)["no_lawful_basis"] == london("2026-11-30T23:59:00+00:00")
    assert "no_lawful_basis" not in due(a_case(ABUSE))


def test_only_the_basis_of_that_panel_answers_and_each_panel_waits_for_its_own() -> None:
    later = MONDAY + timedelta(days=2)
    watched = after(a_case(ABUSE), [(marked("marac"), MONDAY), (marked("cmarac"), later)])
    watched = after(watched, [(told_of("marac", None), later), (CONTACT, later)])
    assert due(watched)["no_lawful_basis"] == london("2026-11-24T23:59:00+00:00")
    watched = after(watched, [(told_of("marac", BASIS), later)])
    assert due(watched)["no_lawful_basis"] == london("2026-11-26T23:59:00+00:00")
    assert "no_lawful_basis" not in due(after(watched, [(told_of("cmarac", BASIS), later)]))


def test_the_day_by_which_a_basis_is_due_is_the_one_that_stands_on_the_case() -> None:
    room = ProtectionRoom({}, {}, RiskRegister, england_and_wales(), lambda: MONDAY)  # type: ignore[arg-type]  # not asked
    (rule,) = (each for each in WATCH.rules.on(MONDAY.date()).silences if each.awaits == silence.BASIS)
    for days in range(14):
        at = MONDAY + timedelta(days=days, hours=10)
        assert {WATCH.due_after(at, span) for span in rule.within.values()} == {
            datetime.fromisoformat(room.basis_due_at(rfc3339(at)))
        }


def test_a_late_basis_is_noted_once_and_answered_by_being_recorded() -> None:
    past, fact = opened(a_referral(**ABUSE)), SilenceNoted(**noted("no_lawful_basis", silence.BASIS))
    state = DECIDER.fold((*past, fact))
    assert silence.answered(state, [CONTACT]) == []
    assert silence.answered(state, [told_of("marac", None)]) == []
    assert silence.answered(state, [told_of("marac", BASIS)]) == [SilenceAnswered(**ABOUT, rule="no_lawful_basis")]


ACTS = st.lists(st.tuples(st.integers(1, 700), st.sampled_from(("contact", "receipt", "none"))), max_size=25)
FACT = {"contact": CONTACT, "receipt": ReceiptRecorded(**ABOUT), "none": ReferralTaken(**ABOUT, taken_by="ann")}
# Across both changes of clocks, Christmas and Easter.
STARTS = st.integers(0, 240 * 24 * 60).map(
    lambda minutes: datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@for_all(STARTS, ACTS, st.lists(st.integers(1, 1500), min_size=1, max_size=12))
@settings(max_examples=60)
def test_no_silence_is_missed_and_none_is_invented_however_seldom_anybody_looks(
    start: datetime, acts: list[tuple[int, str]], looks: list[int]
) -> None:
    """A program that was down looks at whatever hours it comes up; what it finds is what was so, not when it looked."""
    watched, now = a_case(ABUSE, start), start
    done = [start]
    moments = sorted(
        [(start + timedelta(hours=hours), "act", kind) for hours, kind in acts]
        + [(start + timedelta(hours=hours), "look", "") for hours in looks]
    )
    for now, what, kind in moments:
        if what == "act":
            watched = silence.after(watched, FACT[kind], now)
            done += [now] if kind != "none" else []
            for rule, since in watched.noted.items():
                if rule == "quiet" and kind != "none":
                    watched = silence.after(watched, SilenceAnswered(**ABOUT, rule=rule), now)
                    assert since < now
                    break
            continue
        found = {each.rule.id: each for each in WATCH.awaited(watched) if each.due_at <= now}
        quiet_since = max(moment for moment in done)
        is_quiet = WATCH.due_after(quiet_since, "P14D") <= now
        assert is_quiet == ("quiet" in found or "quiet" in watched.noted)
        if "quiet" in found:
            assert found["quiet"].since_at == quiet_since
            fact = SilenceNoted(**{**noted("quiet"), "since_at": quiet_since, "due_at": found["quiet"].due_at})
            watched = silence.after(watched, fact, now)
