"""Tokens for programs: shown once, kept hashed, remembered for half a minute."""

from datetime import timedelta

import pytest

from shared.access.roles import Role
from shared.kernel.refusals import NotFound
from tests.support.builders.access import MORNING, AdjustableClock, a_clock, an_access, an_officer, later
from tests.support.databases import Place


def test_a_token_says_whose_it_is(place: Place) -> None:
    access = an_access(place)
    account = an_officer(access, Role.PARTNER)
    token = access.tokens.issue(account.account_id)
    assert token.text.startswith("wmk_")
    assert access.tokens.principal(token.text) == account.principal
    assert access.tokens.principal("wmk_made-up") is None
    assert access.tokens.principal("☃") is None


def test_the_database_and_a_printed_token_do_not_show_its_text(place: Place) -> None:
    access = an_access(place)
    token = access.tokens.issue(an_officer(access).account_id)
    access.close()
    assert token.text.encode() not in place.stored_bytes("access")
    assert token.text not in repr(token)


def test_a_token_is_remembered_for_thirty_seconds_and_then_looked_up_again(place: Place) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    account = an_officer(access)
    token = access.tokens.issue(account.account_id)
    assert access.tokens.remembered(token.text) is None
    access.tokens.principal(token.text)
    later(clock, seconds=29)
    assert access.tokens.remembered(token.text) == account.principal
    later(clock, seconds=1)
    assert access.tokens.remembered(token.text) is None


def test_revoking_works_at_once_here_and_within_thirty_seconds_elsewhere(place: Place) -> None:
    clock = a_clock()
    here, elsewhere = an_access(place, clock), an_access(place, clock)
    token = here.tokens.issue(an_officer(here).account_id)
    here.tokens.principal(token.text)
    elsewhere.tokens.principal(token.text)
    here.tokens.revoke(token.token_id)
    assert here.tokens.remembered(token.text) is None
    assert here.tokens.principal(token.text) is None
    later(clock, seconds=30)
    assert elsewhere.tokens.remembered(token.text) is None
    assert elsewhere.tokens.principal(token.text) is None


def test_a_clock_put_back_an_hour_does_not_keep_a_revoked_token_open(place: Place) -> None:
    clock = AdjustableClock(MORNING)
    here, elsewhere = an_access(place, clock), an_access(place, clock)
    token = here.tokens.issue(an_officer(here).account_id)
    elsewhere.tokens.principal(token.text)
    clock.now -= timedelta(hours=1)
    here.tokens.revoke(token.token_id)
    assert elsewhere.tokens.remembered(token.text) is None
    assert elsewhere.tokens.principal(token.text) is None


def test_a_token_with_an_end_ends_then_even_if_remembered(place: Place) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    token = access.tokens.issue(an_officer(access).account_id, lasts=timedelta(seconds=10))
    assert access.tokens.principal(token.text) is not None
    later(clock, seconds=10)
    assert access.tokens.remembered(token.text) is None
    assert access.tokens.principal(token.text) is None


def test_a_token_cannot_be_issued_to_nobody_nor_revoked_twice(place: Place) -> None:
    access = an_access(place)
    with pytest.raises(NotFound):
        access.tokens.issue("nobody")
    token = access.tokens.issue(an_officer(access).account_id)
    access.tokens.revoke(token.token_id)
    with pytest.raises(NotFound):
        access.tokens.revoke(token.token_id)
