"""Who was forgotten is known in the log's order, once each, and again after a rebuild."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.application.forgetting import finish_forgetting
from services.intake.domain.commands import ForgetPerson
from services.intake.read_models.forgotten import VIEW, after
from tests.support.builders.intake import NOW, LittleIntake


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path, VIEW)
    yield running
    running.close()


def forget(intake: LittleIntake) -> str:
    intake.receive()
    submitted: Any = intake.recorded()[-1].fact
    person_id: str = submitted.account_of
    minted = intake.keyring.recognise(())
    intake.do(ForgetPerson(at=NOW, person_id=person_id, authority="IG-1", reason="Merged.", reason_under=minted))
    intake.do(finish_forgetting(intake.keyring, person_id, NOW))
    return person_id


def test_those_forgotten_are_listed_behind_a_position_in_order(intake: LittleIntake) -> None:
    one = forget(intake)
    intake.receive()
    other = forget(intake)
    with intake.views.reading() as connection:
        listed = after(connection, 0)
        assert [person_id for _, person_id in listed] == [one, other]
        assert after(connection, listed[0][0]) == listed[1:]
        assert after(connection, listed[1][0]) == []
    intake.views.rebuild(VIEW.name)
    with intake.views.reading() as connection:
        assert after(connection, 0) == listed
