"""The alarm looks at a view that has followed the log, and at no other."""

from contextlib import nullcontext
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from services.triage.application.silences import SilenceAlarm
from services.triage.desk_wiring import WATCH
from services.triage.domain.events import AssessmentOpened
from tests.support.builders.triage import LIVING_NOISE, MONDAY, a_referral


def test_a_view_that_is_being_made_anew_calls_nothing_overdue() -> None:
    known = WATCH.begun(AssessmentOpened(referral=a_referral(**LIVING_NOISE)))
    quiet, noted = SimpleNamespace(referral_id="referral-1", known=known), []

    def note(command: Any, context: Any) -> Any:
        noted.append(command.rule)
        return SimpleNamespace(facts=(command,))

    def alarm(followed: bool) -> SilenceAlarm:
        later = MONDAY + timedelta(days=400)
        return SilenceAlarm(WATCH, lambda: followed, nullcontext, lambda *_: [quiet], note, lambda: later)

    assert not alarm(followed=False).step()
    assert noted == []
    assert alarm(followed=True).step()
    assert noted == ["quiet"]
