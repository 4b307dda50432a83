"""One person's records are held to the stricter safe contact whenever one of them says something new, and end there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.adapters.holding import Holder, Merged
from services.intake.domain.commands import ChangeSafeContact
from services.intake.domain.events import SafeContactChanged
from services.intake.domain.given import GivenSafeContact
from services.intake.domain.record_commands import MergePeople, UnmergePeople
from services.intake.read_models import people, sameness
from tests.support.builders.intake import NOW, LittleIntake

AMINA = {"full_name": "Amina Okafor", "date_of_birth": "1988-05-01", "is_victim": True}
OTHERWISE = {"full_name": "Amina Bello", "date_of_birth": "1988-05-01", "is_victim": True}
SAFE = {"phone": {"safe": "yes"}, "email": {"safe": "yes"}}


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    running.follow(people.view(running.keyring, running.keyring), sameness.VIEW)
    yield running
    running.close()


def work(intake: LittleIntake) -> list[tuple[str, str, str]]:
    """Every change of a safe contact after the work: where, and whether telephone and e-mail are safe."""
    merged = Merged(sameness.anybody_merged, people.goes_by, sameness.one_person, people.parts_of)
    holder = Holder(intake.views, intake.store.page, merged, intake.dispatch, intake.clock)
    for _ in range(20):
        if not holder.step():
            break
        intake.views.catch_up()
    else:
        raise AssertionError("it does not come to an end")
    changed = [each.fact for each in intake.recorded() if isinstance(each.fact, SafeContactChanged)]
    return [(each.reference, each.safe_contact.phone.safe, each.safe_contact.email.safe) for each in changed]


def two_merged(intake: LittleIntake) -> tuple[Any, Any]:
    one, other = (intake.receive(reporter=who, people=[], safe_contact=SAFE) for who in (AMINA, OTHERWISE))
    decided = {"at": NOW, "one_id": one.reporter_id, "other_id": other.reporter_id, "because": "said_so"}
    intake.do(MergePeople(**decided))
    return one, other


def say(intake: LittleIntake, command: Any, contact: str) -> None:
    said = GivenSafeContact.model_validate_json(contact)
    intake.do(ChangeSafeContact(at=NOW, reference=command.reference, person_id=command.reporter_id, safe_contact=said))


def test_a_way_closed_in_one_record_is_closed_in_every_other_and_no_way_is_opened(intake: LittleIntake) -> None:
    one, other = two_merged(intake)
    assert work(intake) == []
    say(intake, one, '{"phone": {"safe": "no"}, "email": {"safe": "yes"}}')
    assert work(intake) == [(one.reference, "no", "yes"), (other.reference, "no", "yes")]
    say(intake, one, '{"phone": {"safe": "yes"}, "email": {"safe": "yes"}}')
    assert work(intake)[2:] == [(one.reference, "yes", "yes")]


def test_a_new_referral_of_hers_that_says_no_closes_the_way_in_the_older_ones(intake: LittleIntake) -> None:
    one, other = two_merged(intake)
    newest = intake.receive(reporter=AMINA, people=[], safe_contact={"phone": {"safe": "no"}, "email": {"safe": "yes"}})
    assert newest.reporter_id == one.reporter_id
    assert work(intake) == [(one.reference, "no", "yes"), (other.reference, "no", "yes")]


def test_a_referral_in_which_nobody_asked_changes_nothing(intake: LittleIntake) -> None:
    two_merged(intake)
    intake.receive(reporter=AMINA, people=[], safe_contact=None)
    assert work(intake) == []


def test_whoever_is_not_merged_or_no_more_is_left_alone(intake: LittleIntake) -> None:
    one, other = two_merged(intake)
    work(intake)
    ids = {"one_id": one.reporter_id, "other_id": other.reporter_id}
    intake.do(UnmergePeople(at=NOW, because="mistake", **ids))
    say(intake, one, '{"phone": {"safe": "no"}}')
    assert work(intake) == [(one.reference, "no", "unknown")]
