"""`python -m services.triage`: triage by itself, and rule sets proven and tried on history before they bind."""

import argparse
import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from services.triage.adapters.rule_files import RuleFileRefused, read_rule_file
from services.triage.application.directory.reading import BadList, read_list
from services.triage.application.judge import LONDON
from services.triage.application.rule_sets.export import as_toml
from services.triage.application.rule_sets.proof_words import told
from services.triage.application.simulating.past import past_referrals
from services.triage.application.simulating.report import report_of
from services.triage.application.simulating.words import told as said
from services.triage.domain.directory.commands import ImportDirectory
from services.triage.domain.directory.listed import Directory
from services.triage.rules_wiring import facts_of, proposed, prove_beside, shipped_doors
from services.triage.wiring import build_triage, directory_room, rules_of
from shared.kernel.clock import system_clock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context
from shared.runtime.cli import DIFFERENT, DONE, add_data, main, settings_of
from shared.runtime.ground import make_ground
from shared.runtime.logging import configure_logging
from shared.runtime.origin import clock_beside
from shared.runtime.standalone import add_service_commands

# A file among those that ship is named after its first day; a draft may be called as one likes.
_NAMED_BY_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def check(options: argparse.Namespace) -> int:
    """Prove each rule set; exit 1 where one is not sound. Its doors are sought in the directory of the data given."""
    sound = True
    directory, today = _doors(options)
    days: dict[object, str] = {}
    for file in options.files:
        try:
            raw = read_rule_file(Path(file))
        except RuleFileRefused as refused:
            print(refused)
            sound = False
            continue
        proof = prove_beside(directory, today, raw)
        print("\n".join(told(file, proof)), flush=True)
        wrong = list(_wrong_days(file, raw, days))
        print("".join(f"{file}: {says}\n" for says in wrong), end="")
        sound = sound and not proof.failures and not wrong
        days.setdefault((raw.get("id"), raw.get("effective_from")), file)
    return DONE if sound else DIFFERENT


def _wrong_days(file: str, raw: Mapping[str, Any], days: Mapping[object, str]) -> Iterator[str]:
    """What is wrong with the day on which a file starts, beside its name and beside the files before it."""
    starts, named = raw.get("effective_from"), Path(file).stem
    if other := days.get((raw.get("id"), starts)):
        yield f"it starts on the same day as {other}. Give one of them another day."
    if isinstance(starts, date) and _NAMED_BY_DAY.fullmatch(named) and named != str(starts):
        yield f"it starts on {starts}. Name the file {starts}.toml, or correct the day."


def _doors(options: argparse.Namespace) -> tuple[Directory, date]:
    """The borough's own directory and its day where data was named, else the one that ships, today."""
    if getattr(options, "data", None) is None:
        return shipped_doors(), system_clock().astimezone(LONDON).date()
    settings = settings_of(options)
    _, room = directory_room(make_ground(settings, clock_beside(settings, "triage")))
    return room.now(), room.today()


def simulate_rules(options: argparse.Namespace) -> int:
    """Judge every past referral of some days by other rules, and say who would change."""
    rules = proposed(Path(options.rules))
    settings = settings_of(options)
    past = past_referrals(facts_of(build_triage(make_ground(settings, clock_beside(settings, "triage")))))
    report = report_of(past, rules, options.first, options.last)
    print(json.dumps(report) if options.json else "\n".join(said(report)))
    return DONE


def export(options: argparse.Namespace) -> int:
    """Write a published rule set as a file that may stand among those that ship."""
    edition = rules_of(make_ground(settings_of(options))).edition(options.version)
    if edition is None:
        raise LookupError(f"There is no published rule set {options.version}. The page /triage/rules lists them.")
    Path(options.file).write_text(as_toml(edition.document), "utf-8")
    print(f"{options.file}: rule set {options.version}, in force from {edition.document.effective_from}.")
    return DONE


def take_in(options: argparse.Namespace) -> int:
    """Take a list of services in, whole or not at all; say every fault otherwise."""
    settings = settings_of(options)
    ground = make_ground(settings, clock_beside(settings, "triage"))
    service, room = directory_room(ground)
    try:
        pages = [Path(file).read_bytes() for file in options.files]
        read = read_list(pages, room.destinations(), room.today())
    except OSError as missing:
        raise LookupError(f"{missing.filename}: this file cannot be read.") from None
    except BadList as bad:
        print(f"{bad}\nNothing was kept.")
        return DIFFERENT
    command = ImportDirectory(
        at=ground.clock(),
        source=options.source,
        fingerprint=read.fingerprint,
        entries=read.entries,
        today=room.today(),
    )
    done = service.dispatch(command, Context("command line", "service_manager", new_id()))
    told = {"read": len(read.entries), "changed": max(len(done.facts) - 1, 0)}
    print(json.dumps(told) if options.json else f"{told['read']} read, {told['changed']} new or told otherwise.")
    return DONE


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("give a day as YYYY-MM-DD") from None


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m services.triage", description=__doc__)
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_service_commands(commands, build_triage)
    checking = commands.add_parser("check", help="prove rule sets: gaps, overlaps, unreachable rows, invariants")
    checking.add_argument("files", metavar="FILE", nargs="+")
    add_data(checking)
    checking.set_defaults(command=check)
    simulating = commands.add_parser("simulate", help="past referrals under other rules: who would change, which way")
    simulating.add_argument("--rules", metavar="FILE", required=True)
    simulating.add_argument("--from", dest="first", type=_day, metavar="D", help="received on this day or later")
    simulating.add_argument("--to", dest="last", type=_day, metavar="D", help="received on this day or earlier")
    simulating.add_argument("--json", action="store_true")
    add_data(simulating)
    simulating.set_defaults(command=simulate_rules)
    exporting = commands.add_parser("export", help="write a published rule set as a file")
    exporting.add_argument("version", metavar="VERSION")
    exporting.add_argument("file", metavar="FILE")
    add_data(exporting)
    exporting.set_defaults(command=export)
    importing = commands.add_parser("import-directory", help="take in a list of services (Open Referral UK, HSDS 3.0)")
    importing.add_argument("files", metavar="FILE", nargs="+", help="the list, or all its pages")
    importing.add_argument("--source", metavar="NAME", default="file", help="whose list it is")
    importing.add_argument("--json", action="store_true")
    add_data(importing)
    importing.set_defaults(command=take_in)
    return made


if __name__ == "__main__":
    # What a command prints is for a person to read; what serves or works for long has its lines collected.
    configure_logging("triage", level=logging.INFO if {"web", "worker"} & set(sys.argv) else logging.WARNING)
    sys.exit(main(parser()))
