"""`python -m bench [NAME …]`: runs the benchmarks, prints their tables, keeps their figures under var/bench/."""

import argparse
import importlib
import json
import sys
import tempfile
from pathlib import Path

from bench.outcome import machine
from bench.servers import DidNotStart
from shared.runtime.serving import tune

NAMES = (
    "append",
    "replay",
    "decisions",
    "simulation",
    "http",
    "postgres",
    "http-postgres",
    "delivery",
    "arrival",
    "call-screen",
    "mail",
    "open311",
)
# These load millions of facts first or start many processes, which takes minutes: they run when they are asked for.
ON_REQUEST = ("growth", "years", "workers")
_MODULES = {"call-screen": "call_screen", "http": "posting", "http-postgres": "posting_on_postgres"}
_ROUNDS = 21
_KEPT = Path("var/bench")


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for, or all of it."""
    options = _parser().parse_args(arguments)
    names = options.name or NAMES
    lines = [f"{machine()}. Medians of {options.rounds} rounds taken in turn.", _DURABILITY, ""]
    print("\n".join(lines), flush=True)
    # The servers tune themselves this way; here it falls on every case alike, the peers' too.
    tune()
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        bench = importlib.import_module(f"bench.{_MODULES.get(name, name)}")
        try:
            with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
                outcome = bench.run(Path(folder), options.rounds, options.share)
        except DidNotStart as missing:
            lines.append(f"{name} was left out: {missing}\n")
            print(lines[-1], flush=True)
            continue
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / f"{name}.json").write_text(json.dumps(outcome.document(), indent=2) + "\n")
        print("\n".join(outcome.table()), flush=True)
        lines += outcome.table()
    if tuple(names) == NAMES:
        (options.out / "table.md").write_text("\n".join(lines))
    return 0


_DURABILITY = "Every store here waits for the disk: SQLite with WAL and synchronous=FULL, PostgreSQL with fsync on."


_WHICH = f"which of {', '.join(NAMES)}, all of them if none; or {', '.join(ON_REQUEST)}, which takes minutes"


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    made.add_argument("name", nargs="*", choices=[*NAMES, *ON_REQUEST, []], help=_WHICH)
    made.add_argument("--rounds", type=int, default=_ROUNDS, help="short rounds, each with every case in it")
    made.add_argument("--share", type=float, default=1.0, help="the part of a round's usual work to do")
    made.add_argument("--out", type=Path, default=_KEPT, help="the folder for the figures")
    return made


if __name__ == "__main__":
    sys.exit(main())
