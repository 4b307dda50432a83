"""The compose file is what Docker can read, starts ten processes of ours as nobody, and publishes the proxy alone."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.engine import make_url

from deploy.local.compose_file import Unreadable, read_compose, read_environment
from services.__main__ import parser
from shared.runtime.settings import from_environment
from tests.support.tree import ROOT
from tests.support.web_processes import SERVICES

COMPOSE = ROOT / "docker-compose.yml"
DOCUMENT: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
PROCESSES = [f"{service}-{part}" for service in SERVICES for part in ("web", "worker")]
ONCE = ["keyring", "migrations", "topics"]
OURS = [*PROCESSES, *ONCE, "operator"]
# A password in an address, or beside a name that says so; where a name ends in _FILE it says which file holds it.
SECRET = re.compile(r"(?i)://[^/@\s:]+:[^@\s]+@|(?:password|passwd|master_key|token)\w*\s*[:=]\s*[^\s{]")
NAMES_A_FILE = re.compile(r"_FILE\s*[:=]\s*/run/secrets/\w+$")


def misread(document: Any, folder: Path) -> str:
    """What the schema of compose files has against a document; "" if nothing."""
    file = folder / "compose.json"
    file.write_text(json.dumps(document))
    checker = Path(sys.executable).parent / "check-jsonschema"
    checked = subprocess.run(
        [checker, "--builtin-schema", "vendor.compose-spec", file], capture_output=True, text=True, check=False
    )
    return "" if checked.returncode == 0 else checked.stdout + checked.stderr


def faults(document: Mapping[str, Any]) -> list[str]:
    """What is not safe about it, as sentences."""
    found = []
    for name, service in document["services"].items():
        if str(service.get("user", "0")).split(":")[0] in ("0", "root"):
            found.append(f"{name} runs as root")
        if "ports" in service and name != "proxy":
            found.append(f"{name} is published")
        if service.get("cap_drop") != ["ALL"] or "no-new-privileges:true" not in service.get("security_opt", ()):
            found.append(f"{name} keeps rights that it does not need")
        if not service.get("read_only") and name != "kafka":
            found.append(f"{name} may write to its image")
        if service.get("privileged") or any("docker.sock" in str(volume) for volume in service.get("volumes", ())):
            found.append(f"{name} is master of the machine")
        if "healthcheck" not in service and service.get("restart") != "no":
            found.append(f"nobody sees whether {name} is well")
        if ":" not in service["image"] or service["image"].endswith(":latest"):
            found.append(f"{name} has an image of no version")
        found += [f"{name} needs {other}, which is not there" for other in _missing(document, service)]
    return found


def _missing(document: Mapping[str, Any], service: Mapping[str, Any]) -> list[str]:
    volumes = [volume.split(":")[0] for volume in service.get("volumes", ())]
    return [
        *(each for each in service.get("depends_on", ()) if each not in document["services"]),
        *(each for each in service.get("networks", ()) if each not in document["networks"]),
        *(each for each in service.get("secrets", ()) if each not in document["secrets"]),
        *(each for each in volumes if not each.startswith(".") and each not in document["volumes"]),
        *(each for each in volumes if each.startswith(".") and not (ROOT / each).exists()),
        *(each for each in service.get("env_file", ()) if not (ROOT / each).exists()),
    ]


def secrets_in(text: str) -> list[str]:
    """Lines that hold what only a file of deploy/secrets may hold."""
    return [line for line in text.splitlines() if SECRET.search(line) and not NAMES_A_FILE.search(line)]


def _readable(environment: Mapping[str, str]) -> dict[str, str]:
    """The same with a master key, where one lies in a file that is not here."""
    given = {name: value for name, value in environment.items() if name != "WAYMARK_MASTER_KEY_FILE"}
    return given | ({"WAYMARK_MASTER_KEY": "A" * 43 + "="} if len(given) < len(environment) else {})


def test_docker_can_read_it(tmp_path: Path) -> None:
    assert misread(DOCUMENT, tmp_path) == ""


def test_what_docker_cannot_read_is_found(tmp_path: Path) -> None:
    planted = deepcopy(DOCUMENT)
    planted["services"]["proxy"]["port"] = planted["services"]["proxy"].pop("ports")
    assert "port" in misread(planted, tmp_path)


def test_it_starts_five_services_as_web_and_worker_and_what_they_stand_on() -> None:
    assert sorted(DOCUMENT["services"]) == sorted([*OURS, "postgres", "kafka", "mail", "proxy"])
    for name in PROCESSES:
        service, _, part = name.partition("-")
        assert DOCUMENT["services"][name]["command"][:4] == ["python", "-m", f"services.{service}", part]


def test_nothing_of_it_runs_as_root_or_is_published_but_the_proxy_on_this_machine() -> None:
    assert faults(DOCUMENT) == []
    assert read_compose(environment={})["proxy"].published == ("127.0.0.1", 8000, 8080)


def test_planted_faults_are_found() -> None:
    planted = deepcopy(DOCUMENT)
    planted["services"]["postgres"] |= {"user": "root", "ports": ["5432:5432"], "image": "postgres"}
    planted["services"]["intake-web"] |= {"read_only": False, "cap_drop": [], "env_file": ["deploy/env/gone.env"]}
    planted["services"]["mail"] |= {"volumes": ["/var/run/docker.sock:/s"], "networks": ["nowhere"]}
    del planted["services"]["kafka"]["healthcheck"]
    assert faults(planted) == [
        "intake-web keeps rights that it does not need",
        "intake-web may write to its image",
        "intake-web needs deploy/env/gone.env, which is not there",
        "postgres runs as root",
        "postgres is published",
        "postgres has an image of no version",
        "nobody sees whether kafka is well",
        "mail is master of the machine",
        "mail needs nowhere, which is not there",
        "mail needs /var/run/docker.sock, which is not there",
    ]


def test_the_outside_leads_to_the_proxy_alone_and_data_is_out_of_its_reach() -> None:
    networks = {name: set(service["networks"]) for name, service in DOCUMENT["services"].items()}
    assert [name for name, joined in networks.items() if "edge" in joined] == ["proxy"]
    assert [name for name, joined in networks.items() if "outside" in joined] == [
        "intake-worker",
        "notifications-worker",
    ]
    assert networks["proxy"].isdisjoint(networks["postgres"] | networks["kafka"])
    assert {name for name in ("pages", "inside") if DOCUMENT["networks"][name]["internal"]} == {"pages", "inside"}


def test_nobody_starts_before_the_tables_and_topics_are_made() -> None:
    services = DOCUMENT["services"]
    for name in PROCESSES:
        assert services[name]["depends_on"] == {each: {"condition": "service_completed_successfully"} for each in ONCE}
    assert services["keyring"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert services["migrations"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert services["topics"]["depends_on"] == {"kafka": {"condition": "service_healthy"}}
    assert set(services["proxy"]["depends_on"]) == {f"{service}-web" for service in SERVICES}


def test_no_secret_stands_in_it_or_in_an_env_file_of_the_project() -> None:
    for file in (COMPOSE, *sorted((ROOT / "deploy" / "env").glob("*.env"))):
        assert secrets_in(file.read_text(encoding="utf-8")) == [], file.name


@pytest.mark.parametrize(
    "line", ["DATABASE_URL=postgresql://a:b@c/d", "POSTGRES_PASSWORD=swordfish", "  master_key: c2VjcmV0"]
)
def test_a_planted_secret_is_found(line: str) -> None:
    assert secrets_in(f"# a file\n{line}\n") == [line]


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_one_that_the_program_knows(name: str) -> None:
    declared = read_compose(environment={})[name]
    executable, dash, module, *arguments = declared.command
    assert (executable, dash) == ("python", "-m")
    if module == "services":
        known = parser()
    else:
        known = __import__(f"{module}.__main__", fromlist=["parser"]).parser()
    if arguments == ["--help"]:
        return
    options = known.parse_args(arguments)
    if hasattr(options, "port") and len(arguments) > 1:
        assert (options.host, options.port) == ("0.0.0.0", declared.ports[0])


@pytest.mark.parametrize("name", OURS)
def test_every_setting_is_one_that_the_program_reads(name: str) -> None:
    declared = read_compose(environment={})[name]
    files = [value for variable, value in declared.environment.items() if variable.endswith(("_FILE", "PASSFILE"))]
    assert {*files} == {*declared.secrets}
    settings = from_environment(_readable(declared.environment))
    assert settings.secure_cookies
    assert settings.address("DELIVERY_URL").startswith("kafka:")
    assert name == "topics" or settings.address("DATABASE_URL", "intake").startswith("postgresql")
    assert (settings.master_key is None) == (name in ("migrations", "topics"))


def test_no_two_services_write_as_the_same_role_and_audit_reads_as_another() -> None:
    declared = read_compose(environment={})
    settings = {each: from_environment(_readable(declared[f"{each}-worker"].environment)) for each in SERVICES}
    writers = [make_url(settings[each].address("DATABASE_URL", each)) for each in SERVICES]
    assert len({url.username for url in writers}) == len({url.database for url in writers}) == len(SERVICES)
    reader = make_url(settings["audit"].address("LEDGER_SOURCE_URL", "intake"))
    assert reader.username not in {url.username for url in writers}
    assert {url.password for url in (*writers, reader)} == {None}


def test_a_secret_that_is_not_declared_is_said(tmp_path: Path) -> None:
    file = tmp_path / "docker-compose.yml"
    file.write_text("services: {one: {image: 'x:1', secrets: [gone]}}")
    with pytest.raises(Unreadable, match="one wants the secret gone, which is not declared"):
        read_compose(file, {})


def test_env_files_are_read_as_docker_reads_them(tmp_path: Path) -> None:
    file = tmp_path / "some.env"
    file.write_text("# words\n\nA=1\nB=two words=three  \nC=\n")
    assert read_environment(file) == {"A": "1", "B": "two words=three", "C": ""}
