"""One key a person: what is sealed under it opens for that person and class alone, and people are recognised."""

import base64
from multiprocessing.connection import Connection

import pytest
from cryptography.exceptions import InvalidTag

from shared.event_store.keyring import Keyring, NoKey, WrongMasterKey
from shared.kernel.personal import Contact, DataClass, Identity, Narrative, Personal
from shared.kernel.refusals import ConcurrencyConflict
from tests.support.builders.keys import Keyrings, keyring_at, sealed
from tests.support.programs import another_program


@pytest.fixture
def keyring(keyrings: Keyrings) -> Keyring:
    """A keyring with one person in it."""
    made = keyrings.open()
    made.mint("p-1")
    made.flush()
    return made


def test_what_was_sealed_opens_again_here_and_in_another_process(keyring: Keyring, keyrings: Keyrings) -> None:
    value = sealed(keyring, "p-1", "Jo Okafor, née Łącka")
    assert keyring.open(value, Identity) == "Jo Okafor, née Łącka"
    assert keyrings.open().open(value, Identity) == "Jo Okafor, née Łącka"
    assert keyring.open(None, Identity) is None


def test_a_sealed_value_shows_neither_its_text_nor_that_two_are_alike(keyring: Keyring) -> None:
    one, other = sealed(keyring, "p-1", "Jo Okafor"), sealed(keyring, "p-1", "Jo Okafor")
    assert one.c != other.c
    assert b"Okafor" not in base64.b64decode(one.c)


def test_a_value_does_not_open_as_another_class(keyring: Keyring) -> None:
    with pytest.raises(InvalidTag):
        keyring.open(sealed(keyring, "p-1", "07700 900123", Contact), Narrative)


def test_a_value_does_not_open_as_another_persons(keyring: Keyring) -> None:
    keyring.mint("p-2")
    with pytest.raises(InvalidTag):
        keyring.open(Personal("p-2", sealed(keyring, "p-1", "Jo Okafor").c), Identity)


def test_a_value_is_bound_to_its_person_and_not_only_to_her_key(keyring: Keyring) -> None:
    keyring._pending_keys["p-2"] = keyring._pending_keys["p-3"] = bytes(32)
    value = sealed(keyring, "p-2", "Jo Okafor")
    with pytest.raises(InvalidTag):
        keyring.open(Personal("p-3", value.c), Identity)


def test_a_wrapped_key_does_not_open_in_another_persons_row(keyring: Keyring, keyrings: Keyrings) -> None:
    keyring.mint("p-2")
    keyring.flush()
    swapped = "UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys WHERE person_id = 'p-1')"
    assert keyrings.place.tamper("keyring", swapped) == 2
    with pytest.raises(InvalidTag):
        sealed(keyrings.open(), "p-2", "Ana Reyes")


@pytest.mark.parametrize("at", [0, 12, -1])
def test_a_changed_value_does_not_open(keyring: Keyring, at: int) -> None:
    value = sealed(keyring, "p-1", "Jo Okafor")
    raw = bytearray(base64.b64decode(value.c))
    raw[at] ^= 1
    with pytest.raises(InvalidTag):
        keyring.open(Personal("p-1", base64.b64encode(raw).decode()), Identity)


def test_another_master_key_opens_nothing_and_says_what_to_do(keyring: Keyring, keyrings: Keyrings) -> None:
    with pytest.raises(WrongMasterKey, match=r"WAYMARK_MASTER_KEY, or keys/master\.key"):
        keyrings.open(b"another key of thirty-two bytes!")


def test_a_new_key_is_on_the_disk_after_flush_and_not_before(keyrings: Keyrings) -> None:
    keyring = keyrings.open()
    keyring.mint("p-1")
    value = sealed(keyring, "p-1", "Jo Okafor")
    assert not keyring.knows("p-1")
    keyring.flush()
    assert keyring.knows("p-1")
    assert keyrings.open().open(value, Identity) == "Jo Okafor"


def test_no_key_lies_open_on_the_disk(keyrings: Keyrings) -> None:
    keyring = keyrings.open()
    keyring.mint("p-1")
    key = keyring._pending_keys["p-1"]
    keyring.flush()
    assert key not in keyrings.stored_bytes()


def test_somebody_who_has_a_key_gets_no_other(keyring: Keyring, keyrings: Keyrings) -> None:
    value = sealed(keyring, "p-1", "Jo Okafor")
    for again in (keyring, keyrings.open()):
        again.mint("p-1")
        again.flush()
        assert again.open(value, Identity) == "Jo Okafor"


def test_of_two_processes_that_make_one_persons_key_the_first_stays_and_the_second_seals_again(
    keyrings: Keyrings,
) -> None:
    one, other = keyrings.open(), keyrings.open()
    one.mint("p-1")
    other.mint("p-1")
    other.mint("p-2")
    value = sealed(one, "p-1", "Jo Okafor")
    one.flush()
    with pytest.raises(ConcurrencyConflict):
        other.flush()
    other.flush()
    assert one.open(sealed(other, "p-1", "Jo Okafor"), Identity) == "Jo Okafor"
    assert one.open(sealed(other, "p-2", "Ana Reyes"), Identity) == "Ana Reyes"
    assert other.open(value, Identity) == "Jo Okafor"


def test_nothing_is_sealed_for_somebody_without_a_key(keyring: Keyring) -> None:
    with pytest.raises(NoKey):
        sealed(keyring, "p-9", "Jo Okafor")


