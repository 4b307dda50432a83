"""Who waits to be called about their own behaviour: whoever waits longest first, until they were called."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.intake.domain.change_call_commands import AnswerChangeCall, RequestChangeCall
from services.intake.domain.given import GivenChannel
from services.intake.read_models.change_calls import PAGE, VIEW, how_many, oldest
from tests.support.builders.intake import NOW, LittleIntake


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path, VIEW)
    yield running
    running.close()


def asked(intake: LittleIntake, number: int) -> None:
    person_id = intake.keyring.recognise(())
    phone = f"07700 900{number:03}"
    calling = GivenChannel(safe="yes")
    at = NOW - timedelta(minutes=number)
    command = RequestChangeCall(at=at, request_id=f"r{number:03}", person_id=person_id, phone=phone, calling=calling)
    intake.do(command)


def waiting(intake: LittleIntake, page: int = 1) -> list[str]:
    with intake.views.reading() as connection:
        return [fact.request_id for _, fact in oldest(connection, page)]


def test_whoever_waits_longest_comes_first_until_they_were_called(intake: LittleIntake) -> None:
    for number in (1, 3, 2):
        asked(intake, number)
    assert waiting(intake) == ["r003", "r002", "r001"]
    intake.do(AnswerChangeCall(at=NOW, request_id="r003", reached=True))
    assert waiting(intake) == ["r002", "r001"]


def test_the_list_is_paged(intake: LittleIntake) -> None:
    for number in range(PAGE + 1):
        asked(intake, number)
    assert (len(waiting(intake)), waiting(intake, 2), waiting(intake, 3)) == (PAGE, ["r000"], [])
    with intake.views.reading() as connection:
        assert how_many(connection) == PAGE + 1


def test_no_number_stands_in_it_in_clear(intake: LittleIntake, tmp_path: Path) -> None:
    asked(intake, 7)
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert [number for number in (b"07700 900007", b"7700900007") if number in files] == []
