"""Holds each command of a runbook against the programs, scripts and services that there are."""

import argparse
import contextlib
import importlib
import io
import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from deploy.local.compose_file import Declared
from tests.support.tree import ROOT

_BLOCK = re.compile(r"^(?P<indent> *)```sh\n(?P<lines>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
_ASSIGNMENT = re.compile(r"[A-Z_]+=\S*")
_REDIRECTION = re.compile(r"(?:\d?>>?|<)(\S+)")
# What docker compose knows, with the options that we use: True where one takes a value.
_COMPOSE: dict[str, dict[str, bool]] = {
    "up": {"--build": False, "--detach": False, "--no-deps": False, "--wait": False},
    "run": {"--rm": False, "--no-deps": False, "--volume": True, "--no-TTY": False, "--interactive": False},
    "exec": {"--no-TTY": False, "--user": True},
    "ps": {"--all": False},
    "logs": {"--no-log-prefix": False, "--follow": False, "--tail": True},
    "restart": {},
    "stop": {},
    "start": {},
    "down": {},
    "build": {},
}
_WITH_COMMAND = ("run", "exec")
# Programs of any machine. What files they name is looked at all the same.
_OTHERS = ("chown", "chmod", "openssl", "sed", "cp", "tar", "curl", "mkdir", "rm", "ls", "install", "sha256sum")


def commands(text: str) -> list[str]:
    """Each command of a document, lines that go on joined."""
    blocks = (found["lines"].replace("\\\n", " ") for found in _BLOCK.finditer(text))
    return [" ".join(line.split()) for block in blocks for line in block.splitlines() if line.strip()]


def problem(command: str, services: dict[str, Declared], made_here: Sequence[str]) -> str | None:
    """What is wrong with a command; None if it can be typed. `made_here` are files that a runbook makes."""
    try:
        words, files = _bare(command)
        _check(words, services)
        for word in (*words, *files):
            _check_file(word, made_here)
    except LookupError as wrong:
        return f"{command}: {wrong}"
    return None


def _bare(command: str) -> tuple[list[str], list[str]]:
    """The words of a command without what is set before it, and the files it reads and writes."""
    words = shlex.split(command)
    while words and _ASSIGNMENT.fullmatch(words[0]):
        words.pop(0)
    plain = [word for word in words if not _REDIRECTION.fullmatch(word)]
    return plain, [found[1] for word in words if (found := _REDIRECTION.fullmatch(word))]


def _check(words: Sequence[str], services: dict[str, Declared]) -> None:
    program, *rest = words
    if program in ("python", ".venv/bin/python"):
        _check_python(rest, services)
    elif program == "docker":
        _check_compose(rest, services)
    elif program == "make":
        _check_targets(rest)
    elif program == "sh":
        if not (ROOT / rest[0]).is_file():
            raise LookupError(f"there is no script {rest[0]}")
    elif program not in _OTHERS:
        raise LookupError(f"{program} is not a program that a runbook may ask for")


def _check_compose(words: Sequence[str], services: dict[str, Declared]) -> None:
    if words[0] != "compose" or words[1] not in _COMPOSE:
        raise LookupError(f"docker {words[0]} {words[1]} is not known")
    named = list(_without_options(words[2:], _COMPOSE[words[1]]))
    if named and named[0].startswith("-"):
        raise LookupError(f"docker compose {words[1]} has no option {named[0]}")
    if words[1] in _WITH_COMMAND:
        named, asked = named[:1], named[1:]
        if asked and asked[0] == "python":
            _check_python(asked[1:], services)
    if strangers := [name for name in named if name not in services]:
        raise LookupError(f"there is no service {strangers[0]}")


def _without_options(words: Sequence[str], known: dict[str, bool]) -> Iterator[str]:
    """The words from the first on that is no option."""
    rest = list(words)
    while rest and rest[0] in known:
        rest = rest[2 if known[rest[0]] else 1 :]
    yield from rest


def _check_python(words: Sequence[str], services: dict[str, Declared]) -> None:
    if len(words) < 2 or words[0] != "-m":
        raise LookupError("only modules are run")
    module, arguments = words[1], list(words[2:])
    known = _parser_of(module)
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            options = known().parse_args(arguments)
        except SystemExit as end:
            if end.code:
                raise LookupError(said.getvalue().strip().splitlines()[-1]) from None
            return
    if following := getattr(options, "words", None):
        _check(following, services)


def _parser_of(module: str) -> Callable[[], argparse.ArgumentParser]:
    for name in (f"{module}.__main__", module):
        with contextlib.suppress(ModuleNotFoundError):
            if found := getattr(importlib.import_module(name), "parser", None):
                return found  # type: ignore[no-any-return]
    raise LookupError(f"there is no program {module}")


def _check_targets(names: Sequence[str]) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in names:
        if not re.search(rf"^{re.escape(name)}:", makefile, re.MULTILINE):
            raise LookupError(f"make has no {name}")


def _check_file(word: str, made_here: Sequence[str]) -> None:
    if word.startswith("deploy/") and word not in made_here and not (ROOT / word).exists():
        raise LookupError(f"there is no file {word}")


def runbooks() -> list[Path]:
    """Every runbook."""
    return sorted((ROOT / "deploy" / "runbooks").glob("*.md"))
