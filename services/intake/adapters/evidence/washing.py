"""A small program of its own in which files are taken apart by libraries written in C: hostile ones can end only it.

    python -m services.intake.adapters.evidence.washing pdf | heic     the file comes in, what is kept goes out

It has a bound on memory, time and open files, writes no file, and knows no key, no address and no setting.
"""

import json
import resource
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.intake.domain.refusals import FileNotTaken

_ROOT = Path(__file__).parents[4]
_MOST_MEMORY = 1_200 * 1024 * 1024
_MOST_SECONDS = 20
_MOST_OPEN = 64
# Each may take as much memory as it is allowed.
_at_once = threading.Semaphore(2)
_TOO_MUCH = "This file takes too much to open. It may be damaged. Save it anew, or smaller, and choose that."


@dataclass(frozen=True, slots=True)
class Washed:
    """What is kept of a file; `made_at` is what its device's clock said."""

    data: bytes
    made_at: datetime | None


def washed(kind: str, data: bytes) -> Washed:
    """A file of this kind without what tells of its maker. Raises FileNotTaken."""
    command = [sys.executable, "-m", __name__, kind]
    with _at_once:
        try:
            done = subprocess.run(
                command,
                input=data,
                capture_output=True,
                check=False,
                timeout=3 * _MOST_SECONDS,
                cwd=_ROOT,
                env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            )
        except subprocess.TimeoutExpired:
            raise FileNotTaken("damaged", _TOO_MUCH) from None
    said, _, kept = done.stdout.partition(b"\n")
    if done.returncode or not said:
        raise FileNotTaken("damaged", _TOO_MUCH)
    told = json.loads(said)
    if "why" in told:
        raise FileNotTaken(told["why"], told["says"])
    return Washed(kept, datetime.fromisoformat(told["made_at"]) if told["made_at"] else None)


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_OPEN, _MOST_OPEN))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _washed_here(kind: str, data: bytes) -> Washed:
    """Each library is loaded where it is needed, by the bounded program alone."""
    if kind == "pdf":
        from services.intake.adapters.evidence.documents import washed_pdf

        return Washed(washed_pdf(data), None)
    from services.intake.adapters.evidence.photos import redrawn_heic

    drawn = redrawn_heic(data)
    return Washed(drawn.data, drawn.made_at)


def main() -> int:
    """Take a file in and give out first a line about it, then what is kept."""
    _bounded()
    try:
        kept = _washed_here(sys.argv[1], sys.stdin.buffer.read())
        told: dict[str, str | None] = {"made_at": kept.made_at.isoformat() if kept.made_at else None}
    except FileNotTaken as refused:
        kept, told = Washed(b"", None), {"why": refused.why, "says": refused.says}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + kept.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
