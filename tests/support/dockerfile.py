"""Reads the Dockerfile and carries it out without Docker: a folder for each stage, RUN lines as plain commands."""

import fnmatch
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.tree import ROOT

DOCKERFILE = ROOT / "deploy" / "Dockerfile"
IGNORED = ROOT / "deploy" / "Dockerfile.dockerignore"
_RUN_SECONDS = 900


@dataclass(frozen=True)
class Step:
    """One instruction: `options` are its `--name=value` words."""

    word: str
    options: dict[str, str]
    rest: str

    @property
    def words(self) -> list[str]:
        return shlex.split(self.rest)


def steps(text: str) -> list[Step]:
    """The instructions in order, long lines joined, comments left out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [_step(line) for line in re.sub(r"\\\n\s*", " ", "\n".join(lines)).splitlines()]


def _step(line: str) -> Step:
    word, _, rest = line.partition(" ")
    options: dict[str, str] = {}
    while match := re.match(r"--([\w-]+)=(\S+)\s+", rest):
        options[match[1]] = match[2]
        rest = rest[match.end() :]
    return Step(word, options, rest)


def context(ignored: str) -> list[str]:
    """Every file that git keeps and that the build may see."""
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in kept.split("\0") if name and may_see(ignored, name)]


def may_see(ignored: str, name: str) -> bool:
    """Whether the build may see a file: the last line that fits it counts, as Docker reads such a file."""
    seen = True
    for line in ignored.splitlines():
        pattern = line.strip().removeprefix("!")
        if pattern and not pattern.startswith("#") and _fits(pattern, name):
            seen = line.strip().startswith("!")
    return seen


def _fits(pattern: str, name: str) -> bool:
    parts = name.split("/")
    heads = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    anywhere = pattern.removeprefix("**/")
    return any(
        fnmatch.fnmatchcase(head, pattern)
        or (anywhere != pattern and fnmatch.fnmatchcase(head.split("/")[-1], anywhere))
        for head in heads
    )


class Build:
    """The stages as folders below one; `environment` is what ENV lines have said in the last one."""

    def __init__(self, folder: Path, instructions: Sequence[Step]) -> None:
        self._folder, self._instructions = folder, instructions
        self._files = context(IGNORED.read_text(encoding="utf-8"))
        self._stages: dict[str, Path] = {}
        self.environment: dict[str, str] = {}
        self.work = folder

    def carry_out(self) -> None:
        """Every instruction in order. Raises CalledProcessError where a command fails."""
        for step in self._instructions:
            getattr(self, f"_{step.word.lower()}")(step)

    def _from(self, step: Step) -> None:
        _, *named = step.words
        name = named[1] if named else "last"
        self._stages[name] = self._root = self._folder / name
        self._root.mkdir()
        self.environment = {}

    def _workdir(self, step: Step) -> None:
        self.work = self._root / step.rest.lstrip("/")
        self.work.mkdir(parents=True, exist_ok=True)

    def _copy(self, step: Step) -> None:
        *sources, target = step.words
        place = self.work / target
        for source in sources:
            into = place / Path(source).name if target.endswith("/") else place
            if stage := step.options.get("from"):
                _copied(self._stages[stage] / source.lstrip("/"), into)
            else:
                for name in self._of_context(source):
                    _copied(ROOT / name, into / Path(name).relative_to(source) if name != source else into)

    def _of_context(self, source: str) -> Iterator[str]:
        found = [name for name in self._files if name == source or name.startswith(f"{source}/")]
        assert found, f"COPY {source}: there is no such thing in what the build may see"
        return iter(found)

    def _run(self, step: Step) -> None:
        subprocess.run(
            ["sh", "-c", step.rest],
            cwd=self.work,
            env=self._bare(),
            check=True,
            timeout=_RUN_SECONDS,
            capture_output=True,
        )

    def _env(self, step: Step) -> None:
        # A place in the image is a place below the stage's folder.
        for word in step.words:
            name, _, value = word.partition("=")
            self.environment[name] = value.replace("/app", str(self.work))

    def _user(self, step: Step) -> None: ...

    _expose = _cmd = _user

    def _bare(self) -> dict[str, str]:
        """As in the image: the machine's own way to its registries, and no Node."""
        kept = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
        return kept | {"PATH": str(without_node(self._folder))}


def without_node(folder: Path) -> Path:
    """This machine's programs and the Python we run, without Node, as in the base image."""
    programs = folder / "programs"
    if not programs.exists():
        programs.mkdir()
        for found in sorted((*Path("/usr/bin").iterdir(), *Path("/bin").iterdir())):
            link = programs / found.name
            if not re.fullmatch(r"node|npm|npx|nodejs|python[\d.]*", found.name) and not link.is_symlink():
                link.symlink_to(found)
        for name in ("python3", f"python3.{sys.version_info.minor}"):
            (programs / name).symlink_to(Path(sys.base_prefix) / "bin" / name)
    return programs


def _copied(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
    else:
        shutil.copy2(source, target)
