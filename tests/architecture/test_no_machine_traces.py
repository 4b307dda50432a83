"""What is committed speaks of the project alone: no path of somebody's machine, no registry, no address in a lock."""

import re
import subprocess
from pathlib import Path

from tests.support.tree import ROOT

# Written in pieces, so that this file does not find itself.
_FOLDERS = ["wo" + "rk", "ro" + "ot", "fa" + "rm", "home/" + r"\w+", "Us" + r"ers/\w+"]
_HOSTS = [
    "pypi" + r"\.org",
    "python" + "hosted",
    "npm" + r"js\.",
    "registry" + r"\.yarn",
    "arti" + "factory",
    "repo1" + r"\.maven",
]
MACHINE_PATHS = re.compile(rf"(?<![\w.}}])/(?:{'|'.join(_FOLDERS)})/[\w.]")
REGISTRIES = re.compile("|".join(_HOSTS), re.IGNORECASE)
ADDRESS = re.compile(r"https?://|file:|git\+")
LOCKS = ("requirements*.lock", "package-lock.json")


def traces(root: Path) -> list[str]:
    """Each line of a file that is or would be committed that names a machine's path or a registry."""
    return [
        f"{name}:{number}: {match[0]}"
        for name in _kept_by_git(root)
        for number, line in enumerate(_lines(root / name), 1)
        for match in [MACHINE_PATHS.search(line) or REGISTRIES.search(line)]
        if match
    ]


def addresses_in_locks(root: Path) -> list[str]:
    """Each line of a lock that says where a package comes from; that is the machine's business."""
    return [
        f"{lock.name}:{number}"
        for pattern in LOCKS
        for lock in sorted(root.glob(pattern))
        for number, line in enumerate(_lines(lock), 1)
        if ADDRESS.search(line)
    ]


def _kept_by_git(root: Path) -> list[str]:
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=root, check=True, capture_output=True, text=True).stdout.split("\0")
    return sorted(name for name in names if name and ((root / name).is_file() or (root / name).is_symlink()))


def _lines(path: Path) -> list[str]:
    """Of a file, or of a link what it leads to: a link to a folder of this machine would take its place elsewhere."""
    if path.is_symlink():
        return [str(path.readlink())]
    content = path.read_bytes()
    return [] if b"\0" in content else content.decode("utf-8", "replace").splitlines()


def test_no_file_names_a_machine_path_or_a_registry() -> None:
    assert traces(ROOT) == []


def test_no_lock_holds_an_address() -> None:
    assert [lock.name for pattern in LOCKS for lock in sorted(ROOT.glob(pattern))] == [
        "requirements-dev.lock",
        "requirements-node.lock",
        "requirements.lock",
        "package-lock.json",
    ]
    assert addresses_in_locks(ROOT) == []
