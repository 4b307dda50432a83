"""Forms that came when nobody was signed in: theirs alone, from that browser alone, for a while."""

import pytest

from shared.access.unsent import KEPT_FOR, MOST_OF_ONE, UnsentForms
from tests.support.builders.access import MORNING, a_clock, an_access, later
from tests.support.databases import Place

FIELDS = (("description", "He hit me.\nAgain."), ("strands", "stalking"), ("strands", "honour"), ("then", "save"))
PATH = "/intake/call?draft=1"


@pytest.fixture
def unsent(place: Place) -> UnsentForms:
    return an_access(place).unsent


def test_it_comes_back_whole_to_the_account_and_the_browser_it_came_from(unsent: UnsentForms) -> None:
    key = unsent.keep(None, "account-1", PATH, FIELDS)
    assert unsent.keep(key, "account-1", "/intake/mail", ()) == key
    first, second = unsent.waiting(key, "account-1")
    assert (first.path, first.fields, first.kept_at, first.sent_at) == (PATH, FIELDS, MORNING, None)
    assert unsent.find(key, "account-1", second.unsent_id) == second
    assert "hit" not in repr(first)


def test_neither_a_colleague_at_the_same_desk_nor_the_same_person_elsewhere_is_given_it(unsent: UnsentForms) -> None:
    key = unsent.keep(None, "account-1", PATH, FIELDS)
    (kept,) = unsent.waiting(key, "account-1")
    assert unsent.waiting(key, "account-2") == []
    assert unsent.waiting("00" * 32, "account-1") == []
    assert unsent.find(key, "account-2", kept.unsent_id) is None
    assert unsent.find("00" * 32, "account-1", kept.unsent_id) is None


def test_the_database_holds_nothing_that_was_typed_and_no_key(place: Place) -> None:
    access = an_access(place)
    key = access.unsent.keep(None, "account-1", PATH, FIELDS)
    access.close()
    stored = place.stored_bytes("access")
    assert b"hit me" not in stored
    assert key.encode() not in stored
    assert bytes.fromhex(key) not in stored


def test_what_was_moved_to_another_account_opens_for_nobody(place: Place) -> None:
    access = an_access(place)
    key = access.unsent.keep(None, "account-1", PATH, FIELDS)
    with access.database.changing() as connection:
        connection.exec_driver_sql("UPDATE unsent_forms SET account_id = 'account-2'")
    assert access.unsent.waiting(key, "account-1") == access.unsent.waiting(key, "account-2") == []


def test_sent_again_it_waits_no_more_and_is_there_until_its_time_is_over(place: Place) -> None:
    clock = a_clock()
    unsent = an_access(place, clock).unsent
    key = unsent.keep(None, "account-1", PATH, FIELDS)
    (kept,) = unsent.waiting(key, "account-1")
    later(clock, minutes=5)
    unsent.sent(kept.unsent_id)
    assert unsent.waiting(key, "account-1") == []
    found = unsent.find(key, "account-1", kept.unsent_id)
    assert found is not None
    assert found.sent_at == clock()
    later(clock, hours=KEPT_FOR.total_seconds() / 3600)
    assert unsent.find(key, "account-1", kept.unsent_id) is None


def test_what_is_past_its_time_is_deleted_when_the_next_comes(place: Place) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    access.unsent.keep(None, "account-1", PATH, FIELDS)
    later(clock, hours=13)
    access.unsent.keep(None, "account-2", PATH, FIELDS)
    with access.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM unsent_forms").scalar_one() == 1


def test_of_one_account_so_many_are_kept_and_of_more_the_newest(place: Place) -> None:
    clock = a_clock()
    unsent = an_access(place, clock).unsent
    key = None
    for number in range(MOST_OF_ONE + 2):
        later(clock, seconds=1)
        key = unsent.keep(key, "account-1", f"/{number}", ())
    assert key is not None
    assert [each.path for each in unsent.waiting(key, "account-1")] == [f"/{n}" for n in range(2, MOST_OF_ONE + 2)]


def test_thrown_away_it_is_gone(unsent: UnsentForms) -> None:
    key = unsent.keep(None, "account-1", PATH, FIELDS)
    (kept,) = unsent.waiting(key, "account-1")
    unsent.discard(kept.unsent_id)
    assert unsent.find(key, "account-1", kept.unsent_id) is None
