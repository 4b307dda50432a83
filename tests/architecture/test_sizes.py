"""Nothing grows into an attic: files stay under 300 lines, tests under 400, and a function fits on a screen."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.tree import ROOT, Module, modules

# About 20 lines is the aim; 40, without the docstring, is where it stops being a matter of taste.
LONGEST_FUNCTION = 40
LONGEST_FILE = 300
LONGEST_TEST_FILE = 400


def too_long(root: Path) -> list[str]:
    """Each file and function that has outgrown its limit, as a sentence."""
    return [fault for module in modules(root, "shared", "services", "bench", "tests") for fault in _faults(module)]


def _faults(module: Module) -> Iterator[str]:
    limit = LONGEST_TEST_FILE if module.name.split(".")[0] == "tests" else LONGEST_FILE
    lines = module.text.count("\n")
    if lines >= limit:
        yield f"{module.name}: {lines} lines, the limit is under {limit}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > LONGEST_FUNCTION:
            yield f"{module.name}.{node.name}: {_length(node)} lines, the limit is {LONGEST_FUNCTION}"


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring


def test_files_and_functions_keep_to_their_size() -> None:
    assert too_long(ROOT) == []