def test_two_referrals_of_one_woman_share_a_person(keyring: Keyring, keyrings: Keyrings) -> None:
    first = keyring.recognise(["phone 07700900123", "name jo okafor 1990-02-13"])
    assert keyring.recognise(["name jo okafor 1990-02-13"]) == first
    keyring.flush()
    other = keyrings.open()
    assert other.recognise(["email jo@example.org", "phone 07700900123"]) == first
    other.flush()
    assert keyring.recognise(["email jo@example.org"]) == first


def test_strangers_and_those_of_whom_nothing_is_known_are_somebody_new(keyring: Keyring) -> None:
    people = [keyring.recognise(words) for words in (["phone 1"], ["phone 2"], [], [])]
    assert len(set(people)) == 4
    assert keyring.open(sealed(keyring, people[2], "somebody"), Identity) == "somebody"


def test_where_words_lead_to_two_people_the_first_word_decides_and_neither_is_lost(keyring: Keyring) -> None:
    one, other = keyring.recognise(["phone 1"]), keyring.recognise(["phone 2"])
    assert keyring.recognise(["phone 2", "phone 1", "phone 3"]) == other
    assert [keyring.recognise([f"phone {number}"]) for number in (1, 2, 3)] == [one, other, other]


def test_recognising_somebody_known_writes_nothing(keyring: Keyring, keyrings: Keyrings) -> None:
    keyring.recognise(["phone 1"])
    keyring.flush()
    before = keyrings.place.writes("keyring")
    keyring.recognise(["phone 1"])
    keyring.flush()
    assert keyrings.place.writes("keyring") == before


def test_identifying_words_are_kept_only_blind(keyring: Keyring, keyrings: Keyrings) -> None:
    keyring.recognise(["phone 07700900123"])
    keyring.flush()
    assert b"07700900123" not in keyrings.stored_bytes()


def test_blind_indexes_are_alike_for_the_same_words_class_and_keyring_only(
    keyring: Keyring, keyrings: Keyrings
) -> None:
    index = keyring.index(Identity, "jo okafor")
    assert keyrings.open().index(Identity, "jo okafor") == index
    others = [
        keyring.index(Contact, "jo okafor"),
        keyring.index(DataClass, "jo okafor"),
        keyring.index(Identity, "jo okafo"),
        keyring_at(keyrings.place.address("elsewhere")).index(Identity, "jo okafor"),
    ]
    assert len({index, *others}) == 5


def recognise_and_seal(pipe: Connection, address: str, people: int) -> None:
    """Another program: meets the same people at the same time, and says what it sealed about them."""
    keyring = keyring_at(address)
    pipe.send("ready")
    pipe.recv()
    pipe.send(met(keyring, people))


def met(keyring: Keyring, people: int) -> dict[str, Personal[Identity]]:
    """People recognised one after the other, each written to the disk at once, with a detail sealed for each."""
    values = {}
    for number in range(people):
        person_id = keyring.recognise([f"phone {number}"])
        values[person_id] = sealed(keyring, person_id, f"person {number}")
        keyring.flush()
    return values


def test_two_processes_that_meet_the_same_people_at_once_lose_no_key(keyrings: Keyrings) -> None:
    keyring, people = keyrings.open(), 150
    with another_program(recognise_and_seal, keyrings.address, people) as program:
        assert program.says() == "ready"
        program.tell("go")
        here = met(keyring, people)
        there = program.says()
    fresh = keyrings.open()
    for values in (here, there):
        assert [fresh.open(value, Identity) for value in values.values()] == [f"person {n}" for n in range(people)]
    assert {fresh.recognise([f"phone {number}"]) for number in range(people)} <= {*here, *there}


def test_words_lead_to_somebody_else_once_that_is_said_and_only_where_they_led_to_one_of_these(
    keyring: Keyring, keyrings: Keyrings
) -> None:
    keyring.mint("p-2")
    hers, others = keyring.recognise(["born", "called"]), keyring.recognise(["of another"])
    keyring.flush()
    keyring.repoint({"born": ["p-2"], "of another": ["p-2"], "unknown": ["p-2"]}, {hers, "p-2"})
    for each in (keyring, keyrings.open()):
        assert each.recognise(["born"]) == "p-2"
        assert each.recognise(["called"]) == hers
        assert each.recognise(["of another"]) == others


def test_words_of_two_people_lead_to_neither_and_to_nobody_new_and_go_with_either(
    keyring: Keyring, keyrings: Keyrings
) -> None:
    keyring.mint("p-2")
    hers = keyring.recognise(["shared", "her own"])
    keyring.flush()
    keyring.repoint({"shared": [hers, "p-2"]}, {hers})
    strangers = {keyring.recognise(["shared"]), keyring.recognise(["shared"])}
    keyring.flush()
    assert len(strangers) == 2
    assert not strangers & {hers, "p-2"}
    assert keyrings.open().recognise(["shared", "her own"]) == hers
    keyring.destroy("p-2")
    newcomer = keyring.recognise(["shared"])
    assert keyring.recognise(["shared"]) == newcomer


def test_words_are_not_made_to_lead_to_somebody_forgotten(keyring: Keyring) -> None:
    keyring.mint("p-2")
    hers = keyring.recognise(["shared"])
    keyring.flush()
    keyring.destroy("p-2")
    keyring.repoint({"shared": ["p-2"]}, {hers})
    assert keyring.recognise(["shared"]) == hers
