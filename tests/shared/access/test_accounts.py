"""Opening, changing and closing accounts, and what is told of it."""

from collections.abc import Mapping

import argon2
import pytest

from shared.access import passwords
from shared.access.accounts import SignInNameTaken
from shared.access.roles import Role
from shared.kernel.refusals import InvalidInput, NotFound
from tests.support.builders.access import PASSWORD, a_clock, an_access, an_officer, later
from tests.support.databases import Place


def test_an_account_is_found_again_by_name_however_it_is_written(place: Place) -> None:
    access = an_access(place)
    account = an_officer(access, sign_in_name="J.Okafor")
    assert access.accounts.by_sign_in_name("  j.okafor ") == account
    assert access.accounts.find(account.account_id) == account
    assert access.accounts.names([account.account_id, "policy"]) == {account.account_id: "Jo Okafor"}


def test_two_accounts_cannot_share_a_sign_in_name(place: Place) -> None:
    access = an_access(place)
    an_officer(access)
    with pytest.raises(SignInNameTaken):
        an_officer(access, sign_in_name="J.OKAFOR")


@pytest.mark.parametrize(("password", "code"), [("hunter2", "too_short"), ("x" * 129, "too_long")])
def test_a_password_is_judged_by_its_length_alone(place: Place, password: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        an_officer(an_access(place), password=password)
    assert [error.code for error in refused.value.errors] == [code]
    assert password not in str(refused.value)


def test_the_password_is_kept_as_argon2id_and_nowhere_in_clear(place: Place) -> None:
    access = an_access(place)
    an_officer(access)
    access.close()
    stored = place.stored_bytes("access")
    assert b"$argon2id$v=19$m=19456,t=2,p=1$" in stored  # what OWASP asks for at least
    assert PASSWORD.encode() not in stored


def test_the_local_account_for_a_role_is_made_once(place: Place) -> None:
    access = an_access(place)
    first = access.accounts.ensure(Role.PARTNER, agency="housing", name="Northgate Homes feed")
    again = access.accounts.ensure(Role.PARTNER, agency="housing", name="Northgate Homes feed")
    other = access.accounts.ensure(Role.PARTNER, agency="health", name="Northgate Homes feed")
    assert first == again
    assert first.account_id != other.account_id
    assert access.accounts.all(Role.PARTNER) == sorted([first, other], key=lambda account: account.account_id)


def test_every_change_is_told_with_who_did_it_and_without_a_name(place: Place) -> None:
    told: list[tuple[str, Mapping[str, str]]] = []
    access = an_access(place, changes=lambda what, details: told.append((what, details)))
    account = an_officer(access)
    access.accounts.change_role(account.account_id, Role.CASE_OFFICER, by="a-9")
    access.accounts.set_password(account.account_id, "another long password", by="a-9")
    token = access.tokens.issue(account.account_id, by="a-9")
    access.tokens.revoke(token.token_id, by="a-9")
    access.accounts.close(account.account_id, by="a-9")
    assert [what for what, _ in told] == [
        "account_opened",
        "account_role_changed",
        "account_password_set",
        "token_issued",
        "token_revoked",
        "account_closed",
    ]
    assert told[1][1] == {"account_id": account.account_id, "role": "case_officer", "agency": "", "by": "a-9"}
    assert "kafor" not in str(told)
    assert token.text not in str(told)


def test_a_change_that_cannot_be_told_does_not_happen(place: Place) -> None:
    def no_log(what: str, details: Mapping[str, str]) -> None:
        raise OSError("the log's disk is full")

    access = an_access(place, changes=no_log)
    with pytest.raises(OSError, match="disk"):
        an_officer(access)
    assert access.accounts.by_sign_in_name("j.okafor") is None


def test_a_closed_account_opens_nothing_any_more(place: Place) -> None:
    access = an_access(place)
    account = an_officer(access)
    session, token = access.sessions.start(account.account_id), access.tokens.issue(account.account_id)
    assert access.tokens.principal(token.text) == account.principal
    access.accounts.close(account.account_id)
    assert access.sessions.find(session) is None
    assert access.tokens.remembered(token.text) is None
    assert access.tokens.principal(token.text) is None
    assert access.accounts.check("j.okafor", PASSWORD).account is None
    with pytest.raises(NotFound):
        access.tokens.issue(account.account_id)


def test_another_role_asks_for_a_new_sign_in(place: Place) -> None:
    access = an_access(place)
    account = an_officer(access)
    session, token = access.sessions.start(account.account_id), access.tokens.issue(account.account_id).text
    access.tokens.principal(token)
    access.accounts.change_role(account.account_id, Role.CASE_OFFICER)
    assert access.sessions.find(session) is None
    assert access.tokens.remembered(token) is None
    changed = access.accounts.find(account.account_id)
    assert changed is not None
    assert changed.role is Role.CASE_OFFICER


def test_a_new_password_ends_every_session_and_the_old_one_opens_nothing(place: Place) -> None:
    access = an_access(place)
    account = an_officer(access)
    sessions = [access.sessions.start(account.account_id) for _ in range(2)]
    access.accounts.set_password(account.account_id, "another long password")
    assert [access.sessions.find(session) for session in sessions] == [None, None]
    assert access.accounts.check("j.okafor", PASSWORD).account is None
    assert access.accounts.check("j.okafor", "another long password").account == account


def test_the_right_password_says_who_and_a_wrong_one_nothing(place: Place) -> None:
    access = an_access(place)
    account = an_officer(access)
    assert access.accounts.check(" J.Okafor", PASSWORD).account == account
    assert access.accounts.check("j.okafor", "wrong password here").account is None
    assert access.accounts.check("nobody", PASSWORD).account is None


class Counting:
    """A hasher that counts how often it was put to work, which is what takes the time."""

    def __init__(self) -> None:
        self._real, self.times = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1), 0

    def hash(self, password: str) -> str:
        return self._real.hash(password)

    def verify(self, kept: str, password: str) -> bool:
        self.times += 1
        return self._real.verify(kept, password)


