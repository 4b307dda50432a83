"""Settings are read once; what cannot be meant is said with what to do, and a key is never shown."""

import base64
from pathlib import Path

import pytest

from shared.event_store.keyring import WrongMasterKey
from shared.runtime.settings import BadSetting, from_environment

KEY = base64.b64encode(bytes(range(32))).decode()


def test_without_anything_all_data_is_under_var() -> None:
    settings = from_environment({})
    assert settings.data == Path("var").resolve()
    assert settings.address("DATABASE_URL", "intake") == f"sqlite:///{settings.data}/intake.sqlite"
    assert settings.address("KEYRING_URL") == f"sqlite:///{settings.data}/keyring.sqlite"
    assert settings.address("DELIVERY_URL") == "inprocess:"


def test_the_data_folder_given_fills_every_default(tmp_path: Path) -> None:
    for settings in (from_environment({}, data=str(tmp_path)), from_environment({"WAYMARK_DATA": str(tmp_path)})):
        assert settings.address("DATABASE_URL", "triage") == f"sqlite:///{tmp_path}/triage.sqlite"
        assert settings.address("ACCESS_URL") == f"sqlite:///{tmp_path}/access.sqlite"
        assert settings.address("MAIL_URL") == f"file:{tmp_path}/outbox"


def test_the_command_line_wins_over_the_environments_folder(tmp_path: Path) -> None:
    assert from_environment({"WAYMARK_DATA": "elsewhere"}, data=str(tmp_path)).data == tmp_path


def test_an_address_given_outright_wins_over_its_default(tmp_path: Path) -> None:
    given = {"WAYMARK_DATA": str(tmp_path), "DATABASE_URL": "sqlite:////srv/{service}.sqlite"}
    settings = from_environment(given)
    assert settings.address("DATABASE_URL", "panels") == "sqlite:////srv/panels.sqlite"
    assert settings.address("KEYRING_URL") == f"sqlite:///{tmp_path}/keyring.sqlite"


@pytest.mark.parametrize("name", ["DATABASE_URL", "KEYRING_URL", "ACCESS_URL", "LEDGER_SOURCE_URL"])
def test_a_data_folder_beside_an_explicit_address_of_data_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSetting, match=rf"{name} is set. Use one or the other"):
        from_environment({name: "sqlite:////srv/x.sqlite"}, data=str(tmp_path))


def test_mail_and_delivery_may_go_elsewhere_beside_a_data_folder(tmp_path: Path) -> None:
    given = {"MAIL_URL": "smtp://localhost:2525", "DELIVERY_URL": "inprocess:", "CHECKPOINT_DIR": "/srv/checkpoints"}
    settings = from_environment(given, data=str(tmp_path))
    assert settings.address("MAIL_URL") == "smtp://localhost:2525"


def test_a_data_folder_leads_to_the_stores_whatever_else_is_given_unless_one_of_them_is(tmp_path: Path) -> None:
    elsewhere = {"WAYMARK_DATA": str(tmp_path), "CHECKPOINT_DIR": "/srv/checkpoints"}
    assert from_environment(elsewhere).found_by_data
    assert not from_environment({**elsewhere, "KEYRING_URL": "sqlite:////srv/keyring.sqlite"}).found_by_data


@pytest.mark.parametrize(
    ("name", "address", "scheme"),
    [
        ("DATABASE_URL", "mysql://db/waymark", "mysql"),
        ("DELIVERY_URL", "amqp://broker", "amqp"),
        ("KEYRING_URL", "vault://keys", "vault"),
        ("MAIL_URL", "carrier-pigeon:", "carrier-pigeon"),
        ("DATABASE_URL", "waymark.sqlite", "waymark.sqlite"),
    ],
)
def test_an_unknown_scheme_is_named_with_those_there_are(name: str, address: str, scheme: str) -> None:
    with pytest.raises(BadSetting, match=rf"{name} starts with {scheme}:.*use one of"):
        from_environment({name: address})


def test_braces_in_an_address_are_left_alone() -> None:
    settings = from_environment({"KEYRING_URL": "sqlite:////srv/{odd}.sqlite"})
    assert settings.address("KEYRING_URL") == "sqlite:////srv/{odd}.sqlite"


