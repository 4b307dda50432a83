"""How many requests a partner may make, counted together by every process."""

import pytest

from shared.access.roles import Referrer, Role, Terms
from shared.kernel.refusals import NotFound
from tests.support.builders.access import MORNING, AdjustableClock, a_clock, an_access, an_officer, later
from tests.support.databases import Place


def test_a_partner_is_turned_away_after_as_many_requests_as_were_agreed_until_the_minute_is_over(place: Place) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    account = an_officer(access, Role.PARTNER)
    access.accounts.agree(account.account_id, Terms(per_minute=3, per_day=100))
    found = access.accounts.find(account.account_id)
    assert found is not None
    later(clock, seconds=20)
    assert [access.quotas.take(found.principal) for _ in range(4)] == [0, 0, 0, 40]
    later(clock, seconds=40)
    assert access.quotas.take(found.principal) == 0
    assert access.quotas.made(account.account_id) == {"minute": 1, "day": 4}


def test_every_process_counts_in_the_same_place_and_each_partner_by_itself(place: Place) -> None:
    here, elsewhere = an_access(place), an_access(place)
    one, other = (an_officer(here, Role.PARTNER, sign_in_name=name).account_id for name in ("one", "other"))
    for account_id in (one, other):
        here.accounts.agree(account_id, Terms(per_minute=2, per_day=100))
    first, second = (here.accounts.find(account_id) for account_id in (one, other))
    assert first is not None
    assert second is not None
    taken = [access.quotas.take(first.principal) > 0 for access in (here, elsewhere, here, elsewhere)]
    assert taken == [False, False, True, True]
    assert here.quotas.take(second.principal) == 0


def test_the_day_has_a_limit_of_its_own(place: Place) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    account = an_officer(access, Role.PARTNER)
    access.accounts.agree(account.account_id, Terms(per_minute=10, per_day=2))
    principal = access.accounts.find(account.account_id).principal  # type: ignore[union-attr]
    waits = []
    for _ in range(3):
        waits.append(access.quotas.take(principal))
        later(clock, minutes=2)
    assert waits == [0, 0, 15 * 3600 - 4 * 60]  # until midnight, since nine o'clock and four minutes


def test_a_clock_that_is_put_back_turns_nobody_away_for_longer(place: Place) -> None:
    clock = AdjustableClock(MORNING.replace(hour=12))
    access = an_access(place, clock)
    account = an_officer(access, Role.PARTNER)
    access.accounts.agree(account.account_id, Terms(per_minute=1, per_day=100))
    principal = access.accounts.find(account.account_id).principal  # type: ignore[union-attr]
    assert access.quotas.take(principal) == 0
    clock.now = MORNING
    assert access.quotas.take(principal) == 0


def test_staff_are_not_counted(place: Place) -> None:
    access = an_access(place)
    officer = an_officer(access, Role.TRIAGE_OFFICER)
    assert {access.quotas.take(officer.principal) for _ in range(3)} == {0}
    assert access.quotas.made(officer.account_id) == {"minute": 0, "day": 0}


def test_terms_are_a_partners_alone_and_stay_through_new_tokens(place: Place) -> None:
    access = an_access(place)
    partner, officer = an_officer(access, Role.PARTNER), an_officer(access, sign_in_name="m.baptiste")
    assert (partner.terms, officer.terms) == (Terms(), None)
    agreed = Terms(Referrer.POLICE, 5, 50)
    access.accounts.agree(partner.account_id, agreed)
    for _ in range(2):
        token = access.tokens.issue(partner.account_id)
        principal = access.tokens.principal(token.text)
        assert principal is not None
        assert principal.terms == agreed
    with pytest.raises(NotFound):
        access.accounts.agree(officer.account_id, agreed)


def test_agreeing_again_replaces_the_terms_and_each_time_is_told(place: Place) -> None:
    told: list[dict[str, str]] = []
    access = an_access(place, changes=lambda what, details: told.append({"what": what, **details}))
    account = an_officer(access, Role.PARTNER)
    for per_day in (7, 8):
        access.accounts.agree(account.account_id, Terms(Referrer.SCHOOL, 5, per_day), by="clerk")
    assert [each.get("per_day") for each in told] == [None, "7", "8"]
    assert (told[-1]["what"], told[-1]["referrer"], told[-1]["by"]) == ("partner_terms_agreed", "school", "clerk")
    assert access.accounts.all(Role.PARTNER)[0].terms == Terms(Referrer.SCHOOL, 5, 8)
