"""Each kind of user can be tried: the terminal and the sign-in page say how, and the accounts work."""

from collections.abc import Iterator

import pytest

from services.rehearsal.accounts import SHOWN, how_to_sign_in, open_accounts
from services.rehearsal.plan.cast import CAST, PASSWORD, Member
from shared.access.roles import ROLE_WORDS, Role
from shared.web.places import PLACES
from tests.support.builders.rehearsal import TODAY, RehearsedBorough, sign_in


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RehearsedBorough]:
    made = RehearsedBorough(tmp_path_factory.mktemp("accounts"), days=2, today=TODAY).played()
    yield made
    made.close()


def test_all_sixteen_kinds_of_user_are_told_how_to_come_in() -> None:
    told = how_to_sign_in()
    assert len(Role) == 16
    for role in Role:
        assert ROLE_WORDS[role] in told
    assert PASSWORD in told
    assert "token --role partner" in told
    assert {member.role for member in CAST} == set(Role) - {Role.PARTNER}


def test_the_sign_in_page_lists_the_same(town: RehearsedBorough) -> None:
    page = town.client().get("/sign-in").text
    for shown in SHOWN:
        for words in (shown.sign_in_name, shown.role, shown.password):
            assert words in page
    assert "token --role partner" in page


@pytest.mark.parametrize("member", CAST, ids=lambda member: member.sign_in_name)
def test_everybody_signs_in_and_lands_on_a_page_that_is_there(town: RehearsedBorough, member: Member) -> None:
    with_session = town.client()
    answer = sign_in(with_session, member.sign_in_name)
    assert answer.status_code == 200, answer.url
    # Whoever has no page of their own stands before the front door again.
    assert (member.display_name in answer.text) == bool(PLACES[member.role])


def test_two_of_the_cast_never_share_a_name(town: RehearsedBorough) -> None:
    assert len({member.sign_in_name for member in CAST}) == len({member.display_name for member in CAST}) == len(CAST)


def test_opening_them_again_changes_nothing(town: RehearsedBorough) -> None:
    accounts = town.borough.access.accounts
    before = [accounts.by_sign_in_name(member.sign_in_name) for member in CAST]
    open_accounts(town.borough)
    assert [accounts.by_sign_in_name(member.sign_in_name) for member in CAST] == before
