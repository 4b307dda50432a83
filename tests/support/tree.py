"""The project as its own tests see it: every module with its name, its text and its syntax tree."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVICES = ("intake", "triage", "panels", "notifications", "audit")


@dataclass(frozen=True)
class Module:
    """One Python file; `name` is its dotted name, a package's is that of its folder."""

    name: str
    path: Path
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))


def modules(root: Path, *tops: str) -> Iterator[Module]:
    """All modules under these top folders of `root`, in the order of their paths."""
    for top in tops:
        for path in sorted((root / top).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield Module(name, path, path.read_text())
