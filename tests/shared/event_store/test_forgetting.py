"""Destroying one key forgets one person: here at once, in other processes within a minute, on the disk for good."""

import random
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection

import pytest

from shared.event_store import sqlite
from shared.event_store.keyring import CACHE_SECONDS, NoKey
from shared.kernel.personal import ERASED, DataClass, Identity, Personal
from shared.kernel.refusals import Unavailable
from tests.support.builders.keys import Keyrings, Seconds, keyring_at, sealed
from tests.support.programs import another_program


def open_what_is_sent(pipe: Connection, address: str) -> None:
    """Another program: opens each value it is sent and says what it read."""
    keyring = keyring_at(address)
    while True:
        pipe.send(keyring.open(pipe.recv(), Identity))


def test_what_a_forgotten_person_was_shows_as_erased_and_others_stay(keyrings: Keyrings) -> None:
    keyring = keyrings.open()
    jo, ana = keyring.recognise(["jo"]), keyring.recognise(["ana"])
    of_jo, of_ana = sealed(keyring, jo, "Jo Okafor"), sealed(keyring, ana, "Ana Reyes")
    assert keyring.destroy(jo)
    assert (keyring.open(of_jo, Identity), keyring.open(of_ana, Identity)) == (ERASED, "Ana Reyes")
    assert keyrings.open().open(of_jo, Identity) == ERASED


def test_nothing_more_is_sealed_for_somebody_forgotten_and_no_new_key_is_made(keyrings: Keyrings) -> None:
    keyring = keyrings.open()
    jo = keyring.recognise(["jo"])
    keyring.destroy(jo)
    keyring.mint(jo)
    keyring.flush()
    with pytest.raises(NoKey):
        sealed(keyring, jo, "Jo Okafor")


def test_forgetting_twice_or_somebody_unknown_does_nothing(keyrings: Keyrings) -> None:
    keyring = keyrings.open()
    jo = keyring.recognise(["jo"])
    assert [keyring.destroy(jo), keyring.destroy(jo), keyring.destroy("p-9")] == [True, False, False]


def test_a_forgotten_person_who_comes_again_is_somebody_new(keyrings: Keyrings) -> None:
    keyring = keyrings.open()
    jo = keyring.recognise(["jo", "phone 1"])
    keyring.flush()
    keyring.destroy(jo)
    again = [keyring.recognise(["phone 1"]), keyrings.open().recognise(["jo"])]
    assert jo not in again
    assert keyring.open(sealed(keyring, again[0], "Jo Okafor"), Identity) == "Jo Okafor"


def test_words_still_unwritten_elsewhere_do_not_bring_a_forgotten_person_back(keyrings: Keyrings) -> None:
    here, elsewhere = keyrings.open(), keyrings.open()
    jo = here.recognise(["phone 1"])
    here.flush()
    assert elsewhere.recognise(["phone 1", "email 1"]) == jo
    here.destroy(jo)
    elsewhere.flush()
    assert here.recognise(["email 1"]) != jo


def test_another_process_forgets_within_the_stated_bound(keyrings: Keyrings) -> None:
    seconds = Seconds()
    here, elsewhere = keyrings.open(), keyrings.open(monotonic=seconds)
    jo = here.recognise(["jo"])
    here.flush()
    value = sealed(here, jo, "Jo Okafor")
    assert elsewhere.open(value, Identity) == "Jo Okafor"
    here.destroy(jo)
    seconds.now += CACHE_SECONDS - 1
    elsewhere.open(value, Identity)  # being looked at does not prolong it
    seconds.now += 1
    assert elsewhere.open(value, Identity) == ERASED


def test_another_process_that_is_told_forgets_at_once(keyrings: Keyrings) -> None:
    here, elsewhere = keyrings.open(), keyrings.open()
    jo = here.recognise(["jo"])
    here.flush()
    value = sealed(here, jo, "Jo Okafor")
    elsewhere.open(value, Identity)
    here.destroy(jo)
    elsewhere.drop_cached(jo)
    assert elsewhere.open(value, Identity) == ERASED