def test_the_master_key_is_used_and_never_shown(tmp_path: Path) -> None:
    settings = from_environment({"WAYMARK_MASTER_KEY": KEY}, data=str(tmp_path))
    assert settings.open_master_key(False) == bytes(range(32))
    assert KEY not in f"{settings} {settings!r} {settings.model_dump_json()}"


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    for name, value in (("key", KEY), ("mail", "smtp+starttls://ward:salt%40sea@mail.example")):
        (tmp_path / name).write_text(f"{value}\n")
    given = {"WAYMARK_MASTER_KEY_FILE": str(tmp_path / "key"), "MAIL_URL_FILE": str(tmp_path / "mail")}
    settings = from_environment(given, data=str(tmp_path))
    assert settings.open_master_key(keyring_exists=False) == bytes(range(32))
    assert settings.address("MAIL_URL") == "smtp+starttls://ward:salt%40sea@mail.example"


def test_a_secret_given_twice_or_in_no_readable_file_is_said_without_showing_it(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    named = "WAYMARK_MASTER_KEY_FILE"
    for given, says in (
        ({named: str(tmp_path / "empty"), "WAYMARK_MASTER_KEY": KEY}, "Both WAYMARK_MASTER_KEY and .* are set"),
        ({named: str(tmp_path / "gone")}, "gone, which cannot be read: No such file"),
        ({named: str(tmp_path / "empty")}, "which is empty"),
        ({named: str(tmp_path / "binary")}, "it is not text"),
    ):
        with pytest.raises(BadSetting, match=says) as told:
            from_environment(given, data=str(tmp_path))
        assert KEY not in str(told.value)


def test_an_address_in_a_file_is_held_to_the_known_schemes_too(tmp_path: Path) -> None:
    (tmp_path / "database").write_text("mysql://db/waymark")
    with pytest.raises(BadSetting, match="DATABASE_URL starts with mysql:"):
        from_environment({"DATABASE_URL_FILE": str(tmp_path / "database")})


def test_the_password_in_an_address_is_used_and_never_shown() -> None:
    settings = from_environment({"DATABASE_URL": "sqlite://waymark:s3cret@host/{service}"})
    assert settings.address("DATABASE_URL", "intake") == "sqlite://waymark:s3cret@host/intake"
    assert "s3cret" not in f"{settings} {settings!r} {settings.model_dump_json()} {settings.addresses}"


def test_a_missing_master_key_beside_a_keyring_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongMasterKey, match="no master key"):
        from_environment({}, data=str(tmp_path)).open_master_key(keyring_exists=True)


def test_an_empty_setting_is_no_setting() -> None:
    settings = from_environment({"DATABASE_URL": "", "WAYMARK_COUNCIL": "", "WAYMARK_MASTER_KEY": ""})
    assert settings.address("DATABASE_URL", "intake").endswith("/intake.sqlite")
    assert settings.council == "Waymark Borough Council"
    assert settings.master_key is None


def test_only_teams_that_were_given_an_address_have_one() -> None:
    given = {"WAYMARK_DUTY_OFFICER": " duty@council.example ", "WAYMARK_SUPPORT_TEAM": "  "}
    assert from_environment(given).teams == {"WAYMARK_DUTY_OFFICER": "duty@council.example"}
    assert from_environment({}).teams == {}


def test_a_worker_has_its_number_or_is_the_first() -> None:
    assert (from_environment({}).worker, from_environment({"WAYMARK_WORKER": "3"}).worker) == (1, 3)


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5", "100"])
def test_a_number_no_worker_can_have_is_said(number: str) -> None:
    with pytest.raises(BadSetting, match=r"WAYMARK_WORKER is the number of a worker .* 1 to 99"):
        from_environment({"WAYMARK_WORKER": number})


def test_nobody_is_believed_about_who_asks_unless_a_proxy_is_named() -> None:
    assert from_environment({}).trusted_proxies == ()
    named = from_environment({"WAYMARK_TRUSTED_PROXIES": "10.20.0.7, 10.20.1.0/28,2001:db8::1"})
    assert named.trusted_proxies == ("10.20.0.7", "10.20.1.0/28", "2001:db8::1")


@pytest.mark.parametrize("named", ["*", "0.0.0.0/0", "::/0", "proxy", "10.20.0.7;10.20.0.8", "10.20.0.9/28"])
def test_not_everybody_can_be_such_a_proxy_and_no_name_is_one(named: str) -> None:
    with pytest.raises(BadSetting, match="names the addresses of our own proxies"):
        from_environment({"WAYMARK_TRUSTED_PROXIES": named})
