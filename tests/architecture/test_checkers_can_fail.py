"""Every check of the project's shape is shown a planted fault and has to find it; a check that cannot fail is none."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.test_imports import forbidden_imports
from tests.architecture.test_names import badly_named
from tests.architecture.test_no_machine_traces import addresses_in_locks, traces
from tests.architecture.test_sizes import too_long
from tests.support.tree import ROOT

TOOLS = Path(sys.executable).parent


def plant(root: Path, files: dict[str, str]) -> Path:
    """A small tree with these files, each folder of Python a package."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for package in filter(Path.is_dir, (root / "shared", root / "services")):
        for folder in [package, *(path for path in package.rglob("*") if path.is_dir())]:
            (folder / "__init__.py").touch()
    return root


@pytest.mark.parametrize(
    ("importer", "line"),
    [
        pytest.param("services/intake/domain/referral.py", "import sqlalchemy", id="the domain uses a database"),
        pytest.param("services/intake/domain/referral.py", "import os", id="the domain asks its surroundings"),
        pytest.param("services/intake/domain/referral.py", "from time import time", id="the domain has a clock"),
        pytest.param(
            "services/intake/domain/referral.py",
            "def f():\n    from services.intake.application import ports",
            id="the domain knows a port, hidden in a function",
        ),
        pytest.param(
            "services/intake/application/policies.py",
            "from services.triage.domain import events",
            id="a service knows another",
        ),
        pytest.param(
            "services/panels/read_models/agenda.py",
            "from services.panels.read_models import calendar",
            id="a read model knows another",
        ),
        pytest.param(
            "services/panels/web/api.py", "from shared.access.roles import Role", id="a page passes the guard by"
        ),
        pytest.param("services/panels/web/api.py", "from services.panels import wiring", id="a page assembles"),
        pytest.param("shared/web/app.py", "from shared.event_store import appender", id="a page may write to the log"),
        pytest.param("shared/delivery/relay.py", "import kafka", id="Kafka outside its own file"),
        pytest.param("shared/kernel/clock.py", "import services", id="shared code knows a service"),
        pytest.param(
            "services/audit/verify_proof.py", "import shared.kernel", id="the verifier leans on what it verifies"
        ),
        pytest.param("services/triage/cupboard.py", "import json", id="a room nobody has decided on"),
    ],
)
def test_an_import_the_table_does_not_grant_is_found(tmp_path: Path, importer: str, line: str) -> None:
    nearby = ("services/triage/domain/events.py", "services/panels/read_models/calendar.py")
    plant(tmp_path, dict.fromkeys(nearby, "") | {"services/intake/application/ports.py": "", importer: line})
    assert len(forbidden_imports(tmp_path)) == 1


def test_imports_the_table_grants_are_let_through(tmp_path: Path) -> None:
    granted = {
        "services/panels/web/api.py": "import fastapi, pydantic_core\nfrom services.panels.read_models import agenda",
        "services/panels/read_models/agenda.py": "import sqlalchemy\nfrom services.panels.domain import events",
        "services/panels/domain/events.py": "from shared.kernel.messages import Fact",
        "services/notifications/adapters/senders/sms.py": "import requests\nimport socket",
        "services/one_process.py": "import services.panels.wiring",
        "services/panels/wiring.py": "import shared.delivery.relay, services.panels.web.api",
    }
    assert forbidden_imports(plant(tmp_path, granted)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("shared/utils.py", "", id="a room without a job"),
        pytest.param("services/intake/helpers/dates.py", "", id="a folder without a job"),
        pytest.param("services/intake/domain/events.py", "class SubmitReferral(Fact): ...", id="a fact as an order"),
        pytest.param("services/intake/domain/events.py", "class ClosedEvent(Fact): ...", id="a fact called event"),
        pytest.param(
            "services/intake/domain/events.py",
            "class ReferralClosed(Fact):\n    when: datetime | None",
            id="a moment not ending in _at",
        ),
        pytest.param("services/intake/domain/commands.py", "class SubmittedReferral: ...", id="a command in the past"),
        pytest.param("services/intake/domain/commands.py", "class SubmitCommand: ...", id="a command called command"),
        pytest.param("services/intake/domain/refusals.py", "class ClosedError: ...", id="a refusal called error"),
        pytest.param("services/intake/domain/events.py", "FactType(Closed.__name__, 1)", id="a log name from code"),
        pytest.param("services/intake/domain/events.py", "FactType(name='Closed')", id="a log name with no service"),
    ],
)
def test_a_name_against_the_agreed_form_is_found(tmp_path: Path, path: str, text: str) -> None:
    assert badly_named(plant(tmp_path, {path: text})) != []


