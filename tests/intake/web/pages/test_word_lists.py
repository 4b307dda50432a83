"""The page and the command say honestly who has reviewed the lists of words, and a start says where somebody has to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import structlog

from services.intake.__main__ import parser
from services.intake.adapters.word_files import load_word_lists, warn_of_unreviewed
from services.intake.domain.mail.word_lists import WordLists
from services.intake.wiring import mail_room
from shared.runtime.cli import DIFFERENT, DONE, main
from tests.support.builders.intake_pages import FrontDesk
from tests.support.builders.mail import NOISE, a_message

DAY = date(2026, 11, 28)


def as_if_reviewed(lists: WordLists, due: date) -> WordLists:
    """The same lists, as if somebody had read all of them today."""
    reviews = [replace(each, by="Interpreters", on=date(2026, 11, 1), due=due) for each in lists.reviews]
    return replace(lists, reviews=tuple(reviews))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    made = FrontDesk(tmp_path_factory.mktemp("lists"))
    yield made
    made.close()


@pytest.mark.slow
def test_staff_see_which_lists_nobody_has_reviewed(desk: FrontDesk) -> None:
    officer = desk.officer()
    assert "17 lists of words wait for a review" in officer.open("/intake/mail")
    shown = officer.open("/intake/word-lists")
    assert "17 of 17 lists need somebody" in shown
    assert shown.count("Nobody has reviewed it") == 17
    for language in ("English", "Polish", "Urdu", "Somali", "Chinese"):
        assert language in shown


def test_the_command_fails_while_a_review_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(parser(), ["word-lists", "--day", "2026-11-28"]) == DIFFERENT
    told = capsys.readouterr().out
    assert "danger/ur.2026-11-28        missing" in told
    assert "17 of 17 lists need a review" in told


def test_the_command_is_content_once_all_are_reviewed_and_fails_again_once_one_is_overdue(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import services.intake.__main__ as program

    lists = as_if_reviewed(load_word_lists(DAY), due=date(2027, 11, 1))
    monkeypatch.setattr(program, "load_word_lists", lambda day: lists)
    assert main(parser(), ["word-lists", "--day", "2026-11-28"]) == DONE
    assert "reviewed by Interpreters on 2026-11-01, due again 2027-11-01" in capsys.readouterr().out
    assert main(parser(), ["word-lists", "--day", "2027-11-02"]) == DIFFERENT


def test_a_start_warns_of_what_nobody_has_reviewed_and_of_nothing_else() -> None:
    lists = load_word_lists(DAY)
    with structlog.testing.capture_logs() as logs:
        warn_of_unreviewed(lists, DAY)
        warn_of_unreviewed(as_if_reviewed(lists, due=date(2027, 11, 1)), DAY)
        warn_of_unreviewed(as_if_reviewed(lists, due=date(2026, 11, 27)), DAY)
    assert [(each["log_level"], each["review"], len(each["lists"])) for each in logs] == [
        ("warning", "missing", 17),
        ("warning", "overdue", 17),
    ]


@pytest.mark.slow
def test_where_people_read_answers_nobody_is_answered_on_the_word_of_unreviewed_lists(desk: FrontDesk) -> None:
    room = mail_room(desk.ground, desk.service)
    read = replace(as_if_reviewed(room.lists, due=date(2027, 11, 1)))
    for name, lists, people, answered in (
        ("at home", room.lists, False, True),
        ("unread", room.lists, True, False),
        ("read", read, True, True),
    ):
        taking = replace(room, lists=lists, people_read_answers=people)
        taking.take(a_message(NOISE, name, sender=f"{name.replace(' ', '.')}@example.org"))
        assert desk.submitted()[-1].mail.answerable is answered, name  # type: ignore[union-attr]  # it came so
