"""Logging is set up where a program starts, and nowhere else: a command called from another must not take it over."""

import ast

from tests.support.tree import ROOT, modules


def set_up_inside(text: str) -> list[int]:
    """Lines that set up logging elsewhere than in the block that runs when a module is started by itself."""
    module = ast.parse(text)
    starting = [node for node in module.body if isinstance(node, ast.If) and "__main__" in ast.unparse(node.test)]
    allowed = {id(call) for block in starting for call in ast.walk(block)}
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "configure_logging" and id(node) not in allowed
    ]


def test_only_a_program_that_starts_sets_up_logging() -> None:
    ours = list(modules(ROOT, "services", "shared"))
    assert [f"{module.name}:{line}" for module in ours for line in set_up_inside(module.text)] == []
    assert len([module for module in ours if "    configure_logging(" in module.text]) == 6


def test_a_command_that_did_would_be_found() -> None:
    assert set_up_inside("def forget():\n    configure_logging()\n") == [2]
    assert set_up_inside("if __name__ == '__main__':\n    configure_logging()\n") == []
