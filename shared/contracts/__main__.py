"""Writes the schema files of the published events, and at a release the record of what was promised.

`python -m shared.contracts` writes schemas/ anew from the models. `python -m shared.contracts release` writes them to
released/ too, and refuses where that would break a promise made there.
"""

import json
import sys
from pathlib import Path

from shared.contracts.json_schema import CURRENT, RELEASED, broken_promises, files


def write(folder: Path) -> None:
    """Makes the folder hold exactly the schemas of today's contracts."""
    today = files()
    for stale in folder.glob("*.json"):
        if stale.name not in today:
            stale.unlink()
    for name, text in today.items():
        (folder / name).write_text(text, encoding="utf-8")


def release(folder: Path) -> list[str]:
    """Records today's schemas as promised; writes nothing and returns the reasons if a promise would be broken."""
    today = files()
    broken = [
        f"{path.stem}: {reason}"
        for path in sorted(folder.glob("*.json"))
        for reason in (
            broken_promises(json.loads(path.read_text(encoding="utf-8")), json.loads(today[path.name]))
            if path.name in today
            else ["no longer published; a version goes only when no policy lists it"]
        )
    ]
    if not broken:
        write(folder)
    return broken


def main(arguments: list[str]) -> int:
    """Exit code 0 when written, 1 when a promise would be broken, 2 when asked for something else."""
    if arguments == ["release"]:
        broken = release(RELEASED)
        print("\n".join(broken) or f"{len(files())} schemas released")
        return 1 if broken else 0
    if arguments:
        print(__doc__)
        return 2
    write(CURRENT)
    print(f"{len(files())} schemas written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
