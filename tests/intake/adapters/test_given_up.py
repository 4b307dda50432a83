"""What somebody gives up in one referral is given up wherever she has it, and only there; and the work ends."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.adapters.given_up import GivenUp, Parts
from services.intake.domain.commands import ChangeContactDetails
from services.intake.domain.events import ContactDetailsChanged
from services.intake.domain.given import GivenDetails
from services.intake.domain.record_commands import MergePeople
from services.intake.read_models import people, referral_timeline, sameness
from shared.kernel.personal import Contact
from tests.support.builders.intake import NOW, LittleIntake

AMINA = {"full_name": "Amina Okafor", "date_of_birth": "1988-05-01", "phone": "07700 900111"}
OTHERWISE = AMINA | {"phone": "+44 7700 900 111"}
NEW = "07700 900222"


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    running.follow(people.view(running.keyring, running.keyring), sameness.VIEW, referral_timeline.VIEW)
    yield running
    running.close()


def came(intake: LittleIntake, reporter: dict[str, Any]) -> Any:
    return intake.receive(reporter=reporter, people=[])


def gives_up(intake: LittleIntake, command: Any, phone: str | None = NEW) -> list[tuple[str, str | None]]:
    """Somebody changes her number in one referral; every change of a number after the work, where and to what."""
    given = GivenDetails(phone=phone)
    intake.do(ChangeContactDetails(at=NOW, reference=command.reference, person_id=command.reporter_id, given=given))
    parts = Parts(people.goes_by, sameness.one_person, people.parts_of, referral_timeline.standing)
    work = GivenUp(intake.views, intake.store.page, parts, intake.keyring, intake.dispatch, intake.clock)
    for _ in range(20):
        if not work.step():
            break
        intake.views.catch_up()
    else:
        raise AssertionError("it does not come to an end")
    changed = [each.fact for each in intake.recorded() if isinstance(each.fact, ContactDetailsChanged)]
    return [(each.reference, intake.keyring.open(each.phone, Contact)) for each in changed]


def test_the_old_number_is_given_up_in_every_referral_of_hers_however_it_was_written(intake: LittleIntake) -> None:
    one, other = came(intake, AMINA), came(intake, OTHERWISE)
    assert gives_up(intake, one) == [(one.reference, NEW), (other.reference, NEW)]


def test_another_number_of_hers_and_the_same_number_of_somebody_else_stay(intake: LittleIntake) -> None:
    one = came(intake, AMINA)
    came(intake, AMINA | {"phone": "07700 900333"})
    came(intake, {"full_name": "Bea Moss", "phone": AMINA["phone"]})
    assert gives_up(intake, one) == [(one.reference, NEW)]


def test_a_number_that_is_gone_altogether_is_gone_everywhere(intake: LittleIntake) -> None:
    one, other = came(intake, AMINA), came(intake, OTHERWISE)
    assert gives_up(intake, one, None) == [(one.reference, None), (other.reference, None)]


def test_a_number_given_up_earlier_is_given_up_in_a_referral_that_still_has_it(intake: LittleIntake) -> None:
    one = came(intake, AMINA)
    gives_up(intake, one)
    later = came(intake, OTHERWISE)
    assert gives_up(intake, one, "07700 900444")[-1] == (later.reference, "07700 900444")


def test_records_that_were_decided_to_be_one_person_give_it_up_together(intake: LittleIntake) -> None:
    one = came(intake, AMINA)
    other = came(intake, {"full_name": "Amina Bello", "phone": AMINA["phone"]})
    decided = {"at": NOW, "one_id": one.reporter_id, "other_id": other.reporter_id, "because": "said_so"}
    intake.do(MergePeople(**decided))
    assert gives_up(intake, one) == [(one.reference, NEW), (other.reference, NEW)]


def test_met_twice_it_changes_nothing_more(intake: LittleIntake) -> None:
    one, _ = came(intake, AMINA), came(intake, OTHERWISE)
    first = gives_up(intake, one)
    assert len(first) == 2
    assert gives_up(intake, one) == [*first, (one.reference, NEW)]
