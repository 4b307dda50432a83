"""What was promised and by when: on working days with breaks and bank holidays, and standing still while paused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.asb import commands as asked
from services.triage.domain.asb import promises
from services.triage.domain.asb.days import Pause, day_of, due_after
from services.triage.domain.asb.events import ReporterTold
from services.triage.domain.asb.file import CaseFile
from services.triage.domain.asb.law import Book, practice_from
from services.triage.domain.asb.promises import Clockwork, Promised, promised, reckoned
from services.triage.domain.asb.refusals import (
    AcknowledgeFirst,
    ClocksAlreadyPaused,
    ClocksRunning,
    DomesticAbuseApart,
    NoLawThatDay,
    PromiseKeptBefore,
)
from services.triage.domain.events import CaseClosed
from services.triage.domain.refusals import ReferralAlreadyClosed
from shared.runtime.bank_holidays import england_and_wales
from tests.support.builders.asb import OPENED, a_case, after, at, on_case, the_practice
from tests.support.builders.triage import ABUSE, FLY_TIP, REFERENCE

CALENDAR = england_and_wales()


def due(file: CaseFile) -> dict[str, date | None]:
    return {each.what: each.by for each in promised(file, the_practice(), CALENDAR)}


def keep(file: CaseFile, promise: str) -> CaseFile:
    command = asked.KeepPromise.model_validate({**on_case(at(4)), "promise": promise})
    return after(file, promises.keep_promise(command, file))


def tell(file: CaseFile, moment: datetime) -> CaseFile:
    command = asked.TellReporter(**on_case(moment), update_id="update-1", how="spoken")
    return after(file, promises.tell_reporter(command, file, the_practice(), CALENDAR))


def pause(file: CaseFile, moment: datetime) -> CaseFile:
    return after(file, promises.pause_clocks(asked.PauseClocks(**on_case(moment), reason="reporter_away"), file))


def start(file: CaseFile, moment: datetime) -> CaseFile:
    return after(file, promises.start_clocks(asked.StartClocks(**on_case(moment)), file))


def test_a_standard_case_is_acknowledged_in_five_working_days_and_told_of_every_ten() -> None:
    assert due(a_case()) == {
        "acknowledge": date(2026, 11, 9),
        "interview": date(2026, 11, 16),
        "update": date(2026, 11, 16),
        "plan": date(2026, 11, 18),
    }


def test_what_is_kept_is_due_no_more_and_the_next_news_counts_from_the_last() -> None:
    file = tell(keep(a_case(), "acknowledge"), at(11))
    assert "acknowledge" not in due(file)
    assert due(file)["update"] == date(2026, 11, 25)


def test_the_reporter_is_promised_news_in_ten_working_days_over_christmas() -> None:
    """28 December 2026 stands for Boxing Day, a Saturday."""
    command = asked.TellReporter(**on_case(at(17, month=12)), update_id="update-1", how="notice")
    (fact,) = promises.tell_reporter(command, a_case(), the_practice(), CALENDAR)
    assert isinstance(fact, ReporterTold)
    assert fact.next_by == date(2027, 1, 5)
    with pytest.raises(NoLawThatDay):
        promises.tell_reporter(command.model_copy(update={"at": at(5, year=2013)}), a_case(), the_practice(), CALENDAR)


def test_the_boroughs_own_breaks_are_no_working_days() -> None:
    shut = {"first": date(2026, 12, 29), "last": date(2026, 12, 31)}
    raw = {
        "version": "practice-2026-12-01",
        "effective_from": date(2026, 12, 1),
        "says": "With a break",
        "update_every": 10,
        "mediation_average_pence": 40_000,
        "review_ahead_months": 6,
        "clocks": {name: {"acknowledge": 1, "interview": 2, "plan": 4} for name in ("urgent", "high", "standard")},
        "review": dict.fromkeys(
            ("complaints", "told_within_months", "within_months", "acknowledge", "decide", "meet"), 3
        ),
        "breaks": [shut],
    }
    opened = Clockwork(opened_at=at(24, month=12), priority="urgent")
    with_break = reckoned(opened, Book([practice_from(raw)]), CALENDAR)
    without = reckoned(opened, Book([practice_from({**raw, "breaks": []})]), CALENDAR)
    assert without[0] == Promised(what="acknowledge", by=date(2026, 12, 29))
    assert with_break[0] == Promised(what="acknowledge", by=date(2027, 1, 4))


def test_while_paused_nothing_runs_out_and_afterwards_the_days_are_given_back() -> None:
    file = pause(a_case(), at(4))
    assert set(due(file).values()) == {None}
    assert due(start(file, at(11)))["acknowledge"] == date(2026, 11, 16)


def test_what_had_run_out_before_the_pause_stays_due() -> None:
    assert due(pause(a_case(), at(12)))["acknowledge"] == date(2026, 11, 9)


def test_clocks_are_paused_once_and_started_once() -> None:
    file = pause(a_case(), at(4))
    with pytest.raises(ClocksAlreadyPaused):
        pause(file, at(5))
    with pytest.raises(ClocksRunning):
        start(start(file, at(5)), at(6))
    assert pause(start(file, at(5)), at(6)).paused is not None


def test_promises_are_kept_once_and_in_order() -> None:
    with pytest.raises(AcknowledgeFirst):
        keep(a_case(), "interview")
    with pytest.raises(PromiseKeptBefore):
        keep(keep(a_case(), "acknowledge"), "acknowledge")


def test_nothing_is_due_on_a_closed_case_on_one_of_abuse_or_without_one() -> None:
    closed = after(a_case(), [CaseClosed(referral_id="referral-1", reference=REFERENCE, reason="resolved")])
    assert (due(closed), due(a_case(**ABUSE)), due(a_case(**FLY_TIP))) == ({}, {}, {})
    with pytest.raises(ReferralAlreadyClosed):
        keep(closed, "acknowledge")
    with pytest.raises(DomesticAbuseApart):
        tell(a_case(**ABUSE), at(4))


def test_before_there_was_a_practice_nothing_was_promised() -> None:
    assert reckoned(Clockwork(opened_at=at(3, year=2013), priority="high"), the_practice(), CALENDAR) == []


@settings(max_examples=80)
@for_all(opened=st.integers(0, 900), days=st.integers(1, 20), pauses=st.lists(st.integers(1, 40), max_size=4))
def test_exactly_so_many_working_days_run_outside_every_pause(opened: int, days: int, pauses: list[int]) -> None:
    """Told anew, day by day: a working day runs unless a pause had begun and not yet ended."""
    first = OPENED + timedelta(days=opened)
    moments = [first + timedelta(days=sum(pauses[: number + 1])) for number in range(len(pauses))]
    stretches = [
        Pause(reason="reporter_away", began_at=began, ended_at=ended)
        for began, ended in zip(moments[::2], [*moments[1::2]], strict=False)
    ]
    start_on = day_of(first)
    end = due_after(start_on, days, CALENDAR, stretches)
    assert end is not None
    run = [
        day
        for number in range(1, (end - start_on).days + 1)
        if CALENDAR.worked(day := start_on + timedelta(days=number))
        and not any(day_of(each.began_at) <= day < day_of(each.ended_at or each.began_at) for each in stretches)
    ]
    assert (len(run), run[-1]) == (days, end)


def test_days_are_those_of_london() -> None:
    assert day_of(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
