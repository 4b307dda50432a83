"""Every link of a document leads to something of the project, and every path that a README names is there."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.tree import ROOT

LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)")
NAMED = re.compile(r"`((?:services|shared|tests|docs|deploy|bench)/[\w./-]*\.(?:py|md|toml|html|txt|sh|json|env))`")
ELSEWHERE = ("http:", "https:", "mailto:")


def dead_links(document: Path, root: Path) -> list[str]:
    """What a document leads to, or names by its path, and is not there."""
    text = document.read_text(encoding="utf-8")
    linked = [path for path in LINK.findall(text) if not path.startswith(ELSEWHERE)]
    here = [path for path in linked if not (document.parent / path).exists()]
    return here + [path for path in NAMED.findall(text) if not (root / path).exists()]


def documents() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listed.stdout.split()]


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_leads_to_what_is_there(document: Path) -> None:
    assert dead_links(document, ROOT) == []


def test_a_dead_link_and_a_path_that_is_gone_are_found(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "there.md").write_text("")
    text = "[a](there.md#part) [b](gone.md) [c](https://example.org) `docs/there.md` `docs/lost.md` `docs/folder`"
    (tmp_path / "docs" / "x.md").write_text(text)
    assert dead_links(tmp_path / "docs" / "x.md", tmp_path) == ["gone.md", "docs/lost.md"]
