"""Once somebody was split off, later referrals find the right one of the two, and never the wrong one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.adapters.repointing import Known, Repointer
from services.intake.application.handlers import referral_stream
from services.intake.domain.events import ReferralSubmitted
from services.intake.domain.record_commands import MergePeople, SplitPersonOff, UnmergePeople
from services.intake.read_models import people, sameness
from tests.support.builders.intake import NOW, LittleIntake

SHARED = "07700 900321"
MOTHER = {"full_name": "Ann Smith", "date_of_birth": "1960-04-02", "phone": SHARED, "is_victim": True}
DAUGHTER = {"full_name": "Ann Smith", "date_of_birth": "1991-09-30", "phone": SHARED, "is_victim": True}
SPLIT = "00000000-0000-7000-8000-000000000001"


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    running.follow(people.view(running.keyring, running.keyring), sameness.VIEW)
    yield running
    running.close()


def work(intake: LittleIntake) -> None:
    def submitted(reference: str) -> ReferralSubmitted:
        fact = intake.store.stream(referral_stream(reference))[0].fact
        assert isinstance(fact, ReferralSubmitted)
        return fact

    known = Known(people.recognised_as, people.came_from, sameness.one_person)
    chore = Repointer(intake.views, intake.store.page, submitted, known, intake.keyring)
    while chore.step():
        pass


def split(intake: LittleIntake, command: Any) -> None:
    intake.keyring.mint(SPLIT)
    intake.keyring.flush()
    off = SplitPersonOff(
        at=NOW, reference=command.reference, person_id=command.reporter_id, split_id=SPLIT, because="relatives"
    )
    intake.do(off)
    work(intake)


def taken_for_one(intake: LittleIntake) -> tuple[Any, Any]:
    """A mother and her daughter of one name and telephone, recognised as one person by mistake."""
    mother, daughter = (intake.receive(reporter=who, people=[], location={}) for who in (MOTHER, DAUGHTER))
    assert mother.reporter_id == daughter.reporter_id
    return mother, daughter


def who(intake: LittleIntake, **said: Any) -> str:
    command = intake.receive(reporter={"full_name": "Ann Smith", "is_victim": True} | said, people=[], location={})
    return str(command.reporter_id)


def test_before_the_work_the_daughter_is_taken_for_her_mother_again(intake: LittleIntake) -> None:
    mother, _ = taken_for_one(intake)
    assert who(intake, date_of_birth="1991-09-30") == mother.reporter_id


def test_each_is_found_by_what_only_she_bears(intake: LittleIntake) -> None:
    mother, daughter = taken_for_one(intake)
    split(intake, daughter)
    assert who(intake, date_of_birth="1991-09-30", phone=SHARED) == SPLIT
    assert who(intake, date_of_birth="1960-04-02", phone=SHARED) == mother.reporter_id


def test_by_what_both_bear_neither_is_found(intake: LittleIntake) -> None:
    mother, daughter = taken_for_one(intake)
    split(intake, daughter)
    first, second = who(intake, phone=SHARED), who(intake, phone=SHARED)
    assert not {first, second} & {mother.reporter_id, SPLIT}
    assert first != second


def test_whoever_is_merged_again_is_found_as_one_and_apart_once_that_is_undone(intake: LittleIntake) -> None:
    mother, daughter = taken_for_one(intake)
    split(intake, daughter)
    ids = {"one_id": mother.reporter_id, "other_id": SPLIT}
    intake.do(MergePeople(at=NOW, because="said_so", **ids))
    work(intake)
    assert who(intake, phone=SHARED) == mother.reporter_id
    intake.do(UnmergePeople(at=NOW, because="mistake", **ids))
    work(intake)
    assert who(intake, phone=SHARED) not in ids.values()
    assert who(intake, date_of_birth="1991-09-30") == SPLIT


def test_whoever_is_forgotten_leaves_no_word_that_leads_to_her_or_to_both(intake: LittleIntake) -> None:
    mother, daughter = taken_for_one(intake)
    split(intake, daughter)
    intake.keyring.destroy(mother.reporter_id)
    found = [who(intake, phone=SHARED), who(intake, date_of_birth="1960-04-02")]
    assert not {mother.reporter_id, SPLIT} & set(found)
    assert who(intake, date_of_birth="1991-09-30") == SPLIT
