"""A case closes for silence only once contact was tried as practice says, and never where silence may be danger."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from services.triage.adapters.law_files import load_closing
from services.triage.domain.asb.events import IncidentLogged, PromiseKept, ReporterTold
from services.triage.domain.closing import CLOSING, NotSilentYet, SilenceMayBeDanger, close_case
from services.triage.domain.commands import CloseCase
from services.triage.domain.desk.events import ContactTried
from services.triage.domain.events import (
    AnswersAdded,
    CaseClosed,
    CaseOpened,
    MarkedForPanel,
    SafeContact,
    SafeContactNoted,
    SupportOffered,
    SupportRequested,
    WaySafety,
)
from services.triage.domain.refusals import NoCaseOpen, SupportNotOffered
from services.triage.domain.support.events import AdviserTried, UnsafeAreasAsked
from services.triage.domain.vawg.events import StrandNamed
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import Refusal
from shared.runtime.bank_holidays import england_and_wales
from tests.support.builders.triage import ABUSE, MONDAY, PERSISTENT, REFERENCE, a_referral, opened
from tests.support.scenario import given

PRACTICE, CALENDAR = load_closing().on(date(2026, 11, 23)), england_and_wales()
IDS: dict[str, Any] = {"referral_id": "referral-1", "reference": REFERENCE}
DAY = timedelta(days=1)
# The letter went on Thursday 26 November: ten working days are over with Thursday 10 December.
LETTER_AT = MONDAY + 3 * DAY
OVER = datetime(2026, 12, 11, 9, 0, tzinfo=UTC)


def a_case(**changes: Any) -> tuple[Fact, ...]:
    """A case of anti-social behaviour at standard risk, unless said otherwise."""
    facts = opened(a_referral(**{**PERSISTENT, **changes}))
    case = CaseOpened(
        **IDS, case_reference=REFERENCE, route="asb_case", priority="standard", opened_at=MONDAY, due_at=None
    )
    return (*facts, case)


def an_abuse_case() -> tuple[Fact, ...]:
    requested = SupportRequested(**IDS, due_at=MONDAY + DAY)
    return (*a_case(**ABUSE), requested, SupportOffered(**IDS, outcome="could_not_be_reached"))


def tried(way: str = "phone", outcome: str = "no_answer", at: datetime | None = MONDAY) -> ContactTried:
    return ContactTried(**IDS, way=way, outcome=outcome, tried_at=at)


def safe(**ways: str) -> SafeContactNoted:
    contact = msgspec.structs.replace(SafeContact(), **{way: WaySafety(safe=said) for way, said in ways.items()})
    return SafeContactNoted(**IDS, person_id="person-1", safe_contact=contact)


def close(facts: Sequence[Fact], at: datetime = OVER, reason: Any = "silence") -> Any:
    command = CloseCase(at=at, referral_id="referral-1", reason=reason)
    return given(CLOSING, *facts).when(lambda asked, state: close_case(asked, state, PRACTICE, CALENDAR), command)


def says(facts: Sequence[Fact], at: datetime = OVER) -> str:
    with pytest.raises(Refusal) as refused:
        close(facts, at).then_facts()
    return refused.value.says


CALLS = (tried(at=MONDAY), tried("sms", "sent", MONDAY + DAY), tried("phone", "message_left", MONDAY + 2 * DAY))
LETTER = tried("post", "sent", LETTER_AT)


def test_after_three_tries_a_letter_and_ten_working_days_it_may() -> None:
    close((*a_case(), *CALLS, LETTER)).then(CaseClosed(**IDS, reason="silence"))


@pytest.mark.parametrize(
    ("day", "may"),
    [(datetime(2026, 12, 10, 23, 0, tzinfo=UTC), False), (datetime(2026, 12, 11, 0, 1, tzinfo=UTC), True)],
)
def test_the_tenth_working_day_is_theirs_to_its_end(day: datetime, may: bool) -> None:
    asked = close((*a_case(), *CALLS, LETTER), day)
    if may:
        assert asked.then_facts()
    else:
        asked.then_refused(NotSilentYet)


def test_a_bank_holiday_is_no_working_day() -> None:
    """Christmas, Boxing Day (kept on the Monday) and New Year lie between 18 December and the tenth, 6 January."""
    late = tried("post", "sent", datetime(2026, 12, 18, 12, 0, tzinfo=UTC))
    facts = (*a_case(), *CALLS, late)
    close(facts, datetime(2027, 1, 6, 12, 0, tzinfo=UTC)).then_refused(NotSilentYet)
    assert close(facts, datetime(2027, 1, 7, 12, 0, tzinfo=UTC)).then_facts()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_tries_are_too_few_and_how_many_there_were_is_said(count: int) -> None:
    assert f"Tried since they were last heard of: {count}." in says((*a_case(), *CALLS[:count]))


def test_without_a_letter_it_stays_open_however_long_it_is_quiet() -> None:
    message = says((*a_case(), safe(post="yes"), *CALLS, tried(at=LETTER_AT)), OVER + 30 * DAY)
    assert message.startswith("Post is safe for them: send a letter now")


def test_where_post_is_not_known_to_be_safe_one_more_try_stands_for_the_letter() -> None:
    assert "try once more by another way" in says((*a_case(), *CALLS))
    assert close((*a_case(), *CALLS, tried("email", "sent", LETTER_AT))).then_facts()


def test_a_letter_of_which_no_day_is_known_starts_no_clock() -> None:
    assert "send a letter" in says((*a_case(), *CALLS, tried("post", "sent", None))).lower()


@pytest.mark.parametrize(
    "sign",
    [
        tried(outcome="reached"),
        tried(outcome="not_safe_then"),
        SupportOffered(**IDS, outcome="declined"),
        AdviserTried(**IDS, person_id="person-1", way="phone", outcome="reached", tried_at=LETTER_AT),
        UnsafeAreasAsked(**IDS, person_id="person-1"),
        StrandNamed(**IDS, strand="honour_based", named_by="account-1"),
        AnswersAdded(referral_id="referral-1", answers={"hate_motive": "unknown"}),
        PromiseKept(**IDS, promise="interview", done_at=LETTER_AT, done_by="account-1"),
        ReporterTold(
            **IDS, update_id="u", how="spoken", told_at=LETTER_AT, done_by="account-1", next_by=date(2026, 12, 9)
        ),
        IncidentLogged(
            **IDS,
            incident_id="incident-1",
            occurred_at=LETTER_AT,
            received_at=LETTER_AT,
            teller_id="person-1",
            how="phone",
            text=private("person-1", Narrative, "Again"),
        ),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_whoever_is_heard_of_is_not_silent_and_it_begins_anew(sign: Fact) -> None:
    assert "Tried since they were last heard of: 0." in says((*a_case(), *CALLS, LETTER, sign))


@pytest.mark.parametrize(
    "nothing_new",
    [
        SupportOffered(**IDS, outcome="could_not_be_reached"),
        PromiseKept(**IDS, promise="acknowledge", done_at=LETTER_AT, done_by="account-1"),
        ReporterTold(
            **IDS, update_id="u", how="notice", told_at=LETTER_AT, done_by="account-1", next_by=date(2026, 12, 9)
        ),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_what_we_did_alone_is_no_sign_of_theirs(nothing_new: Fact) -> None:
    assert close((*a_case(), *CALLS, LETTER, nothing_new)).then_facts()


def test_in_a_case_of_abuse_only_tries_by_a_safe_way_count() -> None:
    facts = an_abuse_case()
    assert "Here only tries by a way that is known to be safe count." in says((*facts, *CALLS, LETTER))
    close((*facts, safe(phone="yes"), *CALLS, LETTER)).then_refused(NotSilentYet)
    by_phone = tuple(tried(at=MONDAY + day * DAY) for day in range(4))
    assert close((*facts, safe(phone="yes"), *by_phone)).then_facts()


def test_what_an_adviser_tried_counts_too() -> None:
    by_her = tuple(
        AdviserTried(**IDS, person_id="person-1", way="phone", outcome="no_answer", tried_at=MONDAY + day * DAY)
        for day in range(4)
    )
    close((*an_abuse_case(), *by_her)).then_refused(NotSilentYet)
    assert close((*an_abuse_case(), safe(phone="yes"), *by_her)).then_facts()


def test_in_a_case_of_abuse_nobody_is_told_to_write_where_post_is_not_safe() -> None:
    by_phone = tuple(tried(at=MONDAY + day * DAY) for day in range(3))
    message = says((*an_abuse_case(), safe(phone="yes", post="no"), *by_phone))
    assert "try once more by another way" in message
    assert message.startswith("Send a letter if that is safe")


def test_a_case_of_abuse_is_not_closed_before_support_was_offered_silent_or_not() -> None:
    close((*a_case(**ABUSE), *CALLS, LETTER)).then_refused(SupportNotOffered)


def test_silence_in_an_urgent_case_or_before_a_panel_closes_nothing() -> None:
    urgent = a_case(answers={**PERSISTENT["answers"], "violence_or_threats": "yes", "threats_to_kill": "yes"})
    close((*urgent, *CALLS, LETTER)).then_refused(SilenceMayBeDanger)
    marked = MarkedForPanel(
        **IDS,
        panel="cmarac",
        received_at=MONDAY,
        criteria=(),
        flags=(),
        priority="high",
        victim_id=None,
        people=(),
        children=None,
        is_repeat=False,
        last_referral_on=None,
        agency=None,
        answers={},
    )
    close((*a_case(), marked, *CALLS, LETTER)).then_refused(SilenceMayBeDanger)
    assert close((*urgent, *CALLS, LETTER), reason="resolved").then_facts()


def test_every_other_reason_asks_for_no_tries() -> None:
    for reason in ("resolved", "no_further_action", "moved_away", "transferred"):
        close(a_case(), reason=reason).then(CaseClosed(**IDS, reason=reason))


def test_what_is_no_case_is_not_closed() -> None:
    close(opened(a_referral(**PERSISTENT))).then_refused(NoCaseOpen)


TOLD = ReporterTold(
    **IDS, update_id="u", how="notice", told_at=MONDAY + DAY, done_by="account-1", next_by=date(2026, 12, 9)
)


@pytest.mark.parametrize(
    ("facts", "weeks", "may"),
    [((TOLD,), 6, True), ((TOLD,), 5, False), ((), 6, False)],
    ids=["six weeks, and told", "five weeks", "not told"],
)
def test_six_weeks_without_anti_social_behaviour_close_it_where_they_were_told(
    facts: tuple[Fact, ...], weeks: int, may: bool
) -> None:
    asked = close((*a_case(), *facts), MONDAY + timedelta(weeks=weeks))
    if may:
        assert asked.then_facts()
    else:
        asked.then_refused(NotSilentYet)


def test_a_new_incident_begins_the_six_weeks_anew() -> None:
    at = MONDAY + timedelta(weeks=3)
    again = IncidentLogged(
        **IDS,
        incident_id="incident-1",
        occurred_at=at,
        received_at=at + DAY,
        teller_id="person-1",
        how="diary",
        text=private("person-1", Narrative, "Again"),
    )
    close((*a_case(), TOLD, again), MONDAY + timedelta(weeks=7)).then_refused(NotSilentYet)
    close((*a_case(), TOLD, again), MONDAY + timedelta(weeks=12)).then_refused(NotSilentYet)


def test_quiet_weeks_close_no_case_of_abuse() -> None:
    close((*an_abuse_case(), TOLD), MONDAY + timedelta(weeks=20)).then_refused(NotSilentYet)


def test_without_practice_for_the_day_nothing_is_closed_for_silence() -> None:
    command = CloseCase(at=OVER, referral_id="referral-1", reason="silence")
    asked = given(CLOSING, *a_case(), *CALLS, LETTER).when(
        lambda asked, state: close_case(asked, state, None, CALENDAR), command
    )
    asked.then_refused(NotSilentYet)