def test_names_in_the_agreed_form_are_let_through(tmp_path: Path) -> None:
    good = "class NoticeSent(Fact):\n    sent_at: datetime\n    due_on: date\nclass NoticeGivenUp(Fact): ...\n"
    log_name = "FactType('notifications.notice_given_up', 1, NoticeGivenUp)"
    orders = "class SendNotice: ...\nclass SetAside: ..."
    files = {"events.py": good + log_name, "commands.py": orders, "refusals.py": "class NoticeAlreadySent: ..."}
    planted = {f"services/notifications/domain/{name}": text for name, text in files.items()}
    assert badly_named(plant(tmp_path, planted)) == []


def test_a_file_or_function_that_has_outgrown_its_limit_is_found(tmp_path: Path) -> None:
    long_function = "def f():\n" + "    x = 1\n" * 40
    documented = 'def g():\n    """' + "\n" * 30 + '"""\n' + "    x = 1\n" * 30
    files = {"shared/a.py": "x = 1\n" * 300, "tests/b.py": "x = 1\n" * 399, "shared/c.py": long_function + documented}
    assert [fault.split(":")[0] for fault in too_long(plant(tmp_path, files))] == ["shared.a", "shared.c.f"]


@pytest.mark.parametrize("line", ["see /ro" + "ot/notes", "cd /wo" + "rk/main", "index = https://PyP" + "I.org/simple"])
def test_a_trace_of_somebodys_machine_is_found(tmp_path: Path, line: str) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    plant(tmp_path, {"README.md": f"first\n{line}\n", "docs/fine.md": "the net/wo" + "rk/of roads; WORKDIR /app\n"})
    assert [found.split(":")[:2] for found in traces(tmp_path)] == [["README.md", "2"]]


def test_a_link_to_a_folder_of_somebodys_machine_is_found(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "modules").symlink_to("/wo" + "rk/main/modules")
    assert [found.split(":")[:2] for found in traces(tmp_path)] == [["modules", "1"]]


@pytest.mark.parametrize("line", ["--index-url https://mirror.example/", '"resolved": "http://x"', "a @ file:../a"])
def test_an_address_in_a_lock_is_found(tmp_path: Path, line: str) -> None:
    locks = {"requirements.lock": "a==1\n", "requirements-dev.lock": f"{line}\n", "package-lock.json": f"{line}\n"}
    assert addresses_in_locks(plant(tmp_path, locks)) == ["requirements-dev.lock:1", "package-lock.json:1"]


def test_the_import_linter_breaks_each_contract_on_a_copy_with_planted_faults(tmp_path: Path) -> None:
    for top in ("shared", "services"):
        shutil.copytree(ROOT / top, tmp_path / top, ignore=shutil.ignore_patterns("__pycache__", "assets"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = {
        "services/intake/planted.py": "import services.triage.planted",
        "services/triage/planted.py": "",
        "services/triage/wiring/planted.py": "",
        "services/triage/domain/planted.py": "import services.triage.wiring.planted",
        "services/panels/domain/planted.py": "import sqlalchemy",
        "shared/web/planted.py": "",
        "shared/kernel/planted.py": "import shared.web.planted",
        "shared/access/planted.py": "import services.intake.planted",
    }
    (tmp_path / "services/triage/wiring.py").unlink(missing_ok=True)
    answer = _run([TOOLS / "lint-imports", "--no-cache", "--no-logo"], plant(tmp_path, planted))
    assert answer.returncode == 1
    assert answer.stdout.count(" BROKEN") == 5, answer.stdout


def test_the_linter_and_the_type_checker_refuse_what_they_are_there_for(tmp_path: Path) -> None:
    text = '"""A moment without a zone."""\n\nimport datetime\n\n\ndef f(x):\n    return datetime.datetime.now()\n'
    shutil.copy(ROOT / "pyproject.toml", plant(tmp_path, {"shared/planted.py": text}))
    linted = _run([TOOLS / "ruff", "check", "--no-cache", "--output-format=concise", "shared"], tmp_path)
    typed = _run([TOOLS / "mypy", "--cache-dir", tmp_path / "cache", "shared"], tmp_path)
    assert "DTZ005" in linted.stdout
    assert "[no-untyped-def]" in typed.stdout


def _run(command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, timeout=60)
