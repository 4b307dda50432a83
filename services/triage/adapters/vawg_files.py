"""Loads the dated files of work on cases of abuse; one that is not sound keeps triage from starting."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

from services.triage.adapters.dated_files import load_tools
from services.triage.adapters.rule_files import RuleFileRefused, read_rule_file
from services.triage.domain.programme.book import ProgrammeBooks, ProgrammeProblem, book_from
from services.triage.domain.risk.signs import all_signs
from services.triage.domain.vawg.handling import Handling, HandlingProblem, Handlings, handling_from
from services.triage.domain.vawg.repeats import RepeatProblem, Repeats, definitions_from
from services.triage.domain.vawg.transfer_practice import (
    TransferPractices,
    TransferProblem,
    practice_of_transfers_from,
)

VAWG = Path(__file__).parent.parent / "vawg"


class _Edition(Protocol):
    @property
    def effective_from(self) -> date: ...


E = TypeVar("E", bound=_Edition)


def load_handlings(
    strands: Mapping[str, str], answers: Mapping[str, Any], folder: Path = VAWG / "handling"
) -> Handlings:
    """Every edition of every handling, a folder for each. Raises RuleFileRefused with what to do."""
    files = sorted(folder.glob("*/*.toml"))
    if not files:
        raise RuleFileRefused(f"{folder.name}: there is no handling. Put at least one <strand>/<first-day>.toml there.")
    signs = {sign for tool in load_tools(answers).all for sign in all_signs(tool)}
    found: list[Handling] = []
    for file in files:
        handling = _loaded(file, lambda raw: handling_from(raw, strands, answers, signs))
        if file.parent.name != handling.code:
            raise RuleFileRefused(f"{_name(file)}: the code is {handling.code}. Put it in the folder {handling.code}.")
        found.append(handling)
    return Handlings(found)


def load_repeats(folder: Path = VAWG / "repeats") -> Repeats:
    """Every edition of when a further incident is a repeat. Raises RuleFileRefused."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RuleFileRefused(f"{folder.name}: there is no definition. Put at least one <first-day>.toml there.")
    return Repeats([_loaded(file, definitions_from) for file in files])


def load_transfers(folder: Path = VAWG / "transfers") -> TransferPractices:
    """Every edition of how a case moves between areas. Raises RuleFileRefused."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RuleFileRefused(f"{folder.name}: there is no practice. Put at least one <first-day>.toml there.")
    return TransferPractices([_loaded(file, practice_of_transfers_from) for file in files])


def load_programmes(folder: Path = VAWG / "programmes") -> ProgrammeBooks:
    """Every edition of which programmes there are. Raises RuleFileRefused."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RuleFileRefused(
            f"{folder.name}: there is no book of programmes. Put at least one <first-day>.toml there."
        )
    return ProgrammeBooks([_loaded(file, book_from) for file in files])


def _loaded(file: Path, made: Callable[[Mapping[str, Any]], E]) -> E:
    try:
        edition = made(read_rule_file(file))
    except (HandlingProblem, RepeatProblem, TransferProblem, ProgrammeProblem) as problem:
        raise RuleFileRefused(f"{_name(file)}: {problem}") from None
    day = edition.effective_from.isoformat()
    if file.stem != day:
        raise RuleFileRefused(f"{_name(file)}: effective_from is {day}. Name the file {day}.toml or correct the date.")
    return edition


def _name(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"
