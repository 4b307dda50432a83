"""No runbook names a command, an argument, a service or a file that is not there."""

import re
from pathlib import Path

import pytest

from deploy.local.compose_file import read_compose
from tests.support.runbook import commands, problem, runbooks
from tests.support.tree import ROOT

SERVICES = read_compose(environment={})
SECRETS = [f"deploy/secrets/{file.name}" for each in SERVICES.values() for file in each.secrets.values()]
MADE = ["deploy/secrets", "deploy/secrets/mailbox_password", *SECRETS]


@pytest.mark.parametrize("path", runbooks(), ids=lambda path: path.stem)
def test_every_command_of_a_runbook_can_be_typed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [wrong for command in commands(text) if (wrong := problem(command, SERVICES, MADE))] == []


@pytest.mark.parametrize("path", runbooks(), ids=lambda path: path.stem)
def test_what_a_runbook_points_at_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    linked = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    named = re.findall(r"`((?:deploy|docs|shared|services)/[\w./-]+\.\w+)`", text)
    assert [link for link in linked if not (path.parent / link).exists()] == []
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_runbook_is_in_the_list() -> None:
    listed = (ROOT / "deploy" / "runbooks" / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in runbooks() if path.name != "README.md" and f"({path.name})" not in listed] == []


def test_there_is_something_to_check() -> None:
    found = [command for path in runbooks() for command in commands(path.read_text(encoding="utf-8"))]
    assert len(found) > 20
    assert any("rotate-master-key" in command for command in found)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("docker compose run --rm operator python -m services dead-letters mend triage", "invalid choice: 'mend'"),
        ("docker compose run --rm operator python -m services.triage verify", "invalid choice: 'verify'"),
        (
            "docker compose run --rm operator python -m services rotate-master-key --now",
            "unrecognized arguments: --now",
        ),
        ("docker compose run --rm operators python -m services token --role auditor", "no service operators"),
        ("docker compose up --watchful", "no option --watchful"),
        ("docker compose conquer", "compose conquer is not known"),
        ("docker compose restart intake-web intake-wed", "no service intake-wed"),
        ("python -m services.orders web", "no program services.orders"),
        (".venv/bin/python -m deploy.local.borough run python -m services tokens", "invalid choice: 'tokens'"),
        ("make hay", "make has no hay"),
        ("sh deploy/gone.sh", "no script deploy/gone.sh"),
        ("cp deploy/env/gone.env elsewhere", "no file deploy/env/gone.env"),
        ("openssl rand -base64 32 >>deploy/secrets/masterkey", "no file deploy/secrets/masterkey"),
        ("rm_everything", "not a program that a runbook may ask for"),
    ],
)
def test_a_planted_mistake_is_found(command: str, says: str) -> None:
    assert says in (problem(f"WAYMARK_VERSION=new {command}", SERVICES, MADE) or "")


def test_commands_are_read_from_blocks_at_any_depth_and_over_several_lines() -> None:
    deep = "1. So:\n\n   ```sh\n   make setup\n   docker compose up \\\n     --detach\n   ```\n"
    text = f"{deep}\n```sh\nmake run\n```\n```toml\nno = 1\n```\n"
    assert commands(text) == ["make setup", "docker compose up --detach", "make run"]
