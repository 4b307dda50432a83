"""Keys of what passes are gone when they are destroyed, and neither their place nor the keyring opens a thing alone."""

from collections.abc import Iterator

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import insert

from shared.event_store.databases import open_database
from shared.event_store.keyring import NoKey
from shared.event_store.passing_keys import PassingKeys, keys
from shared.kernel.personal import ERASED, Narrative, Personal, Unsealed
from shared.kernel.refusals import Unavailable
from tests.support.builders.keys import Keyrings

pytestmark = pytest.mark.slow

TEXT = "He took the door off its hinges."


class Kept:
    """Keys beside a log, and as another program opens them."""

    def __init__(self, keyrings: Keyrings) -> None:
        self.place, self.keyrings = keyrings.place, keyrings
        self.database = open_database(self.place.address("intake"), "DATABASE_URL", "drafts_keys", lasting=True)
        self.keys = self.again()

    def again(self) -> PassingKeys:
        return PassingKeys(self.database, self.keyrings.open(), "intake/drafts")

    def sealed(self, owner: str) -> Personal[Narrative]:
        self.keys.mint(owner)
        return self.keys.seal(Unsealed(owner, Narrative, TEXT))

    def stored(self) -> bytes:
        return self.place.stored_bytes("intake")


@pytest.fixture
def kept(keyrings: Keyrings) -> Iterator[Kept]:
    made = Kept(keyrings)
    yield made
    made.database.close()


def test_what_was_sealed_opens_again_also_for_a_program_that_starts_later(kept: Kept) -> None:
    value = kept.sealed("d-1")
    assert kept.keys.open(value, Narrative) == TEXT
    assert kept.again().open(value, Narrative) == TEXT
    assert kept.keys.open(None, Narrative) is None


def test_a_key_that_is_destroyed_leaves_nothing_and_the_others_stay(kept: Kept) -> None:
    value, other = kept.sealed("d-1"), kept.sealed("d-2")
    rows = kept.place.look("keyring", "SELECT person_id FROM data_keys")
    wrapped = _wrapped(kept, "d-1")
    assert wrapped in kept.stored()
    assert kept.keys.destroy("d-1")
    assert wrapped not in kept.stored()
    assert kept.keys.open(value, Narrative) == ERASED
    assert kept.keys.open(other, Narrative) == TEXT
    assert not kept.keys.destroy("d-1")
    with pytest.raises(NoKey):
        kept.keys.seal(Unsealed("d-1", Narrative, TEXT))
    assert kept.place.look("keyring", "SELECT person_id FROM data_keys") == rows == [("intake/drafts",)]


def test_copies_that_somebody_may_still_see_are_not_said_to_be_gone_and_go_the_next_time(kept: Kept) -> None:
    kept.sealed("d-1")
    kept.sealed("d-2")
    wrapped = _wrapped(kept, "d-1")
    with kept.database.reading() as connection:
        connection.execute(keys.select()).all()
        with pytest.raises(Unavailable, match="old copies"):
            kept.keys.destroy("d-1")
    assert kept.keys.destroy("d-2")
    assert wrapped not in kept.stored()


def test_whoever_has_the_place_alone_opens_nothing(kept: Kept) -> None:
    value = kept.sealed("d-1")
    kept.place.tamper("keyring", "DELETE FROM data_keys")
    assert kept.again().open(value, Narrative) == ERASED


def test_a_key_does_not_open_for_another_owner(kept: Kept) -> None:
    value = kept.sealed("d-1")
    with kept.database.changing() as connection:
        connection.execute(insert(keys).values(owner="d-2", wrapped=_wrapped(kept, "d-1").decode()))
    with pytest.raises(InvalidTag):
        kept.keys.open(Personal("d-2", value.c), Narrative)


def _wrapped(kept: Kept, owner: str) -> bytes:
    with kept.database.reading() as connection:
        found = {row.owner: row.wrapped for row in connection.execute(keys.select())}
    return str(found[owner]).encode()
