"""`python -m services.triage`: triage by itself, and rule sets proven before they bind."""

import argparse
import logging
import sys
from pathlib import Path

from services.triage.adapters.rule_files import RuleFileRefused, read_rule_file
from services.triage.application.proof_words import told
from services.triage.wiring import build_triage, prove
from shared.runtime.cli import DIFFERENT, DONE, add_data, main
from shared.runtime.logging import configure_logging
from shared.runtime.standalone import add_service_commands


def check(options: argparse.Namespace) -> int:
    """Prove each rule set; exit 1 where one is not sound."""
    sound = True
    days: dict[object, str] = {}
    for file in options.files:
        try:
            raw = read_rule_file(Path(file))
        except RuleFileRefused as refused:
            print(refused)
            sound = False
            continue
        proof = prove(raw)
        print("\n".join(told(file, proof)), flush=True)
        day = (raw.get("id"), raw.get("effective_from"))
        if day in days:
            print(f"{file}: it starts on the same day as {days[day]}. Give one of them another day.")
        sound = sound and not proof.failures and day not in days
        days.setdefault(day, file)
    return DONE if sound else DIFFERENT


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m services.triage", description=__doc__)
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_service_commands(commands, build_triage)
    checking = commands.add_parser("check", help="prove rule sets: gaps, overlaps, unreachable rows, invariants")
    checking.add_argument("files", metavar="FILE", nargs="+")
    add_data(checking)
    checking.set_defaults(command=check)
    return made


if __name__ == "__main__":
    # What a command prints is for a person to read; what serves or works for long has its lines collected.
    configure_logging("triage", level=logging.INFO if {"web", "worker"} & set(sys.argv) else logging.WARNING)
    sys.exit(main(parser()))
