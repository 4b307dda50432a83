"""Each decision record is complete, points at things that exist, and the package list is the one that is installed."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PACKAGES = ROOT / "docs" / "decisions" / "0001-package-list.md"

HEADINGS = ["Context", "Decision", "Consequences", "Alternatives", "What enforces it"]
FILE_NAMED = re.compile(r"`((?:shared|services|tests|docs|deploy)/[\w./-]+\.\w+)`")
PACKAGE_ROW = re.compile(r"^\| ([a-z0-9-]+) \| .+ \|$", re.MULTILINE)
# "typing-extensions>=4 ; python_version < ..." begins with the package's name, perhaps with extras.
REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")


def faults_of(record: str, number: str) -> list[str]:
    """What a decision record lacks."""
    decision = record.partition("## Decision\n")[2].partition("\n## ")[0]
    quotes = re.findall(r"(?:^> .+\n)+", decision, re.MULTILINE)
    wanted = {
        f"title starting with {number}": record.startswith(f"# {number} "),
        "status": re.search(r"^- Status: \w+", record, re.MULTILINE),
        "date": re.search(r"^- Date: \d{4}-\d{2}-\d{2}$", record, re.MULTILINE),
        "the headings in order": re.findall(r"^## (.+)$", record, re.MULTILINE) == HEADINGS,
        "one sentence to quote": len(quotes) == 1 and quotes[0].strip().endswith("."),
    }
    missing = [f"lacks {what}" for what, found in wanted.items() if not found]
    gone = [f"names {path}, which is not there" for path in FILE_NAMED.findall(record) if not (ROOT / path).exists()]
    return missing + gone


def packages_asked_for(project: str) -> set[str]:
    """The packages pyproject.toml asks for, to run and to build and test."""
    settings = tomllib.loads(project)
    asked = settings["project"]["dependencies"] + settings["dependency-groups"]["dev"]
    return {found.group() for requirement in asked if (found := REQUIREMENT.match(requirement))}


def packages_explained(record: str) -> set[str]:
    return set(PACKAGE_ROW.findall(record)) - {"package"}


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_decision_record_is_complete_and_points_at_what_exists(path: Path) -> None:
    assert faults_of(path.read_text(encoding="utf-8"), path.name[:4]) == []


def test_no_two_records_share_a_number() -> None:
    numbers = [path.name[:4] for path in RECORDS]
    assert len(numbers) == len(set(numbers))


def test_every_package_has_a_reason_and_every_reason_a_package() -> None:
    asked = packages_asked_for((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert packages_explained(PACKAGES.read_text(encoding="utf-8")) == asked


def test_what_a_record_lacks_is_found() -> None:
    record = "# 0007 Rules\n\n- Status: accepted\n\n## Decision\n\n> Short\n\n`shared/rules/gone.py`\n"
    assert faults_of(record, "0008") == [
        "lacks title starting with 0008",
        "lacks date",
        "lacks the headings in order",
        "lacks one sentence to quote",
        "names shared/rules/gone.py, which is not there",
    ]


def test_a_package_without_a_reason_is_found() -> None:
    project = '[project]\ndependencies = ["fastapi", "psycopg[binary]>=3"]\n[dependency-groups]\ndev = ["leftpad==1"]\n'
    assert packages_asked_for(project) - packages_explained("| fastapi | pages |\n| psycopg | store |\n") == {"leftpad"}
