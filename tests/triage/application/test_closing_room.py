"""What the page is told about silence is what the command would refuse."""

from datetime import date

import pytest

from services.triage.adapters.law_files import load_closing
from services.triage.application.closing_room import ClosingRoom
from services.triage.application.handlers import stream_of
from services.triage.domain.closing import SilenceMayBeDanger
from shared.runtime.bank_holidays import england_and_wales
from tests.support.builders.triage import ABUSE, LittleTriage

ROOM = ClosingRoom(load_closing(), england_and_wales())


def test_there_is_practice_for_every_day_since_the_first_rules() -> None:
    assert ROOM.practice.on(date(2016, 6, 30)) is None
    assert ROOM.practice.on(date(2016, 7, 1)) is not None


@pytest.mark.slow
def test_of_an_urgent_case_danger_is_said(triage: LittleTriage) -> None:
    triage.refer(**{**ABUSE, "answers": {**ABUSE["answers"], "dash_yes_count": 15}})
    story = triage.service.store.stream(stream_of("referral-1"))
    assert ROOM.silence_says(story, triage.clock()) == SilenceMayBeDanger.says
