"""Sessions end by themselves, lock at a press, and are not found in the database by whoever reads it."""

from datetime import timedelta

from tests.support.builders.access import MORNING, AdjustableClock, a_clock, an_access, an_officer, later
from tests.support.databases import Place


def test_a_session_says_who_is_signed_in(place: Place) -> None:
    access = an_access(place)
    account = an_officer(access)
    session = access.sessions.find(access.sessions.start(account.account_id))
    assert session is not None
    assert session.principal == account.principal
    assert not session.locked
    assert access.sessions.find("made up") is None


def test_half_an_hour_without_use_ends_it(place: Place) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    session_id = access.sessions.start(an_officer(access).account_id)
    later(clock, minutes=29)
    assert access.sessions.find(session_id) is not None
    later(clock, minutes=29)
    assert access.sessions.find(session_id) is not None
    later(clock, minutes=30)
    assert access.sessions.find(session_id) is None


def test_a_session_seen_while_a_clock_was_an_hour_ahead_ends_half_an_hour_after_its_last_use(place: Place) -> None:
    clock = AdjustableClock(MORNING)
    access = an_access(place, clock)
    session_id = access.sessions.start(an_officer(access).account_id)
    clock.now = MORNING + timedelta(minutes=20)
    assert access.sessions.find(session_id) is not None
    clock.now = MORNING + timedelta(minutes=49)
    assert access.sessions.find(session_id) is not None
    clock.now = MORNING + timedelta(minutes=1)
    assert access.sessions.find(session_id) is not None
    clock.now = MORNING + timedelta(minutes=31)
    assert access.sessions.find(session_id) is None


def test_ten_hours_end_it_however_busy(place: Place) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    session_id = access.sessions.start(an_officer(access).account_id)
    while (clock() - MORNING).total_seconds() < 9.5 * 3600:
        later(clock, minutes=25)
        assert access.sessions.find(session_id) is not None
    later(clock, minutes=25)
    assert access.sessions.find(session_id) is None


def test_a_locked_session_is_still_somebodys_but_looking_does_not_keep_it_alive(place: Place) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    session_id = access.sessions.start(an_officer(access).account_id)
    access.sessions.lock(session_id)
    later(clock, minutes=20)
    session = access.sessions.find(session_id)
    assert session is not None
    assert session.locked
    later(clock, minutes=10)
    assert access.sessions.find(session_id) is None


def test_signing_out_ends_one_session_and_no_other(place: Place) -> None:
    access = an_access(place)
    account = an_officer(access)
    one, two = (access.sessions.start(account.account_id) for _ in range(2))
    access.sessions.end(one)
    assert access.sessions.find(one) is None
    assert access.sessions.find(two) is not None


def test_the_database_holds_neither_session_ids_nor_their_anti_forgery_tokens(place: Place) -> None:
    access = an_access(place)
    session_id = access.sessions.start(an_officer(access).account_id)
    csrf = access.sessions.csrf(session_id)
    access.close()
    stored = place.stored_bytes("access")
    assert session_id.encode() not in stored
    assert csrf.encode() not in stored


def test_each_session_has_its_own_anti_forgery_token(place: Place) -> None:
    access = an_access(place)
    account = an_officer(access)
    one, two = access.sessions.start(account.account_id), access.sessions.start(account.account_id)
    assert access.sessions.csrf(one) != access.sessions.csrf(two)


def test_whose_a_session_was_is_known_for_half_a_day_after_it_ended_by_itself(place: Place) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    account = an_officer(access)
    session_id = access.sessions.start(account.account_id)
    later(clock, hours=12)
    access.sessions.start(account.account_id)  # which clears away what is over for too long
    assert access.sessions.find(session_id) is None
    assert access.sessions.whose(session_id) == account.account_id
    later(clock, minutes=31)
    assert access.sessions.whose(session_id) is None
    assert access.sessions.whose("made up") is None


def test_of_a_session_somebody_signed_out_of_and_of_a_closed_account_nothing_is_known(place: Place) -> None:
    access = an_access(place)
    account = an_officer(access)
    one, two = access.sessions.start(account.account_id), access.sessions.start(account.account_id)
    csrf = access.sessions.csrf(one)
    access.sessions.end(one)
    assert access.sessions.whose(one) is None
    assert not access.sessions.once_had(account.account_id, csrf)
    access.accounts.close(account.account_id, by="tests")
    assert access.sessions.whose(two) is None


def test_pages_of_ones_own_other_sessions_are_known_by_their_token_and_nobody_elses(place: Place) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    account, other = an_officer(access), an_officer(access, sign_in_name="a.begum")
    session_id = access.sessions.start(account.account_id)
    csrf = access.sessions.csrf(session_id)
    access.sessions.replace(session_id)
    assert access.sessions.find(session_id) is None
    assert access.sessions.once_had(account.account_id, csrf)
    assert not access.sessions.once_had(other.account_id, csrf)
    assert not access.sessions.once_had(account.account_id, "é")
    later(clock, hours=13)
    assert not access.sessions.once_had(account.account_id, csrf)
