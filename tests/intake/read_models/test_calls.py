"""How calls ended, and which of those cut off still wait for what is safe to do next."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.intake.domain.commands import NoteCallBack, TakenCall
from services.intake.read_models.calls import MOST_TRIES, VIEW, cut_off, how_many_cut_off, of_referral
from tests.support.builders.intake import NOW, LittleIntake


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path, VIEW)
    yield running
    running.close()


def dropped(intake: LittleIntake) -> str:
    return intake.receive(call=TakenCall(ended="dropped")).reference


def tried(intake: LittleIntake, reference: str, outcome: str) -> None:
    intake.do(NoteCallBack.model_validate({"at": NOW, "reference": reference, "outcome": outcome}))


def waiting(intake: LittleIntake) -> list[tuple[str, int]]:
    with intake.views.reading() as connection:
        assert how_many_cut_off(connection) == len(cut_off(connection))
        return [(str(row.reference), int(row.tries)) for row in cut_off(connection)]


def test_danger_comes_before_whoever_waits_longest(intake: LittleIntake) -> None:
    first = dropped(intake)
    second = intake.receive(call=TakenCall(ended="dropped"), facts={"immediate_danger": "yes"}).reference
    assert [reference for reference, _ in waiting(intake)] == [second, first]


def test_only_calls_that_were_cut_off_wait_the_longest_first(intake: LittleIntake) -> None:
    intake.receive()
    intake.receive(call=TakenCall(ended="handed_over"))
    first, second = dropped(intake), dropped(intake)
    assert waiting(intake) == [(first, 0), (second, 0)]


@pytest.mark.parametrize("outcome", ["reached", "not_safe", "police_told"])
def test_who_was_reached_or_is_not_safe_to_reach_waits_no_more(intake: LittleIntake, outcome: str) -> None:
    reference = dropped(intake)
    tried(intake, reference, "not_reached")
    assert waiting(intake) == [(reference, 1)]
    tried(intake, reference, outcome)
    assert waiting(intake) == []


def test_nobody_is_rung_for_ever(intake: LittleIntake) -> None:
    reference = dropped(intake)
    for _ in range(MOST_TRIES):
        assert len(waiting(intake)) == 1
        tried(intake, reference, "not_reached")
    assert waiting(intake) == []


def test_the_words_that_were_read_out_stay_sealed_under_the_callers_key(intake: LittleIntake) -> None:
    call = TakenCall(
        ended="signposted", route="social_landlord", said="Tell Example Homes.", destination="Example Homes"
    )
    command = intake.receive(call=call)
    with intake.views.reading() as connection:
        found = of_referral(connection, command.reference)
        assert of_referral(connection, "WM-0000-0") is None
    assert found is not None
    row, fact = found
    assert "Example Homes" not in str(row)
    assert fact.said is not None
    assert fact.said.p == command.reporter_id
