"""A reader behind the views is handed what they show, once, and again where its mark could not be moved."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.adapters.following import follow
from services.intake.read_models import likenesses
from tests.support.builders.intake import LittleIntake

NAME = "somebody who reads"


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    running.follow(likenesses.view(running.keyring, running.keyring))
    yield running
    running.close()


def read(intake: LittleIntake) -> tuple[bool, list[int]]:
    taken: list[int] = []
    moved = follow(intake.views, intake.store.page, NAME, lambda facts: taken.extend(each.position for each in facts))
    return moved, taken


def test_what_the_views_do_not_show_yet_waits_until_they_do(intake: LittleIntake, monkeypatch: Any) -> None:
    intake.receive()
    intake.receive()
    head = intake.store.head()
    with monkeypatch.context() as behind:
        behind.setattr(intake.views, "position", lambda: head - 1)
        assert read(intake) == (True, list(range(1, head)))
    assert read(intake) == (True, [head])


def test_each_fact_is_handed_on_once(intake: LittleIntake) -> None:
    intake.receive()
    assert read(intake) == (True, list(range(1, intake.store.head() + 1)))
    assert read(intake) == (False, [])


def test_what_could_not_be_taken_comes_again(intake: LittleIntake) -> None:
    intake.receive()

    def fails(facts: Any) -> None:
        raise RuntimeError("not now")

    with pytest.raises(RuntimeError, match="not now"):
        follow(intake.views, intake.store.page, NAME, fails)
    assert read(intake) == (True, list(range(1, intake.store.head() + 1)))


def test_of_two_readers_the_one_that_came_too_late_does_not_move_the_mark(intake: LittleIntake) -> None:
    intake.receive()

    def overtaken(facts: Any) -> None:
        assert read(intake)[0]

    assert not follow(intake.views, intake.store.page, NAME, overtaken)
    assert intake.views.mark(NAME) == intake.store.head()
