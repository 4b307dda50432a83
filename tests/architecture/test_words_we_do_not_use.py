"""What no page, message or sentence of ours says to anybody: nobody's risk is low, and nothing is "not ours"."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.tree import ROOT, modules

# Standard risk is still risk; whoever harms is not asked to be named by a label; whoever asks hears whom to try.
UNSAID = re.compile(
    r"low[- ]level|low(?:er)?[- ]risk|(?:are|were) you (?:a|the) victim|not ours\b|"
    r"not (?:our|my) (?:problem|job|responsibility|matter|business)",
    re.IGNORECASE,
)
TEXTS = ("*.html", "*.txt", "*.toml")


def unsaid(root: Path) -> list[str]:
    """Each place in a template, a text, a file of data or a sentence of the code that says one of these."""
    return [f"{place}: {found[0]}" for place, text in _said(root) for found in UNSAID.finditer(" ".join(text.split()))]


def _said(root: Path) -> Iterator[tuple[str, str]]:
    for top in ("services", "shared"):
        for path in sorted(each for kind in TEXTS for each in (root / top).rglob(kind)):
            yield str(path.relative_to(root)), path.read_text(encoding="utf-8")
    spoken = (module for module in modules(root, "services", "shared") if UNSAID.search(" ".join(module.text.split())))
    for module in spoken:
        yield from ((module.name, text) for text in _sentences(module.tree))


def _sentences(tree: ast.Module) -> Iterator[str]:
    """Its strings, less those that are for whoever reads the code."""
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


def test_nobody_is_told_what_we_do_not_say() -> None:
    assert unsaid(ROOT) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("services/x.html", "<p>This is low-level\nnuisance.</p>"),
        ("services/x.html", "<p>Low\n risk</p>"),
        ("shared/x.txt", "Are you a victim of abuse?"),
        ("services/x.toml", 'words = "That is not our job."'),
        ("services/x.py", 'SAID = "Noise is not ours."'),
    ],
)
def test_what_we_do_not_say_is_found_wherever_it_stands(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(text)
    assert len(unsaid(tmp_path)) == 1


def test_what_whoever_reads_the_code_is_told_is_let_through(tmp_path: Path) -> None:
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "x.py").write_text('"""Whether a file is not ours."""\nSAID = "Standard risk"\n')
    assert unsaid(tmp_path) == []
