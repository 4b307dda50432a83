"""Diaries as they stand: by day, a page at a time, opened by the newest code alone, by none once forgotten."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.intake.application.forgetting import finish_forgetting
from services.intake.domain.commands import CloseDiary, ForgetPerson, OpenDiary, WriteDiaryEntry
from services.intake.domain.given_diary import GivenDiaryEntry
from services.intake.read_models import diary
from shared.kernel.refusals import InvalidInput
from tests.support.builders.intake import NOW, LittleIntake


class Kept:
    """A referral with a diary."""

    def __init__(self, intake: LittleIntake) -> None:
        self.intake = intake
        intake.follow(diary.view(intake.keyring, intake.keyring))
        submitted = intake.receive()
        self.person, self.reference = submitted.reporter_id, submitted.reference
        self.about: dict[str, Any] = {"at": NOW, "referral_id": submitted.referral_id, "reference": self.reference}

    def open(self, code: str) -> None:
        members = {"person_id": self.person, "code": code, "first_on": date(2026, 11, 20), "days": 7, "way": "now"}
        self.intake.do(OpenDiary.model_validate(self.about | members | {"safe": "unknown", "abuse": False}))

    def write(self, number: int, day: int, began: str) -> None:
        entry = GivenDiaryEntry.model_validate_json(f'{{"on": "2026-11-{day}", "began": "{began}", "what": "x"}}')
        also = {"entry_id": f"e-{number}", "road": "resident", "received_at": NOW, "given": entry}
        self.intake.do(WriteDiaryEntry.model_validate(self.about | also))

    def opened_by(self, code: str) -> diary.Sheet | None:
        with self.intake.views.reading() as connection:
            return diary.opened_by(connection, self.intake.keyring, code)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    running = LittleIntake(tmp_path)
    yield Kept(running)
    running.close()


def test_entries_come_by_day_and_time_a_page_at_a_time_however_they_were_written(kept: Kept) -> None:
    kept.open("A")
    for number, (day, began) in enumerate([(22, "01:00"), (21, "23:00"), (21, "02:00"), (22, "")]):
        kept.write(number, day, began)
    seen, cursor = [], None
    with kept.intake.views.reading() as connection:
        while True:
            page = diary.page(connection, kept.reference, cursor, limit=3)
            seen += [(entry.written.on.day, entry.written.began) for entry in page.entries]
            if (cursor := page.cursor) is None:
                break
        assert diary.by_day(connection, kept.reference)["2026-11-21"] == [("02:00", False), ("23:00", False)]
        assert diary.count(connection, kept.reference) == 4
        with pytest.raises(InvalidInput):
            diary.page(connection, kept.reference, "nonsense")
    assert seen == [(21, "02:00"), (21, "23:00"), (22, None), (22, "01:00")]


def test_two_diaries_may_hold_an_entry_of_one_id_which_comes_with_a_form(kept: Kept) -> None:
    kept.open("A")
    kept.write(1, 21, "23:00")
    other = Kept(kept.intake)
    other.open("B")
    other.write(1, 22, "01:00")
    with kept.intake.views.reading() as connection:
        found = [diary.page(connection, each.reference).entries for each in (kept, other)]
    assert [[entry.written.began for entry in entries] for entries in found] == [["23:00"], ["01:00"]]


def test_the_newest_code_alone_opens_it_and_none_once_its_keeper_is_forgotten(kept: Kept) -> None:
    kept.open("A")
    kept.open("B")
    assert kept.opened_by("A") is None
    assert kept.opened_by("B") is not None
    kept.intake.do(CloseDiary.model_validate(kept.about | {"because": "ended_by_officer"}))
    found = kept.opened_by("B")
    assert found is not None
    assert found.closed == "ended_by_officer"
    under = kept.intake.keyring.recognise(())
    asked = ForgetPerson(at=NOW, person_id=kept.person, authority="IG 1", reason="asked", reason_under=under)
    kept.intake.do(asked)
    kept.intake.do(finish_forgetting(kept.intake.keyring, kept.person, NOW))
    assert kept.opened_by("B") is None
    kept.intake.views.rebuild("diary")
    assert kept.opened_by("B") is None
