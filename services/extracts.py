"""`python -m services import`: a service-request extract in, waited for until triage has judged every row of it."""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.intake.adapters.extract_import import ExtractImport, Tally, write_rejected
from services.intake.adapters.extract_mapping import ExtractMapping, load_mapping
from services.intake.adapters.extract_rows import count_rows, read_rows
from services.intake.adapters.mapping_checks import check_mapping
from services.one_process import Borough, build
from services.triage.read_models import rule_outcomes
from shared.kernel.clock import rfc3339, system_clock
from shared.runtime.cli import DONE, add_data, settings_of
from shared.runtime.logging import quietly
from shared.runtime.origin import clock_beside
from shared.runtime.worker import drain_or_wait

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_AT_ONCE = 500
_WAIT_SECONDS = 600.0
_BAR = 40


def import_extract(options: argparse.Namespace) -> int:
    """Check the mapping and the whole file, then submit, wait and count: what is refused leaves nothing behind."""
    file, mapping = Path(options.file), load_mapping(Path(options.mapping))
    check_mapping(Path(options.mapping), mapping, system_clock)
    rows = count_rows(file, mapping)
    settings = settings_of(options)
    borough = build(settings, clock_beside(settings, "intake"))
    try:
        with quietly():
            tally = _submit(borough, mapping, file, rows)
            outcomes = _outcomes(borough, tally)
        _write_rejected(borough, mapping, tally)
    finally:
        borough.close()
    report = _report(tally, outcomes)
    print(json.dumps(report) if options.json else json.dumps(report, indent=2))
    return DONE


def add_command(commands: "Commands") -> None:
    """`import FILE --mapping MAP.toml`."""
    made = commands.add_parser("import", help="a service-request extract (CSV or JSON)")
    made.add_argument("file", metavar="FILE")
    made.add_argument("--mapping", required=True, metavar="MAP.toml")
    made.add_argument("--json", action="store_true", help="the counts on one line")
    add_data(made)
    made.set_defaults(command=import_extract)


def _report(tally: Tally, outcomes: Counter[str]) -> dict[str, Any]:
    return {
        "read": tally.read,
        "accepted": tally.accepted,
        "already_known": tally.already_known,
        "rejected": len(tally.rejected),
        "by_channel": dict(tally.by_channel.most_common()),
        "by_outcome": dict(outcomes.most_common()),
    }


def _submit(borough: Borough, mapping: ExtractMapping, file: Path, rows: int) -> Tally:
    intake = borough.services["intake"]
    run = ExtractImport(mapping, intake.dispatch, borough.ground.keyring.recognise_each, borough.ground.clock)
    bar = Progress("read", rows)
    try:
        return asyncio.run(run.run(read_rows(file, mapping), bar))
    except KeyboardInterrupt:
        print("\nStopped. What came in is kept; the same command takes in the rest.", file=sys.stderr)
        raise
    finally:
        bar.end()


def _outcomes(borough: Borough, tally: Tally) -> Counter[str]:
    """How triage judged each referral: by doing the waiting work here, or by waiting for whoever does it."""
    triage = borough.services["triage"]
    found: dict[str, str] = {}
    wanted = set(tally.referrals)
    told = Progress("judged", len(wanted))

    def judged() -> bool:
        missing = [referral for referral in wanted if referral not in found]
        with triage.views.reading() as connection:
            for start in range(0, len(missing), _AT_ONCE):
                found.update(rule_outcomes.of(connection, missing[start : start + _AT_ONCE]))
        told(len(found))
        return len(found) == len(wanted)

    told(0)
    if not drain_or_wait(borough.work(), borough.ground.leases, judged, _WAIT_SECONDS):
        print("Triage has not judged every row yet; its counts are as far as it has come.", file=sys.stderr)
    told.end()
    return Counter(found.values())


def _write_rejected(borough: Borough, mapping: ExtractMapping, tally: Tally) -> None:
    if not tally.rejected:
        return
    started = rfc3339(system_clock())[:19].replace(":", "")
    file = borough.ground.settings.data / "imports" / f"{mapping.source.name}-{started}.rejected.csv"
    write_rejected(file, tally.rejected)
    print(f"{len(tally.rejected)} rows were rejected; {file} says which and why.", file=sys.stderr)


class Progress:
    """A bar on standard error, kept to one line of a terminal; silent where nobody looks."""

    def __init__(self, word: str, total: int) -> None:
        self._word, self._total = word, total
        self._shown = sys.stderr.isatty()
        self._at = 0.0

    def __call__(self, count: int) -> None:
        """Show how far it is, at most five times a second, and when it is all."""
        if self._shown and (count == self._total or time.monotonic() - self._at > 0.2):
            self._at = time.monotonic()
            print(f"\r{bar(count, self._total)} {self._word}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line to whoever writes next."""
        if self._shown:
            print(file=sys.stderr)


def bar(count: int, total: int) -> str:
    """How far a count is, as a bar with figures."""
    part = count / total if total else 1.0
    return f"[{'#' * int(part * _BAR):<{_BAR}}] {part:4.0%} {count} of {total}"
