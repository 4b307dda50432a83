"""`python -m services import`: a service-request extract in, waited for until triage has judged every row of it."""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from services.intake.adapters.extract_import import ExtractImport, Tally, write_rejected
from services.intake.adapters.extract_mapping import ExtractMapping, load_mapping
from services.intake.adapters.extract_rows import Row, read_rows
from services.one_process import Borough, build
from services.triage.read_models import rule_outcomes
from shared.kernel.clock import rfc3339
from shared.runtime.cli import DONE, add_data, settings_of
from shared.runtime.logging import configure_logging
from shared.runtime.worker import drain_or_wait

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_AT_ONCE = 500
_WAIT_SECONDS = 600.0


def import_extract(options: argparse.Namespace) -> int:
    """Read, submit, wait, count."""
    configure_logging(level=30)
    mapping = load_mapping(Path(options.mapping))
    rows = read_rows(Path(options.file), mapping)
    borough = build(settings_of(options))
    tally = asyncio.run(_submit(borough, mapping, rows))
    outcomes = _outcomes(borough, tally)
    report = {
        "read": tally.read,
        "accepted": tally.accepted,
        "already_known": tally.already_known,
        "rejected": len(tally.rejected),
        "by_channel": dict(tally.by_channel.most_common()),
        "by_outcome": dict(outcomes.most_common()),
    }
    if tally.rejected:
        started = rfc3339(borough.ground.clock())[:19].replace(":", "")
        file = borough.ground.settings.data / "imports" / f"{mapping.source.name}-{started}.rejected.csv"
        write_rejected(file, tally.rejected)
        print(f"{len(tally.rejected)} rows were rejected; {file} says which and why.", file=sys.stderr)
    print(json.dumps(report) if options.json else json.dumps(report, indent=2))
    borough.close()
    return DONE


def add_command(commands: "Commands") -> None:
    """`import FILE --mapping MAP.toml`."""
    made = commands.add_parser("import", help="a service-request extract (CSV or JSON)")
    made.add_argument("file", metavar="FILE")
    made.add_argument("--mapping", required=True, metavar="MAP.toml")
    made.add_argument("--json", action="store_true", help="the counts on one line")
    add_data(made)
    made.set_defaults(command=import_extract)


async def _submit(borough: Borough, mapping: ExtractMapping, rows: Iterator[tuple[int, Row]]) -> Tally:
    intake = borough.services["intake"]
    run = ExtractImport(mapping, intake.dispatch, borough.ground.keyring.recognise_each, borough.ground.clock)
    return await run.run(rows, Progress("read"))


def _outcomes(borough: Borough, tally: Tally) -> Counter[str]:
    """How triage judged each referral: by doing the waiting work here, or by waiting for whoever does it."""
    triage = borough.services["triage"]
    found: dict[str, str] = {}
    told = Progress("judged")

    def judged() -> bool:
        missing = [referral for referral in tally.referrals if referral not in found]
        with triage.views.reading() as connection:
            for start in range(0, len(missing), _AT_ONCE):
                found.update(rule_outcomes.of(connection, missing[start : start + _AT_ONCE]))
        told(len(found))
        return len(found) == len(set(tally.referrals))

    if not drain_or_wait(borough.work(), borough.ground.leases, judged, _WAIT_SECONDS):
        print("Triage has not judged every row yet; its counts are as far as it has come.", file=sys.stderr)
    return Counter(found.values())


class Progress:
    """A count on standard error, kept to one line of a terminal; silent where nobody looks."""

    def __init__(self, word: str) -> None:
        self._word = word
        self._shown = sys.stderr.isatty()
        self._at = 0.0

    def __call__(self, count: int) -> None:
        """Show how far it is, at most five times a second."""
        if self._shown and time.monotonic() - self._at > 0.2:
            self._at = time.monotonic()
            print(f"\r{count:>8} {self._word}", end="", file=sys.stderr, flush=True)
