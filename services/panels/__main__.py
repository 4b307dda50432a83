"""`python -m services.panels`: panels by themselves."""

import argparse
import sys

from services.panels.wiring import build_panels
from shared.runtime.cli import main
from shared.runtime.logging import configure_logging
from shared.runtime.standalone import add_service_commands


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m services.panels", description=__doc__)
    add_service_commands(made.add_subparsers(title="commands", metavar="COMMAND", required=True), build_panels)
    return made


if __name__ == "__main__":
    configure_logging("panels")
    sys.exit(main(parser()))
