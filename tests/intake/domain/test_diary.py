"""A diary: given only in a safe way and never with abuse, written in for its days, each entry once, ended by either."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.intake.domain.commands import CloseDiary, OpenDiary, WriteDiaryEntry
from services.intake.domain.diary import (
    DECIDER,
    MOST_ENTRIES,
    Diary,
    close_diary,
    open_diary,
    remind_of_diary,
    write_diary_entry,
)
from services.intake.domain.events import DiaryClosed, DiaryEntryWritten, DiaryOpened, DiaryReminderRequested
from services.intake.domain.given_diary import GivenDiaryEntry
from services.intake.domain.refusals import DayOutsideDiary, DiaryFull, DiaryNotOpen, NoDiaryWithAbuse, WayNotSafe
from services.intake.domain.reminder_commands import RemindOfDiary
from shared.kernel.messages import Fact
from shared.kernel.personal import Contact, Narrative, private
from tests.support.builders.intake import NOW, REFERENCE, REPORTER
from tests.support.scenario import given

ABOUT: dict[str, Any] = {"referral_id": "referral-1", "reference": REFERENCE}
CODE = "7K3F-QAHW-4RMX-92TC"
OPENED = DiaryOpened(
    **ABOUT, person_id=REPORTER, code=private(REPORTER, Contact, CODE), first_on=date(2026, 11, 20), days=7, way="phone"
)
CLOSED = DiaryClosed(**ABOUT, because="finished")
HAPPENED = datetime(2026, 11, 21, 23, 10, tzinfo=UTC)


def opening(**changes: Any) -> OpenDiary:
    members = {
        "at": NOW, "person_id": REPORTER, "code": CODE, "first_on": date(2026, 11, 20), "days": 7, "way": "phone",
        "safe": "yes", "abuse": False,
    }  # fmt: skip
    return OpenDiary.model_validate(ABOUT | members | changes)


def writing(said: str = '{"on": "2026-11-21", "began": "23:10", "what": "Loud music"}', **changes: Any) -> Any:
    entry = GivenDiaryEntry.model_validate_json(said)
    members = {"at": HAPPENED, "entry_id": "entry-1", "road": "resident", "received_at": NOW, "given": entry}
    return WriteDiaryEntry.model_validate(ABOUT | members | changes)


def test_a_diary_is_given_for_its_days_with_its_code_under_a_key() -> None:
    given(DECIDER).when(open_diary, opening()).then(OPENED)


@pytest.mark.parametrize("safe", ["no", "unknown"])
def test_no_way_that_is_not_known_to_be_safe(safe: str) -> None:
    given(DECIDER).when(open_diary, opening(safe=safe)).then_refused(WayNotSafe)
    assert given(DECIDER).when(open_diary, opening(safe=safe, way="now")).then_facts()


def test_with_any_sign_of_abuse_none_is_given_in_any_way() -> None:
    for way in ("now", "phone"):
        given(DECIDER).when(open_diary, opening(abuse=True, way=way)).then_refused(NoDiaryWithAbuse)


def test_an_entry_is_written_with_its_times_apart() -> None:
    (fact,) = given(DECIDER, OPENED).when(write_diary_entry, writing()).then_facts()
    assert isinstance(fact, DiaryEntryWritten)
    assert (fact.on, fact.began, fact.ended, fact.received_at) == (date(2026, 11, 21), "23:10", None, NOW)
    assert fact.what == private(REPORTER, Narrative, "Loud music")
    given(DECIDER, OPENED, fact).when(write_diary_entry, writing()).then_nothing()


@pytest.mark.parametrize("on", ["2026-11-20", "2026-11-26"])
def test_each_of_its_own_days(on: str) -> None:
    assert given(DECIDER, OPENED).when(write_diary_entry, writing(f'{{"on": "{on}", "quiet": true}}')).then_facts()


@pytest.mark.parametrize("on", ["2026-11-19", "2026-11-27"])
def test_and_no_other_day(on: str) -> None:
    other = writing(f'{{"on": "{on}", "quiet": true}}')
    given(DECIDER, OPENED).when(write_diary_entry, other).then_refused(DayOutsideDiary)


def test_before_it_is_given_and_after_its_end_nothing_but_paper_comes_in() -> None:
    given(DECIDER).when(write_diary_entry, writing()).then_refused(DiaryNotOpen)
    given(DECIDER, OPENED, CLOSED).when(write_diary_entry, writing()).then_refused(DiaryNotOpen)
    assert given(DECIDER, OPENED, CLOSED).when(write_diary_entry, writing(road="staff")).then_facts()


def test_a_diary_that_is_full_says_so() -> None:
    many: list[Fact] = []
    for number in range(MOST_ENTRIES):
        many += write_diary_entry(writing(entry_id=f"e-{number}"), DECIDER.fold([OPENED]))
    given(DECIDER, OPENED, *many).when(write_diary_entry, writing()).then_refused(DiaryFull)


def test_it_is_ended_once_and_given_anew_with_what_it_holds() -> None:
    end = CloseDiary.model_validate(ABOUT | {"at": NOW, "because": "finished"})
    given(DECIDER, OPENED).when(close_diary, end).then(CLOSED)
    given(DECIDER, OPENED, CLOSED).when(close_diary, end).then_nothing()
    given(DECIDER).when(close_diary, end).then_refused(DiaryNotOpen)
    written = write_diary_entry(writing(), DECIDER.fold([OPENED]))
    again = DECIDER.fold([OPENED, *written, CLOSED, OPENED])
    assert isinstance(again, Diary)
    assert (again.closed, again.entries) == (False, frozenset({"entry-1"}))


WISHED = DiaryOpened(
    **ABOUT, person_id=REPORTER, code=private(REPORTER, Contact, CODE), first_on=date(2026, 11, 20), days=7,
    way="phone", remind=True,
)  # fmt: skip
DUE = DiaryReminderRequested(**ABOUT, person_id=REPORTER, last_on=date(2026, 11, 26))
THIRD_DAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def reminding(**changes: Any) -> RemindOfDiary:
    return RemindOfDiary.model_validate(ABOUT | {"at": THIRD_DAY, "abuse": False, "said_anew": False} | changes)


def test_a_reminder_is_off_unless_wished() -> None:
    given(DECIDER).when(open_diary, opening()).then(OPENED)
    given(DECIDER).when(open_diary, opening(remind=True)).then(WISHED)
    given(DECIDER, OPENED).when(remind_of_diary, reminding()).then_nothing()
    given(DECIDER, WISHED).when(remind_of_diary, reminding()).then(DUE)


@pytest.mark.parametrize(
    "changes",
    [{"abuse": True}, {"said_anew": True}, {"at": datetime(2026, 11, 27, 9, 0, tzinfo=UTC)}],
    ids=["with a sign of abuse", "once it was said anew how to reach her", "after its last day"],
)
def test_no_reminder_is_due(changes: dict[str, Any]) -> None:
    given(DECIDER, WISHED).when(remind_of_diary, reminding(**changes)).then_nothing()


def test_no_reminder_is_due_of_a_diary_that_was_ended_or_written_in_lately() -> None:
    given(DECIDER, WISHED, CLOSED).when(remind_of_diary, reminding()).then_nothing()
    (entry,) = given(DECIDER, WISHED).when(write_diary_entry, writing(received_at=HAPPENED)).then_facts()
    given(DECIDER, WISHED, entry).when(remind_of_diary, reminding()).then_nothing()
    later = reminding(at=datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    given(DECIDER, WISHED, entry).when(remind_of_diary, later).then(DUE)
