"""Walls beside the accounts: looked up with every request, remembered for a second, told in one's own address only."""

import asyncio
from pathlib import Path

import pytest

from shared.access.roles import Role
from shared.access.walls import REMEMBERED_SECONDS, Kept, Lock, Wall, Walls, differences
from shared.kernel.identifiers import reference_from
from tests.support.builders.access import an_access

REFERENCE = reference_from(7)
WALL = Wall("account-1", "referral-7", REFERENCE)


class Seconds:
    """A clock that only goes when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_wall_stands_once_and_falls_once_for_its_account_alone(tmp_path: Path) -> None:
    walls = an_access(tmp_path).walls
    for _ in range(2):
        walls.put(WALL, stands=True)
    assert walls.standing() == {WALL}
    assert walls.of("account-1").records == {"referral-7", REFERENCE}
    assert walls.of("account-2").records == frozenset()
    assert walls.accounts() == {"account-1"}
    for _ in range(2):
        walls.put(WALL, stands=False)
    assert (walls.standing(), walls.of("account-1").records) == (frozenset(), frozenset())


def test_a_lock_keeps_a_record_from_everybody_but_those_named_for_it_whoever_comes(tmp_path: Path) -> None:
    walls = an_access(tmp_path).walls
    lock = Lock("referral-7", REFERENCE, frozenset({"account-1", "account-2"}))
    for _ in range(2):
        walls.put_lock(lock, stands=True)
    assert walls.locks() == {lock}
    found = [bool(walls.of(account).records) for account in ("account-1", "account-2", "account-3", "")]
    assert found == [False, False, True, True]
    walls.put(WALL, stands=True)
    assert walls.of("account-1").records == {"referral-7", REFERENCE}, "being named opens no wall"
    narrower = Lock("referral-7", REFERENCE, frozenset({"account-2"}))
    walls.put_lock(narrower, stands=True)
    assert walls.locks() == {narrower}
    for _ in range(2):
        walls.put_lock(narrower, stands=False)
    assert (walls.locks(), walls.of("account-3").records) == (frozenset(), frozenset())


def test_whoever_may_have_locked_work_in_hand_is_among_those_from_whom_something_is_kept(tmp_path: Path) -> None:
    access = an_access(tmp_path)
    ids = [access.accounts.ensure(Role.CASE_OFFICER, name=name).account_id for name in ("Ann Fox", "Bo Lee")]
    access.walls.put_lock(Lock("referral-7", REFERENCE, frozenset({ids[0]})), stands=True)
    assert access.walls.accounts() >= {ids[1]}
    assert ids[0] not in access.walls.accounts()


def test_a_record_is_known_by_its_reference_however_typed_and_within_the_name_of_a_stream(tmp_path: Path) -> None:
    walls = an_access(tmp_path).walls
    walls.put(WALL, stands=True)
    kept = walls.of("account-1")
    for text in (REFERENCE, REFERENCE.lower(), REFERENCE.replace("-", ""), "assessment-referral-7"):
        assert kept.named_in(text) == "referral-7"
    for text in (reference_from(8), "assessment-referral-8", "nonsense", ""):
        assert kept.named_in(text) is None


def test_another_process_sees_it_within_the_second_that_is_stated(tmp_path: Path) -> None:
    access, seconds = an_access(tmp_path), Seconds()
    elsewhere = Walls(access.database, access.walls.met, seconds)
    assert elsewhere.of("account-1").records == frozenset()
    access.walls.put(WALL, stands=True)
    assert elsewhere.remembered("account-1") is not None
    seconds.now = REMEMBERED_SECONDS
    assert elsewhere.remembered("account-1") is None
    assert elsewhere.of("account-1").records == {"referral-7", REFERENCE}


def test_all_who_ask_at_one_moment_are_answered_from_one_look_each_for_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walls = an_access(tmp_path).walls
    walls.put(WALL, stands=True)
    elsewhere = Walls(an_access(tmp_path).database, walls.met)
    looks: list[frozenset[Wall]] = []

    def looking() -> frozenset[Wall]:
        looks.append(walls.standing())
        return looks[-1]

    monkeypatch.setattr(elsewhere, "standing", looking)

    async def everybody() -> list[Kept]:
        return await asyncio.gather(*(elsewhere.of_later(f"account-{number}") for number in range(30)))

    kept = asyncio.run(everybody())
    assert [bool(each.records) for each in kept] == [number == 1 for number in range(30)]
    assert len(looks) == 1


def test_staff_are_people_who_may_act_and_whoever_left_is_told_apart(tmp_path: Path) -> None:
    access = an_access(tmp_path)
    officer = access.accounts.open("j.okafor", "Jo Okafor", Role.TRIAGE_OFFICER)
    leaver = access.accounts.open("m.hale", "Max Hale", Role.CASE_OFFICER)
    access.accounts.open("alder", "Alder Homes", Role.PARTNER)
    access.accounts.close(leaver.account_id)
    assert access.walls.staff() == {officer.account_id: "Jo Okafor"}
    assert access.walls.left() == {leaver.account_id}


def test_how_walls_differ_from_what_they_should_be_is_said_by_number_alone() -> None:
    assert differences([WALL], [WALL]) is None
    assert differences([], [WALL]) == "1 missing, 0 that the history does not give"
    assert differences([WALL], []) == "0 missing, 1 that the history does not give"