@pytest.mark.parametrize("name", ["j.okafor", "nobody", "has.none", "has.left"])
def test_an_answer_takes_the_same_work_whoever_there_is(
    place: Place, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    access, hasher = an_access(place), Counting()
    monkeypatch.setattr(passwords, "_HASHER", hasher)
    an_officer(access)
    an_officer(access, sign_in_name="has.none", password=None)
    access.accounts.close(an_officer(access, sign_in_name="has.left").account_id)
    assert access.accounts.check(name, "wrong password here").account is None
    assert hasher.times == 1


def test_whoever_is_not_there_is_compared_at_the_price_of_whoever_is() -> None:
    kept = passwords.hash_password(PASSWORD)
    assert argon2.extract_parameters(passwords._NOBODY) == argon2.extract_parameters(kept)
    assert not passwords.password_matches(None, "nobody has this password")


def test_an_account_without_a_password_cannot_sign_in(place: Place) -> None:
    access = an_access(place)
    an_officer(access, password=None)
    assert access.accounts.check("j.okafor", "").account is None
    assert access.accounts.check("j.okafor", "nobody has this password").account is None


@pytest.mark.parametrize("name", ["j.okafor", "unknown.name"])
def test_wrong_passwords_make_one_name_wait_ever_longer_known_or_not(place: Place, name: str) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    an_officer(access)
    waits = []
    for _ in range(6):
        answer = access.accounts.check(name, "wrong password here")
        waits.append(answer.wait_seconds)
        later(clock, seconds=answer.wait_seconds)
    assert waits == [0, 0, 0, 1, 0, 2]
    assert access.accounts.check("somebody.else", "x").wait_seconds == 0


def test_while_waiting_even_the_right_password_waits_and_afterwards_the_count_starts_anew(place: Place) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    account = an_officer(access)
    for _ in range(3):
        access.accounts.check("j.okafor", "wrong password here")
    assert access.accounts.check("j.okafor", PASSWORD).wait_seconds == 1
    later(clock, seconds=1)
    assert access.accounts.check("j.okafor", PASSWORD).account == account
    assert access.accounts.check("j.okafor", "wrong password here").wait_seconds == 0
    assert access.accounts.check("j.okafor", PASSWORD).account == account


def test_no_wait_is_longer_than_five_minutes(place: Place) -> None:
    clock = a_clock()
    access = an_access(place, clock)
    for _ in range(14):
        later(clock, minutes=5)
        access.accounts.check("j.okafor", "x")
    assert access.accounts.check("j.okafor", "x").wait_seconds == 300


def test_what_was_typed_as_a_name_is_not_kept(place: Place) -> None:
    access = an_access(place)
    access.accounts.check("my secret password typed here", "x")
    access.close()
    assert b"my secret" not in place.stored_bytes("access")


def test_two_processes_share_accounts_and_the_signing_secret(place: Place) -> None:
    one, other = an_access(place), an_access(place)
    account = an_officer(one)
    assert other.accounts.check("j.okafor", PASSWORD).account == account
    assert other.signer.open("draft", one.signer.seal("draft", "d-1")) == "d-1"