def test_a_real_other_process_opens_until_the_key_is_destroyed(keyrings: Keyrings) -> None:
    keyring = keyrings.open()
    jo, ana = keyring.recognise(["jo"]), keyring.recognise(["ana"])
    keyring.flush()
    of_jo, of_ana = sealed(keyring, jo, "Jo Okafor"), sealed(keyring, ana, "Ana Reyes")
    with another_program(open_what_is_sent, keyrings.address) as program:
        program.tell(of_ana)
        assert program.says() == "Ana Reyes"
        keyring.destroy(jo)
        program.tell(of_jo)
        assert program.says() == ERASED


def test_the_wrapped_keys_and_identities_are_gone_from_every_file(keyrings: Keyrings) -> None:
    keyring, choice = keyrings.open(), random.Random(7)
    people = {keyring.recognise([f"phone {number}"]): f"phone {number}" for number in range(400)}
    keyring.flush()
    wrapped = keyrings.wrapped()
    blinds = {person_id: keyring.index(DataClass, words) for person_id, words in people.items()}
    before = keyrings.stored_bytes()
    assert all(key in before for key in wrapped.values())
    keyrings.place.tamper("keyring", "ANALYZE")  # what a database keeps to plan by holds values too
    forgotten = choice.sample(sorted(people), 60)
    for person_id in forgotten:
        keyring.destroy(person_id)
    left = keyrings.stored_bytes()
    assert [one for one in forgotten if wrapped[one][12:44] in left or blinds[one].encode() in left] == []
    assert len(keyrings.wrapped()) == 340


def test_old_copies_that_the_database_left_in_its_pages_go_too(keyrings: Keyrings) -> None:
    keyring = keyrings.open()
    jo = keyring.recognise(["phone 1"])
    keyring.flush()
    wrapped, blind = keyrings.wrapped()[jo], keyring.index(DataClass, "phone 1").encode()
    keyrings.place.leave_copies(
        "keyring",
        "INSERT INTO identities SELECT 'copy ' || blind, person_id FROM identities",
        "INSERT INTO data_keys SELECT 'copy', wrapped, '', '', NULL FROM data_keys",
        "DELETE FROM identities WHERE blind LIKE 'copy %'",
        "DELETE FROM data_keys WHERE person_id = 'copy'",
    )
    assert keyrings.stored_bytes().count(b"copy " + blind) > 0
    assert keyrings.stored_bytes().count(wrapped) > 1
    keyring.destroy(jo)
    assert (keyrings.stored_bytes().count(blind), keyrings.stored_bytes().count(wrapped)) == (0, 0)


def test_a_reader_that_keeps_old_copies_alive_is_said_and_a_second_call_finishes(
    keyrings: Keyrings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_MS", 50)
    keyring = keyrings.open()
    jo = keyring.recognise(["jo"])
    keyring.flush()
    wrapped = keyrings.wrapped()[jo]
    with keyrings.place.held("keyring", "SELECT * FROM data_keys"):
        with pytest.raises(Unavailable, match="Forget once more"):
            keyring.destroy(jo)
        assert keyring.open(Personal(jo, "AAAA"), Identity) == ERASED
        assert wrapped in keyrings.stored_bytes()
    assert not keyring.destroy(jo)
    assert wrapped not in keyrings.stored_bytes()


def test_forgetting_beside_threads_that_write_and_seal_stands_in_nobodys_way(keyrings: Keyrings) -> None:
    keyring = keyrings.open()

    def meet(thread: int) -> int:
        for number in range(40):
            sealed(keyring, keyring.recognise([f"phone {thread}-{number}"]), "somebody")
            keyring.flush()
        return thread

    gone = [keyring.recognise([f"gone {number}"]) for number in range(20)]
    with ThreadPoolExecutor(5) as threads:
        meeting = [threads.submit(meet, thread) for thread in range(4)]
        forgetting = threads.submit(lambda: [keyring.destroy(person_id) for person_id in gone])
        assert [each.result(60) for each in meeting] == [0, 1, 2, 3]
        assert forgetting.result(60) == [True] * 20
