"""Court dates, and the days from what happened to the first day in court."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.events import CaseClosed
from services.triage.domain.refusals import ReferralAlreadyClosed
from services.triage.domain.vawg import court
from services.triage.domain.vawg.commands import EndHearing, ListHearing, MoveHearing
from services.triage.domain.vawg.file import AbuseFile
from services.triage.domain.vawg.refusals import HearingNotInOrder, HearingNotKnown, NotYetHappened
from tests.support.builders.vawg import an_abuse_case, at, further, on_case


def listing(**changes: Any) -> ListHearing:
    members: dict[str, Any] = {
        "hearing_id": "hearing-1", "court": "magistrates_abuse", "what": "trial", "hearing_at": at(20),
        "incident_on": date(2026, 11, 1), "measures": "asked_for",
    }  # fmt: skip
    return ListHearing.model_validate({**on_case(at(3)), **members, **changes})


def with_hearing() -> AbuseFile:
    file = an_abuse_case()
    return further(file, court.list_hearing(listing(), file))


def ending(held: bool = True, day: int = 21) -> EndHearing:
    members = {"hearing_id": "hearing-1", "held": held, "result": "convicted" if held else "vacated"}
    return EndHearing.model_validate({**on_case(at(day)), **members})


def test_a_hearing_is_moved_and_ended_once_its_case_is_closed_and_none_is_listed_any_more() -> None:
    closing = CaseClosed(referral_id="referral-1", reference="WM-1", reason="outcome_reached")
    file = further(with_hearing(), [closing])
    moving = MoveHearing(**on_case(at(19)), hearing_id="hearing-1", hearing_at=at(25), why="no_court_time")
    file = further(file, court.move_hearing(moving, file))
    assert further(file, court.end_hearing(ending(day=26), file)).hearings[0].result == "convicted"
    with pytest.raises(ReferralAlreadyClosed):
        court.list_hearing(listing(hearing_id="hearing-2"), file)


def test_a_hearing_stands_on_the_case_moves_and_is_held_once() -> None:
    file = with_hearing()
    moving = MoveHearing(**on_case(at(19)), hearing_id="hearing-1", hearing_at=at(25), why="no_court_time")
    file = further(file, court.move_hearing(moving, file))
    assert court.move_hearing(moving, file) == ()
    assert (file.hearings[0].hearing_at, file.hearings[0].moved) == (at(25), 1)
    with pytest.raises(HearingNotInOrder):
        court.end_hearing(ending(day=21), file)
    file = further(file, court.end_hearing(ending(day=26), file))
    assert (file.hearings[0].held, file.hearings[0].result) == (True, "convicted")
    with pytest.raises(HearingNotKnown):
        court.end_hearing(ending(day=26), file)


def test_one_taken_off_the_list_was_not_held_also_before_its_day() -> None:
    file = with_hearing()
    assert further(file, court.end_hearing(ending(held=False, day=4), file)).hearings[0].held is False


def test_days_out_of_order_are_refused() -> None:
    file = an_abuse_case()
    with pytest.raises(HearingNotInOrder):
        court.list_hearing(listing(hearing_at=at(1, month=10), incident_on=date(2026, 10, 2)), file)
    with pytest.raises(NotYetHappened):
        court.list_hearing(listing(incident_on=date(2026, 11, 4)), file)
    back = MoveHearing(**on_case(at(19)), hearing_id="hearing-1", hearing_at=at(31, month=10), why="other")
    with pytest.raises(HearingNotInOrder):
        court.move_hearing(back, with_hearing())
    assert court.list_hearing(listing(), with_hearing()) == ()


@settings(max_examples=40, deadline=None)
@for_all(
    st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.integers(0, 700)), min_size=1, max_size=20)
)
def test_waits_by_quarter_are_those_of_the_hearings_in_it(given: list[tuple[date, int]]) -> None:
    heard = [(day, day + timedelta(days=days)) for day, days in given]
    found = court.waits(heard)
    assert sum(each.hearings for each in found) == len(heard)
    assert [each.quarter for each in found] == sorted({court.quarter_of(held) for _, held in heard}, reverse=True)
    assert max(each.longest_days for each in found) == max(days for _, days in given)
    for each in found:
        days = sorted(days for day, days in given if court.quarter_of(day + timedelta(days=days)) == each.quarter)
        assert days[0] <= each.median_days <= days[-1]
        assert sum(wait <= each.median_days for wait in days) * 2 >= len(days)


def test_a_quarter_ends_with_its_third_month() -> None:
    assert [court.quarter_of(date(2026, month, 1))[1] for month in range(1, 13)] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
    assert court.days_waited(date(2026, 2, 27), date(2026, 3, 1)) == 2
