"""Loads the dated files of risk tools, lawful wordings and safeguarding; one that is not sound stops triage."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from services.triage.adapters.rule_files import RuleFileRefused, read_rule_file
from services.triage.domain.disclosure.lawful import LawfulWording, WordingProblem, Wordings, wording_from
from services.triage.domain.risk.tools import Tool, ToolProblem, Tools, tool_from
from services.triage.domain.safeguarding.practice import Practice, PracticeProblem, Practices, practice_from

_HERE = Path(__file__).parent.parent
TOOLS = _HERE / "risk_tools"
WORDINGS = _HERE / "lawful"
PRACTICES = _HERE / "safeguarding"

Edition = TypeVar("Edition", Tool, LawfulWording, Practice)


def load_tools(known: Mapping[str, Any], folder: Path = TOOLS) -> Tools:
    """Every edition of every tool, a folder for each. Raises RuleFileRefused, which names the file and what to do."""
    files = sorted(folder.glob("*/*.toml"))
    if not files:
        raise RuleFileRefused(
            f"{folder.name}: there is no risk tool. Put at least one <tool>/<effective-from>.toml there."
        )
    found = []
    for file in files:
        tool = _loaded(file, lambda raw: tool_from(raw, known))
        if file.parent.name != tool.id:
            raise RuleFileRefused(f"{_name(file)}: the tool is called {tool.id}. Put it into the folder {tool.id}.")
        found.append(tool)
    return Tools(found)


def load_wordings(folder: Path = WORDINGS) -> Wordings:
    """Every edition of the words of lawful disclosure. Raises RuleFileRefused."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RuleFileRefused(f"{folder.name}: there is no wording. Put at least one <effective-from>.toml there.")
    return Wordings([_loaded(file, wording_from) for file in files])


def load_practices(recipients: Collection[str], roles: Collection[str], folder: Path = PRACTICES) -> Practices:
    """Every edition of safeguarding's practice. Raises RuleFileRefused."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RuleFileRefused(f"{folder.name}: there is no practice. Put at least one <effective-from>.toml there.")
    return Practices([_loaded(file, lambda raw: practice_from(raw, recipients, roles)) for file in files])


def _loaded(file: Path, made: Callable[[Mapping[str, Any]], Edition]) -> Edition:
    try:
        edition = made(read_rule_file(file))
    except (ToolProblem, WordingProblem, PracticeProblem) as problem:
        raise RuleFileRefused(f"{_name(file)}: {problem}") from None
    day = edition.effective_from.isoformat()
    if file.stem != day:
        raise RuleFileRefused(f"{_name(file)}: effective_from is {day}. Name the file {day}.toml or correct the date.")
    return edition


def _name(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"
