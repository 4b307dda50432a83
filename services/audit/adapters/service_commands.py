"""Asks each service, as a program of its own, whether its views are what its history gives."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from services.audit.application.ports import ComparedViews

_PATIENCE_SECONDS = 600
_AT_ONCE = 2

Run = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]


def run_here(arguments: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    """A command of this program, with this environment."""
    return subprocess.run(
        [sys.executable, "-m", *arguments], capture_output=True, text=True, check=False, timeout=_PATIENCE_SECONDS
    )


class ServiceCommands:
    """`python -m services.NAME views --json`, for each service: audit imports none of them.

    `arguments` tell them where the data is, where the environment does not.
    """

    def __init__(self, arguments: Sequence[str] = (), run: Run = run_here) -> None:
        self._arguments = tuple(arguments)
        self._run = run

    def compare(self, names: Sequence[str]) -> list[ComparedViews]:
        """What each of these services says of its views, two asked at a time."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(self._ask, names))

    def _ask(self, name: str) -> ComparedViews:
        try:
            answer = self._run([f"services.{name}", "views", "--json", *self._arguments])
            said = json.loads(answer.stdout)
            differing = [(str(view), str(differs)) for view, differs in said.items() if differs]
        except (ValueError, AttributeError, OSError, subprocess.SubprocessError):
            return ComparedViews(source=name, not_done="its command gave no answer")
        return ComparedViews(source=name, compared=len(said), differing=differing)
