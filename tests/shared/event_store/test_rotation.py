"""Another master key: all that was sealed opens under it, nothing under the former one, whenever it was broken off."""

from collections.abc import Sequence
from multiprocessing.connection import Connection
from random import Random

import pytest

from shared.event_store import rotation
from shared.event_store.keyring import Keyring, WrongMasterKey, open_key_tables
from shared.event_store.rotation import rotate
from shared.event_store.wrapping import MasterKeys
from shared.kernel.personal import ERASED, Identity, Personal
from tests.support.builders.keys import MASTER, Keyrings, sealed
from tests.support.programs import another_program

NEW = bytes(reversed(range(32)))
PEOPLE = [f"p-{number:04}" for number in range(1_200)]


def a_full_keyring(keyrings: Keyrings, people: Sequence[str] = PEOPLE) -> dict[str, Personal[Identity]]:
    """A keyring under the first master key, with a detail sealed for each person."""
    keyring = keyrings.open()
    for person in people:
        keyring.mint(person)
    keyring.flush()
    return {person: sealed(keyring, person, f"{person} Example") for person in people}


def rotated(keyrings: Keyrings, master: bytes = NEW + MASTER) -> int:
    tables = open_key_tables(keyrings.address)
    try:
        return max(rotate(tables, MasterKeys(master)), default=0)
    finally:
        tables.close()


def under(keyrings: Keyrings) -> dict[str, int]:
    """How many living keys each master key wraps."""
    counted = "SELECT master_id, count(*) FROM data_keys WHERE wrapped IS NOT NULL GROUP BY master_id"
    return {str(master): int(count) for master, count in keyrings.place.look("keyring", counted)}


def opened(keyring: Keyring, values: dict[str, Personal[Identity]]) -> set[str | None]:
    return {keyring.open(value, Identity) for value in values.values()}


def test_all_that_was_sealed_opens_under_the_new_key_alone(keyrings: Keyrings) -> None:
    values = a_full_keyring(keyrings)
    assert rotated(keyrings) == len(PEOPLE)
    assert opened(keyrings.open(NEW), values) == {f"{person} Example" for person in PEOPLE}
    assert list(under(keyrings)) == [MasterKeys(NEW).wraps_as]
    with pytest.raises(WrongMasterKey):
        keyrings.open(MASTER)


def test_once_more_changes_nothing(keyrings: Keyrings) -> None:
    a_full_keyring(keyrings, PEOPLE[:3])
    rotated(keyrings)
    assert rotated(keyrings, NEW) == 0


def test_people_are_recognised_as_before(keyrings: Keyrings) -> None:
    keyring = keyrings.open()
    known = keyring.recognise(["ada example 07700 900123"])
    keyring.flush()
    rotated(keyrings)
    assert keyrings.open(NEW).recognise(["ada example 07700 900123"]) == known


def test_programs_with_both_keys_go_on_whichever_wraps_meanwhile(keyrings: Keyrings) -> None:
    values = a_full_keyring(keyrings, PEOPLE[:5])
    before, after = keyrings.open(MASTER + NEW), keyrings.open(NEW + MASTER)
    for keyring, person in ((before, "q-1"), (after, "q-2")):
        keyring.mint(person)
        keyring.flush()
        values[person] = sealed(keyring, person, f"{person} Example")
    rotated(keyrings)
    for keyring in (before, after, keyrings.open(MASTER + NEW), keyrings.open(NEW)):
        assert opened(keyring, values) == {f"{person} Example" for person in (*PEOPLE[:5], "q-1", "q-2")}


def test_a_key_that_comes_in_behind_is_found_by_another_pass(
    keyrings: Keyrings, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_full_keyring(keyrings, PEOPLE[1:5])
    monkeypatch.setattr(rotation, "PAGE", 2)
    late = keyrings.open(MASTER + NEW)
    tables = open_key_tables(keyrings.address)
    going = rotate(tables, MasterKeys(NEW + MASTER))
    assert next(going) == 2
    late.mint(PEOPLE[0])
    late.flush()
    assert max(going) == 5
    tables.close()
    assert under(keyrings) == {MasterKeys(NEW).wraps_as: 5}


def test_somebody_who_is_forgotten_meanwhile_does_not_come_back(
    keyrings: Keyrings, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = a_full_keyring(keyrings, PEOPLE[:3])

    tables = open_key_tables(keyrings.address)
    rewrap = tables.rewrap

    def slowly(changed: Sequence[tuple[str, bytes, bytes]], master_id: str) -> int:
        keyrings.open(MASTER + NEW).destroy(PEOPLE[1])
        return rewrap(changed, master_id)

    monkeypatch.setattr(tables, "rewrap", slowly)
    assert max(rotate(tables, MasterKeys(NEW + MASTER))) == 2
    tables.close()
    keyring = keyrings.open(NEW)
    assert [keyring.open(values[person], Identity) for person in PEOPLE[:3]] == [
        f"{PEOPLE[0]} Example",
        ERASED,
        f"{PEOPLE[2]} Example",
    ]


def test_without_the_former_key_nothing_is_changed_and_it_is_said(keyrings: Keyrings) -> None:
    a_full_keyring(keyrings, PEOPLE[:3])
    with pytest.raises(WrongMasterKey, match="the former one; then run this again"):
        rotated(keyrings, NEW)
    assert under(keyrings) == {MasterKeys(MASTER).wraps_as: 3}


def test_what_the_former_key_opens_is_in_no_file_any_more(keyrings: Keyrings) -> None:
    a_full_keyring(keyrings, PEOPLE[:3])
    tables = open_key_tables(keyrings.address)
    before = [tables.wrapped(person) for person in PEOPLE[:3]]
    about = tables.about(dict)
    tables.close()
    rotated(keyrings)
    stored = keyrings.stored_bytes()
    for wrapped in [row[0] for row in before if row] + list(about.values()):
        assert wrapped is not None
        assert wrapped not in stored


_MOST_PAGES = 4


def rotate_page_by_page(pipe: Connection, address: str) -> None:
    rotation.PAGE = 40
    for page, so_far in enumerate(rotate(open_key_tables(address), MasterKeys(NEW + MASTER)), 1):
        pipe.send(so_far)
        if page == _MOST_PAGES:
            pipe.recv()  # however late the kill comes, something is left for those after it
    pipe.send("done")


@pytest.mark.slow
def test_killed_in_its_midst_it_is_finished_by_running_it_again(keyrings: Keyrings) -> None:
    values, names = a_full_keyring(keyrings), {f"{person} Example" for person in PEOPLE}
    chance = Random(11)
    for _ in range(6):
        with another_program(rotate_page_by_page, keyrings.address) as program:
            for _ in range(chance.randint(1, _MOST_PAGES)):
                assert program.says() != "done"
            program.kill()
        half = under(keyrings)
        assert (len(half), sum(half.values())) == (2, len(PEOPLE))
        assert opened(keyrings.open(MASTER + NEW), values) == names
    left = under(keyrings)[MasterKeys(MASTER).wraps_as]
    assert rotated(keyrings) == left
    assert under(keyrings) == {MasterKeys(NEW).wraps_as: len(PEOPLE)}
    assert opened(keyrings.open(NEW), values) == names
