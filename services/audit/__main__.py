"""`python -m services.audit`: verification, proofs and returns, and what every service can do by itself."""

import argparse
import json
import logging
import sys
from datetime import date
from pathlib import Path

from services.audit.adapters.service_commands import Run, run_here
from services.audit.application.catching_up import COMMAND_SECONDS
from services.audit.application.verification import Report
from services.audit.domain.checkpoint import NotGenuine, VerifierKey, read_key
from services.audit.domain.proof import SUFFIX, verify_proof
from services.audit.read_models.returns import RETURNS
from services.audit.read_models.returns.answer import as_csv
from services.audit.wiring import Evidence, build_audit, clock_for, keep_report, open_evidence
from shared.kernel.refusals import NotFound
from shared.runtime.cli import CANNOT, DIFFERENT, DONE, add_data, main, settings_of
from shared.runtime.logging import configure_logging
from shared.runtime.standalone import add_service_commands

_EXIT = {"clean": DONE, "differs": DIFFERENT, "incomplete": CANNOT}


def verify(options: argparse.Namespace) -> int:
    """Check everything there is, sign a head over it, and write down what it came to."""
    settings = settings_of(options)
    clock = clock_for(settings)
    report = open_evidence(settings, clock, trusted=_given_key(options), run=options.run).verification.run()
    print(json.dumps(report.document) if options.json else "\n".join(_lines(report)))
    if (kept := keep_report(settings, report)) is not None:
        print(f"This was not written down in audit's log: {kept}", file=sys.stderr)
    return _EXIT[report.result]


def prove(options: argparse.Namespace) -> int:
    """Write a proof file for one fact."""
    settings = settings_of(options)
    evidence = open_evidence(settings, clock_for(settings))
    evidence.catching_up.wait(COMMAND_SECONDS)
    entry = evidence.stories.event(options.event_id)
    if entry is None:
        raise NotFound
    if _not_covered(evidence, entry.ledger_position):
        evidence.heads.sign()
    text = evidence.proofs.prove(entry).text
    if options.out == "-":
        print(text, end="")
        return DONE
    file = Path(options.out or f"{options.event_id}{SUFFIX}")
    file.write_text(text, encoding="utf-8")
    print(f"{file}: ledger entry {entry.ledger_position}. Check it with services/audit/verify_proof.py and this key:")
    key = evidence.keys.trusted()
    print(key.text if key else "")
    return DONE


def check_proof(options: argparse.Namespace) -> int:
    """Say whether a proof file proves its fact to who trusts the key."""
    try:
        key = _given_key(options) or open_evidence(settings_of(options)).keys.trusted()
        if key is None:
            raise NotGenuine("there is no key to believe; name one with --key")
        proven = verify_proof(Path(options.file).read_bytes().decode(), key)
    except (NotGenuine, OSError, UnicodeDecodeError) as reason:
        print(f"NOT PROVEN: {reason}")
        return DIFFERENT
    head = proven.checkpoint
    print(f"PROVEN: entry {proven.ledger_position} of {head.origin}, under the head signed over {head.size} entries")
    if options.row:
        print(proven.row.decode())
    return DONE


def compute_return(options: argparse.Namespace) -> int:
    """Print a published return."""
    evidence = open_evidence(settings_of(options))
    evidence.catching_up.wait(COMMAND_SECONDS)
    document = evidence.compute_return(options.name, options.first, options.last, options.as_of, options.public)
    print(as_csv(document) if options.format == "csv" else json.dumps(document, indent=2), end="")
    print(end="" if options.format == "csv" else "\n")
    return DONE


def index_stories(options: argparse.Namespace) -> int:
    """Make the index of stories anew from the ledger."""
    evidence = open_evidence(settings_of(options))
    evidence.catching_up.wait(COMMAND_SECONDS)
    print(f"The index of stories was made anew up to ledger entry {evidence.index.rebuild():,}.")
    return DONE


def show_key(options: argparse.Namespace) -> int:
    """Print the ledger's public key, to be kept on paper and elsewhere."""
    print(open_evidence(settings_of(options)).keys.signer().verifier.text)
    return DONE


def parser(run: Run = run_here) -> argparse.ArgumentParser:
    """The command line; `run` runs the other services' commands."""
    made = argparse.ArgumentParser(prog="python -m services.audit", description=__doc__)
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = commands.add_parser("verify", help="every log, link, tree head and view against the history")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run)
    proof = commands.add_parser("prove", help="a self-contained proof file for one fact")
    proof.add_argument("event_id", metavar="EVENT_ID")
    proof.add_argument("--out", metavar="FILE", help="where to put it; - prints it")
    believe = commands.add_parser("verify-proof", help="check a proof file")
    believe.add_argument("file", metavar="FILE")
    believe.add_argument("--row", action="store_true", help="print the whole fact as stored")
    figures = commands.add_parser("return", help="a published return, recomputed")
    figures.add_argument("name", metavar="NAME", choices=sorted(RETURNS), help=", ".join(sorted(RETURNS)))
    figures.add_argument("--from", dest="first", metavar="DAY", type=date.fromisoformat, required=True)
    figures.add_argument("--to", dest="last", metavar="DAY", type=date.fromisoformat, required=True, help="included")
    figures.add_argument("--as-of", metavar="LEDGER_POSITION", type=int)
    figures.add_argument("--format", choices=["json", "csv"], default="json")
    figures.add_argument("--public", action="store_true", help="the form for publication: 1 to 5 left out")
    key = commands.add_parser("key", help="the ledger's public key")
    for command in (check, believe):
        command.add_argument("--key", metavar="KEY", help="the public key to believe, or a file that holds it")
    for command, does in ((check, verify), (proof, prove), (believe, check_proof), (figures, compute_return)):
        add_data(command)
        command.set_defaults(command=does)
    anew = commands.add_parser("index-stories", help="the index of stories made anew from the ledger")
    for command, does in ((key, show_key), (anew, index_stories)):
        add_data(command)
        command.set_defaults(command=does)
    add_service_commands(commands, build_audit)
    return made


def _given_key(options: argparse.Namespace) -> VerifierKey | None:
    if not options.key:
        return None
    text = Path(options.key).read_text("utf-8") if Path(options.key).is_file() else options.key
    try:
        return read_key(text)
    except NotGenuine as reason:
        raise LookupError(f"The key given cannot be used: {reason}.") from None


def _not_covered(evidence: Evidence, ledger_position: int) -> bool:
    head = evidence.heads.newest()
    return head is None or head.size < ledger_position


def _lines(report: Report) -> list[str]:
    checked = report.checked
    looked_at = f"{checked.facts:,} facts, {checked.heads:,} signed heads and {checked.views:,} views"
    notices = [finding.says for finding in report.notices]
    if report.result == "differs":
        first, *others = [finding.says for finding in report.differences]
        return [f"First difference: {first}", *others, *notices]
    if report.result == "incomplete":
        return [f"Nothing differs in what could be looked at: {looked_at}.", *notices]
    return [f"Nothing differs: {looked_at}, up to ledger entry {report.ledger_position:,}.", *notices]


if __name__ == "__main__":
    # What a command prints is for a person to read; what serves or works for long has its lines collected.
    configure_logging("audit", level=logging.INFO if {"web", "worker"} & set(sys.argv) else logging.WARNING)
    sys.exit(main(parser()))
