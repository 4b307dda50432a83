"""Accounts from the command line: who may sign in, with every change told in intake's log and no name in it."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.__main__ import parser
from services.one_process import Borough, build
from shared.access.roles import Role
from shared.runtime.cli import main
from shared.runtime.facts import AccountChanged
from shared.runtime.settings import from_environment

pytestmark = pytest.mark.slow

PASSWORD = "correct horse battery"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def borough(data: Path) -> Iterator[Borough]:
    """What runs beside the command."""
    made = build(from_environment({"WAYMARK_DATA": str(data)}))
    yield made
    made.close()


def office(monkeypatch: pytest.MonkeyPatch, data: Path, *arguments: str, typed: str = "") -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return main(parser(), ["accounts", *arguments, "--data", str(data)])


def opened(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    arguments = ("open", "J.Okafor", "--role", "agency_member", "--agency", "housing", "--name", "Jo Okafor")
    assert office(monkeypatch, data, *arguments, typed=f"{PASSWORD}\n") == 0


def changes(borough: Borough) -> list[str]:
    facts = (row.fact for row in borough.services["intake"].store.page(0, 1000))
    return [fact.change for fact in facts if isinstance(fact, AccountChanged)]


def test_an_account_that_was_opened_can_sign_in_with_the_password_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Path, borough: Borough
) -> None:
    opened(monkeypatch, data)
    account = borough.access.accounts.check("j.okafor", PASSWORD).account
    assert account is not None
    assert (account.role, account.agency, account.display_name) == (Role.AGENCY_MEMBER, "housing", "Jo Okafor")
    office(monkeypatch, data, "list")
    assert "j.okafor (Jo Okafor): agency_member, housing\n" in capsys.readouterr().out
    assert changes(borough) == ["account_opened"]
    log = b"".join(path.read_bytes() for path in data.glob("intake.sqlite*"))
    assert b"kafor" not in log


@pytest.mark.parametrize(
    ("arguments", "typed", "change"),
    [
        (("password", "j.okafor"), "another long password\n", "account_password_set"),
        (("role", "j.okafor", "--role", "idva"), "", "account_role_changed"),
        (("close", "j.okafor"), "", "account_closed"),
    ],
)
def test_a_change_ends_every_session_of_the_account(
    monkeypatch: pytest.MonkeyPatch, data: Path, borough: Borough, arguments: tuple[str, ...], typed: str, change: str
) -> None:
    opened(monkeypatch, data)
    account = borough.access.accounts.by_sign_in_name("j.okafor")
    assert account is not None
    session = borough.access.sessions.start(account.account_id)
    assert office(monkeypatch, data, *arguments, typed=typed) == 0
    assert borough.access.sessions.find(session) is None
    assert changes(borough) == ["account_opened", change]


def test_a_token_lasts_as_long_as_was_said_is_listed_and_can_be_withdrawn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Path, borough: Borough
) -> None:
    assert main(parser(), ["token", "--role", "partner", "--name", "Feed", "--days", "30", "--data", str(data)]) == 0
    text = capsys.readouterr().out.strip()
    assert borough.access.tokens.principal(text) is not None
    name = borough.access.accounts.all(Role.PARTNER)[0].sign_in_name
    assert office(monkeypatch, data, "tokens", name) == 0
    listed = capsys.readouterr().out
    assert " issued " in listed
    assert ", until 20" in listed
    assert text not in listed
    assert office(monkeypatch, data, "withdraw", listed.split()[0]) == 0
    assert "30 seconds" in capsys.readouterr().out
    borough.access.tokens.forget_remembered()
    assert borough.access.tokens.principal(text) is None
    office(monkeypatch, data, "tokens", name)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "typed", "says"),
    [
        (("open", "new.name", "--role", "idva"), "short\n", "/password: Use at least 12 characters.\n"),
        (("open", "J.OKAFOR", "--role", "idva"), f"{PASSWORD}\n", "There is already an account with this sign-in name"),
        (("close", "nobody"), "", "There is no account with this sign-in name"),
        (("withdraw", "01a2"), "", "There is nothing of that name here."),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    data: Path,
    borough: Borough,
    arguments: tuple[str, ...],
    typed: str,
    says: str,
) -> None:
    opened(monkeypatch, data)
    capsys.readouterr()
    assert office(monkeypatch, data, *arguments, typed=typed) == 2
    assert capsys.readouterr().err.startswith(says)
    assert changes(borough) == ["account_opened"]


def test_a_partners_terms_are_agreed_with_its_token_shown_in_the_list_and_changed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Path, borough: Borough
) -> None:
    issue = ["token", "--role", "partner", "--agency", "met", "--name", "Met", "--data", str(data)]
    assert main(parser(), [*issue, "--referrer", "police", "--per-minute", "5"]) == 0
    name = "met/partner/met@local"
    assert office(monkeypatch, data, "terms", name, "--per-day", "70") == 0
    assert office(monkeypatch, data, "list") == 0
    told = capsys.readouterr().out
    assert f"{name} (Met): partner, met, police, 0 of 5 requests this minute, 0 of 70 today\n" in told
    assert changes(borough) == ["account_opened", "partner_terms_agreed", "token_issued", "partner_terms_agreed"]


@pytest.mark.parametrize("arguments", [("--per-minute", "0"), ("--per-day", "many"), ("--referrer", "press")])
def test_terms_that_make_no_sense_are_said_to(
    capsys: pytest.CaptureFixture[str], data: Path, arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit):
        main(parser(), ["token", "--role", "partner", *arguments, "--data", str(data)])
    assert arguments[0] in capsys.readouterr().err


def test_only_a_partner_has_terms(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Path, borough: Borough
) -> None:
    opened(monkeypatch, data)
    assert office(monkeypatch, data, "terms", "j.okafor", "--per-day", "7") == 2
    assert "Only a partner" in capsys.readouterr().err
