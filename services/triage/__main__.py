"""`python -m services.triage`: triage by itself."""

import argparse
import sys

from services.triage.wiring import build_triage
from shared.runtime.cli import main
from shared.runtime.logging import configure_logging
from shared.runtime.standalone import add_service_commands


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m services.triage", description=__doc__)
    add_service_commands(made.add_subparsers(title="commands", metavar="COMMAND", required=True), build_triage)
    return made


if __name__ == "__main__":
    configure_logging("triage")
    sys.exit(main(parser()))
