"""What came of each number, and what does not add up: by batch, over all, and the same after a rebuild."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.domain.commands import IssueForms, KeyForm, KeyFormAgain, VoidForm
from services.intake.domain.events import FormsIssued
from services.intake.domain.form_numbers import numbers_after
from services.intake.read_models import forms
from shared.kernel.identifiers import reference_from
from tests.support.builders.intake import NOW, LittleIntake

STATES = (forms.KEYED, forms.TWICE, forms.DIFFERING, forms.VOID, forms.MISSING)


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path, forms.VIEW)
    yield running
    running.close()


def issue(intake: LittleIntake, asb: int = 6, domestic_abuse: int = 1) -> tuple[str, ...]:
    intake.do(IssueForms(at=NOW, held_as="paper", asb=asb, domestic_abuse=domestic_abuse))
    issued: Any = intake.recorded()[-1].fact
    assert isinstance(issued, FormsIssued)
    return issued.numbers


def key(intake: LittleIntake, number: str, place: int = 1) -> None:
    ids = {"referral_id": f"referral-{place}", "reference": reference_from(place)}
    intake.do(KeyForm(at=NOW, number=number, road="keyed", **ids))


def again(intake: LittleIntake, number: str, *differing: str) -> None:
    copied = intake.receive()
    intake.do(KeyFormAgain(at=NOW, number=number, road="uploaded", differing=differing, copied=copied))


def void(intake: LittleIntake, number: str) -> None:
    intake.do(VoidForm(at=NOW, number=number, why="spoilt"))


def everything(intake: LittleIntake) -> tuple[str, ...]:
    """A batch in which each state occurs, and a number that was never issued."""
    numbers = issue(intake)
    for place, number in enumerate(numbers[:4], 1):
        key(intake, number, place)
    again(intake, numbers[1])
    again(intake, numbers[2], "description", "facts.weapon_ever")
    again(intake, numbers[2])
    void(intake, numbers[4])
    (stray,) = numbers_after("asb", 5_000, 1)
    key(intake, stray, 9)
    return numbers


def test_every_number_is_in_one_state_and_the_sums_add_up(intake: LittleIntake) -> None:
    everything(intake)
    with intake.views.reading() as connection:
        batch, all_of_them = forms.reconciled(connection, 1), forms.reconciled(connection)
    assert batch == {
        "issued": 7, "keyed": 2, "twice": 1, "differing": 1, "void": 1, "missing": 2, "not_ours": 0
    }  # fmt: skip
    assert all_of_them == {**batch, "keyed": 3, "not_ours": 1}
    assert sum(count for name, count in batch.items() if name in STATES) == batch["issued"]


def test_a_number_that_was_never_issued_is_told_apart(intake: LittleIntake) -> None:
    everything(intake)
    with intake.views.reading() as connection:
        (stray,) = forms.strays(connection)
    assert (stray.reference, stray.batch) == (reference_from(9), None)


def test_copies_that_differ_are_kept_sealed_with_the_members_in_which_they_do(intake: LittleIntake) -> None:
    numbers = everything(intake)
    with intake.views.reading() as connection:
        (copy,) = forms.copies_of(connection, numbers[2])
        assert forms.copies_of(connection, numbers[1]) == []
        row = connection.execute(forms.copies.select()).one()
    assert (copy.differing, copy.road) == (["description", "facts.weapon_ever"], "uploaded")
    assert "Loud music" not in row.copy
    assert copy.copy.kind == "asb"


def test_a_void_form_that_is_keyed_after_all_is_taken_in_and_still_says_that_it_was_void(intake: LittleIntake) -> None:
    (number,) = issue(intake, asb=1, domestic_abuse=0)
    void(intake, number)
    key(intake, number)
    with intake.views.reading() as connection:
        row = forms.one(connection, number)
    assert row is not None
    assert (row.state, row.void_why) == (forms.KEYED, "spoilt")


def test_batches_and_numbers_come_in_pages(intake: LittleIntake) -> None:
    for _ in range(5):
        issue(intake, asb=3, domestic_abuse=0)
    with intake.views.reading() as connection:
        first = forms.batches(connection, most=2)
        then = forms.batches(connection, before=first[-1]["batch"], most=2)
        numbers = [row.number for row in forms.listed(connection, 2, None, most=2)]
        rest = [row.number for row in forms.listed(connection, 2, None, after=numbers[-1], most=2)]
        missing = forms.listed(connection, None, forms.MISSING)
    assert [each["batch"] for each in first + then] == [5, 4, 3, 2]
    assert (len(numbers), len(rest), len(set(numbers + rest)), len(missing)) == (2, 1, 3, 15)


def test_a_rebuild_comes_to_the_same(intake: LittleIntake) -> None:
    everything(intake)
    intake.views.compare(forms.VIEW.name)
    intake.views.rebuild(forms.VIEW.name)
    intake.views.compare(forms.VIEW.name)


def test_numbers_issued_after_they_were_used_keep_what_came_of_them(intake: LittleIntake) -> None:
    (number,) = numbers_after("asb", -1, 1)
    key(intake, number)
    issue(intake, asb=1, domestic_abuse=0)
    with intake.views.reading() as connection:
        row = forms.one(connection, number)
    assert row is not None
    assert (row.state, row.batch) == (forms.KEYED, 1)
