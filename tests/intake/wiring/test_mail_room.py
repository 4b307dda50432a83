"""A mailbox is watched only where somebody is named who hears of words of danger."""

from pathlib import Path

import pytest

from services.intake.wiring import build_intake
from shared.runtime.ground import make_ground
from shared.runtime.settings import BadSetting, from_environment

MAILBOX = {"WAYMARK_MAILBOX": "imaps://asb@127.0.0.1:9/INBOX", "WAYMARK_MAILBOX_PASSWORD": "secret"}


def built(folder: Path, **given: str) -> list[str]:
    """The names of what intake does beside its pages, with these settings."""
    service = build_intake(make_ground(from_environment({"WAYMARK_DATA": str(folder), **given})))
    service.views.close()
    service.store.close()
    return [chore.name for chore in service.chores]


def test_a_mailbox_is_not_watched_while_nobody_would_hear_of_danger(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="WAYMARK_MAILBOX names a mailbox, but WAYMARK_DUTY_OFFICER is not set"):
        built(tmp_path, **MAILBOX)


def test_with_a_duty_officer_it_is_watched_and_without_a_mailbox_nobody_is_asked_for(tmp_path: Path) -> None:
    assert "mailbox" in built(tmp_path / "watched", WAYMARK_DUTY_OFFICER="duty@council.example", **MAILBOX)
    assert "mailbox" not in built(tmp_path / "none")
