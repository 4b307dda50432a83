"""Reads docker-compose.yml as far as this project uses it: what each process is, and what it needs before it starts."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::-(?P<default>[^}]*))?\}")


class Unreadable(Exception):
    """The file says something that this reader does not know; says what."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One service of the compose file. `ports` are those of the container; `published` is the one for the outside.

    `own_address` is the one it is given in a network, where others have to know it.
    """

    name: str
    image: str
    ours: bool
    command: tuple[str, ...]
    environment: Mapping[str, str]
    ports: tuple[int, ...]
    published: tuple[str, int, int] | None
    depends_on: Mapping[str, str]
    healthcheck: tuple[str, ...]
    mounts: Mapping[str, str]
    secrets: Mapping[str, Path]
    profiles: tuple[str, ...]
    grace_seconds: float
    own_address: str | None = None


def read_compose(
    path: Path = ROOT / "docker-compose.yml", environment: Mapping[str, str] | None = None
) -> dict[str, Declared]:
    """Every service by its name, with variables filled in from an environment as `docker compose` does."""
    given = os.environ if environment is None else environment
    document = _filled_in(yaml.safe_load(path.read_text(encoding="utf-8")), given)
    secrets = {name: path.parent / each["file"] for name, each in document.get("secrets", {}).items()}
    return {name: _declared(name, found, secrets, path.parent) for name, found in document["services"].items()}


def read_environment(path: Path) -> dict[str, str]:
    """The variables of an env file: a line each, `#` begins a comment line, nothing is expanded."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _declared(name: str, found: Mapping[str, Any], secrets: Mapping[str, Path], folder: Path) -> Declared:
    environment: dict[str, str] = {}
    for file in found.get("env_file", ()):
        environment |= read_environment(folder / file)
    environment |= {key: str(value) for key, value in found.get("environment", {}).items()}
    published = [_published(port) for port in found.get("ports", ())]
    if len(published) > 1:
        raise Unreadable(f"{name} publishes more than one port")
    return Declared(
        name=name,
        image=found["image"],
        ours="build" in found,
        command=_words(name, found.get("command", ())),
        environment=environment,
        ports=tuple(int(port) for port in found.get("expose", ())) or tuple(each[2] for each in published),
        published=published[0] if published else None,
        depends_on={other: each["condition"] for other, each in found.get("depends_on", {}).items()},
        healthcheck=_words(name, found.get("healthcheck", {}).get("test", ()))[1:],
        mounts={target: source for source, target in (each.split(":")[:2] for each in found.get("volumes", ()))},
        secrets={f"/run/secrets/{each}": _known(secrets, each, name) for each in found.get("secrets", ())},
        profiles=tuple(found.get("profiles", ())),
        grace_seconds=_seconds(found.get("stop_grace_period", "10s")),
        own_address=_own_address(found.get("networks", ())),
    )


def _own_address(networks: Mapping[str, Any] | Sequence[str]) -> str | None:
    joined = networks.values() if isinstance(networks, Mapping) else ()
    return next((each["ipv4_address"] for each in joined if "ipv4_address" in each), None)


def _known(secrets: Mapping[str, Path], wanted: str, name: str) -> Path:
    if wanted not in secrets:
        raise Unreadable(f"{name} wants the secret {wanted}, which is not declared")
    return secrets[wanted]


def _words(name: str, command: Sequence[str] | str) -> tuple[str, ...]:
    if isinstance(command, str):  # a shell would stand between us and the process, and swallow its signals
        raise Unreadable(f"{name} has a command for a shell; write it as a list")
    return tuple(command)


def _published(port: str) -> tuple[str, int, int]:
    host, outside, inside = port.rsplit(":", 2)
    return host, int(outside), int(inside)


def _seconds(duration: str) -> float:
    if not duration.endswith("s"):
        raise Unreadable(f"{duration}: write it in seconds")
    return float(duration.removesuffix("s"))


def _filled_in(value: Any, given: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _VARIABLE.sub(lambda found: given.get(found["name"]) or found["default"] or "", value)
    if isinstance(value, dict):
        return {key: _filled_in(each, given) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled_in(each, given) for each in value]
    return value
