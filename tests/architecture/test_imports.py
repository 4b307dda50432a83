"""Every module imports only what the table in docs/architecture-imports.toml grants its room."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.tree import ROOT, Module, modules

TABLE = tomllib.loads((ROOT / "docs" / "architecture-imports.toml").read_text())["row"]
EVERYWHERE = "shared.kernel"
OURS = ("shared", "services")
# Two halves of one library.
SAME_LIBRARY = {"pydantic_core": "pydantic"}


@dataclass(frozen=True)
class Room:
    """A row of the table, applied to one module."""

    prefix: str
    service: str
    may: tuple[str, ...]
    never: tuple[str, ...]
    alone: bool

    def grants(self, imported: str) -> bool:
        top = imported.split(".")[0]
        if _within(imported, self.prefix) or (_within(imported, EVERYWHERE) and not self.alone):
            return True
        if top in sys.stdlib_module_names:
            return top not in self.never
        if top not in OURS and "any library" in self.may:
            return True
        return any(_fits(granted, SAME_LIBRARY.get(top, imported), self.service) for granted in self.may)


def forbidden_imports(root: Path) -> list[str]:
    """Each import in shared/ and services/ that the table does not grant, as a sentence."""
    found = list(modules(root, *OURS))
    known = {module.name for module in found}
    return [
        f"{module.name} imports {imported}" if room else f"{module.name} fits no row of the table"
        for module in found
        for room, imported in _judged(module, known)
        if room is None or not room.grants(imported)
    ]


def _judged(module: Module, known: set[str]) -> Iterator[tuple[Room | None, str]]:
    room = _room_of(module.name)
    for imported in sorted(set(_imports(module, known))):
        yield room, imported
        if room is None:
            return


def _imports(module: Module, known: set[str]) -> Iterator[str]:
    """Dotted names, as deep as they are modules of ours; a relative import is ruff's to refuse."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                deeper = f"{node.module}.{alias.name}"
                yield deeper if deeper in known else node.module


def _room_of(name: str) -> Room | None:
    for row in TABLE:
        pattern = re.escape(row["room"]).replace(r"\{service\}", r"(?P<service>\w+)").replace(r"\{view\}", r"\w+")
        end = "$" if row.get("itself") else r"(\.|$)"
        if match := re.match(rf"(?P<prefix>{pattern}){end}", name):
            service = match.groupdict().get("service") or name.partition(".")[2].partition(".")[0]
            return Room(
                match["prefix"], service, tuple(row["may"]), tuple(row.get("never", ())), row.get("alone", False)
            )
    return None


def _fits(granted: str, imported: str, service: str) -> bool:
    if granted.split(".")[0] == "own":
        granted = f"services.{service}{granted.removeprefix('own')}"
    pattern = re.escape(granted).replace(r"\{each\}", r"\w+")
    return re.match(rf"{pattern}(\.|$)", imported) is not None


def _within(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")


def test_every_module_imports_only_what_its_room_may() -> None:
    assert forbidden_imports(ROOT) == []


@pytest.mark.parametrize("name", ["shared.kernel.clock", "services.triage.domain.rules", "services.audit.wiring"])
def test_the_table_has_a_row_for_each_kind_of_room(name: str) -> None:
    assert _room_of(name) is not None


def test_what_the_services_share_at_their_start_gives_no_room_to_what_is_new() -> None:
    assert _room_of("services") is not None
    assert _room_of("services.planted") is None
