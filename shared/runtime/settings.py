"""Every setting, read once from the environment into one frozen model and handed on as arguments."""

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr

from shared.event_store.keyring import WrongMasterKey
from shared.event_store.master_key import master_key

_PREFIX = "WAYMARK_"
# NAME_FILE says in which file the value of NAME stands, so that a secret need not stand in an environment, which a
# supervisor shows to whoever may look at the process.
_FROM_FILE = "_FILE"

_MOST_WORKERS = 99

# The addresses that may be given outright; in their defaults {data} is the data folder and {service} the service.
_ADDRESSES: Mapping[str, str] = {
    "DATABASE_URL": "sqlite:///{data}/{service}.sqlite",
    "DELIVERY_URL": "inprocess:",
    "KEYRING_URL": "sqlite:///{data}/keyring.sqlite",
    "ACCESS_URL": "sqlite:///{data}/access.sqlite",
    "LEDGER_SOURCE_URL": "sqlite:///{data}/{service}.sqlite",
    "TRIAGE_URL": "inprocess:",
    "CHECKPOINT_DIR": "{data}.checkpoints",
    "MAIL_URL": "file:{data}/outbox",
    "WAYMARK_MAILBOX": "none:",
}

# Where our own teams are told of what cannot wait: an e-mail address each, and none has a default.
TEAMS = (
    f"{_PREFIX}DUTY_OFFICER",
    f"{_PREFIX}SUPPORT_TEAM",
    f"{_PREFIX}PANEL_COORDINATOR",
    f"{_PREFIX}INFORMATION_GOVERNANCE",
    f"{_PREFIX}AUDITOR",
)

# What --data speaks of too, so that the two could differ unseen. Mail, messages and checkpoints may well go elsewhere.
_STORES = {"DATABASE_URL", "KEYRING_URL", "ACCESS_URL", "LEDGER_SOURCE_URL"}

SCHEMES: Mapping[str, tuple[str, ...]] = {
    "DATABASE_URL": ("sqlite", "postgresql"),
    "DELIVERY_URL": ("inprocess", "kafka", "kafkas"),
    "KEYRING_URL": ("sqlite", "postgresql"),
    "ACCESS_URL": ("sqlite", "postgresql"),
    "LEDGER_SOURCE_URL": ("sqlite", "postgresql"),
    "TRIAGE_URL": ("inprocess", "http", "https"),
    "MAIL_URL": ("file", "smtp"),
    "WAYMARK_MAILBOX": ("none", "imaps", "imap"),
}


class BadSetting(Exception):
    """A setting cannot be used; says which one and what to do."""


class Settings(BaseModel):
    """Where everything is, and what the council is called.

    `origin` is what stores that are made now are for: "live", or "rehearsal" for life. `worker` tells the workers of
    one service apart that share its messages. `teams` are the addresses of those of TEAMS that were given,
    `trusted_proxies` those of proxies that say truly who asks.
    """

    model_config = ConfigDict(frozen=True)

    data: Path
    addresses: Mapping[str, SecretStr]  # for the passwords in them
    master_key: SecretStr | None
    mailbox_password: SecretStr | None = None
    council: str
    secure_cookies: bool
    worker: int = 1
    origin: str = "live"
    teams: Mapping[str, str] = {}
    trusted_proxies: tuple[str, ...] = ()

    def address(self, name: str, service: str = "") -> str:
        """An address with its places filled in."""
        given = self.addresses[name].get_secret_value()
        return given.replace("{data}", str(self.data)).replace("{service}", service)

    @property
    def found_by_data(self) -> bool:
        """Whether `--data` leads another command to the same stores."""
        return all(self.addresses[name].get_secret_value() == _ADDRESSES[name] for name in _STORES)

    def open_master_key(self, keyring_exists: bool) -> bytes:
        """The key that wraps all data keys; raises WrongMasterKey with what to do."""
        given = self.master_key.get_secret_value() if self.master_key else None
        return master_key(given, self.data / "keys" / "master.key", keyring_exists)


def from_environment(environment: Mapping[str, str] | None = None, data: str | None = None) -> Settings:
    """The settings; `data` is what `--data` said. Raises BadSetting."""
    given = _with_files(os.environ if environment is None else environment)
    explicit = {name: given[name] for name in _ADDRESSES if given.get(name)}
    displaced = sorted(_STORES & explicit.keys())
    if data is not None and displaced:
        raise BadSetting(
            f"--data fills in addresses that are not given, but {', '.join(displaced)} is set. Use one or the other."
        )
    for name, address in explicit.items():
        _check_scheme(name, address)
    folder = Path(data or given.get(f"{_PREFIX}DATA") or "var").resolve()
    key, password = given.get(f"{_PREFIX}MASTER_KEY"), given.get(f"{_PREFIX}MAILBOX_PASSWORD")
    return Settings(
        data=folder,
        addresses={name: SecretStr(address) for name, address in (dict(_ADDRESSES) | explicit).items()},
        master_key=SecretStr(key) if key else None,
        mailbox_password=SecretStr(password) if password else None,
        council=given.get(f"{_PREFIX}COUNCIL") or "Waymark Borough Council",
        secure_cookies=given.get(f"{_PREFIX}SECURE_COOKIES", "") == "1",
        worker=_worker(given.get(f"{_PREFIX}WORKER") or "1"),
        teams={name: given[name].strip() for name in TEAMS if given.get(name, "").strip()},
        trusted_proxies=_proxies(given.get(f"{_PREFIX}TRUSTED_PROXIES") or ""),
    )


def _worker(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_WORKERS:
        raise BadSetting(f"{_PREFIX}WORKER is the number of a worker among those of its service: 1 to {_MOST_WORKERS}.")
    return int(text)


def _proxies(text: str) -> tuple[str, ...]:
    """Addresses or networks with commas between. Never everybody: then anybody could say who they are."""
    named = tuple(part.strip() for part in text.split(",") if part.strip())
    try:
        everybody = [part for part in named if ipaddress.ip_network(part).prefixlen == 0]
    except ValueError:
        everybody = list(named)
    if everybody:
        raise BadSetting(
            f"{_PREFIX}TRUSTED_PROXIES names the addresses of our own proxies, such as 10.20.0.7 or 10.20.0.0/28, with "
            "commas between, and never all there are."
        )
    return named


def _with_files(given: Mapping[str, str]) -> Mapping[str, str]:
    """What is given, with the values that stand in files read from them."""
    read: dict[str, str] = {}
    for name in (*_ADDRESSES, f"{_PREFIX}MASTER_KEY", f"{_PREFIX}MAILBOX_PASSWORD"):
        file = given.get(name + _FROM_FILE)
        if not file:
            continue
        if given.get(name):
            raise BadSetting(f"Both {name} and {name}{_FROM_FILE} are set. Use one or the other.")
        read[name] = _text_of(name, Path(file))
    return {**given, **read}


def _text_of(name: str, file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        says = error.strerror if isinstance(error, OSError) else "it is not text"
        raise BadSetting(f"{name}{_FROM_FILE} names {file}, which cannot be read: {says}.") from None
    if not text:
        raise BadSetting(f"{name}{_FROM_FILE} names {file}, which is empty.")
    return text


def _check_scheme(name: str, address: str) -> None:
    schemes = SCHEMES.get(name)
    scheme = address.split(":", 1)[0].split("+", 1)[0]
    if schemes and scheme not in schemes:
        raise BadSetting(f"{name} starts with {scheme}:, which is not known; use one of {', '.join(schemes)}.")


__all__ = ["SCHEMES", "TEAMS", "BadSetting", "Settings", "WrongMasterKey", "from_environment"]
